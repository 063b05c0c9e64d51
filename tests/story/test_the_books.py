"""The books under faults and kills: every receipt at WDK, every closed hour right at ovopark."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from posdesk.domain.books.hour import HourState, Policy, is_closed, state_of, step_of
from posdesk.domain.books.posting import Book, CoverReason, Posting
from posdesk.domain.clock import in_china, to_text
from posdesk.domain.money import yuan_of
from posdesk.domain.orders.intent import Outcome
from posdesk.journal import Journal
from posdesk.journal.books import posting_acts, posting_rows
from posdesk.journal.transaction import Transaction
from posdesk.simulator.config import WdkRules
from posdesk.simulator.faults import FaultKind, FaultRule
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderWish
from posdesk.simulator.o2o.site import Status
from tests.support.bookshop import FROM_ORDERS, RUNG_AT, SECRETS, SHOP, TOKEN, books_settings
from tests.support.engine import EngineHome, engine_home
from tests.support.every_hour import hour_books
from tests.support.paths import ROOT
from tests.support.processes import free_port, wait_for
from tests.support.simulator import (
    MEITUAN,
    OVOPARK,
    WDK,
    RunningSimulator,
    quiet_config,
    running_simulator,
)
from tests.support.till_receipts import Wire, as_csv, three_days_of_receipts

pytestmark = pytest.mark.waits

RECEIPTS = 2_000
ORDERS = 40
KILLS = 10
PATIENCE_S = 420.0
POLICY = Policy(grace=timedelta(minutes=5))
KINDS = (
    FaultKind.LOST_ANSWER,
    FaultKind.LOST_REQUEST,
    FaultKind.HTTP_500,
    FaultKind.WRONG_JSON,
    FaultKind.CUT_JSON,
    FaultKind.HTML,
)
FAULTS = tuple(
    FaultRule(kind=kind, probability=0.06, partner=name) for kind in KINDS for name in ("ovopark", "wdk")
)


@contextmanager
def a_shop(folder: Path, *faults: FaultRule) -> Iterator[tuple[EngineHome, RunningSimulator, Journal]]:
    port = free_port()
    rules = WDK.model_copy(update={"rules": WdkRules(unknown_sales=True)})
    target = f"http://127.0.0.1:{port}/center/gateway"
    config = quiet_config(target=target, partners=(MEITUAN,), ovopark=OVOPARK, wdk=rules)
    with running_simulator(config) as simulator:
        simulator.set_faults(*faults)
        text = books_settings(simulator, wdk=FROM_ORDERS, pos=RUNG_AT)
        home = EngineHome(
            folder, simulator.address, [MEITUAN], port=port, more_settings=text, more_secrets=SECRETS
        )
        with engine_home(home), home.journal() as journal:
            yield home, simulator, journal


@pytest.mark.timeout(900)
def test_two_thousand_receipts_reach_both_books_through_faults_and_kills(tmp_path: Path) -> None:
    receipts = three_days_of_receipts(in_china(datetime.now(UTC)), RECEIPTS)
    random.Random(5).shuffle(receipts)
    with a_shop(tmp_path, *FAULTS) as (home, simulator, journal):
        orders = [simulator.post_order(OrderWish(partner="meituan")) for _ in range(ORDERS)]
        for number in range(KILLS):
            hand_in_all(home, receipts[number::KILLS], number)
            complete_all(simulator, orders[number::KILLS])
            home.kill()
            home.start()
        wait_long(lambda: count(journal, "receipts") == RECEIPTS + ORDERS, "every receipt")
        simulator.set_faults()
        send_what_was_below_zero(journal)
        wait_long(lambda: not waits(journal), "an end to it all")
        check_wdk(journal, simulator, receipts)
        check_ovopark(journal, simulator)


def hand_in_all(home: EngineHome, receipts: Sequence[Wire], number: int) -> None:
    """Most by HTTP, eight at once; some by a command, some as files, one of them CSV."""
    calls, files, table = receipts[:140], receipts[140:170], receipts[170:]
    with ThreadPoolExecutor(8) as tills:
        answers = list(tills.map(lambda receipt: hand_in(home, receipt), calls))
    assert answers == [{"stored": 1, "known": 0}] * len(calls)
    drop(home.folder / "receipts-in", f"day-{number}.json", json.dumps(files[:15]).encode())
    drop(home.folder / "receipts-in", f"day-{number}.csv", as_csv(table))
    by_command = home.folder / f"by-command-{number}.json"
    by_command.write_text(json.dumps(files[15:]), encoding="utf-8")
    command = [sys.executable, "-m", "posdesk", "--home", str(home.folder), "receipts", "import"]
    subprocess.run([*command, str(by_command)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def hand_in(home: EngineHome, receipt: Wire) -> object:
    answer = httpx.post(
        home.receipts,
        headers={"authorization": f"Bearer {TOKEN}"},
        json=receipt,
        timeout=20,
        trust_env=False,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def drop(folder: Path, name: str, data: bytes) -> None:
    (folder / f"{name}.part").write_bytes(data)
    (folder / f"{name}.part").rename(folder / name)


def complete_all(simulator: RunningSimulator, orders: Sequence[OrderSeen]) -> None:
    for order in orders:
        assert simulator.status(order.tbillno, Status.COMPLETED).acknowledged


def wait_long(fact: object, what: str) -> None:
    assert callable(fact)
    wait_for(fact, what, patience_s=PATIENCE_S)


def send_what_was_below_zero(journal: Journal) -> None:
    """As the manager whom such an hour asks: a return came in before its sales, with a report unknown."""
    for book in journal.read(hour_books):
        if book.last is not None and book.last.is_open and book.last.needs_person:
            journal.write(partial(_manager_reports, book.hour)).result(20)


def _manager_reports(hour: datetime, tx: Transaction) -> None:
    words = "the sales came later"
    posting_acts.report_hour(tx, hour, actor="王经理", cover=True, reason=CoverReason.PERSON, detail=words)


def count(journal: Journal, table: str) -> int:
    return int(journal.read(lambda db: db.execute(f"SELECT count(*) FROM {table}").fetchone())[0])


def waits(journal: Journal) -> bool:
    """Whether anything is left that will happen by itself, now or within two minutes."""
    if journal.read(lambda db: db.execute("SELECT 1 FROM receipts WHERE queued = 0 LIMIT 1").fetchone()):
        return True
    if any(not posting.needs_person for posting in journal.read(posting_rows.open_ones)):
        return True
    later = datetime.now(UTC) + timedelta(minutes=2)
    due = {book.hour for book in journal.read(hour_books) if step_of(book, POLICY, later).report}
    return any(is_closed(hour, datetime.now(UTC), POLICY.grace) for hour in due)


def check_wdk(journal: Journal, simulator: RunningSimulator, receipts: Sequence[Wire]) -> None:
    held = simulator.receipts()
    for wire in receipts:
        seen = held[str(wire["store_id"]), str(wire["pos_no"]), str(wire["serial_num"])]
        assert seen.body == wire, "field by field, integers as integers"
        assert len(set(seen.bodies)) == 1, "the same bytes each time"
    assert len(held) == RECEIPTS + ORDERS
    every = sent(journal, Book.RECEIPT)
    assert {p.outcome for p in every} == {Outcome.CONFIRMED}
    assert len({p.receipt for p in every}) == len(every) == RECEIPTS + ORDERS
    for posting in every:
        assert posting.receipt is not None
        assert posting.target in held[posting.receipt].targets
        assert held[posting.receipt].count == 1 or posting.ever_unknown, f"{posting} went twice"


def check_ovopark(journal: Journal, simulator: RunningSimulator) -> None:
    held = simulator.hours()
    books = journal.read(hour_books)
    now = datetime.now(UTC)
    closed = [book for book in books if is_closed(book.hour, now, POLICY.grace)]
    assert len(closed) > 60
    for book in closed:
        assert state_of(book, now) is HourState.CONFIRMED, book.hour
        final = held[SHOP, f"{in_china(book.hour):%Y-%m-%d %H:%M:%S}"].held
        figures = journal.read(lambda db, hour=book.hour: sums(db, hour))  # type: ignore[misc]
        assert (final.total, final.deal_person_num, final.deal_num) == figures


def sums(db: object, hour: datetime) -> tuple[str, str, str]:
    """The hour's totals from the receipts' own wire texts, added up by a few lines of this test."""
    rows = db.execute("SELECT raw FROM receipts WHERE hour = ?", (to_text(hour),)).fetchall()  # type: ignore[attr-defined]
    fen = receipts = items = 0
    for (raw,) in rows:
        wire = json.loads(raw)
        sign = -1 if wire.get("trd_type") == 2 else 1
        fen += sign * wire["actual_amt"]
        receipts += sign > 0
        items += sign * sum(pieces(line["quantity"]) for line in wire["sub_orders"])
    return str(yuan_of(fen)), str(receipts), str(items)


def pieces(quantity: str) -> int:
    return int(float(quantity)) if float(quantity).is_integer() else 1


def sent(journal: Journal, book: Book) -> tuple[Posting, ...]:
    return journal.read(lambda db: posting_rows.select(db, "p.book = ?", (book,)))
