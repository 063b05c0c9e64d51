"""Panels over the Shift page: pay in or out, a note, the cash by notes, and who takes a line over.

Each has its own letters while it is open, and Esc puts it away; the letter that opened it does it.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonKind, rounded
from posdesk.desk.shift.acts import BACK, ActButton
from posdesk.desk.shift.fields import MoneyField, PlainField
from posdesk.desk.shift.words import amount, line_title, line_words
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import HeirKey, ShiftKey
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card
from posdesk.domain.shift.cash import PIECES_FEN, sum_of_pieces
from posdesk.domain.shift.checklist import Line
from posdesk.domain.shift.shift import Note

WIDTH_PX = 640
_PIECES_BESIDE, _NAMES_BESIDE = 4, 3  # low windows have few lines
NAMES = (HeirKey.FIRST, HeirKey.SECOND, HeirKey.THIRD, HeirKey.FOURTH, HeirKey.FIFTH)
OTHER, SAY = HeirKey.OTHER, HeirKey.SAY


class Panel(Card):
    """`done` when its own letter is pressed once more, `closed` when it is put away."""

    done = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, letter: str, parent: QWidget) -> None:
        """Hidden until it is opened."""
        super().__init__(theme, parent)
        self.letter = letter
        self._title = Words(theme, FontRole.TITLE)
        self._said = Words(theme, FontRole.BODY, Color.MUTED)
        self._back = ActButton(theme, BACK)
        self._do = ActButton(theme, letter, ButtonKind.PRIMARY)
        self._back.wanted.connect(self._close)
        self._do.wanted.connect(self.take)
        self.inner = QVBoxLayout()
        self.inner.setSpacing(10)
        self._build()
        self.hide()

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._do)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._said)
        column.addLayout(self.inner)
        column.addLayout(foot)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints a strong frame: it lies over cards."""
        super().paintEvent(event)
        painter = self._painter()
        frame = self._rect().adjusted(1, 1, -1, -1)
        rounded(painter, frame, self.theme.radius.card, None, self.theme.color.line_strong, width=2.0)
        painter.end()

    @Slot(str)
    def take(self, letter: str) -> None:
        """A letter, by key or by its button."""
        if letter == self.letter:
            self.done.emit()

    @Slot()
    def _close(self) -> None:
        self.closed.emit()

    def show_in(self, title: str, said: str, label: str) -> None:
        """Stand in the middle of the page, with these words."""
        self._title.say(title)
        self._said.say(said)
        self._back.set_label(self.tr("Back"))
        self._do.set_label(label)
        self.place()
        self.show()
        self.raise_()

    def complain(self, words: str) -> None:
        """Say what is missing, in place of what it is for."""
        self._said.say(words, Color.BAD)
        self.place()

    def place(self) -> None:
        """In the middle of the page, as high as it needs."""
        page = self.parentWidget()
        assert page is not None
        self.setFixedWidth(min(WIDTH_PX, page.width() - 24))
        self.adjustSize()
        x, y = (page.width() - self.width()) // 2, max(8, (page.height() - self.height()) // 3)
        self.move(x, y)


class MovePanel(Panel):
    """Cash into the drawer or out of it: how much, and why."""

    def __init__(self, theme: Theme, letter: str, parent: QWidget) -> None:
        """For paying in or out, by its letter."""
        super().__init__(theme, letter, parent)
        self.amount, self.reason = MoneyField(theme, 56), PlainField()
        self.inner.addWidget(self.amount)
        self.inner.addWidget(self.reason)

    def open_up(self) -> None:
        """Empty, with the keyboard at the amount."""
        self.amount.clear()
        self.reason.clear()
        self.amount.call(self.tr("How much, in yuan"))
        self.reason.call(self.tr("Why, in a few words"))
        is_in = self.letter == ShiftKey.PAY_IN
        title = self.tr("Cash into the drawer") if is_in else self.tr("Cash out of the drawer")
        label = self.tr("Pay in") if is_in else self.tr("Pay out")
        said = self.tr("Type the amount, go on with Tab, say why. Only sums stand in the Z.")
        self._said.say("", Color.MUTED)
        self.show_in(title, said, label)
        self.amount.setFocus()


class NotePanel(Panel):
    """What the next shift shall read, below what the one before left."""

    def __init__(self, theme: Theme, letter: str, parent: QWidget) -> None:
        """For a note."""
        super().__init__(theme, letter, parent)
        self._notes = Words(theme, FontRole.BODY)
        self.words = PlainField()
        self.inner.addWidget(self._notes)
        self.inner.addWidget(self.words)

    def open_up(self, left: Sequence[Note], here: Sequence[Note]) -> None:
        """Empty, with the keyboard in the field."""
        self.words.clear()
        self.words.call(self.tr("For the next shift, in a few words"))
        before = [self.tr("From the shift before: {words}").format(words=note.words) for note in left]
        own = [self.tr("From this shift: {words}").format(words=note.words) for note in here]
        self._notes.say("\n".join((*before, *own)))
        said = self.tr("The next shift sees it when it opens. Not for names or phones of customers.")
        self._said.say("", Color.MUTED)
        self.show_in(self.tr("Leave a note"), said, self.tr("Leave it"))
        self.words.setFocus()


