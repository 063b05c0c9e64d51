"""What is said to be well of a relay, and what isn't."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from posdesk.domain.relay.status import OtherCounter, RelayFault, RelayStatus

NOON = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
WELL = RelayStatus(connected=True, since=NOON, fault=RelayFault.NONE, counters=(OtherCounter("2", NOON),))


def test_a_relay_that_is_connected_with_every_counter_seen_is_well() -> None:
    assert WELL.is_well


@pytest.mark.parametrize(
    "ill",
    [
        replace(WELL, connected=False, fault=RelayFault.UNREACHED),
        replace(WELL, fault=RelayFault.DISABLED),
        replace(WELL, strays=1),
        replace(WELL, counters=(OtherCounter("2", NOON, unseen_since=NOON),)),
        replace(WELL, counters=(OtherCounter("2", NOON, missing=1),)),
    ],
)
def test_whatever_waits_for_a_person_is_not_well(ill: RelayStatus) -> None:
    assert not ill.is_well


def test_a_counter_that_was_never_heard_is_none() -> None:
    assert WELL.counter("2") == OtherCounter("2", NOON)
    assert WELL.counter("3") is None
