"""Every column is judged, and no byte is left of what is wiped (product row 60)."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest

from posdesk.domain.orders.order import Received
from posdesk.journal.orders import order_moves, orders
from posdesk.journal.packing import unpacked
from posdesk.journal.search_step import DERIVED
from posdesk.journal.wiping import personal, rewriting, wiping
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o.reading import CallEntry, read_order
from posdesk.simulator.config import SimulatedPartner, SimulatedStore
from posdesk.simulator.o2o.maker import OrderKind, OrderMaker, OrderWish
from tests.journal.making import (
    TERMS,
    Counter,
    SetClock,
    key_of,
    opened,
    received,
    wiped,
)
from tests.journal.remains import COMPLETED, DAY_S, PHONE, bytes_of, every, left_of, phones_in

KEEP_DAYS = 30
NEVER = timedelta(days=90 + KEEP_DAYS)


pytestmark = pytest.mark.usefixtures("whole_trail")


def text_columns(db: sqlite3.Connection) -> set[tuple[str, str]]:
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {
        (table, name)
        for table in tables
        for _, name, kind, *_ in db.execute(f"PRAGMA table_info({table})")
        if kind != "INTEGER"
    }


def test_every_text_column_of_the_journal_is_judged(counter: Counter) -> None:
    """Whoever adds one says whether personal data may stand there, and then how it is wiped."""
    there = counter.journal.read(text_columns)
    judged = [
        (table, name) for each in (personal.WIPED, personal.KEPT) for table in each for name in each[table]
    ]
    assert set(judged) == there
    assert len(judged) == len(set(judged)), "one or the other"


def test_nothing_personal_is_left_in_any_column_where_it_may_stand(counter: Counter, clock: SetClock) -> None:
    every(counter, clock)
    home = counter.journal.path.parent
    secrets = [PHONE, "王小明", "石牌街"]
    assert left_of(home, secrets) == secrets
    columns = {(table, name) for table in personal.WIPED for name in personal.WIPED[table]}
    held = {
        (table, name)
        for table, name in columns
        if counter.journal.read(
            lambda db, table=table, name=name: db.execute(  # type: ignore[misc]
                f"SELECT count(*) FROM {table} WHERE CAST({name} AS TEXT) LIKE '%{PHONE}%' OR {name} = '8888'"
            ).fetchone()[0]
        )
    }
    packed = {("orders", "raw"), ("order_raws", "raw")}
    assert columns - held == {("intents", "code"), ("name_suffixes", "piece"), *packed}, "each is tried"
    (text,) = counter.journal.read(lambda db: db.execute("SELECT raw FROM order_raws").fetchone())
    assert PHONE in unpacked(text)
    clock.walk(NEVER.total_seconds() + DAY_S)
    assert set(wiped(counter)) == set(personal.WIPED) - DERIVED - {"order_raws"}
    assert left_of(home, secrets) == []


def test_no_line_of_the_audit_trail_holds_what_a_person_wrote_or_a_platform_answered(
    counter: Counter, clock: SetClock
) -> None:
    every(counter, clock)
    lines = counter.journal.read(lambda db: db.execute("SELECT * FROM audit").fetchall())
    assert len(lines) > 15
    said = json.dumps(lines, ensure_ascii=False)
    assert [each for each in (PHONE, "王小明", "石牌街") if each in said] == []


def test_the_pages_of_what_is_wiped_are_blanked_at_once(counter: Counter, clock: SetClock) -> None:
    """Long texts stand on pages of their own, which are given up: also before the file is written anew."""
    phones = [f"139{number:08d}" for number in range(50)]
    for phone in phones:
        coming = replace(received(phone, due_at=None), raw=json.dumps({"remark": f"{'长' * 3000}{phone}"}))
        add(counter, coming)
        counter.event(COMPLETED, key_of(phone))
    home = counter.journal.path.parent
    clock.walk(31 * DAY_S)
    counter.write(lambda tx: wiping.wipe(tx, wiping.WipeDue.of(tx.now, KEEP_DAYS)))
    assert counter.journal.write_alone(wiping.empty_wal).result(30)
    data = bytes_of(home)
    assert not [phone for phone in phones if f"\\u957f{phone}".encode() in data]


def test_a_reader_in_the_way_keeps_the_wal_only_until_it_has_gone(counter: Counter, clock: SetClock) -> None:
    counter.add(phone=PHONE)
    counter.event(COMPLETED)
    clock.walk(31 * DAY_S)
    with closing(sqlite3.connect(counter.journal.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM orders").fetchall()
        counter.write(lambda tx: wiping.wipe(tx, wiping.WipeDue.of(tx.now, KEEP_DAYS)))
        while counter.journal.write_alone(rewriting.rewrite).result(30):
            pass
        assert not counter.journal.write_alone(wiping.empty_wal).result(30)
        reader.execute("COMMIT")
    assert counter.journal.write_alone(wiping.empty_wal).result(30)
    assert left_of(counter.journal.path.parent, [PHONE]) == []


@pytest.mark.timeout(300)
def test_of_a_thousand_phones_no_byte_is_left(tmp_path: Path, clock: SetClock) -> None:
    """In whatever field they stood, however the rows moved in the file before they were wiped."""
    rng = Random(60)
    phones = [f"1{rng.choice('3456789')}{rng.randrange(10**9):09d}" for _ in range(1000)]
    with opened(tmp_path, clock) as journal:
        counter = Counter(journal)
        live(counter, clock, phones, rng)
        assert phones_in(tmp_path) >= set(phones)
        clock.walk(NEVER.total_seconds() + DAY_S)
        wiped(counter)
        assert not phones_in(tmp_path) & set(phones)
    assert not phones_in(tmp_path) & set(phones)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("piece_bytes", [1, rewriting.PIECE_BYTES])
def test_day_by_day_no_byte_is_left_of_what_is_due_and_all_else_stays(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch, piece_bytes: int
) -> None:
    """Rows that were wiped stand beside rows that live, on the same pages, in pieces of any size."""
    monkeypatch.setattr(rewriting, "PIECE_BYTES", piece_bytes)
    rng = Random(61)
    with opened(tmp_path, clock) as journal:
        counter, days = Counter(journal), list[set[str]]()
        for day in range(KEEP_DAYS + 6):
            phones = [f"1{rng.choice('3456789')}{day:02d}{rng.randrange(10**7):07d}" for _ in range(30)]
            days.append({phone for number, phone in enumerate(phones) if number % 10})  # those that end
            live(counter, clock, phones, rng)
            clock.walk(DAY_S - 60 * len(phones))
            wiped(counter)
            gone, here = days[: -KEEP_DAYS - 1], days[-KEEP_DAYS:]
            there = phones_in(tmp_path)
            assert not there & set[str]().union(*gone), day
            assert there >= set[str]().union(*here), day
        assert journal.read(lambda db: db.execute("PRAGMA foreign_key_check").fetchall()) == []
        assert journal.read(lambda db: db.execute("PRAGMA integrity_check").fetchall()) == [("ok",)]


def live(counter: Counter, clock: SetClock, phones: list[str], rng: Random) -> None:
    """Orders of the simulator's, with a phone in one field or in all; some change, most end."""
    maker = OrderMaker(SimulatedPartner(name="meituan", appid="a", appkey="k"), SimulatedStore(), rng)
    for number, phone in enumerate(phones):
        clock.walk(60)
        bill = maker.make(
            clock.now(), OrderWish(kind=rng.choice(list(OrderKind)), changes=fields(phone, number, rng))
        )
        first = read_order(entry(bill.wire))
        add(counter, first)
        if number % 3 == 0:
            add(
                counter,
                read_order(entry({**bill.wire, "reamrks": f"改 {phone} {'一' * rng.randrange(900)}"})),
            )
        if number % 10:
            key = key_of(bill.tbillno, ordered=first.content.ordered_at)
            counter.journal.write(partial(order_moves.apply_status, number=key.number, status=COMPLETED))
    counter.write(lambda tx: None)


def fields(phone: str, number: int, rng: Random) -> dict[str, object]:
    padding = "长" * rng.choice([0, 0, 50, 700, 3000])
    every_one: dict[str, object] = {
        "mobileno": phone,
        "reamrks": f"打 {phone} {padding}",
        "customername": f"王{phone}",
        "consignee": f"石牌街12号 {phone}",
    }
    one = list(every_one)[number % 4]
    return every_one if number % 5 == 0 else {one: every_one[one], "customername": f"王{phone}"}


def add(counter: Counter, coming: Received) -> None:
    counter.journal.write(partial(orders.add_all, terms=TERMS, received=(coming,)))


def entry(wire: Mapping[str, object]) -> CallEntry:
    """It as it is read off the wire, numbers as they were written."""
    read = read_json(json.dumps(wire).encode())
    assert isinstance(read, dict)
    return CallEntry("items", read)
