"""F1: which keys do what on this page now, below them what it is for, and the guide that it belongs to."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from posdesk.desk.frame.action_bar import key_words
from posdesk.desk.frame.guide_view import GuideView
from posdesk.desk.frame.page import KeyAction, Page
from posdesk.desk.paint import paint_card
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.key_cap import KeyCap
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.letter_keys import keyed_buttons
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.guide_files import GUIDES, OF_PAGE, LineKind
from posdesk.desk.words.guides import guide_words

translate = QCoreApplication.translate

_ROW_PX = 32
_TURNS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_SCROLLS: dict[int, float] = {
    Qt.Key.Key_Up: -0.2,
    Qt.Key.Key_Down: 0.2,
    Qt.Key.Key_PageUp: -0.9,
    Qt.Key.Key_PageDown: 0.9,
}
"""By how much of what is in sight."""


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
    """Lies over the page, never over a STOP. Its own keys scroll it and turn to another guide.

    Any other key puts it away, and does nothing else.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Hidden until `open`."""
        super().__init__(theme, parent)
        self.lines: tuple[KeyLine, ...] = ()  # what it shows
        self.guide = ""
        self.guide_name = GUIDES[0]
        self._page: Page | None = None
        self._area = scrolled(QWidget())
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.addWidget(self._area)
        self._area.viewport().setAutoFillBackground(False)
        self.hide()

    def open(self, page: Page, more: tuple[KeyAction, ...]) -> None:
        """Show the page's keys and guides."""
        self._page = page
        self.lines, self.guide = lines_of(page, more), guide_words(page.key)
        self.guide_name = OF_PAGE.get(page.key, GUIDES[0])
        self._fill()
        self.raise_()
        self.show()

    def take_key(self, key: int) -> bool:
        """A key while it is open: it scrolls, or turns to another guide; whether it did."""
        bar, step = self._area.verticalScrollBar(), _TURNS.get(key)
        if step is not None:
            self.guide_name = GUIDES[(GUIDES.index(self.guide_name) + step) % len(GUIDES)]
            self._fill()
            QTimer.singleShot(0, self, self._to_guide)  # once it is laid out
        elif key in _SCROLLS:
            pages = _SCROLLS[key]
            bar.setValue(bar.value() + round(pages * self._area.viewport().height()))
        return step is not None or key in _SCROLLS

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme, border=self.theme.color.line_strong)
        painter.end()

    @Slot()
    def _to_guide(self) -> None:
        self._area.verticalScrollBar().setValue(self._below.y())

    def _fill(self) -> None:
        content = self._content()
        self._area.setWidget(content)
        content.setAutoFillBackground(False)  # the card's ground shows
        told = [each.text for each in self._below.lines if each.kind is not LineKind.PICTURE]
        self.setAccessibleName("\n".join((*(" ".join(line) for line in self.lines), self.guide, *told)))

    def _content(self) -> QWidget:
        assert self._page is not None
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        title, guide, hint = (
            Words(self.theme, role) for role in (FontRole.TITLE, FontRole.LARGE, FontRole.BODY)
        )
        title.say(translate("frame", "Keys on this page: {page}").format(page=self._page.title()))
        guide.say(self.guide)
        words = translate("frame", "Up and down scroll. Left and right turn to another guide: {at} of {n}.")
        hint.say(words.format(at=GUIDES.index(self.guide_name) + 1, n=len(GUIDES)), Color.MUTED)
        column.addWidget(title)
        column.addWidget(hint)
        column.addLayout(self._grid())
        column.addWidget(guide)
        self._below = GuideView(self.theme, self.guide_name)
        column.addWidget(self._below)
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
