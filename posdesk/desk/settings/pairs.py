"""The table of ways to pay: our code, WDK's number; rows come and go."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.editors import TEXT_PX, Editor, new_line
from posdesk.desk.theme import Sign, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton

translate = QCoreApplication.translate


@dataclass(slots=True)
class PairRow:
    """One row's parts."""

    whole: QWidget
    code: QLineEdit
    number: QLineEdit
    remove: DeskButton


class PairsEditor(Editor):
    """Rows that are wholly empty don't count."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """No row yet."""
        super().__init__(theme, parent)
        self.setMaximumWidth(TEXT_PX)
        self._rows: list[PairRow] = []
        self._name = ""
        self.add_button = DeskButton(theme, ButtonFace("", SettingsKey.ADD, sign=Sign.PLUS))
        self.add_button.clicked.connect(self._add_empty)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        self._column.addLayout(foot)
        self.retranslate()

    @property
    def rows(self) -> tuple[PairRow, ...]:
        """The rows, from the top."""
        return tuple(self._rows)

    @property
    def first(self) -> QWidget:
        """The first row's code; the whole of it while there is none."""
        return self._rows[0].code if self._rows else self

    def value(self) -> dict[str, str]:
        """Our codes with their numbers. Raises ValueError for half a row, or a code that is there twice."""
        pairs = [(row.code.text().strip(), row.number.text().strip()) for row in self._rows]
        full = [pair for pair in pairs if any(pair)]
        if not all(code and number for code, number in full) or len(dict(full)) != len(full):
            raise ValueError("a row lacks a half, or a code stands there twice")
        return dict(full)

    def set_value(self, value: object) -> None:
        """Show these rows."""
        assert isinstance(value, dict)
        while self._rows:
            self._drop(self._rows[-1])
        for code, number in value.items():
            self._add(str(code), str(number))

    def set_name(self, name: str, help_text: str) -> None:
        """What a screen reader calls it; each field says which it is."""
        self._name = name
        self.setAccessibleName(name)
        self.setAccessibleDescription(help_text)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        code, number = translate("settings", "Our paycode"), translate("settings", "WDK's number")
        self.add_button.set_label(translate("settings", "Add a row"))
        for row in self._rows:
            row.remove.set_label(translate("settings", "Remove"))
            for line, words in ((row.code, code), (row.number, number)):
                line.setPlaceholderText(words)
                line.setAccessibleName(f"{self._name}: {words}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The row with the keyboard is the one that a key removes."""
        if event.type() is QEvent.Type.FocusIn:
            for row in self._rows:
                if watched in (row.code, row.number):
                    self._show_key(row)
        return False

    def _show_key(self, keyed: PairRow) -> None:
        for row in self._rows:
            key = SettingsKey.REMOVE if row is keyed else ""
            row.remove.set_face(replace(row.remove.face, key=key))

    def _add(self, code: str, number: str) -> PairRow:
        whole = QWidget(self)
        remove = DeskButton(self.theme, ButtonFace("", kind=ButtonKind.QUIET))
        row = PairRow(whole, new_line(self.theme, code), new_line(self.theme, number), remove)
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for part in (row.code, row.number):
            part.installEventFilter(self)
            part.textEdited.connect(self.edited)
            line.addWidget(part, 1)
        line.addWidget(remove)
        remove.clicked.connect(self._remove)
        self._column.insertWidget(len(self._rows), whole)
        self._rows.append(row)
        self._show_key(row)
        self.retranslate()
        return row

    @Slot()
    def _add_empty(self) -> None:
        self._add("", "").code.setFocus()
        self.edited.emit()

    @Slot()
    def _remove(self) -> None:
        pressed = [row for row in self._rows if row.remove is self.sender()]
        for row in pressed:
            self._drop(row)
        self.edited.emit()

    def _drop(self, row: PairRow) -> None:
        self._rows.remove(row)
        if self._rows:
            self._show_key(self._rows[-1])
        self._column.removeWidget(row.whole)
        row.whole.hide()
        row.whole.deleteLater()
