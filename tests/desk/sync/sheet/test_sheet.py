"""The daily sheet: the three books side by side, why they differ, what mends it, how it leaves the screen."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.output.output import print_on
from posdesk.desk.sync.sheet import words
from posdesk.desk.sync.sheet.columns import BOOKS, Column, SheetLine, lines_of, sheet_table, total_of
from posdesk.desk.sync.sheet.differences import MOST_ROWS, DifferenceRow
from posdesk.desk.sync.sheet.head import Form
from posdesk.desk.sync.sheet.pane import DailySheet
from posdesk.desk.sync.sheet.paper import SheetPaper
from posdesk.desk.sync.sheet.words import NOTHING, Remedy, remedy_label, remedy_of, sentence_of
from posdesk.desk.words.language import Languages
from posdesk.desk.words.say import plain_amount
from posdesk.domain.books.ledger import Cause, Difference, Sheet, SheetRow
from posdesk.domain.books.receipt import TILL
from posdesk.host import disk
from tests.desk.sync import samples
from tests.journal.making import key_of
from tests.support.fake_books import FakeBooks
from tests.support.labels import cut
from tests.support.sample_ledgers import DAY, hour_at
from tests.support.windows_files import held, refuse_what_is_open

pytestmark = pytest.mark.window

CHINESE = re.compile(r"[一-鿿]")
FEN = st.none() | st.integers(-(10**9), 10**9)


def press(sheet: DailySheet, row: DifferenceRow) -> None:
    """A touch on a difference's button."""
    assert row.button.isVisible()
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)


def show(sheet: DailySheet, books: FakeBooks, *differences: Difference) -> None:
    """The picture's day with these differences."""
    books.put_sheet(replace(samples.picture_sheet(), differences=differences))
    sheet.refresh()


def row_of(sheet: DailySheet, cause: Cause) -> DifferenceRow:
    """The row of a cause."""
    return next(row for row in sheet.differences.shown if row.difference and row.difference.cause is cause)


def test_the_three_books_stand_beside_each_other(sheet: DailySheet) -> None:
    assert sheet.table.cells == (
        ("Meituan", "228", "9,216.40", "9,216.40", "9,216.40", "agree"),
        ("Ele.me", "154", "6,108.90", "6,108.90", "6,082.90", "26.00"),
        ("Baidu", "27", "1,204.50", "1,204.50", "1,204.50", "agree"),
        ("QR order", "52", "2,077.20", "2,055.20", "2,055.20", "22.00"),
        ("Store tills", "118", "—", "4,655.30", "4,655.30", "agree"),
        ("Total", "579", "18,607.00", "23,240.30", "23,214.30", "2 differ"),
    )


def test_a_screen_reader_reads_every_cell_by_its_column(sheet: DailySheet) -> None:
    model, spoken = sheet.table.model(), Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(1, 4), spoken) == "Ele.me, Receipts WDK, 6,082.90"
    assert model.data(model.index(5, 5), spoken) == "Total, Difference, 2 differ"
    assert model.headerData(4, Qt.Orientation.Horizontal) == "Receipts WDK"


def test_screen_and_file_are_one_list_and_say_the_same_figures(sheet: DailySheet) -> None:
    shown = samples.picture_sheet()
    table = sheet_table(shown)
    assert table.fields == tuple(column.file_title for column in Column)
    rows: list[SheetLine | Difference] = [*lines_of(shown), *shown.differences]
    for filed, row in zip(table.rows, rows, strict=True):
        for column in BOOKS:
            value = filed[column.file_title]
            assert (NOTHING if value is None else plain_amount(value)) == column.text(row)
        assert filed[Column.SOURCE.file_title] == Column.SOURCE.text(row)


def test_what_is_not_reported_yet_is_no_agreement(sheet: DailySheet, books: FakeBooks) -> None:
    row = SheetRow("4", 2, 5700, 0, 5700, open_fen=5700)
    books.put_sheet(Sheet(DAY, True, (row,), ()))  # noqa: FBT003 - a value
    sheet.refresh()
    assert [cells[-1] for cells in sheet.table.cells] == ["57.00 open", "57.00 open"]
    assert "57.00 lies in hours that are not reported yet" in sheet.note


