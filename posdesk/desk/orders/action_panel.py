"""The panel of an action in two steps, refuse or pay: it stands over the lanes, never over a STOP."""

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posdesk.desk.cards.card_view import CardView
from posdesk.desk.cards.draft import ThemeMeasure, measure_of
from posdesk.desk.cards.marks import Box, Card
from posdesk.desk.orders.actions import OrderActions
from posdesk.desk.orders.closing import WIDTH as CLOSING_WIDTH
from posdesk.desk.orders.closing import CloseAct, Closing, closing_card
from posdesk.desk.orders.pay import PayAct, pay_card
from posdesk.desk.orders.refuse import WIDTH, RefuseAct, refuse_card
from posdesk.desk.orders.taking_over import TakeOverAct, take_over_card
from posdesk.desk.theme import Theme
from posdesk.domain.orders.closing import NOTE_LENGTH

_LOW_WIDTH = 720  # px
_LOW_CLOSING = 860  # px


class ActionPanel(CardView):
    """Shows the action under way; digits come by `take_key`, since nothing here has the keyboard."""

    def __init__(self, actions: OrderActions, theme: Theme, parent: QWidget) -> None:
        """Hidden until an action's first step."""
        super().__init__(theme, parent)
        self._actions, self._page = actions, parent
        self._field_shown = False
        self.field = QLineEdit(self)
        self.field.setMaxLength(NOTE_LENGTH)
        self.field.textEdited.connect(actions.closing.write)
        self.field.hide()
        self.used.connect(self._pressed)
        self.hide()

    def lay_out(self, theme: Theme, width: int, height: int) -> Card | None:
        """The panel's card for a room so large, in px, low where it must be; None without an action."""
        measure = measure_of(theme)
        if self._actions.closing.now is not None:
            return self._lay_out_closing(self._actions.closing.now, theme, width, height)
        self._put_field(None, "")
        ways = (self._usual(measure, width), self._low(measure, width, height))
        made = tuple(card for card in ways if card is not None)
        card = next((card for card in made if card.height <= height), made[-1] if made else None)
        if card is not None:
            self.setFixedWidth(card.width)
            self.show_card(card, theme)
        return card

    def _lay_out_closing(self, now: Closing, theme: Theme, width: int, height: int) -> Card:
        measure = measure_of(theme)
        made = closing_card(now, measure, min(CLOSING_WIDTH, width))
        if made.card.height > height:
            made = closing_card(now, measure, min(_LOW_CLOSING, width), low=True)
        self.setFixedWidth(made.card.width)
        self.show_card(made.card, theme)
        self._put_field(made.field, now.note)
        return made.card

    def _put_field(self, place: Box | None, note: str) -> None:
        """The field for a sentence takes the keyboard when it comes, and gives it back when it goes."""
        came = place is not None and not self._field_shown
        self._field_shown = place is not None
        if place is None:
            if self.field.hasFocus():
                self._page.setFocus()
            self.field.hide()
            return
        words = QCoreApplication.translate("Orders", "Why, in a sentence")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.field.setGeometry(place.x, place.y, place.w, place.h)
        self.field.show()
        if came:
            self.field.setText(note)
            self.field.setFocus()

    def _usual(self, measure: ThemeMeasure, width: int) -> Card | None:
        wide = min(WIDTH, width)
        if self._actions.refusing is not None:
            return refuse_card(self._actions.refusing, measure, wide)
        if self._actions.asking is not None:
            return take_over_card(self._actions.asking, measure, wide)
        return pay_card(self._actions.paying, measure, wide) if self._actions.paying is not None else None

    def _low(self, measure: ThemeMeasure, width: int, height: int) -> Card | None:
        """Wider and lower; of many ways to pay, as many lines as fit."""
        wide = min(_LOW_WIDTH, width)
        if self._actions.refusing is not None:
            return refuse_card(self._actions.refusing, measure, wide, low=True)
        if self._actions.asking is not None:
            return take_over_card(self._actions.asking, measure, wide)
        now = self._actions.paying
        if now is None:
            return None
        counts = range(len(now.tenders), 0, -1)
        made = tuple(pay_card(now, measure, wide, lines=n, low=True) for n in counts)
        return next((card for card in made if card.height <= height), made[-1])

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit chooses a reason or is part of an amount; whether it meant something."""
        if self._actions.closing.now is not None:
            return self._closing_key(event)
        if self._actions.refusing is not None:
            return self._reason_key(event)
        return self._actions.paying is not None and self._pay_key(event)

    def _reason_key(self, event: QKeyEvent) -> bool:
        text = event.text()
        if text in {*"123456"} and text:
            self._actions.choose_reason(int(text))
            return True
        return False

    def _closing_key(self, event: QKeyEvent) -> bool:
        text = event.text()
        if text and text in "123456":
            self._actions.closing.choose_reason(int(text))
        return bool(text) and text in "123456"

    def _pay_key(self, event: QKeyEvent) -> bool:
        now = self._actions.paying
        if now is None:
            return False
        turns = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = turns.get(Qt.Key(event.key()))
        after = now.chosen(now.at + step) if step else now.with_key(event.text())
        if event.key() == Qt.Key.Key_Backspace:
            after = now.without_last()
        self._actions.change_payment(after)
        return after is not None

    @Slot(object, str)
    def _pressed(self, act: object, arg: str) -> None:
        closing = self._actions.closing
        if act == CloseAct.CLOSE_REASON:
            closing.choose_reason(int(arg))
        elif act == CloseAct.WHO:
            closing.ask_name()
        elif act == CloseAct.CLOSE:
            closing.finish()
        elif act == CloseAct.CLOSE_BACK:
            closing.close()
        elif act == RefuseAct.REASON:
            self._actions.choose_reason(int(arg))
        elif act in {RefuseAct.BACK, PayAct.BACK, TakeOverAct.BACK}:
            self._actions.close_panel()
        elif act == TakeOverAct.YES:
            self._actions.take_over()
        elif act == PayAct.TENDER and self._actions.paying is not None:
            self._actions.change_payment(self._actions.paying.chosen(int(arg)))
        elif self._actions.refusing is not None:
            self._actions.send_refusal()
        else:
            self._actions.send_payment()
