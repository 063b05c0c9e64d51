"""A manager mends the books in a real window, with real keys and a real pointer; others may not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.hours.cases import HourAction
from posdesk.desk.sync.entry import Entry, EntryAction
from posdesk.desk.sync.entry_row import EntryRow
from posdesk.domain.books.hour import HOUR
from posdesk.domain.books.ledger import Sheet
from posdesk.domain.books.posting import Book, CoverReason, Posting
from posdesk.domain.books.receipt import TILL
from posdesk.domain.clock import in_china
from posdesk.domain.orders.intent import Outcome
from posdesk.engine.actions import BookActions
from posdesk.journal.books import posting_rows
from posdesk.simulator.config import REFUSED_ITEM, WdkRules
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from posdesk.simulator.o2o.site import Status
from tests.support.bookshop import SHOP, STORE, Wire, hand_in, past_hour, rung
from tests.support.deskhouse import PINS, Keys, Shop, shop
from tests.support.keys import RealKeys
from tests.support.simulator import MEITUAN

pytestmark = [pytest.mark.window, pytest.mark.timeout(180)]
PATIENCE_MS = 20_000
CASHIER, MANAGER = "李敏", "王经理"
MEITUAN_ORDERS = "4"
ASKS_SENTENCE = "This takes the PIN of a manager."


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk."""

    opened: Shop
    qtbot: QtBot
    keys: RealKeys

    def wait(self, fact: Callable[[], bool]) -> None:
        """Look on until it holds."""
        self.qtbot.waitUntil(fact, timeout=PATIENCE_MS)

    def press(self, widget: QWidget) -> None:
        """Point at it and press the button of the mouse."""
        self.wait(widget.isVisible)
        self.qtbot.wait(200)  # a window that has just come is laid out, and on the X server's screen
        middle = widget.mapToGlobal(widget.rect().center()) * widget.devicePixelRatio()
        self.keys.click(middle.x(), middle.y())

    def sign_in(self, name: str) -> None:
        """F12 and the PIN, typed as a person types."""
        self.keys.press("F12")
        self.wait(self.opened.desk.sign_in.isActiveWindow)
        self.keys.type_slowly(PINS[f"staff/{name}/pin"])
        self.wait(lambda: self.opened.desk.bridge.actor() == name)
        self.wait(self.opened.desk.window.isActiveWindow)

    def go_to_sync(self) -> None:
        """Ctrl+4."""
        self.keys.press("4", modifiers=["Control_L"])
        self.wait(self.opened.desk.sync.isVisible)

    def row(self, fits: Callable[[Entry], bool]) -> EntryRow:
        """The row of the sync page that fits, once it is there."""
        rows = self.opened.desk.sync.groups

        def found() -> list[EntryRow]:
            return [row for row in rows.rows if row.entry is not None and fits(row.entry)]

        self.wait(lambda: bool(found()))
        return found()[0]

    def posting(self, book: Book) -> Posting:
        """The last one of a book."""
        read = self.opened.house.journal.read
        return read(lambda db: posting_rows.select(db, "p.book = ?", (book,)))[-1]

    def hand_in(self, *receipts: Wire) -> None:
        """The till does."""
        assert hand_in(self.opened.receipts, list(receipts)).status_code == 200

    def held(self, hour: datetime) -> tuple[str, ...]:
        """The amounts that ovopark held for an hour, one after the other."""
        seen = self.opened.simulator.hours().get((SHOP, f"{in_china(hour):%Y-%m-%d %H:%M:%S}"))
        return tuple(each.total for each in seen.history) if seen else ()

    def sheet(self) -> Sheet | None:
        """The daily sheet on screen."""
        return self.opened.desk.sync.sheet.sheet


