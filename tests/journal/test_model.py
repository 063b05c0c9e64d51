"""The journal beside a plain-Python model: orders that come, change, are acted on and end, all at once, and
power cuts in the middle of a transaction. What was said to be written is there after each, nothing else is.
Their numbers come again on another day and in another look, and older pushes and calls come once more.

POSDESK_MODEL_RUNS sets how many walks are made (4 without it).
"""

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.intent import Kind, Outcome, Seq
from posdesk.domain.orders.order import BillNumber, OrderKey, OrderState, Received
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal import Journal, Transaction
from posdesk.journal.audit import audit
from posdesk.journal.orders import intents, order_moves, orders, views
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Added, Addition
from tests.journal.laws import FINAL, Laws, Wanted, wanted_of
from tests.journal.making import PATIENCE_S, START, TERMS, Counter, SetClock, key_of, one_group, received
from tests.journal.power import cut

RUNS = int(os.environ.get("POSDESK_MODEL_RUNS", "4"))
STEPS = 60
DAYS = (START, START + timedelta(days=1))
BILLS = [key_of(f"bill-{number}", ordered=day) for number in range(2) for day in DAYS]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")

some_bill = st.sampled_from(BILLS)
some_look = st.booleans()
some_remark = st.sampled_from(["", "少辣", "<b>不要葱</b>"])
some_intent = st.integers(0, 7)


@dataclass
class Bill:
    """What the model knows of an order that came."""

    remark: str
    laws: Laws
    billno: str = ""
    unclear: bool = False  # a cancel came that may be for another of its number


@dataclass
class Model:
    """The whole shop, without a database."""

    dedup: bool
    bills: dict[OrderKey, Bill] = field(default_factory=dict)
    parked: dict[BillNumber, list[PlatformStatus]] = field(default_factory=dict)
    calls: set[tuple[OrderKey, str]] = field(default_factory=set)

    def come(self, key: OrderKey, remark: str) -> Addition:
        """An order is pushed."""
        bill = self.bills.get(key)
        if bill is None:
            self.bills[key] = Bill(remark, self._arrived(key))
            return Addition.NEW
        if bill.remark == remark:
            return Addition.REPEATED
        if bill.laws.state in FINAL:
            bill.laws.conflicts += 1
            return Addition.CONFLICT
        bill.remark = remark
        return Addition.CHANGED

    def call(self, key: OrderKey, remark: str) -> Addition:
        """An order is pushed under a seq that this content alone has: the second time it is no news."""
        if (key, remark) in self.calls:
            return Addition.REPEATED
        self.calls.add((key, remark))
        return self.come(key, remark)

    def _arrived(self, key: OrderKey) -> Laws:
        laws = Laws(self.dedup)
        for status in self.parked.pop(key.number, []):
            laws.event(status)
        laws.stop = False  # nobody had begun
        return laws

    def hear(self, number: BillNumber, status: PlatformStatus) -> None:
        """A platform says what became of an order, which may not have come yet: the newest of its number."""
        known = sorted((k for k in self.bills if k.number == number), key=lambda k: k.ordered)
        if not known:
            self.parked.setdefault(number, []).append(status)
            return
        *older, newest = (self.bills[key] for key in known)
        others = [bill for bill in older if bill.laws.state not in FINAL]
        is_cancel = status is PlatformStatus.CANCELLED
        if is_cancel and others and newest.laws.state is not OrderState.CANCELLED:
            for bill in (newest, *others):
                bill.unclear = True
            return
        was = newest.laws.state
        newest.laws.event(status)
        if newest.laws.state is OrderState.CANCELLED and was is not OrderState.CANCELLED:
            for key in known:
                self.bills[key].unclear = False

    def cancel_this(self, key: OrderKey) -> None:
        """A person says that the cancel is for this one."""
        for other, bill in self.bills.items():
            bill.unclear &= other.number != key.number
        laws = self.bills[key].laws
        stop = laws.stop
        laws.event(PlatformStatus.CANCELLED)
        laws.stop = stop

    def recovered(self) -> int:
        """A dead process's sending intents are unknown now. Returns how many there were."""
        left = [
            (bill.laws, seq)
            for bill in self.bills.values()
            for seq, wanted in bill.laws.wanted.items()
            if wanted.outcome is Outcome.SENDING
        ]
        for laws, seq in left:
            laws.answer(seq, Verdict.UNKNOWN)
        return len(left)


