"""A call taken apart by its text: a store gets what the platform wrote, and nothing of another store."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o.parting import parted

pytestmark = pytest.mark.waits

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)
@given(items=st.lists(st.dictionaries(st.text(max_size=6), JSON, max_size=4), min_size=2, max_size=5))
@pytest.mark.parametrize("indent", [None, 1])
def test_the_parts_hold_every_item_once_and_in_its_order(
    items: list[dict[str, object]], indent: int | None
) -> None:
    body = json.dumps({"seq": "s", "items": items, "cmd": "c", "other": [1]}, indent=indent).encode()
    even, odd = range(0, len(items), 2), range(1, len(items), 2)
    first, second = (json.loads(part) for part in parted(body, (even, odd)))
    assert first == {"cmd": "c", "seq": "s", "items": items[::2]}
    assert second == {"cmd": "c", "seq": "s", "items": items[1::2]}


def test_numbers_and_escapes_stay_as_they_were_written() -> None:
    body = '\ufeff{ "items" : [ {"a": 1.50, "b": "\\u5f20\\ud83d"} , {"a": 1E2} ], "seq": 007.0, "cmd": "C" }'
    body = body.replace("007.0", "7.0")
    first, second = parted(body.encode("utf-8"), ((0,), (1,)))
    assert first == b'{"cmd":"C","seq":7.0,"items":[{"a": 1.50, "b": "\\u5f20\\ud83d"}]}'
    assert second == b'{"cmd":"C","seq":7.0,"items":[{"a": 1E2}]}'
    assert read_json(second) == {"cmd": "C", "seq": Decimal("7.0"), "items": [{"a": Decimal("1E2")}]}


def test_a_key_that_stands_twice_is_carried_once() -> None:
    body = b'{"cmd":"C","cmd":"C","seq":"1","items":[{"x":"]"},{"x":"}\\""}],"seq":"1"}'
    assert parted(body, ((1,),)) == (b'{"cmd":"C","seq":"1","items":[{"x":"}\\""}]}',)
