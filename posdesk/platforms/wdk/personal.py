"""Which wire fields of a receipt are a person's, and how they are kept out of what a platform's words say."""

import json
from collections.abc import Iterator

from posdesk.platforms.jsontext import BadJson, read_json

PERSONAL = frozenset({"op_name", "member_card_num", "pay_code", "ali_userid"})
_SHORTEST = {"op_name": 2}  # characters; of a number a shorter one would blot out any other
_SHORTEST_NUMBER = 4


def without_personal(text: str, payload: str) -> str:
    """The text with a receipt's personal values blotted out: WDK may quote the field that it refuses."""
    for value in sorted(_values(payload), key=len, reverse=True):
        text = text.replace(value, "***").replace(json.dumps(value)[1:-1], "***")
    return text


def _values(payload: str) -> set[str]:
    try:
        return set(_personal(read_json(payload.encode("utf-8", "surrogatepass"))))
    except BadJson:
        return set()


def _personal(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _personal(each)
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _personal(held)
            if name in PERSONAL and len(str(held)) >= _SHORTEST.get(name, _SHORTEST_NUMBER):
                yield str(held)
