"""Waiting for the journal in a loop: one wake-up a commit, and what it says of a job that came to nothing."""

import asyncio
import threading
from collections.abc import Coroutine, Iterable
from concurrent.futures import Future
from typing import Any

import pytest

from posdesk.engine.commits import Commits
from posdesk.engine.loop import EngineLoop
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal import Journal, Notice, Transaction
from posdesk.journal.transaction import Job
from tests.journal.making import PATIENCE_S, insert_meta, meta_keys, one_group

AT_ONCE = 16


class CountingLoop(EngineLoop):
    """The engine's loop, which counts how often another thread wanted something of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def call_soon_threadsafe(self, *what: Any, **how: Any) -> asyncio.Handle:  # type: ignore[override]
        self.asked += 1
        return super().call_soon_threadsafe(*what, **how)


def run(work: Coroutine[Any, Any, Any], loop: type[EngineLoop] = EngineLoop) -> Any:
    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(work)


async def handed_in(commits: Commits) -> None:
    """Until the writer has all that was asked for."""
    await asyncio.sleep(0)
    while commits._coming:
        await asyncio.sleep(0)


def test_one_commit_wakes_the_loop_once_however_many_wait(journal: Journal) -> None:
    async def waits() -> int:
        commits, loop = Commits(journal), asyncio.get_running_loop()
        assert isinstance(loop, CountingLoop)
        with one_group(journal):
            tasks = [asyncio.create_task(commits.written(insert_meta(f"row{n}"), 30)) for n in range(AT_ONCE)]
            await handed_in(commits)
        with one_group(journal):  # all of them have been told by then
            pass
        assert await asyncio.gather(*tasks) == [f"row{n}" for n in range(AT_ONCE)]
        return loop.asked

    assert run(waits(), CountingLoop) == 1


def test_a_job_that_failed_says_so_and_its_neighbours_dont(journal: Journal) -> None:
    error = NotAllowed(OrderReason.STATE, "no")

    def bad(_tx: Transaction) -> None:
        raise error

    async def waits() -> list[Any]:
        commits = Commits(journal)
        jobs = [insert_meta("row1"), bad, insert_meta("row2")]
        return await asyncio.gather(*(commits.written(job, 30) for job in jobs), return_exceptions=True)

    assert run(waits()) == ["row1", error, "row2"]


def test_what_has_not_begun_when_the_patience_ends_is_not_done(journal: Journal) -> None:
    async def waits() -> None:
        with one_group(journal), pytest.raises(TimeoutError):
            await Commits(journal).written(insert_meta("row-late"), 0.01)

    run(waits())
    journal.write(insert_meta("row-after")).result(PATIENCE_S)
    assert meta_keys(journal) == {"row-after"}


def test_nor_is_it_when_whoever_waits_goes(journal: Journal) -> None:
    async def waits() -> None:
        with one_group(journal):
            commits = Commits(journal)
            task = asyncio.create_task(commits.written(insert_meta("row-left"), 30))
            await handed_in(commits)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    run(waits())
    journal.write(insert_meta("row-after")).result(PATIENCE_S)
    assert meta_keys(journal) == {"row-after"}


class Handed:
    """The journal, which notes of each job how many had been asked for when it was handed in."""

    def __init__(self, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.after, self.told = 0, list[int](), list[Notice]()
        self.commits, self._journal, self._write_all = Commits(journal), journal, journal.write_all
        monkeypatch.setattr(journal, "write_all", self._noted)
        journal.subscribe(self.told.append)

    def _noted(self, jobs: Iterable[Job[Any]]) -> "list[Future[Any]]":
        handed = list(jobs)
        self.after += [self.asked] * len(handed)
        return self._write_all(handed)

    async def ask(self, job: Job[Any]) -> Any:
        self.asked += 1
        return await self.commits.written(job, PATIENCE_S)

    def made(self) -> int:
        """How many commits there were."""
        self._journal.close()
        return len(self.told)


@pytest.fixture
def handed(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> Handed:
    return Handed(journal, monkeypatch)


def test_calls_that_are_still_read_share_the_commit_of_the_first(
    handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was read sooner does not go alone: a commit writes as much for one as for many."""
    monkeypatch.setattr("posdesk.engine.commits.GATHERED_S", PATIENCE_S)

    async def call(turns: int) -> Any:
        for _ in range(turns):
            await asyncio.sleep(0)
        return await handed.ask(insert_meta(f"row{turns}"))

    async def calls() -> list[Any]:
        return await asyncio.gather(*map(call, range(AT_ONCE)))

    assert run(calls()) == [f"row{turns}" for turns in range(AT_ONCE)]
    assert handed.after == [AT_ONCE] * AT_ONCE
    assert handed.made() == 1


