"""Whatever a person does at the desk or in the books leaves a line of the audit trail with the name."""

import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.books.ledger import IntakeFault, Misdated
from posdesk.domain.books.receipt import Door, ReceiptKey
from posdesk.domain.first_start import Progress
from posdesk.domain.journal_health import Loss
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.history import RemarkKind
from posdesk.domain.orders.intent import Kind, Seq, Wish, new_seq
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.relay.stray import CallByRelay
from posdesk.domain.shift.checklist import LineKind
from posdesk.engine import actions
from posdesk.engine.actions import Actions, BookActions, PrintActions
from posdesk.engine.engine import Engine
from posdesk.engine.shift import ShiftActions, rules_of
from posdesk.errors import NotAllowed
from posdesk.journal import Journal, Transaction, heartbeats
from posdesk.journal.audit import audit
from posdesk.journal.books import receipts
from posdesk.journal.orders import print_rows, prints, refused_calls, remarks, training, z_prints
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import away, stray_calls
from posdesk.journal.rescue import losses
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings
from tests.journal.making import (
    CASH,
    KEY,
    PATIENCE_S,
    START,
    Counter,
    SetClock,
    key_of,
    one_group,
    opened,
    received,
)
from tests.journal.takings import DUPLICATE, HOUR, LOST, REFUSED, WRONG_SECRET, Store, till

ACTOR = "王经理"
RULES = rules_of(Settings())
Line = tuple[str, str, str, str]


@dataclass
class Shop:
    """A journal, an engine that doesn't run, and what a person can press."""

    journal: Journal
    engine: Engine
    counter: Counter = field(init=False)
    store: Store = field(init=False)
    desk: Actions = field(init=False)
    books: BookActions = field(init=False)
    prints: PrintActions = field(init=False)
    shift: ShiftActions = field(init=False)

    def __post_init__(self) -> None:
        self.counter, self.store = Counter(self.journal), Store(self.journal)
        self.desk, self.books = Actions(self.journal, self.engine), BookActions(self.journal, self.engine)
        self.prints, self.shift = PrintActions(self.journal), ShiftActions(self.journal)

    def lines(self) -> list[Line]:
        """Every line: what, who, partner, GUID."""
        query = "SELECT what, actor, partner, seq FROM audit ORDER BY number"
        return self.journal.read(lambda db: db.execute(query).fetchall())

    def refused(self, serial: str, answer: Any = REFUSED) -> Any:
        """The posting of a receipt that its platform refused."""
        (posting,) = [
            p for p in self.store.queued(till(serial)) if p.receipt and p.receipt.serial_num == serial
        ]
        self.store.attempt(posting.seq, answer)
        return posting.seq

    def lost_report(self) -> Any:
        """An hour's report whose answer was lost."""
        seq = self.store.report().seq
        self.store.attempt(seq, LOST)
        return seq


Act = Callable[[Shop], "Future[Any]"]


def _wish(kind: Kind, *before: Kind, **wish: Any) -> Act:
    def act(at: Shop) -> "Future[Any]":
        at.counter.add(is_verification=kind is Kind.VERIFY)
        for each in before:
            at.counter.done(each)
        return at.desk.wish(Wish(KEY, kind, ACTOR, **wish))

    return act


def _on_unknown(deed: Callable[[Shop, Any], "Future[Any]"]) -> Act:
    def act(at: Shop) -> "Future[Any]":
        at.counter.add()
        return deed(at, at.counter.unknown(Kind.ACCEPT))

    return act


def _put_away(at: Shop) -> "Future[Any]":
    key = at.counter.write(lambda tx: training.put(tx, received("own")))
    at.desk.wish(Wish(key, Kind.ACCEPT, ACTOR)).result(PATIENCE_S)
    return at.desk.put_away(key, ACTOR)


def _undo(at: Shop) -> "Future[Any]":
    at.counter.add()
    return at.desk.undo(at.counter.press(Kind.ACCEPT, leaves_after_s=2).seq, ACTOR)


def _hand_over(at: Shop) -> "Future[Any]":
    at.counter.add()
    at.counter.done(Kind.ACCEPT)
    return at.desk.hand_over(KEY, ACTOR)


def _acknowledge_stop(at: Shop) -> "Future[Any]":
    at.counter.add()
    at.counter.done(Kind.ACCEPT)
    at.counter.event(PlatformStatus.CANCELLED)
    return at.desk.acknowledge_stop(KEY, ACTOR)


def _close_here(at: Shop) -> "Future[Any]":
    at.counter.add()
    return at.desk.close_here(KEY, CloseReason.NO_SHOW, ACTOR)


def _open_again(at: Shop) -> "Future[Any]":
    at.counter.add()
    at.desk.close_here(KEY, CloseReason.OTHER, "Li", "twice").result(PATIENCE_S)
    return at.desk.open_again(KEY, ACTOR)


