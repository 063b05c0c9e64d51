"""The shelf over a real journal: whatever was committed, by whom and when, is on it once."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge import live_orders
from posdesk.desk.bridge.live_orders import EVERYTHING, LiveOrders
from posdesk.desk.bridge.threads import Post, Worker
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.errors import DiskError
from posdesk.journal import Journal, Notice
from posdesk.journal.orders import order_moves, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import PATIENCE_S, TERMS, Counter, SetClock, key_of, received

T = TypeVar("T")


class ScriptedJournal(Journal):
    """A journal that says whether it was read, and whose next reads fail when a test says so."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, SetClock(), "1")
        self.was_read = threading.Event()
        self.failures = self.failed = 0

    def read(self, question: Callable[[sqlite3.Connection], T]) -> T:
        self.was_read.set()
        if self.failures:
            self.failures -= 1
            self.failed += 1
            raise DiskError("The journal can't be read.")
        return super().read(question)


class HastyJournal(ScriptedJournal):
    """An order is committed right before the subscription, or right after it."""

    def __init__(self, home: Path, *, after: bool) -> None:
        super().__init__(home)
        self.after = after

    def subscribe(self, listener: Callable[[Notice], None]) -> Callable[[], None]:
        self.was_read.wait(0.2)  # a load before the subscription has had its chance by now
        if not self.after:
            Counter(self).add("hasty")
        end = super().subscribe(listener)
        if self.after:
            Counter(self).add("hasty")
        return end


class Stand:
    """A shelf on a journal of its own, and another counter's journal on the same file."""

    def __init__(self, journal: ScriptedJournal, other: Journal) -> None:
        self.journal = journal
        self.own, self.other = Counter(journal), Counter(other)
        self.changed: list[tuple[OrderKey, ...]] = []
        self.topics: list[frozenset[str]] = []
        self.post = Post()
        self.shelf = LiveOrders(
            journal, self.post, Worker("desk-reader"), self.changed.append, self.topics.append
        )

    def shown(self) -> set[str]:
        return {key.bill for key in self.shelf.views}

    def settle(self, qtbot: QtBot) -> None:
        """All that was asked for by now has been read and shown."""
        self.read(qtbot)
        while self.shelf.rest.isActive():
            qtbot.waitUntil(lambda: not self.shelf.rest.isActive())
            self.read(qtbot)

    def read(self, qtbot: QtBot) -> None:
        """The reader has done all that it was asked for."""
        done = threading.Event()
        self.shelf.ask(lambda: self.post.hand_in(done.set))
        qtbot.waitUntil(done.is_set)


@pytest.fixture
def journals(tmp_path: Path) -> Iterator[tuple[Path, Journal]]:
    """A home, and the journal of another process in it."""
    Journal.migrate(tmp_path)
    with closing(Journal(tmp_path, SetClock(), "2")) as other:
        yield tmp_path, other


@pytest.fixture
def stand(qtbot: QtBot, journals: tuple[Path, Journal]) -> Iterator[Stand]:
    """A shelf that holds one order of its own counter and has read all there is."""
    home, other = journals
    with closing(ScriptedJournal(home)) as journal:
        made = Stand(journal, other)
        with closing(made.shelf):
            made.own.add("first")
            qtbot.waitUntil(lambda: made.shown() == {"first"})
            made.settle(qtbot)
            yield made


def test_a_commit_is_shown_under_its_own_key_only(stand: Stand, qtbot: QtBot) -> None:
    stand.changed.clear()
    stand.own.add("second")
    qtbot.waitUntil(lambda: stand.shown() == {"first", "second"})
    assert stand.changed == [(key_of("second"),)]


def test_the_window_is_told_of_no_topic_that_no_page_follows(stand: Stand, qtbot: QtBot) -> None:
    stand.topics.clear()
    stand.own.add("second")
    stand.own.write(lambda tx: tx.touch("prints"))
    qtbot.waitUntil(lambda: bool(stand.topics))
    assert stand.topics == [frozenset({"prints"})]


def test_a_single_change_is_shown_without_a_wait_and_a_flood_after_it_together(
    stand: Stand, qtbot: QtBot
) -> None:
    stand.shelf.rest.setInterval(3_600_000)  # so that nothing below has waited for its end
    stand.changed.clear()
    stand.own.add("alone")
    qtbot.waitUntil(lambda: stand.changed == [(key_of("alone"),)])
    flood = [f"flood{number}" for number in range(20)]
    for bill in flood:
        stand.own.add(bill)
    stand.read(qtbot)
    assert len(stand.changed) == 1
    stand.shelf.rest.start(0)
    qtbot.waitUntil(lambda: len(stand.changed) == 2)
    assert sorted(stand.changed[1]) == sorted(map(key_of, flood))


def test_a_commit_of_our_own_whose_notice_is_under_way_is_no_other_processs(
    stand: Stand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_orders, "NOTICE_S", PATIENCE_S)
    told, reads = threading.Event(), threading.Event()
    stand.settle(qtbot)
    late = stand.shelf._noticed
    stand.changed.clear()

    def notice_late(notice: Notice) -> None:
        reads.wait(PATIENCE_S)
        late(notice)
        told.set()

    stand.journal._listeners[:] = [notice_late]
    stand.own.add("own")
    stand.journal.was_read.clear()
    stand.shelf.look_for_others()
    assert stand.journal.was_read.wait(PATIENCE_S)
    reads.set()
    assert told.wait(PATIENCE_S)
    stand.settle(qtbot)
    assert EVERYTHING not in stand.changed


