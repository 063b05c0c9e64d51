"""Receipts: each once for ever, all of a call or none of it, and what was not taken stays in sight."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posdesk.domain.books.ledger import IntakeFault
from posdesk.domain.books.receipt import Door, Handed, Rule, figures_of
from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.errors import BadReceipt, ReceiptConflict
from posdesk.journal import Journal
from posdesk.journal.audit import audit
from posdesk.journal.books import receipts
from posdesk.journal.books.receipts import Stored
from posdesk.journal.orders import intent_rows, intents
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import CASH, KEY, START, Counter, SetClock, key_of
from tests.journal.takings import HOUR, Store, key, till


def test_a_receipt_is_read_as_it_was_handed_in(store: Store) -> None:
    handed = till("0001", 980, change_fen=20, discount_fen=None)
    assert store.take(handed, door=Door.FOLDER) == Stored(1, 0)
    row = store.row("0001")
    assert row.receipt == handed.receipt
    assert (row.source, row.door, row.hour, row.received_at) == ("till", Door.FOLDER, HOUR, START)
    assert row.figures == figures_of(handed.receipt)
    assert [each.rule for each in row.mismatches] == [Rule.TENDERS]


def test_the_same_receipt_again_changes_nothing(store: Store, clock: SetClock) -> None:
    store.take(till("0001", at=None))
    first, lines = store.row("0001"), len(store.audited())
    clock.walk(3600)
    assert store.take(till("0001", at=None), door=Door.FOLDER) == Stored(0, 1)
    assert store.row("0001") == first
    assert len(store.audited()) == lines


def test_a_receipt_twice_in_one_call_counts_once(store: Store) -> None:
    assert store.take(till("0001"), till("0002"), till("0001")) == Stored(2, 1)
    assert store.book().figures.receipts == 2


def test_another_receipt_under_a_known_key_leaves_nothing_of_its_call(store: Store) -> None:
    store.take(till("0001"))
    lines = len(store.audited())
    with pytest.raises(ReceiptConflict, match=r"001/01/0001.*已存在|已存在.*001/01/0001") as refused:
        store.take(till("0002"), till("0001", 2000))
    assert refused.value.key == key("0001")
    assert store.journal.read(lambda db: receipts.row(db, key("0002"))) is None
    assert store.row("0001").receipt.actual_fen == 1000
    assert len(store.audited()) == lines


def test_a_call_that_contradicts_itself_leaves_nothing(store: Store) -> None:
    with pytest.raises(ReceiptConflict):
        store.take(till("0001"), till("0001", 2000))
    assert store.journal.read(lambda db: receipts.rows_of_hour(db, HOUR)) == ()


def test_the_same_serial_of_another_till_is_another_receipt(store: Store) -> None:
    other = replace(till("0001").receipt, key=key("0001", "02"))
    assert store.take(till("0001"), Handed(other, "{}")) == Stored(2, 0)


def test_figures_beyond_reason_are_refused_before_they_break_the_sums(store: Store) -> None:
    with pytest.raises(BadReceipt, match="0002"):
        store.take(till("0001"), till("0002", 2**62))
    assert store.book().figures.receipts == 0


def test_a_receipt_without_a_time_counts_in_the_hour_it_came(store: Store, clock: SetClock) -> None:
    clock.walk(3600)
    store.take(till("0001", at=None))
    assert store.row("0001").hour == HOUR + timedelta(hours=1)


def test_an_hours_receipts_come_in_the_order_of_trade_and_by_source(store: Store) -> None:
    early = START - timedelta(minutes=10)
    store.take(till("0002"), till("0001", at=early), till("0003", source="4"))
    store.take(till("0009", at=START + timedelta(hours=1)))
    all_of_it = store.journal.read(lambda db: receipts.rows_of_hour(db, HOUR))
    assert [row.key.serial_num for row in all_of_it] == ["0001", "0002", "0003"]
    of_meituan = store.journal.read(lambda db: receipts.rows_of_hour(db, HOUR, "4"))
    assert [row.key.serial_num for row in of_meituan] == ["0003"]


def test_an_order_rings_once_though_its_receipt_is_made_under_another_number(
    store: Store, journal: Journal
) -> None:
    order = store.complete_order()
    assert store.take(till("0001", order=order, source="4"), door=Door.ORDER) == Stored(1, 0)
    assert store.take(till("0002", order=order, source="4"), door=Door.ORDER) == Stored(0, 1)
    assert store.row("0001").order == order


def test_only_orders_completed_since_the_setting_was_seen_on_become_receipts(
    store: Store, journal: Journal, clock: SetClock
) -> None:
    store.complete_order("before")
    clock.walk(10)
    mark = store.write(lambda tx: receipts.ringing_after(tx, on=True))
    clock.walk(10)
    order = store.complete_order("after")
    assert store.write(lambda tx: receipts.ringing_after(tx, on=True)) == mark, (
        "it stands still while it is on"
    )
    found = journal.read(lambda db: receipts.orders_without_receipt(db, mark))
    assert [each.key for each in found] == [order]
    assert found[0].state is OrderState.COMPLETED
    store.take(till("0001", order=order), door=Door.ORDER)
    assert journal.read(lambda db: receipts.orders_without_receipt(db, mark)) == ()


@pytest.mark.parametrize("hours", [-3, -20, 24 * 400, 3])
def test_orders_are_rung_whatever_the_clock_did_since_the_setting_was_seen_on(
    store: Store, journal: Journal, clock: SetClock, hours: int
) -> None:
    """A clock that was ahead as it was switched on, and set right, held every order back till then."""
    store.complete_order("before")
    mark = store.write(lambda tx: receipts.ringing_after(tx, on=True))
    clock.wall += timedelta(hours=hours)
    after = [store.complete_order(f"after {number}") for number in range(2)]
    clock.wall -= timedelta(hours=hours / 2)
    after.append(store.complete_order("later"))
    assert store.write(lambda tx: receipts.ringing_after(tx, on=True)) == mark
    found = journal.read(lambda db: receipts.orders_without_receipt(db, mark))
    assert [each.key for each in found] == after


def test_an_order_that_was_open_as_the_setting_was_switched_on_is_rung(
    store: Store, journal: Journal
) -> None:
    Counter(journal).add("open")
    mark = store.write(lambda tx: receipts.ringing_after(tx, on=True))
    Counter(journal).event(PlatformStatus.COMPLETED, key_of("open"))
    (found,) = journal.read(lambda db: receipts.orders_without_receipt(db, mark))
    assert found.key.bill == "open"


def test_a_mark_beyond_all_that_a_damaged_journal_kept_holds_nothing_back(
    store: Store, journal: Journal
) -> None:
    for number in range(3):
        store.complete_order(f"before {number}")
    store.write(lambda tx: receipts.ringing_after(tx, on=True))
    store.write(lambda tx: tx.db.execute("UPDATE orders SET completion = NULL WHERE completion > 1"))
    mark = store.write(lambda tx: receipts.ringing_after(tx, on=True))
    order = store.complete_order("after")
    found = journal.read(lambda db: receipts.orders_without_receipt(db, mark))
    assert [each.key for each in found] == [order]


@pytest.mark.parametrize("dedup", [True, False])
def test_an_order_waits_for_a_payment_that_ends_by_itself_and_for_no_person(
    journal: Journal, clock: SetClock, dedup: bool
) -> None:
    counter = Counter(journal, seq_dedup=dedup)

    def without_receipt(unpaid_until: datetime | None = None) -> bool:
        found = journal.read(lambda db: receipts.orders_without_receipt(db, 0, unpaid_until=unpaid_until))
        return bool(found)

    counter.add()
    pay = counter.press(Kind.PAY)
    clock.walk(1)
    counter.event(PlatformStatus.COMPLETED)
    assert not without_receipt(), "queued"
    assert not without_receipt(clock.wall)
    assert without_receipt(clock.wall + timedelta(seconds=1)), "it has waited long enough"
    sending = counter.begin(pay.seq)
    assert not without_receipt(), "sending"
    assert sending is not None
    assert counter.finish(sending.intent, Answer(Verdict.UNKNOWN)) is Outcome.UNKNOWN
    assert without_receipt() is not dedup, "asked again by itself only where the platform de-duplicates"
    assert journal.read(lambda db: intent_rows.paid(db, KEY)) == ()
    counter.write(lambda tx: intents.settle(tx, pay.seq, "Wang", done=True))
    assert without_receipt()
    assert journal.read(lambda db: intent_rows.paid(db, KEY)) == (CASH,)


@pytest.mark.parametrize("verdict", [Verdict.DONE, Verdict.REFUSED])
def test_only_a_payment_that_took_effect_is_one(journal: Journal, verdict: Verdict) -> None:
    counter = Counter(journal)
    counter.add()
    counter.attempt(counter.press(Kind.PAY).seq, verdict)
    paid = (CASH,) if verdict is Verdict.DONE else ()
    assert journal.read(lambda db: intent_rows.paid(db, KEY)) == paid


def test_a_setting_switched_off_and_on_begins_anew(store: Store) -> None:
    first = store.write(lambda tx: receipts.ringing_after(tx, on=True))
    store.complete_order()
    assert store.write(lambda tx: receipts.ringing_after(tx, on=False)) is None
    assert store.write(lambda tx: receipts.ringing_after(tx, on=True)) == first + 1


def test_a_lacking_receipt_waits_and_is_made_anew_with_what_the_settings_say(
    store: Store, journal: Journal
) -> None:
    order = store.complete_order()
    lacking = till("0001", order=order, source="4", lacks="pay_type 11")
    store.take(lacking, door=Door.ORDER)
    assert store.queue() == 0
    assert [row.lacks for row in journal.read(receipts.lacking)] == ["pay_type 11"]
    whole = replace(lacking, raw='{"pay_type":"07"}', lacks="")
    assert store.write(lambda tx: receipts.complete(tx, key("0001"), whole))
    assert journal.read(receipts.lacking) == ()
    assert store.queue() == 1
    (posting,) = store.open()
    sent = store.begin(posting.seq)
    assert sent is not None
    assert sent.payload == '{"pay_type":"07"}'


def test_a_receipt_that_was_whole_is_never_made_anew(store: Store, journal: Journal) -> None:
    order = store.complete_order()
    store.take(till("0001", order=order, source="4"), till("0002", lacks="pay_type 11"))
    for serial in ("0001", "0002", "0003"):
        other = till(serial, 5000, order=order)
        assert not store.write(partial(receipts.complete, key=key(serial), handed=other))
    assert store.row("0001").receipt.actual_fen == 1000


def test_what_was_not_taken_stays_until_somebody_has_seen_it(store: Store, journal: Journal) -> None:
    store.write(
        lambda tx: receipts.note_trouble(tx, Door.FOLDER, IntakeFault.REFUSED, "a.csv", "第 3 行 / line 3")
    )
    store.write(
        lambda tx: receipts.note_trouble(tx, Door.HTTP, IntakeFault.CONFLICT, "", "known", key("0001"))
    )
    first, second = journal.read(receipts.troubles)
    assert (first.name, first.reason, first.receipt) == ("a.csv", "第 3 行 / line 3", None)
    assert (second.what, second.door, second.receipt) == (IntakeFault.CONFLICT, Door.HTTP, key("0001"))
    store.write(lambda tx: receipts.acknowledge_trouble(tx, first.number, "Wang"))
    store.write(lambda tx: receipts.acknowledge_trouble(tx, first.number, "Li"))
    assert journal.read(receipts.troubles) == (second,)
    assert [line[:2] for line in store.audited()][-1] == ("receipt.trouble_seen", "Wang")


def test_a_till_that_tries_the_same_again_and_again_is_one_line(store: Store, clock: SetClock) -> None:
    for _ in range(5):
        clock.walk(1)
        store.write(
            lambda tx: receipts.note_trouble(tx, Door.HTTP, IntakeFault.CONFLICT, "", "x", key("0001"))
        )
    (trouble,) = store.journal.read(receipts.troubles)
    assert trouble.at == clock.wall


def test_of_what_was_not_taken_so_many_are_read_at_each_change(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "MOST_TROUBLES", 2)
    for name in "abc":
        store.write(
            partial(receipts.note_trouble, door=Door.FOLDER, what=IntakeFault.REFUSED, name=name, reason="x")
        )
    shown = store.journal.read(receipts.troubles)
    assert [each.name for each in shown] == ["a", "b"]
    store.write(partial(receipts.acknowledge_trouble, number=shown[0].number, actor="Li"))
    assert [each.name for each in store.journal.read(receipts.troubles)] == ["b", "c"]


def test_what_was_not_taken_is_known_again_without_reading_all_of_its_door(store: Store) -> None:
    """Calls have one name: a till that sends a bad one each second would make each look at all before."""
    plan = store.journal.read(
        lambda db: db.execute(
            "EXPLAIN QUERY PLAN SELECT 1 FROM intake_troubles WHERE seen_by IS NULL AND store_id IS NULL"
            " AND door = 'http' AND what = 'refused' AND name = 'POST /receipts' AND reason = 'x'"
        ).fetchall()
    )
    assert "(door=? AND name=? AND reason=?)" in plan[0][-1]


def test_the_audit_trail_holds_no_words_of_a_receipt(store: Store) -> None:
    store.take(till("0001"))
    store.write(
        lambda tx: receipts.note_trouble(tx, Door.HTTP, IntakeFault.REFUSED, "张生.csv", "张生 13507311234")
    )
    text = repr(store.audited())
    assert "receipt.stored" in text
    assert "001/01/0001" in text
    for personal in ("李敏", "张生", "13507311234"):
        assert personal not in text
    assert store.journal.read(audit.verify).broken_at is None


QUANTITIES = st.decimals(min_value=Decimal("0.001"), max_value=10**4, allow_nan=False, places=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quantity=QUANTITIES, fen=st.integers(-(10**12), 10**12), name=st.text(st.characters(codec="utf-8")))
def test_any_receipt_is_read_as_it_was_handed_in(
    store: Store, quantity: Decimal, fen: int, name: str
) -> None:
    serial = f"{quantity}/{fen}/{hash(name)}"
    plain = till(serial, fen)
    line = replace(plain.receipt.lines[0], quantity=quantity, item_name=name)
    handed = replace(plain, receipt=replace(plain.receipt, lines=(line,)))
    store.take(handed)
    assert store.row(serial).receipt == handed.receipt
