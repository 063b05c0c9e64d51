"""A print is written down with what causes it, once; what became of it is never guessed."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from posdesk.domain.orders.intent import Kind, Seq
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.printing.slip import SlipKind
from posdesk.errors import NotAllowed, OrderReason, PrintReason
from posdesk.journal import Database, Journal, backup, start_up
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import order_moves, print_acts, print_rows, prints
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.rescue import exchange
from posdesk.journal.rescue.restore import restore
from tests.journal.making import KEY, Counter, SetClock, key_of, opened

DAY_S = 86_400
DISHES = (("wok", "001"), ("drinks", "002"))  # a printer, and the product of which it prints orders
EVERY = PrintPlan(
    (
        PlannedSlip(SlipKind.KITCHEN, "kitchen", copies=2),
        PlannedSlip(SlipKind.PACKING, "counter"),
        PlannedSlip(SlipKind.COURIER, "counter"),
        PlannedSlip(SlipKind.CUSTOMER, "counter", "en"),
        PlannedSlip(SlipKind.STOP, "kitchen"),
    )
)
DOUBT = Ended(Outcome.DOUBTFUL, Trouble.SILENT)
NO_PAPER = Ended(Outcome.NOT_SENT, Trouble.PAPER)


class Shop(Counter):
    """A counter whose slips print on two printers."""

    def papers(self, key: OrderKey = KEY) -> list[PrintJob]:
        return list(self.journal.read(lambda db: print_rows.of_order(db, key)))

    def slips(self, key: OrderKey = KEY) -> list[tuple[str, int, int]]:
        """Slip, version and copy of everything that ever was to print of an order."""
        return [(job.slip.value, job.version, job.copy) for job in self.papers(key)]

    def states(self, key: OrderKey = KEY) -> list[str]:
        return [f"{job.slip} {job.outcome}" for job in self.papers(key)]

    def accept(self, tbillno: str = KEY.bill) -> None:
        self.done(Kind.ACCEPT, key_of(tbillno))

    def ready(self) -> None:
        self.done(Kind.READY)

    def accepted(self) -> None:
        self.add()
        self.accept()

    def start(self, job: PrintJob) -> bool:
        return self.write(lambda tx: prints.begin(tx, job.seq)) is not None

    def end(self, job: PrintJob, ended: Ended) -> PrintJob:
        """It was tried, and ended so."""
        self.start(job)
        self.write(lambda tx: prints.finish(tx, job.seq, ended, tx.now))
        return self.job(job.seq)

    def job(self, seq: Seq) -> PrintJob:
        found = self.journal.read(lambda db: print_rows.get(db, seq))
        assert found is not None
        return found

    def again(self, slip: SlipKind, *, reveal: bool = False) -> PrintJob:
        """F7."""
        self.write(lambda tx: print_acts.print_again(tx, KEY, slip, "Li", reveal=reveal))
        return self.papers()[-1]

    def decide_again(self, job: PrintJob, *, reveal: bool = False) -> PrintJob:
        self.write(lambda tx: print_acts.decide_again(tx, job.seq, "Li", reveal=reveal))
        return self.papers()[-1]


@pytest.fixture
def shop(journal: Journal, whole_trail: None) -> Shop:
    journal.print_by(EVERY)
    return Shop(journal)


def test_slips_are_written_down_with_what_makes_them_due(shop: Shop) -> None:
    shop.add()
    assert shop.slips() == []
    shop.accept()
    made = [("kitchen", 1, 1), ("kitchen", 1, 2), ("packing", 1, 1)]
    assert shop.slips() == made
    shop.ready()
    assert shop.slips() == [*made, ("courier", 1, 1), ("customer", 1, 1)]
    assert [job.layout for job in shop.papers()] == ["zh_CN"] * 4 + ["en"]


def test_a_platform_that_says_accepted_makes_slips_due_as_well(shop: Shop) -> None:
    shop.add()
    shop.event(PlatformStatus.ACCEPTED)
    assert len(shop.slips()) == 3


def test_without_a_plan_nothing_is_written(counter: Counter) -> None:
    shop = Shop(counter.journal)
    shop.accepted()
    shop.event(PlatformStatus.CANCELLED)
    assert shop.slips() == []


def test_where_another_counter_prints_a_slip_comes_only_by_a_persons_word(shop: Shop) -> None:
    shop.journal.print_by(replace(EVERY, by_itself=False))
    shop.accepted()
    assert shop.slips() == []
    shop.again(SlipKind.PACKING)
    shop.event(PlatformStatus.CANCELLED)
    assert [slip for slip, *_ in shop.slips()] == ["packing"]


def test_a_repeated_push_or_event_never_prints_twice(shop: Shop) -> None:
    shop.accepted()
    before = shop.slips()
    shop.add()
    shop.event(PlatformStatus.ACCEPTED)
    shop.write(lambda tx: prints.moved(tx, KEY, OrderState.ACCEPTED))
    assert shop.slips() == before


def test_a_cancel_after_accept_prints_stop_first_and_drops_what_was_not_printed(shop: Shop) -> None:
    shop.accepted()
    first, *_ = shop.papers()
    shop.end(first, Ended(Outcome.PRINTED))
    shop.event(PlatformStatus.CANCELLED)
    assert shop.states() == ["kitchen printed", "kitchen dropped", "packing dropped", "stop queued"]
    shop.add("B")
    shop.accept("B")
    shop.add("C")
    shop.accept("C")
    shop.event(PlatformStatus.CANCELLED, key_of("C"))
    line = [(job.order.bill, job.slip.value) for job in shop.journal.read(print_rows.open_ones) if job.order]
    assert line[:2] == [(KEY.bill, "stop"), ("C", "stop")]
    assert {bill for bill, _ in line[2:]} == {"B"}


def test_a_cancel_before_accept_prints_nothing(shop: Shop) -> None:
    shop.add()
    shop.event(PlatformStatus.CANCELLED)
    assert shop.slips() == []


@pytest.mark.parametrize("is_older", [True, False])
def test_of_a_cancel_that_may_be_for_two_orders_stop_prints_once_a_person_said_which(
    shop: Shop, clock: SetClock, is_older: bool
) -> None:
    shop.accepted()
    clock.walk(DAY_S)
    shop.add(ordered_at=clock.now(), customer="李四")
    newer = key_of(KEY.bill, ordered=clock.now())
    shop.event(PlatformStatus.CANCELLED)
    made = shop.slips()
    assert ("stop", 1, 1) not in made
    shop.write(lambda tx: order_moves.cancel_this(tx, KEY if is_older else newer, "Li"))
    assert shop.slips() == [*made, ("stop", 1, 1)] if is_older else made
    assert shop.slips(newer) == [], "nobody makes it yet"


def test_an_order_that_changes_while_it_is_made_prints_anew_as_the_next_version(shop: Shop) -> None:
    shop.accepted()
    first, *_ = shop.papers()
    shop.end(first, Ended(Outcome.PRINTED))
    shop.add(remark="no onions")
    changed = [("kitchen", 2, 1), ("kitchen", 2, 2), ("packing", 2, 1)]
    assert shop.slips()[3:] == changed
    assert shop.states()[:3] == ["kitchen printed", "kitchen dropped", "packing dropped"]
    shop.add(remark="no onions")
    assert shop.slips()[3:] == changed


def test_a_changed_order_is_told_where_its_earlier_slip_lies_though_none_prints_there_now(shop: Shop) -> None:
    lines = (PlannedSlip(SlipKind.KITCHEN, name, dishes=frozenset({code})) for name, code in DISHES)
    shop.journal.print_by(PrintPlan(tuple(lines)))
    shop.accepted()
    (job,) = shop.papers()
    shop.end(job, Ended(Outcome.PRINTED))
    (line,) = shop.order().content.lines
    shop.add(lines=(replace(line, product_code="002"),))
    assert [(each.printer, each.version) for each in shop.papers()[1:]] == [("wok", 2), ("drinks", 2)]


def test_an_order_that_changed_before_it_was_accepted_is_the_first_version(shop: Shop) -> None:
    shop.add()
    shop.add(remark="no onions")
    shop.accept()
    assert {version for _, version, _ in shop.slips()} == {1}


def test_an_order_that_was_looked_up_prints_nothing(shop: Shop) -> None:
    shop.add(origin=Origin.CAPTURED)
    shop.add(origin=Origin.CAPTURED, remark="no onions")
    assert shop.slips() == []


def test_an_order_that_was_looked_up_before_it_came_is_made_with_its_slips(shop: Shop) -> None:
    shop.add(origin=Origin.CAPTURED)
    shop.add(remark="不要香菜")
    kitchen = [("kitchen", 1, 1), ("kitchen", 1, 2), ("packing", 1, 1)]
    assert shop.slips() == kitchen
    shop.add(origin=Origin.CAPTURED, remark="不要香菜")
    shop.add(remark="不要香菜")
    assert shop.slips() == kitchen


def test_sending_is_on_disk_before_the_first_byte_and_only_once(shop: Shop) -> None:
    shop.accepted()
    job, *_ = shop.papers()
    assert shop.start(job)
    assert (shop.job(job.seq).outcome, shop.job(job.seq).attempts) == (PrintState.SENDING, 1)
    assert not shop.start(job)


def test_what_was_sending_when_posdesk_died_is_doubtful(shop: Shop) -> None:
    shop.accepted()
    job, *_ = shop.papers()
    shop.start(job)
    assert shop.write(prints.recover) == 1
    left = shop.job(job.seq)
    assert (left.outcome, left.trouble, left.needs_person) == (PrintState.DOUBTFUL, Trouble.DIED, True)
    assert shop.write(prints.recover) == 0


def test_only_what_left_no_byte_is_tried_again(shop: Shop) -> None:
    shop.accepted()
    first, second, _ = shop.papers()
    waits = shop.end(first, NO_PAPER)
    assert (waits.outcome, waits.trouble, waits.needs_person) == (PrintState.NOT_SENT, Trouble.PAPER, False)
    assert shop.start(waits)
    doubtful = shop.end(second, DOUBT)
    assert (doubtful.outcome, doubtful.needs_person) == (PrintState.DOUBTFUL, True)
    assert not shop.start(doubtful)
    assert doubtful in shop.journal.read(print_rows.of_people)
    assert shop.audited().count("print.doubtful") == 1


def test_what_waited_too_long_is_a_persons_and_goes_when_one_says_so(shop: Shop) -> None:
    shop.accepted()
    job, *_ = shop.papers()
    shop.write(lambda tx: prints.list_late(tx, job.seq))
    assert not shop.start(job)
    assert [each.seq for each in shop.journal.read(print_rows.of_people)] == [job.seq]
    shop.decide_again(job)
    assert len(shop.papers()) == 3, "it is the same paper"
    assert not shop.job(job.seq).is_second, "no byte of it ever left"
    assert shop.start(job)


def test_one_more_of_a_doubtful_print_says_that_it_may_be_a_second_copy(shop: Shop) -> None:
    shop.accepted()
    job, *_ = shop.papers()
    shop.end(job, DOUBT)
    second = shop.decide_again(job)
    assert (second.slip, second.copy, second.is_second, second.again_by) == (SlipKind.KITCHEN, 3, True, "Li")
    assert second.printer == job.printer
    left = shop.job(job.seq)
    assert (left.outcome, left.settled_by, left.needs_person) == (PrintState.REPEATED, "Li", False)
    with pytest.raises(NotAllowed):
        shop.decide_again(job)


def test_a_person_ends_a_doubtful_print_by_name(shop: Shop) -> None:
    shop.accepted()
    first, second, _ = shop.papers()
    for job in (first, second):
        shop.end(job, DOUBT)
    shop.write(lambda tx: print_acts.came_out(tx, first.seq, "Li"))
    shop.write(lambda tx: print_acts.drop(tx, second.seq, "Li"))
    assert shop.states()[:2] == ["kitchen came_out", "kitchen dropped"]
    assert shop.journal.read(print_rows.of_people) == ()
    assert (shop.audited().count("print.came_out"), shop.audited().count("print.dropped")) == (1, 1)


def test_a_slip_that_can_not_be_made_is_a_persons_at_once_and_holds_nothing_back(shop: Shop) -> None:
    shop.accepted()
    job, *others = shop.papers()
    left = shop.end(job, Ended(Outcome.NOT_SENT, Trouble.OURS))
    assert (left.outcome, left.needs_person, left.next_at) == (PrintState.NOT_SENT, True, None)
    assert list(shop.journal.read(print_rows.open_ones)) == others
    assert shop.audited().count("print.not_made") == 1


def test_a_slip_whose_order_is_damaged_is_a_persons_at_once_and_holds_nothing_back(shop: Shop) -> None:
    shop.accepted()
    job, *others = shop.papers()
    shop.write(lambda tx: tx.db.execute("UPDATE orders SET content = '{}'").rowcount)
    assert not shop.start(job)
    left = shop.job(job.seq)
    assert (left.outcome, left.trouble, left.needs_person) == (PrintState.NOT_SENT, Trouble.OURS, True)
    assert list(shop.journal.read(print_rows.open_ones)) == others


def test_a_slip_that_a_person_wanted_early_comes_all_the_same_when_it_is_due(shop: Shop) -> None:
    shop.accepted()
    assert shop.again(SlipKind.COURIER).is_masked
    shop.ready()
    courier = [job for job in shop.papers() if job.slip is SlipKind.COURIER]
    assert [(job.copy, job.is_masked, job.again_by) for job in courier] == [(2, True, "Li"), (1, False, "")]


def test_a_slip_that_only_a_person_wanted_is_not_due_anew_when_the_order_changes(shop: Shop) -> None:
    """Nobody asked for the whole phone yet."""
    shop.accepted()
    shop.end(shop.again(SlipKind.COURIER), Ended(Outcome.PRINTED))
    shop.add(remark="no onions")
    assert {slip for slip, version, _ in shop.slips() if version == 2} == {"kitchen", "packing"}
    shop.again(SlipKind.COURIER)
    shop.add(remark="no garlic")
    last = shop.papers()[-1]
    assert (last.slip, last.version, last.is_masked, last.again_by) == (SlipKind.COURIER, 3, True, "Li")


def test_an_order_out_of_a_backup_changes_to_a_version_above_all_that_printed(shop: Shop) -> None:
    shop.accepted()
    shop.add(remark="no onions")
    shop.write(lambda tx: tx.db.execute("UPDATE orders SET version = 1").rowcount)
    shop.add(remark="onions")
    assert shop.slips()[-3:] == [("kitchen", 3, 1), ("kitchen", 3, 2), ("packing", 3, 1)]


def test_printed_again_is_another_copy_and_audited(shop: Shop) -> None:
    shop.accepted()
    for job in shop.papers():
        shop.end(job, Ended(Outcome.PRINTED))
    more = shop.again(SlipKind.KITCHEN)
    assert (more.copy, more.again_by, more.is_second, more.made_at) == (3, "Li", False, shop.journal.now())
    shop.end(more, DOUBT)
    assert shop.again(SlipKind.KITCHEN).is_second, "the one before may have come out"
    assert shop.audited().count("print.again") == 2


def test_a_courier_slip_again_is_a_reveal_or_masked(shop: Shop) -> None:
    shop.accepted()
    shop.ready()
    first = next(job for job in shop.papers() if job.slip is SlipKind.COURIER)
    assert not first.is_masked
    assert shop.again(SlipKind.COURIER).is_masked
    assert shop.audited().count("order.revealed") == 0
    assert not shop.again(SlipKind.COURIER, reveal=True).is_masked
    assert shop.audited().count("order.revealed") == 1
    shop.end(first, DOUBT)
    assert shop.decide_again(first).is_masked


def test_what_is_no_longer_true_is_not_printed_again(shop: Shop) -> None:
    shop.add()
    with pytest.raises(NotAllowed) as new:
        shop.again(SlipKind.KITCHEN)
    shop.accept()
    with pytest.raises(NotAllowed) as not_stopped:
        shop.again(SlipKind.STOP)
    job, *_ = shop.papers()
    shop.end(job, DOUBT)
    shop.event(PlatformStatus.CANCELLED)
    with pytest.raises(NotAllowed) as cancelled:
        shop.decide_again(job)
    reasons = {each.value.reason for each in (new, not_stopped, cancelled)}
    assert reasons == {OrderReason.STATE}
    assert shop.again(SlipKind.STOP).copy == 2


def test_a_slip_that_no_printer_prints_is_said(shop: Shop) -> None:
    shop.accepted()
    shop.journal.print_by(PrintPlan())
    with pytest.raises(NotAllowed) as said:
        shop.again(SlipKind.KITCHEN)
    assert said.value.reason is PrintReason.NO_PRINTER


def test_a_print_whose_order_was_cancelled_while_its_printer_was_asked_is_dropped(shop: Shop) -> None:
    shop.accepted()
    job, *_ = shop.papers()
    shop.start(job)
    shop.event(PlatformStatus.CANCELLED)
    shop.write(lambda tx: prints.finish(tx, job.seq, NO_PAPER, tx.now))
    assert shop.job(job.seq).outcome is PrintState.DROPPED


@pytest.fixture
def restarted(tmp_path: Path) -> Iterator[Shop]:
    """A journal that was closed and opened again after an order was accepted."""
    clock = SetClock()
    with opened(tmp_path, clock) as first:
        first.print_by(EVERY)
        Shop(first).accepted()
    with opened(tmp_path, clock) as second:
        second.print_by(EVERY)
        yield Shop(second)


def test_a_restart_writes_nothing_anew(restarted: Shop) -> None:
    before = restarted.slips()
    restarted.add()
    restarted.event(PlatformStatus.ACCEPTED)
    assert restarted.slips() == before
    assert len(restarted.journal.read(print_rows.open_ones)) == 3
    assert restarted.journal.read(audit.verify).broken_at is None


def test_an_order_that_was_lost_and_goes_on_where_it_stood_prints_nothing_anew(shop: Shop) -> None:
    """Its slips came out before: that nobody knows of them any more is said by the losses."""
    shop.accepted()
    for table in ("prints", "intents", "orders"):
        shop.write(lambda tx, table=table: tx.db.execute(f"DELETE FROM {table}").rowcount)
    shop.add()
    assert shop.order().state is OrderState.ACCEPTED
    assert shop.slips() == []


def test_slips_that_waited_in_a_backup_are_doubtful_once_it_is_put_back(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    clock = SetClock()
    with opened(home, clock) as journal:
        journal.print_by(EVERY)
        before = Shop(journal)
        before.accepted()
        waits, sending, done = before.papers()
        before.end(waits, NO_PAPER)
        before.start(sending)
        before.end(done, Ended(Outcome.PRINTED))
        backup.copy(home / FILE_NAME, copy)
    restore(copy, home / FILE_NAME, clock.now(), "Wang")
    with opened(home, clock) as journal:
        after = Shop(journal)
        assert after.states() == ["kitchen doubtful", "kitchen doubtful", "packing printed"]
        assert len(journal.read(print_rows.of_people)) == 2
        assert journal.read(print_rows.open_ones) == ()


def test_what_prints_of_an_order_from_before_a_restore_may_be_a_second_copy(tmp_path: Path) -> None:
    """It was accepted, and printed, after the backup: nobody knows of that any more."""
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    clock = SetClock()
    with opened(home, clock) as journal:
        journal.print_by(EVERY)
        before = Shop(journal)
        before.add()
        backup.copy(home / FILE_NAME, copy)
        before.accept()
        for job in before.papers():
            before.end(job, Ended(Outcome.PRINTED))
    restore(copy, home / FILE_NAME, clock.now(), "Wang")
    clock.walk(DAY_S)
    with opened(home, clock) as journal:
        journal.print_by(EVERY)
        after = Shop(journal)
        after.event(PlatformStatus.ACCEPTED)
        assert [job.is_second for job in after.papers()] == [True] * 3
        after.add("B", ordered_at=clock.now())
        key = key_of("B", ordered=clock.now())
        after.event(PlatformStatus.ACCEPTED, key)
        assert [job.is_second for job in after.papers(key)] == [False] * 3


def test_what_prints_of_an_order_that_came_before_the_journal_was_lost_may_be_a_second_copy(
    tmp_path: Path,
) -> None:
    clock = SetClock()
    for is_second in (False, True):
        start_up.make_ready(tmp_path, clock)
        with contextlib.closing(Journal(tmp_path, clock, "1")) as journal:
            journal.print_by(EVERY)
            shop = Shop(journal)
            shop.add()
            shop.event(PlatformStatus.ACCEPTED)
            assert [job.is_second for job in shop.papers()] == [is_second] * 3
        clock.walk(60)
        exchange.remove(tmp_path / FILE_NAME)


def test_how_many_came_out_since_is_counted(shop: Shop, clock: SetClock) -> None:
    shop.accepted()
    first, second, third = shop.papers()
    shop.end(first, Ended(Outcome.PRINTED))
    clock.walk(60)
    since = clock.now()
    shop.end(second, Ended(Outcome.HANDED_OVER))
    shop.end(third, NO_PAPER)
    found = shop.journal.read(lambda db: print_rows.ended_since(db, since))
    assert found == {PrintState.HANDED_OVER: 1}


def test_looking_for_what_is_to_print_reads_by_an_index(shop: Shop) -> None:
    """It runs each second, and a year's prints are many."""
    asked: list[str] = []

    def look(db: Database) -> None:
        db.set_trace_callback(asked.append)
        print_rows.open_ones(db)
        print_rows.of_people(db)
        print_rows.ended_since(db, shop.journal.now())
        db.set_trace_callback(None)

    shop.journal.read(look)
    assert len(asked) == 3
    for question in asked:
        assert "SCAN prints" not in plan_of(shop.journal, question).replace("SCAN prints USING INDEX", "")


def plan_of(journal: Journal, question: str) -> str:
    """How SQLite would find it."""
    plan = journal.read(lambda db: db.execute(f"EXPLAIN QUERY PLAN {question}").fetchall())
    return "\n".join(row[3] for row in plan)
