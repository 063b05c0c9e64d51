"""Which order is selected: by a person's act, or the most urgent new one when nothing on screen is."""

from PySide6.QtCore import QObject, Qt, Signal, Slot

from posdesk.desk.orders.lanes import LaneProxy
from posdesk.desk.orders.model import BoardModel
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.order import OrderKey


class Selection(QObject):
    """Holds the selected order. New orders never change it, nor what stands above it in its lane.

    It is an order of the lanes; only a search may lend it to one that stands on none.
    """

    changed = Signal(object, bool)  # OrderKey | None, whether a person chose it

    def __init__(
        self, model: BoardModel, lanes: dict[Lane, LaneProxy], parent: QObject | None = None
    ) -> None:
        """`lanes` tell the order of cards; the most urgent is the first of New."""
        super().__init__(parent)
        self._model, self._lanes = model, lanes
        self.key: OrderKey | None = None  # the selected order
        self._lent = False
        self._before: OrderKey | None = None  # what was selected when it was lent
        self._acted: set[OrderKey] = set()
        model.applied.connect(self._applied)

    @Slot(object)
    def choose(self, key: OrderKey) -> None:
        """A person chose this order."""
        self._set(key, by_person=True)

    def go_on(self, acted: OrderKey) -> None:
        """Something was done with that order: the next most urgent new one is selected."""
        self._acted.add(acted)
        self._model.hold(())
        self.start_over()

    def start_over(self) -> None:
        """Nothing on screen is selected any more: the most urgent new order is."""
        self._set(self._most_urgent(), by_person=False)

    def came_to_nothing(self, key: OrderKey) -> None:
        """What was done with that order was not written down: it counts as new again."""
        self._acted.discard(key)
        self.refresh()

    def lend(self) -> None:
        """A search is open: what it found may be selected, whether it stands on a lane or not."""
        if not self._lent:
            self._lent, self._before = True, self.key

    def give_back(self) -> None:
        """The search is over: an order that stands on no lane leaves the selection to the one before it."""
        before, self._lent, self._before = self._before, False, None
        back = before is not None and before not in self._acted and self.on_lane(before)
        if back and not self.on_lane(self.key):
            self._set(before, by_person=False)
        self.refresh()

    def refresh(self) -> None:
        """Select the most urgent new order when nothing is selected, or the selected one left the lanes."""
        if self.key is None or not (self._lent or self.on_lane(self.key)):
            self.start_over()

    def on_lane(self, key: OrderKey | None) -> bool:
        """Whether that order stands on a lane now."""
        return key is not None and any(lane.place(key) is not None for lane in self._lanes.values())

    @Slot(object)
    def _applied(self, keys: frozenset[OrderKey]) -> None:
        self._acted -= keys
        self.refresh()

    def _most_urgent(self) -> OrderKey | None:
        new = self._lanes[Lane.NEW]
        keys = (new.row_at(n).key for n in range(new.rowCount()))
        return next((key for key in keys if key not in self._acted), None)

    def _set(self, key: OrderKey | None, *, by_person: bool) -> None:
        changed, self.key = key != self.key, key
        if changed:
            self._hold()
        if changed or by_person:
            self.changed.emit(key, by_person)

    def _hold(self) -> None:
        """What stands above the selected card stays there, and so does the card."""
        place, lane = self._place()
        self._model.hold(() if place is None or lane is None else lane.keys(place + 1))

    def _place(self) -> tuple[int | None, LaneProxy | None]:
        if self.key is None:
            return None, None
        found = ((lane.place(self.key), lane) for lane in self._lanes.values())
        return next(((place, lane) for place, lane in found if place is not None), (None, None))


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
