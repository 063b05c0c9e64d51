"""What takes a right asks for a PIN first: a real window, real keys, the journal as the witness."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.sign_in import SignInDialog
from posdesk.desk.orders.detail_content import DetailAct
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.rights import PAD_WAITING, Right
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.support.deskhouse import PINS, Shop, shop
from tests.support.keys import RealKeys
from tests.support.simulator import MEITUAN, key_at_counter

pytestmark = [pytest.mark.window, pytest.mark.timeout(180)]
PATIENCE_MS = 20_000
CASHIER, MANAGER = "李敏", "王经理"
WRONG = "909090"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk, who is not signed in."""

    opened: Shop
    qtbot: QtBot
    keys: RealKeys

    @property
    def pad(self) -> SignInDialog:
        return self.opened.desk.sign_in

    def wait(self, fact: Callable[[], object]) -> None:
        """Look on until it holds."""
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=PATIENCE_MS)

    def press(self, name: str, *, after_ms: int = 600) -> None:
        """A key, once no key is deaf any more."""
        self.keys.press(name, after_ms=after_ms)

    def asked_for(self, right: Right | None) -> None:
        """Wait until the pad is open for that, and has the keyboard."""
        self.wait(self.pad.isActiveWindow)
        self.wait(lambda: self.opened.desk.bridge.people.wanted is right)

    def types(self, name: str) -> None:
        """That person's PIN."""
        self.keys.type_slowly(PINS[f"staff/{name}/pin"])

    def types_wrong(self, count: int) -> None:
        """PINs that are nobody's, each until the pad says so."""
        for _ in range(count):
            self.keys.type_slowly(WRONG[:1])
            self.wait(lambda: self.pad.filled == 1)
            self.keys.type_slowly(WRONG[1:])
            self.wait(lambda: self.pad.filled == 0 and ("fits nobody" in self.pad.words or self.pad.waits))

    def order(self) -> OrderKey:
        """An order came in and is selected."""
        seen = self.opened.simulator.post_order(OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
        self.wait(lambda: self.selected() == key_at_counter(seen))
        return key_at_counter(seen)

    def stopped(self) -> OrderKey:
        """An order was accepted, then cancelled."""
        key = self.order()
        self.press("F2")
        self.wait(lambda: self.state(key) is OrderState.ACCEPTED)
        assert self.opened.simulator.cancel(key.bill).acknowledged
        self.wait(lambda: self.opened.desk.window.stops.target == key)
        return key

    def selected(self) -> OrderKey | None:
        row = self.opened.desk.orders.selected_row()
        return row.key if row else None

    def view(self, key: OrderKey) -> OrderView | None:
        return self.opened.desk.bridge.view(key)

    def state(self, key: OrderKey) -> OrderState | None:
        view = self.view(key)
        return view.order.state if view else None

    def reads(self, words: str) -> None:
        """Wait until this stands at the window's foot."""
        self.wait(lambda: words in str(self.opened.desk.window.shell.notice.said))

    def actors(self, what: str) -> list[str]:
        """Whose name stands in the trail's lines of that kind."""
        question = "SELECT actor FROM audit WHERE what = ? ORDER BY number"
        rows = self.opened.house.journal.read(lambda db: db.execute(question, (what,)).fetchall())
        return [str(actor) for (actor,) in rows]


@pytest.fixture
def person(tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    with shop(tmp_path, language="en", partners=(MEITUAN,)) as opened, RealKeys() as keys:
        someone = Person(opened, qtbot, keys)
        someone.wait(lambda: opened.desk.bridge.status().takes_orders)
        someone.wait(opened.desk.window.isActiveWindow)
        yield someone


def test_accepting_never_asks_and_goes_as_the_counter(person: Person) -> None:
    key = person.order()
    person.press("F2")
    person.wait(lambda: person.state(key) is OrderState.ACCEPTED)
    view = person.view(key)
    assert view is not None
    assert [(intent.kind, intent.actor) for intent in view.intents] == [(Kind.ACCEPT, "counter 1")]


def test_refusing_opens_the_pad_first_and_goes_on_after_the_pin(person: Person) -> None:
    key, panel = person.order(), person.opened.desk.orders.panel
    person.press("F3")
    person.asked_for(Right.REFUSE)
    assert person.pad.title == "Refuse an order"
    assert not panel.isVisible()
    person.types(CASHIER)
    person.wait(panel.isVisible)
    person.wait(person.opened.desk.window.isActiveWindow)
    person.press("2")
    person.press("F3")
    person.wait(lambda: person.state(key) is OrderState.REFUSED)
    view = person.view(key)
    assert view is not None
    assert [intent.actor for intent in view.intents] == [CASHIER]


def test_esc_at_the_pad_does_nothing_and_says_so(person: Person) -> None:
    key = person.order()
    person.press("F3")
    person.asked_for(Right.REFUSE)
    person.press("Escape")
    person.reads("Nothing was done: no PIN was given.")
    assert not person.opened.desk.orders.panel.isVisible()
    assert person.state(key) is OrderState.NEW
    assert person.opened.desk.bridge.staff() is None


def test_a_stop_is_ended_after_a_pin_in_its_owners_name(person: Person) -> None:
    key = person.stopped()
    person.press("F11")
    person.asked_for(Right.END_STOP)
    view = person.view(key)
    assert view is not None
    assert view.order.stop_open
    person.types(CASHIER)
    person.wait(lambda: not person.opened.desk.window.stops.isVisible())
    assert person.actors("order.stop_acknowledged") == [CASHIER]


def test_a_stop_is_ended_after_a_pin_while_a_modal_dialog_is_open(person: Person) -> None:
    person.stopped()
    dialog = QDialog(person.opened.desk.window)
    dialog.open()
    person.wait(dialog.isActiveWindow)
    person.press("F11")
    person.asked_for(Right.END_STOP)
    person.types(CASHIER)
    person.wait(lambda: not person.opened.desk.window.stops.isVisible())
    assert person.actors("order.stop_acknowledged") == [CASHIER]
    assert dialog.isVisible()
    dialog.done(0)


def test_a_phone_number_is_shown_after_a_pin_for_the_time_it_stands_there(person: Person) -> None:
    person.order()
    detail = person.opened.desk.orders.detail
    detail.hide_timer.setInterval(2000)
    person.wait(lambda: detail.card_view.button(DetailAct.REVEAL) is not None)
    button = detail.card_view.button(DetailAct.REVEAL)
    assert button is not None
    detail.area.ensureWidgetVisible(button)
    place = button.mapToGlobal(QPoint(button.width() // 2, button.height() // 2)) * button.devicePixelRatio()
    person.keys.click(place.x(), place.y())
    person.asked_for(Right.REVEAL)
    assert not detail.revealed
    person.types(CASHIER)
    person.wait(lambda: detail.revealed)
    person.wait(lambda: not detail.revealed)
    assert person.actors("order.revealed") == [CASHIER]


def test_while_the_pad_waits_after_five_wrong_pins_f11_ends_a_stop_as_the_counter(person: Person) -> None:
    person.stopped()
    person.press("F11")
    person.asked_for(Right.END_STOP)
    person.types_wrong(5)
    person.wait(lambda: person.pad.waits)
    assert "Too many wrong PINs" in person.pad.words
    person.types(CASHIER)  # it is not taken, though it is right
    person.press("F11")
    person.wait(lambda: not person.opened.desk.window.stops.isVisible())
    assert person.actors("order.stop_acknowledged") == [f"counter 1, {PAD_WAITING}"]
    assert person.opened.desk.bridge.staff() is None
    assert person.actors("staff.pin_failed") == ["counter 1"]


def test_a_key_at_the_desk_is_seen_so_that_who_is_signed_in_stays(person: Person) -> None:
    people = person.opened.desk.bridge.people
    person.wait(lambda: people.idle_s > 2)
    person.press("F5")
    person.wait(lambda: people.idle_s < 2)
