"""Orders that were cancelled before anybody accepted them: no STOP, but somebody may have read them."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.words.say import listed
from posdesk.desk.words.states import Sentence, source_name
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderKey, OrderState, Origin

translate = QCoreApplication.translate


class CancelWatch:
    """Keeps the orders that wait to be accepted, and, until it is read, which of them were cancelled."""

    def __init__(self, counter: Counter) -> None:
        """What was cancelled before the desk opened waited on no screen."""
        self._counter = counter
        self._waiting: set[OrderKey] = set()
        self._cancelled: dict[OrderKey, OrderView] = {}
        self.refresh(())

    @property
    def said(self) -> Sentence:
        """Which they are, and that nothing is to be made; nothing where there is none."""
        return cancelled_words(self._cancelled.values())

    def refresh(self, keys: tuple[OrderKey, ...]) -> None:
        """Look at these orders again; none named: at all."""
        views = [self._counter.view(key) for key in keys] if keys else self._counter.views()
        for view in views:
            if view is not None:
                self._look(view)

    def seen(self) -> None:
        """Somebody has read it."""
        self._cancelled.clear()

    def _look(self, view: OrderView) -> None:
        order = view.order
        if order.state is OrderState.NEW and order.origin is Origin.PUSHED:
            self._waiting.add(order.key)
            return
        waited = order.key in self._waiting
        self._waiting.discard(order.key)
        if waited and order.state is OrderState.CANCELLED and not order.stop_open:
            self._cancelled[order.key] = view


def cancelled_words(views: Iterable[OrderView]) -> Sentence:
    """These orders by source and number."""
    contents = [view.order.content for view in views]
    if not contents:
        return Sentence("")
    names = (f"{source_name(each.source, each.source_code)} {each.number}" for each in contents)
    what = translate("frame", "Cancelled before it was accepted: {orders}.").format(orders=listed(names))
    return Sentence(what, translate("frame", "Nobody has to make it."))
