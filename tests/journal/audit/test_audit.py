"""The audit trail: append-only, chained, and with nothing personal in it."""

import contextlib
import sqlite3
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind
from posdesk.errors import Ours
from posdesk.journal import Journal
from posdesk.journal.audit import audit
from posdesk.journal.orders import intents, order_moves, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.transaction import Chain
from tests.journal.making import KEY, Counter, opened, received

LINES = 7


@pytest.fixture
def trail(counter: Counter) -> Counter:
    """A journal with some lines."""
    for number in range(LINES):
        counter.write(lambda tx, number=number: audit.write(tx, "line", actor="Li", key=KEY, number=number))
    return counter


def tampered(journal: Journal, *statements: str) -> audit.Check:
    """What a check says after somebody with a SQLite tool has been at the file."""
    with contextlib.closing(sqlite3.connect(journal.path)) as db, db:
        db.execute("DROP TRIGGER audit_keeps")
        db.execute("DROP TRIGGER audit_stays")
        for statement in statements:
            db.execute(statement)
    return journal.read(audit.verify)


def test_an_untouched_trail_is_whole(trail: Counter) -> None:
    assert trail.journal.read(audit.verify) == audit.Check(LINES)


def test_an_empty_trail_is_whole(journal: Journal) -> None:
    assert journal.read(audit.verify) == audit.Check(0)


@pytest.mark.parametrize(
    "column", ["at", "actor", "counter", "what", "partner", "tbillno", "seq", "detail", "hash"]
)
@pytest.mark.parametrize("line", [1, 4, LINES])
def test_a_changed_line_is_named(trail: Counter, column: str, line: int) -> None:
    check = tampered(trail.journal, f"UPDATE audit SET {column} = 'x' WHERE number = {line}")
    assert check.broken_at == line


@pytest.mark.parametrize("line", [1, 4, LINES])
def test_a_removed_line_is_named(trail: Counter, line: int) -> None:
    assert tampered(trail.journal, f"DELETE FROM audit WHERE number = {line}").broken_at == line


def test_a_removed_end_stays_visible_after_new_lines(trail: Counter) -> None:
    tampered(trail.journal, f"DELETE FROM audit WHERE number >= {LINES - 1}")
    trail.write(lambda tx: audit.write(tx, "later"))
    assert trail.journal.read(audit.verify).broken_at == LINES - 1


def test_a_removed_trail_is_not_an_empty_one(trail: Counter) -> None:
    assert tampered(trail.journal, "DELETE FROM audit").broken_at == 1


def test_an_inserted_line_is_named(trail: Counter) -> None:
    check = tampered(
        trail.journal,
        "UPDATE audit SET number = -number WHERE number > 3",
        "UPDATE audit SET number = 1 - number WHERE number < 0",
        "INSERT INTO audit SELECT 4, at, actor, counter, what, partner, tbillno, seq, detail, hash"
        " FROM audit WHERE number = 3",
    )
    assert check.broken_at == 4


def test_a_line_appended_with_a_right_hash_is_named(trail: Counter) -> None:
    head = trail.journal.read(Chain.read).head
    row = (LINES + 1, "at", "", "1", "forged", "", "", "", "{}")
    values = ", ".join(repr(value) for value in (*row, audit.link(head, row)))
    assert tampered(trail.journal, f"INSERT INTO audit VALUES ({values})").broken_at == LINES + 1


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit", "UPDATE audit SET actor = 'Wang' WHERE number = 1"]
)
def test_the_trail_is_append_only(trail: Counter, statement: str) -> None:
    with pytest.raises(Ours, match="append-only"):
        trail.write(lambda tx: tx.db.execute(statement))
    with (
        contextlib.closing(sqlite3.connect(trail.journal.path)) as other,
        pytest.raises(sqlite3.IntegrityError),
    ):
        other.execute(statement)
    assert trail.journal.read(audit.verify) == audit.Check(LINES)


secrets = st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=12).map(lambda t: f"§{t}§")


def _walk(counter: Counter, personal: list[str]) -> None:
    """Everything that is audited, with personal words wherever they can stand."""
    customer, phone, address, remark, words, reason = personal
    said: dict[str, Any] = {"customer": customer, "phone": phone, "address": address, "remark": remark}
    said["is_verification"] = True
    counter.add(**said)
    counter.add(**said | {"phone": f"{phone}2"})
    refused = counter.press(Kind.REFUSE, reason=reason).seq
    counter.attempt(refused, Verdict.REFUSED, words, 1)
    unknown = counter.press(Kind.ACCEPT).seq
    counter.attempt(unknown, Verdict.UNKNOWN, words)
    counter.write(lambda tx: intents.ask_again(tx, unknown, "Li"))
    counter.write(lambda tx: intents.settle(tx, unknown, "Li", done=True))
    counter.attempt(counter.press(Kind.PAY).seq, Verdict.DONE, words)
    counter.attempt(counter.press(Kind.VERIFY, code=f"§{phone}").seq, Verdict.UNKNOWN, words)
    counter.write(lambda tx: order_moves.reveal(tx, KEY, "Li"))
    counter.event(PlatformStatus.CANCELLED, uid=words, own="1")
    counter.event(PlatformStatus.ACCEPTED)
    counter.add(**said | {"phone": f"{phone}3", "remark": f"{remark}3"})


@settings(max_examples=15)
@given(st.lists(secrets, min_size=6, max_size=6))
def test_nothing_personal_and_no_platforms_words_are_in_the_trail(personal: list[str]) -> None:
    with TemporaryDirectory() as home, opened(Path(home)) as journal:
        _walk(Counter(journal), personal)
        rows = journal.read(lambda db: db.execute("SELECT * FROM audit").fetchall())
    trail = "\n".join(str(cell) for row in rows for cell in row)
    assert len(rows) > 20
    assert "§" not in trail
    assert not [word for word in personal if word in trail]


def test_the_same_words_have_the_same_salted_hash_and_tell_nothing(tmp_path: Path) -> None:
    hashes = []
    for home in ("a", "b"):
        with opened(tmp_path / home) as journal:
            job = journal.write(lambda tx: (tx.chain.hash_of("13507311234"), tx.chain.hash_of("13507311234")))
            first, second = job.result()
            assert first == second
            hashes.append(first)
    assert hashes[0] != hashes[1], "without a salt a phone number is found by trying all"


def test_a_trail_says_who_when_where_and_which_guid(counter: Counter) -> None:
    counter.write(lambda tx: orders.add_all(tx, orders.Terms("meituan", "001", 300), (received(),)))
    seq = counter.press(Kind.PAY, actor="Wang").seq
    question = "SELECT actor, counter, partner, tbillno, seq, detail FROM audit WHERE what = 'intent.pressed'"
    row = counter.journal.read(lambda db: db.execute(question).fetchone())
    assert row[:5] == ("Wang", "1", *KEY.number, seq)
    assert str(Decimal("9.9")) in row[5]
    assert KEY.ordered in row[5], "orders share numbers: it says which one it is"
