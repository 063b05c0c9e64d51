"""The board's rows: one list model of orders."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.facts import Chip, Facts, Moment, content_spoken, facts_of, spoken
from posdesk.domain.clock import in_china, to_text
from posdesk.domain.orders.board import Lane, OrderView, is_moved_by_time, lane_of, queue_key, stops_of
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.printing.board import PrintBoard
from posdesk.domain.printing.print_job import PrintJob
from posdesk.records import replace

_AnyIndex = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_NEAR = 8  # rows: to say of so many between two that they changed costs less than to say it twice


class Role:
    """The model's own data role."""

    ROW = Qt.ItemDataRole.UserRole + 1  # Row


class SortBy(StrEnum):
    """What a lane is sorted by; overdue orders are first either way."""

    DUE = "due"
    ARRIVAL = "arrival"


class Row:
    """One order on the board: where it stands is known, what its card says is made when somebody looks.

    `held` is its fixed place above the selected card, None when it is sorted; `moves`: by time alone.
    """

    __slots__ = ("_facts", "_make", "arrival", "held", "lane", "moves", "overdue", "queue", "view")

    def __init__(self, view: OrderView, lane: Lane, make: Callable[["Row"], Facts], *, overdue: bool) -> None:
        """`make` says what the card shows at the moment at which it is asked for."""
        self.view, self.lane, self.overdue, self._make = view, lane, overdue, make
        self.queue, self.moves = _queue_text(view, lane), is_moved_by_time(view)
        self.arrival = f"{to_text(view.order.received_at)} {view.order.key.bill}"
        self.held: int | None = None
        self._facts: Facts | None = None

    @property
    def key(self) -> OrderKey:
        """The order's key."""
        return self.view.order.key

    @property
    def facts(self) -> Facts:
        """What its card shows, as of the first look at it."""
        if self._facts is None:
            self._facts = self._make(self)
        return self._facts

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Those that somebody has looked at."""
        return self._facts.chips if self._facts is not None else ()

    def forget(self) -> None:
        """What it says is made anew at the next look: another language, another day."""
        self._facts = None

    def told(self, why: str) -> "Row":
        """The same with why it was found."""
        found = Row(self.view, self.lane, lambda _: replace(self.facts, why=why), overdue=self.overdue)
        found.held = self.held
        return found


Papers = Mapping[OrderKey, tuple[PrintJob, ...]]


def papers_of(board: PrintBoard) -> Papers:
    """The papers that are wanted by order and not known to have come out, by order."""
    found: dict[OrderKey, tuple[PrintJob, ...]] = {}
    for paper in (*board.doubtful, *board.not_sent):
        if paper.job.order is not None:
            found[paper.job.order] = (*found.get(paper.job.order, ()), paper.job)
    return found


class RowMaker:
    """Makes rows, and knows when one no longer says what is true."""

    def __init__(self, counter: Counter) -> None:
        """`counter` knows the time, the settings and how long something can still be undone."""
        self._counter = counter
        self._kept: OrderKey | None = None
        self.papers: Papers = {}

    def row(self, view: OrderView) -> Row:
        """The row of an order as it is at this moment."""
        left_s = self._counter.accept_left_s(view.order.key) if _waits_for_accept(view) else None
        return Row(view, self._lane(view), self._facts, overdue=left_s is not None and left_s <= 0)

    def keep(self, key: OrderKey | None) -> None:
        """Somebody looks at this one: it leaves no lane because nobody works on it."""
        self._kept = key

    def _facts(self, row: Row) -> Facts:
        now, counter, papers = (
            self._counter.clock.now(),
            self._counter.settings.store.counter,
            self.papers.get(row.key, ()),
        )
        return facts_of(row.view, row.lane, Moment(now, counter, row.overdue, self._waits(row.view), papers))

    def _waits(self, view: OrderView) -> frozenset[Seq]:
        queued = (i.seq for i in view.intents if i.outcome is Outcome.QUEUED)
        return frozenset(seq for seq in queued if self._counter.undo_left_s(seq) > 0)

    def is_stale(self, row: Row) -> bool:
        """Whether time alone has changed what the row says; cheap, since every row is asked each second."""
        if row.lane is Lane.NEW:
            left_s = self._counter.accept_left_s(row.key)
            if left_s is not None and (left_s <= 0) != row.overdue:
                return True
        elif row.moves and row.lane in {Lane.PREORDER, Lane.MAKING} and self._lane(row.view) is not row.lane:
            return True
        return any(self._is_over(chip) for chip in row.chips)

    def _is_over(self, chip: Chip) -> bool:
        if chip.waits and chip.seq is not None:
            return self._counter.undo_left_s(chip.seq) <= 0
        return chip.until is not None and self._counter.clock.now() >= chip.until

    def _lane(self, view: OrderView) -> Lane:
        lead = timedelta(minutes=self._counter.settings.store.preorder_lead_min)
        lane = lane_of(view, self._counter.clock.now(), lead)
        is_kept = lane is Lane.LOOKED_UP and view.order.key == self._kept
        return Lane.MAKING if is_kept else lane


class BoardModel(QAbstractListModel):
    """All orders of `Counter.views()` as rows; `applied` carries the keys after each change."""

    applied = Signal(object)  # frozenset[OrderKey]

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        """Rows are read at once; later changes come by the counter's signal."""
        super().__init__(parent)
        self._counter = counter
        self._maker = RowMaker(counter)
        self._rows: list[Row] = []
        self._at: dict[OrderKey, int] = {}
        self._stopped: dict[OrderKey, OrderView] = {}
        self._held: frozenset[OrderKey] = frozenset()
        self._sort_by = dict.fromkeys(Lane, SortBy.DUE)
        self._day = in_china(counter.clock.now()).date()
        counter.signals.orders_changed.connect(self.apply)
        self.load()

    def rowCount(self, parent: _AnyIndex = _NO_PARENT) -> int:
        """How many orders."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row's value for a role."""
        row = self._rows[index.row()]
        if role == Role.ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return spoken(row.facts, self._counter.accept_left_s(row.key))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return content_spoken(row.facts)
        return None

    def row_at(self, at: int) -> Row:
        """The row of a number in this model."""
        return self._rows[at]

    def sorts_before(self, one: int, other: int) -> bool:
        """Whether the first of two rows of a lane stands before the second."""
        return self._sort_text(self._rows[one]) < self._sort_text(self._rows[other])

    def row_of(self, view: OrderView) -> Row:
        """A row for any order, on the board or not: for what a search found."""
        return self.row(view.order.key) or self._maker.row(view)

    def row(self, key: OrderKey) -> Row | None:
        """The row of an order, None where it is not on the board."""
        at = self._at.get(key)
        return None if at is None else self._rows[at]

    def place(self, key: OrderKey) -> int | None:
        """The row number of an order in this model."""
        return self._at.get(key)

    def rows(self) -> tuple[Row, ...]:
        """All rows, in no order that means anything."""
        return tuple(self._rows)

    def stops(self) -> tuple[OrderView, ...]:
        """Cancelled orders that nobody has acknowledged, oldest first.

        Of those among which a person says which one is meant, one stands for all: there is one STOP.
        """
        return stops_of(self._stopped.values())

    def keep(self, key: OrderKey | None) -> None:
        """The selected order, which stays on its lane while it is."""
        self._maker.keep(key)

    @Slot(object)
    def show_papers(self, board: PrintBoard) -> None:
        """Which slips did not come out, or perhaps not: said on the cards of their orders."""
        before, after = self._maker.papers, papers_of(board)
        self._maker.papers = after
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        views = {key: row.view for key in changed if (row := self.row(key)) is not None}
        if views:
            self._put(views, gone=frozenset())

    def sort_by(self, lane: Lane) -> SortBy:
        """What that lane is sorted by."""
        return self._sort_by[lane]

    def set_sort_by(self, lane: Lane, by: SortBy) -> None:
        """Sort a lane otherwise: a person's act, so held places are given up."""
        self._sort_by[lane] = by
        self.hold(())
        self._all_changed()

    def hold(self, keys: Iterable[OrderKey]) -> None:
        """Keep these orders in front of their lane, in this order; all others are sorted behind them."""
        places = {key: place for place, key in enumerate(keys)}
        changed = []
        for key in (*places, *(self._held - places.keys())):
            row = self.row(key)
            if row is not None and row.held != places.get(key):
                row.held = places.get(key)
                changed.append(self._at[key])
        self._held = frozenset(places)
        for first, last in _runs(changed):  # each lane sorts itself anew once a run
            self.dataChanged.emit(self.index(first), self.index(last))

    @Slot()
    def load(self) -> None:
        """Read every order again; what is still there keeps its row, and what is as it was is left alone."""
        views = {v.order.key: v for v in self._counter.views()}
        changed = {key: view for key, view in views.items() if not self._has(view)}
        self._put(changed, gone=frozenset(self._at) - views.keys())

    @Slot(object)
    def apply(self, keys: tuple[OrderKey, ...]) -> None:
        """Take over what changed at once: the shelf gathers a flood."""
        if not keys:
            self.load()
            return
        read = {key: self._counter.view(key) for key in keys}
        self._put(
            {k: v for k, v in read.items() if v}, gone=frozenset(k for k, v in read.items() if v is None)
        )

    def tick(self) -> None:
        """Time has passed: renew the rows that depend on it (deadline, chip, pre-order due, the day)."""
        today = in_china(self._counter.clock.now()).date()
        if today != self._day:
            self._day = today
            self.retranslate()
        changed = {row.key: row.view for row in self._rows if self._maker.is_stale(row)}
        if changed:
            self._put(changed, gone=frozenset())

    def retranslate(self) -> None:
        """Every text anew, in the language on screen."""
        for row in self._rows:
            row.forget()
        self._all_changed()

    def _put(self, views: dict[OrderKey, OrderView], gone: frozenset[OrderKey]) -> None:
        self._remove(gone)
        self._note_stops(views, gone)
        for key in views.keys() & self._at.keys():
            self._renew(self._at[key], views[key])
        self._append([self._maker.row(views[key]) for key in views if key not in self._at])
        if views or gone:
            self.applied.emit(frozenset(views) | gone)

    def _note_stops(self, views: dict[OrderKey, OrderView], gone: frozenset[OrderKey]) -> None:
        for key in gone | views.keys():
            self._stopped.pop(key, None)
        self._stopped.update({key: view for key, view in views.items() if view.order.stop_open})

    def _has(self, view: OrderView) -> bool:
        row = self.row(view.order.key)
        return row is not None and row.view is view

    def _renew(self, at: int, view: OrderView) -> None:
        fresh, old = self._maker.row(view), self._rows[at]
        stays = fresh.lane is old.lane  # a place is held in one lane, not in the next
        fresh.held = old.held if stays else None
        self._rows[at] = fresh
        index = self.index(at)
        self.dataChanged.emit(index, index)

    def _append(self, rows: list[Row]) -> None:
        if not rows:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows.extend(rows)
        self._at.update({row.key: first + n for n, row in enumerate(rows)})
        self.endInsertRows()

    def _remove(self, keys: frozenset[OrderKey]) -> None:
        for at in sorted((self._at[k] for k in keys if k in self._at), reverse=True):
            self.beginRemoveRows(QModelIndex(), at, at)
            del self._rows[at]
            self._at = {row.key: n for n, row in enumerate(self._rows)}
            self.endRemoveRows()

    def _all_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _sort_text(self, row: Row) -> str:
        if row.held is not None:
            return f"0 {row.held:06}"
        overdue = "1" if row.overdue and row.lane is Lane.NEW else "2"
        by_due = self._sort_by[row.lane] is SortBy.DUE
        return f"{overdue} {row.queue if by_due else row.arrival}"


def _waits_for_accept(view: OrderView) -> bool:
    return view.order.state is OrderState.NEW and not view.order.is_over


def _queue_text(view: OrderView, lane: Lane) -> str:
    """The place by due time as text that sorts as the tuple does; only New goes by the deadline."""
    order = view.order
    first, received, bill = queue_key(view)
    if lane is not Lane.NEW:
        first = order.content.due_at or order.received_at
    return f"{to_text(first)} {to_text(received)} {bill}"


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last place of each run of those that stand near each other."""
    first = last = None
    for place in sorted(places):
        if first is None or last is None:
            first = place
        elif place - last > _NEAR:
            yield first, last
            first = place
        last = place
    if first is not None and last is not None:
        yield first, last
