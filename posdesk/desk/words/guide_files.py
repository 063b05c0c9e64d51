"""The guides as they lie in resources/guides: a page each, in both languages, a line a sentence.

`#` is the title, `-` a step with the act that the tests perform for it in braces, `=` an explanation, `!` a
picture of what the steps before it led to. Nobody reads the acts' names.
"""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from posdesk.host.resources import resource
from posdesk.records import dataclass

GUIDES: Final = ("cashier", "manager", "administrator", "new_pc", "lost_pin", "second_counter", "broken_pc")
"""In the order in which F1 turns their pages."""
OF_PAGE: Final = {
    "orders": "cashier",
    "pickup": "cashier",
    "hours": "manager",
    "sync": "manager",
    "shift": "manager",
    "settings": "administrator",
    "first_start": "administrator",
}
"""Which guide stands below a page's keys, by its `Page.key`."""
_STEP = re.compile(r"(?P<text>.+\S)\s*\{(?P<act>[a-z_]+)\}")


class LineKind(StrEnum):
    """What a line of a guide is; the values are the signs it begins with."""

    TITLE = "#"
    STEP = "-"
    EXPLANATION = "="
    PICTURE = "!"


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One line: what is read, and of a step the act that proves it. A picture's text is its name."""

    kind: LineKind
    text: str
    act: str = ""


@cache
def guide(name: str, language: str) -> tuple[GuideLine, ...]:
    """A guide's lines. Raises FileNotFoundError, and ValueError for a line that is none of these."""
    text = resource(f"guides/{name}.{language}.txt").read_text(encoding="utf-8")
    return tuple(line_of(each) for each in text.splitlines() if each.strip())


def line_of(text: str) -> GuideLine:
    """A line as it is written. Raises ValueError where it has no sign, or a step no act."""
    kind, rest = LineKind(text[:1]), text[1:].strip()
    if kind is not LineKind.STEP:
        return GuideLine(kind, rest)
    found = _STEP.fullmatch(rest)
    if found is None:
        raise ValueError(f"a step without its act: {text}")
    return GuideLine(kind, found["text"], found["act"])


def picture_of(name: str, picture: str, language: str) -> Path | None:
    """Where a guide's picture lies; None where it was not made yet."""
    try:
        return resource(f"guides/pictures/{name}_{picture}.{language}.png")
    except FileNotFoundError:
        return None
