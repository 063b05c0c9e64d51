"""Orders, look-ups and intents as the Pickup page meets them."""

from dataclasses import replace

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.pickup.lookup import CodeFrom, Found, Lookup
from tests.support.fake_counter import NOON
from tests.support.sample_views import content_of, line, order_of, with_intent

CODE = "2211418700359"


def to_verify(number: str = "21", state: OrderState = OrderState.READY) -> OrderView:
    """A Meituan order that is verified by a code."""
    content = content_of("4", number, "吴女士", "18011116692", NOON, line("攸县香干饭"), pickup=True)
    return OrderView(order_of(content, state))


def to_hand_over(number: str = "96") -> OrderView:
    """An Ele.me order that a rider fetches: nothing to verify."""
    content = content_of("20", number, "何女士", "13911118126", NOON, line("攸县香干饭"))
    return OrderView(order_of(content, OrderState.READY))


def lookup(number: int, found: Found, *keys: OrderKey, **more: object) -> Lookup:
    """What became of a scanned code."""
    plain = Lookup(number, CODE, NOON, CodeFrom.SCANNER, found, keys)
    return replace(plain, **more)  # type: ignore[arg-type]


def verified(view: OrderView, outcome: Outcome, **more: object) -> OrderView:
    """The same order with a verification of that outcome; a confirmed one completes it."""
    more.setdefault("ever_unknown", outcome is Outcome.UNKNOWN)
    pressed = with_intent(view, Kind.VERIFY, outcome, code=CODE, **more)
    if outcome is not Outcome.CONFIRMED:
        return pressed
    return replace(pressed, order=replace(pressed.order, state=OrderState.COMPLETED))


def in_state(view: OrderView, state: OrderState) -> OrderView:
    """The same order in another state."""
    return replace(view, order=replace(view.order, state=state))
