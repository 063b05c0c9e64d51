"""The books beside a plain-Python model: receipts come, go to WDK and are settled; the power is cut.

POSDESK_MODEL_RUNS sets how many walks are made (3 without it).
"""

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from posdesk.domain.books.posting import PostingAnswer
from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.errors import NotAllowed, ReceiptConflict
from posdesk.journal import Journal, Transaction
from posdesk.journal.audit import audit
from posdesk.journal.books import posting_acts, postings, receipts
from posdesk.journal.books.receipts import Stored
from tests.journal.making import SetClock
from tests.journal.power import cut
from tests.journal.takings import CONFIRMED, LOST, NOT_SENT, REFUSED, Store, till

RUNS = int(os.environ.get("POSDESK_MODEL_RUNS", "3"))
OPEN = {Outcome.QUEUED, Outcome.SENDING, Outcome.UNKNOWN}
MAY_GO_AGAIN = {Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.SETTLED_NOT_DONE}
SERIALS = [str(number) for number in range(5)]

some_serial = st.sampled_from(SERIALS)
some_call = st.lists(st.tuples(some_serial, st.sampled_from([1000, 1000, 1000, 7])), min_size=1, max_size=3)
some_answer = st.sampled_from([CONFIRMED, LOST, NOT_SENT, REFUSED])


@dataclass
class Sent:
    """A posting as the model has it."""

    seq: Seq
    outcome: Outcome = Outcome.QUEUED
    attempts: int = 0
    ever_unknown: bool = False


@dataclass
class Model:
    """The receipts and what became of each, without a database."""

    fen: dict[str, int] = field(default_factory=dict)
    sent: dict[str, list[Sent]] = field(default_factory=dict)

    def last(self, serial: str) -> Sent | None:
        """The latest posting of a receipt."""
        return self.sent[serial][-1] if self.sent.get(serial) else None

    def come(self, call: list[tuple[str, int]]) -> Stored | None:
        """What becomes of a call; None where it contradicts what is known."""
        known = dict(self.fen)
        for serial, fen in call:
            if known.setdefault(serial, fen) != fen:
                return None
        new = len(known) - len(self.fen)
        self.fen = known
        return Stored(new, len(call) - new)

    def answer(self, sent: Sent, answer: PostingAnswer) -> None:
        """An attempt ended."""
        if answer is CONFIRMED:
            sent.outcome = Outcome.CONFIRMED
        elif answer is REFUSED:
            sent.outcome = Outcome.REFUSED
        elif answer is NOT_SENT and not sent.ever_unknown:
            sent.outcome = Outcome.QUEUED
        else:
            sent.outcome, sent.ever_unknown = Outcome.UNKNOWN, True


