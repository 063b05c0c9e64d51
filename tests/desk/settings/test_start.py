"""Start and updates: what is here, what is there, the way back; each act by its key."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge.updates import Program, UpdatesBridge
from posdesk.desk.program_topic import ProgramTopic
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.words.language import Languages
from posdesk.desk.words.updates import refused_words
from posdesk.host import autostart
from posdesk.journal import schema
from posdesk.settings.entered import changed_settings
from posdesk.settings.settings import Settings, Update
from posdesk.updates import keys
from posdesk.updates.launcher import CURRENT
from posdesk.updates.refusals import WORDS, UpdateRefused, Why
from tests.journal.making import Counter, opened
from tests.journal.shifts.making import Till
from tests.support.fake_counter import NOON
from tests.support.update_keys import public
from tests.support.whole_desk import WholeDesk, keyless, shared_letters
from tests.updates.chain import Chain, environment_of
from tests.updates.making import Root, environment, root_in

pytestmark = pytest.mark.window


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Root]:
    """0.1.0 runs here, started by its launcher; its start at sign-in is this test's own."""
    made = root_in(tmp_path)
    made.add("0.1.0", schema=schema.VERSION)
    (made.system / CURRENT).write_text("0.1.0", encoding="utf-8")
    own = {**environment_of(made), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    with environment(own):
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A shop's home, nothing open."""
    with opened(tmp_path / "home"):
        pass
    return tmp_path / "home"


class Topic:
    """The topic on screen, joined to a real home and a real root."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        self.desk = WholeDesk(qtbot)
        self.desk.window.resize(1920, 1080)
        self.pane, self._asked, self._told = self.desk.settings.start, 0, 0
        self.heard = 0
        self.pane.read_wanted.connect(self._ask)
        self.pane.changed.connect(self._tell)
        self.bridge = UpdatesBridge(home, self.desk.counter)
        self.joined = ProgramTopic(self.pane, self.bridge, self.desk.window)
        self._qtbot = qtbot
        self.desk.page(6)
        self.desk.settings.show_platform("start")
        self.until(lambda: "Version 0.1.0" in self.pane.everything)
        self.settle()

    def _ask(self) -> None:
        self._asked += 1

    def _tell(self) -> None:
        self._told += 1

    def hear(self, *_words: object) -> None:
        """Be told what came of something."""
        self.heard += 1

    def settle(self) -> None:
        """All that was read is shown, and laid out."""
        self.until(lambda: self._told >= self._asked)
        self.desk.settle()

    def until(self, fact: Callable[[], bool]) -> None:
        """Wait for it."""
        self._qtbot.waitUntil(fact, timeout=60_000)

    def press(self, letter: str, then: str) -> None:
        """Press the key; wait until this is said on the topic."""
        self.desk.letter(letter)
        self.until(lambda: then in self.pane.everything)
        self.settle()
        assert keyless(self.desk.window) == []
        assert shared_letters(self.desk.window) == []

    def letters(self) -> set[str]:
        """The letters that are shown."""
        return {each.face.key for each in self.pane.findChildren(DeskButton) if each.isVisible()}


@pytest.fixture
def topic(qtbot: QtBot, languages: Languages, root: Root, home: Path) -> Iterator[Topic]:
    """Ended before the root goes."""
    made = Topic(qtbot, home)
    yield made
    made.bridge.close()


def test_an_update_is_looked_for_taken_and_gone_back_from_by_keys(
    topic: Topic, root: Root, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "of_build", public)
    chain, pane = Chain(tmp_path / "chain"), topic.pane
    chain.lay(root, says={"expires": (NOON + timedelta(days=9)).isoformat()})
    assert "Version 0.1.0, built on 2026-11-01" in pane.everything
    assert "no earlier version" in pane.everything
    assert "Alt+O" not in topic.letters(), "no way back, no key"
    assert "Alt+L" not in topic.letters(), "no place, nothing to look in"
    pane.show_kept(Settings(update=Update.model_validate({"from": str(chain.folder)})))
    topic.press("L", "Version 0.2.0 is there and proven")
    with opened(home) as journal:
        Till(journal).open()
        Counter(journal).add()
        topic.press("A", "Still open: the shift, orders (1).")
    assert root.places.current() == "0.1.0"
    (home / schema.FILE_NAME).unlink()
    with opened(home):
        pass
    pane.take_button.click()
    pane.take_button.click()
    topic.until(lambda: "Version 0.2.0 starts when posdesk is opened the next time." in pane.everything)
    topic.bridge.look("", topic.hear, topic.hear)  # the bridge has one thread: the second was before it
    topic.until(lambda: topic.heard == 1)
    assert shared_letters(topic.desk.window) == []
    assert "The journal is backed up as journal-" in pane.said
    assert root.places.current() == "0.2.0"
    assert {"Alt+R", "Alt+O"} <= topic.letters()
    topic.press("O", "Version 0.1.0 is current again")
    assert root.places.current() == "0.1.0"
    topic.until(lambda: "Alt+R" not in topic.letters())


def test_start_at_sign_in_is_switched_by_its_key(topic: Topic) -> None:
    assert "opened by hand" in topic.pane.everything
    topic.press("B", "starts by itself")
    assert autostart.is_on()
    topic.press("B", "opened by hand")
    assert not autostart.is_on()


@pytest.mark.posix("Windows keeps it in the registry")
def test_a_start_at_sign_in_that_can_not_be_changed_is_said_and_noted(
    topic: Topic, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "autostart").write_bytes(b"")
    topic.press("B", "That could not be changed: Start at sign-in")
    with contextlib.closing(sqlite3.connect(home / schema.FILE_NAME)) as db:
        said = [what for (what,) in db.execute("SELECT what FROM audit WHERE what LIKE 'autostart%'")]
    assert said[-2:] == ["autostart.on", "autostart.on.failed"]


def test_closing_for_another_version_is_closing_as_a_person_does(topic: Topic) -> None:
    assert not topic.joined.opens_again
    topic.pane.show_program(Program("0.1.0", next_version="0.2.0"))
    topic.desk.settle()
    topic.desk.letter("R")
    assert topic.joined.opens_again
    assert not topic.desk.window.isVisible()


def test_where_updates_lie_is_saved_into_its_section(topic: Topic) -> None:
    saved: list[object] = []
    topic.pane.save_wanted.connect(saved.append)
    topic.desk.letter("V")
    topic.pane.place.editor.set_value("https://updates.example/x")
    topic.pane.place.edited.emit()
    topic.desk.letter("S")
    assert saved == [{"from": "https://updates.example/x"}]
    once = changed_settings(Settings(), "update", {"from": "https://updates.example/x"}, ())
    assert once.update.source == "https://updates.example/x"
    assert changed_settings(once, "update", {"from": "D:/updates"}, ()).update.source == "D:/updates"
    assert changed_settings(once, "update", {"from": None}, ()).update.source == ""


def test_every_refusal_is_said_in_both_languages(languages: Languages) -> None:
    facts = dict.fromkeys(
        ("version", "ours", "least", "journal", "place", "name", "reason", "day", "product", "system"), "x1"
    )
    for why in WORDS:
        refused = UpdateRefused(why, open_now={"shifts": 1, "orders": 2}, **facts)
        languages.choose("en")
        assert refused_words(refused) == str(refused)
        languages.choose("zh_CN")
        words = refused_words(refused)
        assert words.endswith("。")
        assert "{" not in words
        assert words != str(refused)
    languages.choose("en")


def test_a_version_that_did_not_come_up_is_said_and_counted(topic: Topic) -> None:
    topic.pane.show_program(Program("0.1.0", no_way=UpdateRefused(Why.NO_FORMER), went_back_from="0.2.0"))
    assert "0.2.0 did not come up twice" in topic.pane.everything
    assert topic.pane.wants == 1


def test_what_no_launcher_started_offers_no_key_to_update_it(topic: Topic) -> None:
    topic.pane.show_kept(Settings(update=Update.model_validate({"from": "/updates"})))
    assert "Alt+L" in topic.letters()
    topic.pane.show_program(Program("0.1.0", no_way=UpdateRefused(Why.NOT_LAUNCHED), at_sign_in=False))
    assert "Alt+L" not in topic.letters()
    assert "not started by its launcher" in topic.pane.everything
