"""Prints on a real line to the simulator's printer: one at a time, in order, and what is known of each."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posdesk.devices.printing.job import Patience
from posdesk.devices.printing.status import Answers
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, Origin
from posdesk.domain.printing.outcome import Trouble
from posdesk.domain.printing.print_job import TOO_LATE, PrintJob, PrintState
from posdesk.domain.rights import said_actor
from posdesk.engine.sending import prints
from posdesk.engine.sending.prints import Prints
from posdesk.engine.status import StatusBoard
from posdesk.journal.orders import order_moves, print_acts, print_rows
from posdesk.journal.orders import prints as print_moves
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.settings.settings import parse
from posdesk.simulator.printer.printer import Faults, VirtualPrinter
from tests.engine.making import NOBODYS, WatchedJournal, until
from tests.journal.making import KEY, Counter, SetClock, content, key_of, opened, wiped
from tests.support.virtual_printer import printing

pytestmark = pytest.mark.anyio
PRINTER = """
[[printer]]
name = "{name}"
address = "127.0.0.1:{port}"
answers = "{answers}"
"""
SLIP = """
[[slip]]
kind = "{kind}"
printer = "{printer}"
"""


PATIENT = Patience(status_s=30.0, sent_s=30.0, answer_s=30.0)
"""A printer that answers is heard, however busy the machine is."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each printer is waited for."""
    monkeypatch.setattr(prints, "PATIENCE", PATIENT)


