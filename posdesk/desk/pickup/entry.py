"""The strip above the card: just scan, or type or paste a code."""

from math import ceil

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, text_width
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.alt_keys import PickupKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Card
from posdesk.domain.pickup.scan_code import MAX_CODE_LENGTH

HEIGHT_PX = 66
FIELD_PX = 260
_FIELD_LEAST_PX = 130
_FIELD_EDGES_PX = 36  # frame and padding on both sides
_GAP = 16


class EntryStrip(Card):
    """Asks for a code. `entered` carries what a person typed or pasted, as it stands in the field."""

    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """The field is empty and has no focus."""
        super().__init__(theme, parent)
        self._asked_for = self.trouble = ""
        self.setFixedHeight(HEIGHT_PX)
        self._build()
        self.retranslate()

    @property
    def words(self) -> tuple[str, str]:
        """Headline and line left of the field; what is wrong may stand alone."""
        return self._head.text(), self._line.text()

    def ask(self, number: str) -> None:
        """Ask for this order's code: the field takes the typing."""
        self._asked_for, self.trouble = number, ""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    def complain(self, trouble: str) -> None:
        """Say why the code can't be used; it stays in the field, chosen whole."""
        self.trouble = trouble
        self.field.selectAll()
        self._say()

    def clear(self) -> None:
        """A code was taken: begin anew."""
        self._asked_for = self.trouble = ""
        self.field.clear()
        self.field.clearFocus()
        self._say()

    def retranslate(self) -> None:
        """Texts in the language on screen."""
        self.field.setAccessibleName(self.tr("Pickup code, typed or pasted"))
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words come before the field's width."""
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        """The first words that fit, whole; the field takes what they leave."""
        room, (head, line) = self._fitting()
        self._mark.show_sign(*((Sign.WARNING, Color.BAD) if self.trouble else (Sign.BARCODE, Color.ACCENT)))
        self._head.say(head)
        self._line.say(line, Color.BAD if self.trouble else Color.MUTED)
        taken = min(self._px(head, line), room - _FIELD_LEAST_PX)
        self.field.setFixedWidth(max(_FIELD_LEAST_PX, min(FIELD_PX, room - taken)))
        whole = self.tr("Type or paste a code")
        fits = text_width(whole, self.field.font()) <= self.field.width() - _FIELD_EDGES_PX
        self.field.setPlaceholderText(whole if fits else self.tr("Type a code"))

    def _fitting(self) -> tuple[int, tuple[str, str]]:
        """The px of words and field, and the words; where none fit, the button shows its key alone."""
        said, name, room = self._words(), self.tr("Look up"), 0
        for label in (name, ""):
            self._button.set_label(label)
            self._button.setAccessibleName(f"{name} {PickupKey.CODE}")
            room = self.width() - 60 - 3 * _GAP - self._button.sizeHint().width()
            fits = next((each for each in said if self._px(*each) <= room - _FIELD_LEAST_PX), None)
            if fits is not None:
                return room, fits
        return room, said[-1]

    def _px(self, head: str, line: str) -> int:
        fonts = self.theme.font(FontRole.STRONG), self.theme.font(FontRole.CAPTION)
        return ceil(max(text_width(head, fonts[0]), text_width(line, fonts[1]))) + 1

    def _words(self) -> tuple[tuple[str, str], ...]:
        """The whole words, then shorter ones."""
        if self.trouble:
            return (self.tr("That is no pickup code"), self.trouble), ("", self.trouble)
        if self._asked_for:
            asked = self.tr("Scan or type the code of {number}").format(number=self._asked_for)
            short = self.tr("Code of {number}").format(number=self._asked_for)
            needed = self.tr("It can't be verified without the customer's code")
            return (asked, needed), (short, self.tr("Scan or type it"))
        whole = self.tr("Just scan, no click first"), self.tr("On any page, with any input method")
        return whole, (self.tr("Just scan"), self.tr("On any page"))

    def _build(self) -> None:
        self._mark, self._head = Mark(self.theme, 26), Words(self.theme, FontRole.STRONG)
        self._line = Words(self.theme, FontRole.CAPTION, Color.MUTED)
        self.field = QLineEdit()  # where a code is typed or pasted
        self.field.setMaxLength(MAX_CODE_LENGTH * 2)
        self.field.setFont(self.theme.font(FontRole.LARGE))
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # opening the page is not yet typing
        self.field.returnPressed.connect(self._submit)
        self._button = DeskButton(self.theme, ButtonFace("", PickupKey.CODE))
        self._button.on_click(self._begin_or_submit)
        words, row = QVBoxLayout(), QHBoxLayout(self)
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._head)
        words.addWidget(self._line)
        words.addStretch(1)
        row.setContentsMargins(18, 0, _GAP, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        row.addWidget(self.field)
        row.addWidget(self._button)

    @Slot()
    def _begin_or_submit(self) -> None:
        """Look up what is in the field; while nothing is, the keyboard goes into it."""
        if not self.field.text().strip():
            self.field.setFocus()
        self._submit()

    @Slot()
    def _submit(self) -> None:
        if self.field.text().strip():
            self.entered.emit(self.field.text())
