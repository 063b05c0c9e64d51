"""Two counters of a store and a line that drops, doubles, delays, cuts and heals: whatever comes first, the
boards end alike.

A schedule is a seed. By hand, in pieces, each beside the other:

    python -m tests.journal.relay.schedules FROM TO

It says each seed that fails, and with how many it went well.
"""

import random
import sys
import tempfile
from collections import Counter as Tally
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.conflict import final_words
from posdesk.domain.orders.intent import STATE_AFTER, Intent, Kind, Outcome
from posdesk.domain.orders.order import FINAL_STATES, OrderKey, OrderState, Origin, Received
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.claim import GROUP_OF, ClaimGroup
from posdesk.domain.relay.order_states import combined
from posdesk.errors import NotAllowed
from posdesk.journal import Transaction
from posdesk.journal.orders import closing, intent_rows, order_moves, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import acts, applying
from tests.journal.making import START, TERMS, SetClock, key_of, opened, received
from tests.journal.relay.making import RelayedCounter

STEPS = 60
A_PAIR_LASTS = 100  # schedules: journals that grow old slow the next ones down
_IDLE = frozenset({Outcome.QUEUED, Outcome.UNKNOWN})
Happen = Callable[[], None]


@dataclass
class Platform:
    """What the platform knows of one order: it judges, and it may answer so late that nobody hears it."""

    verdict: Kind | None = None
    effects: "Tally[tuple[ClaimGroup, bool]]" = field(default_factory=Tally)

    def takes(self, kind: Kind, *, claimed: bool) -> bool:
        """Whether the wish has its effect; accept and refuse once, whoever asks."""
        if kind in {Kind.ACCEPT, Kind.REFUSE}:
            if self.verdict is not None:
                return self.verdict is kind
            self.verdict = kind
        self.effects[GROUP_OF[kind], claimed] += 1
        return True


@dataclass
class Stream:
    """What was published, in its order; each counter reads it at its own pace."""

    messages: list[object] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)


class Side:
    """One counter at its end of the line."""

    def __init__(self, name: str, counter: RelayedCounter, clock: SetClock) -> None:
        self.name, self.counter, self.clock, self.is_cut = name, counter, clock, False


@dataclass
class Words:
    """Every word about the order that anybody said, whoever heard it."""

    states: set[OrderState] = field(default_factory=set)


