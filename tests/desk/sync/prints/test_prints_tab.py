"""The prints' tab: only doubtful ones ask a person, keys stand on the chosen one, no word too much."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.sync.page import SyncPage, SyncTab
from posdesk.desk.sync.prints.print_row import acts_of
from posdesk.desk.sync.prints.printers_now import PrintersNow
from posdesk.desk.theme import ThemeSource
from posdesk.desk.widgets.label import Chip
from posdesk.desk.words.language import Languages
from posdesk.desk.words.prints import paper_words, printer_trouble
from posdesk.domain.printing.board import PrintBoard
from posdesk.domain.printing.outcome import Trouble
from posdesk.domain.printing.print_job import PrintState
from posdesk.settings.settings import Settings
from tests.desk.sync.prints import samples
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.sample_views import healthy

pytestmark = pytest.mark.window
ALT = Qt.KeyboardModifier.AltModifier


class Bench:
    """The Sync page with its prints in a real window."""

    def __init__(self, qtbot: QtBot) -> None:
        time = FakeClock(samples.NOW)
        self.counter = FakeCounter(settings=Settings(printer=samples.PRINTERS), time=time)
        self.counter.set_status(replace(healthy(), printers=samples.STATES))
        self.paper = FakePrints(time=time)
        themes = ThemeSource("light")
        self.window = MainWindow(self.counter, themes)
        self.page = SyncPage(self.counter, FakeBooks(time=time), self.paper, themes.theme)
        self.window.add_page(self.page)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        QTest.qWaitForWindowActive(self.window)
        self.page.show_tab(SyncTab.PRINTS)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    @property
    def keys(self) -> dict[str, list[str]]:
        """The keys that are painted, by the row's slip."""
        shown = {
            row.view.job.seq: [b.face.key for b in row.buttons.values() if b.isVisible() and b.face.key]
            for row in self.page.prints.rows
            if row.view is not None
        }
        return {seq: keys for seq, keys in shown.items() if keys}


@pytest.fixture
def bench(qtbot: QtBot, languages: Languages) -> Bench:
    return Bench(qtbot)


def test_a_cashier_ends_what_is_doubtful_by_keys_alone(bench: Bench) -> None:
    bench.paper.put(samples.BOARD)
    page, rows = bench.page.prints, bench.page.prints.rows
    assert [row.view.number for row in rows if row.view] == ["30", "108", "6", "B09", "26"]
    assert bench.keys == {"30-kitchen": ["Alt+Y", "Alt+A", "Alt+D"]}, "the first one is chosen"
    bench.press(Qt.Key.Key_Y, ALT)
    assert bench.paper.calls("came_out") == [("30-kitchen",)]
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_A, ALT)
    assert bench.paper.calls("decide_again") == [("108-packing",)]
    bench.press(Qt.Key.Key_Down)
    assert bench.keys == {"6-customer": ["Alt+A", "Alt+D"]}, "nobody can have seen it come out"
    bench.press(Qt.Key.Key_Y, ALT)
    bench.press(Qt.Key.Key_D, ALT)
    assert bench.paper.calls("drop") == [("6-customer",)]
    bench.press(Qt.Key.Key_Down)
    assert bench.keys == {"B09-kitchen": ["Alt+D"]}, "it prints by itself"
    assert len(bench.paper.calls("came_out")) == 1
    bench.paper.put(replace(samples.BOARD, not_sent=()))
    assert page.chosen is None, "a key pressed twice would act on what slid into its place"
    bench.press(Qt.Key.Key_A, ALT)
    assert len(bench.paper.calls("decide_again")) == 1
    bench.press(Qt.Key.Key_Down)
    assert page.chosen is not None


def test_only_the_doubtful_ones_are_counted_on_the_rail(bench: Bench) -> None:
    bench.paper.put(samples.BOARD)
    assert bench.page.count().value == 2
    bench.paper.put(replace(samples.BOARD, doubtful=()))
    assert bench.page.count().value == 0


