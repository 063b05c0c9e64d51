"""Before a shift is open: the float's field and its button, below what the shift before left."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonKind
from posdesk.desk.shift.acts import ActButton
from posdesk.desk.shift.fields import MoneyField
from posdesk.desk.shift.words import missing_words
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import ShiftKey
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card
from posdesk.desk.words.say import day_and_time
from posdesk.domain.shift.view import ShiftView

WIDTH_PX = 560


class OpeningCard(Card):
    """`wanted` carries the letter of the button that was pressed."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing until `show_view`."""
        super().__init__(theme, parent)
        self._title = Words(theme, FontRole.HEADING)
        self._said = Words(theme, FontRole.BODY, Color.MUTED)
        self._person = Words(theme, FontRole.BODY_BOLD, Color.ACCENT)
        self._warn = Words(theme, FontRole.BODY_BOLD, Color.WARN)
        self._name = Words(theme, FontRole.BODY_BOLD)
        self.field = MoneyField(theme, 56)
        self.field.textEdited.connect(self._take_back)
        self._known = ""  # what is to be said whatever is typed
        self.open_button = ActButton(theme, ShiftKey.OPEN, ButtonKind.PRIMARY)
        self._notes = Words(theme, FontRole.BODY)
        self._last = Words(theme, FontRole.CAPTION, Color.MUTED)
        self.again = ActButton(theme, ShiftKey.Z_AGAIN, ButtonKind.QUIET)
        for button in (self.open_button, self.again):
            button.wanted.connect(self.wanted)
        self._build()

    def show_view(self, view: ShiftView, *, must_sign_in: bool = False) -> None:
        """Show what was before; `must_sign_in` while nobody is, so that it opens in no name."""
        self._title.say(self.tr("No shift is open"))
        self._said.say(self.tr("Count the cash that lies in the drawer now, and open the shift with it."))
        self._person.say(self.tr("Whoever comes next: sign in first, F12.") if must_sign_in else "")
        left = self.tr("{n} orders were accepted while no shift was open: they go into the next Z.")
        missed = left.format(n=view.unopened) if view.unopened else ""
        self._known = "\n".join(filter(None, (missed, missing_words(view))))
        self._take_back()
        self._name.say(self.tr("Float: the cash in the drawer, in yuan"))
        self.field.call(self.tr("Float, in yuan"))
        self.field.setPlaceholderText("0.00")
        self.open_button.set_label(self.tr("Open the shift"))
        notes = [self.tr("From the shift before: {words}").format(words=note.words) for note in view.left]
        self._notes.say("\n".join(notes))
        self._show_last(view)

    def _show_last(self, view: ShiftView) -> None:
        last = view.last_z
        self.again.setVisible(last is not None)
        if last is not None:
            words = self.tr("The shift before was closed {time} by Z {number:04}.")
            self._last.say(words.format(time=day_and_time(last.at, view.at), number=last.number))
            self.again.set_label(self.tr("Print Z {number:04} again").format(number=last.number))

    @property
    def words(self) -> str:
        """All that it says."""
        said = (self._title, self._person, self._said, self._warn, self._notes, self._last)
        return "\n".join(each.text() for each in said if each.text())

    def complain(self, words: str) -> None:
        """Say what is missing, until something is typed."""
        self._warn.say(words)

    @Slot()
    def _take_back(self) -> None:
        self._warn.say(self._known)

    def _build(self) -> None:
        foot, last = QHBoxLayout(), QHBoxLayout()
        foot.addWidget(self.field, 1)
        foot.addWidget(self.open_button)
        last.addWidget(self._last, 1)
        last.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        for words in (self._title, self._person, self._said, self._warn, self._notes, self._name):
            column.addWidget(words)
        column.addLayout(foot)
        column.addLayout(last)
