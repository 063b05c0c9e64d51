"""What is not answered in time is not the end of a connection over which everything else goes on."""

import asyncio
from types import SimpleNamespace
from typing import Any

import nats.errors
import pytest

from posdesk.engine.relay.line import Line, LineLost, NobodyAnswers


class SilentClient:
    """Connected, or cut off just then; nobody answers."""

    def __init__(self, error: Exception, *, cuts: bool = False) -> None:
        self.is_connected, self._error, self._cuts = True, error, cuts

    async def request(self, *_: object, **_named: object) -> None:
        self.is_connected = not self._cuts
        raise self._error


def ask(error: Exception, *, cuts: bool = False) -> None:
    nobody: Any = SimpleNamespace()
    client: Any = SilentClient(error, cuts=cuts)

    async def asking() -> None:
        line = Line(nobody)
        line._client = client
        await line.request("posdesk.s1.001.acts")

    asyncio.run(asking())


def test_a_stream_without_a_leader_is_nobody_who_answers() -> None:
    with pytest.raises(NobodyAnswers, match="within 5 s"):
        ask(nats.errors.TimeoutError())


def test_who_is_cut_off_meanwhile_has_lost_the_line() -> None:
    with pytest.raises(LineLost):
        ask(nats.errors.TimeoutError(), cuts=True)
    with pytest.raises(LineLost):
        ask(nats.errors.ConnectionClosedError())
