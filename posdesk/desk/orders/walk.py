"""Arrow keys: to the card above or below, to the lane left or right."""

from PySide6.QtCore import Qt

from posdesk.desk.orders.lane_proxy import LaneProxy
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.order import OrderKey

_ORDER = (Lane.NEW, Lane.MAKING, Lane.READY, Lane.PREORDER)
_STEPS = {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0)}


def neighbour(lanes: dict[Lane, LaneProxy], selected: OrderKey | None, key: Qt.Key) -> OrderKey | None:
    """The order that an arrow leads to; None for another key, or where there is none."""
    step = _STEPS.get(key)
    if step is None:
        return None
    lane, place = _where(lanes, selected)
    if step[0]:
        return _in_next_lane(lanes, lane, place, step[0])
    wanted = place + step[1]
    return lanes[lane].row_at(wanted).key if 0 <= wanted < lanes[lane].rowCount() else None


def _where(lanes: dict[Lane, LaneProxy], selected: OrderKey | None) -> tuple[Lane, int]:
    for lane in _ORDER:
        place = lanes[lane].place(selected) if selected else None
        if place is not None:
            return lane, place
    return Lane.NEW, -1


def _in_next_lane(lanes: dict[Lane, LaneProxy], lane: Lane, place: int, step: int) -> OrderKey | None:
    at = _ORDER.index(lane) + step
    while 0 <= at < len(_ORDER):
        beside = lanes[_ORDER[at]]
        if beside.rowCount():
            return beside.row_at(min(max(0, place), beside.rowCount() - 1)).key
        at += step
    return None
