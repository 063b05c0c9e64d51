"""Hours are derived from their receipts: whatever came, in whatever order, from whatever PC, they add up."""

import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.domain.books.hour import Policy, hours_of_day
from posdesk.domain.books.posting import HourFigures
from posdesk.domain.books.receipt import Handed, ReceiptLine
from posdesk.domain.orders.intent import Outcome
from posdesk.journal import Journal
from posdesk.journal.audit import audit
from posdesk.journal.books import books
from tests.journal.hander import CALL
from tests.journal.making import SetClock, opened, python
from tests.journal.takings import CONFIRMED, LOST, NOT_SENT, Store, till
from tests.support.every_hour import hour_books
from tests.support.processes import kill

FIRST = datetime(2026, 5, 3, tzinfo=UTC)
PATIENCE_S = 100


@dataclass(frozen=True, slots=True)
class Taking:
    """A receipt in the plainest words: seconds after the first midnight (UTC), None without a time."""

    second: int | None
    fen: int
    pieces: int
    is_return: bool
    source: str

    def handed(self, number: int) -> Handed:
        """As a till hands it in."""
        at = None if self.second is None else FIRST + timedelta(seconds=self.second)
        line = ReceiptLine("1", "6901", "", "", Decimal(self.pieces), 1, 0, self.fen)
        takes_back = "gone" if self.is_return else ""
        return till(str(number), self.fen, at, takes_back=takes_back, source=self.source, lines=(line,))


TAKINGS = st.builds(
    Taking,
    second=st.none() | st.integers(0, 3 * 86400),
    fen=st.integers(-(10**6), 10**6),
    pieces=st.integers(1, 9),
    is_return=st.booleans(),
    source=st.sampled_from(["till", "4", "20"]),
)