class Schedule:
    """One order's life by one seed."""

    def __init__(self, seed: int, sides: tuple[Side, ...]) -> None:
        self.random = random.Random(seed)
        self.bill = f"B{seed}"
        self.key: OrderKey = key_of(self.bill)
        self.sides = sides
        self.orders, self.acts = Stream(), Stream()
        self.claims: dict[ClaimGroup, str] = {}
        self.platform = Platform()
        self.words = Words()
        self.raws: dict[str, Received] = {}
        self.by_door = self.random.random() < 0.3
        self.log: list[str] = []

    def run(self) -> None:
        """All its steps, then the line heals; raises AssertionError where the boards differ."""
        self._come()
        for side in self.sides:
            side.is_cut = False
        for _ in range(STEPS):
            self._step()
        self._heal()
        self._judge()

    def _come(self) -> None:
        coming = received(self.bill, is_verification=self.random.random() < 0.5, payments=())
        self.raws[coming.raw] = coming
        if self.by_door:
            side = self.random.choice(self.sides)
            self.log.append(f"{side.name} door add")
            side.counter.write(lambda tx: orders.add_all(tx, TERMS, (coming,)))
        else:
            self.orders.messages.append(coming)

    def _step(self) -> None:
        side = self.random.choice(self.sides)
        step = self.random.choices(
            (
                self._reads_orders,
                self._publishes,
                self._reads_acts,
                self._presses,
                self._sends,
                self._cuts,
                self._event,
                self._waits,
            ),
            (5, 6, 6, 6, 8, 2, 1.2, 1),
        )[0]
        step(side)

    def _cuts(self, side: Side) -> None:
        side.is_cut = not side.is_cut
        self.log.append(f"{side.name} cut={side.is_cut}")

    def _waits(self, _side: Side) -> None:
        seconds = self.random.choice((0.1, 3.0, 30.0))
        for side in self.sides:
            side.clock.walk(seconds)

    def _event(self, side: Side) -> None:
        status = self.random.choice(tuple(PlatformStatus))
        if self.random.random() < 0.25 and self._is_there(side):
            self.log.append(f"{side.name} door {status}")
            side.counter.write(partial(order_moves.apply_status, number=self.key.number, status=status))
        else:
            self.log.append(f"stream {status}")
            self.orders.messages.append(status)
        self.words.states.add(OrderState(status.value))

    def _reads_orders(self, side: Side) -> None:
        at = self.orders.read.get(side.name, 0)
        if side.is_cut or at >= len(self.orders.messages):
            return
        message = self.orders.messages[at]
        self.log.append(f"{side.name} reads {message if isinstance(message, PlatformStatus) else 'add'}")

        def job(tx: Transaction) -> None:
            with tx.by_stream(tx.now):
                if isinstance(message, Received):
                    orders.add_all(tx, TERMS, (message,))
                else:
                    assert isinstance(message, PlatformStatus)
                    order_moves.apply_status(tx, self.key.number, message)

        side.counter.write(job)
        if self.random.random() < 0.9:  # else the position was not kept, and it comes again
            self.orders.read[side.name] = at + 1

    def _publishes(self, side: Side) -> None:
        """In order; an ack may be lost, and the stream then has it once more, or knows it."""
        if side.is_cut:
            return
        for act in side.counter.unsent()[: self.random.randint(1, 4)]:
            luck = self.random.random()
            if luck < 0.1:
                return  # lost on the way
            self.acts.messages.append(act)
            if luck < 0.25:
                return  # stored, and the ack is lost
            side.counter.write(partial(acts.sent, ids=[act.id]))

    def _reads_acts(self, side: Side) -> None:
        for _ in range(self.random.randint(1, 3)):
            at = self.acts.read.get(side.name, 0)
            if side.is_cut or at >= len(self.acts.messages):
                return
            act = self.acts.messages[at]
            assert isinstance(act, Act)
            self.log.append(f"{side.name} hears {act.kind} {act.outcome} of {act.counter}")
            side.counter.write(lambda tx, act=act: self._hear(tx, act))
            if self.random.random() < 0.9:
                self.acts.read[side.name] = at + 1

    def _hear(self, tx: Transaction, act: Act) -> None:
        raw = act.content.get("raw")
        if act.kind is ActKind.ORDER and raw is not None and acts.standing_of(tx.db, act.id) is None:
            with tx.by_stream(act.at):
                orders.add_all(tx, TERMS, (self.raws[str(raw)],), Origin(act.outcome))
        applying.apply(tx, act)

    def _is_there(self, side: Side) -> bool:
        asked = "SELECT 1 FROM orders WHERE bill = ?"
        return side.counter.journal.read(lambda db: db.execute(asked, (self.bill,)).fetchone()) is not None

    def _presses(self, side: Side) -> None:
        if not self._is_there(side):
            return
        counter, key = side.counter, self.key
        wish = self.random.choice((*Kind, Kind.ACCEPT, "out", "stop", "close", "open"))
        try:
            if isinstance(wish, Kind):
                counter.press(wish, key, leaves_after_s=self.random.choice((0.0, 2.0)))
            elif wish == "out":
                self._hands_over(side)
            elif wish == "stop":
                counter.write(partial(order_moves.acknowledge_stop, key=key, actor="Li"))
            elif wish == "close":
                job = partial(closing.close, key=key, reason=CloseReason.OTHER, actor="Li")
                counter.write(job)
            else:
                counter.write(partial(closing.open_again, key=key, actor="Li"))
        except NotAllowed:
            return
        self.log.append(f"{side.name} presses {wish}")

    def _hands_over(self, side: Side) -> None:
        """With a claim, or by a person who can't see the others: both may, and both are told."""
        if not side.is_cut and not self._has_claim(side, ClaimGroup.OUT):
            return
        side.counter.write(partial(order_moves.hand_over, key=self.key, actor="Li"))
        self.platform.effects[ClaimGroup.OUT, not side.is_cut] += 1
        self.words.states.add(OrderState.COMPLETED)

    def _has_claim(self, side: Side, group: ClaimGroup) -> bool:
        return self.claims.setdefault(group, side.name) == side.name

    def _sends(self, side: Side) -> None:
        found = side.counter.journal.read(lambda db: intent_rows.of_order(db, self.key))
        intent = next((each for each in found if each.outcome in _IDLE and not each.needs_person), None)
        if intent is None:
            return
        group = GROUP_OF[intent.kind]
        if intent.attempts == 0 and not side.is_cut and not self._has_claim(side, group):
            self.log.append(f"{side.name} loses {intent.kind}")
            side.counter.write(
                lambda tx: intent_rows.withdraw_queued(tx, self.key, "", frozenset({intent.kind}))
            )
            return
        if side.is_cut and intent.kind is Kind.PAY:
            return  # it waits for the relay, then for a person
        claimed = self.claims.get(group) == side.name
        self._attempt(side, intent, claimed=claimed)

    def _attempt(self, side: Side, intent: Intent, *, claimed: bool) -> None:
        sendable = side.counter.begin(intent.seq)
        if sendable is None:
            return
        luck = self.random.random()
        has_effect = luck < 0.85 and self._takes(intent, claimed=claimed)
        answer = Verdict.UNKNOWN if luck > 0.7 else Verdict.DONE if has_effect else Verdict.REFUSED
        outcome = side.counter.finish(sendable.intent, Answer(answer, "", 0))
        self.log.append(f"{side.name} sends {intent.kind}: {answer} -> {outcome}")
        state = STATE_AFTER[intent.kind]
        if outcome is Outcome.CONFIRMED and state is not None:
            self.words.states.add(state)
        elif outcome is not None and outcome in _IDLE and self.claims.get(GROUP_OF[intent.kind]) == side.name:
            return
        if outcome in {Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.EXPIRED} and claimed:
            self.claims.pop(GROUP_OF[intent.kind], None)  # given back

    def _takes(self, intent: Intent, *, claimed: bool) -> bool:
        """The effect of one intent counts once, however often it is asked: it has one GUID for ever."""
        if intent.seq in self._done:
            return True
        took = self.platform.takes(intent.kind, claimed=claimed)
        if took:
            self._done.add(intent.seq)
        return took

    @property
    def _done(self) -> set[str]:
        return self.__dict__.setdefault("done", set())  # type: ignore[no-any-return]

    def _heal(self) -> None:
        """Everybody is connected, sends what is unsent, and reads all, until nothing more is to be read."""
        for side in self.sides:
            side.is_cut = False
        while True:
            before = (len(self.acts.messages), dict(self.acts.read), dict(self.orders.read))
            for side in self.sides:
                for _ in range(len(self.orders.messages) - self.orders.read.get(side.name, 0)):
                    self._reads_orders(side)
                self._publishes(side)
                self._reads_acts(side)
            is_done = all(
                not side.counter.unsent()
                and self.acts.read.get(side.name, 0) == len(self.acts.messages)
                and self.orders.read.get(side.name, 0) == len(self.orders.messages)
                for side in self.sides
            )
            if is_done and before == (len(self.acts.messages), self.acts.read, self.orders.read):
                return

    def _judge(self) -> None:
        boards = [self._board(side) for side in self.sides]
        told = "\n".join(self.log)
        assert all(board is not None for board in boards), f"an order is lost\n{told}"
        assert len(set(boards)) == 1, f"{boards}\n{told}"
        self._judge_words(boards[0], told)
        for (group, claimed), count in self.platform.effects.items():
            assert not claimed or count <= 1, f"{group} had {count} effects under a claim\n{told}"

    def _judge_words(self, board: tuple[object, ...] | None, told: str) -> None:
        start = OrderState.NEW
        highest, _ = combined({start, *self._all_words()})
        assert board is not None
        assert board[0] == highest, f"{board} and not {highest} of {self._all_words()}\n{told}"
        finals = frozenset(self._all_words() & FINAL_STATES)
        assert board[1] == finals, f"{board} and not {finals}\n{told}"

    def _all_words(self) -> set[OrderState]:
        """What was said; besides what a journal knows of its own intents, settled by an event."""
        settled = (
            STATE_AFTER[each.kind]
            for side in self.sides
            for each in side.counter.journal.read(lambda db: intent_rows.of_order(db, self.key))
            if each.outcome in {Outcome.CONFIRMED, Outcome.SETTLED_DONE}
        )
        return {*self.words.states, *(state for state in settled if state is not None)}

    def _board(self, side: Side) -> tuple[object, ...] | None:
        if not self._is_there(side):
            return None
        order = side.counter.order(self.key)
        finals = final_words(order.conflict, order.state) & FINAL_STATES
        return order.state, finals, order.is_closed_here


