"""A subscription that ended while there was no connection does not come back with the next one."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from posdesk.gateway.line import Line
from posdesk.gateway.presence import Heard, PresenceWatch
from tests.journal.making import SetClock
from tests.support.nats_server import nats_server

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]


async def _until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not fact():
            await asyncio.sleep(0.02)


def test_the_gateway_listens_once_however_often_its_connection_was_lost(tmp_path: Path) -> None:
    """It listened with each subscription that an outage had outlived, for the rest of its days."""
    with nats_server(tmp_path) as server:

        async def main() -> None:
            line = Line([server.url], server.creds_for_gateway, None)
            await line.connect()
            watch = PresenceWatch(line, Heard(SetClock()), listen_s=0.3, rest_s=0.1)
            watching = asyncio.create_task(watch.run())
            for _ in range(3):
                await _until(lambda: _listening(line) == 1)
                await asyncio.to_thread(server.kill)
                await _until(lambda: not line.is_connected)
                await asyncio.sleep(0.5)
                await asyncio.to_thread(server.begin)
                await _until(lambda: line.is_connected)
            for _ in range(20):
                assert _listening(line) <= 1
                await asyncio.sleep(0.05)
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await line.close()

        asyncio.run(main())


def _listening(line: Line) -> int:
    return sum(each.subject == "here.*" for each in line._client._subs.values())
