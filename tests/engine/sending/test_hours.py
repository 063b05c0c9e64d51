"""Hours: which are reported when, what covers what, and what waits for a manager."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.books.hour import Ask, HourBook, Policy, step_of
from posdesk.domain.books.posting import CoverReason
from posdesk.domain.books.receipt import Figures
from posdesk.domain.clock import CHINA, to_text
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.status import Trouble
from posdesk.engine.sending import hours
from posdesk.engine.sending.hours import due_reports
from posdesk.engine.status import StatusBoard
from posdesk.journal.books import postings
from posdesk.journal.transaction import Job
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.settings import Settings
from posdesk.simulator.faults import FaultKind, FaultRule
from tests.engine.books_making import HOUR, refund, sale, shop
from tests.engine.making import until
from tests.journal.making import SetClock, opened

LOST = FaultRule(kind=FaultKind.LOST_ANSWER, partner="ovopark", count=1)
THERE = FaultRule(kind=FaultKind.REFUSE, partner="ovopark", count=1, code=208001)
NOON = datetime(2026, 11, 21, 12, tzinfo=CHINA)


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


def test_a_closed_hour_is_reported_once_with_its_whole_figures_and_no_cover(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True) as at:
            hour = at.hour()
            at.hand_in(sale("1", hour, 990), sale("2", hour + timedelta(minutes=59), 1010))
            await at.confirmed(hour)
            await at.looks()
            (report,) = at.held(hour)
            assert (report.total, report.deal_num, report.deal_person_num) == ("20.00", "4", "2")
            assert not report.cover

    run(scenario())


def test_the_hour_that_runs_is_not_reported(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True) as at:
            at.hand_in(sale("1", at.hour(0)))
            await at.looks()
            assert at.book(at.hour(0)).postings == ()

    run(scenario())


def test_a_lost_answer_to_the_first_report_ends_in_the_right_figure_without_help(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, started=False) as at:
            hour = at.hour()
            at.simulator.set_faults(LOST)
            at.hand_in(sale("1", hour, 990))
            async with at.at_work():
                await at.becomes_unknown(hour)
                at.hand_in(sale("2", hour, 10))
                await at.confirmed(hour, step_s=0.05)
                assert [(r.total, r.cover) for r in at.held(hour)] == [("9.90", False), ("10.00", True)]
                assert at.book(hour).postings[0].reason is CoverReason.LOST_ANSWER

    run(scenario())


def test_an_hour_with_an_unknown_attempt_is_covered_once_more_after_a_minute(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, started=False) as at:
            hour = at.hour()
            at.simulator.set_faults(LOST)
            at.hand_in(sale("1", hour))
            async with at.at_work():
                await at.becomes_unknown(hour)
                await at.confirmed(hour, step_s=0.05)
                at.clock.walk(58)
                await at.looks()
                assert len(at.book(hour).postings) == 1
                at.clock.walk(2.1)
                again = (await at.confirmed(hour, 2)).postings[-1]
                assert (again.cover, again.reason) == (True, CoverReason.MAY_HAVE_LANDED_LAST)
                at.clock.walk(120)
                await at.looks()
                assert len(at.held(hour)) == 3

    run(scenario())


def test_figures_that_somebody_else_reported_are_not_touched_before_a_manager_decides(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, started=False) as at:
            hour = at.hour()
            at.simulator.set_faults(THERE)
            at.hand_in(sale("1", hour))
            async with at.at_work():
                await at.stands(hour, Outcome.REFUSED)
                at.clock.walk(60)
                await at.looks()
                (refused,) = at.book(hour).postings
                assert (refused.was_duplicate, refused.needs_person, refused.attempts) == (True, True, 1)
                assert step_of(at.book(hour), Policy(grace=timedelta(0)), at.clock.now()).ask is Ask.DUPLICATE
                at.report(hour, cover=True)
                await at.confirmed(hour)
                assert at.held(hour)[-1].cover

    run(scenario())


def test_a_late_receipt_covers_its_hour_and_its_number_is_the_reason(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True) as at:
            hour = at.hour()
            at.hand_in(sale("1", hour))
            await at.confirmed(hour)
            at.hand_in(sale("0001873", hour, 110))
            at.clock.walk(0.3)
            cover = (await at.confirmed(hour, 2)).postings[-1]
            assert (cover.cover, cover.reason, cover.detail) == (True, CoverReason.LATE_RECEIPT, "0001873")
            assert [(r.total, r.cover) for r in at.held(hour)] == [("9.90", False), ("11.00", True)]

    run(scenario())


def test_where_the_setting_says_ask_nothing_is_covered_by_itself(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, cover="ask") as at:
            hour = at.hour()
            at.hand_in(sale("1", hour))
            await at.confirmed(hour)
            at.hand_in(sale("2", hour))
            at.clock.walk(60)
            await at.looks()
            assert len(at.book(hour).postings) == 1
            at.report(hour, cover=True)
            await at.confirmed(hour, 2)
            assert at.held(hour)[-1].total == "19.80"

    run(scenario())


def test_a_negative_hour_waits_for_a_manager(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True) as at:
            hour = at.hour()
            at.hand_in(refund("1", hour, of="0"))
            await at.looks()
            assert at.book(hour).postings == ()
            assert step_of(at.book(hour), Policy(grace=timedelta(0)), at.clock.now()).ask is Ask.NEGATIVE
            at.report(hour, cover=False)
            await at.confirmed(hour)
            assert at.held(hour)[-1].total == "-9.90"

    run(scenario())


def test_a_report_that_waits_for_a_manager_goes_again_once_its_hour_is_above_zero(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, started=False) as at:
            hour = at.hour()
            at.simulator.set_faults(LOST)
            at.hand_in(sale("1", hour))
            async with at.at_work():
                await at.becomes_unknown(hour)
                at.hand_in(refund("2", hour, of="0"), refund("3", hour, of="0"))

                def waits() -> bool:
                    at.clock.walk(0.05)
                    return at.book(hour).postings[0].needs_person

                await until(waits, "a manager is asked")
                at.hand_in(sale("4", hour), sale("5", hour))
                await at.confirmed(hour, step_s=0.05)
                assert at.held(hour)[-1].total == "9.90"

    run(scenario())


def test_after_days_off_the_latest_hour_goes_first_then_the_oldest(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, started=False) as at:
            hours = [at.hour(ago) for ago in (50, 26, 3, 1)]
            at.hand_in(*(sale(str(number), hour) for number, hour in enumerate(hours)))
            async with at.at_work():
                await at.looks(20)  # all of them are written down, the first has left
                for hour in hours:
                    await at.confirmed(hour, step_s=0.01)
            seen = sorted((at.held(hour)[0].at, hour) for hour in hours)
            assert [hour for _, hour in seen] == [hours[3], hours[0], hours[1], hours[2]]

    run(scenario())


def test_catching_up_is_no_flood(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, started=False) as at:
            at.hand_in(*(sale(str(ago), at.hour(ago)) for ago in range(1, 9)))
            async with at.at_work():
                await at.confirmed(at.hour())
                await at.looks(20)
                assert len(at.simulator.hours()) == 1, "the clock stood still, and more than one report left"

    run(scenario())


def test_a_receipt_of_long_ago_is_found_and_reported(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, started=False) as at:
            hour = at.hour(24 * 200)
            at.hand_in(sale("1", hour))
            async with at.at_work():
                await at.confirmed(hour)

    run(scenario())


def test_empty_hours_are_reported_only_by_the_setting() -> None:
    now = NOON + timedelta(minutes=30)
    sold = HourBook(NOON - HOUR, Figures(receipts=1, gross_fen=100))
    books = (sold, *(HourBook(NOON - ago * HOUR, Figures()) for ago in (3, 2)))
    due = due_reports(books, Policy(grace=timedelta(0), zero_hours=True), now)
    assert sorted(due) == [NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR]
    assert sorted(due_reports(books, Policy(grace=timedelta(0)), now)) == [NOON - HOUR]


def test_hours_of_long_ago_are_never_taken_for_empty_ones_and_reported_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Empty hours are reported for months now; those with sales were confirmed in their time."""
    monkeypatch.setattr(hours, "PIECE", timedelta(hours=12))
    monkeypatch.setattr(hours, "RECENT", timedelta(hours=12))

    async def scenario() -> None:
        async with shop(tmp_path, hours=True, zero_hours=True, started=False) as at:
            first = at.hour(40)
            at.write(
                lambda tx: tx.db.execute("INSERT INTO meta VALUES ('zero_hours_since', ?)", (to_text(first),))
            )
            sold = at.hour(30)
            at.hand_in(sale("1", sold))
            async with at.at_work():
                for ago in range(1, 41):
                    await at.confirmed(at.hour(ago), step_s=0.05)
                await at.looks(40)
                at.clock.walk(1)
                await at.looks(40)
            assert [len(at.book(at.hour(ago)).postings) for ago in range(1, 41)] == [1] * 40
            assert [report.total for report in at.held(sold)] == ["9.90"]

    run(scenario())


