"""The catch-up view (row 53): it covers the lanes after an outage or closed hours, until it is ended."""

from functools import partial

from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.card_view import CardView
from posdesk.desk.cards.draft import measure_of
from posdesk.desk.orders.catch_up_cards import (
    CatchUpAct,
    CatchUpContent,
    Platform,
    checks_of,
    platforms_card,
    title_card,
)
from posdesk.desk.orders.catch_up_lists import CatchUpLists, LaidOut, arg_of
from posdesk.desk.orders.model import BoardModel
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.scrolled import own_viewport
from posdesk.desk.words.states import source_name
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.catch_up import CatchUp, Caught, catch_up, finished, is_long
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.source import Source
from posdesk.domain.relay.status import Away
from posdesk.domain.status import Gap
from posdesk.engine.actions import Actions

_SIDE_W = 300  # px, of the platforms
_GAP = 12
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LOOK_MS = 1000


class CaughtRows(CardView):
    """The lists: the chosen row's button has a key, arrows choose another row."""


class CatchUpView(Painted):
    """Hidden until `open`. What is chosen in it is the page's selection, so that its keys act there."""

    chosen = Signal(object)  # OrderKey
    pressed = Signal(object, object)  # OrderKey, Action
    detail_wanted = Signal(object)  # OrderKey
    changed = Signal()  # opened, closed, or others can be caught up with

    def __init__(self, counter: Counter, model: BoardModel, theme: Theme, parent: QWidget) -> None:
        """Listens to the engine's word from here on."""
        super().__init__(theme, parent)
        self._counter, self._model = counter, model
        self._gaps: tuple[Gap, ...] = ()
        self._away: Away | None = None  # by the relay; None in a store without one
        self._offered: frozenset[object] = frozenset()  # the times for which it has opened by itself
        self._orders = CatchUp()
        self._selected: OrderKey | None = None
        self._lists = CatchUpLists(measure_of(theme))
        self._laid_out: LaidOut | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else the lanes are painted under it
        self._build()
        counter.signals.status_changed.connect(self.look)
        model.applied.connect(self.look)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def _build(self) -> None:
        self.title = CardView(self.theme, self)
        self.lists, self.side = CaughtRows(self.theme), CardView(self.theme)
        self._holder, self._side_holder = QWidget(), QWidget()
        self.area = _scrolling(self.lists, self._holder, self)
        self._side_area = _scrolling(self.side, self._side_holder, self)
        for view in (self.title, self.side, self.lists):
            view.used.connect(self._used)

    @property
    def can_be_opened(self) -> bool:
        """Whether there is a time to catch up with, and it is not on screen."""
        return self._is_any and not self.isVisible()

    @property
    def _is_any(self) -> bool:
        return bool(self._gaps) or self._away is not None

    @property
    def _times(self) -> frozenset[object]:
        """Each gap by its number, what came while we were away by its beginning."""
        away = {self._away.start} if self._away is not None else set()
        return frozenset({gap.number for gap in self._gaps} | away)

    @property
    def wants_to_open(self) -> bool:
        """Whether an outage ended that it has not opened for yet, and there are orders to look at."""
        new = any(is_long(gap) and gap.number not in self._offered for gap in self._gaps)
        new = new or (self._away is not None and self._away.start not in self._offered)
        return new and self.isHidden() and bool(self._orders.every)

    def open(self) -> None:
        """Show it; nothing is chosen anew while the chosen order stands in it."""
        if not self._is_any:
            return
        self._offered |= self._times
        self.show()
        self.raise_()
        self._timer.start()
        self.refresh()
        keys = [caught.key for caught in self._orders.every]
        if keys and self._selected not in keys:
            self.chosen.emit(keys[0])
        self.changed.emit()

    @Slot()
    def close_view(self) -> bool:
        """Back to the lanes; whether it was open."""
        if self.isHidden():
            return False
        self._offered |= self._times
        self._timer.stop()
        self.hide()
        self.changed.emit()
        return True

    @Slot()
    def look(self) -> None:
        """What is to be caught up with now; once all is compared and read, there is nothing left."""
        before, status = self._is_any, self._counter.status()
        self._gaps = finished(status.gaps)
        self._away = status.relay.away if status.relay is not None else None
        if not self._is_any and not before:
            return
        if not self._is_any:
            self._orders = CatchUp()
            self.close_view()
            self.changed.emit()
            return
        views = [row.view for row in self._model.rows()]
        self._orders = catch_up(views, self._gaps, self._is_late, self._away)
        if self.isVisible():
            self.refresh()
        self.changed.emit()

    def select(self, key: OrderKey | None) -> None:
        """The page's selection went to another order."""
        self._selected = key
        if self.isVisible():
            self.refresh()
            box = self._box(key)
            if box is not None:
                self.area.ensureVisible(box.x(), box.center().y(), 0, box.height())

    def neighbour(self, key: Qt.Key) -> OrderKey | None:
        """The order that an arrow leads to; None for another key."""
        keys, step = [caught.key for caught in self._orders.every], _STEPS.get(key)
        if not keys or step is None:
            return None
        at = keys.index(self._selected) if self._selected in keys else -step
        return keys[min(max(0, at + step), len(keys) - 1)]

    def box_of_selected(self) -> QRect:
        """Where the chosen order's row is painted, in this view's px; empty where it is not on screen."""
        box = self._box(self._selected)
        if box is None:
            return QRect()
        shown = box.translated(self._holder.pos() + self.area.viewport().pos() + self.area.pos())
        return shown if self.area.geometry().contains(shown) else QRect()

    @Slot()
    def refresh(self) -> None:
        """Lay it out anew."""
        if self.isHidden() or not self._is_any:
            return
        width, measure = self.width() - 2 * _GAP, measure_of(self.theme)
        side = min(_SIDE_W, width // 3)
        content = self._content()
        self.title.setGeometry(_GAP, _GAP, width, 10)
        self.title.show_card(title_card(measure, width, compares=bool(self._gaps)), self.theme)
        top = self.title.card.height + 2 * _GAP
        self._laid_out = self._lists.lay_out(content, width - side - _GAP - 14)
        self.lists.setFixedWidth(self._laid_out.card.width)
        self.lists.show_card(self._laid_out.card, self.theme)
        self._holder.setMinimumHeight(self.lists.height())
        self.area.setGeometry(_GAP, top, width - side - _GAP, max(0, self.height() - top - _GAP))
        self.side.setFixedWidth(side - 14)
        self.side.show_card(platforms_card(content, measure, side - 14), self.theme)
        self._side_holder.setMinimumHeight(self.side.height())
        self._side_area.setGeometry(_GAP + width - side, top, side, self.area.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, other lines."""
        super().resizeEvent(event)
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page's ground, over the lanes."""
        painter = self._painter()
        painter.fillRect(self.rect(), self.theme.color.surface)
        painter.end()

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        super().set_theme(theme)
        self._lists = CatchUpLists(measure_of(theme))
        self.refresh()

    @Slot()
    def _tick(self) -> None:
        """A second has passed: deadlines ran on, nothing else of the lists goes by the clock."""
        waiting = (each.key for each in self._orders.possible if each.what is Caught.WAITING)
        if any(map(self._is_late, waiting)):
            self.look()
        else:
            self.refresh()

    def _content(self) -> CatchUpContent:
        found = ((caught.key, self._model.row(caught.key)) for caught in self._orders.every)
        return CatchUpContent(
            gaps=self._gaps,
            orders=self._orders,
            facts={key: row.facts for key, row in found if row is not None},
            left_s=self._counter.accept_left_s,
            selected=self._selected,
            platforms=self._platforms(),
            away=self._away,
        )

    def _platforms(self) -> tuple[Platform, ...]:
        """The partners of the settings, each under its site's name where it has one."""
        found = []
        for partner in self._counter.status().partners:
            source = next((s for s in partner.sources if s is not Source.OTHER), Source.OTHER)
            said = partner.name if source is Source.OTHER else source_name(source)
            found.append(Platform(partner.name, said, source, checks_of(self._gaps, partner.name)))
        return tuple(found)

    def _is_late(self, key: OrderKey) -> bool:
        left = self._counter.accept_left_s(key)
        return left is not None and left <= 0

    def _box(self, key: OrderKey | None) -> QRect | None:
        box = self._laid_out.boxes.get(key) if self._laid_out is not None and key is not None else None
        return None if box is None else QRect(box.x, box.y, box.w, box.h)

    @Slot(object, str)
    def _used(self, act: object, arg: str) -> None:
        if act == CatchUpAct.CLOSE:
            self.close_view()
        elif act in {CatchUpAct.ACCEPT, CatchUpAct.SHOW}:
            self._use_row(act, arg)
        elif act == CatchUpAct.READ:
            self._counter.act(partial(Actions.read_away))
        else:
            self._compared(every=act == CatchUpAct.ALL_COMPARED)

    def _use_row(self, act: object, arg: str) -> None:
        key = next((caught.key for caught in self._orders.every if arg_of(caught.key) == arg), None)
        if key is None:
            return
        self.chosen.emit(key)
        if act == CatchUpAct.ACCEPT:
            self.pressed.emit(key, Action.ACCEPT)
        else:
            self.detail_wanted.emit(key)

    def _compared(self, *, every: bool) -> None:
        """A person's word on the platform at hand, or on all that nobody has compared."""
        left = [each.name for each in self._platforms() if each.check is None]
        names = tuple(partner.name for partner in self._counter.status().partners)
        numbers = tuple(gap.number for gap in self._gaps)
        for name in left if every else left[:1]:
            self._counter.act(partial(Actions.compare_gaps, numbers=numbers, partner=name, every=names))


def _scrolling(view: CardView, holder: QWidget, parent: QWidget) -> QScrollArea:
    """What is higher than its room scrolls; nothing of it is cut for good."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setParent(holder)
    own_viewport(area)
    area.setWidget(holder)
    holder.setAutoFillBackground(False)
    return area
