"""Files and paper: one page with every figure, and what came of it is said."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QListWidget,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from posdesk.desk.hours.header import HeadButton
from posdesk.desk.output.printers import PrinterDialog
from posdesk.desk.words.language import Languages
from tests.desk.hours.conftest import Office
from tests.support import sample_ledgers as sample
from tests.support.pdf_text import pages, pdf_text

pytestmark = pytest.mark.window


def holds(text: str, words: str) -> bool:
    """Whether words stand in what `pdf_text` gives back, which may not know the digits among letters."""
    return words in text or (bool(re.search("[A-Za-z]", words)) and re.sub(r"\d", "?", words) in text)


def save_as(office: Office, qtbot: QtBot, press: HeadButton, path: Path) -> None:
    """HeadButton a button of the head and choose a place."""
    QTest.mouseClick(office.page.header.button(press), Qt.MouseButton.LeftButton)
    files = office.page.output.files
    qtbot.waitUntil(lambda: files.dialog is not None and files.dialog.isVisible())
    dialog = files.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(path.parent))
    dialog.selectFile(path.name)
    dialog.accept()


def test_the_page_holds_every_figure_on_one_sheet(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    path, rule = tmp_path / "day.pdf", office.page.header.rule
    save_as(office, qtbot, HeadButton.PDF, path)
    qtbot.waitUntil(lambda: office.page.header.note == f"Written: {path}")
    text = pdf_text(path)
    assert pages(path) == 1
    grid = office.page.grid.model
    shown = {cell.text for row in grid.cells for cell in row if cell.text}
    assert [each for each in shown if not holds(text, each)] == []
    printed = "Printed Sat 21 Nov 20:12:00"
    for words in ("湘阴一店", "2026-11-21", rule, "24,436.20", printed):
        assert holds(text, words)


def test_the_demos_pdf_says_training_on_every_page_and_a_shops_does_not(
    office: Office, tmp_path: Path
) -> None:
    settings = office.books.settings
    for training in (True, False):
        office.books.settings = settings.model_copy(update={"training": training})
        path = tmp_path / f"{training}.pdf"
        office.page.output.write_pdf(path)
        assert (pdf_text(path).count("TRAINING") == pages(path)) is training
        office.page.output.save("csv")
        dialog = office.page.output.files.dialog
        assert isinstance(dialog, QFileDialog)
        assert Path(dialog.selectedFiles()[0]).name.startswith("training_") is training
        office.page.output.files.close()


def test_a_full_day_of_many_sources_is_still_one_page_and_whole(office: Office, tmp_path: Path) -> None:
    cells = sample.cells_of(12) | {code: sample.cells_of(12)["4"] for code in ("5", "6", "99")}
    base = sample.confirmed_row(12)
    rows = [
        replace(base, hour=sample.hour_at(hour), by_source=cells, total=sample.total_of(cells))
        for hour in range(4, 24)
    ]
    office.books.put_day(sample.day_of(*rows))
    office.page.refresh()
    path = tmp_path / "full.pdf"
    office.page.output.write_pdf(path)
    text = pdf_text(path)
    assert pages(path) == 1
    assert "…" not in text
    assert text.count("1,223.70") == 4 * 20


@pytest.mark.parametrize("press", [HeadButton.CSV, HeadButton.XLSX])
def test_a_table_is_written_by_the_books_and_said(
    office: Office, qtbot: QtBot, tmp_path: Path, press: HeadButton
) -> None:
    path = tmp_path / f"day.{press}"
    save_as(office, qtbot, press, path)
    qtbot.waitUntil(lambda: bool(office.books.calls("export_hours")))
    assert office.books.calls("export_hours") == [(sample.DAY, press.value, path)]
    office.books.finish_export()
    assert office.page.header.note == f"Written: {path}"


def test_the_dialog_offers_the_workbook_first_and_writes_the_form_that_is_chosen_in_it(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.mouseClick(office.page.header.button(HeadButton.CSV), Qt.MouseButton.LeftButton)
    dialog = office.page.output.files.dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.nameFilters() == ["XLSX (*.xlsx)", "CSV (*.csv)"]
    assert dialog.selectedNameFilter() == "CSV (*.csv)"
    dialog.setDirectory(str(tmp_path))
    dialog.selectNameFilter("XLSX (*.xlsx)")
    dialog.filterSelected.emit("XLSX (*.xlsx)")
    assert Path(dialog.selectedFiles()[0]).name == f"hours_001_{sample.DAY}.xlsx"
    dialog.fileSelected.emit(dialog.selectedFiles()[0])
    (call,) = office.books.calls("export_hours")
    assert call == (sample.DAY, "xlsx", tmp_path / f"hours_001_{sample.DAY}.xlsx")
    office.page.output.files.close()


def test_the_workbooks_button_comes_first(office: Office) -> None:
    presses = list(HeadButton)
    assert presses.index(HeadButton.XLSX) < presses.index(HeadButton.CSV)
    office.page.header.button(HeadButton.EXPORT).click()
    QApplication.processEvents()
    assert office.page.header.button(HeadButton.XLSX).x() < office.page.header.button(HeadButton.CSV).x()


def test_a_file_that_could_not_be_written_is_said(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    save_as(office, qtbot, HeadButton.CSV, tmp_path / "day.csv")
    qtbot.waitUntil(lambda: bool(office.books.calls("export_hours")))
    office.books.finish_export("disk full")
    assert office.page.header.note == "It could not be written: disk full. Choose another place."


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)  # Qt says it too
@pytest.mark.parametrize("takes", [True, False])
def test_what_came_of_paper_is_said(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, takes: bool
) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str((tmp_path if takes else tmp_path / "gone") / "day.pdf"))
    monkeypatch.setattr(office.page.output.files, "printer", lambda then: then(printer))
    office.page.output.print_out()
    said = "Sent to PDF." if takes else "PDF did not take it. Look whether it is switched on."
    assert office.page.header.note == said
    assert office.books.calls("exported") == ([("hours", sample.DAY, "paper")] if takes else [])


def test_a_pdf_that_cannot_be_written_is_said(office: Office, tmp_path: Path) -> None:
    office.page.output.write_pdf(tmp_path / "no" / "such" / "day.pdf")
    assert office.page.header.note.startswith("It could not be written")


def test_the_place_of_a_file_is_asked_by_a_dialog_in_which_scans_are_seen(
    office: Office, qtbot: QtBot
) -> None:
    """On Windows the system's own would take a scan for the name, and its Enter would save."""
    QTest.mouseClick(office.page.header.button(HeadButton.CSV), Qt.MouseButton.LeftButton)
    files = office.page.output.files
    qtbot.waitUntil(lambda: files.dialog is not None and files.dialog.isVisible())
    assert isinstance(files.dialog, QFileDialog)
    assert files.dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    files.close()


