"""Everything that the Shift page shows, as it was at one moment."""

from dataclasses import dataclass
from datetime import datetime

from posdesk.domain.shift.checklist import Checklist
from posdesk.domain.shift.figures import ShiftFigures
from posdesk.domain.shift.shift import Count, DrawerMove, Note, Shift
from posdesk.domain.shift.z import Handed, Z


@dataclass(frozen=True, slots=True)
class OpenShift:
    """A shift that is open, with what it adds up to and what is not done."""

    shift: Shift
    figures: ShiftFigures
    checklist: Checklist
    moves: tuple[DrawerMove, ...] = ()
    notes: tuple[Note, ...] = ()
    count: Count | None = None
    is_over_the_day: bool = False


@dataclass(frozen=True, slots=True)
class ShiftView:
    """What is there at `at`. `open` is None while no shift is open.

    `next_z` is the number that the next Z will have, `missing` the first and last number that this journal
    lacks. `left` are the notes of the shift before, `handed` what its Z says went to whom; that only while
    none is open. `unopened` is how many orders were accepted since the
    last Z while no shift was open.
    """

    at: datetime
    open: OpenShift | None
    next_z: int = 1
    missing: tuple[int, int] | None = None
    last_z: Z | None = None
    left: tuple[Note, ...] = ()
    unopened: int = 0
    handed: tuple[Handed, ...] = ()
