"""What can be wrong with a journal: rows that it lost, and an audit trail that posdesk can't have written."""

from enum import StrEnum

from posdesk.records import dataclass

NOTHING = "nothing"
"""A damaged journal out of which every row could be saved."""
JOURNAL = "journal"
"""Nothing of it could be read, or there was none where one must have been."""
RESTORED = "restored"
"""A backup took the journal's place: what came in after it is gone with the journal that was there."""

MISSING = "missing"
"""Another journal is in the place of the one that was here, of which nobody knows where it is."""

FROM_BACKUP = "backup/"
"""Before a table's name: rows that are as the newest backup had them."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Rows of one table that are gone; `rows` is None where nobody can know how many.

    `what` is a table's name or one of the words above, `kept` the damaged file's name, empty where none is.
    """

    what: str
    rows: int | None
    kept: str = ""
    number: int = 0

    @property
    def filled(self) -> str:
        """The table whose rows a backup had; empty for what is lost."""
        return self.what.removeprefix(FROM_BACKUP) if self.what.startswith(FROM_BACKUP) else ""


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
