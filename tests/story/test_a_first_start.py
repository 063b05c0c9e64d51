"""From an empty home, by the wizard alone and by keys, to the first signed order on the board."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from posdesk.app import House, opened
from posdesk.desk.bridge.first_start import read_progress
from posdesk.desk.desk import Desk
from posdesk.desk.first_start.page import FirstStartPage
from posdesk.desk.first_start.platforms import PlatformsStep
from posdesk.desk.first_start.report import ReportStep
from posdesk.desk.widgets.letter_keys import is_whole
from posdesk.domain.rights import Role
from posdesk.engine import parts
from posdesk.engine.listening import listener_socket
from posdesk.engine.listening.call_proofs import CallProofs
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.platforms.o2o.forms import COMMON
from posdesk.platforms.o2o.signature import sign
from posdesk.settings import settings
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Listener, SignatureRecipe
from tests.engine.listening.test_listener import SAMPLE
from tests.support.keyring_backend import MemoryKeyring
from tests.support.simulator import MEITUAN, RunningSimulator, quiet_config, running_simulator

pytestmark = pytest.mark.window
PATIENCE_MS = 30_000
PIN = "135790"


@dataclass
class Sitting:
    """A person before an empty PC: what is pressed, and what is on screen."""

    qtbot: QtBot
    home: Path
    desk: Desk
    house: House
    simulator: RunningSimulator
    pressed: int = 0

    @property
    def page(self) -> FirstStartPage:
        return self.desk.wizard.page

    def letter(self, letter: str) -> None:
        """Alt and a letter."""
        self.pressed += 1
        key, alt = Qt.Key(ord(letter)), Qt.KeyboardModifier.AltModifier
        QTest.keyClick(self.desk.window.windowHandle(), key, alt)
        QApplication.processEvents()

    def fill(self, *texts: str) -> None:
        """Into one field after the other; an empty text leaves what stands there."""
        for text in texts:
            self.letter("V")
            line = QApplication.focusWidget()
            assert isinstance(line, QLineEdit)
            if text:
                line.selectAll()
                QTest.keyClicks(line, text)

    def typed(self, text: str) -> None:
        """Into the field that has the keyboard."""
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        QTest.keyClicks(line, text)

    def on(self, step: str) -> None:
        """Alt+N leads there, once what was entered is kept."""
        self.letter("N")
        self.reaches(step)

    def leave_open(self, step: str) -> None:
        """Alt+L leads there at once."""
        self.letter("L")
        self.reaches(step)

    def leave_until(self, step: str) -> None:
        """What lies between is left open; what lacks nothing is gone by, and leaves nothing open."""
        for _ in self.page.steps:
            at = self.page.step.key
            if at == step:
                return
            self.letter("N" if self.is_done() else "L")
            assert self.page.step.key != at, f"no key leads on from {at!r}: {self.page.step.state()}"

    def reaches(self, step: str) -> None:
        self.qtbot.waitUntil(lambda: self.page.step.key == step, timeout=PATIENCE_MS)

    def is_done(self) -> bool:
        return self.page.step.state().is_done


@pytest.fixture
def _no_keyring_of_a_person(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = keyring.get_keyring()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.support.keyring_backend.MemoryKeyring")
    keyring.set_keyring(MemoryKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _no_keyring_of_a_person: None) -> Path:
    """An empty home: no posdesk.toml, no journal, no key; and an account whose sign-in starts nothing."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    home = tmp_path / "home"
    home.mkdir()
    return home


@contextmanager
def sat_down(qtbot: QtBot, home: Path) -> Iterator[Sitting]:
    """posdesk is opened, and closed again in the end."""
    bound = listener_socket.bind(Listener(port=0))
    target = f"http://{listener_socket.address_of(bound)}{listener_socket.GATEWAY_PATH}"
    with running_simulator(quiet_config(target=target, partners=(MEITUAN,))) as simulator:
        chosen = settings.load(home)
        desk = Desk(chosen)
        with bound, opened(home, chosen, Credentials()) as house:
            house.engine.adopt(bound)
            desk.show(
                house.home,
                house.journal,
                house.engine,
                actions=house.actions,
                book_actions=house.book_actions,
                print_actions=house.print_actions,
                secrets=house.secrets,
                clock=house.clock,
            )
            house.engine.start()
            try:
                yield Sitting(qtbot, home, desk, house, simulator)
            finally:
                desk.close()


def test_by_the_wizard_alone_the_first_signed_order_is_on_the_board(qtbot: QtBot, place: Path) -> None:
    with sat_down(qtbot, place) as sitting:
        set_up(sitting)
        first_order(sitting)
    assert MEITUAN.appkey not in (place / settings.FILE_NAME).read_text(encoding="utf-8")
    with sat_down(qtbot, place) as again:
        assert not again.desk.wizard.is_open  # it comes no more by itself
        keys = next(step for step in again.page.steps if step.key == "keys")
        qtbot.waitUntil(lambda: keys.state().is_done, timeout=PATIENCE_MS)  # the keyring was read after it


def test_closed_half_done_the_wizard_goes_on_there_with_all_that_was_done(qtbot: QtBot, place: Path) -> None:
    with sat_down(qtbot, place) as sitting:
        sitting.letter("E")
        sitting.qtbot.waitUntil(sitting.is_done, timeout=PATIENCE_MS)
        sitting.on("store")
        sitting.fill("West")
        sitting.on("platforms")
        sitting.leave_open("keys")
        qtbot.waitUntil(lambda: read_progress(sitting.house.journal)[0].at == "keys", timeout=PATIENCE_MS)
    with sat_down(qtbot, place) as again:
        assert again.desk.wizard.is_open
        assert (again.page.step.key, again.page.progress.left) == ("keys", frozenset({"platforms"}))
        assert again.desk.books.settings.store.name == "West"
        assert not again.desk.window.shell.sound_band.isVisible()


