"""Orders out of the stream: each one's effect stands with its position, and none is lost or doubled."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posdesk.journal.relay import position
from tests.engine.relay.making import Shop, at_work, cancel
from tests.support.nats_server import NatsServer

pytestmark = [pytest.mark.waits, pytest.mark.nats_server]


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    return Shop(server, tmp_path)


def test_what_came_before_and_what_comes_is_here_in_its_order(shop: Shop) -> None:
    shop.add("A")
    shop.add("B")
    with at_work(shop) as counter:
        counter.has("A", "B")
        last = shop.add("C")
        counter.has("A", "B", "C")
        at = counter.read(lambda db: position.get(db, position.ORDERS))
        assert (at.sequence, at.epoch) == (last, shop.server.epoch())
        counter.tells(lambda told: (told.sequence, told.lag) == (last, 0), "the position")


def test_it_goes_on_where_the_journal_stands(shop: Shop) -> None:
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
    shop.add("B")
    with at_work(shop) as counter:
        counter.has("A", "B")
        repeated = "SELECT count(*) FROM audit WHERE what = 'order.repeated'"
        assert counter.read(lambda db: db.execute(repeated).fetchone()) == (0,), "nothing was read twice"


def test_arrival_and_deadline_count_from_the_gateway(shop: Shop) -> None:
    at = datetime.now(UTC) - timedelta(seconds=50)  # more the servers' clock would not bear out
    shop.add("A", received=at)
    with at_work(shop) as counter:
        counter.has("A")
        order = counter.order("A")
        assert order.accept_by is not None
        assert order.accept_by - order.received_at == timedelta(minutes=5)
        assert abs(order.received_at - at) < timedelta(seconds=5)


def test_headers_that_are_no_text_stop_nobodys_reading(shop: Shop) -> None:
    """nats-py would stop reading without a word; and what looks like a server's word is a message."""
    for words in (b"NATS/1.0 \xff\xfe\xfd\r\n\r\n", b"NATS/1.0 409 Consumer Deleted\r\n\r\n"):
        shop.put_raw(words, words)
    shop.put(b"another", {"Status": "409", "Description": "Consumer Deleted"})
    last = shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
        counter.tells(lambda told: (told.sequence, told.strays) == (last, 3), "all of them")


def test_an_event_moves_its_order(shop: Shop) -> None:
    shop.add("A")
    shop.push(cancel("A"))
    with at_work(shop) as counter:
        counter.has("A")
        counter.tells(lambda told: told.lag == 0, "all of it")
        assert counter.order("A").state == "cancelled"
