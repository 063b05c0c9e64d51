"""A bug of ours in a part of the relay is told as that: not as a store without a relay."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from posdesk.domain.relay.status import RelayFault, RelayStatus
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.listening.sender_proof import SenderProof
from posdesk.engine.listening.turned_away import TurnedAwayCalls
from posdesk.engine.relay.part import Relay
from posdesk.engine.status import StatusBoard
from posdesk.settings.relay import RelaySettings
from posdesk.settings.settings import Listener, Settings, Store
from tests.engine.making import HeldSecrets, partner, until
from tests.journal.making import SetClock
from tests.journal.relay.making import RelayedCounter

SETTINGS = Settings(
    store=Store(code="001", uid=1),
    listener=Listener(port=0),
    partner=(partner(),),
    relay=RelaySettings(servers=("nats://127.0.0.1:1",), shard="s1"),
)


@pytest.fixture
def told(counter: RelayedCounter, clock: SetClock) -> StatusBoard:
    return StatusBoard(SETTINGS, clock)


@pytest.fixture
def relay(tmp_path: Path, counter: RelayedCounter, clock: SetClock, told: StatusBoard) -> Relay:
    secrets, witness = HeldSecrets(), TurnedAwayCalls(SETTINGS.partner, counter.journal, told, clock)
    proof = SenderProof(SETTINGS, secrets, clock, slots=WorkSlots(), turned_away=witness)
    return Relay(tmp_path, SETTINGS, counter.journal, secrets, told, clock, proof=proof, machine="m")


def test_a_shard_is_read_out_once_its_acts_are_read_too(relay: Relay) -> None:
    """An order that another counter told of there, and that is left unread, would come here never."""
    orders: Any = SimpleNamespace(lag=0)
    relay._orders = orders
    assert relay.unread() is None
    for lag, unread in ((None, None), (3, 3), (0, 0)):
        acts: Any = SimpleNamespace(lag=lag)
        relay._acts = acts
        assert relay.unread() == unread


def status(told: StatusBoard) -> RelayStatus:
    found = told.status.relay
    assert found is not None
    return found


def test_a_part_that_raises_is_told_as_failed_until_the_relay_works_again(
    relay: Relay, told: StatusBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(relay.strays, "run", broken)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(relay.run())
    assert (status(told).fault, status(told).detail) == (RelayFault.FAILED, "ZeroDivisionError")
    monkeypatch.undo()

    async def begun_anew() -> None:
        work = asyncio.create_task(relay.run())
        await until(lambda: status(told).fault is RelayFault.NOT_ENROLLED, "what is wrong now")
        work.cancel()
        await asyncio.wait({work})

    asyncio.run(begun_anew())
    assert told.status.relay is None, "it was ended in order"
