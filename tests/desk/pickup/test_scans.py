"""The last scans beside the card: what came of each is whole, however narrow the window is."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from posdesk.desk.widgets.row_list import RowList
from posdesk.desk.words.language import Choice, Languages
from posdesk.desk.words.states import scan_said
from posdesk.domain.orders.source import Source
from posdesk.domain.pickup.lookup import ScanResult, ScanRow
from tests.desk.pickup.conftest import Till, spoken_rows
from tests.support.drawn import drawn
from tests.support.fake_counter import NOON
from tests.support.labels import cut
from tests.support.pickups import CODE

pytestmark = pytest.mark.window


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("number", ["84", "B1284"])
def test_what_came_of_a_scan_is_never_cut_where_1366_by_768_px_are_shown_at_150_percent(
    till: Till, languages: Languages, language: Choice, number: str
) -> None:
    languages.choose(language)
    till.window.setMinimumSize(1, 1)
    till.window.resize(911, 900)
    rows = [
        ScanRow(NOON - timedelta(minutes=n), CODE, result, Source.MEITUAN, number, "吴女士")
        for n, result in enumerate(ScanResult)
    ]
    till.counter.set_scans(*rows)
    QApplication.processEvents()
    shown = drawn(till.page.panes.scans)
    assert {scan_said(result).text for result in ScanResult} <= set(shown)
    assert [text for text in shown if "…" in text] == []
    assert cut(till.page.panes.scans) == []


def test_the_scans_are_read_aloud_once_and_in_the_language_on_screen(
    till: Till, languages: Languages
) -> None:
    till.counter.set_scans(ScanRow(NOON, CODE, ScanResult.DONE, Source.MEITUAN, "84", "吴女士"))
    words: dict[Choice, tuple[str, str]] = {
        "en": ("Last scans", "Verified"),
        "zh_CN": ("最近扫码", "核销成功"),
    }
    for language, (title, done) in words.items():
        languages.choose(language)
        QApplication.processEvents()
        scans = next(each for each in till.page.panes.scans.findChildren(RowList) if each.rows)
        assert (scans.accessibleName(), spoken_rows(scans)) == (title, [f"12:41 84 {done}"])
