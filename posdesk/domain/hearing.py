"""What is known of the alarm being heard: that a person counted the notes right, and nothing less."""

from datetime import datetime

from posdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Hearing:
    """`heard_at` (aware): when somebody counted the notes right on what sounds now; None while nobody did.

    Each opening of a shift asks anew, so a time here is one of this shift. `device` is where sound comes out
    as the system calls it, empty where it doesn't tell. `trouble` is why it can't be heard at all, as
    `devices.sound.SoundTrouble` names it; empty while nothing is known against it.
    """

    heard_at: datetime | None = None
    device: str = ""
    trouble: str = ""

    @property
    def is_heard(self) -> bool:
        """Whether a person has heard the alarm this shift, on what sounds now."""
        return self.heard_at is not None


UNHEARD = Hearing()
"""Nothing is known."""
