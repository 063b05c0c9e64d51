"""The scanner finds what the parser would find; nothing that is nested, escaped or cut leads it astray."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.jsontext import DEEPEST, BadJson, read_json
from posdesk.platforms.o2o.scanner import Named, scan

BLANKS = st.text(alphabet=" \t\r\n", max_size=3)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(['"seq":"x"', "cmd", '\\"', "}{", "][", "seq", "\\", "😀", "\u2028"]),
)
NUMBERS = st.one_of(st.integers(-(10**20), 10**20), st.sampled_from([0, -0.5, 1e30]))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(["cmd", "seq"]), TEXTS), inner, max_size=4),
    ),
    max_leaves=12,
)
KEYS = st.one_of(st.sampled_from(["cmd", "seq", "items", "Cmd", "seq "]), TEXTS)


@st.composite
def spelled(draw: st.DrawFn, text: str) -> str:
    """A JSON string of that text, some of its characters escaped."""
    escaped = draw(st.booleans())
    each = [
        f"\\u{ord(c):04x}" if draw(st.booleans()) and ord(c) < 0x10000 else json.dumps(c)[1:-1] for c in text
    ]
    return f'"{"".join(each)}"' if escaped else json.dumps(text, ensure_ascii=draw(st.booleans()))


@st.composite
def calls(draw: st.DrawFn) -> bytes:
    """A call's text, with blanks wherever JSON allows them; keys may stand in it twice."""
    members = [
        f"{draw(BLANKS)}{draw(spelled(draw(KEYS)))}{draw(BLANKS)}:{draw(BLANKS)}"
        f"{json.dumps(draw(VALUES), ensure_ascii=draw(st.booleans()))}{draw(BLANKS)}"
        for _ in range(draw(st.integers(0, 6)))
    ]
    mark = b"\xef\xbb\xbf" if draw(st.booleans()) else b""
    return mark + f"{draw(BLANKS)}{{{','.join(members) or draw(BLANKS)}}}".encode("utf-8", "surrogatepass")


@given(calls())
def test_it_finds_what_the_parser_finds(body: bytes) -> None:
    value, found = json.loads(body.decode("utf-8-sig")), scan(body)
    for name, has in (("cmd", found.cmd), ("seq", found.seq)):
        wanted = value.get(name)
        if isinstance(wanted, int | float) and not isinstance(wanted, bool):
            assert json.loads(has) == wanted
        else:
            assert has == (wanted if isinstance(wanted, str) else "")


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd_for_it(body: bytes) -> None:
    scan(body)


@given(calls(), st.integers(0, 400), st.binary(max_size=3))
def test_of_a_call_that_is_taken_it_never_finds_anything_else(body: bytes, at: int, odd: bytes) -> None:
    bent = body[:at] + odd + body[at + 1 :]
    try:
        value = read_json(bent)
    except BadJson:
        return
    found = scan(bent)
    for name, has in (("cmd", found.cmd), ("seq", found.seq)):
        wanted = value.get(name, "") if isinstance(value, dict) else ""
        assert has == wanted or not isinstance(wanted, str)


@pytest.mark.parametrize(
    ("body", "seq"),
    [
        (b'{"items":{"seq":"inner"},"seq":"outer"}', "outer"),
        (b'{"a":"\\"seq\\":\\"x\\",","seq":"outer"}', "outer"),
        (b'{"seq":"1","seq":"2"}', "2"),
        (b'{"s\\u0065q":"1"}', "1"),
        (b'{"seq":5}', "5"),
        (b'{"seq":null}', ""),
        (b'{"seq":["1"]}', ""),
        (b'[{"seq":"1"}]', ""),
        (b'{"seq":"1"', "1"),
        (b'{"seq":"1","items":[', "1"),
        (b'{"items":[1,2,"seq":"1"', ""),
        (b'{"seq":"1\xff"}', ""),
    ],
)
def test_only_the_outermost_object_counts(body: bytes, seq: str) -> None:
    assert scan(body).seq == seq


@pytest.mark.parametrize(
    "flood", [b'{"a":' + b"[" * (1 << 20), b'{"a":' * (1 << 18), b"{" + b'"a' * (1 << 19)]
)
def test_nothing_is_sought_in_what_no_call_is(flood: bytes) -> None:
    assert scan(flood) == Named()


def test_it_goes_as_deep_as_the_parser() -> None:
    depth = DEEPEST - 1
    body = b'{"a":' + b"[" * depth + b"]" * depth + b',"seq":"1"}'
    read_json(body)
    assert scan(body).seq == "1"
