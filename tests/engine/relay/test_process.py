"""kill -9 of the engine's process between two messages, or within one: nothing is lost, nothing doubled."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.journal import Journal
from posdesk.journal.relay import position
from tests.engine.relay.making import Shop
from tests.engine.relay.processes import process_of
from tests.support.engine import EngineHome
from tests.support.nats_server import NatsServer
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    return Shop(server, tmp_path)


@pytest.fixture
def home(shop: Shop, tmp_path: Path) -> Iterator[EngineHome]:
    with process_of(shop, tmp_path / "home") as made:
        yield made


def seen(home: EngineHome) -> tuple[list[str], int, int]:
    """The orders as they came, how often one was read twice, and the position."""
    with closing(Journal(home.folder, SystemClock(), "1", is_beside=True)) as journal:
        bills = journal.read(lambda db: db.execute("SELECT bill FROM orders ORDER BY number").fetchall())
        again = journal.read(
            lambda db: db.execute("SELECT count(*) FROM audit WHERE what = 'order.repeated'").fetchone()[0]
        )
        at = journal.read(lambda db: position.get(db, position.ORDERS))
    return [bill for (bill,) in bills], again, at.sequence if at is not None else 0


def test_a_killed_engine_goes_on_with_the_next_message(shop: Shop, home: EngineHome) -> None:
    wanted = [f"A{number}" for number in range(12)]
    for number, bill in enumerate(wanted):
        last = shop.add(bill)
        if number % 4 == 3:
            wait_for(lambda: bool(seen(home)[0]), "some of them", 60)
            home.kill()
            home.start()
    wait_for(lambda: seen(home)[2] == last, "all of them", 60)
    assert seen(home) == (wanted, 0, last)


def test_server_and_engine_are_killed_in_turn(shop: Shop, home: EngineHome) -> None:
    shop.add("B1")
    wait_for(lambda: "B1" in seen(home)[0], "the first", 60)
    shop.server.restart()
    shop.add("B2")
    home.kill()
    shop.add("B3")
    shop.server.restart()
    home.start()
    last = shop.add("B4")
    wait_for(lambda: seen(home)[2] == last, "all of them", 60)
    bills, again, _ = seen(home)
    assert (bills, again) == (["B1", "B2", "B3", "B4"], 0)
