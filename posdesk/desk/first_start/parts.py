"""What the steps are made with: the desk hands each of them the same parts."""

from dataclasses import dataclass
from pathlib import Path

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.prints import Prints
from posdesk.desk.frame.sound_check import SoundCheck
from posdesk.desk.theme import Theme


@dataclass(frozen=True, slots=True)
class StepParts:
    """Ways to journal, settings and engine; `has_orders`: this home held an order when posdesk started."""

    theme: Theme
    counter: Counter
    books: Books
    prints: Prints
    sound_check: SoundCheck
    home: Path
    has_orders: bool = False
