"""The panel of a note, a promise or a reprint: over the lanes; digits choose, the field takes the note."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QRect, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posdesk.desk.cards.card_view import CardView
from posdesk.desk.cards.draft import CardDraft, Measure, measure_of
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Button, Card, Fill
from posdesk.desk.cards.parts import TARGET, head, send_and_back
from posdesk.desk.orders.own_actions import Noting, OwnActions, Promising, Step
from posdesk.desk.orders.reprint import ReprintAct, Reprinting, reprint_card
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.domain.orders.own import NOTE_LENGTH, PROMISES_MIN

WIDTH = 520  # px
_PAD = 18
_NUMBERS = (FontRole.NUMBER_NEW, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)
_FIELD_TOP = 72


class OwnPanelAct(StrEnum):
    """What can be pressed on the panel."""

    IN_MINUTES = "in_minutes"  # arg: which of the offered times, from 1
    KEEP = "keep"
    BACK = "back"


def note_card(facts: Facts, measure: Measure, width: int) -> Card:
    """The note's panel; the field stands in its sunken box."""
    draft = CardDraft(measure, width)
    _title(draft, facts, QCoreApplication.translate("Orders", "Note to this order"))
    box = Box(_PAD, _FIELD_TOP, width - 2 * _PAD, TARGET)
    draft.put(Fill(box, Color.SUNKEN, RADIUS.control))
    words = QCoreApplication.translate(
        "Orders", "It is shown again at pickup and stands on the packing slip. It stays with us."
    )
    y = draft.lines(Box(_PAD, box.bottom + 8, box.w, 19), words, FontRole.CAPTION, Color.MUTED)
    keep = QCoreApplication.translate("Orders", "Keep the note")
    at = Box(_PAD, y + 10, box.w, TARGET)
    button = Button(at, OwnPanelAct.KEEP, keep, OrdersKey.NOTE, ButtonKind.PRIMARY)
    send_and_back(draft, button, OwnPanelAct.BACK)
    return _framed(draft, at.bottom + 18)


def promise_card(facts: Facts, measure: Measure, width: int) -> Card:
    """The promise's panel: in how many minutes, by digit; it is kept at once."""
    draft = CardDraft(measure, width)
    _title(draft, facts, QCoreApplication.translate("Orders", "Promise a time: in how many minutes?"))
    wide = (width - 2 * _PAD - 8 * (len(PROMISES_MIN) - 1)) // len(PROMISES_MIN)
    for number, minutes in enumerate(PROMISES_MIN, start=1):
        box = Box(_PAD + (number - 1) * (wide + 8), _FIELD_TOP, wide, TARGET)
        draft.put(Button(box, OwnPanelAct.IN_MINUTES, f"+{minutes}", str(number), arg=str(number)))
    words = QCoreApplication.translate(
        "Orders",
        "Stays with us: no platform is told. It stands on the card and on slips printed from now on.",
    )
    back = QCoreApplication.translate("Orders", "Back")
    back_w = draft.measure.width(back, FontRole.BODY) + 78
    at = Box(_PAD, _FIELD_TOP + TARGET + 12, width - 2 * _PAD - back_w - 8, 19)
    end = draft.lines(at, words, FontRole.CAPTION, Color.MUTED)
    place = Box(width - _PAD - back_w, at.y, back_w, TARGET)
    draft.put(Button(place, OwnPanelAct.BACK, back, "Esc", ButtonKind.QUIET))
    return _framed(draft, max(end, place.bottom) + 14)


def _title(draft: CardDraft, facts: Facts, title: str) -> None:
    end = head(draft, facts, Box(_PAD, 12, draft.width // 2, 52), 34, _NUMBERS) + 14
    draft.text(Box(end, 12, draft.width - end - _PAD, 52), title, FontRole.STRONG)


def _framed(draft: CardDraft, height: int) -> Card:
    ground = Fill(Box(0, 0, draft.width, height), Color.RAISED, RADIUS.corner_card, Color.LINE_STRONG)
    return draft.card(height, ground)


class OwnPanel(CardView):
    """Shows the open step of `actions`; hidden while there is none."""

    def __init__(self, actions: OwnActions, theme: Theme, parent: QWidget) -> None:
        """Hidden until a first step."""
        super().__init__(theme, parent)
        self._actions, self._theme_now = actions, theme
        self.field = QLineEdit(self)
        self.field.setMaxLength(NOTE_LENGTH)
        self.field.hide()
        self.used.connect(self._pressed)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme_now = theme

    def place(self, room: QRect) -> None:
        """Show the step, if there is one, in the middle of that room of the page."""
        step = self._actions.step
        began = self.isHidden()
        self.setVisible(step is not None)
        if step is None:
            self._put_field_away()
            return
        card = self._card(step, min(WIDTH, room.width()))
        self.setFixedWidth(card.width)
        self.show_card(card, self._theme_now)
        top = room.y() + max(2, (room.height() - card.height) // 2)
        self.move(room.x() + (room.width() - card.width) // 2, top)
        self.raise_()
        if isinstance(step, Noting):
            self._show_field(began=began)

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit chooses a promise or a slip; whether it meant something."""
        text = event.text()
        if isinstance(self._actions.step, Reprinting) and text in {*"1234"} and text:
            self._actions.reprint_this(int(text))
            return True
        if isinstance(self._actions.step, Promising) and text in {*"1234"} and text:
            self._actions.promise_in(int(text))
            return True
        return False

    def _card(self, step: Step, width: int) -> Card:
        measure = measure_of(self._theme_now)
        if isinstance(step, Reprinting):
            return reprint_card(step, measure, width)
        make = note_card if isinstance(step, Noting) else promise_card
        return make(step.facts, measure, width)

    def _show_field(self, *, began: bool) -> None:
        words = QCoreApplication.translate("Orders", "What whoever packs it and hands it out should know")
        self.field.setGeometry(_PAD + 4, _FIELD_TOP + 2, self.width() - 2 * _PAD - 8, TARGET - 4)
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        if began:
            self.field.clear()
            self.field.show()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_field_away(self) -> None:
        if not self.field.isHidden():
            self.field.hide()
            page = self.parentWidget()
            if page is not None:
                page.setFocus()

    @Slot(object, str)
    def _pressed(self, act: object, arg: str) -> None:
        if act == OwnPanelAct.IN_MINUTES:
            self._actions.promise_in(int(arg))
        elif act == ReprintAct.SLIP:
            self._actions.reprint_this(int(arg))
        elif act == OwnPanelAct.KEEP:
            self._actions.keep_note(self.field.text())
        else:
            self._actions.close_step()
