"""STOP cards above every page, oldest first; nothing covers them, and F11 ends the one it is drawn on."""

from collections.abc import Mapping, Set
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.card_view import CardView
from posdesk.desk.cards.draft import ThemeMeasure
from posdesk.desk.cards.facts import Facts, Moment, facts_of
from posdesk.desk.paint import rounded
from posdesk.desk.stop.stop_card import FULL_H, LESS_H, MORE_H, StopAct, choice_card, more_strip, stop_card
from posdesk.desk.theme import Theme
from posdesk.desk.theme.layout import gutter
from posdesk.desk.words.say import actor_name
from posdesk.desk.words.states import state_name
from posdesk.domain.orders.board import Lane, OrderView, meant_by, stops_of
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions

DEAF_S: Final = 0.4
"""Seconds after a STOP appears, or gets the key, in which neither key nor touch ends one."""
_FRAME = 3.0
_GAP = 8
_MOST = 4  # STOPs at once on screen; the rest are counted and follow as these are acknowledged
_LOW = 560  # px of window height below which the first STOP too is a low one
_SHARE = 0.3  # of the window's height that STOPs may take; the first one has its room always


class StopCard(CardView):
    """One STOP; its frame changes between two colours."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until shown."""
        super().__init__(theme, parent)
        self._lit = False
        self.double = False

    def blink(self, *, lit: bool) -> None:
        """The frame's other colour."""
        self._lit = lit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, then its frame; without motion the frame is double."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        frame = color.on_bad_fill if self._lit else color.text if not self._theme.dark else color.surface
        box = self.rect().toRectF()
        rounded(painter, box, self._theme.radius.card, None, frame, width=_FRAME)
        if self.double:
            inner = box.adjusted(5, 5, -5, -5)
            rounded(painter, inner, self._theme.radius.card - 4, None, color.on_bad_fill, width=_FRAME)
        painter.end()


