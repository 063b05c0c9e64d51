"""The strip above the card: just scan, or type or paste a code."""

from math import ceil

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpacerItem, QWidget

from posdesk.desk.paint import ButtonFace, paint_card, paint_sign, paint_text, paint_wrapped, text_width
from posdesk.desk.theme import FontRole, Sign, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.pickup.scan_code import MAX_CODE_LENGTH

HEIGHT_PX = 66
FIELD_PX = 260
_FIELD_LEAST_PX = 130
_FIELD_EDGES_PX = 36  # frame and padding on both sides


class EntryStrip(Painted):
    """Asks for a code. `entered` carries what a person typed or pasted, as it stands in the field."""

    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """The field is empty and has no focus."""
        super().__init__(theme, parent)
        self._asked_for = self._trouble = ""
        self.setFixedHeight(HEIGHT_PX)
        self._build()
        self.retranslate()

    @property
    def field(self) -> QLineEdit:
        """Where a code is typed or pasted."""
        return self._field

    def ask(self, number: str) -> None:
        """Ask for this order's code: the field takes the typing."""
        self._asked_for, self._trouble = number, ""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._make_room()

    def complain(self, trouble: str) -> None:
        """Say why the code can't be used; it stays in the field, chosen whole."""
        self._trouble = trouble
        self._field.selectAll()
        self._make_room()

    @property
    def trouble(self) -> str:
        """Why the code in the field can't be used; empty where nothing is wrong with it."""
        return self._trouble

    @property
    def words(self) -> tuple[str, str]:
        """Headline and line left of the field, the first that fit; what is wrong may stand alone."""
        found = self._words()
        return next((each for each in found if self._width_of(*each) <= self.words_px), found[-1])

    @property
    def words_px(self) -> int:
        """How much room the words have."""
        return self._field.x() - 60 - 12

    def clear(self) -> None:
        """A code was taken: begin anew."""
        self._asked_for = self._trouble = ""
        self._field.clear()
        self._field.clearFocus()
        self._make_room()

    def retranslate(self) -> None:
        """Texts in the language on screen."""
        self._field.setAccessibleName(self.tr("Pickup code, typed or pasted"))
        self._button.set_label(self.tr("Look up"))
        self._make_room()
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the sign and the words left of the field."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        paint_card(painter, rect, self.theme)
        ink = color.bad if self._trouble else color.accent
        paint_sign(painter, QRectF(18, 20, 26, 26), Sign.WARNING if self._trouble else Sign.BARCODE, ink)
        self._paint_words(painter, color.bad if self._trouble else color.muted)
        painter.end()

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        head, line = self.words
        room, font = self.words_px, self.theme.font(FontRole.CAPTION)
        if not head:
            paint_wrapped(painter, QRectF(60, 6, room, HEIGHT_PX - 12), line, font, ink)
            return
        strong = self.theme.font(FontRole.STRONG)
        paint_text(painter, QRectF(60, 12, room, 24), head, strong, self.theme.color.text)
        paint_text(painter, QRectF(60, 36, room, 18), line, font, ink)

    def resizeEvent(self, event: object) -> None:
        """The words come before the field's width."""
        self._make_room()

    def _make_room(self) -> None:
        wanted = ceil(self._width_of(*self._words()[0]))
        most = self.width() - 60 - 16 * 3 - self._button.sizeHint().width() - _FIELD_LEAST_PX
        room = max(0, min(wanted, most))
        self._words_room.changeSize(room, 0)
        self._say_what_for(self.width() - 60 - room - 16 * 3 - self._button.sizeHint().width())
        self._row.invalidate()
        self.update()

    def _say_what_for(self, field_px: int) -> None:
        """The field's own words, the short ones where the long ones would be cut."""
        whole = self.tr("Type or paste a code")
        fits = text_width(whole, self._field.font()) <= min(field_px, FIELD_PX) - _FIELD_EDGES_PX
        self._field.setPlaceholderText(whole if fits else self.tr("Type a code"))

    def _width_of(self, head: str, line: str) -> float:
        fonts = self.theme.font(FontRole.STRONG), self.theme.font(FontRole.CAPTION)
        return max(text_width(head, fonts[0]), text_width(line, fonts[1]))

    def _words(self) -> tuple[tuple[str, str], ...]:
        """The whole words, then shorter ones."""
        if self._trouble:
            return (self.tr("That is no pickup code"), self._trouble), ("", self._trouble)
        if self._asked_for:
            asked = self.tr("Scan or type the code of {number}").format(number=self._asked_for)
            short = self.tr("Code of {number}").format(number=self._asked_for)
            needed = self.tr("It can't be verified without the customer's code")
            return (asked, needed), (short, self.tr("Scan or type it"))
        whole = self.tr("Just scan, no click first"), self.tr("On any page, with any input method")
        return whole, (self.tr("Just scan"), self.tr("On any page"))

    def _build(self) -> None:
        self._field = QLineEdit()
        self._field.setMaxLength(MAX_CODE_LENGTH * 2)
        self._field.setFont(self.theme.font(FontRole.LARGE))
        self._field.setMaximumWidth(FIELD_PX)
        self._field.setMinimumWidth(_FIELD_LEAST_PX)
        self._field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # opening the page is not yet typing
        self._field.returnPressed.connect(self._submit)
        self._button = DeskButton(self.theme, ButtonFace(""))
        self._button.on_click(self._submit)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(60, 0, 16, 0)
        row.setSpacing(16)
        self._words_room = QSpacerItem(0, 0)
        row.addItem(self._words_room)
        row.addStretch(1)
        row.addWidget(self._field, 50)
        row.addWidget(self._button)

    @Slot()
    def _submit(self) -> None:
        if self._field.text().strip():
            self.entered.emit(self._field.text())