def test_orders_without_receipts_are_compared_with_nothing_and_that_is_said(
    sheet: DailySheet, books: FakeBooks
) -> None:
    rows = (SheetRow("4", 2, 5700, None, None), SheetRow("till", 9, None, 9900, 9900))
    books.put_sheet(Sheet(DAY, False, rows, ()))  # noqa: FBT003 - a value
    sheet.refresh()
    assert [cells[-1] for cells in sheet.table.cells] == ["—", "agree", "agree in part"]
    assert "Orders of Meituan make no receipts here" in sheet.note
    assert "their 57.00 can't be compared" in sheet.note


def test_a_day_on_which_all_agree_says_so(sheet: DailySheet, books: FakeBooks) -> None:
    books.put_sheet(Sheet(DAY, True, (SheetRow("4", 2, 100, 100, 100),), ()))  # noqa: FBT003 - a value
    sheet.refresh()
    assert sheet.table.cells[-1][-1] == "agree"
    assert sheet.differences.shown == ()


def test_only_the_amounts_that_lie_apart_are_marked() -> None:
    lines = {line.source: line.odd for line in lines_of(samples.picture_sheet())}
    assert lines["4"] == (False, False, False)
    assert lines["20"] == (False, False, True)
    assert lines["17"] == (False, True, True)


@given(st.lists(st.tuples(FEN, FEN, FEN), max_size=6))
def test_totals_are_the_sums_of_what_is_there(
    books_of: list[tuple[int | None, int | None, int | None]],
) -> None:
    rows = tuple(
        SheetRow(str(n), n, *fen) for n, fen in enumerate(books_of) if any(f is not None for f in fen)
    )
    sheet = Sheet(DAY, from_orders=True, rows=rows, differences=())
    total = total_of(sheet)
    assert total.count == sum(row.count for row in rows)
    assert (total.orders_fen or 0) == sum(row.orders_fen or 0 for row in rows)
    assert (total.wdk_fen or 0) == sum(row.wdk_fen or 0 for row in rows)
    for line in lines_of(sheet):
        assert any(line.odd) is bool(line.difference_fen)


def test_where_the_tills_ring_the_orders_the_page_says_that_nothing_is_compared(
    sheet: DailySheet, books: FakeBooks
) -> None:
    books.put_sheet(samples.tills_only())
    sheet.refresh()
    assert "the tills ring them among their own" in sheet.note
    assert sheet.table.cells[0] == ("Meituan", "228", "9,216.40", "—", "—", "—")


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
def test_every_cause_has_its_sentence_and_what_mends_it(
    cause: Cause, tongue: str, qapp: QApplication, languages: Languages
) -> None:
    languages.choose(tongue)  # type: ignore[arg-type]  # both are choices
    difference = next(d for d in samples.every_difference() if d.cause is cause)
    remedy = remedy_of(difference)
    assert remedy is not None
    for said in (sentence_of(difference), remedy_label(remedy, difference)):
        assert said
        assert "{" not in said
        assert bool(CHINESE.search(said.replace("李敏", ""))) is (tongue == "zh_CN"), said


@pytest.mark.parametrize("remedy", Remedy)
def test_every_remedy_has_its_label(remedy: Remedy, qapp: QApplication, languages: Languages) -> None:
    assert remedy_label(remedy, samples.difference(Cause.LACKS_PAY_TYPE))


def test_a_refused_receipt_says_why_in_the_platforms_words(qapp: QApplication, languages: Languages) -> None:
    refused = next(d for d in samples.every_difference() if d.cause is Cause.WDK_REFUSED)
    assert 'WDK says: "pay_type is invalid".' in sentence_of(refused)


def test_a_wrong_secret_is_mended_in_the_settings_not_by_sending_again() -> None:
    posting = samples.refused("1", "25")
    assert remedy_of(samples.difference(Cause.WDK_REFUSED, posting=posting)) is Remedy.SETTINGS


def test_without_an_order_the_receipt_is_shown() -> None:
    assert remedy_of(samples.difference(Cause.RETURNED, order=None)) is Remedy.RECEIPT
    assert remedy_of(samples.difference(Cause.NO_RECEIPT, order=None, receipt=None)) is None


