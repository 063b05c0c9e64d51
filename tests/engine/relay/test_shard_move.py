"""A store that moves to another shard is read out there first, and has its orders at once."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.relay.status import RELAY_GAP
from posdesk.journal import heartbeats
from posdesk.journal.relay import position
from posdesk.platforms.relay import streams, subjects
from posdesk.platforms.relay.order_message import OrderMessage
from posdesk.platforms.relay.records import JwtRecord
from posdesk.platforms.relay.subjects import GATEWAY_INBOX, StoreSubjects, jwt_record
from tests.engine.relay.making import At, Shop, at_work, call, signed
from tests.support.nats_server import SMALL, NatsServer, ask

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]
NEW = "s2"


class MovingShop(Shop):
    """A store that the chain moves."""

    def move(self) -> None:
        """Record and identity say the other shard, whose stream was there before or is made now."""

        async def make(client: Any) -> None:
            for config in streams.shard_streams(NEW, SMALL):
                await ask(client, f"{subjects.API}.STREAM.CREATE.{config['name']}", config)

        self.server.run(make)
        record = self.server.add_store(self.code, self.counters)
        creds = self.server.creds_for(self.code, "1", shard=NEW)
        self.server.put(self.code, jwt_record("1"), JwtRecord(creds.jwt, NEW).write())
        moved = replace(record, shard=NEW, epoch=self.server.epoch(NEW))
        self.server.put(self.code, "store", moved.write())

    def add_there(self, tbillno: str, now: Any) -> None:
        """The gateway puts new orders into the other shard."""
        body = call(tbillno, self.code)
        message = OrderMessage(self.code, "meituan", signed(body), body, now, self.server.epoch(NEW))
        subject = StoreSubjects(NEW, self.code).orders

        async def put(client: Any) -> None:
            await client.jetstream().publish(subject, message.body, headers=message.headers())

        self.server.run(put, self.server.creds_for_gateway, inbox_prefix=GATEWAY_INBOX)


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> MovingShop:
    return MovingShop(server, tmp_path)


def gaps(counter: At) -> list[str]:
    found = counter.read(lambda db: heartbeats.open_gaps(db, "1"))
    return [gap.reason for gap in found if gap.reason == RELAY_GAP]


def test_at_work_it_goes_on_in_the_other_shard(shop: MovingShop) -> None:
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
        shop.move()
        shop.add_there("B", counter.journal.now())
        counter.has("A", "B")
        at = counter.read(lambda db: position.get(db, position.ORDERS))
        assert at.epoch == shop.server.epoch(NEW)
        assert gaps(counter) == []


def test_what_lay_in_the_old_one_while_the_pc_was_off_is_read_first(shop: MovingShop) -> None:
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
    for bill in ("B", "C"):
        shop.add(bill)
    shop.move()
    with at_work(shop) as counter:
        shop.add_there("D", counter.journal.now())
        counter.has("A", "B", "C", "D")
        assert gaps(counter) == []
