"""Row 54: the engine keeps the PC awake from the first open order to the last one's end."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import pytest

from posdesk.engine import awake
from posdesk.engine.awake import Awake
from posdesk.host.awake import NotHeldAwakeError
from posdesk.journal import Journal
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.shifts import shifts
from tests.engine.making import until
from tests.journal.making import KEY, Counter, SetClock


class Held:
    """An inhibitor that remembers; it can be told to refuse."""

    def __init__(self) -> None:
        self.held, self.refuses = False, False

    def hold(self, why: str) -> None:
        if self.refuses:
            raise NotHeldAwakeError("Permission denied")
        self.held = True

    def is_held(self) -> bool:
        return self.held

    def let_go(self) -> None:
        self.held = False


@contextlib.asynccontextmanager
async def at_work(part: Awake) -> AsyncIterator[None]:
    task = asyncio.create_task(part.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awake, "GATHER_S", 0.0)


def test_the_pc_is_held_awake_while_an_order_is_open_and_let_go_after(
    journal: Journal, clock: SetClock
) -> None:
    held, counter = Held(), Counter(journal)

    async def day() -> None:
        part = Awake(journal, clock, held)
        async with at_work(part):
            counter.add(KEY.bill)
            await until(lambda: held.held and part.is_held, "being kept awake")
            counter.event(PlatformStatus.CANCELLED)
            await until(lambda: not held.held, "the end of it")
            counter.add("B")
            await until(lambda: held.held, "being kept awake again")
        await until(lambda: not held.held, "the end with the engine")

    asyncio.run(day())


def test_an_open_shift_alone_keeps_it_awake(journal: Journal, clock: SetClock) -> None:
    held, counter = Held(), Counter(journal)
    part = Awake(journal, clock, held)
    counter.write(lambda tx: shifts.open_shift(tx, 20_000, "Li"))
    part.look()
    assert held.held


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Of a busy machine others may have something to say, too."""
    return [record.levelname for record in caplog.records if record.name == awake.__name__]


def test_that_the_pc_may_sleep_is_said_once_and_that_it_may_not_again(
    journal: Journal, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    held = Held()
    held.refuses = True
    Counter(journal).add(KEY.bill)
    part = Awake(journal, clock, held)
    with caplog.at_level(logging.INFO, "posdesk.engine.awake"):
        part.look()
        part.look()
        assert said(caplog) == ["WARNING"]
        assert not part.is_held
        held.refuses = False
        part.look()
    assert said(caplog) == ["WARNING", "INFO"]
    assert part.is_held
