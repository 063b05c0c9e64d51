"""A start says what it waits for until the first order can be taken."""

import asyncio
import threading
from pathlib import Path

from posdesk.domain.clock import SystemClock
from posdesk.domain.status import StartWait
from posdesk.engine.engine import Engine
from posdesk.journal import Journal
from posdesk.settings.settings import Listener, Settings
from tests.engine.making import APPKEY, HeldSecrets, partner, settings
from tests.support.processes import wait_for


class SlowSecrets(HeldSecrets):
    """A keyring that answers once a test lets it."""

    def __init__(self) -> None:
        super().__init__(meituan=APPKEY)
        self.answers = threading.Event()

    async def refresh(self, names: object) -> None:
        await asyncio.to_thread(self.answers.wait)


def chosen() -> Settings:
    return settings(partner()).model_copy(update={"listener": Listener(port=0)})


def test_a_start_waits_for_its_program_then_the_keyring_then_the_port(tmp_path: Path) -> None:
    Journal.migrate(tmp_path)
    journal, secrets = Journal(tmp_path, SystemClock(), "1"), SlowSecrets()
    engine = Engine(tmp_path, chosen(), journal, secrets, SystemClock())
    try:
        assert (engine.waits_for, engine.pulse) == (StartWait.PROGRAM, None)
        engine.start(wait_s=0)
        wait_for(lambda: engine.waits_for is StartWait.KEYRING, "the keyring is asked")
        assert engine.pulse is None
        secrets.answers.set()
        wait_for(lambda: engine.waits_for is StartWait.NOTHING, "the listener")
        wait_for(lambda: engine.pulse is not None, "its first word")
    finally:
        secrets.answers.set()
        assert engine.stop()
        journal.close()
        secrets.close()
