"""A STOP whose reason comes behind its cancel stands at both counters, or at none (relay.md, 'State')."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.act import ActKind
from posdesk.journal.orders import closing, intents
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import instance
from posdesk.journal.rescue.set_back import hand_to_people
from tests.journal.making import KEY, SetClock
from tests.journal.relay.making import RelayedCounter, two_counters


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def both(tmp_path: Path, clock: SetClock) -> Iterator[tuple[RelayedCounter, RelayedCounter]]:
    with two_counters(tmp_path, clock) as counters:
        for each in counters:
            each.stream_add()
        yield counters


def test_an_accept_that_has_its_effect_behind_a_closing_and_a_cancel_is_a_stop_at_both(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    """It was being sent when its own counter closed the order: the other hears of a late accept."""
    first, second = both
    seq = first.press(Kind.ACCEPT).seq
    first.begin(seq)
    clock.walk(1)
    first.write(partial(closing.close, key=KEY, reason=CloseReason.OTHER, actor="Li"))
    for each in both:
        each.stream_event(PlatformStatus.CANCELLED)
    clock.walk(1)
    first.finish(first.intent(seq), Answer(Verdict.DONE))
    second.hears(first.sends())
    for each in both:
        assert each.order().stop_open


def test_a_person_who_settles_what_was_closed_and_cancelled_long_since_rings_nobody(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    """That its accept had left was known before the closing."""
    first, second = both
    seq = first.unknown(Kind.ACCEPT)
    clock.walk(1)
    first.write(partial(closing.close, key=KEY, reason=CloseReason.OTHER, actor="Li"))
    for each in both:
        each.stream_event(PlatformStatus.CANCELLED)
    clock.walk(60)
    first.write(partial(intents.settle, seq=seq, actor="Li", done=True))
    second.hears(first.sends())
    for each in both:
        assert not each.order().stop_open


def test_what_a_restored_journal_cannot_know_to_have_left_is_a_stop_at_both(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    """Its accept may have left since the copy was made: the other counter hears so from the next start."""
    first, second = both
    first.press(Kind.ACCEPT)
    first.write(lambda tx: hand_to_people(tx.db))
    first.write(instance.renew)
    for _ in range(2):
        first.write(partial(intents.recover, seq_dedup={}))
    (told,) = first.sends()
    assert (told.kind, told.outcome) == (ActKind.ACCEPT, "unknown")
    second.hears([told])
    for each in both:
        each.stream_event(PlatformStatus.CANCELLED)
        assert each.order().stop_open
