"""What the desk reads: search over 100,000 orders by index, the board, gaps and scans."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.domain.clock import to_text
from posdesk.domain.orders.board import Lane, OrderView, lane_of
from posdesk.domain.orders.finding import found_by
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.domain.privacy import without_phones
from posdesk.journal import Database, Journal, codec, heartbeats
from posdesk.journal.orders import intent_rows, intents, order_moves, own_rows, scans, views
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import KEY, START, Counter, SetClock, content, key_of, opened

ORDERS = 40_000
A_DAY = 300


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """Five months of a busy store: 40,000 orders, show numbers from 1 each day."""
    home = tmp_path_factory.mktemp("many")
    with opened(home) as journal:
        journal.write(lambda tx: tx.db.executemany(_INSERT, (_row(n) for n in range(ORDERS)))).result(110)
        yield journal


_INSERT = (
    "INSERT INTO orders (partner, bill, ordered, placed_at, tbillno, billno, counter, state, state_at,"
    " origin, received_at, show_no, customer, phone_last4, content, raw)"
    " VALUES ('meituan', ?1, ?3, ?3, ?1, ?2, '1', 'completed', ?3, 'pushed', ?3, ?4, ?5, ?6, ?7, '{}')"
)


def _row(n: int) -> tuple[str, ...]:
    at = to_text(START - timedelta(minutes=ORDERS - n))
    shown, name, last4 = f"#{n % A_DAY + 1}", f"客人{n:06d}号", f"{n % 10000:04d}"
    text = _CONTENT.replace("张生", name)
    return (f"XT{n:012d}", f"XS20250101001-01{n:06d}", at, shown, name, last4, text)


_CONTENT = codec.content_text(content())


def found(journal: Journal, text: str) -> list[str]:
    """The bills that a search finds, first to last."""
    return [view.order.key.bill for view in journal.read(lambda db: views.search(db, text))]


def plan_of(journal: Journal, question: str, values: int) -> list[str]:
    """How SQLite means to answer."""

    def ask(db: sqlite3.Connection) -> list[str]:
        rows = db.execute(f"EXPLAIN QUERY PLAN {question}", ("x",) * values)
        return [row[3] for row in rows]

    return journal.read(ask)


def asked_by(journal: Journal, text: str) -> list[str]:
    """The statements of a search, with their values."""
    said: list[str] = []

    def ask(db: sqlite3.Connection) -> None:
        db.set_trace_callback(said.append)
        try:
            views.search(db, text)
        finally:
            db.set_trace_callback(None)

    journal.read(ask)
    return said


def test_a_search_walks_no_table(many: Journal) -> None:
    """But for the index of odd names, in which none is; and where names are frequent, the newest of them."""
    steps = [
        step for text in ("104", "客人") for said in asked_by(many, text) for step in plan_of(many, said, 0)
    ]
    walks = [step for step in steps if step.startswith("SCAN")]
    allowed = {
        "SCAN orders USING INDEX orders_odd_names",
        "SCAN name_suffixes",
        "SCAN s",
        "SCAN CONSTANT ROW",
        "SCAN json_each VIRTUAL TABLE INDEX 1:",
        "SCAN k VIRTUAL TABLE INDEX 1:",  # the same: the orders that were found, by their keys
        "SCAN claims USING COVERING INDEX sqlite_autoindex_claims_1",  # for its first row alone
    }
    assert {walk for walk in walks if "subquery" not in walk and not walk.startswith("SCAN (")} <= allowed
    for index in ("orders_show_no", "orders_last4", "orders_bill", "orders_billno"):
        assert any(index in step and step.startswith("SEARCH") for step in steps), index


def test_the_board_walks_no_table(many: Journal) -> None:
    said: list[str] = []

    def ask(db: sqlite3.Connection) -> None:
        db.set_trace_callback(said.append)
        try:
            assert tuple(views.each_on_board(db, START + timedelta(days=400))) == ()
        finally:
            db.set_trace_callback(None)

    many.read(ask)
    steps = [step for each in said for step in plan_of(many, each, 0)]
    assert not [
        step for step in steps if step.startswith("SCAN") and "USING" not in step and "orders" in step
    ]
    assert not [step for step in steps if step.startswith("SCAN intents") and "intents_open" not in step]


@pytest.mark.parametrize("text", ["104", "#104", " #104 ", "# 104"])
def test_a_show_number_finds_the_latest_days_first(many: Journal, text: str) -> None:
    bills = found(many, text)
    last = max(n for n in range(ORDERS) if n % A_DAY == 103)
    assert f"XT{last:012d}" in bills[:2]
    assert len(bills) <= views.FOUND_LIMIT


def test_last_four_digits_names_and_bill_numbers_are_found(many: Journal) -> None:
    newest = f"XT{ORDERS - 1:012d}"
    assert found(many, "9999")[0] == newest
    assert found(many, "039999号") == [newest]
    assert found(many, newest) == [newest]
    assert found(many, "XS20250101001-01039999") == [newest]
    assert found(many, "xs20250101001-01039999") == [newest]
    assert found(many, newest[:-1])[0] == newest


def test_what_was_typed_whole_comes_first_and_today_before_yesterday(
    counter: Counter, clock: SetClock
) -> None:
    yesterday, tomorrow = START, START + timedelta(days=1)
    for moment, day in ((yesterday, "1"), (tomorrow, "2")):
        clock.wall = moment
        counter.add(f"{day}-number", show_no="#2046", customer="张生", phone="13900000000")
        counter.add(f"{day}-phone", show_no="7", customer="王生", phone="13800002046")
        counter.add(f"2046{day}", show_no="8", customer="李生", phone="13900000001")
        counter.add(f"{day}-name", show_no="9", customer="桌2046", phone="13900000002")
    clock.wall = tomorrow
    counter.add("2046", show_no="10", customer="赵生", phone="13900000003")
    hits = ["2-number", "1-number", "2046", "2-phone", "1-phone", "20462", "20461", "2-name", "1-name"]
    assert found(counter.journal, "2046") == hits


@given(
    orders=st.lists(
        st.tuples(
            st.text("0124#A ", max_size=4),
            st.text("0124A-", min_size=1, max_size=5),
            st.text("0124", min_size=4, max_size=6),
            st.text("张李A4", max_size=3),
        ),
        max_size=8,
    ),
    text=st.text("0124#Aa张 ", max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_every_finding_has_its_reason_and_the_likelier_come_first(
    tmp_path_factory: pytest.TempPathFactory, orders: list[tuple[str, ...]], text: str
) -> None:
    with opened(tmp_path_factory.mktemp("finds")) as journal:
        counter = Counter(journal)
        for at, (show_no, bill, phone, name) in enumerate(orders):
            counter.add(f"{bill}{at}", show_no=show_no, phone=phone, customer=name)
        hits = journal.read(lambda db: views.search(db, text))
    reasons = [found_by(view.order, text) for view in hits]
    assert None not in reasons
    assert reasons == sorted(reason for reason in reasons if reason is not None)


@pytest.mark.parametrize("text", ["", "  ", "#", "# "])
def test_nothing_is_found_for_nothing(many: Journal, text: str) -> None:
    assert found(many, text) == []


@pytest.mark.parametrize("text", ["'", "%", "_", "\\", "x' OR 1=1 --", "\0", "💐", "没有这个人"])
def test_odd_texts_find_nothing_and_break_nothing(many: Journal, text: str) -> None:
    assert found(many, text) == []


@pytest.mark.parametrize("shown", ["#104 ", " 104", "# 104", "104"])
def test_blanks_in_show_numbers_hide_no_order(counter: Counter, shown: str) -> None:
    counter.add(show_no=shown)
    assert found(counter.journal, "104") == [KEY.bill]
    assert found(counter.journal, "#104") == [KEY.bill]


def test_a_changed_order_is_found_by_what_it_says_now(counter: Counter) -> None:
    counter.add(customer="Ann Lee", phone="13900005678")
    counter.add(customer="Bob Lee", phone="13900009876")
    assert found(counter.journal, "ann") == []
    assert [found(counter.journal, text) for text in ("bob", "9876", "LEE")] == [[KEY.bill]] * 3


def test_a_found_order_brings_its_intents(counter: Counter) -> None:
    counter.add()
    seq = counter.press(Kind.ACCEPT).seq
    (view,) = counter.journal.read(lambda db: views.search(db, "张"))
    assert [intent.seq for intent in view.intents] == [seq]


def test_the_board_holds_what_is_open_and_what_ended_today(counter: Counter, clock: SetClock) -> None:
    for bill in ("old", "stopped", "asked", "open", "new"):
        counter.add(bill)
    key = {bill: key_of(bill) for bill in ("old", "stopped", "asked", "open", "new")}
    counter.event(PlatformStatus.CANCELLED, key["old"])
    counter.done(Kind.ACCEPT, key["stopped"])
    counter.event(PlatformStatus.CANCELLED, key["stopped"])
    counter.unknown(Kind.ACCEPT, key["asked"])
    counter.event(PlatformStatus.CANCELLED, key["asked"])
    counter.write(lambda tx: order_moves.acknowledge_stop(tx, key["asked"], "Li"))
    counter.done(Kind.ACCEPT, key["open"])
    clock.walk(86400 * 2)
    counter.add("ended")
    counter.event(PlatformStatus.REFUSED, key_of("ended"))
    board = counter.journal.read(lambda db: tuple(views.each_on_board(db, clock.now())))
    lanes = {view.order.key.bill: lane_of(view, clock.now()) for view in board}
    assert lanes == {
        "stopped": Lane.DONE,
        "asked": Lane.DONE,
        "open": Lane.MAKING,
        "new": Lane.NEW,
        "ended": Lane.DONE,
    }


def test_a_view_of_nothing_is_none(journal: Journal) -> None:
    assert journal.read(lambda db: views.view(db, KEY)) is None


def test_orders_that_came_in_together_are_asked_about_together(counter: Counter) -> None:
    def asked(db: Database, keys: list[OrderKey]) -> int:
        statements: list[str] = []
        db.set_trace_callback(statements.append)
        try:
            assert [view.order.key for view in views.of_keys(db, keys)] == keys
        finally:
            db.set_trace_callback(None)
        return len(statements)

    keys = [key_of(f"many{n}") for n in range(views.AT_ONCE)]
    for key in keys:
        counter.add(key.bill)
    of_one, of_many = counter.journal.read(lambda db: (asked(db, keys[:1]), asked(db, keys)))
    assert of_many == of_one


def test_orders_that_are_read_together_bring_what_there_is_of_each(counter: Counter, clock: SetClock) -> None:
    keys = [key_of(bill) for bill in ("plain", "pressed", "noted", "packed", "twin")]
    for key in keys:
        counter.add(key.bill)
    seq = counter.press(Kind.ACCEPT, keys[1]).seq
    counter.write(lambda tx: own_rows.note(tx, keys[2], "hurry", "Li"))
    counter.done(Kind.ACCEPT, keys[3])
    counter.write(lambda tx: own_rows.pack(tx, keys[3], 0, 1, "Li"))
    clock.walk(86400)
    counter.add("twin", ordered_at=START + timedelta(days=1), customer="李生")
    both = counter.journal.read(
        lambda db: (views.of_keys(db, [*keys, key_of("unknown")]), [views.view(db, key) for key in keys])
    )
    assert list(both[0]) == both[1]
    plain, pressed, noted, packed, twin = both[0]
    assert plain == OrderView(plain.order)
    assert [intent.seq for intent in pressed.intents] == [seq]
    assert [note.text for note in noted.own.notes] == ["hurry"]
    assert packed.own.packed == {0: 1}
    assert twin.twins == 1


def test_gaps_wait_until_somebody_has_checked_them_once(counter: Counter, clock: SetClock) -> None:
    counter.write(heartbeats.beat)
    assert counter.journal.read(lambda db: heartbeats.last_beat(db, "1")) == START
    assert counter.journal.read(lambda db: heartbeats.last_beat(db, "2")) is None
    clock.walk(360)
    counter.write(lambda tx: heartbeats.add_gap(tx, START, clock.now(), "start"))
    (gap,) = counter.journal.read(lambda db: heartbeats.open_gaps(db, "1"))
    assert (gap.start, gap.end, gap.reason) == (START, clock.now(), "start")
    for _ in range(2):
        counter.write(lambda tx: heartbeats.check_gap(tx, gap.number, "Li"))
    assert counter.journal.read(lambda db: heartbeats.open_gaps(db, "1")) == ()
    assert counter.audited().count("gap.checked") == 1


def test_what_keeps_the_pc_awake_is_read_in_its_indexs_order_and_was_not_only_looked_up(
    counter: Counter,
) -> None:
    counter.add("A", origin=Origin.CAPTURED)
    counter.add("B", origin=Origin.CAPTURED, is_verification=True)
    counter.press(Kind.VERIFY, key_of("B"), code="1")
    counter.add("C")
    said: list[str] = []

    def ask(db: sqlite3.Connection) -> tuple[list[str], list[str]]:
        db.set_trace_callback(said.append)
        found = [order.key.bill for order in views.newest_open(db, START)]
        db.set_trace_callback(None)
        return found, [row[3] for sql in said for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]

    found, plan = counter.journal.read(ask)
    assert found == ["C", "B"]
    assert not [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE" in step]


def test_the_last_scans_are_listed_newest_first(counter: Counter, clock: SetClock) -> None:
    counter.add(is_verification=True)
    counter.write(lambda tx: scans.add(tx, "111", ScanResult.WRONG, "Li", None))
    clock.walk(1)
    counter.write(lambda tx: scans.add(tx, "222", ScanResult.FOUND, "Li", KEY))
    newest, oldest = counter.journal.read(lambda db: scans.since(db, START))
    assert (newest.code, newest.key, newest.customer) == ("222", KEY, "张生")
    assert (oldest.code, oldest.key, oldest.source) == ("111", None, None)
    assert counter.journal.read(lambda db: scans.since(db, clock.now() + timedelta(seconds=1))) == ()


@pytest.mark.parametrize("source_code", ["MT", "nobody's", ""])
@pytest.mark.parametrize("show_no", [" #23 ", "13800138000", "", '饿"了\\么'])
@pytest.mark.parametrize("customer", ["张生 13800138000", "'\n\"", ""])
def test_a_scan_says_of_its_order_what_the_order_says(
    counter: Counter, source_code: str, show_no: str, customer: str
) -> None:
    counter.add(source_code=source_code, show_no=show_no, customer=customer)
    counter.write(lambda tx: scans.add(tx, "222", ScanResult.FOUND, "Li", KEY))
    (row,) = counter.journal.read(lambda db: scans.since(db, START))
    view = counter.journal.read(lambda db: views.view(db, KEY))
    assert view is not None
    said = view.order.content
    shown = (said.source, said.number, without_phones(said.customer))
    assert (row.source, row.show_no, row.customer) == shown


def test_a_scan_walks_no_table_of_intents(journal: Journal) -> None:
    question = (
        "SELECT partner, bill, ordered FROM intents WHERE kind = 'verify' AND code = ?"
        " GROUP BY partner, bill, ordered"
    )
    assert any("intents_code" in step for step in plan_of(journal, question, 1))


def test_only_a_confirmed_verification_is_a_used_code(counter: Counter) -> None:
    counter.add(is_verification=True)
    seq = counter.unknown(Kind.VERIFY)
    counter.write(lambda tx: intents.settle(tx, seq, "Li", done=True))
    assert counter.journal.read(lambda db: scans.verified(db, KEY)) is None
    assert counter.order().state is OrderState.COMPLETED


@pytest.mark.parametrize(
    "name",
    [
        "门店 #1 &mode=ro%20",
        pytest.param("门店 #1 ?mode=ro%20", marks=pytest.mark.posix("no folder's name has a ? there")),
    ],
)
def test_a_home_in_a_folder_with_odd_letters_works(tmp_path: Path, name: str) -> None:
    with opened(tmp_path / name) as journal:
        Counter(journal).add()
        assert found(journal, "1") == [KEY.bill]


def test_a_damaged_order_or_intent_hides_no_other(counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    counter.add("whole")
    counter.add("damaged")
    seq = counter.press(Kind.ACCEPT, key_of("whole")).seq
    counter.press(Kind.ACCEPT, key_of("damaged"))
    counter.write(
        lambda tx: tx.db.execute("UPDATE orders SET content = '{}' WHERE tbillno = 'damaged'").rowcount
    )
    counter.write(
        lambda tx: tx.db.execute("UPDATE intents SET payments = '{' WHERE bill = 'damaged'").rowcount
    )
    board = counter.journal.read(lambda db: tuple(views.each_on_board(db, counter.journal.now())))
    assert [view.order.key.bill for view in board] == ["whole"]
    assert [intent.seq for intent in counter.journal.read(intent_rows.open_ones)] == [seq]
    assert "damaged" in caplog.text
