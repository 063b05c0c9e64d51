"""Accepting by a touch on the corner card: one intent an order, and none for what was pressed already."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from posdesk.desk.bridge.counter import Counter
from posdesk.domain.orders.board import rings
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.rights import Right


class Accepting(QObject):
    """`pressed` are the orders whose accept or refusal is being written down, from wherever it came."""

    changed = Signal()

    def __init__(self, counter: Counter, parent: QObject) -> None:
        """Listens to `counter` from here on."""
        super().__init__(parent)
        self._counter = counter
        self._pressed: set[OrderKey] = set()
        counter.signals.wished.connect(self._hear_wish)
        counter.signals.unwished.connect(self._hear_unwished)

    @property
    def pressed(self) -> frozenset[OrderKey]:
        """What was pressed and still rings: it is not on disk yet."""
        views = map(self._counter.view, self._pressed)
        self._pressed = {view.order.key for view in views if view is not None and rings(view)}
        return frozenset(self._pressed)

    @property
    def is_barred(self) -> bool:
        """Signed out, where people are set up: who passes by acts on no order."""
        return self._counter.people.asks(Right.END_STOP) is not None

    def accept(self, key: OrderKey) -> None:
        """Once an order, and only while it still waits for it."""
        view = self._counter.view(key)
        if view is None or key in self._pressed or not rings(view) or self.is_barred:
            return
        self._pressed.add(key)
        self._counter.wish(key, Kind.ACCEPT, undone=partial(self._hear_unwished, key))
        self.changed.emit()

    @Slot(object, object)
    def _hear_wish(self, key: OrderKey, kind: Kind) -> None:
        if kind in {Kind.ACCEPT, Kind.REFUSE}:
            self._pressed.add(key)
            self.changed.emit()

    @Slot(object)
    def _hear_unwished(self, key: OrderKey) -> None:
        self._pressed.discard(key)
        self.changed.emit()
