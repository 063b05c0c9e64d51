"""A cashier's day in a real window: real HTTP, real keys, the platform's own tally as the judge."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posdesk.domain.orders.board import Lane, OrderView, rings
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.orders.ringing import RingClass
from posdesk.journal.orders import intent_rows
from posdesk.simulator.faults import FaultKind, FaultRule
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.support.deskhouse import PINS, Shop, shop
from tests.support.keys import RealKeys
from tests.support.simulator import key_at_counter

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot) -> Iterator[Shop]:
    with shop(tmp_path) as opened:
        opened.desk.window.show()
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
        qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        yield opened


@pytest.fixture
def keys() -> Iterator[RealKeys]:
    with RealKeys() as keyboard:
        yield keyboard


def view_of(counter: Shop, seen: OrderSeen) -> OrderView | None:
    return counter.desk.bridge.view(key_at_counter(seen))


def order_state(counter: Shop, seen: OrderSeen) -> OrderState | None:
    view = view_of(counter, seen)
    return view.order.state if view else None


def outcome(counter: Shop, seen: OrderSeen, kind: Kind) -> Outcome | None:
    view = view_of(counter, seen)
    found = [i.outcome for i in view.intents if i.kind is kind] if view else []
    return found[-1] if found else None


def comes_in(counter: Shop, qtbot: QtBot, wish: OrderWish) -> OrderSeen:
    seen = counter.simulator.post_order(wish)
    assert seen.push is not None
    assert seen.push.acknowledged
    qtbot.waitUntil(lambda: selected(counter) == key_at_counter(seen), timeout=PATIENCE_MS)
    return seen


def selected(counter: Shop) -> OrderKey | None:
    row = counter.desk.orders.selected_row()
    return row.view.order.key if row else None


def shown(counter: Shop, lane: Lane) -> list[OrderKey]:
    """The orders whose cards stand in a lane."""
    view = counter.desk.orders.board.views[lane]
    return [view.proxy.row_at(each.at).key for each in view.shown.placed]


def test_an_order_is_heard_accepted_made_scanned_and_verified(
    counter: Shop, qtbot: QtBot, keys: RealKeys
) -> None:
    seen = comes_in(counter, qtbot, OrderWish(partner="meituan", kind=OrderKind.VERIFICATION))
    qtbot.waitUntil(lambda: counter.desk.alarm.ringing is RingClass.NEW, timeout=PATIENCE_MS)
    keys.press("F2")
    qtbot.waitUntil(lambda: order_state(counter, seen) is OrderState.ACCEPTED, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: counter.desk.alarm.ringing is None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: key_at_counter(seen) in shown(counter, Lane.MAKING), timeout=PATIENCE_MS)
    keys.press("Right")
    qtbot.waitUntil(lambda: selected(counter) == key_at_counter(seen), timeout=PATIENCE_MS)
    keys.press("F4")
    qtbot.waitUntil(lambda: order_state(counter, seen) is OrderState.READY, timeout=PATIENCE_MS)
    keys.type_burst(seen.code, gap_ms=10, end="Return")
    pickup = counter.desk.pickup
    qtbot.waitUntil(lambda: counter.desk.window.page is pickup, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: pickup.bar().action(Qt.Key.Key_F8) is not None, timeout=PATIENCE_MS)
    keys.press("F8", after_ms=400)  # sooner it would belong to the scan
    qtbot.waitUntil(lambda: order_state(counter, seen) is OrderState.COMPLETED, timeout=PATIENCE_MS)
    assert written(counter) == [
        (Kind.ACCEPT, Outcome.CONFIRMED),
        (Kind.READY, Outcome.CONFIRMED),
        (Kind.VERIFY, Outcome.CONFIRMED),
    ]
    tally = counter.simulator.tally()
    for name in ("AccptSaleOrderBill", "PushSaleOrderBillState", "VerificationSaleOrder"):
        assert tally.effects(name, seen.tbillno) == 1
    assert tally.complaints() == ()


def written(counter: Shop) -> list[tuple[Kind, Outcome]]:
    """What the journal holds of presses, in their order."""
    intents = counter.house.journal.read(lambda db: intent_rows.select(db, "1"))
    return [(intent.kind, intent.outcome) for intent in intents]


def test_a_repeat_never_rings_and_a_change_is_shown(counter: Shop, qtbot: QtBot, keys: RealKeys) -> None:
    seen = comes_in(counter, qtbot, OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    keys.press("F2")
    qtbot.waitUntil(lambda: order_state(counter, seen) is OrderState.ACCEPTED, timeout=PATIENCE_MS)
    assert counter.simulator.repeat(seen.tbillno).acknowledged
    assert counter.simulator.repeat(seen.tbillno, {"reamrks": "多放辣椒"}).acknowledged
    qtbot.waitUntil(lambda: "remark" in changed(counter, seen), timeout=PATIENCE_MS)
    assert counter.desk.alarm.ringing is None
    assert len(list(counter.desk.bridge.views())) == 1


def changed(counter: Shop, seen: OrderSeen) -> tuple[str, ...]:
    view = view_of(counter, seen)
    return view.order.changed if view else ()


def test_a_cancel_after_accept_stops_until_somebody_says_so(
    counter: Shop, qtbot: QtBot, keys: RealKeys
) -> None:
    seen = comes_in(counter, qtbot, OrderWish(partner="eleme", kind=OrderKind.DELIVERY))
    keys.press("F2")
    qtbot.waitUntil(lambda: order_state(counter, seen) is OrderState.ACCEPTED, timeout=PATIENCE_MS)
    assert counter.simulator.cancel(seen.tbillno).acknowledged
    qtbot.waitUntil(lambda: counter.desk.alarm.ringing is RingClass.CANCEL, timeout=PATIENCE_MS)
    view = view_of(counter, seen)
    assert view is not None
    assert view.order.stop_open
    keys.press("4", modifiers=("Control_L",))
    window = counter.desk.window
    qtbot.waitUntil(lambda: window.page is counter.desk.sync, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.stops.target == key_at_counter(seen), timeout=PATIENCE_MS)
    assert window.stops.isVisible()
    counter.desk.bridge.sign_in(PINS["staff/李敏/pin"])
    keys.press("F11", after_ms=600)
    qtbot.waitUntil(lambda: counter.desk.alarm.ringing is None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not window.stops.isVisible(), timeout=PATIENCE_MS)


def test_a_late_accept_of_a_cancelled_order_is_a_conflict(
    counter: Shop, qtbot: QtBot, keys: RealKeys
) -> None:
    seen = comes_in(counter, qtbot, OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    counter.simulator.set_faults(FaultRule(kind=FaultKind.LOST_ANSWER, count=1))
    keys.press("F2")
    qtbot.waitUntil(lambda: outcome(counter, seen, Kind.ACCEPT) is Outcome.UNKNOWN, timeout=PATIENCE_MS)
    assert counter.simulator.cancel(seen.tbillno).acknowledged
    qtbot.waitUntil(lambda: outcome(counter, seen, Kind.ACCEPT) is Outcome.CONFIRMED, timeout=PATIENCE_MS)
    view = view_of(counter, seen)
    assert view is not None
    assert view.order.state is OrderState.CANCELLED
    assert view.order.conflict
    assert view.order.stop_open


def test_a_lost_answer_is_unknown_then_confirmed_under_one_guid(
    counter: Shop, qtbot: QtBot, keys: RealKeys
) -> None:
    seen = comes_in(counter, qtbot, OrderWish(partner="qr", kind=OrderKind.DELIVERY))
    counter.simulator.set_faults(FaultRule(kind=FaultKind.LOST_ANSWER, count=1))
    keys.press("F2")
    qtbot.waitUntil(lambda: outcome(counter, seen, Kind.ACCEPT) is Outcome.CONFIRMED, timeout=PATIENCE_MS)
    tally = counter.simulator.tally()
    assert len(tally.calls_of("AccptSaleOrderBill", seen.tbillno)) == 2
    assert len(tally.seqs("AccptSaleOrderBill", seen.tbillno)) == 1
    assert tally.effects("AccptSaleOrderBill", seen.tbillno) == 1


def test_refusing_takes_two_steps_and_esc_goes_back(counter: Shop, qtbot: QtBot, keys: RealKeys) -> None:
    seen = comes_in(counter, qtbot, OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    counter.desk.bridge.sign_in(PINS["staff/李敏/pin"])
    keys.press("F3")
    keys.press("Escape", after_ms=100)
    keys.press("F3", after_ms=600)
    keys.press("2", after_ms=200)
    keys.press("F3", after_ms=600)
    qtbot.waitUntil(lambda: order_state(counter, seen) is OrderState.REFUSED, timeout=PATIENCE_MS)
    tally = counter.simulator.tally()
    assert tally.effects("RefuseSaleOrderBill", seen.tbillno) == 1
    assert len(tally.calls_of("RefuseSaleOrderBill", seen.tbillno)) == 1


def test_enter_and_space_press_nothing(counter: Shop, qtbot: QtBot, keys: RealKeys) -> None:
    seen = comes_in(counter, qtbot, OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    for name in ("Return", "space", "Tab", "Return", "KP_Enter"):
        keys.press(name, after_ms=150)
    keys.settle()
    keys.press("F2", after_ms=150)
    qtbot.waitUntil(lambda: order_state(counter, seen) is OrderState.ACCEPTED, timeout=PATIENCE_MS)
    view = view_of(counter, seen)
    assert view is not None
    assert [intent.kind for intent in view.intents] == [Kind.ACCEPT]
    assert not rings(view)
