"""Each answer goes to the page that asked: real pages side by side on the real books."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from posdesk.desk.hours.cases import HourAction
from posdesk.desk.hours.page import HoursPage
from posdesk.desk.output.dialogs import FileDialogs
from posdesk.desk.sync.sheet.head import Form
from posdesk.desk.sync.sheet.pane import DailySheet
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.words.language import Languages
from posdesk.desk.words.reasons import reason_words
from posdesk.domain.books.ledger import Cause
from posdesk.errors import PostingReason
from tests.desk.bridge.test_books_bridge import EVENING, HOUR, WANG, Office
from tests.desk.sync import samples
from tests.journal.making import SetClock, opened

Pages = tuple[Office, HoursPage, DailySheet]


@pytest.fixture
def pages(qtbot: QtBot, tmp_path: Path, languages: Languages) -> Iterator[Pages]:
    """The Hours page and the daily sheet, both on screen, where one hour has something in it."""
    load_fonts()
    with opened(tmp_path, SetClock(EVENING)) as journal:
        office = Office(tmp_path, journal, (WANG,))
        office.sign_in(WANG)
        office.sold("1")
        with closing(office):
            hours = HoursPage(office.counter, office.bridge, theme(dark=False))
            sheet = DailySheet(office.bridge, theme(dark=False))
            for page in (hours, sheet):
                qtbot.addWidget(page)
                page.show()
            qtbot.waitUntil(lambda: hours.data.view is not None and sheet.sheet is not None)
            yield office, hours, sheet


def pick(files: FileDialogs, target: Path) -> None:
    """The person picks this place in the dialog that is open."""
    dialog = files.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(target))
    files.close()


def test_one_pages_export_never_appears_on_another_page(pages: Pages, qtbot: QtBot, tmp_path: Path) -> None:
    _, hours, sheet = pages
    hours.output.save("csv")
    pick(hours.output.files, tmp_path / "missing" / "hours.csv")
    sheet.output.save(Form.CSV)
    pick(sheet.output.files, tmp_path / "sheet.csv")
    qtbot.waitUntil(lambda: bool(hours.header.note) and (tmp_path / "sheet.csv").exists())
    qtbot.waitUntil(lambda: "sheet.csv" in sheet.note)
    assert sheet.note == f"Saved: {tmp_path / 'sheet.csv'}"
    assert "hours.csv could not be written" in hours.header.note


def test_one_pages_refusal_never_appears_on_another_page(pages: Pages, qtbot: QtBot) -> None:
    office, hours, sheet = pages
    view = hours.data.view
    assert view is not None
    row = next(row for row in view.rows if row.hour == HOUR)
    hours.requests.do(HourAction.REPORT, row, "")
    qtbot.waitUntil(lambda: bool(office.hours()))
    sheet.differences.pressed.emit(samples.difference(Cause.WDK_UNKNOWN, posting=samples.unknown("1")))
    qtbot.waitUntil(lambda: office.all("notice") == [(reason_words(PostingReason.UNKNOWN_POSTING),)])
    assert hours.requests.note == ""
