"""Hours that wait for a manager: whoever reads on and on knows the same ones as who looks at every hour."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from posdesk.domain.books.hour import Ask, Policy, step_of
from posdesk.domain.books.posting import Posting
from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.intent import Outcome
from posdesk.errors import NotAllowed
from posdesk.journal.books import posting_acts, unsettled, waiting_hours
from posdesk.journal.books.postings import SendingPosting
from posdesk.journal.books.waiting_hours import MOST, WaitingHours
from posdesk.journal.journal import FILE_NAME
from tests.journal.making import SetClock, opened
from tests.journal.takings import CONFIRMED, DUPLICATE, HOUR, LOST, REFUSED, Store, till
from tests.support.every_hour import hour_books
from tests.support.paths import ROOT

POLICY = Policy(cover_asks=True)
HOURS = tuple(HOUR - timedelta(hours=ago) for ago in (2, 30, 24 * 9, 24 * 9 + 1, 24 * 45, 24 * 300))
ANSWERS = {"confirmed": CONFIRMED, "refused": REFUSED, "duplicate": DUPLICATE, "lost": LOST}
ACTS = (
    "sale",
    "return",
    *ANSWERS,
    "begun",
    "settled",
    "passed over",
    "a day later",
    "ten days later",
    "a day before",
)


class Manager:
    """A store, and two who look at what waits: one reads on, one looks at everything."""

    def __init__(self, store: Store, clock: SetClock) -> None:
        self.store, self.clock, self.asks = store, clock, WaitingHours()
        self.count = 0
        self.sent: dict[datetime, SendingPosting] = {}

    def reads_on(self) -> list[datetime]:
        found = self.store.journal.read(lambda db: self.asks.read(db, POLICY, self.clock.now()))
        return [book.hour for book in found]

    def looks_at_all(self) -> list[datetime]:
        books = self.store.journal.read(hour_books)
        return [book.hour for book in books if step_of(book, POLICY, self.clock.now()).ask]

    def act(self, act: str, hour: datetime) -> None:
        if act in {"sale", "return"}:
            self.count += 1
            taken = {"takes_back": "gone"} if act == "return" else {}
            self.store.take(till(f"{self.count}", at=hour, **taken))  # type: ignore[arg-type]
        elif act in ANSWERS:
            self._report(hour, act)
        elif act == "begun":
            self._begin(hour)
        elif act == "settled":
            self._settle(hour)
        elif act == "passed over":
            self.pass_over()
        else:
            days = {"a day later": 1, "ten days later": 10, "a day before": -1}[act]
            self.clock.walk(days * 86_400)

    def pass_over(self) -> list[str]:
        """As whoever reports does: what is done with is looked at no more. What is left."""
        hours = self.store.journal.read(unsettled.hours)
        self.store.write(lambda tx: unsettled.settle(tx, [from_text(hour) for hour in hours]))
        return self.store.journal.read(unsettled.hours)

    def _begin(self, hour: datetime) -> None:
        for posting in self._open(hour)[:1] or self._new(hour):
            sent = self.store.begin(posting.seq)
            self.sent |= {hour: sent} if sent is not None else {}

    def _report(self, hour: datetime, how: str) -> None:
        self._begin(hour)
        if hour in self.sent:
            self.store.finish(self.sent.pop(hour), ANSWERS[how])

    def _settle(self, hour: datetime) -> None:
        for posting in self._open(hour):
            if posting.outcome is Outcome.UNKNOWN:
                self.store.act(posting_acts.settle, posting.seq, done=False)

    def _open(self, hour: datetime) -> list[Posting]:
        return [posting for posting in self.store.book(hour).postings if posting.is_open]

    def _new(self, hour: datetime) -> list[Posting]:
        try:
            return [self.store.report(hour)]
        except NotAllowed:
            return []


@contextmanager
def at_work() -> Iterator[Manager]:
    clock = SetClock()
    with tempfile.TemporaryDirectory() as home, opened(Path(home), clock) as journal:
        yield Manager(Store(journal), clock)


def _ended_late(sales: int) -> list[tuple[str, datetime]]:
    """A report whose hour goes on while it is on its way; wherever the pieces are just then."""
    near, far = HOURS[4:]
    return [("sale", near), ("sale", far), ("begun", far), *[("sale", far)] * sales, ("confirmed", far)]


_SOLD_AHEAD = [(act, HOURS[0]) for act in ("sale", "sale", "confirmed", "sale")]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(HOURS)), max_size=25))
@example(_ended_late(2))
@example(_ended_late(3))
@example(_ended_late(4))
@example([("a day before", HOURS[0]), ("sale", HOURS[2]), *_SOLD_AHEAD, ("ten days later", HOURS[0])])
def test_who_reads_on_knows_the_same_hours_as_who_looks_at_all(acts: list[tuple[str, datetime]]) -> None:
    with at_work() as manager:
        for act, hour in acts:
            manager.act(act, hour)
            assert manager.reads_on() == manager.looks_at_all(), f"after {act} of {hour}"


def test_where_too_many_are_unsettled_they_are_gone_through_in_pieces_until_all_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A return without a sale: an hour below zero asks."""
    for name, count in (("MOST", 1), ("NEWEST", 1), ("PIECE", 1)):
        monkeypatch.setattr(waiting_hours, name, count)
    far = [HOUR - timedelta(days=days) for days in (1, 3, 40, 400)]
    with at_work() as manager:
        for hour in far:
            manager.act("return", hour)
        seen: list[int] = []
        while not manager.asks.is_whole:
            seen.append(len(manager.reads_on()))
        assert seen == [2, 3, 4]
        assert manager.reads_on() == manager.looks_at_all() == sorted(far)


