"""The numbers in a platform's answer, for a person to pick one: its field names are not documented."""

import json
from collections.abc import Iterator
from typing import NamedTuple

MOST = 6
_OURS = frozenset({"stat"})  # code, systime and the like say nothing of the company
_MOST_DIGITS = 15


class FoundNumber(NamedTuple):
    """A number in an answer and the name it stands under."""

    name: str
    value: int


def numbers_in(raw: str) -> tuple[FoundNumber, ...]:
    """The whole numbers of an answer, each once, 'enterprise' ones first; none where it is no JSON."""
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        return ()
    ordered = sorted(_walk("", answer), key=lambda one: "enterprise" not in one.name.lower())
    once = {one.value: one for one in reversed(ordered)}
    return tuple(one for one in dict.fromkeys(ordered) if once[one.value] == one)[:MOST]


def _walk(name: str, value: object) -> Iterator[FoundNumber]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _OURS:
                yield from _walk(str(key), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(name, inner)
    elif _is_number(value):
        yield FoundNumber(name, int(str(value)))


def _is_number(value: object) -> bool:
    """A whole number above zero, bare or in quotes."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text) > 0