def test_an_empty_hour_is_reported_as_zero(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, hours=True, zero_hours=True) as at:
            await at.looks()
            assert at.simulator.hours() == {}
            hour = at.hour(0)
            at.clock.walk(3600)
            await at.confirmed(hour)
            (report,) = at.held(hour)
            assert (report.total, report.deal_num, report.deal_person_num) == ("0.00", "0", "0")

    run(scenario())


def test_a_look_at_rest_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address, clock = "http://127.0.0.1:9", SetClock()
    chosen = Settings(
        ovopark=Ovopark(url=address, akey="a", enterprise_id=1, shop_id="S1", zero_hours=True),
        wdk=Wdk(url=address, app_key="a", store_id="1", pos_no="1"),
    )
    with opened(tmp_path, clock) as journal:
        board, write = StatusBoard(chosen, clock), journal.write
        written: list[Job[Any]] = []

        def noted(job: Job[Any], *, later: bool = False) -> "Future[Any]":
            written.append(job)
            return write(job, later=later)

        monkeypatch.setattr(journal, "write", noted)

        async def scenario() -> None:
            part = hours.Hours(chosen, journal, board, clock)
            await part.look()
            assert len(written) == 1, "since when empty hours count"
            await part.look()

        run(scenario())
    assert len(written) == 1
    assert not board.has(Trouble.PART_FAILED)


