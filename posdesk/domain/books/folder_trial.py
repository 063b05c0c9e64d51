"""How a try of the till's folder ended: a file of ours, put there, read and taken away again."""

from posdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class FolderTrial:
    """`receipts` is how many were read of it; `why` says in the system's words what failed, if anything."""

    place: str
    receipts: int = 0
    why: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it was written, read and taken away."""
        return not self.why
