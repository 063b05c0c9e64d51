"""What a line of the health is made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from posdesk.doctor.report import NOTHING, State, Text
from posdesk.domain.clock import in_china

_WIDE = 0x2E80  # from here on a character takes two columns


class Place(StrEnum):
    """Where a fault is mended: a topic of Settings by its name, or another page."""

    NOWHERE = ""
    STORE = "store"
    PLATFORMS = "partners"
    DOOR = "door"
    TILL = "till"
    OVOPARK = "ovopark"
    WDK = "wdk"
    PEOPLE = "people"
    SOUND = "sound"
    SCANNER = "scanner"
    PRINTERS = "printers"
    START = "start"
    RELAY = "relay"
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


def proof_time(proved: datetime | None, now: datetime) -> str:
    """When that was, as short as it can be said; empty where it never was."""
    if proved is None:
        return ""
    at, today = in_china(proved), in_china(now)
    if at.date() == today.date():
        return f"{at:%H:%M:%S}"
    return f"{at:%m-%d %H:%M}" if at.year == today.year else f"{at:%Y-%m-%d %H:%M}"