def test_a_queue_that_fails_holds_back_no_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wrong with the receipts, the reports are another book."""

    real = postings.queue_receipts

    def fail(_tx: object, limit: int) -> int:
        raise ValueError(f"none of {limit} can be queued")

    async def scenario() -> None:
        async with shop(tmp_path, hours=True, sends=True) as at:
            at.hand_in(sale("1", at.hour()))
            await at.confirmed(at.hour())
            await until(lambda: at.board.has(Trouble.PART_FAILED), "a word on screen")
            monkeypatch.setattr(postings, "queue_receipts", real)
            await until(lambda: not at.board.has(Trouble.PART_FAILED), "the word's end")

    monkeypatch.setattr(postings, "queue_receipts", fail)
    run(scenario())


def test_what_failed_under_other_settings_is_not_said_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The part that said so is gone with the settings it worked by."""
    real = postings.queue_receipts

    def fail(_tx: object, limit: int) -> int:
        raise ValueError(f"none of {limit} can be queued")

    async def scenario() -> None:
        async with shop(tmp_path, sends=True) as at:
            at.hand_in(sale("1", at.hour()))
            await until(lambda: at.board.has(Trouble.PART_FAILED), "a word on screen")
            monkeypatch.setattr(postings, "queue_receipts", real)
            assert at.books is not None
            at.books.adopt(at.settings.model_copy(update={"wdk": None}))
            await until(lambda: not at.board.has(Trouble.PART_FAILED), "the word's end")

    monkeypatch.setattr(postings, "queue_receipts", fail)
    run(scenario())