class StopBand(QWidget):
    """The stack of STOPs; takes its room from the page below, never lies over it."""

    changed = Signal(int, bool)  # how many are open, whether one came in
    acknowledged = Signal(object)  # OrderKey

    def __init__(self, counter: Counter, theme: Theme, parent: QWidget | None = None) -> None:
        """Hidden while there is none."""
        super().__init__(parent)
        self._counter, self._theme = counter, theme
        self._stops: dict[OrderKey, OrderView] = {}
        self._open: dict[OrderKey, OrderView] = {}  # of those one of which is meant, one stands for all
        self._cards: dict[OrderKey, StopCard] = {}
        self._ended: set[OrderKey] = set()  # somebody said so; it is not on disk yet
        self.target: OrderKey | None = None
        self._deaf_until_s = float("-inf")
        self._window_h = 0
        self._lit = False
        self._build()
        self._connect()
        self._read(())

    def _build(self) -> None:
        self.more = CardView(self._theme, self)
        self.more.hide()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(_GAP)
        self._column.addWidget(self.more)
        self.timer = QTimer(self)
        self.hide()

    def _connect(self) -> None:
        signals = self._counter.signals
        self.timer.timeout.connect(self._blink)
        signals.orders_changed.connect(self._read)
        signals.staff_changed.connect(self.refresh)

    @property
    def keys(self) -> tuple[OrderKey, ...]:
        """The orders shown, oldest first."""
        return tuple(self._cards)

    @property
    def count(self) -> int:
        """How many are open, shown or not."""
        return len(self._open)

    def card(self, key: OrderKey) -> StopCard | None:
        """The card of an order."""
        return self._cards.get(key)

    def end_first(self) -> None:
        """F11: whoever is signed in stopped making the first one."""
        if self.target is not None:
            self._end(self.target)

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        self.refresh()

    def set_window_size(self, width: int, height: int) -> None:
        """The window is so large now, in logical px: as many STOPs are shown as leave the page its room."""
        self._window_h = height
        side = gutter(width)
        self._column.setContentsMargins(side, _GAP, side, 0)
        self.refresh()

    @Slot(object)
    def _read(self, keys: tuple[OrderKey, ...]) -> None:
        """Take what changed; an empty tuple means everything."""
        views = [self._counter.view(key) for key in keys] if keys else self._counter.views()
        known = {} if not keys else {k: v for k, v in self._stops.items() if k not in keys}
        known |= {v.order.key: v for v in views if v is not None and v.order.stop_open}
        self._stops = known
        self._open = {view.order.key: view for view in stops_of(known.values())}
        self._ended &= self._open.keys()
        self.refresh()

    @Slot()
    @Slot(object)
    def refresh(self, _what: object = None) -> None:
        """Show the STOPs there are."""
        shown = stops_that_fit(len(self._open), self._window_h)
        wanted = _first_of(self._open, shown)
        before = (*self._cards, self.target)
        grew = bool(wanted.keys() - self._cards.keys())
        for key in self._cards.keys() - wanted.keys():
            self._drop(key)
        target = _target_of(wanted, self._ended)
        if grew or target != self.target:
            self._deaf_until_s = self._counter.clock.monotonic() + DEAF_S
        self.target = target
        for number, (key, view) in enumerate(wanted.items()):
            self._show(key, view, large=number == 0 and self._window_h >= _LOW)
            self._column.insertWidget(number, self._cards[key])
        self._cards = {key: self._cards[key] for key in wanted}
        self._show_more(len(self._open) - shown)
        self.setVisible(bool(wanted))
        self.setFixedHeight(_height(len(wanted), self._window_h, more=len(self._open) > shown))
        self._set_motion(on=bool(wanted))
        if before != (*self._cards, self.target):
            self.changed.emit(len(self._open), grew)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width lays the cards out anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.refresh()

    def _card_width(self) -> int:
        margins = self._column.contentsMargins()
        return max(self.width() - margins.left() - margins.right(), 300)

    def _show(self, key: OrderKey, view: OrderView, *, large: bool) -> None:
        card = self._cards.get(key) or self._new_card(key)
        card.double = self._counter.settings.desk.less_motion
        measure, width = ThemeMeasure(self._theme), self._card_width()
        if view.order.is_unclear:
            meant = meant_by(self._stops.values(), view)
            first = next(key for key, other in self._open.items() if other.order.is_unclear)
            laid = choice_card(meant, measure, width, oldest=large, has_keys=key == first)
            card.show_card(laid, self._theme, QCoreApplication.translate("Orders", "STOP"))
            return
        facts, asks = self._facts(view), self._counter.people.asks(Right.END_STOP) is not None
        laid = stop_card(
            view,
            facts,
            measure,
            width,
            actor="" if asks else actor_name(self._counter.actor()),
            oldest=large,
            has_key=key == self.target,
        )
        card.show_card(laid, self._theme, f"{state_name(view.order.state)} {facts.number}")

    def _facts(self, view: OrderView) -> Facts:
        counter = self._counter
        return facts_of(view, Lane.DONE, Moment(counter.clock.now(), counter.settings.store.counter))

    def _show_more(self, count: int) -> None:
        laid = more_strip(count, ThemeMeasure(self._theme), self._card_width())
        self.more.show_card(laid, self._theme, "")
        self.more.setVisible(count > 0)

    def _new_card(self, key: OrderKey) -> StopCard:
        card = StopCard(self._theme, self)
        card.used.connect(self._used)
        self._cards[key] = card
        card.show()
        return card

    def _drop(self, key: OrderKey) -> None:
        card = self._cards.pop(key)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _set_motion(self, *, on: bool) -> None:
        if on and not self._counter.settings.desk.less_motion:
            half_ms = round(500 / self._theme.motion.stop_frame_hz)
            if not self.timer.isActive():
                self.timer.start(half_ms)
        else:
            self.timer.stop()

    @Slot()
    def _blink(self) -> None:
        self._lit = not self._lit
        for card in self._cards.values():
            card.blink(lit=self._lit)

    @Slot(object, str)
    def _used(self, act: object, arg: str) -> None:
        sender = self.sender()
        key = next((k for k, card in self._cards.items() if card is sender), None)
        if key is None:
            return
        if act is StopAct.THIS:
            self._say_which(key._replace(ordered=arg))
        else:
            self._end(key)

    def _say_which(self, key: OrderKey) -> None:
        """Somebody knows which order of its number was cancelled."""
        if not self._is_deaf():
            self._counter.act(partial(Actions.cancel_this, key=key))

    def _end(self, key: OrderKey) -> None:
        """Once a STOP, and none that came up under the hand."""
        if key not in self._ended and not self._is_deaf():
            self._counter.people.with_right(Right.END_STOP, lambda: self._end_now(key), of=key)

    def _end_now(self, key: OrderKey) -> None:
        if key in self._open and key not in self._ended:
            self._ended.add(key)
            undone = partial(self._not_ended, key)
            self._counter.act(partial(Actions.acknowledge_stop, key=key), undone=undone)
            self.refresh()
            self.acknowledged.emit(key)

    def _is_deaf(self) -> bool:
        return self._counter.clock.monotonic() < self._deaf_until_s

    def _not_ended(self, key: OrderKey) -> None:
        """It was not written down: it can be ended again."""
        self._ended.discard(key)
        self.refresh()


def _target_of(shown: Mapping[OrderKey, OrderView], ended: Set[OrderKey]) -> OrderKey | None:
    """What the key ends: the first that needs no word which order is meant; with none such, that is asked."""
    left = [key for key in shown if key not in ended]
    return next((key for key in left if not shown[key].order.is_unclear), next(iter(left), None))


def _first_of(stops: Mapping[OrderKey, OrderView], count: int) -> dict[OrderKey, OrderView]:
    """The oldest; but one that the key can end is never hidden behind those that wait for a word."""
    first, clear = list(stops)[:count], [key for key, view in stops.items() if not view.order.is_unclear]
    if clear and first and clear[0] not in first:
        first[-1] = clear[0]
    return {key: stops[key] for key in first}


def stops_that_fit(count: int, window_h: int) -> int:
    """How many of so many STOPs are shown in a window so high, in px; the first one always."""
    room = window_h * _SHARE
    most = min(count, _MOST)
    fitting = (n for n in range(most, 1, -1) if _height(n, window_h, more=count > n) <= room)
    return next(fitting, min(count, 1))


def _height(shown: int, window_h: int, *, more: bool) -> int:
    """What so many STOPs take, in px, with the line that counts the rest or without."""
    if not shown:
        return 0
    first = FULL_H if window_h >= _LOW else LESS_H
    return _GAP + first + (shown - 1) * (LESS_H + _GAP) + (MORE_H + _GAP if more else 0)