def test_an_hour_that_is_done_with_is_looked_at_by_nobody_until_it_changes() -> None:
    with at_work() as manager:
        for hour in HOURS:
            manager.act("sale", hour)
            manager.act("confirmed", hour)
        assert manager.pass_over() == []
        assert manager.reads_on() == manager.looks_at_all() == []
        for act in ("sale", "begun", "confirmed"):
            manager.act(act, HOURS[-1])
            assert manager.store.journal.read(unsettled.hours) == [to_text(HOURS[-1])], act
        assert manager.pass_over() == []
        manager.store.write(  # as any release may, by whatever column it is
            lambda tx: tx.db.execute("UPDATE receipts SET gross_fen = 7, hour = ?", (to_text(HOUR),)).rowcount
        )
        assert manager.pass_over() == sorted(map(to_text, (*HOURS, HOUR)))


def test_what_is_not_done_with_is_never_passed_over() -> None:
    with at_work() as manager:
        for act, hour in zip(("sale", "begun", "lost", "refused", "duplicate"), HOURS, strict=False):
            manager.act("sale", hour)
            manager.act(act, hour)
        assert len(manager.pass_over()) == 5


def test_the_step_puts_in_each_hour_that_has_receipts_or_reports(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests/data/journal/version-6.sqlite", tmp_path / FILE_NAME)
    with opened(tmp_path) as journal:
        books = journal.read(hour_books)
        assert books
        assert journal.read(unsettled.hours) == [to_text(book.hour) for book in books]


def test_other_rules_are_other_questions() -> None:
    with at_work() as manager:
        hour = HOURS[-1]
        for act in ("sale", "confirmed", "sale"):
            manager.act(act, hour)
        assert (
            manager.store.journal.read(lambda db: WaitingHours().read_all(db, Policy(), manager.clock.now()))
            == ()
        )
        while not manager.asks.is_whole:
            manager.reads_on()
        (book,) = manager.store.journal.read(lambda db: manager.asks.read(db, POLICY, manager.clock.now()))
        assert step_of(book, POLICY, manager.clock.now()).ask is Ask.COVER
        assert (
            manager.store.journal.read(lambda db: manager.asks.read(db, Policy(), manager.clock.now())) == ()
        )
        assert manager.reads_on() == [hour]


@pytest.mark.parametrize("count", [MOST + 20])
def test_more_hours_than_are_kept_in_mind_come_with_their_piece(count: int) -> None:
    with at_work() as manager:
        first = HOUR - timedelta(hours=count)
        manager.store.take(
            *(till(f"{n}", at=first + timedelta(hours=n), takes_back="gone") for n in range(count))
        )
        known = manager.store.journal.read(
            lambda db: WaitingHours().read_all(db, POLICY, manager.clock.now())
        )
        assert len(known) >= MOST
