"""STOP cards above every page, oldest first; nothing covers them, and F11 ends the one it is drawn on."""

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.card_view import CardView
from posdesk.desk.cards.draft import measure_of
from posdesk.desk.cards.facts import Facts, Moment, facts_of
from posdesk.desk.cards.marks import Card
from posdesk.desk.paint import rounded
from posdesk.desk.stop.stop_card import StopAct, StopSigner, choice_card, more_strip, stop_card
from posdesk.desk.stop.stop_room import GAP, first_of, height_of, stops_that_fit, target_of
from posdesk.desk.theme import Theme
from posdesk.desk.theme.layout import gutter
from posdesk.desk.widgets.name_dialog import NameDialog
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.widgets.signer import Signer
from posdesk.desk.words.say import actor_name
from posdesk.desk.words.states import state_name
from posdesk.domain.orders.board import Lane, OrderView, meant_by, stops_of
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions

DEAF_S: Final = 0.4
"""Seconds after a STOP appears, or gets the key, in which neither key nor touch ends one."""
_FRAME = 3.0
_MOST = 4  # STOPs at once on screen; the rest are counted and follow as these are acknowledged
_LOW = 560  # px of window height below which the first STOP too is a low one


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

    def set_double(self, *, double: bool) -> None:
        """Whether the frame is double."""
        if double != self.double:
            self.double = double
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
        inner = QWidget()
        self.area = scrolled(inner)
        self.area.setParent(self)
        self._column = QVBoxLayout(inner)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.more)
        self._signer = Signer(self._counter, self._theme, self)
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

    @property
    def names(self) -> NameDialog:
        """What asks who stopped, where no PIN tells."""
        return self._signer.dialog

    def turn_page(self, pages: int) -> bool:
        """So many pages down; whether that was for STOPs that don't fit."""
        bar = self.area.verticalScrollBar()
        if not pages or not self.isVisible() or bar.maximum() == 0:
            return False
        bar.setValue(bar.value() + pages * bar.pageStep())
        return True

    def end_first(self) -> None:
        """F11: whoever is signed in stopped making the first one."""
        if self.target is not None:
            self._end(self.target)

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        self._signer.set_theme(theme)
        self.refresh()

    def set_window_size(self, width: int, height: int) -> None:
        """The window is so large now, in logical px: as many STOPs are shown as leave the page its room."""
        self._window_h = height
        side = gutter(width)
        self._column.setContentsMargins(side, GAP, side, 0)
        self.refresh()

    @Slot(object)
    def _read(self, keys: tuple[OrderKey, ...]) -> None:
        """Take what changed; an empty tuple means everything."""
        views = [self._counter.view(key) for key in keys] if keys else self._counter.views()
        came = {v.order.key: v for v in views if v is not None and v.order.stop_open}
        if keys and not came and self._stops.keys().isdisjoint(keys):
            return  # no STOP is among them
        known = {} if not keys else {k: v for k, v in self._stops.items() if k not in keys}
        self._stops = known = known | came
        self._open = {view.order.key: view for view in stops_of(known.values())}
        self._ended &= self._open.keys()
        if self._signer.waits_for is not None and self._signer.waits_for not in self._stops:
            self._signer.forget()
        self.refresh()

    @Slot()
    @Slot(object)
    def refresh(self, _what: object = None) -> None:
        """Show the STOPs there are."""
        first = first_of(self._open, _MOST)
        heights = [self._laid(view, large=number == 0).height for number, view in enumerate(first.values())]
        shown = stops_that_fit(heights, len(self._open), self._window_h)
        wanted = first_of(self._open, shown)
        before = (*self._cards, self.target)
        grew = bool(wanted.keys() - self._cards.keys())
        for key in self._cards.keys() - wanted.keys():
            self._drop(key)
        target = target_of(wanted, self._ended)
        if grew or target != self.target:
            self._deaf_until_s = self._counter.clock.monotonic() + DEAF_S
        self.target = target
        for number, (key, view) in enumerate(wanted.items()):
            self._show(key, view, large=number == 0)
            self._column.insertWidget(number, self._cards[key])
        self._cards = {key: self._cards[key] for key in wanted}
        self._show_more(len(self._open) - shown)
        self.setVisible(bool(wanted))
        heights = [card.card.height for card in self._cards.values()]
        height = height_of(heights, self._window_h, more=len(self._open) > shown)
        self.setFixedHeight(height)
        self.area.setGeometry(0, 0, self.width(), height)
        self._set_motion(on=bool(wanted))
        if before != (*self._cards, self.target):
            self.changed.emit(len(self._open), grew)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width lays the cards out anew."""
        super().resizeEvent(event)
        self.area.setGeometry(self.rect())
        if event.oldSize().width() != event.size().width():
            self.refresh()

    def _card_width(self) -> int:
        margins = self._column.contentsMargins()
        return max(self.width() - margins.left() - margins.right(), 300)

    def _show(self, key: OrderKey, view: OrderView, *, large: bool) -> None:
        card = self._cards.get(key) or self._new_card(key)
        card.set_double(double=self._counter.settings.desk.less_motion)
        spoken = QCoreApplication.translate("Orders", "STOP")
        if not view.order.is_unclear:
            spoken = f"{state_name(view.order.state)} {self._facts(view).number}"
        card.show_card(self._laid(view, large=large), self._theme, spoken)

    def _laid(self, view: OrderView, *, large: bool) -> Card:
        """A STOP's card as high as it needs to be; in a low window the first one is a low one too."""
        measure, width = measure_of(self._theme), self._card_width()
        large = large and self._window_h >= _LOW
        if view.order.is_unclear:
            meant = meant_by(self._stops.values(), view)
            first = next(key for key, other in self._open.items() if other.order.is_unclear)
            has_keys = view.order.key == first
            return choice_card(meant, measure, width, oldest=large, has_keys=has_keys)
        has_key = view.order.key == self.target
        signer, facts = self._who_signs(), self._facts(view)
        return stop_card(view, facts, measure, width, signer=signer, oldest=large, has_key=has_key)

    def _who_signs(self) -> StopSigner:
        people = self._counter.people
        takes_pin = people.asks(Right.END_STOP) is not None
        asks = takes_pin or people.needs_name(Right.END_STOP)
        name = "" if asks else actor_name(self._counter.actor())
        return StopSigner(name, takes_pin=takes_pin, others=bool(self._counter.settings.staff))

    def _facts(self, view: OrderView) -> Facts:
        counter = self._counter
        return facts_of(view, Lane.DONE, Moment(counter.clock.now(), counter.settings.store.counter))

    def _show_more(self, count: int) -> None:
        laid = more_strip(count, measure_of(self._theme), self._card_width())
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
            act = partial(self._counter.act, partial(Actions.cancel_this, key=key))
            self._signer.sign(Right.END_STOP, act, _who_words(), of=key)

    def _end(self, key: OrderKey) -> None:
        """Once a STOP, and none that came up under the hand."""
        if key not in self._ended and not self._is_deaf():
            self._signer.sign(Right.END_STOP, partial(self._end_now, key), _who_words(), of=key)

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


def _who_words() -> str:
    return QCoreApplication.translate("Orders", "Who stopped making it?")
