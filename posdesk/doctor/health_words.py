"""What a line of the health is made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from posdesk.doctor.report import NOTHING, State, Text

_WIDE = 0x2E80  # from here on a character takes two columns


class Place(StrEnum):
    """Where a fault is mended: a topic of Settings by its name, or another page."""

    NOWHERE = ""
    STORE = "store"
    PLATFORMS = "partners"
    OVOPARK = "ovopark"
    WDK = "wdk"
    PEOPLE = "people"
    SOUND = "sound"
    SCANNER = "scanner"
    PRINTERS = "printers"
    SYNC = "sync"  # the page


@dataclass(frozen=True, slots=True)
class Line:
    """A part, or one fault of it: `proved` is its last proof (aware), None where there never was one."""

    name: str
    title: Text
    state: State
    found: Text
    todo: Text = NOTHING
    proved: datetime | None = None
    place: Place = Place.NOWHERE


def padded(text: str, columns: int) -> str:
    """The text in so many columns of a terminal, one blank behind it at least."""
    wide = sum(2 if ord(sign) >= _WIDE else 1 for sign in text)
    return text + " " * max(1, columns - wide)
