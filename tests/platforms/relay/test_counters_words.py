"""Acts, claims and signs of life: read back as they were, and only from a counter of the own store."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.domain.relay.here import Here
from posdesk.platforms.jsontext import write_json
from posdesk.platforms.relay import acts, claims, here_words, sealed_json
from posdesk.platforms.relay.unreadable import Unreadable
from tests.domain.relay import making
from tests.domain.relay.making import KEY, NOON

KEY_OF_STORE, KEY_OF_OTHER = "the store's key", "another store's"
ACT = Act("a1", "one", 1, ActKind.ACCEPT, KEY, "1", "王", NOON, "confirmed")
HERE = Here("1", "one", 7, 12, NOON)
CLAIM = Claim(ClaimGroup.READY, KEY, "1", "one", "王", NOON)
Reading = Callable[[bytes, dict[str, str], str], object]
READINGS = [
    pytest.param(acts.write(ACT, KEY_OF_STORE), acts.read, id="act"),
    pytest.param(claims.write(CLAIM, KEY_OF_STORE), claims.read, id="claim"),
    pytest.param(here_words.write(HERE, KEY_OF_STORE), here_words.read, id="here"),
]


@given(making.acts)
def test_an_act_is_read_as_it_was_written(act: Act) -> None:
    assert acts.read(*acts.write(act, KEY_OF_STORE), KEY_OF_STORE) == act


@given(making.claims)
def test_a_claim_is_read_as_it_was_written(claim: Claim) -> None:
    assert claims.read(*claims.write(claim, KEY_OF_STORE), KEY_OF_STORE) == claim


@given(making.heres)
def test_a_sign_of_life_is_read_as_it_was_written(here: Here) -> None:
    assert here_words.read(*here_words.write(here, KEY_OF_STORE), KEY_OF_STORE) == here


def test_sums_keep_their_digits() -> None:
    act = replace(ACT, kind=ActKind.PAY, content={"sums": [{"code": "101", "paid": Decimal("34.00")}]})
    read = acts.read(*acts.write(act, KEY_OF_STORE), KEY_OF_STORE)
    assert write_json(read.content) == '{"sums":[{"code":"101","paid":34.00}]}'


def test_a_kind_of_a_newer_version_is_kept_and_counted() -> None:
    act = replace(ACT, kind=ActKind("check_off"))
    read = acts.read(*acts.write(act, KEY_OF_STORE), KEY_OF_STORE)
    assert (read.kind, read.n) == ("check_off", 1)
    assert read.kind not in set(ActKind)


@pytest.mark.parametrize(("written", "read"), READINGS)
def test_another_stores_key_makes_nothing_that_counts(
    written: tuple[bytes, dict[str, str]], read: Reading
) -> None:
    data, headers = written
    for key in (KEY_OF_OTHER, ""):
        with pytest.raises(Unreadable, match="not written by a counter of this store"):
            read(data, headers, key)


@pytest.mark.parametrize(("written", "read"), READINGS)
def test_without_its_mac_it_counts_for_nothing(written: tuple[bytes, dict[str, str]], read: Reading) -> None:
    data, _ = written
    for headers in ({}, {sealed_json.MAC_HEADER: ""}, {sealed_json.MAC_HEADER: "é" * 64}):
        with pytest.raises(Unreadable):
            read(data, headers, KEY_OF_STORE)


def test_a_claim_is_never_taken_for_an_act() -> None:
    with pytest.raises(acts.BadAct):
        acts.read(*claims.write(CLAIM, KEY_OF_STORE), KEY_OF_STORE)
    with pytest.raises(claims.BadClaim):
        claims.read(*acts.write(ACT, KEY_OF_STORE), KEY_OF_STORE)


@given(st.integers(0), st.integers(1, 255))
def test_a_changed_byte_is_seen(place: int, change: int) -> None:
    data, headers = acts.write(ACT, KEY_OF_STORE)
    at = place % len(data)
    with pytest.raises(acts.BadAct):
        acts.read(data[:at] + bytes([data[at] ^ change]) + data[at + 1 :], headers, KEY_OF_STORE)


values: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({})
)
fields = st.dictionaries(
    st.sampled_from(
        [
            "id",
            "instance",
            "n",
            "kind",
            "partner",
            "bill",
            "ordered",
            "counter",
            "actor",
            "at",
            "state",
            "group",
        ]
    ),
    values,
)


@given(fields)
def test_whatever_is_in_it_it_is_read_or_refused_by_name(value: dict[str, object]) -> None:
    """A counter of another version, or one gone wrong, writes with the right key."""
    for what, read in (("act", acts.read), ("claim", claims.read), ("here", here_words.read)):
        with pytest.raises(Unreadable, match=r"/"):
            read(*sealed_json.write(what, value, KEY_OF_STORE), KEY_OF_STORE)


@pytest.mark.parametrize("change", [{"at": "noon"}, {"at": "2026-11-29T12:00:00"}, {"state": "lost"}])
def test_a_time_without_its_zone_and_an_unknown_state_are_refused(change: dict[str, object]) -> None:
    value = {"id": "a", "instance": "i", "n": 1, "kind": "out", "counter": "1", "actor": "", **change}
    value = {"at": sealed_json.moment_text(NOON), **value}
    with pytest.raises(acts.BadAct):
        acts.read(*sealed_json.write("act", value, KEY_OF_STORE), KEY_OF_STORE)


def test_an_act_longer_than_the_stream_takes_is_not_written() -> None:
    with pytest.raises(acts.ActTooLong):
        acts.write(replace(ACT, content={"raw": "长" * 30_000}), KEY_OF_STORE)


def test_one_that_is_too_long_is_not_even_looked_at() -> None:
    with pytest.raises(acts.BadAct, match="longer than 65536 bytes"):
        acts.read(b" " * 65_537, {}, KEY_OF_STORE)
