"""A whole shift in a real window by keys alone: open, pay in and out, note, X, count, hand over, close, Z."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.shift.page import ShiftPage
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.order import OrderState
from posdesk.domain.shift.checklist import LineKind
from posdesk.domain.shift.shift import Shift
from posdesk.domain.shift.view import OpenShift
from posdesk.domain.shift.z import Z
from posdesk.journal.shifts import shift_rows, zs
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.support.deskhouse import PINS, Shop, shop
from tests.support.keys import RealKeys
from tests.support.simulator import MEITUAN, key_at_counter

pytestmark = [pytest.mark.window, pytest.mark.timeout(240)]
PATIENCE_MS = 20_000
SHOTS = os.environ.get("POSDESK_SHOTS", "")
ALT = ("Alt_L",)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the Shift page, with a keyboard and no mouse."""

    opened: Shop
    qtbot: QtBot
    keys: RealKeys
    language: str

    @property
    def page(self) -> ShiftPage:
        return self.opened.desk.shift

    @property
    def now(self) -> OpenShift | None:
        return self.page.now

    def wait(self, fact: Callable[[], object]) -> None:
        """Look on until it holds."""
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=PATIENCE_MS)

    def alt(self, letter: str) -> None:
        """Alt and a letter."""
        self.keys.press(letter.lower(), after_ms=400, modifiers=ALT)

    def press(self, name: str) -> None:
        """One key."""
        self.keys.press(name, after_ms=400)

    def types(self, text: str) -> None:
        """As a person types."""
        self.keys.type_slowly(text)

    def pin(self, name: str) -> None:
        """The pad asks, and gets the PIN of that person."""
        pad = self.opened.desk.sign_in
        self.wait(pad.isActiveWindow)
        self.types(PINS[f"staff/{name}/pin"])
        self.wait(lambda: not pad.isVisible())
        self.wait(self.opened.desk.window.isActiveWindow)

    def picture(self, step: str) -> None:
        """One for whoever wants to look."""
        if SHOTS:
            folder = Path(SHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            self.opened.desk.window.grab().save(str(folder / f"shift_{self.language}_{step}.png"))

    def last_z(self) -> Z | None:
        return self.opened.house.journal.read(shift_rows.last_z)


@pytest.fixture(params=["zh_CN", "en"])
def person(tmp_path: Path, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Person]:
    language: str = request.param
    with shop(tmp_path, language=language, partners=(MEITUAN,)) as opened, RealKeys() as keys:
        qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        yield Person(opened, qtbot, keys, language)


def test_a_shift_is_opened_used_and_closed_by_keys_alone(person: Person) -> None:
    heard: list[bool] = []
    current: list[Shift | None] = []
    person.opened.desk.shifts.signals.opened.connect(lambda: heard.append(True))
    person.opened.desk.shifts.signals.shift_changed.connect(current.append)
    told = person.opened.desk.orders.board.views[Lane.NEW].empty
    assert not any("Ctrl+5" in line for line in told), "nobody is told of shifts who has never opened one"
    person.keys.press("5", modifiers=["Control_L"])
    person.wait(lambda: person.page.view is not None and person.page.opening.isVisible())
    opens(person)
    assert heard == [True], "the audible check is asked"
    pays_in_and_out(person)
    leaves_a_note(person)
    counts(person)
    hands_over(person)
    closes(person)
    assert heard == [True]
    assert [each is None for each in current[-2:]] == [False, True]
    board = person.opened.desk.orders.board
    person.wait(lambda: "Ctrl+5" in board.views[Lane.NEW].empty[-1])


def opens(person: Person) -> None:
    person.alt("B")
    person.wait(person.page.opening.field.hasFocus)
    assert not person.opened.desk.shifts.is_open, "an empty field is no float"
    person.types("500")
    person.picture("1_opening")
    person.alt("B")
    person.wait(lambda: person.now is not None)
    assert person.now is not None
    assert (person.now.shift.float_fen, person.page.opening.field.text()) == (50_000, "500"), (
        "no letter is typed"
    )
    person.picture("2_open")


def pays_in_and_out(person: Person) -> None:
    panel = person.page.requests.pay_in
    person.alt("I")
    person.wait(panel.isVisible)
    person.types("200.5")
    person.alt("I")
    person.wait(panel.reason.hasFocus)
    assert not cash(person)[0], "without a reason nothing goes in"
    person.types("coins")
    person.alt("I")
    person.wait(lambda: cash(person) == (20_050, 0))
    person.alt("O")
    person.wait(person.page.requests.pay_out.isVisible)
    person.types("50")
    person.press("Tab")
    person.types("ice")
    person.picture("3_pay_out")
    person.alt("O")
    person.pin("王经理")
    person.wait(lambda: cash(person) == (20_050, 5_000))


def cash(person: Person) -> tuple[int, int]:
    assert person.now is not None
    found = person.now.figures.cash
    return found.paid_in_fen, found.paid_out_fen


def leaves_a_note(person: Person) -> None:
    person.alt("N")
    person.wait(person.page.requests.note.words.hasFocus)
    person.types("door")
    person.press("Escape")
    person.wait(lambda: person.page.requests.panel is None)
    person.alt("N")
    person.wait(person.page.requests.note.words.hasFocus)
    assert person.page.requests.note.words.text() == ""
    person.types("ice is low")
    person.alt("N")
    person.wait(lambda: person.now is not None and [n.words for n in person.now.notes] == ["ice is low"])


def counts(person: Person) -> None:
    page = person.page
    person.alt("E")
    person.alt("M")
    person.wait(page.requests.pieces.isVisible)
    assert person.last_z() is None, "the cash is not counted"
    person.types("6")
    person.press("Tab")
    person.types("1")
    person.picture("4_by_notes")
    person.alt("M")
    person.wait(lambda: page.cash.field.text() == "650.00")
    assert "650.50" not in shown(page), "what should be there is not shown before the count"
    person.alt("C")
    person.wait(lambda: person.now is not None and person.now.count is not None)
    assert person.now is not None
    assert person.now.count is not None
    assert (person.now.count.difference_fen, person.now.count.pieces) == (-50, {10_000: 6, 5_000: 1})
    person.wait(lambda: "650.50" in shown(page))
    person.picture("5_counted")


def shown(page: ShiftPage) -> str:
    """All that the Z's preview says."""
    return "\n".join(row.words for row in page.z_card.figures.rows)


def hands_over(person: Person) -> None:
    opened, page = person.opened, person.page
    seen = opened.simulator.post_order(OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    key = key_at_counter(seen)
    person.wait(lambda: opened.desk.bridge.view(key) is not None)
    person.wait(lambda: person.now is not None and person.now.checklist.line(LineKind.ORDERS).count == 1)
    person.alt("E")
    person.press("Down")
    person.press("Up")
    person.press("Up")
    person.wait(lambda: page.checklist.chosen is not None and page.checklist.chosen.kind is LineKind.ORDERS)
    assert person.last_z() is None, "an order is nobody's"
    person.alt("H")
    person.wait(page.requests.hand.isVisible)
    person.alt("B")
    person.picture("6_hand_over")
    person.alt("H")
    person.wait(lambda: person.now is not None and not person.now.checklist.open)
    person.picture("7_ready_to_close")
    view = opened.desk.bridge.view(key)
    assert view is not None
    assert view.order.state is OrderState.NEW


def closes(person: Person) -> None:
    bridge = person.opened.desk.bridge
    bridge.sign_in(PINS["staff/王经理/pin"])
    person.wait(lambda: bridge.staff() is not None)
    person.alt("E")
    person.wait(lambda: person.page.view is not None and person.page.view.open is None)
    z = person.last_z()
    assert z is not None
    assert z.number == 1
    assert person.opened.house.journal.read(lambda db: zs.is_as_written(db, z))
    assert "王经理" in z.words
    assert "ice" not in z.words
    person.wait(person.page.opening.isVisible)
    person.wait(lambda: bridge.staff() is None)
    person.wait(lambda: "F12" in person.page.opening.words)
    said = person.opened.desk.window.shell.notice.said
    assert said.is_done
    assert "王经理" in said.todo, "who has what was left"
    person.picture("8_closed")
