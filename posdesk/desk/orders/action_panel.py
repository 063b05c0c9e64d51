"""The panel of an action in two steps, refuse or pay: it stands over the lanes, never over a STOP."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.cards.card_view import CardView
from posdesk.desk.cards.draft import ThemeMeasure
from posdesk.desk.cards.marks import Card
from posdesk.desk.orders.actions import OrderActions
from posdesk.desk.orders.pay import PayAct, pay_card
from posdesk.desk.orders.refuse import WIDTH, RefuseAct, refuse_card
from posdesk.desk.theme import Theme

_LOW_WIDTH = 720  # px


class ActionPanel(CardView):
    """Shows the action under way; digits come by `take_key`, since nothing here has the keyboard."""

    def __init__(self, actions: OrderActions, theme: Theme, parent: QWidget) -> None:
        """Hidden until an action's first step."""
        super().__init__(theme, parent)
        self._actions = actions
        self.used.connect(self._pressed)
        self.hide()

    def lay_out(self, theme: Theme, width: int, height: int) -> Card | None:
        """The panel's card for a room so large, in px, low where it must be; None without an action."""
        measure = ThemeMeasure(theme)
        ways = (self._usual(measure, width), self._low(measure, width, height))
        made = tuple(card for card in ways if card is not None)
        card = next((card for card in made if card.height <= height), made[-1] if made else None)
        if card is not None:
            self.setFixedWidth(card.width)
            self.show_card(card, theme)
        return card

    def _usual(self, measure: ThemeMeasure, width: int) -> Card | None:
        wide = min(WIDTH, width)
        if self._actions.refusing is not None:
            return refuse_card(self._actions.refusing, measure, wide)
        return pay_card(self._actions.paying, measure, wide) if self._actions.paying is not None else None

    def _low(self, measure: ThemeMeasure, width: int, height: int) -> Card | None:
        """Wider and lower; of many ways to pay, as many lines as fit."""
        wide = min(_LOW_WIDTH, width)
        if self._actions.refusing is not None:
            return refuse_card(self._actions.refusing, measure, wide, low=True)
        now = self._actions.paying
        if now is None:
            return None
        counts = range(len(now.tenders), 0, -1)
        made = tuple(pay_card(now, measure, wide, lines=n, low=True) for n in counts)
        return next((card for card in made if card.height <= height), made[-1])

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit chooses a reason or is part of an amount; whether it meant something."""
        if self._actions.refusing is not None:
            return self._reason_key(event)
        return self._actions.paying is not None and self._pay_key(event)

    def _reason_key(self, event: QKeyEvent) -> bool:
        text = event.text()
        if text in {*"123456"} and text:
            self._actions.choose_reason(int(text))
            return True
        return False

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
        if act == RefuseAct.REASON:
            self._actions.choose_reason(int(arg))
        elif act in {RefuseAct.BACK, PayAct.BACK}:
            self._actions.close_panel()
        elif act == PayAct.TENDER and self._actions.paying is not None:
            self._actions.change_payment(self._actions.paying.chosen(int(arg)))
        elif self._actions.refusing is not None:
            self._actions.send_refusal()
        else:
            self._actions.send_payment()
