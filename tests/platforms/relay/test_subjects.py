"""The relay's names: no two stores, counters or orders share one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.relay.claim import ClaimGroup
from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.subjects import StoreSubjects, consumer, text_of, token
from tests.domain.relay.making import KEY

names = st.text(max_size=8) | st.text("x-_1aG.*> ", max_size=6)


@pytest.mark.parametrize("plain", ["001", "D000001", "a-b_c", "A1x"])
def test_a_plain_name_stands_as_it_is(plain: str) -> None:
    assert token(plain) == plain


@pytest.mark.parametrize("name", ["x1", "a.b", "*", ">", "", "一店", "a b", "001\n"])
def test_any_other_is_written_in_hex(name: str) -> None:
    assert re.fullmatch(r"x[0-9a-f]*", token(name))


@given(names)
def test_what_a_part_was_made_of_can_be_read(name: str) -> None:
    assert text_of(token(name)) == name
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token(name))


@pytest.mark.parametrize("part", ["x3", "x41", "X.", "a b", "xzz", "xff"])
def test_a_part_that_nobody_makes_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        text_of(part)


@given(st.lists(st.tuples(names, names), unique=True, max_size=10))
def test_no_two_counters_share_a_consumer_or_an_inbox(counters: list[tuple[str, str]]) -> None:
    assert len({consumer(*each) for each in counters}) == len(counters)
    assert len({subjects.inbox_prefix(*each) for each in counters}) == len(counters)


def test_a_dash_in_stores_and_counters_makes_no_two_consumers_one() -> None:
    assert consumer("a-b", "1") == "c-a-b-1"
    assert consumer("a", "b-1") != "c-a-b-1"


def test_the_names_are_those_of_the_design() -> None:
    store = StoreSubjects("s1", "001")
    assert (store.orders, store.acts, store.known, store.here, store.claims) == (
        "posdesk.s1.001.orders",
        "posdesk.s1.001.acts",
        "posdesk.s1.001.known",
        "here.001",
        "posdesk.s1.001.claims.*",
    )
    assert store.claim("0f", ClaimGroup.OUT) == "posdesk.s1.001.claims.0f-out"
    assert store.record(subjects.jwt_record("1")) == "posdesk.stores.001.record.jwt-1"
    assert store.record(subjects.pc_record("1")) == "posdesk.stores.001.record.pc-1"
    streams = (subjects.stream_of("s1"), subjects.acts_stream("s1"), subjects.claims_stream("s1"))
    assert streams == ("POSDESK-s1", "POSDESK-ACTS-s1", "POSDESK-CLAIMS-s1")
    assert consumer("001", "1") == "c-001-1"
    assert subjects.next_messages("POSDESK-s1", "c-001-1") == "pos.CONSUMER.MSG.NEXT.POSDESK-s1.c-001-1"


def test_a_claim_is_found_by_its_orders_key() -> None:
    found = StoreSubjects("s1", "001").claim_of(KEY, ClaimGroup.PAY)
    assert re.fullmatch(r"posdesk\.s1\.001\.claims\.[0-9a-f]{32}-pay", found)


def test_a_bill_is_found_however_its_platform_pads_the_number() -> None:
    assert subjects.bill_subject("meituan", " 20 ") == subjects.bill_subject("meituan", "20")
    assert subjects.bill_subject("meituan", "20") != subjects.bill_subject("eleme", "20")


@pytest.mark.parametrize("shard", ["", "stores", "bills", "ACTS-s1", "s.1", "S1", "*"])
def test_a_shard_can_take_no_others_subjects_or_streams(shard: str) -> None:
    with pytest.raises(ValueError, match="a shard's name"):
        StoreSubjects(shard, "001")
    with pytest.raises(ValueError, match="a shard's name"):
        subjects.acts_stream(shard)
