"""What the journal has no more, by damage or for a backup: named, and shown until somebody has read it."""

from dataclasses import dataclass

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
