"""Which STOPs are shown in a window so high, which of them the key ends, and how much room they take."""

from collections.abc import Mapping, Sequence, Set

from posdesk.desk.stop.stop_card import MORE_H
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderKey

GAP = 8
_SHARE = 0.3  # of the window's height that STOPs may take; the first one has its room always
_MOST_SHARE = 0.45  # but no more than this: a longer one scrolls


def target_of(shown: Mapping[OrderKey, OrderView], ended: Set[OrderKey]) -> OrderKey | None:
    """What the key ends: the first that needs no word which order is meant; with none such, that is asked."""
    left = [key for key in shown if key not in ended]
    return next((key for key in left if not shown[key].order.is_unclear), next(iter(left), None))


def first_of(stops: Mapping[OrderKey, OrderView], count: int) -> dict[OrderKey, OrderView]:
    """The oldest; but one that the key can end is never hidden behind those that wait for a word."""
    first, clear = list(stops)[:count], [key for key, view in stops.items() if not view.order.is_unclear]
    if clear and first and clear[0] not in first:
        first[-1] = clear[0]
    return {key: stops[key] for key in first}


def stops_that_fit(heights: Sequence[int], count: int, window_h: int) -> int:
    """How many of so many STOPs are shown in a window so high, in px; the first one always.

    `heights` are of the first ones.
    """
    room = window_h * _SHARE
    fitting = (n for n in range(len(heights), 1, -1) if _whole_height(heights[:n], more=count > n) <= room)
    return next(fitting, min(count, 1))


def height_of(heights: Sequence[int], window_h: int, *, more: bool) -> int:
    """What these STOPs take, in px, with the line that counts the rest or without."""
    whole = _whole_height(heights, more=more)
    return min(whole, int(window_h * _MOST_SHARE)) if window_h else whole


def _whole_height(heights: Sequence[int], *, more: bool) -> int:
    return sum(GAP + height for height in heights) + (MORE_H + GAP if more else 0)