class Books(RuleBasedStateMachine):
    """Everything that is written of receipts, and cuts of the power."""

    @initialize()
    def opens(self) -> None:
        self.root, self.lives, self.model = Path(mkdtemp()), 0, Model()
        self.payloads: dict[Seq, str] = {}
        self._open(self.root / "0")

    def _open(self, home: Path) -> None:
        Journal.migrate(home)
        self.store = Store(Journal(home, SetClock(), "1"))

    @rule(
        call=st.lists(st.tuples(some_serial, st.sampled_from([1000, 1000, 1000, 7])), min_size=1, max_size=3)
    )
    def come(self, call: list[tuple[str, int]]) -> None:
        wanted = self.model.come(call)
        try:
            stored = self.store.take(*(till(serial, fen) for serial, fen in call))
        except ReceiptConflict:
            assert wanted is None
            return
        assert stored == wanted

    @rule()
    def are_queued(self) -> None:
        waiting = [serial for serial in self.model.fen if serial not in self.model.sent]
        assert self.store.queue() == len(waiting)
        there = self._there()
        for serial in waiting:
            self.model.sent[serial] = [Sent(there[serial][0].seq)]

    @rule(serial=some_serial)
    def leave(self, serial: str) -> None:
        sent = self.model.last(serial)
        if sent is None:
            return
        sendable = self.store.begin(sent.seq, lambda raw: f"{raw} as sent")
        assert (sendable is not None) is (sent.outcome in {Outcome.QUEUED, Outcome.UNKNOWN})
        if sendable is not None:
            sent.outcome, sent.attempts = Outcome.SENDING, sent.attempts + 1
            held = self.payloads.setdefault(sent.seq, sendable.payload)
            assert sendable.payload == held, "it goes again byte for byte"

    @rule(serial=some_serial, answer=some_answer)
    def come_back(self, serial: str, answer: PostingAnswer) -> None:
        sent = self.model.last(serial)
        doubtful = sent is not None and sent.ever_unknown and answer is REFUSED  # other tests' business
        if sent is None or doubtful or sent.outcome is not Outcome.SENDING:
            return
        posting = self.store.posting(sent.seq)
        told = self.store.finish(postings.SendingPosting(posting, "", may_be_there=sent.ever_unknown), answer)
        self.model.answer(sent, answer)
        assert told is sent.outcome

    @rule(serial=some_serial, answer=some_answer)
    def is_sent(self, serial: str, answer: PostingAnswer) -> None:
        self.leave(serial)
        self.come_back(serial, answer)

    @rule(serial=some_serial, done=st.booleans())
    def is_settled(self, serial: str, done: bool) -> None:
        sent = self.model.last(serial)
        allowed = sent is not None and sent.outcome is Outcome.UNKNOWN
        if sent is not None and self._acted(
            lambda tx: posting_acts.settle(tx, sent.seq, "Wang", done=done), allowed
        ):
            sent.outcome = Outcome.SETTLED_DONE if done else Outcome.SETTLED_NOT_DONE

    @rule(serial=some_serial)
    def is_withdrawn(self, serial: str) -> None:
        sent = self.model.last(serial)
        if sent is None or (sent.ever_unknown and sent.outcome is Outcome.REFUSED):
            return
        clean = sent.outcome is Outcome.QUEUED and not sent.ever_unknown
        allowed = clean or sent.outcome is Outcome.REFUSED
        if self._acted(lambda tx: posting_acts.withdraw(tx, sent.seq, "Wang"), allowed):
            sent.outcome = Outcome.WITHDRAWN

    @rule(serial=some_serial)
    def is_sent_again(self, serial: str) -> None:
        sent = self.model.last(serial)
        if sent is None:
            return
        if self._acted(lambda tx: posting_acts.retry(tx, sent.seq, "Wang"), sent.outcome in MAY_GO_AGAIN):
            self.model.sent[serial].append(Sent(self._there()[serial][-1].seq))

    def _acted(self, job: Callable[[Transaction], object], allowed: bool) -> bool:
        try:
            self.store.write(job)
        except NotAllowed:
            assert not allowed
            return False
        assert allowed
        return True

    @rule(serial=some_serial, torn=st.integers(0, 3), seed=st.integers(0, 2**32))
    def the_power_is_cut(self, serial: str, torn: int, seed: int) -> None:
        self.lives += 1
        after = self.root / str(self.lives)

        def half(tx: Transaction) -> None:
            receipts.store(tx, [till(f"never {number}") for number in range(20)], Door.HTTP)
            postings.queue_receipts(tx)

        cut(self.store.journal, after, half, torn, seed)
        self._open(after)
        sending = [s for each in self.model.sent.values() for s in each if s.outcome is Outcome.SENDING]
        assert self.store.write(lambda tx: postings.recover(tx, repeat_unknown=True)) == len(sending)
        for sent in sending:
            self.model.answer(sent, LOST)

    def _there(self) -> dict[str, list[Sent]]:
        found: dict[str, list[Sent]] = {}
        for each in self.store.all_postings():
            assert each.receipt is not None
            sent = Sent(each.seq, each.outcome, each.attempts, each.ever_unknown)
            found.setdefault(each.receipt.serial_num, []).append(sent)
        return found

    @invariant()
    def all_that_was_written_is_there_and_nothing_else(self) -> None:
        if not hasattr(self, "store"):
            return
        rows = self.store.journal.read(
            lambda db: db.execute("SELECT serial_num FROM receipts ORDER BY number").fetchall()
        )
        assert [row[0] for row in rows] == list(self.model.fen)
        assert {
            serial: self.store.row(serial).receipt.actual_fen for serial in self.model.fen
        } == self.model.fen
        assert self._there() == self.model.sent
        figures = self.store.book().now
        assert (figures.net_fen, figures.receipts) == (sum(self.model.fen.values()), len(self.model.fen))

    @invariant()
    def a_receipt_is_open_once_and_confirmed_once(self) -> None:
        if not hasattr(self, "store"):
            return
        for each in self._there().values():
            assert sum(sent.outcome in OPEN for sent in each) <= 1
            assert all(sent.outcome is not Outcome.CONFIRMED for sent in each[:-1])

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        check = self.store.journal.read(audit.verify)
        self.store.journal.close()
        shutil.rmtree(self.root)
        assert check.broken_at is None


@pytest.mark.timeout(600)  # a walk that fails is shortened first
def test_the_books_are_what_the_model_says_through_every_cut_of_the_power() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _step(books: Books, chance: random.Random, number: int) -> None:
    serials = [f"{number // 40}-{each}" for each in range(3)]  # old ones have ended
    serial = chance.choice(serials)
    answer = chance.choice([CONFIRMED, LOST, LOST, NOT_SENT, NOT_SENT, REFUSED])
    steps: list[tuple[int, Callable[[], None]]] = [
        (2, lambda: books.come([(serial, 1000), (chance.choice(serials), 1000)])),
        (1, lambda: books.come([(serial, 7)])),
        (3, books.are_queued),
        (8, lambda: books.is_sent(serial, answer)),
        (5, lambda: books.leave(serial)),
        (3, lambda: books.come_back(serial, answer)),
        (2, lambda: books.is_settled(serial, chance.random() < 0.3)),
        (1, lambda: books.is_withdrawn(serial)),
        (4, lambda: books.is_sent_again(serial)),
        (3, lambda: books.the_power_is_cut(serial, chance.randrange(4), chance.randrange(99))),
    ]
    weights, choices = zip(*steps, strict=True)
    chance.choices(choices, weights)[0]()


@pytest.mark.parametrize("seed", range(max(2, RUNS // 10)))
def test_the_books_keep_to_the_model_on_a_long_walk(seed: int) -> None:
    """Hypothesis seldom walks far."""
    chance, books = random.Random(seed), Books()
    books.opens()
    try:
        for number in range(200):
            _step(books, chance, number)
            books.all_that_was_written_is_there_and_nothing_else()
            books.a_receipt_is_open_once_and_confirmed_once()
    finally:
        books.teardown()
