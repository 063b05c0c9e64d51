"""Two counters of a store and a line that drops, doubles, delays, cuts and heals: whatever comes first, the
boards end alike.

A schedule is a seed: one order, two counters with the product's own claims, acts, presence, outbox and
journals; only the line, the streams, the platform and the clocks are ours. By hand, in pieces, each beside
the other, on a disk in memory:

    TMPDIR=/dev/shm python -m tests.journal.relay.schedules FROM TO

It says each seed that fails, and with how many it went well.
"""

import logging
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from posdesk.domain.orders.order import OrderState
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.claim import Claim
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import position
from posdesk.platforms.relay import acts as act_words
from tests.journal.making import opened, say
from tests.journal.relay import judging
from tests.journal.relay.making import STORE_KEY
from tests.journal.relay.one_counter import Side
from tests.journal.relay.scenes import Scenes

STEPS = 110
ROUNDS = 80
Step = Callable[["Schedule", Side], None]


class Schedule(Scenes):
    """One order's life by one seed."""

    def run(self) -> None:
        """All its steps, then the line heals. Raises AssertionError where something isn't as it must be."""
        try:
            for side in self.sides:
                side.start()
                side.connect()
            self.comes(self.sides[0])
            self._begins()
            for number in range(STEPS):
                self._step()
                self.blind = self.blind if number < self.slow_until else None
            if self.random.random() < 0.3:
                self.closed_apart()
            self._heal()
            self._judge()
        except Exception as error:
            words = str(error) if isinstance(error, AssertionError) else repr(error)
            raise AssertionError(f"{words}\n" + "\n".join(self.log)) from error
        finally:
            for side in self.sides:
                if side.is_up:
                    side.kill()
            self.loop.close()

    def _begins(self) -> None:
        """By one of the scenes, or by none."""
        luck = self.random.random()
        if luck < 0.25:
            self.holder_falls_silent()
        elif luck < 0.35:
            self.dies_while_it_sends()
        elif luck < 0.55:
            self.hears_before_it_reads()
        elif luck < 0.7:
            self.hears_that_it_is_out()

    def _step(self) -> None:
        side = self.random.choice(self.sides)
        if not side.is_up:
            if self.random.random() < 0.3:
                self.starts(side)
            return
        self.random.choices(tuple(STEPS_AND_WEIGHTS), tuple(STEPS_AND_WEIGHTS.values()))[0](self, side)
        self.loop.run_for(self.random.choice((0.0, 0.0, 0.05, 0.3)))
        for each in self.sides:
            each.reap()

    def _heal(self) -> None:
        """Everybody is there, sends what is unsent, and reads all, until nothing more is to be done."""
        self.note("all heals")
        self.blind = None
        for side in self.sides:
            if not side.is_up:
                side.start()
            if side.line is None:
                side.connect()
        while self.copies:
            self.comes(self.sides[0])
        waited = 0
        for _ in range(ROUNDS):
            for side in self.sides:
                self._works(side)
            self.loop.run_for(2.0)
            if all(self._is_settled(side) for side in self.sides):
                waited += 1
                if waited == 2:
                    return
                self.loop.run_for(70.0)
        stuck = [(side.name, list(side.tasks), self._intents(side)) for side in self.sides]
        raise AssertionError(f"it never settles: {stuck}")

    def _works(self, side: Side) -> None:
        assert side.line is not None
        while self.relay.late:
            self.relay.take(self.relay.late.pop(0))
        self.publishes(side)
        self.sends(side)
        self.looks(side)
        for _ in range(100):
            self.loop.run_for()
            side.reap()
            waiting = [asked for asked in side.line.asked if not asked.answer.done()]
            for asked in waiting:
                asked.answer.set_result(self.relay.take(asked))
            for call in side.calls:
                self._answer(side, call, 0.5)
            if not waiting:
                break
        side.line.is_deaf = False
        self._reads_all(side)

    def _reads_all(self, side: Side) -> None:
        """Which stream is the faster is chance."""
        acts_first = self.random.random() < 0.5
        if acts_first:
            self._reads_acts(side)
        while self._at(side, position.ORDERS) < len(self.orders):
            self.reads_orders(side)
        self._reads_acts(side)

    def _is_settled(self, side: Side) -> bool:
        has_read = self._at(side, position.ACTS) == len(self.relay.acts.messages)
        return has_read and judging.is_settled(side, self.key)

    def _judge(self) -> None:
        told = self._told()
        self._count()
        assert not self.said_wrong.words, self.said_wrong.words
        assert not self.notes.wrong, self.notes.wrong
        judging.effects(self.effects, self.over)
        judging.takeovers(self.taken_over)
        judging.held_claims(self._held(), self.sides, self.key, self.out)
        for seq, count in self.notes.began.items():
            if any(act.kind is ActKind.PAY and act.content.get("seq") == seq for act in told):
                judging.sent_once(count, self.asked[seq], self.not_sent[seq], seq)
        there = [self._is_there(side) for side in self.sides]
        if not any(there):
            return  # it was on a PC alone that is no more
        assert all(there), f"the order is lost at one of them: {there}"
        events = {OrderState(thing.value) for _, thing in self.orders if isinstance(thing, PlatformStatus)}
        judging.boards(self.sides, self.key, told, events)
        for side in self.sides:
            judging.nothing_lacks(side)

    def _held(self) -> list[Claim]:
        """What stands at the relay, but of one who was killed before the answer came to him."""
        last = {each.subject: each.sequence for each in self.relay.claims.messages}.values()
        killed = self.notes.killed
        every = [each for each in last if each in self.notes.held or self.holds[each].instance not in killed]
        return [self.holds[each] for each in every]

    def _count(self) -> None:
        """What a run of schedules met, so that it says what it held."""
        self.met.update(
            f"{each.group} {'claimed' if each.revision else 'unclaimed'}" for each in self.effects
        )
        self.met.update(f"{each.group} taken over" for each in self.taken_over)
        self.met.update("clocks apart" for _ in range(bool(self.sides[1].clock.ahead)))

    def _told(self) -> Sequence[Act]:
        messages = self.relay.acts.messages
        return tuple(act_words.read(each.data, each.headers, STORE_KEY) for each in messages)


