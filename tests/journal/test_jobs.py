"""Who goes first at the writer: orders, events, presses and heartbeats, and never only those."""

import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posdesk.domain.books.receipt import Door
from posdesk.errors import DiskError
from posdesk.journal import Journal, Notice, Transaction, heartbeats
from posdesk.journal.books import receipts
from posdesk.journal.jobs import Jobs, Queued
from posdesk.journal.orders import orders
from tests.journal.making import KEY, PATIENCE_S, TERMS, one_group, opened, received
from tests.journal.takings import till


class Commits:
    """What ran, in order, commit by commit: each job says its name into the transaction that it ran in."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.ran: list[tuple[int, str]] = []
        self._seen: list[Transaction] = []  # kept, so that no two have one identity

    def put(self, name: str, *, later: bool, then: Callable[[], object] = lambda: None) -> Future[Any]:
        def job(tx: Transaction) -> None:
            self.note(tx, name)
            then()

        return self.journal.write(job, later=later)

    def note(self, tx: Transaction, name: str) -> None:
        """This ran in that commit."""
        self._seen.append(tx)
        self.ran.append((id(tx), name))

    @property
    def groups(self) -> list[list[str]]:
        return [[name for _, name in found] for _, found in groupby(self.ran, key=lambda each: each[0])]


def test_an_order_goes_before_the_receipts_that_waited_before_it(journal: Journal) -> None:
    told: list[Notice] = []
    journal.subscribe(told.append)
    with one_group(journal):
        calls = [
            journal.write(partial(receipts.store, handed=[till(f"{n}")], door=Door.HTTP), later=True)
            for n in range(30)
        ]
        order = journal.write(lambda tx: orders.add_all(tx, TERMS, (received(),)))
        beat = journal.write(heartbeats.beat)
    waits: list[Future[Any]] = [*calls, order, beat]
    for each in waits:
        each.result(PATIENCE_S)
    journal.close()
    first = told[0]
    assert KEY in first.keys
    assert {"orders", "receipts"} <= first.topics, "the receipts starve"


def test_while_both_wait_each_commit_has_one_of_the_later(journal: Journal) -> None:
    """Whoever presses again and again: here each press brings the next one."""
    commits = Commits(journal)
    presses: list[Future[Any]] = []

    def press(number: int) -> None:
        if number:
            more = commits.put(f"press {number}", later=False, then=lambda: press(number - 1))
            presses.append(more)

    with one_group(journal):
        later = [commits.put(f"later {n}", later=True) for n in range(5)]
        press(5)
    for each in (*later, *presses):
        each.result(PATIENCE_S)
    assert commits.groups == [[f"press {5 - n}", f"later {n}"] for n in range(5)]


def test_what_comes_while_the_later_are_written_waits_for_one_of_them_only(journal: Journal) -> None:
    commits = Commits(journal)
    orders_put: list[Future[Any]] = []

    def an_order_comes() -> None:
        orders_put.append(commits.put("order", later=False))

    with one_group(journal):
        puts: list[Future[Any]] = [commits.put("later 0", later=True, then=an_order_comes)]
        puts += [commits.put(f"later {n}", later=True) for n in range(1, 100)]
    for each in (*puts, *orders_put):
        each.result(PATIENCE_S)
    assert commits.groups[:2] == [["later 0"], ["order", "later 1"]]
    assert commits.groups[2] == [f"later {n}" for n in range(2, 100)], (
        "nobody waited, and yet they went singly"
    )


def test_more_in_the_first_row_than_a_commit_takes_leave_room_for_one_of_the_later(journal: Journal) -> None:
    commits = Commits(journal)
    with one_group(journal):
        puts = [commits.put(f"later {n}", later=True) for n in range(2)]
        puts += [commits.put(f"first {n}", later=False) for n in range(600)]
    for each in puts:
        each.result(PATIENCE_S)
    assert [group[-1] for group in commits.groups[:2]] == ["later 0", "later 1"]
    assert [len(group) for group in commits.groups[:2]] == [256, 256]


def test_what_begins_its_own_transaction_goes_behind_all_that_wait_and_alone(
    journal: Journal,
) -> None:
    commits, seen = Commits(journal), list[bool]()

    def anew(tx: Transaction) -> str:
        seen.append(tx.db.in_transaction)
        commits.note(tx, "anew")
        return "done"

    with one_group(journal):
        puts = [commits.put("later 0", later=True)]
        rewritten = journal.write_alone(anew)
        puts += [commits.put("later 1", later=True), commits.put("order", later=False)]
    for each in puts:
        each.result(PATIENCE_S)
    assert rewritten.result(PATIENCE_S) == "done"
    assert commits.groups == [["order", "later 0"], ["anew"], ["later 1"]]
    assert seen == [False]


def test_behind_a_job_that_was_cancelled_it_goes_alone_as_well(journal: Journal) -> None:
    with one_group(journal):
        cancelled = journal.write(heartbeats.beat, later=True)
        alone = journal.write_alone(lambda tx: tx.db.in_transaction)
        later = [journal.write(lambda tx: tx.db.in_transaction, later=True) for _ in range(2)]
        assert cancelled.cancel()
    assert [each.result(PATIENCE_S) for each in (alone, *later)] == [False, True, True]


def test_what_goes_alone_waits_for_one_commit_of_the_first_row_only(journal: Journal) -> None:
    """Whoever presses again and again: receipts stand behind it."""
    commits = Commits(journal)
    presses: list[Future[Any]] = []

    def press(number: int) -> None:
        if number:
            presses.append(commits.put(f"press {number}", later=False, then=lambda: press(number - 1)))

    with one_group(journal):
        rewritten = journal.write_alone(lambda tx: commits.note(tx, "anew"))
        later = commits.put("later", later=True)
        press(5)
    for each in (rewritten, later, *presses):
        each.result(PATIENCE_S)
    assert commits.groups[:3] == [["press 5"], ["anew"], ["press 4", "later"]]


def test_what_fails_alone_belongs_to_its_future_and_the_writer_goes_on(journal: Journal) -> None:
    def broken(tx: Transaction) -> None:
        tx.db.execute("BEGIN")
        raise ValueError("a bug")

    assert isinstance(journal.write_alone(broken).exception(PATIENCE_S), ValueError)
    assert journal.write(heartbeats.beat).exception(PATIENCE_S) is None
    journal.close()
    assert isinstance(journal.write_alone(broken).exception(PATIENCE_S), DiskError)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=40))
def test_in_each_row_it_is_first_in_first_out_and_every_job_runs_once(
    jobs: list[tuple[bool, bool, bool]],
) -> None:
    """(later, breaks, brings an order): whatever breaks or is put back, nothing overtakes in its own row."""
    with tempfile.TemporaryDirectory() as home, opened(Path(home)) as journal:
        commits, brought, puts = Commits(journal), [], []

        def then(breaks: bool, brings: bool) -> Callable[[], None]:
            def act() -> None:
                if brings:
                    brought.append(commits.put("first brought", later=False))
                if breaks:
                    raise ValueError("a bug")

            return act

        with one_group(journal):
            for number, (later, breaks, brings) in enumerate(jobs):
                name = f"{'later' if later else 'first'} {number:03}"
                puts.append(commits.put(name, later=later, then=then(breaks, brings)))
        broke = [each.exception(PATIENCE_S) is not None for each in puts]
        assert not any(each.exception(PATIENCE_S) for each in brought)
        for row in ("later", "first 0"):
            ran = [name for _, name in commits.ran if name.startswith(row)]
            assert ran == sorted(ran)
        assert len(commits.ran) == len(puts) + len(brought)
        assert broke == [breaks for _, breaks, _ in jobs]


def test_it_is_no_rest_while_somebody_waits() -> None:
    jobs = Jobs()
    assert jobs.rest(0.0)
    jobs.put([Queued(lambda _: None, Future())])
    assert not jobs.rest(PATIENCE_S)


def test_it_is_no_rest_once_closed() -> None:
    jobs = Jobs()
    jobs.close()
    assert not jobs.rest(PATIENCE_S)
