"""The topics of Settings reach every key of posdesk.toml; lists are kept row by row."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge.books import Entered
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.list_pane import ListPane
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.settings.pane import TopicPane
from posdesk.desk.settings.signing.partner_form import PARTNER_FIELDS
from posdesk.desk.theme import ThemeSource
from posdesk.desk.words.language import Languages
from posdesk.domain.rights import Role
from posdesk.settings.printers import PrintedSlip, Printer
from posdesk.settings.settings import Partner, Settings, SignatureRecipe, Staff
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter

pytestmark = pytest.mark.window
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
MEITUAN = Partner(name="meituan", url="https://m.example/gateway", appid="mt", sources=(4,))
ODD = Partner(
    name="odd",
    url="https://o.example",
    appid="od",
    signature=SignatureRecipe(hash="md5", text="{appkey}{body}"),
)
BAR = Printer(name="吧台", address="192.168.1.60")
FOR_ALL, FOR_THE_BAR, ONE_Z = (
    PrintedSlip(kind="packing", printer="吧台"),
    PrintedSlip(kind="kitchen", printer="吧台", copies=2, dishes=("T1",)),
    PrintedSlip(kind="z", printer="吧台", copies=1),  # else there are two
)
LI, CHEN = Staff(name="李敏"), Staff(name="陈涛", role=Role.ADMINISTRATOR)
CHOSEN = Settings(partner=(MEITUAN, ODD), staff=(LI, CHEN))
ELSEWHERE = {
    "training": "marks the demo's home; no shop sets it",
    "store.day_starts_before": "written with day_starts, so that days keep their start",
    "printer": "the topic of printers, row by row",
    "slip.kind": "the topic of printers, its table",
    "slip.printer": "the topic of printers, its table",
    "slip.copies": "the topic of printers, its table",
    "slip.sources": "the topic of printers, its table",
    "scanner": "learnt by a scan; its port beside it",
    "sound": "class by class",
    "desk.corner": "the topic of other programs",
    "update": "the topic of start and updates",
    "relay": "the topic of the chain's relay, out of an enrolment line; who prints beside it",
}
"""Keys that no form of fields holds, and why."""


class Bench:
    """The page in a real window, in English."""

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

    def list_of(self, key: str) -> ListPane:
        """A list's topic, in front."""
        self.page.show_platform(key)
        return next(p for p in self.page.panes if isinstance(p, ListPane) and p.key == key)

    def alt(self, key: Qt.Key) -> None:
        """Alt and a letter, as the window gets it."""
        QTest.keyClick(self.window.windowHandle(), key, ALT)

    def press(self, key: Qt.Key) -> None:
        """A key, as the window gets it."""
        QTest.keyClick(self.window.windowHandle(), key)

    def saved(self) -> Any:
        """What was asked to be saved last."""
        platform, values, secrets = self.books.calls("save")[-1]
        return Entered(str(platform), values, secrets)  # type: ignore[arg-type]


@pytest.fixture
def bench(qtbot: QtBot, languages: Languages) -> Iterator[Bench]:
    """With two platforms and two people."""
    made = Bench(qtbot, CHOSEN)
    yield made
    made.window.hide()


def write(pane: ListPane, key: str, text: str) -> None:
    """What was in a field is typed over."""
    line = pane.form.rows[key].editor.first
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    if text.isascii():
        QTest.keyClicks(line, text)
    else:  # as an input method hands it over
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(line, event)


