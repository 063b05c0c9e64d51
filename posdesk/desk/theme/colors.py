"""The colours of one theme, by their role."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from PySide6.QtGui import QColor

from posdesk.desk.theme.tokens import tokens
from posdesk.domain.orders.source import Source
from posdesk.records import dataclass


class StateRole(StrEnum):
    """What a state means to the eye; each has a sign too, since colour is never the only signal."""

    NEW = "new"
    MAKING = "making"
    READY = "ready"
    DONE = "done"
    HALF = "half"  # half of the time is gone: watch it
    OVERDUE = "overdue"
    STOP = "stop"
    UNKNOWN = "unknown"
    SENDING = "sending"
    REFUSED = "refused"
    DIFFERS = "differs"
    USED = "used"


class Color(StrEnum):
    """The plain colours by their role; a pair is readable as contrast.md of the design says."""

    SURFACE = "surface"
    RAISED = "raised"
    SUNKEN = "sunken"
    TEXT = "text"
    MUTED = "muted"
    LINE = "line"
    LINE_STRONG = "line_strong"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    ACCENT_SOFT = "accent_soft"
    FOCUS = "focus"
    GOOD = "good"
    GOOD_SOFT = "good_soft"
    WARN = "warn"
    WARN_SOFT = "warn_soft"
    WARN_FILL = "warn_fill"
    ON_WARN_FILL = "on_warn_fill"
    BAD = "bad"
    BAD_SOFT = "bad_soft"
    BAD_FILL = "bad_fill"
    ON_BAD_FILL = "on_bad_fill"
    UNKNOWN = "unknown"
    UNKNOWN_SOFT = "unknown_soft"
    UNKNOWN_FILL = "unknown_fill"
    ON_UNKNOWN_FILL = "on_unknown_fill"
    SLATE = "slate"
    SLATE_SOFT = "slate_soft"
    INVERSE = "inverse"
    ON_INVERSE = "on_inverse"


@dataclass(frozen=True, slots=True)
class Palette:
    """The plain colours of one theme: by name, or by the role as a value."""

    surface: QColor
    raised: QColor
    sunken: QColor
    text: QColor
    muted: QColor
    line: QColor
    line_strong: QColor
    accent: QColor
    on_accent: QColor
    accent_soft: QColor
    focus: QColor
    good: QColor
    good_soft: QColor
    warn: QColor
    warn_soft: QColor
    warn_fill: QColor
    on_warn_fill: QColor
    bad: QColor
    bad_soft: QColor
    bad_fill: QColor
    on_bad_fill: QColor
    unknown: QColor
    unknown_soft: QColor
    unknown_fill: QColor
    on_unknown_fill: QColor
    slate: QColor
    slate_soft: QColor
    inverse: QColor
    on_inverse: QColor

    def __getitem__(self, role: Color) -> QColor:
        """The colour of a role."""
        found: QColor = getattr(self, role)
        return found


@dataclass(frozen=True, slots=True)
class SourceColors:
    """A source tag's colours."""

    fill: QColor
    text: QColor


@dataclass(frozen=True, slots=True)
class StateInks:
    """The roles of a state's colours: `text` stands on `fill`, `ink` on `soft` and on plain cards."""

    fill: Color
    text: Color
    soft: Color
    ink: Color


@dataclass(frozen=True, slots=True)
class StateColors:
    """The same in one theme."""

    fill: QColor
    text: QColor
    soft: QColor
    ink: QColor


@cache
def inks_of(role: StateRole) -> StateInks:
    """A state's colours, whichever theme. Raises KeyError or ValueError where the file names none."""
    row = tokens()["state_role"][role]
    return StateInks(*(Color(row[name]) for name in StateInks.__match_args__))


def read_palette(colors: Mapping[str, Any]) -> Palette:
    """The plain colours of one theme. Raises KeyError for a colour that the file lacks."""
    return Palette(**{role: QColor(colors[role]) for role in Color})


def read_sources(colors: Mapping[str, Any]) -> dict[Source, SourceColors]:
    """The tags' colours of one theme. Raises KeyError for a source that the file lacks."""
    rows = colors["source"]
    return {s: SourceColors(QColor(rows[s]["fill"]), QColor(rows[s]["text"])) for s in Source}


def states_of(palette: Palette) -> dict[StateRole, StateColors]:
    """The states' colours of one theme."""
    return {role: _colors_of(inks_of(role), palette) for role in StateRole}


def _colors_of(inks: StateInks, palette: Palette) -> StateColors:
    return StateColors(palette[inks.fill], palette[inks.text], palette[inks.soft], palette[inks.ink])
