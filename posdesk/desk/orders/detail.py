"""The detail (F5): the selected order in full, beside the lanes or over them."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.questions import read_history
from posdesk.desk.cards.card_view import CardView
from posdesk.desk.cards.draft import measure_of
from posdesk.desk.cards.facts import spoken
from posdesk.desk.orders.changes import changes_of
from posdesk.desk.orders.detail_card import detail_card
from posdesk.desk.orders.detail_content import DetailAct, DetailContent
from posdesk.desk.orders.model import Row
from posdesk.desk.orders.own_actions import OwnActions, PackingList
from posdesk.desk.orders.own_part import OwnAct
from posdesk.desk.paint import rounded
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.letter_keys import bring_into_sight, is_whole
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.scrolled import own_viewport
from posdesk.desk.words.rights import signer_name
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.intent import Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions

REVEAL_MS = 10_000


class DetailPanel(Painted):
    """Shows one order; phone and address are masked but while the button is held, ten seconds at most."""

    closed = Signal()
    acted = Signal()
    close_here = Signal(object)  # OrderKey: to be closed here, or opened again

    def __init__(self, counter: Counter, own: OwnActions, theme: Theme, parent: QWidget) -> None:
        """Empty until `show_row`; `own` does what the store adds by itself."""
        super().__init__(theme, parent)
        self._counter, self._own = counter, own
        self._row: Row | None = None
        self._history: tuple[HistoryLine, ...] = ()
        self._settling: tuple[Seq, bool] | None = None
        self.revealed = self.closable = False  # phone and address in full; lying over the lanes
        self._build()
        self._connect()

    def _build(self) -> None:
        self.card_view = CardView(self.theme)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card_view)
        column.addStretch(1)
        own_viewport(self.area)
        self.area.setWidget(inner)
        inner.setAutoFillBackground(False)
        self._empty = Words(self.theme, FontRole.BODY, Color.MUTED, self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide_timer = QTimer(self)
        self.hide_timer.setSingleShot(True)
        self.hide_timer.setInterval(REVEAL_MS)

    def _connect(self) -> None:
        self.card_view.used.connect(self._used)
        self.card_view.held.connect(self._held)
        self.card_view.let_go.connect(self._let_go)
        self.hide_timer.timeout.connect(self._mask)
        self._own.changed.connect(self.refresh)
        self._counter.signals.staff_changed.connect(self._staff_changed)

    @property
    def key(self) -> OrderKey | None:
        """The order shown."""
        return self._row.key if self._row else None

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        super().set_theme(theme)
        self.refresh()

    def set_closable(self, *, closable: bool) -> None:
        """Whether it covers the lanes and so needs a way back."""
        if closable != self.closable:
            self.closable = closable
            self.refresh()

    def show_row(self, row: Row | None) -> None:
        """Show this order from now on, or none."""
        other = (row.key if row else None) != self.key
        self._row = row
        if other:
            self._own.close_packing()
            self._history, self._settling, self.revealed = (), None, False
            self.area.verticalScrollBar().setValue(0)
        if row is not None:
            self._counter.ask(self._history_read, read_history, row.key)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Lay it out anew."""
        self.area.setVisible(self._row is not None)
        nothing = QCoreApplication.translate("Orders", "No order selected")
        self._empty.say("" if self._row else nothing)
        self.update()
        width = self.area.width() - 2
        if self._row is None or width < 100:
            return
        row = self._row
        shown = DetailContent(
            view=row.view,
            facts=row.facts,
            changes=changes_of(row.view.order),
            history=self._history,
            revealed=self.revealed,
            closable=self.closable,
            actor=signer_name(self._counter.people.asks(Right.SETTLE), self._counter.actor()),
            settling=self._settling,
            packing=self._packing(),
            keys=self._own.step is None,
        )
        card = detail_card(shown, measure_of(self.theme), width - 8)
        self.card_view.show_card(card, self.theme, spoken(row.facts, self._counter.accept_left_s(row.key)))
        self._show_chosen_dish()

    def _show_chosen_dish(self) -> None:
        """A list that is longer than the window goes along with the arrows and the scans."""
        packing = self._packing()
        button = self.card_view.button(OwnAct.CHECK, str(packing.at)) if packing is not None else None
        if button is not None:
            self.area.ensureWidgetVisible(button, 0, 8)

    def _packing(self) -> PackingList | None:
        """This order's packing list, where it is open."""
        now = self._own.packing
        return now if now is not None and now.key == self.key else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks other lines."""
        super().resizeEvent(event)
        self.area.setGeometry(self.rect().adjusted(2, 2, -2, -2))
        self._empty.setGeometry(0, 60, self.width(), 30)
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card's ground."""
        painter, color = self._painter(), self.theme.color
        edge = color.line_strong if self.closable else color.line
        rounded(painter, self._rect(), self.theme.radius.card, color.raised, edge)
        painter.end()

    def _history_read(self, lines: tuple[HistoryLine, ...], key: OrderKey) -> None:
        if key == self.key and lines != self._history:
            self._history = lines
            self.refresh()

    @Slot(object)
    def _staff_changed(self, staff: object) -> None:
        """Another person's name would be written: the second step begins again; nobody sees a number."""
        self._settling = None
        if staff is None:
            self._mask()
        self.refresh()

    @Slot(object)
    def _held(self, act: object) -> None:
        """Behind the PIN pad nobody holds the button any more: then it stands there for the ten seconds."""
        if act == DetailAct.REVEAL and self._row is not None:
            key = self._row.key
            self._counter.people.with_right(Right.REVEAL, lambda: self._reveal(key), of=key)

    def reveal_by_key(self) -> None:
        """For the ten seconds, or masked again at once; nothing is shown where nobody sees it."""
        button = self.card_view.button(DetailAct.REVEAL)
        if self.revealed:
            self._mask()
        elif button is not None and is_whole(button):
            self._held(DetailAct.REVEAL)
        elif button is not None:
            bring_into_sight(button)

    def step_back(self) -> bool:
        """Esc: what was about to be said by a person is not; whether there was such."""
        was, self._settling = self._settling, None
        self.refresh()
        return was is not None

    def _reveal(self, key: OrderKey) -> None:
        if key == self.key:
            self.revealed = True
            self._counter.act(partial(Actions.revealed, key=key))
            self.hide_timer.start()
            self.refresh()

    @Slot(object)
    def _let_go(self, act: object) -> None:
        if act == DetailAct.REVEAL:
            self._mask()

    @Slot()
    def _mask(self) -> None:
        self.hide_timer.stop()
        self.revealed = False
        self.refresh()

    @Slot(object, str)
    def _used(self, act: object, arg: str) -> None:
        """One line for each button of the detail."""
        if isinstance(act, OwnAct) and self._row is not None:
            self._use_own(act, arg, self._row.key)
        elif act == DetailAct.CLOSE:
            self.closed.emit()
        elif act in {DetailAct.DONE, DetailAct.NOT_DONE}:
            self._settling = (Seq(arg), act == DetailAct.DONE)
        elif act == DetailAct.CLOSE_HERE and self._row is not None:
            self.close_here.emit(self._row.key)
        elif act == DetailAct.BACK:
            self._settling = None
        elif act == DetailAct.UNDO:
            self._counter.act(partial(Actions.undo, seq=Seq(arg)))
            self.acted.emit()
        elif act == DetailAct.ASK_AGAIN:
            self._counter.act(partial(Actions.ask_again, seq=Seq(arg)))
        elif act == DetailAct.SURE and self._settling is not None:
            seq, done = self._settling
            self._settling = None
            self._counter.act(partial(Actions.settle, seq=seq, done=done))
            self.acted.emit()
        self.refresh()

    def _use_own(self, act: OwnAct, arg: str, key: OrderKey) -> None:
        """As `_used`, of what the store adds by itself."""
        packing = self._packing()
        if act is OwnAct.NOTE:
            self._own.note(key)
        elif act is OwnAct.PROMISE:
            self._own.promise(key)
        elif act is OwnAct.PACKING:
            self._own.toggle_packing(key)
        elif act is OwnAct.CHECK:
            self._own.check(key, int(arg))
        elif packing is not None:
            self._own.check(key, packing.at)