def _cancel_this(at: Shop) -> "Future[Any]":
    at.counter.add()
    at.counter.add(ordered_at=START + timedelta(days=1), customer="李生")
    at.counter.event(PlatformStatus.CANCELLED)
    return at.desk.cancel_this(KEY, ACTOR)


def _on_accepted(act: Act) -> Act:
    def acted(at: Shop) -> "Future[Any]":
        at.counter.add()
        at.counter.done(Kind.ACCEPT)
        return act(at)

    return acted


def _remark(at: Shop) -> "Future[Any]":
    at.counter.write(lambda tx: remarks.add(tx, RemarkKind.PARKED_CLOSED, "meituan", "20", ""))
    return at.books.acknowledge_remark(1, ACTOR)


def _acknowledge_gap(at: Shop) -> "Future[Any]":
    at.counter.write(lambda tx: heartbeats.add_gap(tx, tx.now - timedelta(hours=1), tx.now, "asleep"))
    return at.desk.acknowledge_gap(1, ACTOR)


def _compare_gaps(at: Shop) -> "Future[Any]":
    at.counter.write(lambda tx: heartbeats.add_gap(tx, tx.now - timedelta(hours=1), tx.now, "asleep"))
    return at.desk.compare_gaps((1,), "meituan", ("meituan", "eleme"), ACTOR)


def _acknowledge_losses(at: Shop) -> "Future[Any]":
    at.counter.write(lambda tx: losses.add(tx, [Loss("orders", 3, "journal.damaged")]))
    return at.desk.acknowledge_losses(ACTOR)


def _read_away(at: Shop) -> "Future[Any]":
    at.counter.add()
    at.counter.write(lambda tx: away.came(tx, 0, tx.now - timedelta(hours=1)))
    return at.desk.read_away(ACTOR)


def _revealed(at: Shop) -> "Future[Any]":
    at.counter.add()
    return at.desk.revealed(KEY, ACTOR)


def _report_hour(at: Shop) -> "Future[Any]":
    at.store.take(till("1"))
    return at.books.report_hour(HOUR, ACTOR, cover=True, reason="compared by hand")


def _leave_hour(at: Shop) -> "Future[Any]":
    seq = at.store.report().seq
    at.store.attempt(seq, DUPLICATE)
    return at.books.leave_hour(HOUR, at.store.book().now, ACTOR)


def _retry_halting(at: Shop) -> "Future[Any]":
    """Both were under way when the first answer said that the secret is wrong."""
    of = [posting.seq for posting in at.store.queued(till("1"), till("2"))]
    for sent in [at.store.begin(seq) for seq in of]:
        assert sent is not None
        at.store.finish(sent, WRONG_SECRET)
    return at.books.retry(of[1], ACTOR)


def _retry_alike(at: Shop) -> "Future[Any]":
    at.refused("1")
    return at.books.retry_alike(at.refused("2"), ACTOR)


def _trouble(at: Shop) -> "Future[Any]":
    at.store.write(lambda tx: receipts.note_trouble(tx, Door.FOLDER, IntakeFault.REFUSED, "a.csv", "line 2"))
    return at.books.acknowledge_trouble(1, ACTOR)


def _misdated(at: Shop) -> "Future[Any]":
    seen = Misdated(ReceiptKey("33571001", "POS001", "1"), HOUR, HOUR, HOUR, 1, 1)
    return at.books.acknowledge_misdated(seen, ACTOR)


def _acknowledge_wrong_signs(at: Shop) -> "Future[Any]":
    def job(tx: Transaction) -> None:
        refused_calls.add_wrong_signs(tx, "meituan", refused_calls.GatheredSigns(5, tx.now, tx.now, tx.now))

    at.counter.write(job)
    return at.desk.acknowledge_wrong_signs(ACTOR)


def _refused(at: Shop) -> "Future[Any]":
    call = Refused(RefusedKind.ORDER, "B1", "#1", "state", 1003, "缺少 / missing")
    at.counter.write(lambda tx: refused_calls.note(tx, "meituan", call))
    return at.books.acknowledge_refused(1, ACTOR)


def _close_stray(at: Shop) -> "Future[Any]":
    call = CallByRelay("meituan", "appid=meituan-app", b"{}", START)
    why = Refused(RefusedKind.ORDER, "B1", "#1", "state", 1003, "缺少 / missing")
    at.counter.write(lambda tx: stray_calls.note(tx, call, why))
    return at.books.close_stray(1, ACTOR)