def test_each_row_says_what_happened_and_what_to_do(bench: Bench) -> None:
    bench.paper.put(samples.BOARD)
    said = {row.view.number: row.texts for row in bench.page.prints.rows if row.view}
    assert said["30"][0].startswith("Kitchen slip, copy 1")
    assert said["30"][1] == "The line broke off in the midst, without an answer."
    assert '"It came out"' in said["30"][2]
    assert "24 min old" in said["6"][1]
    assert said["B09"][2].endswith("It prints by itself then.")


def test_the_printers_beside_it_say_how_they_are(bench: Bench) -> None:
    bench.paper.put(samples.BOARD)
    kitchen, counter, packing, back = (line.texts for line in bench.page.prints.now.lines)
    assert kitchen[2] == "厨房 can't be reached. Since 12:44."
    assert "1 slips wait" in kitchen[3]
    assert counter[2] == "前台 has no paper. Since 12:19."
    assert (packing[2], packing[3]) == (
        "It can print.",
        "12:44 printed Ele.me 109, and it answered after the cut.",
    )
    assert back[2] == "It only takes slips over and never answers."
    assert bench.page.prints.now.counted == "Today: 611 printed, 43 handed over, 9 printed again."


def test_what_is_well_again_stays_green_and_no_word_of_the_legend_is_cut_in_any_width(bench: Bench) -> None:
    now = bench.page.prints.now
    bench.paper.put(samples.BOARD)
    bench.window.resize(1024, 768)
    QApplication.processEvents()
    bench.counter.set_status(healthy())
    bench.page.prints.set_printers(samples.PRINTERS[:1])
    bench.paper.put(replace(samples.BOARD, doubtful=(), not_sent=samples.BOARD.not_sent[:1], handed_over=()))
    for width in (1366, 1024):
        bench.window.resize(width, 768)
        QApplication.processEvents()
        first = now.lines[0]._what
        assert first.palette().windowText().color() == now.theme.color.good, width
    whole_card(now)
    for states in (samples.STATES, ()):
        bench.counter.set_status(replace(healthy(), printers=states))
        whole_card(now)
        for width, height in ((1920, 1080), (1024, 768)):
            bench.window.resize(width, height)
            QApplication.processEvents()
        whole_card(now)


def whole_card(now: PrintersNow) -> None:
    QApplication.processEvents()
    legend = [words for words in now.findChildren(Chip) if words.isVisible()]
    assert len(legend) == 4
    for words in (*legend, now._count):
        assert words.visibleRegion().boundingRect() == words.rect(), words.text()


def test_on_the_prints_both_other_tabs_show_how_f5_gets_there(bench: Bench) -> None:
    keys = [words[3] for words in bench.page.tabs._tabs if len(words) > 3]
    assert keys == ["F5", "F5 ×2", "Alt+P"]
    bench.press(Qt.Key.Key_F5)
    bench.press(Qt.Key.Key_F5)
    assert bench.page.sheet.isVisible()


def test_esc_leaves_the_prints_and_a_z_stands_there_without_a_source(bench: Bench) -> None:
    bench.paper.put(PrintBoard(doubtful=(samples.Z_DOUBTFUL,)))
    assert bench.page.prints.rows[0].accessibleName().startswith("Z 41, Z slip")
    bench.press(Qt.Key.Key_Escape)
    assert not bench.page.prints.isVisible()


def test_nothing_to_do_is_said_as_such(bench: Bench) -> None:
    assert bench.page.prints.empty_words.startswith("No slip waits and none is doubtful")


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_has_its_sentence_and_what_to_do(trouble: Trouble, languages: Languages) -> None:
    for language in ("en", "zh_CN"):
        languages.choose(language)
        said = printer_trouble("厨房", trouble)
        assert said.what
        assert said.todo
        view = replace(samples.DOUBTFUL, job=replace(samples.DOUBTFUL.job, trouble=trouble))
        assert paper_words(view, samples.NOW).todo


def test_what_nobody_can_make_is_only_dropped() -> None:
    job = replace(samples.LATE.job, trouble=Trouble.OURS)
    assert [act.value for act in acts_of(replace(samples.LATE, job=job))] == ["drop"]
    assert samples.LATE.job.outcome is PrintState.NOT_SENT
