"""Receipts of a till with a wrong clock: kept, told till by till, until somebody has seen them.

tests/data/field/21-till-clock-wrong has a till whose battery is flat, and one whose year is wrong.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from posdesk.domain.books.hour import HOUR as ONE_HOUR
from posdesk.domain.books.ledger import Misdated
from posdesk.domain.books.receipt import Handed, ReceiptKey
from posdesk.journal.audit import audit
from posdesk.journal.books import misdated
from posdesk.platforms.wdk.table import read_csv
from tests.journal.making import START
from tests.journal.takings import HOUR, Store, till
from tests.support.paths import ROOT

YEARS = timedelta(days=9 * 365)
MONTH = timedelta(days=31)


def told(store: Store) -> tuple[Misdated, ...]:
    return store.journal.read(lambda db: misdated.dated_wrongly(db, store.journal.now()))


def see(store: Store, seen: Misdated) -> None:
    store.write(lambda tx: misdated.acknowledge(tx, seen, "Li"))


def of_pos(handed: Handed, pos_no: str) -> Handed:
    key = handed.receipt.key
    other = replace(handed.receipt, key=ReceiptKey(key.store_id, pos_no, key.serial_num))
    return replace(handed, receipt=other, raw=f"{handed.raw} {pos_no}")


def test_what_is_dated_years_ahead_is_kept_and_told(store: Store) -> None:
    assert store.take(till("1"), till("2", at=START + YEARS), till("3", at=START + YEARS)).stored == 3
    (seen,) = told(store)
    assert (seen.count, seen.key.serial_num) == (2, "3")
    assert seen.traded_at == START + YEARS
    assert seen.hour == HOUR + YEARS
    assert store.row("2").is_ahead
    assert not store.row("1").is_ahead


@pytest.mark.parametrize(
    "late", [-MONTH + ONE_HOUR, timedelta(0), timedelta(minutes=20), timedelta(minutes=59)]
)
def test_clocks_that_differ_a_little_and_late_receipts_are_none(store: Store, late: timedelta) -> None:
    store.take(till("1", at=START + late), till("2", at=None))
    assert told(store) == ()
    assert not store.row("1").is_misdated
    assert not store.row("2").is_misdated


def test_a_receipt_of_a_month_before_its_arrival_is_marked_and_told_until_it_was_seen(store: Store) -> None:
    store.take(till("1", at=START - MONTH - 2 * ONE_HOUR), till("2", at=START - YEARS), till("3"))
    (seen,) = told(store)
    assert (seen.count, seen.key.serial_num, seen.is_ahead) == (2, "2", False)
    assert seen.hour == HOUR - YEARS
    assert [store.row(serial).is_misdated for serial in "123"] == [True, True, False]
    far = START + YEARS
    assert len(store.journal.read(lambda db: misdated.dated_wrongly(db, far))) == 1
    see(store, seen)
    assert told(store) == ()
    store.take(till("4", at=START - YEARS))
    assert [each.key.serial_num for each in told(store)] == ["4"]
    assert store.journal.read(audit.verify).broken_at is None


def test_the_fields_till_is_told_in_both_directions_and_each_is_seen_by_itself(store: Store) -> None:
    data = (ROOT / "tests/data/field/21-till-clock-wrong/cmos.csv").read_bytes()
    assert store.take(*read_csv(data)).stored == 2
    behind, ahead = told(store)
    assert (behind.key.serial_num, f"{behind.hour:%Y-%m-%d %H}") == ("CMOS-0", "2000-01-01 00")
    assert (ahead.key.serial_num, f"{ahead.hour:%Y-%m-%d %H}") == ("CMOS-2", "2099-12-31 23")
    see(store, ahead)
    assert told(store) == (behind,)
    see(store, behind)
    assert told(store) == ()


def test_it_is_told_until_its_hour_has_come(store: Store) -> None:
    store.take(till("1", at=START + 3 * ONE_HOUR))
    assert len(told(store)) == 1
    later = START + 3 * ONE_HOUR
    assert store.journal.read(lambda db: misdated.dated_wrongly(db, later)) == ()


def test_a_clock_of_ours_that_was_set_back_makes_no_till_wrong(store: Store) -> None:
    store.take(till("1"), till("2", at=START - ONE_HOUR))
    assert store.journal.read(lambda db: misdated.dated_wrongly(db, START - YEARS)) == ()


def test_many_tills_are_told_the_oldest_first_each_with_its_last_receipt_and_so_many_at_most(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(misdated, "MOST", 5)
    for pos_no in ("b", "a", "c"):
        own = [till(f"{pos_no}{number}", at=START + YEARS) for number in range(7)]
        store.take(till(f"{pos_no} now"), *(of_pos(each, pos_no) for each in own))
    found = told(store)
    assert [each.key.pos_no for each in found] == ["b", "a", "c"]
    assert [each.key.serial_num for each in found] == ["b6", "a6", "c6"]
    assert {each.count for each in found} == {5}


def test_seen_is_seen_for_that_till_and_what_it_had_handed_in(store: Store) -> None:
    far = START + YEARS
    store.take(till("1", at=far), of_pos(till("2", at=far), "POS077"))
    first, second = told(store)
    see(store, first)
    assert [each.key for each in told(store)] == [second.key]
    store.take(till("3", at=far))
    assert {each.key.serial_num for each in told(store)} == {"2", "3"}
    assert {each.count for each in told(store)} == {1}
    assert store.journal.read(audit.verify).broken_at is None
