"""What the store adds to an order by itself: a note, a promised time, the packing list, a slip once more."""

from collections.abc import Mapping
from dataclasses import field
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt, Signal, Slot

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.facts import Facts
from posdesk.desk.orders.actions import RowOf
from posdesk.desk.orders.model import BoardModel
from posdesk.desk.orders.reprint import Reprinting
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderKey, OrderLine
from posdesk.domain.orders.own import PROMISES_MIN, may_promise, note_text, promised_in
from posdesk.domain.orders.packing import ItemScan, may_pack, pieces_of, scanned, toggled
from posdesk.domain.printing.slip import SlipKind
from posdesk.engine.actions import Actions
from posdesk.records import dataclass, replace

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Noting:
    """A note is being typed to this order."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class Promising:
    """A time is about to be promised."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class PackingList:
    """The packing list that is open: whose, which line is chosen, and what the last code was.

    `ahead` are pieces by line that were checked off here and are not read back from the disk yet.
    """

    key: OrderKey
    at: int = 0
    last: ItemScan | None = None
    ahead: Mapping[int, int] = field(default_factory=dict)


Step: TypeAlias = Noting | Promising | Reprinting


class OwnActions(QObject):
    """Holds the open step and the open packing list; what is wanted goes to the journal at once."""

    changed = Signal()  # another step, or another state of the list
    print_wanted = Signal(object, object)  # OrderKey, SlipKind: once more

    def __init__(self, counter: Counter, model: BoardModel, row_of: RowOf, parent: QObject) -> None:
        """`row_of` finds an order on the board or among what was found."""
        super().__init__(parent)
        self._counter, self._row_of = counter, row_of
        self.step: Step | None = None
        self.plan = counter.settings.print_plan  # which slips have a printer
        self.packing: PackingList | None = None
        self._lines: tuple[OrderLine, ...] = ()  # of the open list, as they were when `ahead` was counted
        model.applied.connect(self._applied)

    def note(self, key: OrderKey) -> None:
        """The first step of a note: the field opens."""
        row = self._row_of(key)
        if row is not None:
            self._go(Noting(row.facts))

    def keep_note(self, typed: str) -> None:
        """The second step: it is written down; an empty one is left."""
        now = self.step
        if isinstance(now, Noting):
            self._go(None)
            if note_text(typed):
                self._counter.act(partial(Actions.note, key=now.facts.key, text=note_text(typed)))

    def promise(self, key: OrderKey) -> None:
        """The first step of a promise: in how many minutes."""
        row = self._row_of(key)
        if row is not None and may_promise(row.view.order):
            self._go(Promising(row.facts))

    def promise_in(self, number: int) -> None:
        """The second step: one of the offered times, by its digit."""
        now = self.step
        if isinstance(now, Promising) and 1 <= number <= len(PROMISES_MIN):
            self._go(None)
            at = promised_in(PROMISES_MIN[number - 1], self._counter.clock.now())
            self._counter.act(partial(Actions.promise, key=now.facts.key, at=at))

    def slips(self, key: OrderKey) -> tuple[SlipKind, ...]:
        """What may be printed again of it."""
        view = self._view(key)
        return self.plan.again(view.order) if view is not None else ()

    def reprint(self, key: OrderKey) -> None:
        """The first step of a reprint: which slip."""
        row, slips = self._row_of(key), self.slips(key)
        if row is not None and slips:
            self._go(Reprinting(row.facts, slips))

    def reprint_this(self, number: int) -> None:
        """The second step: one of them, by its digit."""
        now = self.step
        if isinstance(now, Reprinting) and 1 <= number <= len(now.slips):
            self._go(None)
            self.print_wanted.emit(now.facts.key, now.slips[number - 1])

    def close_step(self) -> bool:
        """Back out of the first step; whether there was one."""
        if self.step is None:
            return False
        self._go(None)
        return True

    def toggle_packing(self, key: OrderKey) -> None:
        """Open the packing list of this order, or close it."""
        view = self._view(key)
        opens = self.packing is None and view is not None and may_pack(view.order)
        self._open(PackingList(key) if opens else None)

    @Slot()
    def close_packing(self) -> bool:
        """Close the list; whether one was open."""
        was_open = self.packing is not None
        if was_open:
            self._open(None)
        return was_open

    def choose(self, key: Qt.Key) -> bool:
        """An arrow moves along the open list; whether it did."""
        now, step = self.packing, _STEPS.get(key)
        view = self._view(now.key) if now else None
        if now is None or view is None or step is None:
            return False
        last = len(view.order.content.lines) - 1
        self.packing = replace(now, at=min(max(0, now.at + step), last))
        self.changed.emit()
        return True

    def check(self, key: OrderKey, line: int) -> None:
        """A line was touched: all of it lies in the bag, or none of it any more."""
        view = self._view(key)
        if view is None or not may_pack(view.order) or not 0 <= line < len(view.order.content.lines):
            return
        if self.packing is not None and self.packing.key == key:
            self.packing = replace(self.packing, at=line, last=None)
        self._pack(view, line, toggled(view.order.content.lines[line], self._packed(view).get(line, 0)))

    def scan(self, code: str) -> ItemScan | None:
        """A code came while the list was open: what it was. None where none is open."""
        now = self.packing
        view = self._view(now.key) if now else None
        if now is None or view is None or not may_pack(view.order):
            return None
        packed = self._packed(view)
        what, line = scanned(view.order.content.lines, packed, code)
        self.packing = replace(now, at=now.at if line is None else line, last=what)
        if line is None:
            self.changed.emit()
        else:
            self._pack(view, line, packed.get(line, 0) + 1)
        return what

    def _pack(self, view: OrderView, line: int, pieces: int) -> None:
        """Twenty scans a second don't wait for the disk: what was checked off counts from now on."""
        pieces = min(pieces, pieces_of(view.order.content.lines[line]))
        now = self.packing
        if now is not None and now.key == view.order.key:
            self.packing = replace(now, ahead={**now.ahead, line: pieces})
            self._lines = view.order.content.lines
        act = partial(Actions.pack, key=view.order.key, line=line, pieces=pieces)
        self._counter.act(act, undone=self._forget_ahead)
        self.changed.emit()

    def _packed(self, view: OrderView) -> dict[int, int]:
        now = self.packing
        ahead = now.ahead if now is not None and now.key == view.order.key else {}
        return {**view.own.packed, **ahead}

    def _forget_ahead(self) -> None:
        """Something was not written down: what is on disk counts again."""
        if self.packing is not None:
            self.packing = replace(self.packing, ahead={})
        self.changed.emit()

    def _view(self, key: OrderKey) -> OrderView | None:
        row = self._row_of(key)
        return row.view if row else None

    def _go(self, step: Step | None) -> None:
        self.step = step
        self.changed.emit()

    def _open(self, packing: PackingList | None) -> None:
        self.packing = packing
        self.changed.emit()

    @Slot(object)
    def _applied(self, keys: frozenset[OrderKey]) -> None:
        """What is read back counts; a list of an order that nobody packs any more closes.

        So does what was counted before the platform changed the dishes.
        """
        now = self.packing
        if now is None or now.key not in keys:
            return
        view = self._view(now.key)
        if view is None or not may_pack(view.order):
            self._open(None)
            return
        written, is_same = view.own.packed, self._lines == view.order.content.lines
        left = {line: n for line, n in now.ahead.items() if is_same and written.get(line, 0) != n}
        self.packing = replace(now, ahead=left, at=min(now.at, len(view.order.content.lines) - 1))
        self.changed.emit()