def test_what_comes_while_a_commit_is_made_shares_the_next_one(handed: Handed) -> None:
    begun, go = threading.Event(), threading.Event()

    def long(tx: Transaction) -> None:
        tx.touch("meta")
        begun.set()
        assert go.wait(PATIENCE_S)

    async def calls() -> None:
        first = asyncio.create_task(handed.ask(long))
        assert await asyncio.to_thread(begun.wait, PATIENCE_S)
        later: list[asyncio.Task[Any]] = []
        for number in range(AT_ONCE):
            later.append(asyncio.create_task(handed.ask(insert_meta(f"row{number}"))))
            await asyncio.to_thread(int)  # each comes when the loop has nothing else to do
        assert handed.after == [1]
        go.set()
        await asyncio.gather(first, *later)

    run(calls())
    assert handed.after == [1, *([1 + AT_ONCE] * AT_ONCE)]
    assert handed.made() == 2


def test_behind_another_part_s_commit_what_comes_takes_its_place_at_the_writer(
    handed: Handed, journal: Journal
) -> None:
    async def calls() -> None:
        tasks: list[asyncio.Task[Any]] = []
        with one_group(journal):
            for number in range(3):
                tasks.append(asyncio.create_task(handed.ask(insert_meta(f"row{number}"))))
                await handed_in(handed.commits)
        await asyncio.gather(*tasks)

    run(calls())
    assert handed.after == [1, 2, 3]
    assert handed.made() == 1


def test_a_loop_that_is_never_at_rest_keeps_nobody_waiting(journal: Journal) -> None:
    async def calls() -> Any:
        asked = asyncio.create_task(Commits(journal).written(insert_meta("row"), PATIENCE_S))
        while not asked.done():
            await asyncio.sleep(0)
        return asked.result()

    assert run(calls()) == "row"


def test_many_who_want_the_loop_at_once_wake_it_once() -> None:
    held, go, came = threading.Event(), threading.Event(), 0

    async def works() -> int:
        nonlocal came
        loop = asyncio.get_running_loop()
        done = asyncio.Event()

        def call() -> None:
            nonlocal came
            came += 1
            if came == AT_ONCE:
                done.set()

        def others() -> None:
            assert held.wait(PATIENCE_S)
            for _ in range(AT_ONCE):
                loop.call_soon_threadsafe(call)
            go.set()

        thread = threading.Thread(target=others)
        thread.start()
        held.set()
        assert go.wait(PATIENCE_S)  # the loop does nothing else meanwhile
        bytes_there = len(loop._ssock.recv(4096))  # type: ignore[attr-defined]
        loop._is_woken = False  # type: ignore[attr-defined]
        async with asyncio.timeout(PATIENCE_S):
            await done.wait()
        thread.join()
        return bytes_there

    assert run(works()) == 1
    assert came == AT_ONCE


def test_no_call_from_another_thread_is_missed() -> None:
    """One that comes while the loop reads that it was woken would wait for ever, were it not heard."""

    async def works() -> None:
        loop = asyncio.get_running_loop()

        def others() -> None:
            for _ in range(1000):
                heard = threading.Event()
                loop.call_soon_threadsafe(heard.set)
                assert heard.wait(PATIENCE_S)

        await asyncio.gather(*(asyncio.to_thread(others) for _ in range(3)))

    run(works())
