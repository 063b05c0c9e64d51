"""F1: which keys do what on this page now, and below them what the page is for."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from posdesk.desk.frame.action_bar import key_words
from posdesk.desk.frame.page import KeyAction, Page
from posdesk.desk.paint import paint_card
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.key_cap import KeyCap
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.letter_keys import keyed_buttons
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.guides import guide_words

translate = QCoreApplication.translate

_ROW_PX = 32


class KeyLine(NamedTuple):
    """A key as it is painted on buttons, and what it does."""

    key: str
    words: str


def lines_of(page: Page, more: tuple[KeyAction, ...]) -> tuple[KeyLine, ...]:
    """What keys do now: by the page's bar, `more` of the window's, those on buttons, the fixed ones."""
    found = [KeyLine(key_words(action), action.label) for action in _acting(page, more)]
    for button in keyed_buttons(page.window()):
        label = button.face.label or button.accessibleName().replace(button.face.key, "").strip()
        if button.isEnabled() and label and button.face.key != "F12":  # its button says who is there
            found.append(KeyLine(button.face.key, label))
    lines = {line.key: line for line in reversed((*found, *_fixed()))}
    order = dict.fromkeys(line.key for line in (*found, *_fixed()))
    return tuple(lines[key] for key in order)


def _acting(page: Page, more: tuple[KeyAction, ...]) -> Iterator[KeyAction]:
    own = page.bar().keys
    named = {action.key for action in own}
    for action in (*own, *(each for each in more if each.key not in named)):
        if action.run is not None and action.label:
            yield action


def _fixed() -> tuple[KeyLine, ...]:
    return (
        KeyLine("↑ ↓ ← →", translate("frame", "Choose")),
        KeyLine("Ctrl+1 … 6", translate("frame", "To another page")),
        KeyLine("F12", translate("frame", "Sign in or out")),
        KeyLine("Esc", translate("frame", "Close what is open, else undo")),
        KeyLine("F1", translate("frame", "Close this list")),
    )


class KeyHelp(Painted):
    """Lies over the page, never over a STOP; any other key puts it away, and does nothing else."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Hidden until `open`."""
        super().__init__(theme, parent)
        self.lines: tuple[KeyLine, ...] = ()  # what it shows
        self.guide = ""
        self._area = scrolled(QWidget())
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.addWidget(self._area)
        self._area.viewport().setAutoFillBackground(False)
        self.hide()

    def open(self, page: Page, more: tuple[KeyAction, ...]) -> None:
        """Show the page's keys and guide."""
        self.lines, self.guide = lines_of(page, more), guide_words(page.key)
        content = self._content(page)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)  # the card's ground shows
        self.setAccessibleName("\n".join((*(" ".join(line) for line in self.lines), self.guide)))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme, border=self.theme.color.line_strong)
        painter.end()

    def _content(self, page: Page) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        title = Words(self.theme, FontRole.TITLE)
        title.say(translate("frame", "Keys on this page: {page}").format(page=page.title()))
        guide = Words(self.theme, FontRole.LARGE)
        guide.say(self.guide)
        column.addWidget(title)
        column.addLayout(self._grid())
        column.addWidget(guide)
        column.addStretch(1)
        return inner

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for at, line in enumerate(self.lines):
            group, row = divmod(at, -(-len(self.lines) // 2))
            words = Words(self.theme, FontRole.BODY)
            words.say(line.words)
            grid.addWidget(KeyCap(self.theme, line.key, high=_ROW_PX), row, 2 * group)
            grid.addWidget(words, row, 2 * group + 1)
            grid.setColumnStretch(2 * group + 1, 1)
        return grid
