"""The dialogs that ask where to and which printer: in the language on screen, opening in Documents."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLabel, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.output.dialogs import FileDialogs, documents, first_there
from posdesk.desk.output.printers import PrinterDialog
from posdesk.desk.words.language import Languages

pytestmark = pytest.mark.window
CHINESE = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile("[A-Za-z]{2}")
KEY = re.compile(r"\b(Alt\+[A-Z]|Esc)$")
"""As it stands on a button, the same in every language."""


def said(dialog: QDialog) -> list[str]:
    """Every word of the dialog: its title, labels, buttons with their hints, and a table's heads."""
    found = [dialog.windowTitle()]
    parts: tuple[QLabel | QAbstractButton, ...] = (
        *dialog.findChildren(QLabel),
        *dialog.findChildren(QAbstractButton),
    )
    for part in parts:
        found += [part.text(), part.toolTip()]
    for view in dialog.findChildren(QTreeView):
        model = view.model()
        across = Qt.Orientation.Horizontal
        found += [str(model.headerData(n, across)) for n in range(model.columnCount())]
    return [KEY.sub("", text) for text in found if text]


def save_dialog(files: FileDialogs) -> QFileDialog:
    files.save("hours_001_2026-11-21.csv", "csv", lambda _path, _form: None)
    assert isinstance(files.dialog, QFileDialog)
    return files.dialog


def test_the_dialogs_speak_the_language_on_screen(qtbot: QtBot, languages: Languages) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    files = FileDialogs(window)
    languages.choose("zh_CN")
    words = said(save_dialog(files))
    assert [text for text in words if LATIN.search(text)] == []
    assert len([text for text in words if CHINESE.search(text)]) > 8
    printer = PrinterDialog(window, ["前台"])
    assert [text for text in said(printer) if LATIN.search(text)] == []
    files.close()
    languages.choose("en")
    assert [text for text in said(save_dialog(files)) if CHINESE.search(text)] == []
    files.close()


def test_no_ampersand_of_qts_makes_a_shortcut_in_the_dialog(qtbot: QtBot, languages: Languages) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    files = FileDialogs(window)
    for language in ("en", "zh_CN"):
        languages.choose(language)
        assert [text for text in said(save_dialog(files)) if "&" in text] == []
    files.close()


def test_it_opens_in_documents_or_where_there_is_none_at_home(qtbot: QtBot, tmp_path: Path) -> None:
    there, home = tmp_path / "Documents", tmp_path
    assert first_there([str(there), str(home)]) == str(home)
    there.mkdir()
    assert first_there([str(there), str(home)]) == str(there)
    assert first_there(["", str(tmp_path / "nowhere")]) == str(Path.home())
    window = QWidget()
    qtbot.addWidget(window)
    files = FileDialogs(window)
    assert save_dialog(files).directory().absolutePath() == documents()
    files.close()
