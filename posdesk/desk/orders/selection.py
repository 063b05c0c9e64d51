"""Which order is selected: by a person's act, or the most urgent new one when nothing is."""

from PySide6.QtCore import QObject, Signal, Slot

from posdesk.desk.orders.lane_proxy import LaneProxy
from posdesk.desk.orders.model import BoardModel
from posdesk.domain.board import Lane
from posdesk.domain.order import OrderKey

Lanes = dict[Lane, LaneProxy]


class Selection(QObject):
    """Holds the selected order. New orders never change it, nor what stands above it in its lane."""

    changed = Signal(object, bool)  # OrderKey | None, whether a person chose it

    def __init__(
        self, model: BoardModel, lanes: dict[Lane, LaneProxy], parent: QObject | None = None
    ) -> None:
        """`lanes` tell the order of cards; the most urgent is the first of New."""
        super().__init__(parent)
        self._model, self._lanes = model, lanes
        self._key: OrderKey | None = None
        self._was_open = False  # an order that was done already when it was chosen stays selected
        self._acted: set[OrderKey] = set()
        model.applied.connect(self._applied)

    @property
    def key(self) -> OrderKey | None:
        """The selected order."""
        return self._key

    def choose(self, key: OrderKey) -> None:
        """A person chose this order."""
        self._set(key, by_person=True)

    def go_on(self, acted: OrderKey) -> None:
        """Something was done with that order: the next most urgent new one is selected."""
        self._acted.add(acted)
        self._model.hold(())
        self._set(self._most_urgent(), by_person=False)

    def came_to_nothing(self, key: OrderKey) -> None:
        """What was done with that order was not written down: it counts as new again."""
        self._acted.discard(key)
        self.refresh()

    def refresh(self) -> None:
        """Select the most urgent new order when nothing is selected, or the selected one is over."""
        if self._key is None or (self._was_open and not self._is_open(self._key)):
            self._set(self._most_urgent(), by_person=False)

    @Slot(object)
    def _applied(self, keys: frozenset[OrderKey]) -> None:
        self._acted -= keys
        self.refresh()

    def _most_urgent(self) -> OrderKey | None:
        new = self._lanes[Lane.NEW]
        keys = (new.row_at(n).key for n in range(new.rowCount()))
        return next((key for key in keys if key not in self._acted), None)

    def _set(self, key: OrderKey | None, *, by_person: bool) -> None:
        changed, self._key = key != self._key, key
        self._was_open = key is not None and self._is_open(key)
        if changed:
            self._hold()
        if changed or by_person:
            self.changed.emit(key, by_person)

    def _is_open(self, key: OrderKey) -> bool:
        row = self._model.row(key)
        return row is not None and row.facts.lane is not Lane.DONE

    def _hold(self) -> None:
        """What stands above the selected card stays there, and so does the card."""
        place, lane = self._place()
        self._model.hold(() if place is None or lane is None else lane.keys(place + 1))

    def _place(self) -> tuple[int | None, LaneProxy | None]:
        if self._key is None:
            return None, None
        found = ((lane.place(self._key), lane) for lane in self._lanes.values())
        return next(((place, lane) for place, lane in found if place is not None), (None, None))
