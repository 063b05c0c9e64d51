"""An order's own text is kept packed beside its row, found among bytes, and gone with a wiping."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.order import Received
from posdesk.journal import export_rows, packing
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import orders, raws
from posdesk.journal.orders.orders import Addition
from posdesk.journal.packing import MARK, packed, texts_in, unpacked
from posdesk.journal.wiping import wiping_proof
from tests.journal.making import KEY, START, TERMS, Counter, SetClock, content, opened, wiped
from tests.journal.remains import COMPLETED, DAY_S, PHONE

BY_ZLIB_ALONE = "783f2912caa043cf8c06a606c60640008a3744ea861612b50040f60f84"
TEXT = json.dumps({"tbillno": KEY.bill, "mobileno": PHONE, "reamrks": "少辣"}, ensure_ascii=False)


@given(st.text())
def test_what_is_packed_is_unpacked_as_it_was_and_found_among_other_bytes(text: str) -> None:
    data = packed(text)
    assert unpacked(data) == text
    assert text.encode("utf-8", "surrogatepass") in list(texts_in(b"\x78\x20" + data + b"behind it"))


def test_a_text_longer_than_a_page_and_than_the_packers_window_is_found_whole_among_other_bytes() -> None:
    text = json.dumps([hashlib.sha256(bytes([number])).hexdigest() for number in range(250)])
    data = packed(text)
    assert len(data) > 8192
    assert list(texts_in(b"before" + data + b"between" + packed("next"))) == [text.encode(), b"next"]
    assert unpacked(data) == text


def test_what_an_earlier_release_packed_is_read() -> None:
    text = '{"tbillno":"2026050300001","reamrks":"少辣"}'
    assert unpacked(bytes.fromhex(BY_ZLIB_ALONE)) == text


def test_what_is_cut_off_is_no_text_and_its_beginning_is_found_all_the_same() -> None:
    text = json.dumps([hashlib.sha256(bytes([number])).hexdigest() for number in range(100)])
    data = packed(text)[:2000]
    with pytest.raises(ValueError, match="cut off"):
        unpacked(data)
    (found,) = texts_in(b"before" + data)
    assert len(found) > 1000
    assert text.encode().startswith(found)


def test_the_dictionary_of_what_stores_have_never_changes() -> None:
    """Without it no text could be read: another one comes beside it, with a mark of its own."""
    assert MARK.hex() == "783f2912caa0"


def own_text(counter: Counter) -> str:
    return counter.journal.read(lambda db: raws.of(db, 1))


def add(counter: Counter, raw: str, **changed: Any) -> None:
    coming = (Received(content(**changed), raw),)
    counter.write(lambda tx: orders.add_all(tx, TERMS, coming))


def rows_of(counter: Counter) -> list[tuple[str, int]]:
    question = "SELECT o.raw, count(p.number) FROM orders o LEFT JOIN order_raws p USING (number) GROUP BY 1"
    return counter.journal.read(lambda db: db.execute(question).fetchall())


def test_the_text_is_kept_as_it_came_last_and_exported(counter: Counter) -> None:
    add(counter, TEXT)
    assert (own_text(counter), rows_of(counter)) == (TEXT, [("null", 1)])
    other = TEXT.replace("少辣", "多辣")
    add(counter, other)  # in keys that nobody reads
    assert own_text(counter) == other
    add(counter, TEXT, remark="多辣")
    assert own_text(counter) == TEXT
    now = counter.journal.now()
    (row,) = counter.journal.read(lambda db: list(export_rows.select(db, "orders", ("", "9999"), now)))
    assert row[5:] == (TEXT, None)


def test_a_text_that_a_release_before_left_in_the_row_counts_and_moves_with_the_next_change(
    counter: Counter,
) -> None:
    add(counter, TEXT)
    counter.write(lambda tx: tx.db.execute("UPDATE orders SET raw = '{}'"))
    assert (own_text(counter), rows_of(counter)) == ("{}", [("{}", 0)])
    add(counter, TEXT)
    assert (own_text(counter), rows_of(counter)) == (TEXT, [("null", 1)])


def test_whoever_wipes_the_order_takes_its_text_along(counter: Counter, clock: SetClock) -> None:
    """A release before knows nothing of the table."""
    add(counter, TEXT)
    counter.write(lambda tx: tx.db.execute("UPDATE orders SET wiped = '2026 a b c'"))
    assert rows_of(counter) == [("null", 0)]
    assert own_text(counter) == "null"


def test_a_wiped_order_is_known_by_its_text_as_it_came(counter: Counter, clock: SetClock) -> None:
    add(counter, TEXT)
    counter.event(COMPLETED)
    clock.walk(31 * DAY_S)
    wiped(counter)
    kept = counter.order().wiped
    assert kept is not None
    assert kept.raw == counter.write(lambda tx: tx.chain.hash_of(TEXT))
    assert rows_of(counter) == [("null", 0)]


def test_a_damaged_text_keeps_no_order_from_being_exported(counter: Counter) -> None:
    add(counter, TEXT)
    counter.add("next")
    counter.write(lambda tx: tx.db.execute("UPDATE order_raws SET raw = substr(raw, 1, 20) WHERE number = 1"))
    now = counter.journal.now()
    rows = counter.journal.read(lambda db: list(export_rows.select(db, "orders", ("", "9999"), now)))
    assert [row[5] == "null" for row in rows] == [True, False]


def test_an_order_whose_text_is_damaged_loses_nothing_else_when_it_is_wiped(
    counter: Counter, clock: SetClock
) -> None:
    add(counter, TEXT)
    counter.event(COMPLETED)
    counter.write(lambda tx: tx.db.execute("UPDATE order_raws SET raw = substr(raw, 1, length(raw) - 3)"))
    clock.walk(31 * DAY_S)
    wiped(counter)
    left = counter.order()
    assert left.wiped is not None
    assert (left.content.lines, left.content.actual_fee) == (content().lines, content().actual_fee)
    assert counter.add() is Addition.REPEATED


def test_a_number_that_stands_packed_in_a_page_and_in_no_row_is_found(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        add(Counter(journal), TEXT)
    path = tmp_path / FILE_NAME
    number = frozenset({PHONE.encode()})
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert number <= wiping_proof.in_bytes(path).now
        assert not wiping_proof.in_no_row(db, number)
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("DELETE FROM order_raws")
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert number <= wiping_proof.in_bytes(path).now
        assert wiping_proof.in_no_row(db, number) == number


def test_a_packed_text_takes_a_third_of_what_it_was() -> None:
    order = {
        "tbillno": "2026050300001",
        "tshowno": "#12",
        "ordertime": f"{START:%Y-%m-%d %H:%M:%S}",
        "billitems": [
            {"produid": number, "prodcode": f"{number}", "prodname": name, "unit": "份", "amount": 1.0}
            | {"dealpri": 18.5, "trademoney": 18.5, "attributes": "", "remark": ""}
            for number, name in enumerate(("小炒黄牛肉盖饭", "剁椒鱼头", "卤蛋"), 1001)
        ],
    }
    text = json.dumps(order, ensure_ascii=False, separators=(",", ":"))
    assert len(packed(text)) * 3 < len(text.encode())
    assert packing.packed("").startswith(MARK)
