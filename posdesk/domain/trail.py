"""Why the audit trail can't be what posdesk wrote (product row 61)."""

from dataclasses import dataclass
from enum import StrEnum


class TrailFault(StrEnum):
    """What a look at the trail, its triggers and its seals found."""

    NONE = ""
    CHAIN = "chain"  # a line doesn't follow from the one before it
    GUARD = "guard"  # a trigger that keeps it append-only is gone, or another one
    SEAL = "seal"  # a seal says that another line stood there
    APPENDED = "appended"  # lines were added after a clean end, and nobody of ours said that he would
    GONE = "gone"  # it was sealed, and no seal of it is here


@dataclass(frozen=True, slots=True)
class TrailDoubt:
    """A doubt, and the first line that it is about; 0 where it is about none."""

    doubt: TrailFault = TrailFault.NONE
    line: int = 0


WELL = TrailDoubt()
