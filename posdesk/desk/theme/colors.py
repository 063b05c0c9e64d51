"""The colours of one theme, by their role."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from PySide6.QtGui import QColor

from posdesk.domain.source import Source


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


@dataclass(frozen=True, slots=True)
class Palette:
    """The plain roles; a pair is readable as contrast.md of the design says."""

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
    on_inverse_muted: QColor


@dataclass(frozen=True, slots=True)
class SourceColors:
    """A source tag's colours."""

    fill: QColor
    text: QColor


@dataclass(frozen=True, slots=True)
class StateColors:
    """A state's colours: `text` stands on `fill`, `ink` on `soft` and on plain cards."""

    fill: QColor
    text: QColor
    soft: QColor
    ink: QColor


def read_palette(colors: Mapping[str, Any]) -> Palette:
    """The plain roles of one theme. Raises KeyError for a colour that the file lacks."""
    return Palette(**{f.name: QColor(colors[f.name]) for f in fields(Palette)})


def read_sources(colors: Mapping[str, Any]) -> dict[Source, SourceColors]:
    """The tags' colours of one theme. Raises KeyError for a source that the file lacks."""
    rows = colors["source"]
    return {s: SourceColors(QColor(rows[s]["fill"]), QColor(rows[s]["text"])) for s in Source}


def read_states(colors: Mapping[str, Any]) -> dict[StateRole, StateColors]:
    """The states' colours of one theme. Raises KeyError for a state that the file lacks."""
    rows = colors["state"]
    names = [f.name for f in fields(StateColors)]
    return {role: StateColors(**{n: QColor(rows[role][n]) for n in names}) for role in StateRole}
