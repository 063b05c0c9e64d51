"""Files and paper: one page with every figure, and what came of it is said."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from posdesk.desk.hours.header import Press
from tests.desk.hours.conftest import Office
from tests.support import sample_ledgers as sample
from tests.support.pdf_text import pages, pdf_text

pytestmark = pytest.mark.window


@pytest.fixture(autouse=True)
def plain_dialogs() -> None:
    """Qt's own dialogs: a test can't reach the system's."""
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


def as_read(words: str) -> str:
    """Words as `pdf_text` gives them back."""
    return re.sub(r"\d", "?", words) if re.search("[A-Za-z]", words) else words


def save_as(office: Office, qtbot: QtBot, press: Press, path: Path) -> None:
    """Press a button of the head and choose a place."""
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
    save_as(office, qtbot, Press.PDF, path)
    qtbot.waitUntil(lambda: office.page.header.note == f"Written: {path}")
    text = pdf_text(path)
    assert pages(path) == 1
    grid = office.page.grid.model
    shown = {cell.text for row in grid.cells for cell in row if cell.text}
    assert [each for each in shown if as_read(each) not in text] == []
    printed = "Printed Sat 21 Nov 20:12:00"
    for words in ("湘阴一店", "2026-11-21", rule, "24,436.20", printed):
        assert as_read(words) in text


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


@pytest.mark.parametrize("press", [Press.CSV, Press.XLSX])
def test_a_table_is_written_by_the_books_and_said(
    office: Office, qtbot: QtBot, tmp_path: Path, press: Press
) -> None:
    path = tmp_path / f"day.{press}"
    save_as(office, qtbot, press, path)
    qtbot.waitUntil(lambda: bool(office.books.calls("export_hours")))
    assert office.books.calls("export_hours") == [(sample.DAY, press.value, path)]
    office.books.signals.exported.emit(path)
    assert office.page.header.note == f"Written: {path}"


def test_the_dialog_offers_the_workbook_first_and_writes_the_form_that_is_chosen_in_it(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.mouseClick(office.page.header.button(Press.CSV), Qt.MouseButton.LeftButton)
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
    presses = list(Press)
    assert presses.index(Press.XLSX) < presses.index(Press.CSV)
    assert office.page.header.button(Press.XLSX).x() < office.page.header.button(Press.CSV).x()


def test_a_file_that_could_not_be_written_is_said(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    save_as(office, qtbot, Press.CSV, tmp_path / "day.csv")
    qtbot.waitUntil(lambda: bool(office.books.calls("export_hours")))
    office.books.signals.export_failed.emit("disk full")
    assert office.page.header.note == "It could not be written: disk full. Choose another place."


def test_another_pages_file_is_not_said_here(office: Office, tmp_path: Path) -> None:
    office.books.signals.exported.emit(tmp_path / "sheet.csv")
    assert office.page.header.note == ""


def test_a_pdf_that_cannot_be_written_is_said(office: Office, tmp_path: Path) -> None:
    office.page.output.write_pdf(tmp_path / "no" / "such" / "day.pdf")
    assert office.page.header.note.startswith("It could not be written")


def test_print_opens_the_printers_dialog_and_no_scan_presses_it(office: Office, qtbot: QtBot) -> None:
    QTest.mouseClick(office.page.header.button(Press.PRINT), Qt.MouseButton.LeftButton)
    files = office.page.output.files
    qtbot.waitUntil(lambda: files.dialog is not None and files.dialog.isVisible())
    dialog = files.dialog
    assert isinstance(dialog, QPrintDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not any(button.hasFocus() or button.isDefault() for button in dialog.findChildren(QPushButton))
    files.close()
    assert files.dialog is None


def test_a_button_that_the_window_system_chose_anew_is_quiet_again(office: Office, qtbot: QtBot) -> None:
    QTest.mouseClick(office.page.header.button(Press.PRINT), Qt.MouseButton.LeftButton)
    files = office.page.output.files
    qtbot.waitUntil(lambda: files.dialog is not None and files.dialog.isActiveWindow())
    assert isinstance(files.dialog, QPrintDialog)
    button = next(each for each in files.dialog.findChildren(QPushButton) if each.isVisible())
    button.setDefault(True)
    button.setFocus()
    QApplication.sendEvent(files.dialog, QEvent(QEvent.Type.WindowActivate))
    assert not button.isDefault()
    assert not button.hasFocus()
    files.close()
