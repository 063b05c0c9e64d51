"""A theme as one value that is handed to whatever paints."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from PySide6.QtGui import QFont

from posdesk.desk.theme.colors import (
    Palette,
    SourceColors,
    StateColors,
    StateRole,
    read_palette,
    read_sources,
    read_states,
)
from posdesk.desk.theme.fonts import FontRole, font_of, line_px
from posdesk.desk.theme.tokens import tokens
from posdesk.domain.source import Source


@dataclass(frozen=True, slots=True)
class Sizes:
    """Heights and sides in logical px."""

    control_height: int
    control_large: int
    control_primary_pickup: int
    target_min: int
    target_gap_min: int
    top_bar: int
    action_bar: int
    lane_head: int
    gap_band: int
    chip: int
    nav_item: int
    row_ready: int
    row_pre: int
    row_check: int
    row_table: int
    countdown_bar: int
    hatch_band: int
    tag_detail: int
    tag_new: int
    tag_making: int
    tag_row: int
    tag_bar: int
    icon_nav: int
    icon_inline: int
    icon_chip: int
    icon_result: int
    corner_card_w: int
    corner_card_margin: int
    corner_card_quiet_h: int


@dataclass(frozen=True, slots=True)
class Radii:
    """Corner radii in logical px."""

    remark: int
    control: int
    card: int
    corner_card: int
    chip: int
    key: int


@dataclass(frozen=True, slots=True)
class Motion:
    """What may move: rates in Hz, times in ms."""

    stop_frame_hz: float
    new_badge_hz: float
    flash_fallback_hz: float
    fade_ms: int
    countdown_repaint_ms: int


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

    def line(self, role: FontRole) -> int:
        """The line height of a step of the type scale, in logical px."""
        return line_px(role)

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
    return Theme(
        dark=dark,
        color=read_palette(colors),
        sources=read_sources(colors),
        states=read_states(colors),
        fonts={role: font_of(role) for role in FontRole},
        size=Sizes(**_named(_flat(read["size"]), Sizes)),
        radius=Radii(**_named(read["radius"], Radii)),
        motion=Motion(**_named(read["motion"], Motion)),
        optical_shift=read["font"]["optical_shift_number"],
        letters_zh=read["source_letter"]["zh"],
        letters_en=read["source_letter"]["en"],
    )


def _flat(sizes: Mapping[str, Any]) -> dict[str, Any]:
    """{"tag": {"new": 34}} becomes {"tag_new": 34}."""
    flat: dict[str, Any] = {}
    for name, value in sizes.items():
        inner = value if isinstance(value, dict) else {"": value}
        flat |= {f"{name}_{key}".rstrip("_"): number for key, number in inner.items()}
    return flat


def _named(values: Mapping[str, Any], kind: type[Sizes | Radii | Motion]) -> dict[str, Any]:
    return {f.name: values[f.name] for f in fields(kind)}
