"""What is kept of a store: read back as it was, refused where it can't be read."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.relay import records
from posdesk.platforms.relay.records import BadRecord, CounterRecord, JwtRecord, PcRecord, StoreRecord
from tests.domain.relay.making import NOON, moments, texts

counters = st.builds(CounterRecord, counter=texts, user=texts, since=moments)
stores = st.builds(
    StoreRecord,
    store=texts,
    shard=st.just("s1"),
    epoch=texts,
    name=texts,
    disabled=st.booleans(),
    uids=st.lists(st.integers(0, 10**9), max_size=3).map(tuple),
    counters=st.lists(counters, max_size=3, unique_by=lambda each: each.counter).map(tuple),
)


@given(stores)
def test_a_stores_record_is_read_as_it_was_written(record: StoreRecord) -> None:
    assert records.read_store(record.write()) == record


@given(stores, counters)
def test_a_counter_that_is_enrolled_again_takes_its_own_place(
    record: StoreRecord, counter: CounterRecord
) -> None:
    changed = record.with_counter(counter)
    assert changed.counter(counter.counter) == counter
    assert changed.without(counter.counter) == record.without(counter.counter)
    assert changed.without(counter.counter).counter(counter.counter) is None


def test_a_pc_and_an_identity_are_read_as_they_were_written() -> None:
    pc, jwt = PcRecord("m1", "收银1", NOON), JwtRecord("a.b.c", "s1", ("tls://x",))
    assert records.read_pc(pc.write()) == pc
    assert records.read_jwt(jwt.write()) == jwt


def test_an_empty_record_is_a_free_place_and_a_revoked_identity() -> None:
    assert records.read_pc(b"") is None
    assert records.read_jwt(b"") is None


@pytest.mark.parametrize("read", [records.read_store, records.read_pc, records.read_jwt])
@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[]",
        b"1",
        b"\xff",
        b'{"store":1}',
        b'{"machine":1,"name":"","since":""}',
        b'{"jwt":"","shard":"S"}',
        b'{"machine":"m","name":"","since":"noon"}',
    ],
)
def test_what_nobody_can_read_is_refused(read: Callable[[bytes], object], data: bytes) -> None:
    with pytest.raises(BadRecord):
        read(data)