def expected(takings: list[Taking], arrival: datetime) -> dict[int, tuple[int, int, int]]:
    """By hours since the epoch: net fen, sales, items. The count of hours is the same in China."""
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in takings:
        start = arrival if each.second is None else FIRST + timedelta(seconds=each.second)
        hour = found[int(start.timestamp()) // 3600]
        sign = -1 if each.is_return else 1
        hour[0] += -abs(each.fen) if each.is_return else each.fen
        hour[1] += 0 if each.is_return else 1
        hour[2] += sign * each.pieces
    return {hour: (net, sales, items) for hour, (net, sales, items) in found.items()}


def derived(store: Store) -> dict[int, tuple[int, int, int]]:
    """What the journal says, in the same words."""
    seen = store.journal.read(hour_books)
    return {
        int(book.hour.timestamp()) // 3600: (book.now.net_fen, book.now.receipts, book.now.items)
        for book in seen
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(TAKINGS, max_size=40), st.randoms(use_true_random=False))
def test_hours_are_the_sum_of_their_receipts_in_any_order_of_arrival(
    takings: list[Taking], order: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as home, opened(Path(home)) as journal:
        store = Store(journal)
        coming = [taking.handed(number) for number, taking in enumerate(takings)]
        order.shuffle(coming)
        while coming:
            size = order.randint(1, 9)
            store.take(*coming[:size], *coming[: order.randint(0, 1)])
            coming = coming[size:]
        assert derived(store) == expected(takings, SetClock().wall)


@settings(max_examples=25, deadline=None)
@given(st.lists(TAKINGS, max_size=30), st.sampled_from(["00:00", "04:00", "05:30", "22:00"]))
def test_days_are_the_sum_of_their_hours_at_any_cut(takings: list[Taking], day_starts: str) -> None:
    days = [date(2026, 5, 1) + timedelta(days=n) for n in range(8)]
    with tempfile.TemporaryDirectory() as home, opened(Path(home)) as journal:
        store = Store(journal)
        store.take(*(taking.handed(number) for number, taking in enumerate(takings)))
        seen = [
            journal.read(
                lambda db, day=day: books.day_view(  # type: ignore[misc]
                    db, day, day_starts=day_starts, policy=Policy(), now=FIRST, reporting=True
                )
            )
            for day in days
        ]
    wanted = expected(takings, SetClock().wall)
    for day, view in zip(days, seen, strict=True):
        inside = [int(hour.timestamp()) // 3600 for hour in hours_of_day(day, day_starts)]
        assert view.total.net_fen == sum(wanted.get(hour, (0, 0, 0))[0] for hour in inside)
        assert view.total.receipts == sum(row.total.receipts for row in view.rows)
    assert sum(view.total.net_fen for view in seen) == sum(net for net, _, _ in wanted.values())


STEPS = st.lists(st.sampled_from(["take", "report", "confirmed", "lost", "not_sent"]), max_size=25)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_a_confirmed_report_says_what_its_hour_was_when_it_left(steps: list[str]) -> None:
    answers = {"confirmed": CONFIRMED, "lost": LOST, "not_sent": NOT_SENT}
    with tempfile.TemporaryDirectory() as home, opened(Path(home)) as journal:
        store, held, taken = Store(journal), None, 0
        hour = store.book().hour
        for number, step in enumerate(steps):
            is_open = bool(store.open())
            if step == "take":
                store.take(Taking(None, 100 + number, 1, is_return=False, source="till").handed(number))
                taken += 100 + number
            elif step == "report" and not is_open:
                store.report(hour, cover=held is not None)
            elif step in answers and is_open:
                outcome = store.attempt(store.open()[0].seq, answers[step])
                held = taken if outcome is Outcome.CONFIRMED else held
        book = store.book(hour)
        assert book.now.net_fen == taken
        assert (book.reported.net_fen if book.reported else None) == held
        late = sum(each.net_fen for each in book.late)
        assert late == (taken - held if held is not None else 0)


@pytest.mark.posix("a process can't change its zone there")
@pytest.mark.parametrize("zone", ["Pacific/Midway", "UTC", "Asia/Shanghai", "America/New_York", "XXX-14"])
def test_the_pcs_zone_makes_no_difference(
    own_zone: None, store: Store, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    takings = [Taking(1800 * n, 100 + n, 1, is_return=n % 7 == 0, source="till") for n in range(96)]
    store.take(*(taking.handed(number) for number, taking in enumerate(takings)))
    assert derived(store) == expected(takings, SetClock().wall)
    at_four = hours_of_day(date(2026, 5, 3), "04:00")[0]
    assert at_four.isoformat() == "2026-05-03T04:00:00+08:00"


@pytest.fixture
def own_zone() -> Iterator[None]:
    """Whatever zone a test sets, the process has its own again afterwards."""
    yield
    time.tzset()


def by_call(journal: Journal) -> dict[int, int]:
    """How many receipts of each call are there."""
    rows = journal.read(lambda db: db.execute("SELECT serial_num FROM receipts").fetchall())
    found: dict[int, int] = defaultdict(int)
    for (serial,) in rows:
        found[int(serial.split("-")[0])] += 1
    return found


def test_a_call_is_stored_whole_or_not_at_all_when_the_process_is_killed(tmp_path: Path) -> None:
    Journal.migrate(tmp_path)
    said: set[int] = set()
    for run in range(3):
        with python("hander", str(tmp_path), "1", "0") as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(20 + 11 * run)]
            kill(process.pid)
            lines += [line for line in process.stdout if line.endswith("\n")]
        said |= {int(line.split()[0]) for line in lines}
    with opened(tmp_path) as journal:
        there = by_call(journal)
        book = Store(journal).book()
        assert journal.read(audit.verify) == audit.Check(len(there) * CALL)
    assert set(there.values()) == {CALL}
    assert said <= set(there)
    assert book.now == HourFigures(1000 * CALL * len(there), CALL * len(there), CALL * len(there))


def test_two_processes_that_hand_the_same_in_store_it_once(tmp_path: Path) -> None:
    Journal.migrate(tmp_path)
    with python("hander", str(tmp_path), "1", "30") as one, python("hander", str(tmp_path), "2", "30") as two:
        said = one.communicate(timeout=PATIENCE_S)[0] + two.communicate(timeout=PATIENCE_S)[0]
    assert (one.returncode, two.returncode) == (0, 0)
    counts = [[int(word) for word in line.split()[1:]] for line in said.splitlines()]
    assert sum(stored for stored, _ in counts) == sum(known for _, known in counts) == 30 * CALL
    with opened(tmp_path) as journal:
        assert by_call(journal) == dict.fromkeys(range(30), CALL)
        assert journal.read(audit.verify).broken_at is None
