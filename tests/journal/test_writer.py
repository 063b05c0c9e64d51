"""The writer: what it reports as done is there, what it reports as failed is not, whatever happens."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any

import pytest

from posdesk.domain.orders.order import OrderKey
from posdesk.errors import DiskError, NotAllowed, OrderReason, Ours
from posdesk.journal import Journal, Notice, Transaction
from posdesk.journal.audit import audit
from posdesk.journal.journal import READERS
from posdesk.journal.wiping import rewriting
from tests.journal.making import PATIENCE_S, Counter, SetClock, insert_meta, key_of, meta_keys, one_group


def outcomes(futures: dict[str, Future[Any]]) -> tuple[set[str], set[str]]:
    """Which were reported as done, and which as failed."""
    failed = {key for key, future in futures.items() if future.exception(PATIENCE_S) is not None}
    return set(futures) - failed, failed


def fails_with(error: Exception) -> Callable[[Transaction], None]:
    """A job that writes a row and then raises."""

    def job(tx: Transaction) -> None:
        insert_meta("row-bad")(tx)
        tx.touch("bad", key_of("bad", "bad"))
        audit.write(tx, "bad")
        raise error

    return job


def test_what_waits_together_is_committed_together(journal: Journal) -> None:
    told: list[Notice] = []
    journal.subscribe(told.append)
    with one_group(journal):
        futures = [journal.write(insert_meta(f"row{each}")) for each in range(100)]
    assert [future.result(PATIENCE_S) for future in futures] == [f"row{each}" for each in range(100)]
    journal.close()
    assert len(told) == 1


@pytest.mark.parametrize("error", [ValueError("a bug"), NotAllowed(OrderReason.STATE, "no"), KeyError("x")])
def test_a_job_that_raises_fails_alone(journal: Journal, error: Exception) -> None:
    told: list[Notice] = []
    journal.subscribe(told.append)
    with one_group(journal):
        before, bad, after = (
            journal.write(insert_meta("row-before")),
            journal.write(fails_with(error)),
            journal.write(insert_meta("row-after")),
        )
    assert (before.result(PATIENCE_S), after.result(PATIENCE_S)) == ("row-before", "row-after")
    assert bad.exception(PATIENCE_S) is error
    assert meta_keys(journal) == {"row-before", "row-after"}
    journal.close()
    assert [(set(notice.topics), set(notice.keys)) for notice in told] == [({"meta"}, set[OrderKey]())]


def test_the_audit_chain_holds_across_a_job_that_raises(journal: Journal) -> None:
    with one_group(journal):
        journal.write(lambda tx: audit.write(tx, "one"))
        bad = journal.write(fails_with(ValueError("x")))
        good = journal.write(lambda tx: audit.write(tx, "two"))
    good.result(PATIENCE_S)
    assert bad.exception(PATIENCE_S) is not None
    assert journal.read(audit.verify) == audit.Check(2)


def _statements_of(journal: Journal, jobs: Callable[[], object]) -> list[str]:
    """What the writer says to SQLite while these jobs, queued as one group, are done; its own begin first."""
    said: list[str] = []
    journal.write(lambda tx: tx.db.set_trace_callback(said.append)).result(PATIENCE_S)
    with one_group(journal):
        said.clear()
        jobs()
    journal.write(lambda tx: tx.db.set_trace_callback(None)).result(PATIENCE_S)
    return said[said.index("COMMIT") + 1 :]  # behind the job that kept the writer busy


def test_the_trails_end_is_noted_once_a_commit(journal: Journal) -> None:
    def two_lines(tx: Transaction) -> None:
        audit.write(tx, "one")
        audit.write(tx, "two")

    said = _statements_of(journal, lambda: [journal.write(two_lines) for _ in range(5)])
    group = said[: said.index("COMMIT")]
    assert sum(each.startswith("INSERT INTO audit") for each in group) == 10
    assert [each for each in group if each.startswith("UPDATE meta")] == group[-1:]
    assert journal.read(audit.verify) == audit.Check(10)


def test_no_savepoint_goes_through_a_file(journal: Journal) -> None:
    in_memory = 2
    journal.write(lambda tx: rewriting.note(tx, "orders", [1])).result(PATIENCE_S)
    while journal.write_alone(rewriting.rewrite).result(PATIENCE_S):
        pass  # after a day's wiping, too
    kept = journal.write(lambda tx: tx.db.execute("PRAGMA temp_store").fetchone()[0])
    assert kept.result(PATIENCE_S) == in_memory


def test_a_row_that_breaks_a_rule_is_a_bug_and_fails_alone(journal: Journal) -> None:
    with one_group(journal):
        futures = {f"row{n}": journal.write(insert_meta(f"row{n % 3}")) for n in range(6)}
    done, failed = outcomes(futures)
    assert (done, failed) == ({"row0", "row1", "row2"}, {"row3", "row4", "row5"})
    assert all(isinstance(futures[key].exception(), Ours) for key in failed), "the disk is not to blame"


def test_bad_sql_is_no_disk_error(journal: Journal) -> None:
    error = journal.write(lambda tx: tx.db.execute("SELECT nonsense")).exception(PATIENCE_S)
    assert isinstance(error, Ours)


def limit_pages(journal: Journal, more: int | None) -> None:
    """The file may grow by so many pages; None lifts that."""

    def job(tx: Transaction) -> None:
        pages = tx.db.execute("PRAGMA page_count").fetchone()[0] + more if more is not None else 1 << 30
        tx.db.execute(f"PRAGMA max_page_count = {pages}")

    journal.write(job).result(PATIENCE_S)


def big(key: str) -> Callable[[Transaction], None]:
    """A job that needs half a page."""

    def job(tx: Transaction) -> None:
        tx.db.execute("INSERT INTO meta VALUES (?, ?)", (key, "x" * 2000))
        audit.write(tx, "row", actor=key)
        tx.touch("meta")

    return job


@pytest.mark.parametrize("room", range(8))
def test_a_full_disk_loses_nothing_that_was_reported_done(journal: Journal, room: int) -> None:
    """SQLITE_FULL rolls the whole transaction back; what was done before it in the group is gone, too."""
    limit_pages(journal, room)
    futures: dict[str, Future[Any]] = {}
    for each in range(3):
        with one_group(journal):
            futures |= {f"row{each}-{n}": journal.write(big(f"row{each}-{n}")) for n in range(20)}
    done, failed = outcomes(futures)
    assert failed
    assert all(isinstance(futures[key].exception(), DiskError) for key in failed)
    assert meta_keys(journal) == done
    limit_pages(journal, None)
    journal.write(big("row-after")).result(PATIENCE_S)
    assert meta_keys(journal) == done | {"row-after"}
    assert journal.read(audit.verify) == audit.Check(len(done) + 1)


def test_what_waits_behind_a_lost_transaction_goes_on_in_a_new_one(journal: Journal) -> None:
    limit_pages(journal, 0)
    with one_group(journal):
        lost = [journal.write(insert_meta("row-small")), journal.write(_fill)]
        behind = journal.write(lambda tx: tx.counter)
    assert all(isinstance(future.exception(PATIENCE_S), DiskError) for future in lost)
    assert behind.result(PATIENCE_S) == "1"
    assert meta_keys(journal) == set()


def _fill(tx: Transaction) -> None:
    for n in range(100):
        big(f"row-fill-{n}")(tx)


def test_a_job_that_hides_the_lost_transaction_fails_with_its_group(journal: Journal) -> None:
    def hides(tx: Transaction) -> None:
        with contextlib.suppress(sqlite3.Error):
            _fill(tx)

    limit_pages(journal, 0)
    with one_group(journal):
        futures = {"row-small": journal.write(insert_meta("row-small")), "hides": journal.write(hides)}
    assert outcomes(futures) == (set(), {"row-small", "hides"})
    assert meta_keys(journal) == set()


def test_the_same_after_the_lost_transaction_was_hidden_by_another_error(journal: Journal) -> None:
    def hides(tx: Transaction) -> None:
        try:
            _fill(tx)
        except sqlite3.Error as error:
            raise NotAllowed(OrderReason.STATE, "the job makes another error of it") from error

    limit_pages(journal, 0)
    with one_group(journal):
        futures = {"row-small": journal.write(insert_meta("row-small")), "hides": journal.write(hides)}
    assert outcomes(futures) == (set(), {"row-small", "hides"})
    assert meta_keys(journal) == set()


def test_a_commit_that_fails_fails_its_whole_group(journal: Journal) -> None:
    def orphan(tx: Transaction) -> None:
        tx.db.execute("PRAGMA defer_foreign_keys = ON")
        tx.db.execute(
            "INSERT INTO intents (seq, partner, bill, ordered, kind, counter, actor, outcome, pressed_at,"
            " leaves_at) VALUES ('s', 'p', 't', '', 'pay', '1', 'Li', 'queued', '', '')"
        )

    told: list[Notice] = []
    journal.subscribe(told.append)
    with one_group(journal):
        futures = {"row1": journal.write(insert_meta("row1")), "orphan": journal.write(orphan)}
        futures["row2"] = journal.write(insert_meta("row2"))
    assert outcomes(futures)[0] == set()
    assert meta_keys(journal) == set()
    assert told == []
    journal.write(insert_meta("row3")).result(PATIENCE_S)
    assert meta_keys(journal) == {"row3"}


def test_nothing_is_done_while_another_process_holds_the_journal(journal: Journal) -> None:
    journal.write(lambda tx: tx.db.execute("PRAGMA busy_timeout = 20").fetchall()).result(PATIENCE_S)
    other = sqlite3.connect(journal.path, isolation_level=None)
    with contextlib.closing(other):
        other.execute("BEGIN IMMEDIATE")
        futures = {f"row{n}": journal.write(insert_meta(f"row{n}")) for n in range(3)}
        assert outcomes(futures)[0] == set()
        error = futures["row0"].exception()
        assert isinstance(error, DiskError)
        assert "Another program" in str(error)
        other.execute("ROLLBACK")
    journal.write(insert_meta("row-after")).result(PATIENCE_S)
    assert meta_keys(journal) == {"row-after"}


def test_a_job_waits_for_another_process_that_writes_for_a_moment(journal: Journal) -> None:
    with contextlib.closing(sqlite3.connect(journal.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        future = journal.write(insert_meta("row"))
        assert not future.done()
        other.execute("COMMIT")
        assert future.result(PATIENCE_S) == "row"


def test_notices_are_numbered_without_holes_and_come_after_the_commit(journal: Journal) -> None:
    seen: list[tuple[int, int]] = []
    journal.subscribe(lambda notice: seen.append((notice.number, len(meta_keys(journal)))))
    for n in range(20):
        bad = journal.write(fails_with(ValueError("x")))
        journal.write(lambda tx: tx.now).result(PATIENCE_S)
        journal.write(insert_meta(f"row{n}")).result(PATIENCE_S)
        assert bad.exception() is not None
    journal.close()
    assert seen == [(n + 1, n + 1) for n in range(20)]


def test_a_listener_that_breaks_breaks_nothing_else(journal: Journal) -> None:
    told: list[int] = []

    def breaks(_notice: Notice) -> None:
        raise ValueError("a listener's bug")

    end = journal.subscribe(breaks)
    journal.subscribe(lambda notice: told.append(notice.number))
    for n in range(2):
        journal.write(insert_meta(f"row{n}")).result(PATIENCE_S)
    end()
    end()
    journal.close()
    assert told == [1, 2]


def test_a_cancelled_job_never_runs_and_harms_no_neighbour(journal: Journal) -> None:
    with one_group(journal):
        futures = [journal.write(insert_meta(f"row{n}")) for n in range(4)]
        assert futures[1].cancel()
        assert futures[3].cancel()
    assert [futures[0].result(PATIENCE_S), futures[2].result(PATIENCE_S)] == ["row0", "row2"]
    with pytest.raises(CancelledError):
        futures[1].result()
    assert meta_keys(journal) == {"row0", "row2"}


def test_a_group_of_cancelled_jobs_alone_stops_nothing(journal: Journal) -> None:
    with one_group(journal):
        assert journal.write(insert_meta("row")).cancel()
    assert journal.write(lambda tx: 7).result(PATIENCE_S) == 7


def test_closing_while_busy_finishes_what_is_queued(journal: Journal, clock: SetClock) -> None:
    with one_group(journal):
        futures = [journal.write(insert_meta(f"row{n}")) for n in range(600)]
        closing = threading.Thread(target=journal.close)
        closing.start()
    closing.join(PATIENCE_S)
    assert all(future.done() for future in futures)
    assert len({future.result() for future in futures}) == 600
    refused = journal.write(insert_meta("row-late")).exception(PATIENCE_S)
    assert isinstance(refused, DiskError)
    with pytest.raises(DiskError):
        journal.read(lambda db: db.execute("SELECT 1").fetchone())
    with pytest.raises(DiskError):
        journal.last_number()
    journal.close()
    again = Journal(journal.path.parent, clock, "1")
    assert len(meta_keys(again)) == 600
    again.close()


@pytest.mark.parametrize("error", [SystemExit(1), KeyboardInterrupt(), GeneratorExit()])
def test_whatever_a_job_raises_no_future_is_left_hanging(journal: Journal, error: BaseException) -> None:
    def job(_tx: Transaction) -> None:
        raise error

    with one_group(journal):
        futures = {"row1": journal.write(insert_meta("row1")), "bad": journal.write(job)}
        futures["row2"] = journal.write(insert_meta("row2"))
    done, failed = outcomes(futures)
    assert "bad" in failed
    assert meta_keys(journal) == done
    assert journal.write(lambda tx: 7).result(PATIENCE_S) == 7


def test_a_clock_that_breaks_leaves_no_future_hanging(journal: Journal, clock: SetClock) -> None:
    now = clock.wall
    del clock.wall
    assert journal.write(insert_meta("row")).exception(PATIENCE_S) is not None
    clock.wall = now
    assert journal.write(insert_meta("row")).result(PATIENCE_S) == "row"


def test_the_reader_cannot_write(journal: Journal) -> None:
    with pytest.raises(DiskError, match="readonly"):
        journal.read(lambda db: db.execute("DELETE FROM meta"))


@contextlib.contextmanager
def long_answers(journal: Journal, count: int) -> Iterator[None]:
    """So many questions whose answers take until the end of the block."""
    go, begun = threading.Event(), threading.Barrier(count + 1)

    def question(_db: sqlite3.Connection) -> bool:
        begun.wait(PATIENCE_S)
        return go.wait(PATIENCE_S)

    with ThreadPoolExecutor(count) as askers:
        answers = [askers.submit(journal.read, question) for _ in range(count)]
        begun.wait(PATIENCE_S)
        try:
            yield
        finally:
            go.set()
    assert all(answer.result() for answer in answers)


def test_two_long_answers_keep_no_other_question_waiting(journal: Journal) -> None:
    with long_answers(journal, 2):
        journal.write(insert_meta("row")).result(PATIENCE_S)
        assert meta_keys(journal) == {"row"}


def test_closing_waits_for_every_answer_under_way(journal: Journal) -> None:
    closing = threading.Thread(target=journal.close)
    with long_answers(journal, READERS):
        closing.start()
        assert closing.is_alive()
    closing.join(PATIENCE_S)
    with pytest.raises(DiskError):
        meta_keys(journal)


def test_no_reader_can_write(journal: Journal) -> None:
    def question(db: sqlite3.Connection) -> None:
        begun.wait(PATIENCE_S)
        db.execute("DELETE FROM meta")

    begun = threading.Barrier(READERS)
    with ThreadPoolExecutor(READERS) as askers:
        answers = [askers.submit(journal.read, question) for _ in range(READERS)]
        assert all("readonly" in str(answer.exception(PATIENCE_S)) for answer in answers)


def test_several_questions_of_one_reading_see_one_moment(journal: Journal) -> None:
    def question(db: sqlite3.Connection) -> tuple[int, int]:
        count = "SELECT count(*) FROM meta"
        first = db.execute(count).fetchone()[0]
        journal.write(insert_meta("row")).result(PATIENCE_S)
        return first, db.execute(count).fetchone()[0]

    first, second = journal.read(question)
    assert first == second


def test_another_journals_commit_takes_a_number_and_leaves_a_hole(
    journal: Journal, counter: Counter, clock: SetClock
) -> None:
    numbers: list[int] = []
    journal.subscribe(lambda notice: numbers.append(notice.number))
    counter.add(tbillno="first")
    before = journal.last_number()
    other = Journal(journal.path.parent, clock, "2")
    Counter(other).add(tbillno="other")
    other.close()
    assert journal.last_number() == before + 1
    counter.add(tbillno="second")
    assert numbers == [before, before + 2]