class PiecesPanel(Panel):
    """The cash by notes and coins: how many of each; the sum adds up by itself."""

    def __init__(self, theme: Theme, letter: str, parent: QWidget) -> None:
        """A field for each piece; Tab goes from one to the next."""
        super().__init__(theme, letter, parent)
        self.fields = {fen: PlainField() for fen in PIECES_FEN}
        self._names = {fen: Words(theme, FontRole.BODY_BOLD, wraps=False) for fen in PIECES_FEN}
        self._sum = Words(theme, FontRole.NUMBER_M, wraps=False)
        grid = QGridLayout()
        grid.setSpacing(8)
        rows = len(PIECES_FEN) // _PIECES_BESIDE
        for at, (fen, field) in enumerate(self.fields.items()):
            field.setMaxLength(5)
            field.textChanged.connect(self._add_up)
            grid.addWidget(self._names[fen], at % rows, at // rows * 2)
            grid.addWidget(field, at % rows, at // rows * 2 + 1)
        self.inner.addLayout(grid)
        self.inner.addWidget(self._sum)

    def open_up(self) -> None:
        """Empty, with the keyboard at the largest."""
        for fen, field in self.fields.items():
            field.clear()
            name = amount(fen).removesuffix(".00")
            self._names[fen].say(f"¥{name} ×")
            field.call(self.tr("How many of ¥{piece}").format(piece=name))
            field.setPlaceholderText("0")
        self._add_up()
        said = self.tr("How many of each. Tab goes on to the next one.")
        self._said.say("", Color.MUTED)
        self.show_in(self.tr("Cash by notes and coins"), said, self.tr("Take the sum"))
        self.fields[PIECES_FEN[0]].setFocus()

    @property
    def pieces(self) -> dict[int, int] | None:
        """How many of each; None where something is no number."""
        texts = {fen: field.text().strip() for fen, field in self.fields.items()}
        if any(text and not (text.isascii() and text.isdigit()) for text in texts.values()):
            return None
        return {fen: int(text) for fen, text in texts.items() if text and int(text)}

    @Slot()
    def _add_up(self) -> None:
        pieces = self.pieces
        wrong = self.tr("Only whole numbers go here")
        self._sum.say(wrong if pieces is None else f"¥{amount(sum_of_pieces(pieces))}")


class HandPanel(Panel):
    """Who takes a line over: somebody of the staff by letter, or another name."""

    def __init__(self, theme: Theme, letter: str, parent: QWidget) -> None:
        """Without names yet."""
        super().__init__(theme, letter, parent)
        self.line: Line | None = None
        self._letters: dict[HeirKey, str] = {}
        self.buttons = {each: ActButton(theme, each) for each in NAMES}
        self.other, self.words = PlainField(), PlainField()
        self._keys = {each: ActButton(theme, each, ButtonKind.QUIET) for each in (OTHER, SAY)}
        grid = QGridLayout()
        grid.setSpacing(8)
        for at, button in enumerate(self.buttons.values()):
            grid.addWidget(button, at // _NAMES_BESIDE, at % _NAMES_BESIDE)
        self.inner.addLayout(grid)
        row = QHBoxLayout()
        for each, field in ((OTHER, self.other), (SAY, self.words)):
            row.addWidget(self._keys[each])
            row.addWidget(field, 1)
        self.inner.addLayout(row)
        for button in (*self.buttons.values(), *self._keys.values()):
            button.wanted.connect(self.take)
        self.other.setMaxLength(20)

    @property
    def name(self) -> str:
        """Who was named."""
        return self.other.text().strip()

    def open_up(self, line: Line, names: Sequence[str]) -> None:
        """Ask about a line; nobody is chosen yet."""
        self.line, self._letters = line, dict(zip(NAMES, names, strict=False))
        for letter, button in self.buttons.items():
            button.set_label(self._letters.get(letter, ""))
            button.setVisible(letter in self._letters)
        self._keys[OTHER].set_label(self.tr("Name"))
        self._keys[SAY].set_label(self.tr("Say"))
        self.other.clear()
        self.words.clear()
        self.other.call(self.tr("Who takes it over"))
        self.words.call(self.tr("A few words"))
        title = self.tr("{what}. Who takes it over?").format(what=line_title(line))
        said = self.tr("It is not done, and still there after closing. {what}").format(what=line_words(line))
        self._said.say("", Color.MUTED)
        self.show_in(title, said, self.tr("Hand over"))
        (self.setFocus if self._letters else self.other.setFocus)()

    @Slot(str)
    def take(self, letter: str) -> None:
        """A name by its letter, a field, or the handing over."""
        if letter in self._letters:
            self.other.setText(self._letters[HeirKey(letter)])
        elif letter == OTHER:
            self.other.setFocus()
        elif letter == SAY:
            self.words.setFocus()
        else:
            super().take(letter)
            return
        self._do.set_label(
            self.tr("Hand over to {name}").format(name=self.name) if self.name else self.tr("Hand over")
        )
