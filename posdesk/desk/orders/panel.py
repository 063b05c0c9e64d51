"""The panel of a two-step deed, refuse or pay: it stands over the lanes and never over a STOP."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.orders.cards.marks import Card
from posdesk.desk.orders.cards.measure import ThemeMeasure
from posdesk.desk.orders.deeds import Deeds
from posdesk.desk.orders.pay import Act as PayAct
from posdesk.desk.orders.pay import pay_card
from posdesk.desk.orders.refuse import WIDTH, refuse_card
from posdesk.desk.orders.refuse import Act as RefuseAct
from posdesk.desk.orders.sheet_view import SheetView
from posdesk.desk.theme import Theme


class DeedPanel(SheetView):
    """Shows what `Deeds` holds open; digits come by `take_key`, since nothing here has the keyboard."""

    def __init__(self, deeds: Deeds, theme: Theme, parent: QWidget) -> None:
        """Hidden until a deed's first step."""
        super().__init__(theme, parent)
        self._deeds = deeds
        self.used.connect(self._pressed)
        self.hide()

    def lay_out(self, theme: Theme, room: int) -> Card | None:
        """The panel's card no wider than `room`, None while no deed is open."""
        measure, width = ThemeMeasure(theme), min(WIDTH, room)
        card = None
        if self._deeds.refusing is not None:
            card = refuse_card(self._deeds.refusing, measure, width)
        elif self._deeds.paying is not None:
            card = pay_card(self._deeds.paying, measure, width)
        if card is not None:
            self.setFixedWidth(card.width)
            self.show_card(card, theme)
        return card

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit chooses a reason or is part of an amount; whether it meant something."""
        if self._deeds.refusing is not None:
            return self._reason_key(event)
        return self._deeds.paying is not None and self._pay_key(event)

    def _reason_key(self, event: QKeyEvent) -> bool:
        text = event.text()
        if text in {*"123456"} and text:
            self._deeds.choose_reason(int(text))
            return True
        return False

    def _pay_key(self, event: QKeyEvent) -> bool:
        now = self._deeds.paying
        if now is None:
            return False
        turns = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = turns.get(Qt.Key(event.key()))
        after = now.chosen(now.at + step) if step else now.with_key(event.text())
        if event.key() == Qt.Key.Key_Backspace:
            after = now.without_last()
        self._deeds.change_payment(after)
        return after is not None

    @Slot(object, str)
    def _pressed(self, act: object, arg: str) -> None:
        if act == RefuseAct.REASON:
            self._deeds.choose_reason(int(arg))
        elif act in {RefuseAct.BACK, PayAct.BACK}:
            self._deeds.close_panel()
        elif act == PayAct.TENDER and self._deeds.paying is not None:
            self._deeds.change_payment(self._deeds.paying.chosen(int(arg)))
        elif self._deeds.refusing is not None:
            self._deeds.send_refusal()
        else:
            self._deeds.send_payment()
