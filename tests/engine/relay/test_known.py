"""An order that came by another way is told to the gateway until it has it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from posdesk.engine.relay import known as known_part
from posdesk.platforms.relay.known_words import Known, KnownReply, read, write_reply
from posdesk.platforms.relay.subjects import GATEWAY_INBOX
from tests.engine.listening.test_listener import post
from tests.engine.relay.making import Shop, at_work, call
from tests.support.nats_server import NatsServer
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.nats_server]


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    return Shop(server, tmp_path)


@contextmanager
def gateway(shop: Shop, asked: list[Known], *, silent: int = 0) -> Iterator[None]:
    """One that answers `known` for as long as the block lasts, but not the first so many."""
    over = threading.Event()

    async def answer(client: Any) -> None:
        heard = await client.subscribe(shop.subjects.known)
        await client.flush()
        ready.set()
        while not over.is_set():
            try:
                message = await heard.next_msg(timeout=0.1)
            except TimeoutError:
                continue
            asked.append(read(message.data))
            if len(asked) > silent:
                await message.respond(write_reply(KnownReply(is_held=True)))

    ready = threading.Event()
    creds = shop.server.creds_for_gateway
    run = threading.Thread(target=lambda: shop.server.run(answer, creds, inbox_prefix=GATEWAY_INBOX))
    run.start()
    ready.wait(10)
    try:
        yield
    finally:
        over.set()
        run.join()


def test_what_the_listener_took_is_told_with_our_number_and_only_once(shop: Shop) -> None:
    asked: list[Known] = []
    shop.add("A")
    with gateway(shop, asked), at_work(shop) as counter:
        counter.has("A")
        assert post(counter.house, call("B", shop.code))["code"] == 0
        wait_for(lambda: bool(asked), "the gateway to be told")
        order = counter.order("B")
        assert asked == [Known("meituan", "B", order.content.ordered_at, order.billno)]
        assert "-R" in order.billno
        shop.add("C")
        counter.has("A", "B", "C")
    assert [each.tbillno for each in asked] == ["B"]


def test_a_gateway_that_does_not_answer_is_told_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_part, "PATIENCE_S", 0.2)
    monkeypatch.setattr(known_part, "AGAIN_S", 0.1)
    asked: list[Known] = []
    with at_work(shop) as counter:
        counter.connected()
        assert post(counter.house, call("A", shop.code))["code"] == 0
        with gateway(shop, asked, silent=1):
            wait_for(lambda: len(asked) >= 2, "the second time")
            counter.tells(lambda told: told.connected, "that the line is well")
    assert {each.tbillno for each in asked} == {"A"}
