"""Receipts by the month keep no order waiting: one call of them at a time, and orders first at the writer."""

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.books.receipt import Door
from posdesk.engine.listening import intake
from posdesk.engine.listening.intake import Intake
from posdesk.journal import Journal, Notice
from posdesk.journal.orders.arrivals import Arrival
from posdesk.settings.credentials import LISTENER_TOKEN
from posdesk.settings.settings import Settings
from tests.engine import making
from tests.engine.listening import test_intake, test_listener
from tests.engine.listening.test_intake import named
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, house, partner, settings, until
from tests.engine.receipt_making import TOKEN, TokenSecrets, serials_in
from tests.journal.making import SetClock, one_group
from tests.platforms.wdk.making import body, example
from tests.support.processes import wait_for


class CountingJournal(Journal):
    """A journal that knows how many receipts' jobs are with its writer, the most there were, and orders'."""

    def __init__(self, *how: Any) -> None:
        self.orders = self.receipts = self.most_receipts = 0
        super().__init__(*how)

    def write_all(self, jobs: Iterable[Any]) -> "list[Future[Any]]":
        handed = list(jobs)
        self.orders += sum(_whose(job).startswith(("Gateway.", Arrival.__qualname__)) for job in handed)
        return super().write_all(handed)

    def write(self, job: Any, *, later: bool = False) -> "Future[Any]":
        count = int(_whose(job).startswith(("Intake.", "_store_file")))
        assert later or not count
        self._count(count)
        future = super().write(job, later=later)
        future.add_done_callback(lambda _: self._count(-count))
        return future

    def _count(self, change: int) -> None:
        self.receipts += change
        self.most_receipts = max(self.most_receipts, self.receipts)


def _whose(job: Any) -> str:
    return str(getattr(getattr(job, "func", job), "__qualname__", type(job).__qualname__))


class BothSecrets(HeldSecrets):
    """A partner's appkey and the tills' token."""

    def __init__(self) -> None:
        super().__init__(meituan=APPKEY)
        self._held[LISTENER_TOKEN] = TOKEN


@contextmanager
def doors(home: Path) -> Iterator[tuple[Intake, CountingJournal]]:
    """The doors for receipts, and the journal behind them."""
    Journal.migrate(home)
    journal = CountingJournal(home, SetClock(), "1")
    try:
        yield Intake(Settings(), journal, TokenSecrets(), SetClock()), journal
    finally:
        journal.close()


def one(serial: str) -> bytes:
    """A call with one receipt."""
    return body(example(serial_num=serial))


def test_one_call_or_file_of_receipts_is_with_the_writer_at_a_time(tmp_path: Path) -> None:
    async def many(at: Intake) -> None:
        calls = asyncio.gather(*(at.take_call(one(f"call {n}")) for n in range(12)))
        files = (asyncio.to_thread(at.take_file, path, Door.FOLDER) for path in paths)
        assert {each.stored for each in await asyncio.gather(*files)} == {1}
        assert {status for status, _ in await calls} == {200}

    paths = [named(tmp_path, f"{n}.json", one(f"file {n}")) for n in range(4)]
    with doors(tmp_path) as (at, journal):
        asyncio.run(many(at))
        assert len(serials_in(journal)) == 16
        assert journal.most_receipts == 1


def test_a_call_that_was_told_to_come_again_keeps_its_turn_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def impatient(at: Intake, journal: CountingJournal) -> None:
        monkeypatch.setattr(intake, "CALL_PATIENCE_S", 0.5)
        with one_group(journal):
            begun = asyncio.create_task(at.take_call(one("1")))
            await until(lambda: journal.receipts == 1, "the first call with the writer")
            assert (await at.take_call(one("2")))[0] == (await begun)[0] == 503
        await until(lambda: serials_in(journal) == ["1"], "the first call on disk")
        monkeypatch.setattr(intake, "CALL_PATIENCE_S", PATIENCE_S)
        assert (await at.take_call(one("1")))[0] == 200
        assert serials_in(journal) == ["1"], "what was told to come again has not come again"

    with doors(tmp_path) as (at, journal):
        asyncio.run(impatient(at, journal))
        assert journal.most_receipts == 1


def test_a_bad_call_gives_its_turn_to_the_next(tmp_path: Path) -> None:
    async def bad_ones(at: Intake) -> list[int]:
        return [(await at.take_call(each))[0] for each in (b"{", one("1"), b"[]", one("1"))]

    with doors(tmp_path) as (at, _):
        assert asyncio.run(bad_ones(at)) == [400, 200, 400, 200]


def test_an_order_behind_a_month_of_receipts_is_in_the_first_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer is held while all of them come in over real HTTP."""
    monkeypatch.setattr(making, "Journal", CountingJournal)
    monkeypatch.setattr(intake, "CALL_PATIENCE_S", PATIENCE_S)
    told: list[Notice] = []
    month = [body([example(serial_num=f"{day}-{n}") for n in range(50)]) for day in range(20)]
    with house(tmp_path, settings(partner()), BothSecrets()) as at, ThreadPoolExecutor(24) as callers:
        journal: Any = at.journal
        with one_group(journal):
            calls = [callers.submit(test_intake.post, at, day) for day in month]
            wait_for(lambda: journal.receipts == 1, "receipts with the writer")
            order = callers.submit(test_listener.post, at)
            wait_for(lambda: journal.orders == 1, "the order with the writer")
            journal.subscribe(told.append)
        assert order.result(PATIENCE_S)["code"] == 0
        assert {each.result(PATIENCE_S).status_code for each in calls} == {200}
        assert journal.most_receipts == 1
    of_receipts = [number for number, notice in enumerate(told) if "receipts" in notice.topics]
    (of_order,) = [number for number, notice in enumerate(told) if "orders" in notice.topics]
    assert of_order <= of_receipts[0], "beside the first of them, or beside what else waited"
    assert len(of_receipts) == len(month)
