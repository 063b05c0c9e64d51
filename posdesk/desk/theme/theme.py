"""A theme as one value that is handed to whatever paints."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QScrollArea, QWidget

from posdesk.desk.theme.colors import (
    Palette,
    SourceColors,
    StateColors,
    StateRole,
    read_palette,
    read_sources,
    states_of,
)
from posdesk.desk.theme.fonts import FontRole, font_of
from posdesk.desk.theme.tokens import MOTION, RADIUS, SIZE, Motion, Radii, Sizes, tokens
from posdesk.domain.orders.source import Source
from posdesk.records import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """Everything that painting needs to know; `optical_shift` is a share of a big number's size."""

    dark: bool
    color: Palette
    sources: Mapping[Source, SourceColors]
    states: Mapping[StateRole, StateColors]
    fonts: Mapping[FontRole, QFont]
    size: Sizes
    radius: Radii
    motion: Motion
    optical_shift: float
    letters_zh: Mapping[str, str]
    letters_en: Mapping[str, str]

    def font(self, role: FontRole) -> QFont:
        """The font of a step of the type scale; a copy, so that nobody changes it for others."""
        return QFont(self.fonts[role])

    def source(self, source: Source) -> SourceColors:
        """The colours of a source's tag."""
        return self.sources[source]

    def state(self, role: StateRole) -> StateColors:
        """The colours of a state."""
        return self.states[role]

    def letter(self, source: Source, *, chinese: bool) -> str:
        """The letter on a source's tag."""
        return (self.letters_zh if chinese else self.letters_en)[source]


def theme(dark: bool) -> Theme:
    """The light or the dark theme; needs a QGuiApplication, and `load_fonts()` before it paints."""
    return _read(dark)


@cache
def _read(dark: bool) -> Theme:
    read = tokens()
    colors = read["color"]["dark" if dark else "light"]
    palette = read_palette(colors)
    return Theme(
        dark=dark,
        color=palette,
        sources=read_sources(colors),
        states=states_of(palette),
        fonts={role: font_of(role) for role in FontRole},
        size=SIZE,
        radius=RADIUS,
        motion=MOTION,
        optical_shift=read["font"]["optical_shift_number"],
        letters_zh=read["source_letter"]["zh"],
        letters_en=read["source_letter"]["en"],
    )


Choice = Literal["auto", "light", "dark"]


class ThemeSource(QObject):
    """Holds the theme that the settings or the system want; `changed` carries the new `Theme`."""

    changed = Signal(object)

    def __init__(self, choice: Choice = "auto", parent: QObject | None = None) -> None:
        """`choice` as in the settings; "auto" follows the system's colour scheme."""
        super().__init__(parent)
        self._choice: Choice = choice
        self._theme = theme(self._wants_dark())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._update)

    @property
    def theme(self) -> Theme:
        """The theme that holds now."""
        return self._theme

    def choose(self, choice: Choice) -> None:
        """Take another choice of the settings; everything is painted anew at once."""
        self._choice = choice
        self._update()

    @Slot()
    def _update(self) -> None:
        wanted = theme(self._wants_dark())
        if wanted is not self._theme:
            self._theme = wanted
            self.changed.emit(wanted)

    def _wants_dark(self) -> bool:
        if self._choice == "auto":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice == "dark"


def hand_down(widget: QWidget, theme: Theme) -> None:
    """Give a theme to all that paints with one in a widget; layouts, stacks and scroll areas are passed by.

    Qt's own events can't: under a style sheet no child hears of another palette, nor has it.
    """
    for child in _parts_of(widget):
        if hasattr(child, "set_theme"):
            child.set_theme(theme)
        else:
            hand_down(child, theme)


def _parts_of(widget: QWidget) -> Sequence[QWidget]:
    """What stands in it; of a scroll area not its bars (`own_viewport` says why)."""
    if isinstance(widget, QScrollArea):
        return (widget.viewport(),)
    return widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
