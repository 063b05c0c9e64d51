"""What a person can do at the counter: one function each, written down before anything else happens."""

from concurrent.futures import Future
from functools import partial

from posdesk.domain.orders.intent import Intent, Seq, Wish
from posdesk.domain.orders.order import OrderKey
from posdesk.engine.engine import Engine
from posdesk.journal import Journal, heartbeats, pin_tries
from posdesk.journal.audit import audit
from posdesk.journal.orders import intents, orders, wrong_signs
from posdesk.journal.rescue import losses


class Actions:
    """Called from the GUI thread; each returns at once with a future that is done after the commit."""

    def __init__(self, journal: Journal, engine: Engine) -> None:
        """The engine is only told to hurry: what is to be done stands in the journal."""
        self._journal, self._engine = journal, engine

    def wish(self, wish: Wish) -> "Future[Intent]":
        """Write an intent down. The future raises NotAllowed or DiskError."""
        return self._journal.write(partial(intents.press, wish=wish))

    def undo(self, seq: Seq, actor: str) -> "Future[None]":
        """Withdraw what has not left. The future raises NotAllowed."""
        return self._journal.write(partial(intents.withdraw, seq=seq, actor=actor))

    def ask_again(self, seq: Seq, actor: str) -> "Future[Intent]":
        """Ask an unknown intent again now, under its own GUID. The future raises NotAllowed."""
        future = self._journal.write(partial(intents.ask_again, seq=seq, actor=actor))
        future.add_done_callback(lambda done: None if done.exception() else self._engine.hurry(seq))
        return future

    def settle(self, seq: Seq, actor: str, *, done: bool) -> "Future[None]":
        """A person's word on an unknown intent. The future raises NotAllowed."""
        return self._journal.write(partial(intents.settle, seq=seq, actor=actor, done=done))

    def hand_over(self, key: OrderKey, actor: str) -> "Future[None]":
        """Mark an order as handed over, here only. The future raises NotAllowed."""
        return self._journal.write(partial(orders.hand_over, key=key, actor=actor))

    def acknowledge_stop(self, key: OrderKey, actor: str) -> "Future[None]":
        """End a STOP by name."""
        return self._journal.write(partial(orders.acknowledge_stop, key=key, actor=actor))

    def cancel_this(self, key: OrderKey, actor: str) -> "Future[None]":
        """Say which of the orders of a number was cancelled. The future raises NotAllowed."""
        return self._journal.write(partial(orders.cancel_this, key=key, actor=actor))

    def acknowledge_gap(self, number: int, actor: str) -> "Future[None]":
        """Note who compared with the platforms' own pages."""
        return self._journal.write(partial(heartbeats.check_gap, number=number, actor=actor))

    def acknowledge_losses(self, actor: str) -> "Future[None]":
        """Note who read what a damaged journal has cost."""
        return self._journal.write(partial(losses.see, actor=actor))

    def acknowledge_wrong_signs(self, actor: str) -> "Future[None]":
        """Note who read that many calls are wrongly signed."""
        return self._journal.write(partial(wrong_signs.see_wrong_signs, actor=actor))

    def signed_in(self, name: str) -> "Future[None]":
        """Note who is at the counter from now on."""
        return self._note("staff.signed_in", name)

    def signed_out(self, name: str) -> "Future[None]":
        """Note who is not at the counter any more."""
        return self._note("staff.signed_out", name)

    def pins_tried(self, actor: str, *, wrong: int, untold: int, tell: int) -> "Future[None]":
        """Keep the count of PINs that are nobody's, never which; `tell` more than 0 is a line of so many."""
        job = partial(pin_tries.keep, wrong=wrong, untold=untold, tell=tell, actor=actor)
        return self._journal.write(job)

    def snoozed(self, actor: str) -> "Future[None]":
        """Note who silenced the alarm for a while."""
        return self._note("alarm.snoozed", actor)

    def _note(self, what: str, actor: str) -> "Future[None]":
        return self._journal.write(partial(audit.write, what=what, actor=actor))

    def revealed(self, key: OrderKey, actor: str) -> "Future[None]":
        """Log that personal data was looked at."""
        return self._journal.write(partial(orders.reveal, key=key, actor=actor))
