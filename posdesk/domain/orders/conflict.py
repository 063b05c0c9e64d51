"""What stands against how an order ended; with a relay more than one word may."""

from posdesk.domain.orders.order import FINAL_STATES, OrderState

TWO_PAYS, TWO_OUTS = "two_pays", "two_outs"
"""Paid, or given out, at two counters of the store."""
_BETWEEN = "; "


def parts_of(text: str) -> tuple[str, ...]:
    """The single conflicts: a final state, "changed: …" with names of fields, an intent and its outcome."""
    return tuple(text.split(_BETWEEN)) if text else ()


def joined(text: str, what: str, state: OrderState) -> str:
    """With another one; the same whatever came first. How it stands now, `state`, is none."""
    parts = {*parts_of(text), what} - {str(state)}
    return _BETWEEN.join(sorted(parts))


def final_words(text: str, state: OrderState) -> frozenset[OrderState]:
    """Every final word that was said of an order that stands in `state`."""
    said = {str(state), *parts_of(text)}
    return frozenset(final for final in FINAL_STATES if str(final) in said)
