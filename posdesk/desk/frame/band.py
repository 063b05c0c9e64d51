"""One band under the top bar: what happened, what to do, and a button where a person's word ends it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, text_width
from posdesk.desk.theme import Color, FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Ink, Mark, Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.states import Sentence
from posdesk.records import replace

_SIDE = 16
_GAP = 12
_MARK_PX = 24


class Band(Painted):
    """One band: a sign, two sentences, and a button where a person's word ends it."""

    pressed = Signal()

    def __init__(self, theme: Theme, role: StateRole, parent: QWidget | None = None) -> None:
        """`role` gives ground and ink; red and filled for OVERDUE, soft for all others."""
        super().__init__(theme, parent)
        self._role = role
        self.said = Sentence("")  # what it says now
        self._button: DeskButton | None = None
        self._fitted: tuple[tuple[object, ...], int] | None = None  # for what it is how high
        self.hide()

    @property
    def button(self) -> DeskButton:
        """Made with all that is in the band when it first has something to say: most never have."""
        if self._button is None:
            self._button = DeskButton(self.theme, ButtonFace(""))
            self._button.clicked.connect(self.pressed)
            self._lay_out(self._button)
        return self._button

    def show_words(self, said: Sentence, button: str = "") -> None:
        """Say this, with a button or none."""
        label = self._button.face.label if self._button is not None else ""
        if (said, button) == (self.said, label):
            return
        self.said = said
        self.button.set_label(button)
        for words, text in zip(self._words, (said.what, said.todo), strict=True):
            words.say(text)
        self.button.setVisible(bool(button))
        self.setVisible(bool(said.what))
        self._fit()

    def show_key(self, key: str) -> None:
        """The key that presses its button; one band at a time has it."""
        old = self._button.face.key if self._button is not None else ""
        if key != old:
            self.button.set_face(replace(self.button.face, key=key))
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grows where the words need two lines."""
        if self._button is not None:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints its ground and the line under it."""
        painter, colors = self._painter(), self.theme.state(self._role)
        painter.fillRect(self.rect(), colors.fill if self._role is StateRole.OVERDUE else colors.soft)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.color.line)
        painter.end()

    def height_at(self, width: int) -> int:
        """How high it is in px where it is so wide: both sentences in a line, or each in its own."""
        asked = (width, self.said, self.button.face, self.button.isHidden(), self.theme)
        if self._fitted is None or self._fitted[0] != asked:
            self._fitted = asked, self._height_at(width)
        return self._fitted[1]

    def _height_at(self, width: int) -> int:
        broken = not self._fits_one_line(width)
        ways = QBoxLayout.Direction
        self._lines.setDirection(ways.TopToBottom if broken else ways.LeftToRight)
        self._lines.setSpacing(0 if broken else 6)
        for words in self._words:
            if words.wordWrap() != broken:
                words.setWordWrap(broken)
        for layout in (self._lines, self._row):  # a label tells the outermost layout only, and later
            layout.invalidate()
        return max(self.theme.size.gap_band, self._row.heightForWidth(width) if broken else 0)

    def _fits_one_line(self, width: int) -> bool:
        button = 0 if self.button.isHidden() else self.button.sizeHint().width() + _GAP
        room = width - 2 * _SIDE - _MARK_PX - _GAP - button - 6
        return sum(text_width(words.text(), words.font()) + 1 for words in self._words) <= room

    def _lay_out(self, button: DeskButton) -> None:
        ink: Ink = _on_fill if self._role is StateRole.OVERDUE else Color.TEXT
        self._words = (Words(self.theme, FontRole.BODY_BOLD, ink), Words(self.theme, FontRole.BODY, ink))
        mark = Mark(self.theme, _MARK_PX)
        mark.show_sign(Sign.WARNING, _on_fill if self._role is StateRole.OVERDUE else self._role)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for stretch, words in enumerate(self._words):
            self._lines.addWidget(words, stretch)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE, 7, _SIDE, 7)
        self._row.setSpacing(_GAP)
        self._row.addWidget(mark)
        self._row.addLayout(self._lines, 1)
        self._row.addWidget(button)

    def _fit(self) -> None:
        self.setFixedHeight(self.height_at(self.width()))


def _on_fill(theme: Theme) -> QColor:
    return theme.state(StateRole.OVERDUE).text