class Shop(RuleBasedStateMachine):
    """Everything that a journal is asked to write, and cuts of the power."""

    @initialize(dedup=st.booleans())
    def opens(self, dedup: bool) -> None:
        self.root, self.lives = Path(mkdtemp()), 0
        self.model = Model(dedup)
        self._open(self.root / "0")

    def _open(self, home: Path) -> None:
        self.home = home
        Journal.migrate(home)
        self.counter = Counter(Journal(home, SetClock(), "1"), seq_dedup=self.model.dedup)

    def _laws(self, key: OrderKey) -> Laws | None:
        bill = self.model.bills.get(key)
        return bill.laws if bill else None

    def _seq(self, key: OrderKey, which: int) -> Seq | None:
        """One of what was wanted of this order, the latest ones mostly."""
        laws = self._laws(key)
        wanted = list(laws.wanted) if laws else []
        return wanted[-1 - which % min(len(wanted), 4)] if wanted else None

    @rule(key=some_bill, remark=some_remark, wide=some_look)
    def come(self, key: OrderKey, remark: str, wide: bool) -> None:
        number = key.bill.translate(WIDE) if wide else key.bill
        told = self.counter.write(lambda tx: orders.add_all(tx, TERMS, (_coming(key, remark, number),)))
        assert [each.what for each in told] == [self.model.come(key, remark)]

    @rule(key=some_bill, remark=some_remark)
    def come_under_a_seq(self, key: OrderKey, remark: str) -> None:
        coming, seq = (_coming(key, remark),), f"{key} {remark}"
        told = self.counter.write(lambda tx: orders.add_all(tx, TERMS, coming, seq=seq))
        assert [each.what for each in told] == [self.model.call(key, remark)]

    @rule(key=some_bill, remark=some_remark)
    def come_as_an_older_push(self, key: OrderKey, remark: str) -> None:
        if key not in self.model.bills:
            return
        assert key.ordered_at is not None
        earlier = key.ordered_at - timedelta(minutes=1)
        assert self.counter.add(key.bill, ordered_at=earlier, remark=remark) is Addition.OLDER

    @rule(key=some_bill)
    def say_which_was_cancelled(self, key: OrderKey) -> None:
        bill = self.model.bills.get(key)
        if bill is None or not bill.unclear:
            self._expect_no(lambda tx: order_moves.cancel_this(tx, key, "Li"))
            return
        self.counter.write(lambda tx: order_moves.cancel_this(tx, key, "Li"))
        self.model.cancel_this(key)

    @rule(keys=st.lists(some_bill, min_size=2, max_size=3, unique=True), remark=some_remark)
    def come_in_a_call_that_fails_at_its_end(self, keys: list[OrderKey], remark: str) -> None:
        coming = tuple(_coming(key, remark) for key in keys)

        def job(tx: Transaction) -> None:
            orders.add_all(tx, TERMS, coming)
            raise NotAllowed(OrderReason.STATE, "the last of them was wrong")

        self._expect_no(job)

    @rule(key=some_bill, status=st.sampled_from(PlatformStatus))
    def hear(self, key: OrderKey, status: PlatformStatus) -> None:
        self.counter.event(status, key)
        self.model.hear(key.number, status)

    @rule(key=some_bill, kind=st.sampled_from(Kind))
    def press(self, key: OrderKey, kind: Kind) -> None:
        laws = self._laws(key)
        try:
            seq = self.counter.press(kind, key).seq
        except NotAllowed:
            assert laws is None or not laws.may_press(kind)
            return
        assert laws is not None
        assert laws.may_press(kind)
        laws.wanted[seq] = Wanted(kind)

    @rule(key=some_bill, which=some_intent, verdict=st.sampled_from(Verdict), expired=st.booleans())
    def send(self, key: OrderKey, which: int, verdict: Verdict, expired: bool) -> None:
        self.leave(key, which, expired)
        self.come_back(key, which, verdict)

    @rule(key=some_bill, kind=st.sampled_from(Kind), remark=some_remark)
    def is_pressed_and_under_way(self, key: OrderKey, kind: Kind, remark: str) -> None:
        self.come(key, remark, wide=False)
        self.press(key, kind)
        self.leave(key, 0, expired=False)

    @rule(key=some_bill, which=some_intent, expired=st.booleans())
    def leave(self, key: OrderKey, which: int, expired: bool) -> None:
        seq, laws = self._seq(key, which), self._laws(key)
        if seq is not None and laws is not None:
            left = self.counter.begin(seq, expired=expired) is not None
            assert left is laws.begin(seq, expired=expired)

    @rule(key=some_bill, which=some_intent, verdict=st.sampled_from(Verdict))
    def come_back(self, key: OrderKey, which: int, verdict: Verdict) -> None:
        seq, laws = self._seq(key, which), self._laws(key)
        if seq is not None and laws is not None:
            self.counter.finish(self.counter.intent(seq, key), Answer(verdict, "words"))
            laws.answer(seq, verdict)

    @rule(key=some_bill, which=some_intent, done=st.booleans())
    def settle(self, key: OrderKey, which: int, done: bool) -> None:
        seq, laws = self._seq(key, which), self._laws(key)
        if seq is None or laws is None:
            return
        if laws.wanted[seq].outcome is not Outcome.UNKNOWN:
            self._expect_no(lambda tx: intents.settle(tx, seq, "Li", done=done))
            return
        self.counter.write(lambda tx: intents.settle(tx, seq, "Li", done=done))
        laws.end(laws.wanted[seq], Outcome.SETTLED_DONE if done else Outcome.SETTLED_NOT_DONE)

    @rule(key=some_bill, which=some_intent)
    def undo(self, key: OrderKey, which: int) -> None:
        seq, laws = self._seq(key, which), self._laws(key)
        if seq is None or laws is None:
            return
        if laws.wanted[seq].outcome is not Outcome.QUEUED:
            self._expect_no(lambda tx: intents.withdraw(tx, seq, "Li"))
            return
        self.counter.write(lambda tx: intents.withdraw(tx, seq, "Li"))
        laws.end(laws.wanted[seq], Outcome.WITHDRAWN)

    def _expect_no(self, job: Callable[[Transaction], object]) -> None:
        try:
            self.counter.write(job)
        except NotAllowed:
            return
        raise AssertionError("that is not allowed")

    @rule(keys=st.lists(some_bill, min_size=1, max_size=4), remark=some_remark)
    def come_in_one_group_with_one_that_fails(self, keys: list[OrderKey], remark: str) -> None:
        journal = self.counter.journal

        def fails(tx: Transaction) -> None:
            orders.add_all(tx, TERMS, (received("never", remark=remark),))
            raise NotAllowed(OrderReason.STATE, "a neighbour in the group")

        def comes(key: OrderKey) -> Callable[[Transaction], tuple[Added, ...]]:
            coming = (_coming(key, remark),)
            return lambda tx: orders.add_all(tx, TERMS, coming)

        with one_group(journal):
            told = [journal.write(comes(key)) for key in keys[:1]]
            wrong = journal.write(fails)
            told += [journal.write(comes(key)) for key in keys[1:]]
        assert isinstance(wrong.exception(PATIENCE_S), NotAllowed)
        for key, addition in zip(keys, told, strict=True):
            (added,) = addition.result(PATIENCE_S)
            assert added.what == self.model.come(key, remark)

    @rule(key=some_bill, torn=st.integers(0, 3), seed=st.integers(0, 2**32))
    def the_power_is_cut(self, key: OrderKey, torn: int, seed: int) -> None:
        """All that was not committed is dropped; the log's end may be torn, or hold what never got whole."""
        self.lives += 1
        after = self.root / str(self.lives)

        def half(tx: Transaction) -> None:
            order_moves.apply_status(tx, key.number, PlatformStatus.CANCELLED)
            orders.add_all(tx, TERMS, (received("never", remark="x" * 50_000),))

        cut(self.counter.journal, after, half, torn, seed)
        self._open(after)
        dedup = {TERMS.partner: self.model.dedup}
        left = self.counter.write(lambda tx: intents.recover(tx, dedup))
        assert left == self.model.recovered()
        assert self.counter.journal.read(audit.verify).broken_at is None

    @invariant()
    def all_that_was_written_is_there_and_nothing_else(self) -> None:
        if not hasattr(self, "counter"):
            return
        there = self.counter.journal.read(_bills)
        assert set(there) == set(self.model.bills)
        assert len(set(there.values())) == len(there), "a bill number was given twice"
        for key, bill in self.model.bills.items():
            bill.billno = bill.billno or there[key]
            assert there[key] == bill.billno, "a bill number changed"
            self._check(key, bill)

    def _check(self, key: OrderKey, bill: Bill) -> None:
        view = self.counter.journal.read(lambda db: views.view(db, key))
        assert view is not None
        order, laws = view.order, bill.laws
        stop = laws.stop or bill.unclear
        assert (order.state, order.stop_open, order.content.remark) == (laws.state, stop, bill.remark)
        assert order.is_unclear is bill.unclear
        assert bool(order.conflict) is bool(laws.conflicts)
        assert (order.accepted_at is not None) is laws.was_accepted
        stored = {each.seq: wanted_of(each) for each in view.intents}
        assert stored == laws.wanted
        assert order.state is not OrderState.NEW or not laws.was_accepted

    def teardown(self) -> None:
        if not hasattr(self, "counter"):
            return
        check = self.counter.journal.read(audit.verify)
        self.counter.journal.close()
        shutil.rmtree(self.root)
        assert check.broken_at is None


