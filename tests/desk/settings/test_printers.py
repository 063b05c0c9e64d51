"""The topic of printers: by keys alone a printer is added, tried out, given slips and saved."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.settings.printers.draft import SLIPS, Draft
from posdesk.desk.settings.printers.pane import PrintersPane
from posdesk.desk.theme import ThemeSource
from posdesk.desk.words.language import Languages
from posdesk.devices.printing.status import Answers
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.slip import SlipKind
from posdesk.engine.sending.printer_trial import Trial
from posdesk.settings.entered import changed_settings
from posdesk.settings.printers import PrintedSlip, Printer
from posdesk.settings.settings import Desk, Settings
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter

pytestmark = pytest.mark.window
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
KITCHEN = Printer(name="厨房", address="192.168.1.61", width=58, answers="job")
COUNTER = Printer(name="前台", address="192.168.1.60")


class Bench:
    """The Settings page with the printers' topic in front, in a real window."""

    def __init__(self, qtbot: QtBot, settings: Settings) -> None:
        self.counter, self.books = FakeCounter(settings=settings), FakeBooks(settings=settings)
        themes = ThemeSource("light")
        self.window = MainWindow(self.counter, themes)
        self.page = SettingsPage(self.counter, self.books, themes.theme)
        self.window.add_page(self.page)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        QTest.qWaitForWindowActive(self.window)
        self.page.show_platform("printers")
        self.tests: list[Printer] = []
        self.pane.test_wanted.connect(self.tests.append)

    @property
    def pane(self) -> PrintersPane:
        return self.page.printers

    def alt(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window.windowHandle(), key, ALT)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.window.windowHandle(), key)

    def type_in(self, text: str) -> None:
        """What a person types into the chosen field."""
        self.alt(Key.Key_V)
        line = self.window.focusWidget()
        assert line is not None
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Key.Key_Return)


@pytest.fixture
def bench(qtbot: QtBot, languages: Languages) -> Bench:
    return Bench(qtbot, Settings())


def test_a_printer_is_added_tried_out_given_a_slip_and_saved_by_keys_alone(bench: Bench) -> None:
    bench.alt(Key.Key_A)
    bench.type_in("counter")
    bench.press(Key.Key_Down, Key.Key_Down)
    bench.type_in("192.168.1.60")
    bench.press(Key.Key_Down)
    bench.alt(Key.Key_V)
    assert bench.pane.draft.value(0, "width") == 58
    bench.alt(Key.Key_T)
    assert [(asked.name, asked.address, asked.width) for asked in bench.tests] == [
        ("counter", "192.168.1.60", 58)
    ]
    bench.pane.show_trial(Trial(Ended(Outcome.PRINTED), Answers.JOB, 1))
    assert bench.pane.said == "counter printed, and said so after the cut."
    bench.press(*[Key.Key_Down] * 3)
    bench.alt(Key.Key_V)
    bench.alt(Key.Key_S)
    ((platform, values, _),) = bench.books.calls("save")
    assert platform == "printers"
    assert isinstance(values, dict)
    (printer,), (slip,) = values["printer"], values["slip"]
    assert isinstance(printer.pop("proved"), datetime)
    assert printer == {"name": "counter", "address": "192.168.1.60", "width": 58, "answers": "job"}
    assert slip == {"kind": "kitchen", "printer": "counter"}
    bench.books.settings = changed_settings(Settings(), "printers", values, ("printer", "slip"))
    bench.books.finish_save()
    assert not bench.pane.is_changed


def test_printers_that_were_saved_elsewhere_are_not_written_over(bench: Bench) -> None:
    bench.alt(Key.Key_A)
    bench.type_in("counter")
    bench.books.settings = Settings(desk=Desk(theme="dark"))
    bench.books.signals.settings_changed.emit()
    assert bench.pane.draft.names == ("counter",), "something else was saved"
    bench.books.settings = Settings(printer=(KITCHEN,))
    bench.books.signals.settings_changed.emit()
    assert bench.pane.draft.names == ("厨房",)
    assert "saved elsewhere" in bench.pane.said


def test_what_another_address_answers_is_not_known_any_more() -> None:
    draft = Draft.of((KITCHEN,), (PrintedSlip(kind="kitchen", printer="厨房"),))
    moved = draft.with_value(0, "address", "192.168.1.99")
    assert moved.value(0, "answers") == "none"
    renamed = draft.with_value(0, "name", "back")
    assert renamed.slips[0]["printer"] == "back"
    assert renamed.value(0, "answers") == "job"
    assert draft.removed(0) == Draft()


def test_the_table_has_a_row_a_slip_and_steps_through_what_there_is() -> None:
    draft = Draft.of((KITCHEN, COUNTER), ())
    assert [row.kind for row in draft.table] == list(SLIPS)
    (z,) = (row for row in draft.table if row.kind == SlipKind.Z)
    once = draft.with_next_printer(z)
    assert once.slips == ({"kind": "z", "printer": "厨房", "copies": 2},), "a Z has two copies"
    stop = next(row for row in draft.table if row.kind == SlipKind.STOP)
    both = draft.with_next_printer(stop)
    line = next(row for row in both.table if row.kind == SlipKind.STOP)
    both = both.one_more_line(line)
    assert [each["printer"] for each in both.slips] == ["厨房", "前台"]
    assert both.one_more_line(line) == both, "no printer prints a slip twice"
    for _ in range(2):
        line = next(row for row in both.table if row.kind == SlipKind.STOP)
        both = both.with_next_printer(line)
    assert len(both.slips) == 1, "after the last printer comes none"
    only = once.with_next_sources(next(row for row in once.table if row.place is not None))
    assert only == once, "a Z is of no site"


def test_a_test_slip_that_nobody_took_says_why_and_enters_nothing(qtbot: QtBot, languages: Languages) -> None:
    settings = Settings(printer=(KITCHEN,), slip=(PrintedSlip(kind="kitchen", printer="厨房"),))
    bench = Bench(qtbot, settings)
    bench.alt(Key.Key_T)
    bench.pane.show_trial(Trial(Ended(Outcome.NOT_SENT, Trouble.NO_PRINTER), Answers.NONE, 0))
    assert bench.pane.said.startswith("厨房 can't be reached. Look at its power and its cable.")
    assert not bench.pane.is_changed
    assert not bench.pane.preview.picture.isNull(), "the chosen slip as it prints"