def _pair(home: Path, stack: ExitStack, apart: timedelta) -> tuple[Side, ...]:
    """Two counters whose clocks are so far apart."""
    sides = []
    for number, ahead in (("1", timedelta(0)), ("2", apart)):
        clock = SetClock(START + timedelta(hours=1) + ahead)
        counter = RelayedCounter(stack.enter_context(opened(home / number, clock, number)))
        counter.begin_relay()
        sides.append(Side(number, counter, clock))
    return tuple(sides)


def run(first: int, last: int, home: Path) -> list[str]:
    """The schedules of these seeds, `last` not included; what failed, in words."""
    failed: list[str] = []
    for start in range(first, last, A_PAIR_LASTS):
        with ExitStack() as stack:
            apart = random.Random(start).choice((0, 1, -59, 3600, -3600))
            sides = _pair(home / str(start), stack, timedelta(seconds=apart))
            for seed in range(start, min(start + A_PAIR_LASTS, last)):
                for side in sides:
                    side.counter.sends()
                try:
                    Schedule(seed, sides).run()
                except AssertionError as error:
                    failed.append(f"seed {seed}: {error}")
    return failed


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        wrong = run(int(sys.argv[1]), int(sys.argv[2]), Path(folder))
    sys.stdout.write("\n".join([*wrong, f"{int(sys.argv[2]) - int(sys.argv[1]) - len(wrong)} went well\n"]))
    sys.exit(bool(wrong))