def _coming(key: OrderKey, remark: str, number: str = "") -> Received:
    """The order of this key: each day has a customer of its own."""
    who = {"ordered_at": key.ordered_at, "customer": f"客人 {key.ordered}"}
    return received(number or key.bill, is_verification=True, remark=remark, **who)


def _bills(db: object) -> dict[OrderKey, str]:
    rows = db.execute("SELECT partner, bill, ordered, billno FROM orders").fetchall()  # type: ignore[attr-defined]
    return {OrderKey(*key): billno for *key, billno in rows}


@pytest.mark.timeout(600)  # a walk that fails is shortened first
def test_the_journal_is_what_the_model_says_through_every_cut_of_the_power() -> None:
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _step(shop: Shop, chance: random.Random, number: int) -> None:
    names = [(f"{number // 25}-{each}", day) for each in range(2) for day in DAYS]  # old ones have ended
    bills = [key_of(name, ordered=day) for name, day in names]
    key, remark, which = chance.choice(bills), chance.choice(["", "少辣"]), chance.randrange(8)
    kind, verdict = chance.choice(list(Kind)), chance.choice(list(Verdict))
    steps: list[tuple[int, Callable[[], None]]] = [
        (2, lambda: shop.come(key, remark, wide=chance.random() < 0.5)),
        (1, lambda: shop.come_under_a_seq(key, remark)),
        (1, lambda: shop.come_as_an_older_push(key, remark)),
        (1, lambda: shop.say_which_was_cancelled(key)),
        (1, lambda: shop.come_in_a_call_that_fails_at_its_end(bills, remark)),
        (1, lambda: shop.come_in_one_group_with_one_that_fails(chance.choices(bills, k=3), remark)),
        (1, lambda: shop.hear(key, chance.choice(list(PlatformStatus)))),
        (6, lambda: shop.press(key, kind)),
        (6, lambda: shop.send(key, which, verdict, expired=chance.random() < 0.1)),
        (3, lambda: shop.is_pressed_and_under_way(key, kind, remark)),
        (3, lambda: shop.come_back(key, which, verdict)),
        (2, lambda: shop.settle(key, which, chance.random() < 0.5)),
        (1, lambda: shop.undo(key, which)),
        (2, lambda: shop.the_power_is_cut(key, chance.randrange(4), chance.randrange(99))),
    ]
    weights, choices = zip(*steps, strict=True)
    chance.choices(choices, weights)[0]()


@pytest.mark.parametrize("seed", range(max(2, RUNS // 10)))
def test_the_journal_keeps_to_the_model_on_a_long_walk(seed: int) -> None:
    """Hypothesis seldom walks far."""
    chance, shop = random.Random(seed), Shop()
    shop.opens(dedup=bool(seed % 2))
    try:
        for number in range(200):
            _step(shop, chance, number)
            shop.all_that_was_written_is_there_and_nothing_else()
    finally:
        shop.teardown()
