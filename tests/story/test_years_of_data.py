"""A counter with years behind it: whatever asks the journal by itself asks an index, and for little."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge import books_bridge, counter_bridge
from posdesk.desk.bridge.questions import read_day, read_history, read_receipts, read_sheet, read_story
from posdesk.domain.books.hour import hour_of
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.pickup.lookup import CodeFrom
from posdesk.engine.listening import complete_files
from posdesk.engine.sending import hours, receipts_from_orders
from posdesk.journal import Journal
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.journal.years import fill
from tests.support.bookshop import Wire, drop, hand_in, past_hour
from tests.support.bookshop import rung as sold
from tests.support.deskhouse import Shop, shop
from tests.support.simulator import key_at_counter
from tests.support.statements import Statements, watched

pytestmark = pytest.mark.window
PATIENCE_MS = 60_000
ORDERS = 5_000
MOST_STEPS = 6 * ORDERS  # a look at each of them takes ten steps and more
DAY = timedelta(days=1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Six hundred days of orders and receipts, all of them done with."""
    Journal.migrate(tmp_path)
    journal = Journal(tmp_path, SystemClock(), "1")
    fill(journal, ORDERS)
    journal.close()
    return tmp_path


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done each minute, or every ten, is done each second."""
    monkeypatch.setattr(books_bridge, "MINUTE_MS", 500)
    monkeypatch.setattr(counter_bridge, "RELOAD_EVERY", 1)
    monkeypatch.setattr(receipts_from_orders, "WHOLE_EVERY_S", 1.0)
    monkeypatch.setattr(hours, "TICK_S", 0.5)
    monkeypatch.setattr(complete_files, "QUIET_S", 0.2)


@pytest.fixture
def seen(home: Path, often: None, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Statements]:
    with watched(monkeypatch) as statements:
        with shop(home, ovopark={"grace_min": 0}, wdk={"from_orders": True}) as opened:
            opened.desk.window.show()
            qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
            a_day(opened, home, qtbot)
        yield statements


def a_day(at: Shop, home: Path, qtbot: QtBot) -> None:
    """Orders from the call to the receipt, receipts by each door, every page looked at."""
    placed = at.simulator.post_order(OrderWish(partner="meituan", kind=OrderKind.VERIFICATION))
    key = key_at_counter(placed)
    wish = at.desk.bridge.wish
    qtbot.waitUntil(lambda: state_of(at, key) is OrderState.NEW, timeout=PATIENCE_MS)
    wish(key, Kind.ACCEPT)
    qtbot.waitUntil(lambda: state_of(at, key) is OrderState.ACCEPTED, timeout=PATIENCE_MS)
    at.desk.bridge.look_up(placed.code, CodeFrom.SCANNER)
    wish(key, Kind.VERIFY, code=placed.code)
    answer = hand_in(at.receipts, list(of_tills()))
    assert answer.status_code == 200, answer.text
    drop(home / "receipts-in", "a.json", b"no receipt")
    for number in range(1, 7):
        at.desk.window.show_page(number)
        qtbot.wait(300)
    books, ears = at.desk.books, Ears()
    for day in (books.today(), books.today() - 20 * DAY):
        books.ask(ears.hear, read_day, day)
        books.ask(ears.hear, read_sheet, day)
    for hour in (past_hour(3), hour_of(datetime.now(UTC) - 20 * DAY)):
        books.ask(ears.hear, read_receipts, hour, "")
        books.ask(ears.hear, read_story, hour)
    at.desk.bridge.ask(ears.hear, read_history, key)
    qtbot.waitUntil(lambda: len(at.simulator.receipts()) >= len(of_tills()), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: len(at.simulator.hours()) >= 2, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: state_of(at, key) is OrderState.COMPLETED, timeout=PATIENCE_MS)
    qtbot.wait(2500)


class Ears:
    """Whoever asks."""

    def hear(self, *_what: object) -> None:
        """It was read, that is all."""


def of_tills() -> tuple[Wire, ...]:
    """A sale, its return, one dated ahead, one that comes weeks late."""
    late = hour_of(datetime.now(UTC) - 20 * DAY)
    takes_back: Wire = {"original_serial_num": "N1", "original_pos_no": "POS001", "trd_type": 2}
    return (
        sold("N1", past_hour(3)),
        sold("N2", past_hour(2)) | takes_back,
        sold("N3", past_hour(-30)),
        sold("N4", late),
    )


def state_of(at: Shop, key: OrderKey) -> OrderState | None:
    view = at.desk.bridge.view(key)
    return view.order.state if view else None


@pytest.mark.timeout(300)
def test_nothing_that_runs_by_itself_reads_a_table_from_end_to_end(home: Path, seen: Statements) -> None:
    assert len(seen.values) > 100
    found = [*seen.scans(home / "journal.sqlite"), *seen.long_ones(MOST_STEPS)]
    assert not found, "\n".join(found)
