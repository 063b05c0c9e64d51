"""A window with everything in it that a key could press or write into."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

SHORTCUTS = ("F2", "Ctrl+1", "7", "Return", "Space")


class BenchWindow(QWidget):
    """Fields, buttons, a list and shortcuts; none of it knows of scanners."""

    def __init__(self) -> None:
        super().__init__()
        self.shortcuts: list[str] = []
        self._build()
        self._connect()

    def _build(self) -> None:
        self.line = QLineEdit("旧字 old")
        self.note = QPlainTextEdit("first line\nsecond")
        self.button = QPushButton("Send")
        self.check = QCheckBox("Packed")
        self.list = QListView()
        self.list.setModel(QStringListModel([f"{index} order" for index in range(9)], self))
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.box = QComboBox()
        self.box.addItems(["alpha", "beta", "8 gamma"])
        layout = QVBoxLayout(self)
        for widget in (self.line, self.note, self.button, self.check, self.list, self.box):
            layout.addWidget(widget)

    def _connect(self) -> None:
        self._keys = {name: QShortcut(QKeySequence(name), self) for name in SHORTCUTS}
        for name, shortcut in self._keys.items():
            shortcut.activated.connect(lambda name=name: self.shortcuts.append(name))

    def silence(self, *names: str) -> None:
        """Switch shortcuts off."""
        for name in names:
            self._keys[name].setEnabled(False)
