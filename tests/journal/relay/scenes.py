"""What happens seldom by chance, and must go well as well: each begins or ends some of the schedules."""

import contextlib

from posdesk.domain.orders.board import Action, actions_of
from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.claim import GROUP_OF
from posdesk.errors import NotAllowed
from tests.journal.relay.one_counter import Side
from tests.journal.relay.work import Work


class Scenes(Work):
    """Each plays with both counters up and connected, but for one that is told to be away."""

    def holder_falls_silent(self) -> None:
        """One claims and does nothing; the other loses to it, waits, and is asked."""
        holder, other = self.random.sample(self.sides, 2)
        kind = self.random.choice((Kind.ACCEPT, Kind.PAY, Kind.VERIFY))
        for side in (holder, other):
            self.reads_orders(side)
        if not all(self._can(side, kind) for side in self.sides):
            return
        self._goes(holder, kind)
        self.note(f"{holder.name} holds {kind} and falls silent")
        befalls = self.random.choice(("kill", "cut", "", ""))
        if befalls == "kill":
            self._kills(holder)
        elif befalls == "cut":
            holder.cut()
        self._goes(other, kind)
        self._goes_on(other, kind)
        self.waits(other)
        self.loop.run_for(11.0)
        self._goes_on(other, kind)

    def _goes_on(self, side: Side, kind: Kind) -> None:
        """Its card rings, or it may be pressed again: somebody does."""
        self.looks(side)
        self._let_through(side)
        if self._can(side, kind):
            self._goes(side, kind)

    def _can(self, side: Side, kind: Kind) -> bool:
        return self._is_there(side) and Action(kind) in actions_of(side.counter.view(self.key))

    def _goes(self, side: Side, kind: Kind) -> None:
        """Pressed, and its claim asked for over a line that is well."""
        side.counter.press(kind, self.key, takes_over=self._is_asked(side, GROUP_OF[kind]))
        self.sends(side)
        self._let_through(side)

    def _let_through(self, side: Side) -> None:
        self.loop.run_for()
        while side.line is not None and (waiting := [a for a in side.line.asked if not a.answer.done()]):
            for asked in waiting:
                asked.answer.set_result(self.relay.take(asked))
            self.loop.run_for()
            side.reap()

    def dies_while_it_sends(self) -> None:
        """Nobody knows whether the platform had it, and the next start asks under the same number."""
        side = self.random.choice(self.sides)
        kind = self.random.choice((Kind.ACCEPT, Kind.PAY, Kind.VERIFY))
        self.reads_orders(side)
        if not self._can(side, kind):
            return
        self._goes(side, kind)
        self.note(f"{side.name} dies while it sends {kind}")
        self._kills(side)
        self.starts(side)

    def hears_that_it_is_out(self) -> None:
        """One hands it out against signature and tells it; the other presses, and nobody asked."""
        first, second = self.random.sample(self.sides, 2)
        for side in self.sides:
            self.reads_orders(side)
        if not all(self._can(side, Kind.VERIFY) for side in self.sides):
            return
        self._does(first, "out")
        self._let_through(first)
        self.publishes(first)
        self._let_through(first)
        self._reads_acts(second)
        self.met["heard that it is out"] += self._is_out_elsewhere(second)
        with contextlib.suppress(NotAllowed):
            self._wishes(second, Kind.VERIFY, may_agree=False)

    def hears_before_it_reads(self) -> None:
        """The orders' stream is slow there: what the other does comes first."""
        self.blind = self.random.choice(self.sides)
        self.note(f"{self.blind.name} reads no orders")

    def closed_apart(self) -> None:
        """Both say at once whether anybody works on it, and see each other's word later."""
        first, second = self.random.sample(self.sides, 2)
        if not all(each.is_up and self._is_there(each) for each in self.sides):
            return
        said = [(first, "close"), (second, "close"), (second, "open")]
        if self.random.random() < 0.5:
            said = [*said[1:], said[0]]
        for side in self.sides:
            side.cut()
        for side, word in said:
            self._does(side, word)
            self.loop.run_for(0.5)