@pytest.fixture
def little_patience(patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that prints and says nothing of it is given up at once."""
    monkeypatch.setattr(prints, "PATIENCE", replace(PATIENT, answer_s=0.4))


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[tuple[VirtualPrinter, int]]:
    with printing(tmp_path / "paper") as made:
        yield made


class Shop:
    """Prints at work on a journal, and the counter that accepts."""

    def __init__(self, journal: WatchedJournal, clock: SetClock, sender: Prints) -> None:
        self.journal, self.clock, self.sender = journal, clock, sender
        self.counter = Counter(journal)

    def accept(self, tbillno: str = KEY.bill, **changed: Any) -> None:
        self.counter.add(tbillno, Origin.PUSHED, **changed)
        self.counter.done(Kind.ACCEPT, key_of(tbillno))

    def papers(self, key: OrderKey = KEY) -> list[PrintJob]:
        return list(self.journal.read(lambda db: print_rows.of_order(db, key)))

    async def stands(self, outcome: PrintState, number: int = 1) -> PrintJob:
        """Waits until the print of that number stands so."""

        def found() -> PrintJob | None:
            every = [job for bill in (KEY.bill, "B", "C") for job in self.papers(key_of(bill))]
            return next((job for job in every if (job.number, job.outcome) == (number, outcome)), None)

        await until(found, f"print {number} {outcome}: {[job.outcome for job in self.papers()]}")
        job = found()
        assert job is not None
        return job

    async def looks(self, times: int = 4) -> None:
        """Has it look at the journal so many times more, as others' commits do."""
        for _ in range(times):
            goal = self.journal.reads + 1
            self.sender.hurry(NOBODYS)
            await until(lambda: self.journal.reads >= goal, "another look")  # noqa: B023


def text_of(port: int, *kinds: str, answers: str = "job") -> str:
    table = "".join(SLIP.format(kind=kind, printer="p") for kind in kinds)
    return PRINTER.format(name="p", port=port, answers=answers) + table


@contextlib.asynccontextmanager
async def shop(home: Path, text: str, clock: SetClock | None = None) -> AsyncIterator[Shop]:
    clock = clock or SetClock()
    WatchedJournal.migrate(home)
    journal = WatchedJournal(home, clock, "1")
    settings = parse(text, "posdesk.toml")
    sender = Prints(settings, journal, clock, StatusBoard(settings, clock))
    task = asyncio.create_task(sender.run())
    try:
        yield Shop(journal, clock, sender)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        journal.close()


@contextlib.contextmanager
def accepted_before(home: Path, text: str, clock: SetClock) -> Iterator[Counter]:
    """An order was accepted by a posdesk that ended before anything printed."""
    with opened(home, clock) as journal:
        journal.print_by(parse(text, "posdesk.toml").print_plan)
        counter = Counter(journal)
        counter.add()
        counter.done(Kind.ACCEPT)
        yield counter


async def test_an_accepted_order_is_on_paper_and_the_printer_said_so(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    paper, port = printer
    async with shop(tmp_path, text_of(port, "kitchen")) as at_work:
        at_work.accept(show_no="#27")
        job = await at_work.stands(PrintState.PRINTED)
    assert (job.attempts, job.trouble, job.needs_person) == (1, None, False)
    assert len(paper.texts) == 1
    assert "厨房单" in paper.texts[0]
    assert "27" in paper.texts[0]
    assert paper.unknown == []


async def test_a_printer_that_can_not_answer_was_handed_it_over(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    _, port = printer
    async with shop(tmp_path, text_of(port, "kitchen", answers="none")) as at_work:
        at_work.accept()
        job = await at_work.stands(PrintState.HANDED_OVER)
    assert not job.needs_person


async def test_without_paper_nothing_is_lost_and_it_prints_once_there_is_some(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    paper, port = printer
    paper.faults = Faults(paper_out=True)
    async with shop(tmp_path, text_of(port, "kitchen")) as at_work:
        at_work.accept()
        waits = await at_work.stands(PrintState.NOT_SENT)
        assert (waits.trouble, waits.needs_person) == (Trouble.PAPER, False)
        assert waits.next_at is not None
        paper.faults = Faults()
        at_work.clock.walk(2)
        await at_work.stands(PrintState.PRINTED)
    assert len(paper.texts) == 1


@pytest.mark.usefixtures("little_patience")
async def test_a_doubtful_print_is_never_repeated_by_itself(
    tmp_path: Path, printer: tuple[VirtualPrinter, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, port = printer
    paper.answers_jobs = False
    async with shop(tmp_path, text_of(port, "kitchen")) as at_work:
        at_work.accept()
        job = await at_work.stands(PrintState.DOUBTFUL)
        assert (job.trouble, job.needs_person) == (Trouble.SILENT, True)
        paper.answers_jobs = True
        monkeypatch.setattr(prints, "PATIENCE", PATIENT)
        at_work.clock.walk(3600)
        await at_work.looks()
        assert len(paper.texts) == 1
        assert "可能是第二份" not in paper.texts[0]
        act = partial(print_acts.decide_again, seq=job.seq, actor="Li", reveal=False)
        at_work.counter.write(act)
        await at_work.stands(PrintState.PRINTED, 2)
    assert paper.texts[1].count("可能是第二份") == 2, "at both ends"


async def test_a_printer_that_is_silent_for_long_lists_what_waits_and_spits_nothing_out(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    paper, port = printer
    paper.faults = Faults(cover_open=True)
    async with shop(tmp_path, text_of(port, "kitchen", "packing")) as at_work:
        at_work.accept()
        await at_work.stands(PrintState.NOT_SENT)
        at_work.clock.walk(TOO_LATE.total_seconds())
        await until(lambda: all(job.needs_person for job in at_work.papers()), "a list")
        paper.faults = Faults()
        at_work.clock.walk(60)
        await at_work.looks()
        assert paper.texts == []
        first, *_ = at_work.papers()
        at_work.counter.write(partial(print_acts.decide_again, seq=first.seq, actor="Li", reveal=False))
        await at_work.stands(PrintState.PRINTED, first.number)
    assert len(paper.texts) == 1


async def test_what_waited_while_the_pc_slept_is_listed(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    """The steady clock stands meanwhile."""
    paper, port = printer
    paper.faults = Faults(cover_open=True)
    async with shop(tmp_path, text_of(port, "kitchen")) as at_work:
        at_work.accept()
        await at_work.stands(PrintState.NOT_SENT)
        at_work.clock.wall += TOO_LATE
        await until(lambda: at_work.papers()[0].needs_person, "a list")
        paper.faults = Faults()
        at_work.clock.steady += 2
        await at_work.looks()
    assert paper.texts == []


async def test_a_clock_that_is_set_back_keeps_nothing_young(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    paper, port = printer
    paper.faults = Faults(cover_open=True)
    async with shop(tmp_path, text_of(port, "kitchen")) as at_work:
        at_work.accept()
        await at_work.stands(PrintState.NOT_SENT)
        at_work.clock.wall -= timedelta(hours=1)
        at_work.clock.steady += TOO_LATE.total_seconds()
        await until(lambda: at_work.papers()[0].needs_person, "a list")


async def test_what_is_older_than_a_quarter_of_an_hour_at_the_start_is_listed(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    paper, port = printer
    clock = SetClock()
    text = text_of(port, "kitchen")
    with accepted_before(tmp_path, text, clock) as counter:
        clock.wall += timedelta(minutes=14)
        counter.add("B")
        counter.done(Kind.ACCEPT, key_of("B"))
    clock.wall += timedelta(minutes=1)
    async with shop(tmp_path, text, clock) as at_work:
        await at_work.stands(PrintState.PRINTED, 2)
        late = await at_work.stands(PrintState.NOT_SENT, 1)
        await until(lambda: at_work.papers()[0].needs_person, "a list")
    assert late.attempts == 0
    assert len(paper.texts) == 1


async def test_what_was_being_printed_when_posdesk_died_is_doubtful_after_the_start(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    paper, port = printer
    text = text_of(port, "kitchen")
    clock = SetClock()
    with accepted_before(tmp_path, text, clock) as counter:
        (job,) = counter.journal.read(print_rows.open_ones)
        counter.write(lambda tx: print_moves.begin(tx, job.seq))
    async with shop(tmp_path, text, clock) as at_work:
        assert (await at_work.stands(PrintState.DOUBTFUL)).trouble is Trouble.DIED
        await at_work.looks()
    assert paper.texts == []


async def test_stop_goes_before_all_that_waits(tmp_path: Path, printer: tuple[VirtualPrinter, int]) -> None:
    paper, port = printer
    paper.faults = Faults(cover_open=True)
    async with shop(tmp_path, text_of(port, "kitchen", "stop")) as at_work:
        at_work.accept(show_no="#1")
        at_work.accept("B", show_no="#2")
        await at_work.stands(PrintState.NOT_SENT)
        at_work.counter.event(PlatformStatus.CANCELLED)
        await at_work.stands(PrintState.NOT_SENT, 3)
        paper.faults = Faults()
        at_work.clock.walk(2)
        await at_work.stands(PrintState.PRINTED, 2)
    assert ["停" in text for text in paper.texts] == [True, False]


async def test_the_cause_of_a_stop_prints_it_with_every_dish_before_anybody_ended_it_on_screen(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    paper, port = printer
    book = content().lines[0]
    dishes = tuple(replace(book, name=f"招牌湘西土匪猪肝炒饭{n}号") for n in range(12))
    async with shop(tmp_path, text_of(port, "stop")) as at_work:
        at_work.accept(lines=dishes)
        at_work.counter.event(PlatformStatus.CANCELLED)
        await at_work.stands(PrintState.PRINTED)
        assert at_work.counter.order().stop_open
        by = said_actor("counter 1", "王静")
        at_work.counter.write(lambda tx: order_moves.acknowledge_stop(tx, KEY, by))
        await at_work.looks()
    (text,) = paper.texts
    said = "".join(text.split())
    assert all("".join(dish.name.split()) in said for dish in dishes)


async def test_one_paper_at_a_time_is_in_a_printer(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    """It hangs up on a second line at once: then some print would be doubtful or refused."""
    paper, port = printer
    async with shop(tmp_path, text_of(port, "kitchen", "packing")) as at_work:
        for bill in (KEY.bill, "B", "C"):
            at_work.accept(bill)
        await at_work.stands(PrintState.PRINTED, 6)
        jobs = [job for bill in (KEY.bill, "B", "C") for job in at_work.papers(key_of(bill))]
    assert {(job.outcome, job.attempts) for job in jobs} == {(PrintState.PRINTED, 1)}
    assert len(paper.texts) == 6


async def test_a_printer_without_paper_holds_back_no_other(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    paper, port = printer
    paper.faults = Faults(paper_out=True)
    with printing(tmp_path / "other") as (other, other_port):
        text = text_of(port, "kitchen") + PRINTER.format(name="q", port=other_port, answers="paper")
        text += SLIP.format(kind="packing", printer="q")
        async with shop(tmp_path, text) as at_work:
            at_work.accept()
            await at_work.stands(PrintState.PRINTED, 2)
            await at_work.stands(PrintState.NOT_SENT, 1)
        assert len(other.texts) == 1


async def test_a_printer_that_is_gone_from_the_settings_loses_nothing(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    _, port = printer
    async with shop(tmp_path, text_of(1, "kitchen")) as at_work:
        at_work.accept()
        await at_work.stands(PrintState.NOT_SENT)
        at_work.sender.adopt(parse("", "x"))
        at_work.clock.walk(30)
        await until(lambda: at_work.papers()[0].trouble is Trouble.NOT_SET, "no such printer")
        at_work.sender.adopt(parse(text_of(port, "kitchen"), "x"))
        at_work.clock.walk(30)
        await at_work.stands(PrintState.PRINTED)


async def test_a_wiped_order_prints_masked(tmp_path: Path, printer: tuple[VirtualPrinter, int]) -> None:
    paper, port = printer
    async with shop(tmp_path, text_of(port, "courier")) as at_work:
        at_work.accept()
        at_work.counter.done(Kind.READY)
        await at_work.stands(PrintState.PRINTED)
        at_work.counter.event(PlatformStatus.COMPLETED)
        at_work.clock.walk(timedelta(days=31).total_seconds())
        wiped(at_work.counter)
        again = partial(
            print_acts.print_again, key=KEY, slip=at_work.papers()[0].slip, actor="Li", reveal=True
        )
        at_work.counter.write(again)
        await at_work.stands(PrintState.PRINTED, 2)
    first, second = paper.texts
    for personal in ("张生", "13507311234", "石牌街12号"):
        assert personal in first
        assert personal not in second
    assert "补打" in second


async def test_a_courier_slip_again_shows_no_phone_unless_revealed(
    tmp_path: Path, printer: tuple[VirtualPrinter, int]
) -> None:
    paper, port = printer
    async with shop(tmp_path, text_of(port, "courier")) as at_work:
        at_work.accept()
        at_work.counter.done(Kind.READY)
        await at_work.stands(PrintState.PRINTED)
        slip = at_work.papers()[0].slip
        for number, reveal in ((2, False), (3, True)):
            act = partial(print_acts.print_again, key=KEY, slip=slip, actor="Li", reveal=reveal)
            at_work.counter.write(act)
            await at_work.stands(PrintState.PRINTED, number)
    assert ["13507311234" in text for text in paper.texts] == [True, False, True]


@pytest.mark.usefixtures("little_patience")
@pytest.mark.parametrize("name", ["p", "kitchen"])
async def test_while_a_printer_is_tried_out_nothing_else_prints_there_whatever_its_name_will_be(
    tmp_path: Path, printer: tuple[VirtualPrinter, int], name: str
) -> None:
    """It hangs up on a second line at once: the slip would have been refused or be doubtful."""
    paper, port = printer
    paper.answers_jobs = False
    text = text_of(port, "kitchen", answers="paper")
    async with shop(tmp_path, text) as at_work:
        (chosen,) = parse(text, "posdesk.toml").printer
        renamed = chosen.model_copy(update={"name": name})
        trial = asyncio.create_task(at_work.sender.try_out(renamed))
        await asyncio.sleep(0)
        at_work.accept()
        assert (await trial).answers is Answers.PAPER
        job = await at_work.stands(PrintState.PRINTED)
    assert job.attempts == 1
    assert ["试单" in text for text in paper.texts] == [True, True, False]
