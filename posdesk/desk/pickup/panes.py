"""How the Pickup page is laid out: the strip, under it one card at a time, the last scans at the right."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.pickup.actions import PickupActions
from posdesk.desk.pickup.cases import OpenCases
from posdesk.desk.pickup.choice import ChoiceCard, Fitting
from posdesk.desk.pickup.codes import Codes
from posdesk.desk.pickup.entry import EntryStrip
from posdesk.desk.pickup.order_card import OrderCard
from posdesk.desk.pickup.result_card import ResultCard
from posdesk.desk.pickup.result_words import ResultAction, ResultView, question_view, result_view
from posdesk.desk.pickup.scans import ScansPanel, waiting_result
from posdesk.desk.pickup.words import card_words, sign_foot, silent_words, spaced
from posdesk.desk.theme import Pane, Sign, Theme, WidthClass, pane_width
from posdesk.desk.theme.layout import gutter
from posdesk.desk.widgets.label import EmptyState
from posdesk.desk.widgets.painted import Card, Painted
from posdesk.desk.widgets.spoken import announce
from posdesk.desk.words.say import told_of
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.sums import sums_of_order
from posdesk.domain.pickup.lookup import with_outcomes
from posdesk.domain.pickup.pickup import RESULTS, Case, Face

translate = QCoreApplication.translate


class EmptyCard(EmptyState, Card):
    """What stands in a card's place: nothing at hand, or a question under way."""


class PickupPanes(Painted):
    """Holds the parts; `shown` is the one of the cards that is on top."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Shows nothing at hand."""
        super().__init__(theme, parent)
        self.entry, self.scans = EntryStrip(theme, self), ScansPanel(theme, self)
        self.empty, self.card = EmptyCard(theme, self), OrderCard(theme, self)
        self.choice, self.result = ChoiceCard(theme, self), ResultCard(theme, self)
        self._stack = QStackedLayout()
        self.shown: QWidget = self.empty
        for part in (self.empty, self.card, self.choice, self.result):
            self._stack.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.entry)
        left.addLayout(self._stack, 1)
        self._row = QHBoxLayout(self)
        self._row.addLayout(left, 1)
        self._row.addWidget(self.scans)
        self.set_window_width(WidthClass.MEDIUM)

    def show_card(self, card: QWidget) -> None:
        """Bring this one of the cards to the top."""
        self.shown = card
        self._stack.setCurrentWidget(card)

    def box_of(self, key: OrderKey) -> QRect:
        """Where the order at hand stands, in px of this; empty where it is not on screen."""
        shown = self.shown
        box = self.choice.rect_of(key) if shown is self.choice else shown.rect()
        if box.isEmpty() or (shown is self.card and self.card.hides_order):
            return QRect()
        return box.translated(shown.pos())

    def set_window_width(self, width: int) -> None:
        """The last scans take a third, and go where there is no room for both."""
        room = gutter(width)
        self._row.setContentsMargins(room, room, room, room)
        self._row.setSpacing(room)
        scans = pane_width(Pane.SCANS, width)
        self.scans.setFixedWidth(scans)
        self.scans.setVisible(scans > 0)


class CaseDisplay:
    """Shows the cases at hand in the panes: order, choice or result, and those that wait."""

    def __init__(
        self, counter: Counter, cases: OpenCases, actions: PickupActions, codes: Codes, panes: PickupPanes
    ) -> None:
        """Nothing is shown yet."""
        self.may_be_heard = True  # a sound that can't be is not named
        self._counter, self._cases, self._actions = counter, cases, actions
        self._codes, self._panes = codes, panes
        self._told = ""  # to a screen reader

    def show(self, fold_left_s: float) -> None:
        """Show the case on the page; `fold_left_s` is how long a result that folds stays yet, in seconds."""
        case, face = self._cases.current, self._cases.face(self._cases.current)
        asked, view = self._actions.asked, self._cases.current_view
        if asked is not None and view is not None:
            self._show_said(question_view(asked, view))
        elif case is None:
            line = translate("pickup", "The customer's code opens the order here, from any page.")
            self._show_empty(Sign.BARCODE, translate("pickup", "Just scan, no click first"), line)
        elif face in RESULTS:
            self._show_result(face, case, fold_left_s)
        elif face is Face.CHOICE:
            self._show_choice(case)
        elif self._cases.current_view is not None and face is not Face.ASKING:
            self._show_order(face, case)
        else:
            self._show_empty(Sign.SEARCH, translate("pickup", "Asking the platforms"), spaced(case.code))

    def show_scans(self) -> None:
        """Show the last scans, and the results that wait."""
        now, cases = self._counter.clock.now(), self._cases
        waiting = tuple(waiting_result(cases.face(c), c, cases.view(c), now) for c in cases.waiting)
        rows = with_outcomes(self._counter.scans(), tuple(self._counter.views()))
        self._panes.scans.show_rows(rows, waiting, sign_foot(self._counter))

    def _tell(self, words: str) -> None:
        """A screen reader says it once, wherever it reads."""
        if words != self._told:
            self._told = words
            announce(self._panes.result, words.strip())

    def _show_empty(self, sign: Sign, title: str, line: str) -> None:
        self._panes.empty.show_words(sign, title, line)
        self._panes.show_card(self._panes.empty)

    def _show_order(self, face: Face, case: Case) -> None:
        view = self._cases.current_view
        assert view is not None
        words = card_words(face, self._actions.step, case, view, self._codes.guard.hold)
        now = self._counter.clock.now()
        card, said = self._panes.card, told_of(view.order)
        card.show_order(said, sums_of_order(view.order), words, now, note=view.own.words())
        self._tell(f"{view.order.content.number} {words.state.text}. {words.action}")
        self._panes.show_card(self._panes.card)

    def _show_choice(self, case: Case) -> None:
        keys = case.lookup.keys if case.lookup else ()
        views = tuple(v for key in keys if (v := self._counter.view(key)) is not None)
        view, hold = self._cases.current_view, self._codes.guard.hold
        words = card_words(Face.CHOICE, self._actions.step, case, view, hold)
        self._panes.choice.show_orders(Fitting(views, case.key, silent_words(case.lookup)), words)
        self._panes.show_card(self._panes.choice)

    def _show_result(self, face: Face, case: Case, fold_left_s: float) -> None:
        view = result_view(
            face, case, self._cases.current_view, self._counter, fold_s=fold_left_s, heard=self.may_be_heard
        )
        hint = self._codes.hint(case.code) if face is Face.WRONG else ""
        if hint:
            view = replace(view, words=replace(view.words, todo=hint))
        pending = self._actions.pending
        if pending is not None:
            view = replace(view, pending=pending, actions=(ResultAction.BACK, ResultAction.CONFIRM))
        self._show_said(replace(view, record=self._actions.record))

    def _show_said(self, view: ResultView) -> None:
        self._panes.result.show_result(view)
        self._tell(f"{view.words.title} {view.number}. {view.words.todo}")
        self._panes.show_card(self._panes.result)
