"""The servers' disk is full: counters go on and say so, and once there is room nothing lacks (issue 15)."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.orders.board import rings
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import OrderState
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState
from posdesk.domain.relay.status import RelayFault
from posdesk.engine.actions import Actions
from posdesk.engine.relay import acts_out, claims
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.streams import Bounds
from tests.engine.making import PATIENCE_S
from tests.engine.relay.making import At, Shop
from tests.engine.relay.test_other_counters import accepting, counter, sent, soon, view
from tests.gateway.making import add, gateway, order
from tests.support.nats_server import NatsServer, ask, nats_server
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]
TINY = Bounds(replicas=1, orders=2**20, claims=2**20, stores=2**20, bills=2**20, counters=100)
DISK, FILLER = "6MB", "FILLER"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """A server with little disk."""
    with nats_server(tmp_path_factory.mktemp("small"), bounds=TINY, disk=DISK) as running:
        yield running


@contextlib.contextmanager
def full(server: NatsServer) -> Iterator[None]:
    """Something else takes all of its disk until the end of the block."""
    server.run(_fill)
    try:
        yield
    finally:
        server.run(lambda client: ask(client, f"{subjects.API}.STREAM.DELETE.{FILLER}"))


async def _fill(client: Any) -> None:
    config = {"name": FILLER, "subjects": ["filler"], "storage": "file", "num_replicas": 1}
    await ask(client, f"{subjects.API}.STREAM.CREATE.{FILLER}", config)
    with contextlib.suppress(RuntimeError):
        while True:
            await ask(client, "filler", "x" * 500_000)


def test_counters_go_on_while_the_servers_disk_is_full_and_nothing_lacks_afterwards(
    small: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon(monkeypatch)
    monkeypatch.setattr(acts_out, "AGAIN_S", 0.05)
    monkeypatch.setattr(claims, "PATIENCE_S", 0.3)
    shop = Shop(small, tmp_path, ("1", "2"))
    with (
        gateway(tmp_path, small) as at,
        accepting() as url,
        counter(shop, "1", url) as one,
        counter(shop, "2", url) as two,
    ):
        assert at.post(add(order("A", shop.code)))["code"] == 0
        for each in (one, two):
            each.has("A")
            sent(each)
        with full(small):
            late = add(order("B", shop.code))
            assert at.post(late)["code"] == AnswerCode.NOT_STORED
            _accept(one, "A")
            wait_for(lambda: view(one).order.state is OrderState.ACCEPTED, "the accept: the platform judges")
            claim = view(one).claim_of(ClaimGroup.VERDICT)
            assert claim is not None
            assert claim.state is ClaimState.UNCLAIMED
            one.tells(lambda told: told.connected and told.fault is RelayFault.FULL, "that nothing is taken")
            two.tells(lambda told: told.counters[0].missing == 1, "that one act lacks")
            assert rings(view(two))
        assert at.post(late)["code"] == 0
        wait_for(lambda: view(two).order.state is OrderState.ACCEPTED, "the accept, at the other")
        for each in (one, two):
            each.has("A", "B")
            each.tells(lambda told: told.is_well, "that all is well")
        assert [done.kind for done in view(two).elsewhere] == [Kind.ACCEPT]


def _accept(at: At, bill: str) -> None:
    wish = Wish(at.order(bill).key, Kind.ACCEPT, "王芳")
    Actions(at.journal, at.engine).wish(wish).result(PATIENCE_S)
