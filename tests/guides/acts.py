"""What each step of the guides is: an act by its name, done by keys, until what the step promises is so."""

from collections.abc import Mapping

from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.pickup.pickup import Face
from posdesk.domain.shift.view import OpenShift
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.guides.walking import OWNER, Act, Walk
from tests.support.simulator import key_at_counter

# the cashier's


def _selected(walk: Walk) -> OrderKey | None:
    row = walk.opened.desk.orders.selected_row()
    return row.view.order.key if row else None


def _state(walk: Walk, seen: OrderSeen) -> OrderState | None:
    view = walk.opened.desk.bridge.view(key_at_counter(seen))
    return view.order.state if view else None


def _comes(walk: Walk, wish: OrderWish) -> OrderSeen:
    """An order that rings; where another one is chosen, that one is put away first."""
    seen = walk.opened.simulator.post_order(wish)
    walk.wait(lambda: _state(walk, seen) is OrderState.NEW)
    walk.opened.desk.orders.selection.choose(key_at_counter(seen))
    walk.wait(lambda: _selected(walk) == key_at_counter(seen))
    return seen


def _sign_in(walk: Walk) -> None:
    walk.press("F12")
    walk.pin("李敏")
    walk.wait(lambda: walk.opened.desk.bridge.actor() == "李敏")


def _accept(walk: Walk) -> None:
    seen = _comes(walk, OrderWish(partner="meituan", kind=OrderKind.VERIFICATION))
    walk.look()
    walk.held["order"] = seen
    walk.press("F2")
    walk.wait(lambda: _state(walk, seen) is OrderState.ACCEPTED)


def _ready(walk: Walk) -> None:
    seen = walk.held["order"]
    assert isinstance(seen, OrderSeen)
    walk.press("Right")
    walk.wait(lambda: _selected(walk) == key_at_counter(seen))
    walk.press("F4")
    walk.wait(lambda: _state(walk, seen) is OrderState.READY)


def _hand_over(walk: Walk) -> None:
    seen = walk.held["order"]
    assert isinstance(seen, OrderSeen)
    walk.keys.type_burst(seen.code, gap_ms=10, end="Return", after_ms=300)
    walk.wait(lambda: walk.opened.desk.pickup.face is Face.CARD)
    walk.look()
    walk.press("F8")
    walk.wait(lambda: _state(walk, seen) is OrderState.COMPLETED)


def _refuse(walk: Walk) -> None:
    walk.opened.desk.window.show_page(1)
    seen = _comes(walk, OrderWish(partner="eleme", kind=OrderKind.DELIVERY))
    walk.press("F3")
    walk.wait(walk.opened.desk.orders.panel.isVisible)
    walk.keys.type_slowly("2")
    walk.press("F3")
    walk.wait(lambda: _state(walk, seen) is OrderState.REFUSED)


