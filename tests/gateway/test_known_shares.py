"""One store's counter can't fill the map of bills for all: what it may say of its own orders has a bound."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from posdesk.gateway import config as gateway_config
from posdesk.gateway.bills import Bill, BillMap
from posdesk.gateway.known import KnownOrders, Shares
from posdesk.gateway.line import Heard, Line
from posdesk.gateway.metrics import Metrics
from posdesk.platforms.relay import known_words
from posdesk.platforms.relay.creds import UserCredentials
from posdesk.platforms.relay.known_words import Known
from tests.gateway.making import CONFIG
from tests.journal.making import SetClock

pytestmark = pytest.mark.waits


class Wire(Line):
    """Servers at which counters ask, and what they are answered."""

    def __init__(self) -> None:
        super().__init__(["nats://127.0.0.1:9"], UserCredentials("", ""), None)
        self.heard: asyncio.Future[Heard] = asyncio.get_running_loop().create_future()
        self.answered: list[str] = []

    async def subscribe(self, subject: str, heard: Heard, *, queue: str = "") -> Any:
        self.heard.set_result(heard)

    async def reply(self, to: Msg, data: bytes) -> None:
        self.answered.append(to.subject.split(".")[2])


class Map(BillMap):
    """A map that takes all."""

    async def note_known(self, partner: str, tbillno: str, bill: Bill) -> None:
        pass


def test_a_store_that_says_too_many_is_not_answered_and_another_is(tmp_path: Path) -> None:
    file, clock = tmp_path / "gateway.toml", SetClock()
    file.write_text(CONFIG.format(url="nats://127.0.0.1:9", more=""), encoding="utf-8")

    async def flood() -> list[str]:
        wire = Wire()
        shares = Shares(clock, most=3, more_a_second=1)
        orders = KnownOrders(wire, Map(wire), gateway_config.load(file), clock, Metrics(), shares=shares)
        running = asyncio.create_task(orders.run())
        heard = await wire.heard

        async def ask(store: str, number: int) -> None:
            data = known_words.write(Known("meituan", f"N{number}", None, "XS"))
            await heard(Msg(Client(), f"posdesk.s1.{store}.known", f"_INBOX.{number}", data))

        for number in range(10):
            await ask("001", number)
        await ask("002", 1)
        clock.walk(1)
        await ask("001", 11)
        await ask("001", 12)
        async with asyncio.timeout(5):
            while len(wire.answered) < 5:
                await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return wire.answered

    assert sorted(asyncio.run(flood())) == ["001"] * 4 + ["002"]


def test_what_a_store_has_used_comes_back_and_never_more_than_all_of_it() -> None:
    clock = SetClock()
    shares = Shares(clock, most=2, more_a_second=0.5)
    assert [shares.take("001") for _ in range(3)] == [True, True, False]
    clock.walk(2)
    assert [shares.take("001") for _ in range(2)] == [True, False]
    clock.walk(3600)
    assert [shares.take("001") for _ in range(3)] == [True, True, False]
