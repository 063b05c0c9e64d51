"""An engine that is stopped while it starts: at whatever moment, it ends in time and nothing went wrong."""

import asyncio
import logging
from pathlib import Path

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.engine.door import FILE_NAME
from posdesk.engine.engine import Engine
from posdesk.journal import Journal
from posdesk.settings import Listener, Ovopark, Settings, Wdk
from tests.engine.making import APPKEY, HeldSecrets, partner, settings

MOST_TURNS = 60  # by then the listener takes calls


class StoppingSecrets(HeldSecrets):
    """A keyring by which a test comes into the engine's loop: so many turns after the first look it is stopped."""

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
            engine.stop(patience_s=0) if False else engine._stop.set()


def chosen() -> Settings:
    books = {
        "listener": Listener(port=0),
        "ovopark": Ovopark(akey="a", enterprise_id=1, shop_id="D1"),
        "wdk": Wdk(app_key="a", store_id="1", pos_no="P", order_from="R"),
    }
    return settings(partner()).model_copy(update=books)


def test_a_stop_at_any_turn_of_a_start_leaves_no_trace(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Journal.migrate(tmp_path)
    for turns in range(MOST_TURNS):
        journal, secrets = Journal(tmp_path, SystemClock(), "1"), StoppingSecrets(turns)
        engine = secrets.engine = Engine(tmp_path, chosen(), journal, secrets, SystemClock())
        try:
            engine.start()
            engine._thread.join(20)
            assert not engine.is_alive, turns
        finally:
            assert engine.stop()
            journal.close()
            secrets.close()
        wrong = [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info]
        assert [(turns, each.getMessage(), each.exc_text) for each in wrong] == []
        assert not (tmp_path / FILE_NAME).exists()
