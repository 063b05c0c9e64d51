"""Receipts of other counters: counted in the hours, sent nowhere, in no shift (relay.md, 'Books')."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from posdesk.domain.books.receipt import Door, Figures, Handed
from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.act import ActKind
from posdesk.journal.books import hour_totals, receipts, unsettled
from posdesk.journal.orders import order_moves
from posdesk.journal.relay.applying import Became
from tests.journal.making import KEY, SetClock
from tests.journal.relay.making import RelayedCounter, two_counters
from tests.journal.takings import HOUR, till


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[RelayedCounter, RelayedCounter]]:
    with two_counters(tmp_path, SetClock()) as counters:
        yield counters


def _store(counter: RelayedCounter, *receipt: Handed) -> None:
    counter.write(lambda tx: receipts.store(tx, receipt, Door.HTTP))


def _figures(counter: RelayedCounter) -> Figures:
    return counter.journal.read(lambda db: hour_totals.hour_book(db, HOUR)).figures


def test_a_tills_receipt_counts_at_both_and_goes_nowhere_at_the_other(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    _store(first, till("A1", 1000))
    _store(second, till("B1", 250))
    assert second.hears(first.sends()) == [Became.APPLIED]
    first.hears(second.sends())
    assert _figures(first) == _figures(second)
    assert _figures(second).net_fen == 1250
    assert _figures(second).receipts == 2
    for each in both:
        assert each.journal.read(receipts.unqueued) == 1
        assert len(each.journal.read(lambda db: receipts.rows_of_hour(db, HOUR))) == 1
        by_source = each.journal.read(lambda db: hour_totals.by_source(db, [HOUR]))
        assert sum(figures.net_fen for figures in by_source[HOUR].values()) == 1250
        assert each.journal.read(lambda db: hour_totals.figures_now(db, HOUR))[0].net_fen == 1250


def test_a_hour_with_foreign_receipts_alone_is_unsettled(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    _store(first, till("A1", 1000))
    assert second.journal.read(unsettled.hours) == []
    second.hears(first.sends())
    assert len(second.journal.read(unsettled.hours)) == 1
    assert second.journal.read(lambda db: hour_totals.books_of(db, [HOUR]))[0].figures.receipts == 1
    known = second.journal.read(lambda db: unsettled.known_between(db, HOUR, HOUR + timedelta(hours=1)))
    assert known == {HOUR}


def test_a_return_is_deducted(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    _store(first, till("A1", 1000), till("A2", 300, takes_back="A1"))
    second.hears(first.sends())
    assert _figures(second).net_fen == 700


def test_a_receipt_that_a_till_hands_in_at_both_counts_once(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    _store(first, till("A1", 1000))
    told = first.sends()
    second.hears(told)
    _store(second, till("A1", 1000))
    assert _figures(second).receipts == 1
    first.hears(second.sends())
    assert _figures(first).receipts == 1


def test_an_order_is_rung_by_one_and_twice_is_told(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    for each in both:
        each.stream_add()
        each.done(Kind.ACCEPT)
        each.write(lambda tx: order_moves.hand_over(tx, KEY, "Li"))
    assert len(second.journal.read(lambda db: receipts.orders_without_receipt(db, 0))) == 1
    _store(first, till("XS1", 990, order=KEY, source="4"))
    told = [each for each in first.sends() if each.kind is ActKind.RECEIPT]
    second.hears(told)
    assert second.journal.read(lambda db: receipts.orders_without_receipt(db, 0)) == ()
    stored = second.write(lambda tx: receipts.store(tx, [till("XS1-2", 990, order=KEY)], Door.ORDER))
    assert stored.stored == 0
    assert second.journal.read(receipts.troubles) == ()


def test_two_receipts_of_one_order_are_told(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    for each, serial in zip(both, ("XS1", "XS2"), strict=True):
        each.stream_add()
        _store(each, till(serial, 990, order=KEY, source="4"))
    second.hears([each for each in first.sends() if each.kind is ActKind.RECEIPT])
    (trouble,) = second.journal.read(receipts.troubles)
    assert "counter 1" in trouble.reason


def test_a_receipt_that_cant_be_read_is_counted_as_an_act_and_harms_nothing(
    both: tuple[RelayedCounter, RelayedCounter], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = both
    _store(first, till("A1", 1000))
    (act,) = first.sends()
    for wrong in (
        {},
        {**act.content, "figures": [1]},
        {**act.content, "hour": "noon"},
        {**act.content, "figures": [10**30] * 6},
    ):
        assert second.hears([replace(act, id=str(wrong), content=wrong)]) == [Became.APPLIED]
    assert _figures(second) == Figures()
    assert "can't be read" in caplog.text
    caplog.clear()
