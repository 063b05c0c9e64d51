"""One server for a module, and pauses so short that no test waits for a real second."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from posdesk.engine.relay import consumer, order_intake, part, renewal, stray_reading, stream_reader
from tests.journal.making import SetClock, opened
from tests.journal.relay.making import RelayedCounter
from tests.support.nats_server import NatsServer, nats_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """A server that runs; each test has a store of its own at it."""
    with nats_server(tmp_path_factory.mktemp("relay")) as running:
        yield running


@pytest.fixture
def clock() -> SetClock:
    """One that a test walks."""
    return SetClock()


@pytest.fixture
def counter(tmp_path: Path, clock: SetClock) -> Iterator[RelayedCounter]:
    """A journal alone, of a store with a relay."""
    with opened(tmp_path, clock) as journal:
        counter = RelayedCounter(journal)
        counter.begin_relay()
        yield counter


@pytest.fixture(autouse=True)
def no_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The relay's own pauses, cut short."""
    monkeypatch.setattr(part, "FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr(part, "LONGEST_PAUSE_S", 0.1)
    monkeypatch.setattr(part, "TAKEN_PAUSE_S", 0.1)
    monkeypatch.setattr(stream_reader, "FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr(stream_reader, "LONGEST_PAUSE_S", 0.1)
    monkeypatch.setattr(order_intake, "OFFSET_PATIENCE_S", 0.01)
    monkeypatch.setattr(renewal, "LOOK_S", 0.1)
    monkeypatch.setattr(renewal, "DAY_S", 0.3)
    monkeypatch.setattr(stray_reading, "LOOK_S", 0.05)
    monkeypatch.setattr(consumer, "HEARTBEAT_S", 1)
    monkeypatch.setattr(consumer, "QUESTION_S", 1.5)
    monkeypatch.setattr(consumer, "SILENCE_S", 2.5)
