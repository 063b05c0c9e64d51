"""The topic of platforms and secrets: an appkey goes into the keyring alone, a platform is never removed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.settings.partners.pane import PartnersPane
from posdesk.desk.theme import ThemeSource
from posdesk.desk.words.language import Languages
from posdesk.domain.status import FormState, PartnerStatus
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.platforms.o2o.forms import COMMON
from posdesk.settings.settings import Listener, Partner, Settings
from tests.support import sample_views as sample
from tests.support.fake_books import EVENING, FakeBooks
from tests.support.fake_counter import FakeCounter

pytestmark = pytest.mark.window
Key = Qt.Key
MEITUAN = Partner(
    name="meituan", url="https://open.example.cn/gateway", appid="mt-1", sources=(4,), signature=COMMON[0]
)
CHOSEN = Settings(partner=(MEITUAN,), listener=Listener(host="127.0.0.1"))


class Bench:
    """The Settings page with the platforms in front, in a real window."""

    def __init__(self, qtbot: QtBot) -> None:
        self.counter, self.books = FakeCounter(settings=CHOSEN), FakeBooks(settings=CHOSEN)
        one = PartnerStatus("meituan", form=FormState.HERE, form_at=EVENING)
        self.counter.set_status(replace(sample.healthy(), partners=(one,)))
        themes = ThemeSource("light")
        self.window = MainWindow(self.counter, themes)
        self.page = SettingsPage(self.counter, self.books, themes.theme)
        self.window.add_page(self.page)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 900)
        self.window.show()
        QTest.qWaitForWindowActive(self.window)
        self.page.show_platform("partners")

    @property
    def pane(self) -> PartnersPane:
        return self.page.of(PartnersPane)

    def alt(self, letter: str) -> None:
        QTest.keyClick(self.window.windowHandle(), Key(ord(letter)), Qt.KeyboardModifier.AltModifier)

    def type_key(self, text: str) -> QLineEdit:
        """Into the field of the appkey, the last one that Alt+V leads to."""
        line = self.pane.box.card.appkey.editor.first
        while not line.hasFocus():
            self.alt("V")
        QTest.keyClicks(line, text)
        assert isinstance(line, QLineEdit)
        return line


@pytest.fixture
def bench(qtbot: QtBot, languages: Languages) -> Bench:
    return Bench(qtbot)


def test_an_appkey_is_saved_under_the_platforms_name_and_stays_in_no_field(bench: Bench) -> None:
    line = bench.type_key("s3cr3t")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    bench.alt("S")
    ((section, values, secrets),) = bench.books.calls("save")
    assert (section, secrets) == ("partner", {"partner/meituan/appkey": "s3cr3t"})
    assert "s3cr3t" not in str(values)
    bench.books.finish_save()
    assert (line.text(), bench.pane.is_changed) == ("", False)
    assert bench.pane.said == "Saved. It counts from now on."


def test_what_was_typed_of_a_key_is_gone_with_the_page(bench: Bench) -> None:
    line = bench.type_key("half")
    bench.page.show_platform("printers")
    assert line.text() == ""


def test_a_platform_is_switched_off_and_its_form_and_name_stay(bench: Bench) -> None:
    bench.alt("R")
    ((_, values, secrets),) = bench.books.calls("save")
    assert values == {
        "partner": [
            {
                "name": "meituan",
                "url": MEITUAN.url,
                "appid": "mt-1",
                "sources": [4],
                "signature": {"hash": "md5", "text": "{appkey}{body}{appkey}", "case": "upper"},
                "on": False,
            }
        ]
    }
    assert secrets == {}
    bench.books.settings = CHOSEN.model_copy(update={"partner": (MEITUAN.model_copy(update={"on": False}),)})
    bench.books.finish_save()
    bench.alt("R")
    _, again, _ = bench.books.calls("save")[-1]
    assert "'on'" not in str(again), "on is what it is where nothing says so"


def test_a_form_that_fits_is_taken_by_its_key(bench: Bench) -> None:
    fits = TriedCall(EVENING, "203.0.113.7", is_signed=True, is_whole=True, fits=(COMMON[2],))
    bench.books.secrets_there = frozenset({MEITUAN.secret_name})
    bench.books.tried["meituan"] = (fits,)
    now = PartnerStatus("meituan", refused_at=EVENING)
    bench.counter.set_status(replace(sample.healthy(), partners=(now,)))
    for _ in range(2):  # the first brings it into sight where it is scrolled away
        bench.alt("T")
    _, values, _ = bench.books.calls("save")[-1]
    assert "'signature': {}" in str(values), "the default form is what nothing says"


def test_a_refusal_is_said_and_nothing_is_taken(bench: Bench) -> None:
    bench.alt("R")
    bench.books.fail_save("Not switched off: something of this platform is open.")
    assert bench.pane.said == "Not switched off: something of this platform is open."


def test_how_a_platform_reaches_this_pc_and_that_none_did_yet_is_said(bench: Bench) -> None:
    words = " ".join(line.text() for line in bench.pane.box.reach._lines)
    assert "programs of this PC only" in words
    assert "No call from outside yet." in words
    seen = PartnerStatus("meituan", outside_at=EVENING, outside_from="203.0.113.7")
    bench.counter.set_status(replace(sample.healthy(), partners=(seen,)))
    words = " ".join(line.text() for line in bench.pane.box.reach._lines)
    assert "from 203.0.113.7" in words


def test_what_another_topic_kept_of_a_platform_is_not_written_over(bench: Bench) -> None:
    """The rules' topic, or the first start, saved it while this one showed it, and while it is typed in."""
    line = bench.pane.box.card.form.rows["shown"].editor.first
    assert isinstance(line, QLineEdit)
    for word, changed in (
        ("", {"accept_within_s": 60.0, "signature": COMMON[1]}),
        ("M", {"accept_within_s": 90.0, "signature": COMMON[2], "on": False, "url": "https://new.example"}),
    ):
        bench.pane.box.begin_typing()
        line.setFocus()
        QTest.keyClicks(line, word)
        now = MEITUAN.model_copy(update=changed)
        bench.books.settings = CHOSEN.model_copy(update={"partner": (now,)})
        bench.books.signals.settings_changed.emit()
        line.setFocus()
        QTest.keyClicks(line, "T")
        bench.alt("S")
        (row,) = bench.books.calls("save")[-1][1]["partner"]  # type: ignore[index]
        assert Partner.model_validate(row) == now.model_copy(update={"shown": line.text()})
    assert line.text() == "TMT"


def test_switching_off_drops_nothing_that_was_typed(bench: Bench) -> None:
    line = bench.pane.box.card.form.rows["shown"].editor.first
    assert isinstance(line, QLineEdit)
    line.setFocus()
    QTest.keyClicks(line, "M")
    bench.alt("R")
    (row,) = bench.books.calls("save")[-1][1]["partner"]  # type: ignore[index]
    assert (row["shown"], "on" in row) == ("M", False)
    bench.books.settings = CHOSEN.model_copy(update={"partner": (MEITUAN.model_copy(update={"shown": "M"}),)})
    bench.books.signals.settings_changed.emit()
    bench.books.finish_save()
    (row,) = bench.books.calls("save")[-1][1]["partner"]  # type: ignore[index]
    assert (row["shown"], row["on"]) == ("M", False)
