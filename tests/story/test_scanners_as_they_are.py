"""Scanners of any make at the running desk, by real keys: never a shorter code, never another one's order."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.domain.orders.order import OrderState
from posdesk.domain.pickup.pickup import Face
from posdesk.domain.pickup.scan_code import Flaw
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.support.deskhouse import Shop, shop
from tests.support.keys import RealKeys
from tests.support.simulator import key_at_counter

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000
VERIFY = "VerificationSaleOrder"


class Counter:
    """The running desk, a scanner, and all that was asked or said."""

    def __init__(self, opened: Shop, qtbot: QtBot, keys: RealKeys) -> None:
        self.shop, self.qtbot, self.keys = opened, qtbot, keys
        self.pickup = opened.desk.pickup
        self.asked: list[str] = []
        self.flaws: list[Flaw] = []
        opened.desk.router.scanned.connect(self.asked.append)
        opened.desk.router.swallowed.connect(lambda _raw, flaw: self.flaws.append(flaw))

    def until(self, fact: Callable[[], bool]) -> None:
        """Wait for a fact."""
        self.qtbot.waitUntil(fact, timeout=PATIENCE_MS)

    def accepted(self, code: str) -> OrderSeen:
        """An order with this pickup code came and was accepted."""
        seen = self.shop.simulator.post_order(
            OrderWish(partner="meituan", kind=OrderKind.VERIFICATION, code=code)
        )
        key = key_at_counter(seen)
        self.until(lambda: self.shop.desk.bridge.view(key) is not None)
        self.shop.desk.orders.selection.choose(key)
        self.keys.press("F2", after_ms=600)
        self.until(lambda: self.state(seen) is OrderState.ACCEPTED)
        return seen

    def state(self, seen: OrderSeen) -> OrderState | None:
        """Where the order is."""
        view = self.shop.desk.bridge.view(key_at_counter(seen))
        return view.order.state if view else None

    def shows(self, code: str) -> bool:
        """Whether the order of this code stands on the page."""
        top = self.pickup._cases.current
        return self.pickup.face is Face.CARD and top is not None and top.code == code

    def scan_until_read(self, scan: Callable[[], object], code: str) -> None:
        """Scan until the machine didn't tear it; whatever was asked was this code."""
        for _ in range(10):
            heard = len(self.asked) + len(self.flaws)
            self.keys.pause(400)
            scan()
            self.keys.settle()
            self.until(lambda heard=heard: len(self.asked) + len(self.flaws) > heard)  # type: ignore[misc]
            if self.asked:
                break
        assert self.asked == [code]

    def verified(self, seen: OrderSeen) -> int:
        """How often the platform verified it."""
        return self.shop.simulator.tally().effects(VERIFY, seen.tbillno)


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot) -> Iterator[Counter]:
    with shop(tmp_path, language="en") as opened, RealKeys() as keys:
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
        qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        yield Counter(opened, qtbot, keys)


def test_repeated_digits_without_a_pause_show_no_other_customers_order(counter: Counter) -> None:
    counter.accepted("1023")
    counter.accepted("1110002223")
    counter.scan_until_read(lambda: counter.keys.type_burst("1110002223", 0), "1110002223")
    counter.until(lambda: counter.shows("1110002223"))


@pytest.mark.parametrize("gap_ms", [36, 45, 60])
def test_after_a_slow_scan_f8_never_verifies_the_order_before_it(counter: Counter, gap_ms: int) -> None:
    first, second = counter.accepted("5550001"), counter.accepted("5550002")
    counter.scan_until_read(lambda: counter.keys.type_burst("5550001", 10), "5550001")
    counter.until(lambda: counter.shows("5550001"))
    counter.asked.clear()
    counter.keys.type_burst("5550002", gap_ms, after_ms=400)
    counter.keys.press("F8", after_ms=100)
    counter.until(lambda: bool(counter.asked or counter.flaws))
    assert counter.asked in ([], ["5550002"])
    counter.asked.clear()
    counter.scan_until_read(lambda: counter.keys.type_burst("5550002", gap_ms), "5550002")
    counter.keys.press("F8", after_ms=500)
    counter.until(lambda: counter.state(second) is OrderState.COMPLETED)
    assert (counter.verified(first), counter.verified(second)) == (0, 1)


def test_a_slow_scan_in_the_code_field_is_said_and_f8_verifies_nothing(counter: Counter) -> None:
    first = counter.accepted("5550001")
    counter.scan_until_read(lambda: counter.keys.type_burst("5550001", 10), "5550001")
    counter.until(lambda: counter.shows("5550001"))
    counter.pickup.panes.entry.field.setFocus()
    counter.keys.type_burst("5550002", 45, after_ms=400)
    counter.until(lambda: bool(counter.flaws))
    said: list[object] = []
    counter.pickup.said.connect(said.append)
    counter.keys.press("F8", after_ms=400)
    counter.until(lambda: bool(said))
    words = counter.pickup.panes.card.words
    assert words is not None
    assert "could not be read" in words.beside
    assert (counter.asked, counter.verified(first)) == (["5550001"], 0)


def test_keypad_digits_without_num_lock_are_read(counter: Counter) -> None:
    counter.accepted("2994851")

    def scan() -> None:
        for digit in "2994851":
            counter.keys.press(f"KP_{digit}", after_ms=10)
        counter.keys.press("Return", after_ms=10)

    counter.scan_until_read(scan, "2994851")
    counter.until(lambda: counter.shows("2994851"))


@pytest.mark.posix("keys under Alt are typed by the X server; Windows sends the character when Alt comes up")
@pytest.mark.parametrize("in_field", [False, True])
def test_a_group_separator_as_alt_029_is_one_code(counter: Counter, in_field: bool) -> None:
    counter.shop.desk.window.show_page(2)
    field = counter.pickup.panes.entry.field
    if in_field:
        field.setFocus()
        counter.until(field.hasFocus)

    def scan() -> None:
        field.clear()
        counter.keys.type_burst("0106901", 10, None)
        counter.keys.press_under("Alt_L", ("KP_0", "KP_2", "KP_9"), gap_ms=8)
        counter.keys.type_burst("21ABC", 10, "Return", after_ms=8)

    counter.scan_until_read(scan, "010690121ABC")
    assert field.text() == ""


def test_caps_lock_is_named_where_nobody_knows_a_code_with_letters(counter: Counter) -> None:
    counter.keys.press("Caps_Lock", after_ms=50)
    try:
        counter.scan_until_read(lambda: counter.keys.type_burst("AbC123x", 10), "aBc123X")
    finally:
        counter.keys.press("Caps_Lock", after_ms=50)
        counter.keys.settle()
    counter.until(lambda: counter.pickup.face is Face.WRONG)
    view = counter.pickup.panes.result.view
    assert view is not None
    assert "CapsLock" in str(view.words.todo)
