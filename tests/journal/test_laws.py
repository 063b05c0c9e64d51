"""The journal against a plain model of the laws, through every mix of keys, answers, events and crashes."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.board import Lane, lane_of, rings
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.intent import Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.errors import NotAllowed
from posdesk.journal import Journal
from posdesk.journal.audit import audit
from posdesk.journal.orders import closing, intents, order_moves
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Addition
from tests.journal.laws import FINAL, OPEN, Laws, Wanted, wanted_of
from tests.journal.making import KEY, START, Counter, SetClock, key_of

PAST = {Outcome.CONFIRMED, Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.EXPIRED}
PAST |= {Outcome.SETTLED_DONE, Outcome.SETTLED_NOT_DONE}


SOME = st.integers(0, 15)
CLOSED_EVERY = 5
EVENTS_EVERY = 6  # steps: most events end an order, and a dead order teaches little


def _has_wanted(machine: "Orders") -> bool:
    return bool(machine.laws.wanted)


class Orders(RuleBasedStateMachine):
    """One order after another, and everything that can happen to them."""

    @initialize(dedup=st.booleans())
    def start(self, dedup: bool) -> None:
        self.home = Path(mkdtemp())
        Journal.migrate(self.home)
        self.dedup, self.steps = dedup, 0
        self.before: dict[OrderKey, Laws] = {}
        self.key = KEY
        self._open()
        self._arrive()

    def _open(self) -> None:
        self.counter = Counter(Journal(self.home, SetClock(), "1"), seq_dedup=self.dedup)

    def _arrive(self) -> None:
        self.laws, self.last = Laws(self.dedup), OrderState.NEW
        self.ended: dict[Seq, Outcome] = {}
        assert self.counter.add(self.key.bill, is_verification=True) is Addition.NEW

    def _seq(self, which: int) -> Seq:
        """One of what was wanted, mostly of what is open."""
        every = list(self.laws.wanted)
        still = [seq for seq in every if self.laws.wanted[seq].outcome in OPEN]
        among = still if still and which < 12 else every
        return among[which % len(among)]

    @precondition(lambda self: self.laws.state in FINAL or self.laws.closed)
    @rule()
    def next_one(self) -> None:
        self.before[self.key] = self.laws
        self.key = key_of(f"bill-{len(self.before)}")
        self._arrive()

    @rule(kind=st.sampled_from(Kind))
    def press(self, kind: Kind) -> None:
        allowed = self.laws.may_press(kind)
        try:
            seq = self.counter.press(kind, self.key).seq
        except NotAllowed:
            assert not allowed
            return
        assert allowed
        assert seq not in self.laws.wanted
        self.laws.wanted[seq] = Wanted(kind)

    @precondition(_has_wanted)
    @rule(which=SOME, expired=st.sampled_from([False, False, False, True]))
    def leave(self, which: int, expired: bool) -> None:
        self._leave(self._seq(which), expired=expired)

    def _leave(self, seq: Seq, *, expired: bool) -> None:
        sendable = self.counter.begin(seq, expired=expired)
        assert (sendable is not None) is self.laws.begin(seq, expired=expired)

    @precondition(_has_wanted)
    @rule(which=SOME, verdict=st.sampled_from(Verdict))
    def come_back(self, which: int, verdict: Verdict) -> None:
        self._come_back(self._seq(which), verdict)

    def _come_back(self, seq: Seq, verdict: Verdict) -> None:
        stored = self.counter.finish(self.counter.intent(seq, self.key), Answer(verdict, "words"))
        self.laws.answer(seq, verdict)
        assert stored in {None, self.laws.wanted[seq].outcome}

    @precondition(_has_wanted)
    @rule(which=SOME, verdict=st.sampled_from(Verdict))
    def attempt(self, which: int, verdict: Verdict) -> None:
        seq = self._seq(which)
        self._leave(seq, expired=False)
        self._come_back(seq, verdict)

    @precondition(lambda self: self.steps % EVENTS_EVERY == 0)
    @rule(status=st.sampled_from(PlatformStatus))
    def hear(self, status: PlatformStatus) -> None:
        self.counter.event(status, self.key)
        self.laws.event(status)

    @precondition(_has_wanted)
    @rule(which=SOME)
    def undo(self, which: int) -> None:
        intent, seq = self.laws.wanted[self._seq(which)], self._seq(which)
        if self._allowed(lambda tx: intents.withdraw(tx, seq, "Li"), intent.outcome is Outcome.QUEUED):
            self.laws.end(intent, Outcome.WITHDRAWN)

    @precondition(_has_wanted)
    @rule(which=SOME, done=st.booleans())
    def settle(self, which: int, done: bool) -> None:
        intent, seq = self.laws.wanted[self._seq(which)], self._seq(which)
        unknown = intent.outcome is Outcome.UNKNOWN
        if self._allowed(lambda tx: intents.settle(tx, seq, "Li", done=done), unknown):
            self.laws.end(intent, Outcome.SETTLED_DONE if done else Outcome.SETTLED_NOT_DONE)

    @precondition(_has_wanted)
    @rule(which=SOME)
    def ask_again(self, which: int) -> None:
        intent, seq = self.laws.wanted[self._seq(which)], self._seq(which)
        may = intent.outcome is Outcome.UNKNOWN and not self.laws.is_closed_here
        if self._allowed(lambda tx: intents.ask_again(tx, seq, "Li"), may):
            intent.needs_person = False

    @precondition(lambda self: self.steps % CLOSED_EVERY == 0)
    @rule(reason=st.sampled_from(CloseReason))
    def close_here(self, reason: CloseReason) -> None:
        may = self.laws.state not in FINAL and not self.laws.closed
        if self._allowed(lambda tx: closing.close(tx, self.key, reason, "Li"), may):
            self.laws.close()

    @precondition(lambda self: self.laws.closed)
    @rule()
    def open_again(self) -> None:
        if self._allowed(lambda tx: closing.open_again(tx, self.key, "Li"), self.laws.is_closed_here):
            self.laws.closed = False

    def _allowed(self, job: object, expected: bool) -> bool:
        try:
            self.counter.write(job)
        except NotAllowed:
            assert not expected
            return False
        assert expected
        return True

    @precondition(lambda self: any(i.outcome is Outcome.SENDING for i in self.laws.wanted.values()))
    @rule()
    def die_and_start(self) -> None:
        self.counter.journal.close()
        self._open()
        left = [
            (laws, seq)
            for laws in (*self.before.values(), self.laws)
            for seq, intent in laws.wanted.items()
            if intent.outcome is Outcome.SENDING
        ]
        dedup = {KEY.partner: self.dedup}
        assert self.counter.write(lambda tx: intents.recover(tx, dedup)) == len(left)
        for laws, seq in left:
            laws.answer(seq, Verdict.UNKNOWN)

    @rule()
    def come_again(self) -> None:
        assert self.counter.add(self.key.bill, is_verification=True) is Addition.REPEATED

    @precondition(lambda self: self.laws.stop)
    @rule()
    def acknowledge(self) -> None:
        self.counter.write(lambda tx: order_moves.acknowledge_stop(tx, self.key, "Li"))
        self.laws.stop = False

    @invariant()
    def the_journal_keeps_the_laws(self) -> None:
        self.steps += 1
        stored = self._check(self.key, self.laws)
        self._check_for_ever(stored)
        self._check_board()

    def _check(self, key: OrderKey, laws: Laws) -> dict[Seq, Wanted]:
        view = self.counter.view(key)
        assert (view.order.state, view.order.stop_open) == (laws.state, laws.stop)
        assert bool(view.order.closed) is laws.closed
        assert bool(view.order.conflict) is bool(laws.conflicts)
        stored = {intent.seq: wanted_of(intent) for intent in view.intents}
        assert stored == laws.wanted
        assert list(stored) == list(laws.wanted), "the order of pressing"
        return stored

    def _check_for_ever(self, stored: dict[Seq, Wanted]) -> None:
        assert self.last not in FINAL or self.laws.state is self.last
        self.last = self.laws.state
        assert all(stored[seq].outcome is outcome for seq, outcome in self.ended.items())
        self.ended |= {seq: intent.outcome for seq, intent in stored.items() if intent.outcome in PAST}
        confirmed = [i.kind for i in stored.values() if i.outcome is Outcome.CONFIRMED]
        assert len(confirmed) == len(set(confirmed))
        assert not {Kind.ACCEPT, Kind.REFUSE} <= set(confirmed)
        for intent in stored.values():
            never_left = intent.outcome in {Outcome.QUEUED, Outcome.WITHDRAWN, Outcome.EXPIRED}
            assert not (never_left and intent.ever_unknown)

    def _check_board(self) -> None:
        view = self.counter.view(self.key)
        asked = any(
            i.kind in {Kind.ACCEPT, Kind.REFUSE} and i.outcome in OPEN for i in self.laws.wanted.values()
        )
        closed = self.laws.is_closed_here
        assert rings(view) is (self.laws.state is OrderState.NEW and not asked and not closed)
        assert (lane_of(view, START) is Lane.CLOSED) is closed
        assert not (closed and any(i.outcome is Outcome.QUEUED for i in self.laws.wanted.values()))
        assert (lane_of(view, START) is Lane.DONE) is (self.laws.state in FINAL)

    def teardown(self) -> None:
        for key, laws in self.before.items():
            self._check(key, laws)
        check = self.counter.journal.read(audit.verify)
        self.counter.journal.close()
        shutil.rmtree(self.home)
        assert check.broken_at is None


def test_an_order_and_its_intents_keep_the_laws_whatever_happens() -> None:
    run_state_machine_as_test(
        Orders, settings=settings(max_examples=30, stateful_step_count=80, deadline=None)
    )


def _step(machine: Orders, chance: random.Random) -> None:
    which, verdict = chance.randrange(16), chance.choice(list(Verdict))
    if not machine.laws.wanted or chance.random() < 0.25:
        machine.press(kind=chance.choice(list(Kind)))
        return
    steps: list[tuple[int, Callable[[], None]]] = [
        (8, lambda: machine.attempt(which=which, verdict=verdict)),
        (4, lambda: machine.leave(which=which, expired=chance.random() < 0.1)),
        (4, lambda: machine.come_back(which=which, verdict=verdict)),
        (2, lambda: machine.hear(status=chance.choice(list(PlatformStatus)))),
        (1, lambda: machine.undo(which=which)),
        (1, lambda: machine.settle(which=which, done=chance.random() < 0.5)),
        (1, lambda: machine.ask_again(which=which)),
        (1, machine.acknowledge),
        (1, lambda: machine.close_here(reason=chance.choice(list(CloseReason)))),
        (3 if machine.laws.closed else 0, machine.open_again),
        (1, machine.die_and_start),
        (4 if machine.laws.state in FINAL or machine.laws.closed else 0, machine.next_one),
    ]
    weights, choices = zip(*steps, strict=True)
    chance.choices(choices, weights)[0]()


@pytest.mark.parametrize("seed", range(6))
def test_many_orders_keep_the_laws_on_a_long_walk(seed: int) -> None:
    """Hypothesis seldom walks far; these walks reach what takes a dozen right steps."""
    chance, machine = random.Random(seed), Orders()
    machine.start(dedup=bool(seed % 2))
    try:
        for _ in range(700):
            _step(machine, chance)
            machine.the_journal_keeps_the_laws()
    finally:
        machine.teardown()