STEPS_AND_WEIGHTS: dict[Step, float] = {
    Schedule.comes: 2,
    Schedule.event: 1,
    Schedule.cuts: 2,
    Schedule.waits: 4,
    Schedule.reads_orders: 5,
    Schedule.publishes: 6,
    Schedule.line: 16,
    Schedule.reads_acts: 6,
    Schedule.presses: 12,
    Schedule.person: 1.5,
    Schedule.sends: 12,
    Schedule.answers: 6,
    Schedule.looks: 3,
    Schedule.killed: 2.5,
    Schedule.backs_up: 2,
    Schedule.restored: 2,
    Schedule.replaced: 1,
}


def run(first: int, last: int, home: Path, met: Counter[str] | None = None) -> Iterator[str]:
    """The schedules of these seeds, `last` not included; what failed, and in `met` what they met."""
    with opened(home / "blank"):
        pass
    for seed in range(first, last):
        folder = home / str(seed)
        folder.mkdir()
        schedule = Schedule(seed, folder, home / "blank")
        try:
            schedule.run()
        except AssertionError as error:
            yield f"seed {seed}: {error}"
        shutil.rmtree(folder)
        if met is not None:
            met.update(schedule.met)


def main(first: int, last: int) -> None:
    """See the module."""
    met: Counter[str] = Counter()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for words in run(first, last, Path(folder), met):
            say(words, "\n")
            wrong += 1
    say(*(f"{what} {count}," for what, count in sorted(met.items())))
    say(f"seeds {first} to {last - 1}: {last - first - wrong} went well, {wrong} did not")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    logging.disable()
    main(int(sys.argv[1]), int(sys.argv[2]))