def test_the_printers_of_the_pc_are_offered_and_arrows_choose(office: Office, qtbot: QtBot) -> None:
    dialog = PrinterDialog(office.window, ("收银 58", "办公室 A4"))
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.chosen == "收银 58"
    QTest.keyClick(list_of(dialog), Qt.Key.Key_Down)
    assert dialog.chosen == "办公室 A4"
    QTest.mouseClick(button_of(dialog, "Print"), Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_pc_without_a_printer_is_told_what_to_do(office: Office, qtbot: QtBot) -> None:
    dialog = PrinterDialog(office.window, ())
    qtbot.addWidget(dialog)
    assert not button_of(dialog, "Print").isEnabled()
    assert "save a PDF" in list_of(dialog).item(0).text()
    assert dialog.chosen == ""


def list_of(dialog: PrinterDialog) -> QListWidget:
    """The printers."""
    found = dialog.findChild(QListWidget)
    assert isinstance(found, QListWidget)
    return found


def button_of(dialog: PrinterDialog, words: str) -> QPushButton:
    """A button by its words."""
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == words)


def test_print_opens_the_printers_dialog_and_no_scan_presses_it(office: Office, qtbot: QtBot) -> None:
    QTest.mouseClick(office.page.header.button(HeadButton.PRINT), Qt.MouseButton.LeftButton)
    files = office.page.output.files
    qtbot.waitUntil(lambda: files.dialog is not None and files.dialog.isVisible())
    dialog = files.dialog
    assert isinstance(dialog, PrinterDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not any(button.hasFocus() or button.isDefault() for button in dialog.findChildren(QPushButton))
    files.close()
    assert files.dialog is None


def test_a_button_that_the_window_system_chose_anew_is_quiet_again(office: Office, qtbot: QtBot) -> None:
    QTest.mouseClick(office.page.header.button(HeadButton.PRINT), Qt.MouseButton.LeftButton)
    files = office.page.output.files
    qtbot.waitUntil(lambda: files.dialog is not None and files.dialog.isActiveWindow())
    assert isinstance(files.dialog, PrinterDialog)
    button = next(each for each in files.dialog.findChildren(QPushButton) if each.isVisible())
    button.setDefault(True)
    button.setFocus()
    QApplication.sendEvent(files.dialog, QEvent(QEvent.Type.WindowActivate))
    assert not button.isDefault()
    assert not button.hasFocus()
    files.close()


def test_in_chinese_no_word_of_the_file_dialog_is_english(
    office: Office, qtbot: QtBot, languages: Languages
) -> None:
    languages.choose("zh_CN")
    QTest.mouseClick(office.page.header.button(HeadButton.CSV), Qt.MouseButton.LeftButton)
    files = office.page.output.files
    qtbot.waitUntil(lambda: files.dialog is not None and files.dialog.isVisible())
    assert files.dialog is not None
    labels = [label.text() for label in files.dialog.findChildren(QLabel) if label.isVisible()]
    words = [re.sub(r"Alt\+[A-Z]", "", label) for label in labels]
    assert words
    assert [each for each in words if re.search("[A-Za-z]{2}", each)] == []
    files.close()


@pytest.mark.parametrize("press", [HeadButton.CSV, HeadButton.PRINT])
def test_a_dialog_has_the_windows_colours_not_the_systems(
    office: Office, qtbot: QtBot, press: HeadButton
) -> None:
    QTest.mouseClick(office.page.header.button(press), Qt.MouseButton.LeftButton)
    files = office.page.output.files
    qtbot.waitUntil(lambda: files.dialog is not None and files.dialog.isVisible())
    assert files.dialog is not None
    listed = files.dialog.findChildren(QAbstractItemView)[0].palette()
    wanted, role = office.window.palette(), QPalette.ColorRole
    assert listed.color(role.Text) == wanted.color(role.Text)
    assert listed.color(role.Highlight) == wanted.color(role.Highlight)
    assert files.dialog.palette().color(role.ButtonText) == wanted.color(role.ButtonText)
    files.close()