def test_each_button_does_what_it_says(sheet: DailySheet, books: FakeBooks, qtbot: QtBot) -> None:
    show(sheet, books, *samples.every_difference())
    with qtbot.waitSignal(sheet.order_wanted) as order:
        press(sheet, row_of(sheet, Cause.NO_RECEIPT))
    with qtbot.waitSignal(sheet.hour_wanted) as receipt:
        press(sheet, row_of(sheet, Cause.AMOUNT))
    with qtbot.waitSignal(sheet.hour_wanted) as hour:
        press(sheet, row_of(sheet, Cause.HOUR_UNREPORTED))
    with qtbot.waitSignal(sheet.settings_wanted) as settings:
        press(sheet, row_of(sheet, Cause.LACKS_PAY_TYPE))
    assert order.args == [key_of("b03", "kiosk")]
    assert receipt.args == [hour_at(13)]
    assert hour.args == [hour_at(18)]
    assert settings.args == ["wdk"]
    for cause in (Cause.WDK_REFUSED, Cause.WDK_WITHDRAWN, Cause.WDK_UNKNOWN):
        press(sheet, row_of(sheet, cause))
    assert books.calls("retry") == [("receipt-0002041",), ("receipt-0002042",)]
    assert books.calls("ask_again") == [("receipt-0002043",)]


def test_a_thousand_differences_are_counted_not_made(sheet: DailySheet, books: FakeBooks) -> None:
    show(sheet, books, *(samples.difference(Cause.NO_RECEIPT, mark=f"{n}") for n in range(1000)))
    assert len(sheet.differences.shown) == MOST_ROWS
    assert sheet.table.cells[-1][-1] == "1,000 differ"


def test_rows_stand_below_each_other(sheet: DailySheet, books: FakeBooks, qtbot: QtBot) -> None:
    large = replace(samples.difference(Cause.NO_RECEIPT, mark="W" * 200), orders_fen=98_765_432_100)
    show(sheet, books, *samples.every_difference(), large)
    for width in (940, 700, 600, 1200):
        sheet.resize(width, 820)
        qtbot.waitUntil(partial(_is_tidy, sheet, width))  # the window manager sizes it again, and late


def test_the_sentences_begin_where_their_head_does(sheet: DailySheet, books: FakeBooks, qtbot: QtBot) -> None:
    show(sheet, books, *samples.every_difference())
    for width in (940, 1200):
        sheet.resize(width, 820)
        qtbot.waitUntil(partial(_is_tidy, sheet, width))
        qtbot.waitUntil(partial(_begins_at_one_place, sheet))


def _begins_at_one_place(sheet: DailySheet) -> bool:
    return len({_sentence_x(part) for part in (sheet.differences.head, *sheet.differences.shown)}) == 1


def _sentence_x(part: QWidget) -> int:
    """Where the last words of a head or row begin, in px."""
    labels = (label for label in part.findChildren(QLabel) if label.isVisible())
    return max(label.mapTo(part, QPoint(0, 0)).x() for label in labels)


def _is_tidy(sheet: DailySheet, width: int) -> bool:
    """Nothing is cut, or lies over another, in a sheet so wide, or as narrow as its words let it be."""
    rows = sheet.differences.shown
    if sheet.width() not in range(width, width + 40) or cut(sheet.differences):
        return False
    if not all(row.button.geometry().right() < row.width() <= sheet.width() for row in rows):
        return False
    high = all(row.height() >= row.heightForWidth(row.width()) for row in rows)
    return high and all(a.y() + a.height() <= b.y() for a, b in pairwise(rows))


def test_days_are_turned_but_never_past_today(sheet: DailySheet, books: FakeBooks) -> None:
    assert sheet.head.switch.later.isHidden()
    QTest.mouseClick(sheet.head.switch.earlier, Qt.MouseButton.LeftButton)
    assert books.calls("read_sheet")[-1] == (DAY - timedelta(days=1),)
    assert sheet.sheet is None
    QTest.mouseClick(sheet.head.switch.later, Qt.MouseButton.LeftButton)
    assert sheet.sheet == samples.picture_sheet()
    assert not sheet.turn(1)


def test_an_answer_about_another_day_is_not_shown(sheet: DailySheet, books: FakeBooks) -> None:
    books.silent = True
    sheet.refresh()
    sheet.turn(-1)
    books.tell("read_sheet", samples.picture_sheet(), DAY)
    assert sheet.sheet is None


def test_after_the_cut_off_the_sheet_goes_on_to_the_new_day(sheet: DailySheet, books: FakeBooks) -> None:
    books.time.advance(10 * 3600)
    sheet.refresh()
    assert sheet.day == DAY + timedelta(days=1)
    assert books.calls("read_sheet")[-1] == (DAY + timedelta(days=1),)


def test_a_day_that_was_turned_to_stays(sheet: DailySheet, books: FakeBooks) -> None:
    sheet.turn(-1)
    books.time.advance(10 * 3600)
    sheet.refresh()
    assert sheet.day == DAY - timedelta(days=1)


