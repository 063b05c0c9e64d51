"""What closing an order here does step by step: reason, sentence, who, and then it is written down."""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.orders.closing import Closing
from posdesk.desk.orders.model import BoardModel, Row
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.name_dialog import NameDialog
from posdesk.desk.words.rights import asks_words
from posdesk.desk.words.say import actor_name
from posdesk.domain.orders.board import may_close
from posdesk.domain.orders.closing import reason_at
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions
from posdesk.records import replace

RowOf = Callable[[OrderKey], Row | None]


class ClosingSteps(QObject):
    """`now` is the one under way. No key but its own ends it, and none that was there unseen."""

    changed = Signal()
    done = Signal(object)  # OrderKey: it was closed or opened
    undone = Signal(object)  # OrderKey: that could not be written down

    def __init__(
        self, counter: Counter, model: BoardModel, row_of: RowOf, theme: Theme, parent: QWidget
    ) -> None:
        """`row_of` finds an order on the board or among what was found."""
        super().__init__(parent)
        self._counter, self._row_of = counter, row_of
        self.now: Closing | None = None
        self._theme, self._parent = theme, parent
        model.applied.connect(self._applied)
        counter.signals.staff_changed.connect(self._staff_changed)

    @cached_property
    def names(self) -> NameDialog:
        """What asks who it is, where no PIN tells; made when it is first wanted."""
        names = NameDialog(self._counter, self._theme, self._parent)
        names.named.connect(self._named)
        return names

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        if "names" in vars(self):
            self.names.set_theme(theme)

    def may_begin(self, row: Row | None) -> bool:
        """Whether an order can be closed here, or opened again."""
        return row is not None and (row.view.order.is_closed_here or may_close(row.view))

    def begin(self, key: OrderKey) -> None:
        """The first step."""
        row = self._row_of(key)
        if row is not None and self.may_begin(row):
            self._put(self._with_who(Closing(row.facts, opens=row.view.order.is_closed_here)))

    def choose_reason(self, number: int) -> None:
        """A reason by its digit."""
        if self.now is not None and not self.now.opens:
            self._put(replace(self.now, reason=reason_at(number)))

    @Slot(str)
    def write(self, note: str) -> None:
        """The sentence as it is typed."""
        if self.now is not None and self.now.note != note:
            self._put(replace(self.now, note=note))

    def ask_name(self) -> None:
        """Who says so, where no PIN tells."""
        if self.now is not None and self.now.asks:
            self.names.open_for(self.tr("Who closes it?") if not self.now.opens else self.tr("Who opens it?"))

    def finish(self) -> None:
        """The second step: write it down, once it is known who says so."""
        now = self.now
        if now is None or not now.possible:
            return
        if now.asks and not now.said:
            self.ask_name()
            return
        self._put(None)
        act = partial(self._write_down, now)
        if now.asks:
            self._counter.people.under_name(now.said, act)
        else:
            act()

    def close(self) -> bool:
        """Back out of it; whether there was one."""
        was = self.now is not None
        if was:
            self._put(None)
        return was

    def _write_down(self, now: Closing) -> None:
        key = now.facts.key
        act = partial(Actions.open_again, key=key)
        if not now.opens:
            assert now.reason is not None
            note = now.note if now.writes else ""
            act = partial(Actions.close_here, key=key, reason=now.reason, note=note)
        self._counter.act(act, undone=partial(self._not_written, key))
        self.done.emit(key)

    def _not_written(self, key: OrderKey) -> None:
        self.undone.emit(key)

    def _with_who(self, now: Closing) -> Closing:
        people = self._counter.people
        asked = people.asks(Right.CLOSE_HERE)
        who = asks_words(asked) if asked else actor_name(self._counter.actor())
        return replace(now, who=who, asks=people.needs_name(Right.CLOSE_HERE))

    def _put(self, now: Closing | None) -> None:
        self.now = now
        if now is None and "names" in vars(self):
            self.names.put_away()
        self.changed.emit()

    @Slot(str)
    def _named(self, name: str) -> None:
        if self.now is not None:
            self._put(replace(self.now, said=name))

    @Slot(object)
    def _staff_changed(self, _staff: object) -> None:
        if self.now is not None:
            self._put(self._with_who(replace(self.now, said="")))

    @Slot(object)
    def _applied(self, keys: frozenset[OrderKey]) -> None:
        """It ends by itself where the order ended, or somebody closed or opened it meanwhile."""
        now = self.now
        if now is None or now.facts.key not in keys:
            return
        row = self._row_of(now.facts.key)
        if row is None or not self.may_begin(row) or row.view.order.is_closed_here is not now.opens:
            self._put(None)