def _stop(walk: Walk) -> None:
    seen = _comes(walk, OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    walk.keys.press("F2", after_ms=600)
    walk.wait(lambda: _state(walk, seen) is OrderState.ACCEPTED)
    walk.opened.simulator.cancel(seen.tbillno)
    walk.wait(walk.opened.desk.window.stops.isVisible)
    walk.look()
    walk.press("F11")
    walk.wait(lambda: not walk.opened.desk.window.stops.isVisible())


def _find(walk: Walk) -> None:
    finder = walk.opened.desk.orders.finder
    walk.press("F10")
    walk.wait(finder.isVisible)
    walk.keys.type_slowly("27")
    walk.wait(lambda: finder.field.text() == "27")
    walk.press("Escape")
    walk.wait(lambda: not finder.isVisible())


CASHIER: Mapping[str, Act] = {
    "sign_in": _sign_in,
    "accept": _accept,
    "ready": _ready,
    "hand_over": _hand_over,
    "refuse": _refuse,
    "stop": _stop,
    "find": _find,
}

# the shift manager's


def _shift(walk: Walk) -> OpenShift | None:
    return walk.opened.desk.shift.now


def _open_shift(walk: Walk) -> None:
    page = walk.opened.desk.shift
    walk.page(5)
    walk.wait(page.opening.isVisible)
    walk.alt("B")
    walk.wait(page.opening.field.hasFocus)
    walk.keys.type_slowly("500")
    walk.alt("B")
    walk.wait(lambda: _shift(walk) is not None)


def _pay_in(walk: Walk) -> None:
    panel = walk.opened.desk.shift.requests.pay_in
    walk.alt("I")
    walk.wait(panel.isVisible)
    walk.keys.type_slowly("100")
    walk.alt("I")
    walk.wait(panel.reason.hasFocus)
    walk.keys.type_slowly("coins")
    walk.alt("I")
    walk.wait(lambda: _paid_in(walk) == 10_000)


def _paid_in(walk: Walk) -> int:
    now = _shift(walk)
    return now.figures.cash.paid_in_fen if now else 0


def _hours(walk: Walk) -> None:
    walk.page(3)
    walk.press("F5")


def _sync(walk: Walk) -> None:
    walk.page(4)
    walk.press("Down")


def _prints(walk: Walk) -> None:
    walk.alt("P")
    walk.wait(walk.opened.desk.sync.prints.isVisible)


def _count(walk: Walk) -> None:
    page = walk.opened.desk.shift
    walk.page(5)
    walk.alt("Q")
    walk.wait(page.cash.field.hasFocus)
    walk.keys.type_slowly("600")
    walk.alt("C")
    walk.wait(lambda: (now := _shift(walk)) is not None and now.count is not None)


def _close_shift(walk: Walk) -> None:
    page = walk.opened.desk.shift
    walk.wait(lambda: (now := _shift(walk)) is not None and not now.checklist.open)
    walk.alt("E")
    walk.pin("王经理")
    walk.wait(lambda: page.view is not None and page.view.open is None)


MANAGER: Mapping[str, Act] = {
    "open_shift": _open_shift,
    "pay_in": _pay_in,
    "hours": _hours,
    "sync": _sync,
    "prints": _prints,
    "count": _count,
    "close_shift": _close_shift,
}

# the administrator's


def _settings(walk: Walk) -> None:
    page = walk.opened.desk.settings_page
    walk.page(6)
    first = next(pane for pane in page.panes if pane.isVisible())
    walk.press("Page_Down")
    walk.wait(lambda: not first.isVisible())
    walk.press("Page_Up")
    walk.wait(first.isVisible)


def _health(walk: Walk) -> None:
    walk.topic("health")
    pane = walk.opened.desk.settings_page.health
    walk.wait(lambda: bool(pane.rows))


def _choose_line(walk: Walk) -> None:
    choice = walk.opened.desk.settings_page.health.choice
    before = choice.row
    walk.press("Down")
    walk.wait(lambda: choice.row is not before)


def _look_again(walk: Walk) -> None:
    pane = walk.opened.desk.settings_page.health
    walk.alt("R")
    walk.wait(lambda: any(row.identity == "audit" for row in pane.rows))


def _make_file(walk: Walk) -> None:
    pane = walk.opened.desk.settings_page.health
    walk.alt("D")
    walk.wait(lambda: ".zip" in pane.said)


def _make_code(walk: Walk) -> None:
    walk.press("Page_Up")
    walk.wait(walk.moving.isVisible)
    walk.alt("M")
    walk.pin(OWNER)
    walk.wait(walk.moving.recovery.code.text)


ADMINISTRATOR: Mapping[str, Act] = {
    "settings": _settings,
    "health": _health,
    "choose_line": _choose_line,
    "look_again": _look_again,
    "make_file": _make_file,
    "make_code": _make_code,
}

# a forgotten PIN

NEW_PIN = "482901"


def _type_code(walk: Walk) -> None:
    walk.page(6)
    walk.topic("moving")
    walk.field(walk.moving.recovery.fields[0], str(walk.held["code"]).lower())


def _type_pin(walk: Walk) -> None:
    for place in (1, 2):
        walk.field(walk.moving.recovery.fields[place], NEW_PIN)


def _set_pin(walk: Walk) -> None:
    walk.alt("S")
    walk.wait(walk.moving.recovery.code.text)
    walk.wait(walk.opened.desk.window.shell.bands.recovered.isVisible)


def _sign_in_again(walk: Walk) -> None:
    walk.press("F12")
    walk.pin(OWNER, NEW_PIN)
    walk.wait(lambda: walk.opened.desk.bridge.actor() == OWNER)


LOST_PIN: Mapping[str, Act] = {
    "type_code": _type_code,
    "type_pin": _type_pin,
    "set_pin": _set_pin,
    "sign_in_again": _sign_in_again,
}
