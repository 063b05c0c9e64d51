"""Gives a text field its old text back when the first characters of a scan had already reached it."""

from __future__ import annotations

import shiboken6
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from posdesk.records import dataclass

_MARK = "posdesk_keeps_a_secret"
TextField = QLineEdit | QPlainTextEdit | QTextEdit


@dataclass(frozen=True, slots=True)
class FieldMemory:
    """A text field as it was before keys were let go to it."""

    field: TextField
    start: int
    """Where the characters went in, counted in characters."""
    selected: str
    """What they replaced."""

    def restore(self) -> None:
        """Take out what came in since, and put back what it replaced."""
        if not shiboken6.isValid(self.field):
            return
        if isinstance(self.field, QLineEdit):
            self._restore_line(self.field)
        else:
            self._restore_document(self.field)

    def _restore_line(self, line: QLineEdit) -> None:
        came_in = line.cursorPosition() - self.start
        if came_in > 0 and not line.hasSelectedText():
            line.setSelection(self.start, came_in)
            line.insert(self.selected)

    def _restore_document(self, document: QPlainTextEdit | QTextEdit) -> None:
        cursor = document.textCursor()
        if cursor.position() > self.start and not cursor.hasSelection():
            cursor.setPosition(self.start, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(self.selected)


def remember_field() -> FieldMemory | None:
    """Remember the text field that has the focus; None if something else has it."""
    field = _text_field(QApplication.focusWidget())
    if field is None:
        return None
    if isinstance(field, QLineEdit):
        start = field.selectionStart() if field.hasSelectedText() else field.cursorPosition()
        return FieldMemory(field, start, field.selectedText())
    cursor = field.textCursor()
    return FieldMemory(field, cursor.selectionStart(), cursor.selection().toPlainText())


def mark_secret(line: QLineEdit) -> None:
    """What comes into this field is typing, also where a scanner sends it: a secret is no pickup code."""
    line.setProperty(_MARK, "yes")


def typing_goes_to_a_secret() -> bool:
    """Whether a secret's field has the focus: a marked one, or one that hides what is typed."""
    field = _text_field(QApplication.focusWidget())
    hides = isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal
    return field is not None and (hides or bool(field.property(_MARK)))


def typing_goes_to_a_field() -> bool:
    """Whether a text field has the focus that takes what a person types."""
    field = _text_field(QApplication.focusWidget())
    return field is not None and not field.isReadOnly()


def _text_field(widget: QWidget | None) -> TextField | None:
    if isinstance(widget, QAbstractSpinBox | QComboBox):
        return widget.findChild(QLineEdit)
    return widget if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) else None
