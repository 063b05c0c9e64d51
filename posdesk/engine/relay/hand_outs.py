"""A hand-out is claimed before the person is told to hand out (relay.md, 'Claims'): the desk's way to it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from posdesk.domain.orders.intent import Intent, Wish
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.seen_claim import Taken
from posdesk.errors import DiskError
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import intents, order_moves
from posdesk.journal.relay import claims

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim that was asked for: `taken` raises NotAllowed, `unused` gives back one of no use."""

    taken: "Future[Taken]"
    unused: Callable[[Taken], None]


def after(asked: Asked, journal: Journal, job: Callable[[Transaction, Taken], T]) -> "Future[T]":
    """Do it once it is ours, in one transaction with what is noted of the claim.

    The future raises DiskError where the engine ended meanwhile: nothing was done, and nobody waits for ever.
    """
    whole: Future[T] = Future()

    def go_on(done: "Future[Taken]") -> None:
        ended = DiskError("The engine ended before the other counters had answered.")
        error = ended if done.cancelled() else done.exception()
        if error is not None:
            whole.set_exception(error)
            return
        taken = done.result()
        written = journal.write(lambda tx: job(tx, taken))
        written.add_done_callback(lambda ended: end(ended, taken))

    def end(ended: "Future[T]", taken: Taken) -> None:
        error = ended.exception()
        if error is not None:
            asked.unused(taken)
            whole.set_exception(error)
        else:
            whole.set_result(ended.result())

    asked.taken.add_done_callback(go_on)
    return whole


def hand_over(tx: Transaction, taken: Taken, *, key: OrderKey, actor: str) -> None:
    """Mark it as handed over; that nobody could be asked stays beside it. Raises NotAllowed."""
    order_moves.hand_over(tx, key, actor)
    claims.handed_over(tx, key)
    if taken.is_unclaimed:
        claims.took(tx, key, taken, actor=actor)


def sign(tx: Transaction, taken: Taken, *, wish: Wish) -> Intent:
    """Write a hand-out against signature down: its claim is the intent's from now on. Raises NotAllowed."""
    intent = intents.press(tx, wish)
    claims.took(tx, wish.key, taken, actor=wish.actor, seq=intent.seq)
    return intent
