"""The first seconds of a start, in a real window: said as a start, and nothing claimed before it is so."""

import asyncio
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.simulator.config import SimulatedPartner
from tests.support.deskhouse import SeededSecrets, shop

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000


class SlowSecrets(SeededSecrets):
    """A keyring that answers once a test lets it."""

    def __init__(self, partners: tuple[SimulatedPartner, ...]) -> None:
        super().__init__(partners)
        self.answers = threading.Event()

    async def refresh(self, names: object) -> None:
        await asyncio.to_thread(self.answers.wait)


def test_a_start_is_amber_until_orders_can_be_taken_and_never_red(tmp_path: Path, qtbot: QtBot) -> None:
    made: list[SlowSecrets] = []

    def slow(partners: tuple[SimulatedPartner, ...]) -> SlowSecrets:
        made.append(SlowSecrets(partners))
        return made[0]

    with shop(tmp_path, language="en", secrets=slow, start_wait_s=0) as opened:
        bands, bridge = opened.desk.window.shell.bands, opened.desk.bridge
        red: list[str] = []
        bridge.signals.status_changed.connect(lambda _status: red.append(str(bands.trouble.said)))
        try:
            qtbot.waitUntil(lambda: "is starting" in bands.starting.said.what, timeout=PATIENCE_MS)
            assert not bridge.status().takes_orders
            assert bands.trouble.isHidden()
        finally:
            made[0].answers.set()
        qtbot.waitUntil(lambda: bridge.status().takes_orders, timeout=PATIENCE_MS)
        qtbot.waitUntil(bands.starting.isHidden, timeout=PATIENCE_MS)
        assert not any(red)