def test_a_hole_in_the_notices_numbers_loads_everything(stand: Stand, qtbot: QtBot) -> None:
    stand.other.add("other")
    stand.own.add("own")
    qtbot.waitUntil(lambda: stand.shown() == {"first", "other", "own"})


@pytest.mark.parametrize("whose", ["o", "oo", "om", "mo", "omo", "mom"])
def test_another_processs_commit_is_shown_by_the_next_look(stand: Stand, qtbot: QtBot, whose: str) -> None:
    writers = {"m": stand.own, "o": stand.other}
    for number, who in enumerate(whose):
        writers[who].add(f"{who}{number}")
    stand.shelf.look_for_others()
    wanted = {"first"} | {f"{who}{number}" for number, who in enumerate(whose)}
    qtbot.waitUntil(lambda: stand.shown() == wanted)


def test_a_commit_between_our_own_and_its_notice_is_shown_by_a_look(stand: Stand, qtbot: QtBot) -> None:
    """The look comes while our notice is under way: both are on the board at the end."""
    stand.journal.subscribe(lambda _: stand.shelf.look_for_others())
    stand.other.add("other")
    stand.own.add("own")
    stand.other.add("late")
    stand.shelf.look_for_others()
    qtbot.waitUntil(lambda: stand.shown() == {"first", "other", "own", "late"})


def test_where_nothing_was_committed_a_look_loads_nothing(stand: Stand, qtbot: QtBot) -> None:
    stand.changed.clear()
    stand.shelf.look_for_others()
    stand.settle(qtbot)
    stand.settle(qtbot)
    assert stand.changed == []


def test_anothers_commit_is_loaded_by_one_look_not_by_each(stand: Stand, qtbot: QtBot) -> None:
    stand.other.add("other")
    stand.shelf.look_for_others()
    qtbot.waitUntil(lambda: stand.shown() == {"first", "other"})
    stand.changed.clear()
    stand.shelf.look_for_others()
    stand.settle(qtbot)
    stand.settle(qtbot)
    assert stand.changed == []


@pytest.mark.parametrize("after", [False, True])
def test_what_is_committed_around_the_subscription_is_shown_once(
    qtbot: QtBot, journals: tuple[Path, Journal], *, after: bool
) -> None:
    home, other = journals
    with closing(HastyJournal(home, after=after)) as journal:
        stand = Stand(journal, other)
        with closing(stand.shelf):
            qtbot.waitUntil(lambda: list(stand.shelf.views) == [key_of("hasty")])
            stand.settle(qtbot)
            assert EVERYTHING in stand.changed
            assert stand.shown() == {"hasty"}


def test_a_read_that_failed_is_tried_again_at_the_next_look(stand: Stand, qtbot: QtBot) -> None:
    stand.journal.failures = 1
    stand.own.add("second")
    qtbot.waitUntil(lambda: stand.journal.failed == 1)
    assert stand.shown() == {"first"}
    stand.shelf.look_for_others()
    qtbot.waitUntil(lambda: stand.shown() == {"first", "second"})


def test_a_look_that_failed_is_made_again(stand: Stand, qtbot: QtBot) -> None:
    stand.other.add("other")
    stand.journal.failures = 1
    stand.shelf.look_for_others()
    qtbot.waitUntil(lambda: stand.journal.failed == 1)
    stand.shelf.look_for_others()
    qtbot.waitUntil(lambda: stand.shown() == {"first", "other"})


def test_an_order_that_left_the_board_leaves_the_shelf_with_a_load(stand: Stand, qtbot: QtBot) -> None:
    gone = key_of("first")
    stand.own.write(lambda tx: tx.db.execute("DELETE FROM orders WHERE tbillno = ?", (gone.bill,)))
    stand.shelf.load()
    qtbot.waitUntil(lambda: stand.shown() == set())


def test_an_order_that_is_as_it_was_is_held_once_however_often_all_are_read(
    stand: Stand, qtbot: QtBot
) -> None:
    key = key_of("first")
    held = stand.shelf.views[key]
    stand.shelf.load()
    stand.settle(qtbot)
    assert stand.shelf.views[key] is held
    stand.own.write(lambda tx: order_moves.apply_status(tx, key.number, PlatformStatus.CANCELLED))
    stand.shelf.load()
    qtbot.waitUntil(lambda: stand.shelf.views[key].order.state is OrderState.CANCELLED)
    assert held.order.state is OrderState.NEW


def test_after_close_nothing_runs(stand: Stand, qapp: QApplication) -> None:
    ran: list[str] = []
    stand.shelf.close()
    stand.changed.clear()
    stand.topics.clear()
    stand.journal.was_read.clear()
    stand.shelf.ask(lambda: ran.append("asked"))
    stand.shelf.look_for_others()
    stand.shelf.load()
    stand.own.write(lambda tx: orders.add_all(tx, TERMS, (received("late"),)))
    qapp.processEvents()
    assert (ran, stand.changed, stand.topics) == ([], [], [])
    assert not stand.journal.was_read.is_set()