@pytest.fixture
def person(request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    """At a desk whose [ovopark] and [wdk] have the parameter's keys more."""
    ovopark, wdk = request.param
    made = shop(tmp_path, language="en", partners=(MEITUAN,), ovopark=ovopark, wdk=wdk)
    with made as opened, RealKeys() as keys:
        someone = Person(opened, qtbot, keys)
        someone.wait(lambda: opened.desk.bridge.status().takes_orders)
        someone.wait(opened.desk.window.isActiveWindow)
        yield someone


ASKS: tuple[Keys, Keys] = ({"cover": "ask"}, {})


def differs(person: Person) -> datetime:
    """An hour that was reported and then got a late receipt, with its card in front."""
    hour = past_hour(2)
    person.hand_in(rung("1", hour))
    person.wait(lambda: person.held(hour) == ("10.00",))
    person.hand_in(rung("0001873", hour, 500))
    person.go_to_sync()
    row = person.row(lambda entry: entry.subject.ask is not None and entry.subject.ask.hour == hour)
    person.press(row.button(EntryAction.HOURS))
    person.wait(lambda: person.opened.desk.window.page is person.opened.desk.hours)
    card = person.opened.desk.hours.side.card
    person.wait(lambda: card.row is not None and card.row.hour == hour)
    return hour


@pytest.mark.parametrize("person", [ASKS], indirect=True, ids=["ask"])
def test_a_manager_replaces_a_differing_hour(person: Person) -> None:
    hour = differs(person)
    person.sign_in(MANAGER)
    card = person.opened.desk.hours.side.card
    assert "differs from what was reported" in card.words
    assert "0001873" in card.words
    person.press(card.button(HourAction.COVER))
    person.wait(lambda: person.held(hour) == ("10.00", "15.00"))
    person.wait(lambda: "ovopark holds these figures" in card.words)
    last = person.posting(Book.HOUR)
    assert (last.actor, last.reason, last.cover) == (MANAGER, CoverReason.PERSON, True)
    assert "0001873" in last.detail
    assert person.opened.simulator.tally().complaints() == ()


@pytest.mark.parametrize("person", [ASKS], indirect=True, ids=["ask"])
@pytest.mark.parametrize("name", [CASHIER, ""])
def test_who_is_no_manager_gets_the_pin_pad_and_nothing_is_sent_before_a_managers_pin(
    person: Person, name: str
) -> None:
    hour, desk = differs(person), person.opened.desk
    if name:
        person.sign_in(name)
    card = desk.hours.side.card
    assert card.words.count(ASKS_SENTENCE) == 1
    person.press(card.button(HourAction.COVER))
    person.wait(desk.sign_in.isActiveWindow)
    person.keys.press("Escape")
    person.wait(lambda: "no PIN was given" in card.words)
    report = partial(BookActions.report_hour, hour=hour, cover=True, reason="")
    desk.books.act(report)  # nor where a page would offer it
    person.wait(desk.sign_in.isActiveWindow)
    person.keys.type_slowly(PINS[f"staff/{CASHIER}/pin"])
    person.wait(lambda: f"{CASHIER} may not do that" in desk.sign_in.words)
    person.keys.press("Escape")
    person.wait(desk.window.isActiveWindow)
    other = hour - 2 * HOUR
    person.hand_in(rung("2", other))
    person.wait(lambda: person.held(other) == ("10.00",))
    assert person.held(hour) == ("10.00",)
    person.press(card.button(HourAction.COVER))
    person.wait(desk.sign_in.isActiveWindow)
    person.keys.type_slowly(PINS[f"staff/{MANAGER}/pin"])
    person.wait(lambda: person.held(hour) == ("10.00", "15.00"))
    assert person.posting(Book.HOUR).actor == MANAGER
    assert desk.bridge.actor() == (name or MANAGER)  # whoever was signed in stays so


ALL_BOOKS: tuple[Keys, Keys] = ({"grace_min": 0}, {"from_orders": True, "pay_types": {"302": "05"}})


@pytest.mark.parametrize("person", [ALL_BOOKS], indirect=True, ids=["orders"])
def test_a_refused_receipt_goes_again_once_it_is_mended_and_the_books_are_equal(person: Person) -> None:
    hour, simulator = past_hour(0), person.opened.simulator
    wrong = rung("0002001", hour, 2500)
    wrong["sub_orders"] = [line | {"item_code": REFUSED_ITEM} for line in lines(wrong)]
    person.hand_in(wrong, rung("0002002", hour, 700))
    order = simulator.post_order(OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    assert simulator.status(order.tbillno, Status.COMPLETED).acknowledged
    person.go_to_sync()
    row = person.row(lambda entry: is_of(entry, "0002001") and EntryAction.SEND_AGAIN in entry.actions)
    assert REFUSED_ITEM in row.texts[1]
    person.wait(lambda: len(simulator.receipts()) == 2)
    person.wait(lambda: difference_of(person, "0002001"))
    simulator.set_wdk_rules(WdkRules(refused_items=()))
    person.press(row.button(EntryAction.SEND_AGAIN))
    person.wait(person.opened.desk.sign_in.isActiveWindow)
    person.keys.type_slowly(PINS[f"staff/{MANAGER}/pin"])
    person.wait(lambda: simulator.receipts().keys() >= {(STORE, "POS001", "0002001")})
    person.wait(lambda: person.posting(Book.RECEIPT).outcome is Outcome.CONFIRMED)
    person.wait(lambda: equal(person.sheet()))
    sheet = person.sheet()
    assert sheet is not None
    assert {line.source: line.wdk_fen for line in sheet.rows}[TILL] == 3200
    assert {line.source for line in sheet.rows if line.orders_fen} == {MEITUAN_ORDERS}
    assert [seen.count for seen in simulator.receipts().values()] == [1, 1, 1]


def lines(receipt: Wire) -> list[Wire]:
    found = receipt["sub_orders"]
    assert isinstance(found, list)
    return found


def is_of(entry: Entry, serial: str) -> bool:
    return any(p.receipt is not None and p.receipt.serial_num == serial for p in entry.subject.postings)


def difference_of(person: Person, serial: str) -> bool:
    sheet = person.sheet()
    return sheet is not None and [each.mark for each in sheet.differences] == [serial]


def equal(sheet: Sheet | None) -> bool:
    """Two sources, each with as many books as it has, and all of them the same."""
    rows = sheet.rows if sheet else ()
    return (
        sheet is not None
        and len(rows) == 2
        and not sheet.differences
        and not any(row.difference_fen for row in rows)
    )