def model_in(kind: Any) -> type[BaseModel] | None:
    """The model of a key's type: itself, of a list, or beside None."""
    for each in (kind, *get_args(kind)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return None


def keys_of_the_file() -> Iterator[str]:
    """Every key that posdesk.toml can have: section.key."""
    for name, field in Settings.model_fields.items():
        inner = model_in(field.annotation)
        yield from (f"{name}.{key}" for key in inner.model_fields) if inner is not None else (name,)


def test_every_key_of_the_file_is_reached_by_a_topic(bench: Bench) -> None:
    reached = {
        f"partner.{key}" for key in ("signature", "on", *(field.key for field in PARTNER_FIELDS))
    }  # the platforms' own topic
    for pane in bench.page.panes:
        if isinstance(pane, TopicPane | ListPane):
            reached |= {f"{pane.section}.{key}" for key in pane.form.rows}
    left = {key for key in keys_of_the_file() if key not in reached}
    named = {key for key in left if key in ELSEWHERE or key.partition(".")[0] in ELSEWHERE}
    assert left == named, "a key that no topic reaches"
    assert all(any(key.startswith(name) for key in left) for name in ELSEWHERE), "an exception without a key"


def test_a_person_is_added_with_a_role_and_a_pin(bench: Bench) -> None:
    pane = bench.list_of("people")
    bench.alt(Key.Key_A)
    write(pane, "name", "王芳")
    pane.form.rows["role"].editor.set_value(Role.MANAGER)
    write(pane, "pin", "246810")
    bench.alt(Key.Key_S)
    entered = bench.saved()
    assert entered.values == {
        "staff": [
            {"name": "李敏"},
            {"name": "陈涛", "role": "administrator"},
            {"name": "王芳", "role": "manager"},
        ]
    }
    assert entered.secrets == {"staff/王芳/pin": "246810"}
    bench.books.settings = CHOSEN.model_copy(
        update={"staff": (LI, CHEN, Staff(name="王芳", role=Role.MANAGER))}
    )
    bench.books.finish_save()
    assert not pane.is_changed
    assert pane.said.startswith("Saved.")


def test_a_person_goes_with_the_pin_and_never_another_one_by_mistake(bench: Bench) -> None:
    bench.books.secrets_there = frozenset({"staff/陈涛/pin"})
    pane = bench.list_of("people")
    bench.counter.signals.staff_changed.emit(None)
    bench.press(Key.Key_Down)
    assert not pane.form.rows["name"].editor.first.isEnabled(), "a name in the records stays"
    bench.alt(Key.Key_R)
    assert pane.said.startswith("陈涛 goes once you save.")
    bench.press(Key.Key_Up)
    assert "First save this one" in pane.said
    bench.alt(Key.Key_X)
    assert not pane.is_changed
    bench.alt(Key.Key_R)
    bench.alt(Key.Key_S)
    entered = bench.saved()
    assert (entered.values, entered.secrets) == ({"staff": [{"name": "李敏"}]}, {"staff/陈涛/pin": ""})
    bench.books.fail_save("陈涛 is the last administrator with a PIN.", "")
    assert "last administrator" in pane.said


def test_a_platforms_rules_are_kept_and_all_else_of_it_stays(bench: Bench) -> None:
    pane = bench.list_of("rules")
    assert pane.add_button.isHidden()
    assert pane.remove_button.isHidden(), "a platform is never taken away"
    write(pane, "accept_within_s", "120")
    bench.alt(Key.Key_S)
    first, second = bench.saved().values["partner"]
    assert first == {
        "name": "meituan",
        "url": "https://m.example/gateway",
        "appid": "mt",
        "sources": [4],
        "accept_within_s": 120,
    }
    assert second["signature"] == {"hash": "md5", "text": "{appkey}{body}"}
    bench.books.fail_save("Something is wrong.", "partner")
    assert pane.said == "Something is wrong."


def test_a_slips_dishes_are_kept_and_all_else_of_its_line_stays(qtbot: QtBot, languages: Languages) -> None:
    made = Bench(qtbot, CHOSEN.model_copy(update={"printer": (BAR,), "slip": (FOR_ALL, FOR_THE_BAR, ONE_Z)}))
    pane = made.list_of("dishes")
    made.press(Key.Key_Down)
    assert pane._name_of(1) == "Kitchen slip 吧台"
    write(pane, "dishes", "T1, T2")
    made.alt(Key.Key_S)
    entered = made.saved()
    assert entered.platform == "slip"
    assert entered.values["slip"] == [
        {"kind": "packing", "printer": "吧台"},
        {"kind": "kitchen", "printer": "吧台", "copies": 2, "dishes": ["T1", "T2"]},
        {"kind": "z", "printer": "吧台", "copies": 1},
    ]
    made.window.hide()


def test_a_list_that_takes_no_row_and_has_none_can_not_be_saved(qtbot: QtBot, languages: Languages) -> None:
    made = Bench(qtbot, Settings())
    for key in ("rules", "dishes"):
        pane = made.list_of(key)
        made.alt(Key.Key_V)
        made.alt(Key.Key_S)
        assert made.books.calls("save") == []
        assert not pane.is_changed
    made.window.hide()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(bench: Bench) -> None:
    pane = bench.list_of("rules")
    write(pane, "code_pattern", "(")
    bench.alt(Key.Key_S)
    assert bench.books.calls("save") == []
    assert "regular expression" in pane.form.rows["code_pattern"].wrong
    bench.alt(Key.Key_X)
    tenders = bench.list_of("tenders")
    bench.alt(Key.Key_A)
    write(tenders, "code", "wx")
    write(tenders, "name", "微信")
    bench.alt(Key.Key_S)
    cash = {"code": "cash", "name": "现金", "cash": True}
    assert bench.saved().values["tender"] == [cash, {"code": "wx", "name": "微信"}]


def test_what_another_topic_kept_of_a_list_is_not_written_over(bench: Bench) -> None:
    """Somebody types into a row; meanwhile a platform is switched off, and a person added, elsewhere."""
    rules, people = bench.list_of("rules"), bench.list_of("people")
    bench.list_of("rules")
    write(rules, "code_pattern", "M.*")
    bench.list_of("people")
    bench.alt(Key.Key_A)
    write(people, "name", "Fang")
    off, wang = MEITUAN.model_copy(update={"on": False}), Staff(name="Wang")
    bench.books.settings = CHOSEN.model_copy(update={"partner": (off, ODD), "staff": (LI, CHEN, wang)})
    bench.books.signals.settings_changed.emit()
    bench.alt(Key.Key_S)
    assert [row["name"] for row in bench.saved().values["staff"]] == ["李敏", "陈涛", "Wang", "Fang"]
    bench.list_of("rules")
    bench.alt(Key.Key_S)
    kept = [Partner.model_validate(row) for row in bench.saved().values["partner"]]
    assert kept == [off.model_copy(update={"code_pattern": "M.*"}), ODD]


def test_a_row_that_went_elsewhere_is_a_new_one_here(bench: Bench) -> None:
    people = bench.list_of("people")
    bench.press(Key.Key_Down)
    people.form.rows["role"].editor.set_value(Role.MANAGER)
    assert people.is_changed
    bench.books.settings = CHOSEN.model_copy(update={"staff": (LI,)})
    bench.books.signals.settings_changed.emit()
    assert people.is_new
    bench.alt(Key.Key_S)
    assert [row["name"] for row in bench.saved().values["staff"]] == ["李敏", "陈涛"]
