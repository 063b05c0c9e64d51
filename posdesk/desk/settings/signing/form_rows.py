"""The forms of signature, a row each: its number, what it hashes, whether it fits the last refused call."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import rounded
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted, Ruled, within

_HIGH = 46
_NUMBER_PX, _NAME_PX, _SAID_PX = 22, 208, 118


@dataclass(frozen=True, slots=True)
class FormLine:
    """What a row says; `fits`: it gives the refused call's sign, None where none was tried."""

    name: str
    text: str
    said: str = ""
    fits: bool | None = None


class FormRow(Ruled):
    """`touched` by a finger; the arrows choose it as well."""

    touched = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing until `say`."""
        super().__init__(theme, parent)
        self._chosen = False
        self._number = Words(theme, FontRole.BODY_BOLD, wraps=False)
        self._name, self._text = Words(theme, FontRole.BODY_BOLD), Words(theme, FontRole.BODY, Color.MUTED)
        self._said = Words(theme, FontRole.BODY)
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for part, width in ((self._number, _NUMBER_PX), (self._name, _NAME_PX), (self._said, _SAID_PX)):
            part.setFixedWidth(width)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 5)
        row.setSpacing(10)
        for part in (self._number, self._name):
            row.addWidget(part)
        row.addWidget(self._text, 1)
        row.addWidget(self._said)
        self.setMinimumHeight(_HIGH)

    def say(self, number: int, line: FormLine, *, chosen: bool) -> None:
        """Say this."""
        self._chosen = chosen
        self._number.say(str(number))
        self._name.say(line.name)
        self._text.say(line.text or " ")
        self._said.set_role(FontRole.BODY_BOLD if line.fits else FontRole.BODY)
        self._said.say(line.said or " ", Color.GOOD if line.fits else Color.MUTED)
        self.setAccessibleName(" ".join(filter(None, (str(number), line.name, line.text, line.said))))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground of the chosen one, and the line under each."""
        if self._chosen:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QRectF(self.rect()).adjusted(1, 0, -1, -1)
            rounded(painter, ground, self.theme.radius.control, self.theme.color.accent_soft)
            painter.end()
        super().paintEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch chooses it."""
        self.touched.emit()


class FormRows(Painted):
    """As many rows as there are lines; `chosen` carries the place of a touched one."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_lines`."""
        super().__init__(theme, parent)
        self._rows: list[FormRow] = []
        self._column = within(self, 1, 1, 1, 1)

    def show_lines(self, lines: list[FormLine], chosen: int) -> None:
        """Show these; the chosen one is marked."""
        while len(self._rows) < len(lines):
            made = FormRow(self.theme)
            made.touched.connect(self._touched)
            self._rows.append(made)
            self._column.addWidget(made)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(lines))
            if place < len(lines):
                row.say(place + 1, lines[place], chosen=place == chosen)

    def row(self, place: int) -> FormRow:
        """That row."""
        return self._rows[place]

    def _touched(self) -> None:
        row = self.sender()
        if isinstance(row, FormRow):
            self.chosen.emit(self._rows.index(row))
