"""STOP cards above the lanes, oldest first; nothing covers them."""

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.counter import Counter
from posdesk.desk.orders.cards.measure import ThemeMeasure
from posdesk.desk.orders.model import BoardModel
from posdesk.desk.orders.sheet_view import SheetView
from posdesk.desk.orders.stop_card import MORE_H, more_strip, stop_card
from posdesk.desk.orders.stop_choice import Choice, choice_card
from posdesk.desk.paint import rounded
from posdesk.desk.say import actor_name
from posdesk.desk.theme import Theme
from posdesk.desk.words import state_name
from posdesk.domain.board import OrderView
from posdesk.domain.order import OrderKey

_FRAME = 3.0
_MOST = 4  # STOPs at once on screen; the rest follow as these are acknowledged


class StopCard(SheetView):
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
    """The stack of STOPs; `changed` whenever one comes or goes."""

    changed = Signal(int, bool)  # how many, whether one came in
    acknowledged = Signal(object)  # OrderKey

    def __init__(
        self, counter: Counter, model: BoardModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """Hidden while there is none."""
        super().__init__(parent)
        self._counter, self._model, self._theme = counter, model, theme
        self._cards: dict[OrderKey, StopCard] = {}
        self._lit = False
        self.more = SheetView(theme, self)
        self.more.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.more)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._blink)
        model.applied.connect(self.refresh)
        counter.signals.staff_changed.connect(self.refresh)
        self.hide()

    @property
    def keys(self) -> tuple[OrderKey, ...]:
        """The orders shown, oldest first."""
        return tuple(self._cards)

    @property
    def blinks(self) -> bool:
        """Whether the frames change their colour."""
        return self._timer.isActive()

    @property
    def half_period_ms(self) -> int:
        """How long a frame keeps a colour."""
        return self._timer.interval()

    def card(self, key: OrderKey) -> StopCard | None:
        """The card of an order."""
        return self._cards.get(key)

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        self.refresh()

    def height_for(self, width: int) -> int:
        """The height of the stack at that width, in px."""
        if width != self.width():
            self.resize(width, self.height())
        more = 0 if self.more.isHidden() else MORE_H + 8
        return 8 + sum(card.card.height + 8 for card in self._cards.values()) - 8 + more

    @Slot()
    @Slot(object)
    def refresh(self, _what: object = None) -> None:
        """Show the STOPs there are."""
        stops = self._model.stops()
        wanted = {view.order.key: view for view in stops[:_MOST]}
        more = max(0, len(stops) - _MOST)
        grew = bool(wanted.keys() - self._cards.keys())
        other = grew or wanted.keys() != self._cards.keys() or self.more.isHidden() == bool(more)
        for key in self._cards.keys() - wanted.keys():
            self._drop(key)
        for number, (key, view) in enumerate(wanted.items()):
            self._show(key, view, oldest=number == 0)
            self._column.insertWidget(number, self._cards[key])
        self._cards = {key: self._cards[key] for key in wanted}
        self._show_more(more)
        self.setVisible(bool(wanted))
        self._set_motion(on=bool(wanted))
        if other:
            self.changed.emit(len(wanted), grew)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width lays the cards out anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.refresh()

    def _show(self, key: OrderKey, view: OrderView, *, oldest: bool) -> None:
        row = self._model.row_of(view)
        card = self._cards.get(key) or self._new_card(key)
        card.double = self._counter.settings.desk.less_motion
        measure, actor = ThemeMeasure(self._theme), actor_name(self._counter.actor())
        width = max(self.width(), 300)
        if view.order.is_unclear:
            laid = choice_card(self._model.meant_by(view), measure, width, oldest=oldest)
            card.show_card(laid, self._theme, QCoreApplication.translate("Orders", "STOP"))
            return
        laid = stop_card(view, row.facts, measure, width, actor=actor, oldest=oldest)
        card.show_card(laid, self._theme, f"{state_name(view.order.state)} {row.facts.number}")

    def _show_more(self, count: int) -> None:
        laid = more_strip(count, ThemeMeasure(self._theme), max(self.width(), 300))
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
            if not self._timer.isActive():
                self._timer.start(half_ms)
        else:
            self._timer.stop()

    @Slot()
    def _blink(self) -> None:
        self._lit = not self._lit
        for card in self._cards.values():
            card.blink(lit=self._lit)

    @Slot(object, str)
    def _used(self, act: object, arg: str) -> None:
        sender = self.sender()
        key = next((k for k, card in self._cards.items() if card is sender), None)
        if key is not None and act is Choice.THIS:
            self._counter.cancel_this(key._replace(ordered=arg))
        elif key is not None:
            self._counter.acknowledge_stop(key)
            self.acknowledged.emit(key)
