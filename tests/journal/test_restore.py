"""What came in after a backup is lost with the journal that it replaces: nothing goes on as if it had not."""

import contextlib
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from posdesk.domain.hour import Ask, Policy, Step, step_of
from posdesk.domain.intent import Outcome
from posdesk.domain.loss import RESTORED
from posdesk.domain.order import OrderKey
from posdesk.domain.receipt import Handed
from posdesk.journal import Journal, audit, backup, care, losses, orders, receipts, schema
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.restore import Restored, restore
from tests.journal.making import START, Counter, SetClock
from tests.journal.takings import CONFIRMED, HOUR, Store, till
from tests.support.paths import ROOT

CLOCK = SetClock()
RESTORED_AT = START + timedelta(minutes=90)
BEFORE, AFTER = HOUR, HOUR + timedelta(hours=2)
LATER = HOUR + timedelta(hours=6)


@contextlib.contextmanager
def at_work(home: Path) -> Iterator[Store]:
    care.make_ready(home, CLOCK)
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        yield Store(journal)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup of a home in which one receipt was sent."""
    with at_work(tmp_path / "home") as store:
        store.write(lambda tx: receipts.ringing_after(tx, on=True))
        Counter(store.journal).add("OLD")
        (posting,) = store.queued(till("1"))
        store.attempt(posting.seq, CONFIRMED)
    backup.copy(tmp_path / "home" / FILE_NAME, tmp_path / "copy.sqlite")
    return tmp_path / "copy.sqlite"


@pytest.fixture
def home(copy: Path, tmp_path: Path) -> Path:
    """The same home, an hour later: another receipt came and was sent, the old order was rung."""
    with at_work(tmp_path / "home") as store:
        (posting,) = store.queued(till("2"))
        store.attempt(posting.seq, CONFIRMED)
        store.attempt(store.report().seq, CONFIRMED)
        completed(store, OrderKey("meituan", "OLD"))
    return tmp_path / "home"


def completed(store: Store, order: OrderKey) -> OrderKey:
    Counter(store.journal).event(orders.PlatformStatus.COMPLETED, order)
    return order


def put_back(copy: Path, home: Path, now: datetime = RESTORED_AT) -> Restored:
    home.mkdir(exist_ok=True)  # by the home's lock
    return restore(copy, home / FILE_NAME, now, "Wang")


def rung(order: OrderKey, serial: str) -> Handed:
    return till(serial, at=LATER, order=order, source="meituan")


def unread(store: Store) -> tuple[tuple[str, int | None, str], ...]:
    return tuple((loss.what, loss.rows, loss.kept) for loss in store.journal.read(losses.open_ones))


def test_hours_before_a_restore_ask_and_those_after_it_do_not(copy: Path, home: Path) -> None:
    put_back(copy, home)
    with at_work(home) as store:
        store.take(till("3", at=AFTER))
        assert step_of(store.book(BEFORE), Policy(), LATER) == Step(ask=Ask.LACKS)
        assert step_of(store.book(AFTER), Policy(), LATER) == Step(report=True)


def test_a_receipt_from_before_a_restore_that_is_handed_in_again_goes_to_a_person(
    copy: Path, home: Path
) -> None:
    put_back(copy, home)
    with at_work(home) as store:
        again = store.queued(till("2"), till("3", at=AFTER))
        assert [
            (each.receipt.serial_num, each.outcome, each.needs_person) for each in again if each.receipt
        ] == [
            ("2", Outcome.UNKNOWN, True),
            ("3", Outcome.QUEUED, False),
        ]


def test_an_order_from_before_a_restore_is_rung_for_a_person_only(copy: Path, home: Path) -> None:
    """It may have been completed, and its receipt sent, between the backup and then."""
    put_back(copy, home)
    with at_work(home) as store:
        old = completed(store, OrderKey("meituan", "OLD"))
        assert [
            order.key for order in store.journal.read(lambda db: receipts.orders_without_receipt(db, 0))
        ] == [old]
        (posting,) = store.queued(rung(old, "O1"))
        assert (posting.outcome, posting.needs_person, posting.ever_unknown) == (Outcome.UNKNOWN, True, True)


@pytest.mark.parametrize(("ordered_at", "waits"), [(START, True), (LATER, False)])
def test_an_order_that_comes_after_a_restore_is_rung_by_itself_unless_it_is_older(
    copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch, ordered_at: datetime, waits: bool
) -> None:
    put_back(copy, home)
    monkeypatch.setattr(CLOCK, "wall", LATER)
    with at_work(home) as store:
        Counter(store.journal).add("NEW", ordered_at=ordered_at)
        order = completed(store, OrderKey("meituan", "NEW"))
        (posting,) = store.queued(rung(order, "O2"))
        assert posting.needs_person is waits


def test_the_loss_is_named_with_the_journal_that_is_kept(copy: Path, home: Path) -> None:
    restored = put_back(copy, home)
    assert not restored.is_all
    assert restored.kept is not None
    assert restored.kept.exists()
    with at_work(home) as store:
        assert unread(store) == ((RESTORED, None, restored.kept.name),)
        assert store.journal.read(audit.verify).broken_at is None


def test_a_backup_after_which_nothing_came_costs_nothing(copy: Path, tmp_path: Path) -> None:
    """However often it is put back."""
    for hours in (1, 2):
        assert put_back(copy, tmp_path / "home", START + timedelta(hours=hours)).is_all
    with at_work(tmp_path / "home") as store:
        assert unread(store) == ()
        assert store.queued(till("2"))[0].outcome is Outcome.QUEUED
        assert step_of(store.book(), Policy(), LATER).report


def test_a_backup_that_cost_something_costs_it_the_second_time_too(copy: Path, home: Path) -> None:
    put_back(copy, home)
    assert not put_back(copy, home, RESTORED_AT + timedelta(minutes=1)).is_all


def test_another_pc_and_a_journal_nobody_can_read_tell_nothing_of_what_came(
    copy: Path, tmp_path: Path
) -> None:
    assert not put_back(copy, tmp_path / "new").is_all
    with at_work(tmp_path / "begun anew"):
        pass
    assert not put_back(copy, tmp_path / "begun anew").is_all
    (tmp_path / "home" / FILE_NAME).write_bytes(b"\xa5" * 8192)
    assert not put_back(copy, tmp_path / "home").is_all


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_a_backup_of_an_older_posdesk_is_brought_up_to_date_and_marked(tmp_path: Path, version: int) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(ROOT / f"tests/data/journal/version-{version}.sqlite", copy)
    put_back(copy, tmp_path / "home", LATER)
    with at_work(tmp_path / "home") as store:
        assert store.journal.read(schema.version_of) == schema.VERSION
        assert unread(store) == ((RESTORED, None, ""),)
        store.take(till("3"))
        assert step_of(store.book(), Policy(), LATER).ask is Ask.LACKS
