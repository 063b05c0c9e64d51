"""Counters of one store, each with its own journal, and the acts that go between them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from posdesk.domain.clock import Clock
from posdesk.domain.orders.order import Origin, Received
from posdesk.domain.relay.act import Act
from posdesk.journal import Transaction
from posdesk.journal.orders import order_moves, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import acts, applying, instance
from posdesk.journal.relay.applying import Became
from tests.journal.making import KEY, TERMS, Counter, SetClock, opened, received

STORE_KEY = "k" * 52


class RelayedCounter(Counter):
    """A counter of a store with a relay."""

    def begin_relay(self) -> None:
        self.write(instance.begin)

    @property
    def instance(self) -> str:
        def job(tx: Transaction) -> str:
            return tx.instance

        return str(self.write(job))

    def stream_add(self, bill: str = KEY.bill, **changed: object) -> None:
        """The same order comes to every counter by the stream."""
        coming: tuple[Received, ...] = (received(bill, **changed),)

        def job(tx: Transaction) -> None:
            with tx.by_stream():
                orders.add_all(tx, TERMS, coming, Origin.PUSHED)

        self.write(job)

    def stream_event(self, status: PlatformStatus, bill: str = KEY.bill) -> None:
        """The same event comes to every counter by the stream."""

        def job(tx: Transaction) -> None:
            with tx.by_stream():
                order_moves.apply_status(tx, KEY._replace(bill=bill).number, status)

        self.write(job)

    def unsent(self) -> tuple[Act, ...]:
        return self.journal.read(partial(acts.unsent, most=10_000))

    def sends(self) -> tuple[Act, ...]:
        """What it has to tell; told now."""
        found = self.unsent()
        self.write(partial(acts.sent, ids=[each.id for each in found]))
        return found

    def hears(self, told: tuple[Act, ...] | list[Act]) -> list[Became]:
        """What others, or it itself, told comes out of the stream."""
        return [self.write(partial(applying.apply, act=each)) for each in told]


@contextmanager
def two_counters(home: Path, clock: Clock | None = None) -> Iterator[tuple[RelayedCounter, RelayedCounter]]:
    """Counters 1 and 2 of a store with a relay."""
    clock = clock or SetClock()
    with ExitStack() as stack:
        found = []
        for number in ("1", "2"):
            journal = stack.enter_context(opened(home / number, clock, number))
            counter = RelayedCounter(journal)
            counter.begin_relay()
            found.append(counter)
        yield found[0], found[1]
