"""A call for several stores, taken apart by its text: each part has `cmd`, `seq` and its own items alone.

The items' text stays as the platform wrote it, with its numbers and its order of keys; what else stood in the
call is nobody's, and stays away. The parts are signed anew by who sends them on.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=str)  # only where a value ends is asked
_CARRIED: Final = ("cmd", "seq")


def parted(body: bytes, parts: Sequence[Sequence[int]]) -> tuple[bytes, ...]:
    """A body for each part, given by the places of its items from 0, in its order.

    `body` is one that reading.read_call took, with a list of items.
    """
    text = body.decode("utf-8-sig")
    values = dict(_members(text))
    items = tuple(_elements(values["items"]))
    head = ",".join(f'"{name}":{values[name]}' for name in _CARRIED if name in values)
    return tuple(_call(head, [items[at] for at in part]) for part in parts)


def _call(head: str, items: Sequence[str]) -> bytes:
    return f'{{{head},"items":[{",".join(items)}]}}'.encode()


def _members(text: str) -> Iterator[tuple[str, str]]:
    """Name and text of each value of the outermost object."""
    at = _behind(text, text.index("{") + 1)
    while text[at] != "}":
        name, at = _DECODER.raw_decode(text, at)
        begin = _behind(text, _behind(text, at) + 1)  # behind the colon
        _, end = _DECODER.raw_decode(text, begin)
        yield name, text[begin:end]
        at = _next(text, end)


def _elements(text: str) -> Iterator[str]:
    at = _behind(text, 1)
    while text[at] != "]":
        _, end = _DECODER.raw_decode(text, at)
        yield text[at:end]
        at = _next(text, end)


def _next(text: str, end: int) -> int:
    """Where the next one begins, or the bracket stands that closes."""
    at = _behind(text, end)
    return _behind(text, at + 1) if text[at] == "," else at


def _behind(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at