def test_a_change_is_read_again_once_for_a_burst(sheet: DailySheet, books: FakeBooks, qtbot: QtBot) -> None:
    before = len(books.calls("read_sheet"))
    for _ in range(20):
        books.signals.changed.emit()
    qtbot.waitUntil(lambda: len(books.calls("read_sheet")) == before + 1)


def test_a_number_opens_its_hours(sheet: DailySheet, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sheet.day_wanted) as wanted:
        QTest.mouseClick(sheet.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(400, 26))
    assert wanted.args == [DAY]


def choose(sheet: DailySheet, target: Path) -> None:
    """The person picks this place in the dialog that is open."""
    dialog = sheet.output.files.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(target))
    sheet.output.files.close()


@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX])
def test_export_writes_where_the_person_says(
    sheet: DailySheet, books: FakeBooks, tmp_path: Path, form: Form
) -> None:
    QTest.mouseClick(sheet.head.export, Qt.MouseButton.LeftButton)
    QTest.mouseClick(sheet.head.forms[form], Qt.MouseButton.LeftButton)
    target = tmp_path / f"a.{form}"
    choose(sheet, target)
    assert books.calls("export_sheet") == [(DAY, form.value, target)]
    books.finish_export()
    assert sheet.note == f"Saved: {target}"
    assert sheet.head.export.isVisible()


def test_a_file_that_could_not_be_written_is_named(
    sheet: DailySheet, books: FakeBooks, tmp_path: Path
) -> None:
    sheet.head.export_wanted.emit(Form.CSV)
    choose(sheet, tmp_path / "a.csv")
    books.finish_export("the disk is full")
    assert sheet.note == "a.csv could not be saved: the disk is full"


def test_the_pdf_has_every_difference(sheet: DailySheet, books: FakeBooks, tmp_path: Path) -> None:
    show(sheet, books, *(samples.difference(Cause.NO_RECEIPT, mark=f"{n}") for n in range(120)))
    sheet.head.export_wanted.emit(Form.PDF)
    choose(sheet, tmp_path / "a.pdf")
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    pages = max(int(n) for n in re.findall(rb"/Count (\d+)", data))
    assert pages >= 4
    assert sheet.note == f"Saved: {tmp_path / 'a.pdf'}"


def test_a_folder_that_can_not_be_written_is_said(sheet: DailySheet, tmp_path: Path) -> None:
    sheet.head.export_wanted.emit(Form.PDF)
    choose(sheet, tmp_path / "gone" / "a.pdf")
    assert sheet.note == "a.pdf could not be saved: No such file or directory"


@pytest.fixture
def before(sheet: DailySheet, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PDF that is there already: the person chooses it as soon as a place is asked for."""
    refuse_what_is_open(monkeypatch)
    show(sheet, books, samples.difference(Cause.NO_RECEIPT))
    target = tmp_path / "a.pdf"
    target.write_bytes(b"the one before")
    monkeypatch.setattr(sheet.output.files, "save", lambda _name, form, then: then(target, form))
    return target


def test_a_pdf_that_is_open_elsewhere_is_written_once_it_is_closed_there(
    sheet: DailySheet, before: Path, qtbot: QtBot
) -> None:
    """The window goes on meanwhile: nothing in it waits."""
    with held(before):
        sheet.head.export_wanted.emit(Form.PDF)
        assert sheet.note == ""
        assert before.read_bytes() == b"the one before"
    qtbot.waitUntil(lambda: sheet.note == f"Saved: {before}")
    assert before.read_bytes().startswith(b"%PDF")


def test_a_pdf_that_stays_open_elsewhere_is_said(
    sheet: DailySheet, before: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(disk, "PAUSES_S", (0.01, 0.01))
    why = "another program may have it open, close it there"
    with held(before):
        sheet.head.export_wanted.emit(Form.PDF)
        qtbot.waitUntil(lambda: sheet.note == f"a.pdf could not be saved: {why}")
    assert [path.name for path in before.parent.iterdir()] == ["a.pdf"]


def test_the_sheet_goes_to_the_printer_that_was_chosen(sheet: DailySheet, tmp_path: Path) -> None:
    paper = SheetPaper(samples.picture_sheet(), "湘阴一店", "04:00")
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    assert print_on(printer, paper)
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")


def test_an_unknown_source_keeps_its_number(qapp: QApplication, languages: Languages) -> None:
    assert words.source_words("99") == "Other (99)"
    assert words.source_words(TILL) == "Store tills"