def _beyond(at: Shop) -> "Future[Any]":
    def job(tx: Transaction) -> None:
        for number in range(refused_calls.MOST_OPEN + 1):
            call = Refused(RefusedKind.ORDER, f"B{number}", "", "state", 1003, "缺少 / missing")
            refused_calls.note(tx, "meituan", call)

    at.counter.write(job)
    return at.books.acknowledge_beyond("meituan", ACTOR)


def _on_doubtful(act: Callable[[Shop, Seq], "Future[Any]"]) -> Act:
    def acted(at: Shop) -> "Future[Any]":
        at.journal.print_by(PrintPlan((PlannedSlip(SlipKind.KITCHEN, "kitchen"),)))
        at.counter.add()
        at.counter.done(Kind.ACCEPT)
        (job,) = at.journal.read(print_rows.open_ones)
        at.counter.write(lambda tx: prints.begin(tx, job.seq))
        at.counter.write(prints.recover)
        return act(at, job.seq)

    return acted


DESK: dict[str, tuple[Act, ...]] = {
    "wish": (
        _wish(Kind.ACCEPT),
        _wish(Kind.REFUSE, reason="sold out"),
        _wish(Kind.READY, Kind.ACCEPT),
        _wish(Kind.PAY, Kind.ACCEPT, payments=(CASH,)),
        _wish(Kind.VERIFY, Kind.ACCEPT, code="6901234567891"),
    ),
    "put_away": (_put_away,),
    "read_away": (_read_away,),
    "undo": (_undo,),
    "ask_again": (_on_unknown(lambda at, seq: at.desk.ask_again(seq, ACTOR)),),
    "settle": (
        _on_unknown(lambda at, seq: at.desk.settle(seq, ACTOR, done=True)),
        _on_unknown(lambda at, seq: at.desk.settle(seq, ACTOR, done=False)),
    ),
    "hand_over": (_hand_over,),
    "note": (_on_accepted(lambda at: at.desk.note(KEY, "less chili", ACTOR)),),
    "promise": (_on_accepted(lambda at: at.desk.promise(KEY, START, ACTOR)),),
    "pack": (_on_accepted(lambda at: at.desk.pack(KEY, 0, 1, ACTOR)),),
    "close_here": (_close_here,),
    "open_again": (_open_again,),
    "acknowledge_stop": (_acknowledge_stop,),
    "cancel_this": (_cancel_this,),
    "acknowledge_gap": (_acknowledge_gap,),
    "compare_gaps": (_compare_gaps,),
    "acknowledge_losses": (_acknowledge_losses,),
    "acknowledge_wrong_signs": (_acknowledge_wrong_signs,),
    "revealed": (_revealed,),
    "signed_in": (lambda at: at.desk.signed_in(ACTOR),),
    "signed_out": (lambda at: at.desk.signed_out(ACTOR),),
    "recovery_made": (lambda at: at.desk.recovery_made(ACTOR),),
    "recovery_failed": (lambda at: at.desk.recovery_failed(ACTOR),),
    "pin_recovered": (lambda at: at.desk.pin_recovered("Li", ACTOR),),
    "move_laid_ready": (lambda at: at.desk.move_laid_ready("posdesk-move-001.zip", ACTOR),),
    "pins_tried": (lambda at: at.desk.pins_tried(ACTOR, wrong=2, untold=0, tell=2),),
    "snoozed": (lambda at: at.desk.snoozed(ACTOR),),
    "first_start": (lambda at: at.desk.first_start(Progress(), ACTOR, step="sound", how="left open"),),
    "sound_heard": (lambda at: at.desk.sound_heard(ACTOR, device="Till"),),
    "sound_not_heard": (lambda at: at.desk.sound_not_heard(ACTOR, device="Till"),),
    "judged": (lambda at: at.desk.judged(ACTOR, about="ovopark", fits=True),),
}
BOOKS: dict[str, tuple[Act, ...]] = {
    "report_hour": (_report_hour,),
    "leave_hour": (_leave_hour,),
    "ask_again": (lambda at: at.books.ask_again(at.lost_report(), ACTOR),),
    "retry": (lambda at: at.books.retry(at.refused("1"), ACTOR), _retry_halting),
    "retry_alike": (_retry_alike,),
    "withdraw": (lambda at: at.books.withdraw(at.refused("1"), ACTOR),),
    "settle": (
        lambda at: at.books.settle(at.lost_report(), ACTOR, done=True),
        lambda at: at.books.settle(at.lost_report(), ACTOR, done=False),
    ),
    "acknowledge_trouble": (_trouble,),
    "acknowledge_remark": (_remark,),
    "acknowledge_misdated": (_misdated,),
    "acknowledge_refused": (_refused,),
    "acknowledge_beyond": (_beyond,),
    "close_stray": (_close_stray,),
    "exported": (lambda at: at.books.exported("hours", date(2026, 11, 21), "csv", ACTOR),),
    "settings_saved": (lambda at: at.books.settings_saved("wdk", ("app_key",), ACTOR),),
}


