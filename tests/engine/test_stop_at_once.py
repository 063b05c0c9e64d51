"""An engine that is stopped while it starts: at whatever moment, it ends in time and nothing went wrong."""

import asyncio
import logging
import sys
import threading
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest

import posdesk.engine
from posdesk.domain.clock import SystemClock
from posdesk.domain.status import StartWait
from posdesk.engine.engine import Engine
from posdesk.engine.listening import listener_socket
from posdesk.journal import Journal
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.settings import Listener, Settings
from tests.engine.making import APPKEY, HeldSecrets, partner, settings
from tests.support.processes import wait_for

PARTS = "posdesk.engine.parts"


class StoppingSecrets(HeldSecrets):
    """A keyring by which a test comes into the engine's loop: it is stopped so many turns after a look."""

    def __init__(self, turns: int) -> None:
        super().__init__(meituan=APPKEY)
        self._turns = turns
        self.engine: Engine | None = None

    async def refresh(self, names: object) -> None:
        if self.engine is not None:
            self._later(asyncio.get_running_loop(), self.engine, self._turns)
            self.engine = None

    def _later(self, loop: asyncio.AbstractEventLoop, engine: Engine, turns: int) -> None:
        if turns:
            loop.call_soon(self._later, loop, engine, turns - 1)
        else:
            engine._stop.set()


class HangingSecrets(HeldSecrets):
    """A keyring that answers once it is let go."""

    def __init__(self) -> None:
        super().__init__(meituan=APPKEY)
        self.let_go = threading.Event()

    async def refresh(self, names: object) -> None:
        while not self.let_go.is_set():
            await asyncio.sleep(0.01)


def chosen() -> Settings:
    parts = {
        "listener": Listener(port=0),
        "ovopark": Ovopark(akey="a", enterprise_id=1, shop_id="D1"),
        "wdk": Wdk(app_key="a", store_id="1", pos_no="P", order_from="R"),
    }
    return settings(partner()).model_copy(update=parts)


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55])
def test_a_stop_at_any_turn_of_a_start_leaves_no_trace_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, turns: int
) -> None:
    Journal.migrate(tmp_path)
    journal, secrets = Journal(tmp_path, SystemClock(), "1"), StoppingSecrets(turns)
    engine = secrets.engine = Engine(tmp_path, chosen(), journal, secrets, SystemClock())
    try:
        engine.start()
        wait_for(lambda: not engine.is_alive, "the engine's end")
    finally:
        assert engine.stop()
        journal.close()
        secrets.close()
    wrong = [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info]
    assert [(each.getMessage(), each.exc_text) for each in wrong] == []
    assert not (tmp_path / listener_socket.FILE_NAME).exists()


class SlowImport(MetaPathFinder):
    """A cold disk: the engine's parts are read once a test lets them."""

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == PARTS:
            self.begun.set()
            self.let_go.wait(60)


def test_an_engine_that_was_still_loading_when_posdesk_was_closed_touches_nothing_more(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it longer than for its patience: the journal is closed by then."""
    slow = SlowImport()
    monkeypatch.setattr(posdesk.engine, "parts", sys.modules[PARTS])
    monkeypatch.delitem(sys.modules, PARTS)
    monkeypatch.setattr(sys, "meta_path", [slow, *sys.meta_path])
    Journal.migrate(tmp_path)
    journal, secrets = Journal(tmp_path, SystemClock(), "1"), HeldSecrets(meituan=APPKEY)
    engine = Engine(tmp_path, chosen(), journal, secrets, SystemClock())
    try:
        engine.start(wait_s=0)
        assert slow.begun.wait(20)
        assert not engine.stop(patience_s=0)
    finally:
        journal.close()
        slow.let_go.set()
        assert engine.stop(20)
        secrets.close()
    assert [record.getMessage() for record in caplog.records] == []


def test_a_stop_while_the_keyring_hangs_does_not_wait_for_it(tmp_path: Path) -> None:
    Journal.migrate(tmp_path)
    journal, secrets = Journal(tmp_path, SystemClock(), "1"), HangingSecrets()
    engine, bound = (
        Engine(tmp_path, chosen(), journal, secrets, SystemClock()),
        listener_socket.bind(Listener(port=0)),
    )
    engine.adopt(bound)
    try:
        engine.start(wait_s=0)
        wait_for(lambda: engine.waits_for is StartWait.KEYRING, "the keyring is asked")
        ended = engine.stop()
    finally:
        secrets.let_go.set()
        engine.stop()
        journal.close()
        secrets.close()
    assert ended
    assert bound.fileno() == -1
