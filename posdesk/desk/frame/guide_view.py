"""One guide on screen: steps numbered, explanations muted, pictures as they were taken of the real thing."""

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.picture import PictureBox
from posdesk.desk.words.guide_files import GuideLine, LineKind, guide, picture_of
from posdesk.desk.words.language import CHINESE, ENGLISH, is_chinese

_NUMBER_PX = 28


class GuideView(Painted):
    """In the language on screen when it was made: F1 closes where that changes."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """All of it, from the title on."""
        super().__init__(theme, parent)
        self._name, self._language = name, CHINESE if is_chinese() else ENGLISH
        self.lines = guide(name, self._language)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        number = 0
        for line in self.lines:
            number += line.kind is LineKind.STEP
            column.addWidget(
                self._picture(line) if line.kind is LineKind.PICTURE else self._words(line, number)
            )

    def _words(self, line: GuideLine, number: int) -> QWidget:
        if line.kind is LineKind.TITLE:
            title = Words(self.theme, FontRole.TITLE)
            title.say(line.text)
            return title
        is_step = line.kind is LineKind.STEP
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        count = Words(self.theme, FontRole.STRONG, wraps=False)
        count.setFixedWidth(_NUMBER_PX)
        count.setText(f"{number}" if is_step else "")
        words = Words(self.theme, FontRole.LARGE if is_step else FontRole.BODY)
        words.say(line.text, Color.TEXT if is_step else Color.MUTED)
        layout.addWidget(count)
        layout.addWidget(words, 1)
        return row

    def _picture(self, line: GuideLine) -> QWidget:
        box, path = PictureBox(), picture_of(self._name, line.text, self._language)
        if path is not None:
            box.show_picture(QPixmap(str(path)), self.lines[0].text)
        return box