def _on_z(at: Shop) -> "Future[Any]":
    at.journal.print_by(PrintPlan((PlannedSlip(SlipKind.Z, "counter"),)))
    at.counter.write(lambda tx: z_prints.numbered(tx, 1, ()))
    return at.shift.z_again(1, ACTOR)


def _in_shift(act: Act) -> Act:
    """Another one opened it, and counted."""

    def acted(at: Shop) -> "Future[Any]":
        at.shift.open(50_000, "Li").result(PATIENCE_S)
        at.shift.count(50_000, {}, "", RULES, "Li").result(PATIENCE_S)
        return act(at)

    return acted


def _hand_line_over(at: Shop) -> "Future[Any]":
    at.counter.add()
    return at.shift.hand_over(LineKind.ORDERS, "Li", "", RULES, ACTOR)


PRINTS: dict[str, tuple[Act, ...]] = {
    "again": (_on_doubtful(lambda at, _: at.prints.again(KEY, SlipKind.KITCHEN, ACTOR)),),
    "decide_again": (_on_doubtful(lambda at, seq: at.prints.decide_again(seq, ACTOR)),),
    "came_out": (_on_doubtful(lambda at, seq: at.prints.came_out(seq, ACTOR)),),
    "drop": (_on_doubtful(lambda at, seq: at.prints.drop(seq, ACTOR)),),
}
SHIFT: dict[str, tuple[Act, ...]] = {
    "open": (lambda at: at.shift.open(50_000, ACTOR),),
    "pay_in": (_in_shift(lambda at: at.shift.pay_in(2_000, "coins", ACTOR)),),
    "pay_out": (_in_shift(lambda at: at.shift.pay_out(2_000, "ice", ACTOR)),),
    "leave_note": (_in_shift(lambda at: at.shift.leave_note("ice is low", ACTOR)),),
    "count": (_in_shift(lambda at: at.shift.count(49_000, {}, "again", RULES, ACTOR)),),
    "hand_over": (_in_shift(_hand_line_over),),
    "close": (_in_shift(lambda at: at.shift.close("Store", RULES, ACTOR)),),
    "z_again": (_on_z,),
}
ALL = [(name, act) for table in (DESK, BOOKS, PRINTS, SHIFT) for name, acts in table.items() for act in acts]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        yield Shop(journal, Engine(tmp_path, Settings(), journal, Credentials(), clock))


@pytest.mark.parametrize(
    ("kind", "table"), [(Actions, DESK), (BookActions, BOOKS), (PrintActions, PRINTS), (ShiftActions, SHIFT)]
)
def test_every_act_that_there_is_stands_in_these_tests(kind: type, table: dict[str, Any]) -> None:
    public = {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
    assert public == table.keys()


@pytest.mark.parametrize(("name", "act"), ALL, ids=[f"{n}-{i}" for i, (n, _) in enumerate(ALL)])
def test_an_act_leaves_a_line_with_the_name(shop: Shop, name: str, act: Act) -> None:
    future = act(shop)
    future.result(PATIENCE_S)
    mine = [line for line in shop.lines() if line[1] == ACTOR]
    assert mine, f"{name} left no line with the name"
    assert shop.journal.read(audit.verify).broken_at is None


def test_thousands_of_refused_ones_go_again_in_pieces_between_which_orders_are_written(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    commits: list[frozenset[str]] = []
    *_, last = (shop.refused(f"{number}") for number in range(5))
    with one_group(shop.journal):
        shop.journal.subscribe(lambda notice: commits.append(notice.topics))
        whole = shop.books.retry_alike(last, ACTOR)
    assert whole.result(PATIENCE_S) == 5
    assert commits == [frozenset({"postings"})] * 3
    assert shop.books.retry_alike(last, ACTOR).result(PATIENCE_S) == 0
    unknown = shop.books.retry_alike(new_seq(), ACTOR).exception(PATIENCE_S)
    assert isinstance(unknown, NotAllowed)


def test_an_act_that_changes_many_leaves_a_line_of_each(shop: Shop) -> None:
    _retry_alike(shop).result(PATIENCE_S)
    queued = [line for line in shop.lines() if line[0] == "posting.queued" and line[1] == ACTOR]
    assert len({line[3] for line in queued}) == 2


def test_an_act_that_is_not_allowed_leaves_none(shop: Shop) -> None:
    shop.counter.add()
    before = shop.lines()
    assert shop.desk.hand_over(KEY, ACTOR).exception(PATIENCE_S) is not None
    assert shop.desk.wish(Wish(key_of("none"), Kind.ACCEPT, ACTOR)).exception(PATIENCE_S)
    assert shop.lines() == before
