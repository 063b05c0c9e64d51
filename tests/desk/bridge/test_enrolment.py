"""An enrolment line at the desk: a wrong one has its sentence and changes nothing, a right one is kept."""

import os
import socket
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge.enrolment import EnrolmentBridge
from posdesk.desk.settings.relay.line_box import LineBox, LineKeys
from posdesk.desk.theme import Theme
from posdesk.desk.words.language import Choice, Languages
from posdesk.desk.words.states import Sentence
from posdesk.domain.rights import Role
from posdesk.engine.relay.identity import CA_FILE, FILE_NAME
from posdesk.platforms.relay.records import PcRecord
from posdesk.platforms.relay.subjects import pc_record
from posdesk.settings.relay import SEED, STORE_KEY
from posdesk.settings.settings import Settings, Staff, Store
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.nats_server import SHARD, NatsServer, nats_server

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]
LANGUAGES: tuple[Choice, ...] = ("en", "zh_CN")


class Now:
    """The time of the JWTs that the server makes."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return 0.0


class Bench:
    """A box, joined with a bridge as the desk does it; the books are the tests' own."""

    def __init__(self, qtbot: QtBot, theme: Theme, home: Path, store: Store) -> None:
        self.qtbot, self.home = qtbot, home
        settings = Settings(store=store)
        self.counter, self.books = FakeCounter(settings=settings), FakeBooks(settings=settings)
        self.bridge = EnrolmentBridge(home, self.books, self.counter, Now())
        self.box = LineBox(theme, LineKeys("Alt+S", "Alt+A"))
        qtbot.addWidget(self.box)
        self.box.enrol_wanted.connect(self._enrol)
        self.box.file_wanted.connect(self._find)
        self.waits = False  # for what comes of a line
        self.folder = home / "stick"
        self.folder.mkdir()

    def _enrol(self, text: str) -> None:
        self.waits = True
        self.bridge.enrol(text, told=self._told, dropped=self._dropped)

    def _told(self, said: Sentence) -> None:
        self.box.show_told(said)
        self.waits = False

    def _dropped(self) -> None:
        self.box.forget()
        self.waits = False

    def _find(self) -> None:
        self.bridge.find([self.folder], self.box.show_found)

    def enter(self, text: str) -> Sentence:
        """Paste this, press, and what is said then."""
        self.box.field.setText(text)
        self.box.take.click()
        self.qtbot.waitUntil(lambda: not self.waits, timeout=15_000)
        return self.box.said

    @property
    def kept(self) -> list[tuple[object, ...]]:
        return [asked.what for asked in self.books.asked if asked.name == "keep"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    counters = [("001", "1"), ("001", "2"), ("002", "1"), ("003", "1"), ("004", "1")]
    with nats_server(tmp_path_factory.mktemp("relay"), counters) as running:
        yield running


@pytest.fixture
def bench(qtbot: QtBot, light: Theme, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(qtbot, light, tmp_path, Store(code="001", counter="1"))
    yield made
    made.bridge.close()


def test_a_right_line_is_kept_whole_once_the_server_took_this_pc(bench: Bench, server: NatsServer) -> None:
    line = server.line_for("001", "1")
    bench.box.field.setText(line.text())
    bench.box.take.click()
    bench.qtbot.waitUntil(lambda: bool(bench.kept), timeout=15_000)
    section, values, secrets, _actor = bench.kept[0]
    assert section == "relay"
    assert values == {"servers": [server.url], "ca": "", "shard": SHARD}
    assert secrets == {SEED: line.seed, STORE_KEY: line.store_key}
    jwt = bench.home / FILE_NAME
    assert jwt.read_text("ascii").count(".") == 2
    if os.name == "posix":
        assert stat.S_IMODE(jwt.stat().st_mode) == 0o600
    assert not (bench.home / CA_FILE).exists()
    with bench.qtbot.waitSignal(bench.box.taken):
        bench.books.finish_save()
    assert bench.box.said.is_done
    assert bench.box.field.text() == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_wrong_line_has_a_sentence_and_changes_nothing(
    bench: Bench, server: NatsServer, languages: Languages, language: Choice
) -> None:
    languages.choose(language)
    line = server.line_for("001", "1")
    text = line.text()
    old = server.line_for("001", "1", lives=timedelta(seconds=-5)).text()
    wrong = {
        "nothing": "",
        "another text": "hello",
        "cut": text[:-20],
        "a letter": text.replace(text[40:44], "AAAA", 1),
        "doubled": text + text,
        "old": old,
        "another store": server.line_for("002", "1").text(),
        "another counter": server.line_for("001", "2").text(),
    }
    said = {why: str(bench.enter(each)) for why, each in wrong.items()}
    assert all(said.values())
    assert len(set(said.values())) >= len(said) - 2  # cut and a wrong letter are told alike
    assert all(each.isascii() == (language == "en") for each in said.values()), said
    assert not bench.kept
    assert not (bench.home / FILE_NAME).exists()


def test_a_second_pc_is_told_whose_the_place_is(bench: Bench, server: NatsServer, qtbot: QtBot) -> None:
    server.put("003", pc_record("1"), PcRecord("f" * 32, "TILL-7", datetime.now(UTC)).write())
    bench.books.settings = Settings(store=Store(code="003", counter="1"))
    said = bench.enter(server.line_for("003", "1").text())
    assert said.what == "Another PC is counter 1 already: TILL-7."
    assert "broken" in said.todo
    assert not bench.kept


def test_a_server_that_does_not_answer_is_named_and_nothing_is_kept(bench: Bench, server: NatsServer) -> None:
    line = replace(server.line_for("001", "1"), servers=("nats://127.0.0.1:9",))
    said = bench.enter(line.text())
    assert "127.0.0.1:9 does not answer" in said.what
    assert not bench.kept


def test_the_end_of_the_desk_waits_for_no_server_that_says_nothing(bench: Bench, server: NatsServer) -> None:
    """The window stood still for half a minute, and the journal was open as long."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(10)
        line = replace(server.line_for("001", "1"), servers=(f"nats://127.0.0.1:{silent.getsockname()[1]}",))
        bench.box.field.setText(line.text())
        bench.box.take.click()
        reached, _ = silent.accept()
        began = time.monotonic()
        bench.bridge.close()
        assert time.monotonic() - began < 3
        reached.close()
    assert not bench.kept


class PulledOut(type(Path())):  # type: ignore[misc]
    """A stick that is gone while it is looked through."""

    def glob(self, pattern: str) -> Iterator[Path]:
        raise OSError(5, "Input/output error")


def test_a_stick_that_is_pulled_out_has_no_file(bench: Bench) -> None:
    bench.bridge.find([PulledOut("/media/stick")], bench.box.show_found)
    bench.qtbot.waitUntil(lambda: "posdesk-relay" in bench.box.said.what)


def test_the_line_is_read_from_the_newest_file(bench: Bench, server: NatsServer) -> None:
    bench.books.settings = Settings(store=Store(code="004", counter="1"))
    bench.box.file.click()
    bench.qtbot.waitUntil(lambda: "posdesk-relay" in bench.box.said.what)
    (bench.folder / "posdesk-relay-001-1.txt").write_text(
        f"\ufeff{server.line_for('004', '1').text()}\r\n", "utf-8"
    )
    bench.box.file.click()
    bench.qtbot.waitUntil(lambda: bool(bench.kept), timeout=15_000)


def test_without_a_right_pin_nothing_is_asked_and_nothing_stays_in_the_field(
    qtbot: QtBot, light: Theme, tmp_path: Path
) -> None:
    bench = Bench(qtbot, light, tmp_path, Store(code="001", counter="1"))
    bench.counter.settings = Settings(staff=(Staff(name="李敏", role=Role.ADMINISTRATOR),))
    bench.box.field.setText("posdesk-relay-1.x.y")
    bench.box.take.click()
    assert bench.counter.people.wanted is not None
    bench.counter.people.drop()
    assert bench.box.field.text() == ""
    assert not bench.box.said.what
    bench.bridge.close()