def set_up(sitting: Sitting) -> None:
    """Language, store, one platform with its key, the administrator; all else is left open, and named."""
    assert sitting.desk.wizard.is_open
    sitting.letter("E")
    sitting.qtbot.waitUntil(sitting.is_done, timeout=PATIENCE_MS)
    sitting.on("store")
    sitting.fill("West", "", "001", "1")
    sitting.on("platforms")
    sitting.fill(sitting.simulator.gateway("meituan"), MEITUAN.appid, "4", "", "meituan")
    sitting.letter("N")
    sitting.qtbot.waitUntil(lambda: len(sitting.desk.books.settings.partner) == 1, timeout=PATIENCE_MS)
    sitting.leave_open("keys")  # its call proves it, and that comes later
    sitting.letter("C")
    sitting.typed(MEITUAN.appkey)
    sitting.letter("S")
    sitting.qtbot.waitUntil(sitting.is_done, timeout=PATIENCE_MS)
    sitting.letter("N")
    sitting.leave_until("people")
    sitting.letter("A")
    sitting.typed("Chen")
    sitting.letter("V")
    for _ in range(2):
        sitting.typed(PIN)
        sitting.letter("S")
    sitting.qtbot.waitUntil(sitting.is_done, timeout=PATIENCE_MS)
    sitting.letter("N")
    sitting.leave_until("report")
    report = sitting.page.step
    assert isinstance(report, ReportStep)
    said = {line.what: line.state for line in report.told}
    assert said["Store"].said == "West, 001, counter 1"
    assert said["Meituan appkey"].is_done
    assert said["People"].is_done
    assert not said["Sound"].is_done
    topics = {f"Settings, {pane.title()}" for pane in sitting.desk.settings_page.panes}
    steps = {f"First start, {step.name()}" for step in sitting.page.steps}
    assert {
        state.mend for state in said.values() if state.mend
    } <= topics | steps  # no page that is not there
    sitting.letter("N")
    assert sitting.desk.window.page is sitting.desk.orders
    assert sitting.pressed < 60  # one sitting of some minutes, not a day


def first_order(sitting: Sitting) -> None:
    """The platform's own signed call."""
    pushed = sitting.simulator.post_order()
    assert pushed.push is not None
    assert pushed.push.acknowledged
    sitting.qtbot.waitUntil(lambda: any(True for _ in sitting.desk.bridge.views()), timeout=PATIENCE_MS)
    (view,) = sitting.desk.bridge.views()
    assert view.order.key.partner == "meituan"
    kept = settings.load(sitting.home)
    assert [(p.name, p.role) for p in kept.staff] == [("Chen", Role.ADMINISTRATOR)]
    assert kept.store.uid == 1


FAR = "127.0.0.2"
"""For this test another PC's."""


def pushed_by(sitting: Sitting, form: SignatureRecipe) -> int:
    """The code of the answer to a call from another PC that is signed by that form."""
    said = json.loads(SAMPLE)
    made = sign(
        form, appid=MEITUAN.appid, appkey=MEITUAN.appkey, body=SAMPLE, cmd=said["cmd"], seq=said["seq"]
    )
    address = sitting.house.engine.status.status.address
    url = f"http://{address}{listener_socket.GATEWAY_PATH}"
    with httpx.Client(transport=httpx.HTTPTransport(local_address=FAR), timeout=30) as platform:
        reply = platform.post(url, params={"appid": MEITUAN.appid, "sign": made}, content=SAMPLE)
    return int(reply.json()["code"])


def test_a_platforms_own_form_is_found_from_its_refused_call_and_proven_by_the_next(
    qtbot: QtBot, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "CallProofs", partial(CallProofs, is_outside=lambda peer: peer == FAR))
    with sat_down(qtbot, place) as sitting:
        sitting.letter("E")
        qtbot.waitUntil(sitting.is_done, timeout=PATIENCE_MS)
        sitting.on("store")
        sitting.fill("West", "", "001", "1")
        sitting.on("platforms")
        sitting.fill(sitting.simulator.gateway("meituan"), MEITUAN.appid, "4", "", "meituan")
        sitting.letter("N")
        qtbot.waitUntil(lambda: len(sitting.desk.books.settings.partner) == 1, timeout=PATIENCE_MS)
        sitting.leave_open("keys")
        sitting.letter("C")
        sitting.typed(MEITUAN.appkey)
        sitting.letter("S")
        qtbot.waitUntil(sitting.is_done, timeout=PATIENCE_MS)
        sitting.letter("B")
        sitting.reaches("platforms")
        step = sitting.page.step
        assert isinstance(step, PlatformsStep)
        form = COMMON[0]
        assert pushed_by(sitting, form) == AnswerCode.WRONG_SIGNATURE
        qtbot.waitUntil(lambda: step.box.forms.chosen == form, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: is_whole(step.box.forms.note.take), timeout=PATIENCE_MS)
        sitting.letter("T")
        qtbot.waitUntil(lambda: sitting.desk.books.settings.partner[0].signature == form, timeout=PATIENCE_MS)
        assert not sitting.is_done(), "taken is not proven"
        assert pushed_by(sitting, form) == 0
        qtbot.waitUntil(sitting.is_done, timeout=PATIENCE_MS)
        sitting.on("keys")
    assert settings.load(place).partner[0].signature == form
