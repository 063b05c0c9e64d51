"""A theme as one value that is handed to whatever paints."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QFont

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
from posdesk.desk.theme.sizes import MOTION, RADIUS, SIZE, Motion, Radii, Sizes
from posdesk.desk.theme.tokens import tokens
from posdesk.domain.orders.source import Source


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
