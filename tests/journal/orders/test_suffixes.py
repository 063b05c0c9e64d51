"""A part of a name is found by an index: the same orders as by looking through all names, however many."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.domain.orders.finding import FoundBy
from posdesk.journal import Journal, Transaction, meta, schema
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import suffixes, views
from posdesk.journal.rescue.salvage import salvage
from posdesk.journal.search_step import BELOW, LONGEST
from tests.journal.making import PATIENCE_S, Counter, key_of, opened
from tests.support.paths import ROOT

MOST = views.FOUND_LIMIT
_PLAIN = "SELECT number FROM orders WHERE instr(lower(customer), lower(?)) ORDER BY number DESC LIMIT ?"
_ROW = (
    "INSERT INTO orders (number, partner, bill, ordered, placed_at, tbillno, billno, counter, state,"
    " state_at, origin, received_at, show_no, customer, phone_last4, content, raw)"
    " VALUES (?1, 'p', 'b' || ?1, '', '', 't', 'B' || ?1, '1', 'completed', '', 'pushed', '', '', ?2, '',"
    " '{}', '{}')"
)
_ALL = "SELECT number, piece FROM name_suffixes ORDER BY number"
LETTERS = "张王芳 aAbÄäß%_"
NAMES = st.one_of(
    st.text(LETTERS, max_size=4),
    st.text("aA张", max_size=25),
    st.text(LETTERS + "\0", max_size=6),
    st.integers(LONGEST - 1, LONGEST + 40).map(lambda length: ("b张" * length)[:length]),
)


@pytest.fixture
def bare() -> Iterator[sqlite3.Connection]:
    with closing(new()) as db:
        yield db


def new() -> sqlite3.Connection:
    """The tables of a journal, in memory."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.deserialize(tables())
    return db


@cache
def tables() -> bytes:
    """The steps take longer than all that is asked of them here."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        schema.take_up_to(db, schema.VERSION)
        return db.serialize()


def plainly(db: sqlite3.Connection, text: str) -> list[int]:
    """What a look through all names finds."""
    return [row[0] for row in db.execute(_PLAIN, (text, MOST))]


def forget_all(db: sqlite3.Connection) -> None:
    """As a journal is right after the step: what was there has no suffixes yet."""
    db.execute("DELETE FROM name_suffixes")
    (last,) = db.execute("SELECT coalesce(max(number), 0) FROM orders").fetchone()
    meta.put(db, BELOW, str(last + 1))


def transaction(db: sqlite3.Connection) -> Transaction:
    return Transaction(db, None, "1", None)  # type: ignore[arg-type] # no moment and no trail is looked at


@given(
    before=st.lists(NAMES, max_size=12),
    after=st.lists(NAMES, max_size=12),
    changes=st.lists(st.tuples(st.integers(1, 24), st.one_of(st.just(""), NAMES)), max_size=6),
    texts=st.lists(
        st.one_of(st.text(LETTERS, min_size=1, max_size=3), st.text("aA张b", min_size=1)), max_size=5
    ),
    odd=st.tuples(st.integers(1, 5), st.integers(1, 30), st.integers(1, 8), st.integers(0, 4)),
)
@settings(max_examples=150, deadline=None)
def test_the_same_orders_are_found_as_by_looking_through_all_names(
    before: list[str],
    after: list[str],
    changes: list[tuple[int, str]],
    texts: list[str],
    odd: tuple[int, int, int, int],
) -> None:
    """Whatever came before the step, is filled in, is changed or wiped, and however a text is looked for.

    Rows are changed as any posdesk does, that of the release before as well: it knows nothing of suffixes.
    """
    with closing(new()) as db, pytest.MonkeyPatch.context() as patch:
        seldom, walked, length, filled = odd
        patch.setattr(suffixes, "SELDOM", seldom)
        patch.setattr(suffixes, "WALKED", walked)
        db.executemany(_ROW, enumerate(before, 1))
        forget_all(db)
        for _ in range(filled):
            suffixes.fill(transaction(db), 3)
        db.executemany(_ROW, enumerate(after, len(before) + 1))
        for number, name in changes:
            db.execute("UPDATE orders SET customer = ? WHERE number = ?", (name, number))
        for text in [
            *texts,
            *[name[at : at + length] for at, name in enumerate((*before, *after)) if name[at:]],
        ]:
            for most in (length, MOST):
                assert suffixes.named(db, text, most) == plainly(db, text)[:most], repr(text)
        while suffixes.fill(transaction(db), 3):
            pass
        assert db.execute(_ALL).fetchall() == made_anew(db)


def made_anew(db: sqlite3.Connection) -> list[tuple[int, str]]:
    """The suffixes as they are where all orders come just now."""
    with closing(new()) as other:
        other.executemany(_ROW, db.execute("SELECT number, customer FROM orders").fetchall())
        return other.execute(_ALL).fetchall()


@pytest.mark.parametrize("text", ["芳", "王芳", "女士", "a", "芳女士 12345678", "no one", "#7"])
def test_a_search_looks_at_no_more_in_a_journal_that_is_thirty_times_as_large(text: str) -> None:
    """Counted in SQLite's own steps, of a text in every name, in a few, in none."""
    steps = []
    for days in (3, 90):
        with closing(new()) as db:
            names = ("王芳女士 12345678", "张生", "赵女士", *["李生a"] * 97)
            rows = (name for _ in range(days) for name in reversed(names))
            db.execute("BEGIN")
            db.executemany(_ROW, enumerate(rows, 1))
            steps.append(steps_of(db, text))
    assert steps[1] <= max(2 * steps[0], 20 * suffixes.SELDOM), "or as many as are sorted in a moment"


def steps_of(db: sqlite3.Connection, text: str) -> int:
    """How many instructions SQLite takes until the search is answered."""
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 1

    db.set_progress_handler(count, 1)
    suffixes.named(db, text, MOST)
    db.set_progress_handler(None, 1)
    return counted


def found(journal: Journal, text: str) -> list[str]:
    return [view.order.key.bill for view in journal.read(lambda db: views.search(db, text))]


def of_version_6(home: Path) -> list[str]:
    """A journal that the release before left; its orders, the latest first."""
    shutil.copy(ROOT / "tests/data/journal/version-6.sqlite", home / FILE_NAME)
    with closing(sqlite3.connect(home / FILE_NAME)) as db:
        rows = db.execute("SELECT bill FROM orders ORDER BY received_at DESC, number DESC").fetchall()
    return [bill for (bill,) in rows]


def test_before_while_and_after_old_names_are_filled_in_the_same_is_found(tmp_path: Path) -> None:
    wanted = of_version_6(tmp_path)
    with opened(tmp_path) as journal:
        assert found(journal, "张") == wanted
        assert journal.write(lambda tx: suffixes.fill(tx, 5)).result(PATIENCE_S)
        assert found(journal, "张") == wanted
    with opened(tmp_path) as journal:  # whatever ended it there
        Counter(journal).add("NEW", customer="张三")
        assert found(journal, "张") == ["NEW", *wanted]
        while journal.write(lambda tx: suffixes.fill(tx, 5)).result(PATIENCE_S):
            pass
        assert journal.read(lambda db: meta.value(db, BELOW)) == ""
        assert found(journal, "张") == ["NEW", *wanted]
        assert found(journal, "三") == ["NEW"]


def test_a_new_journal_has_nothing_to_fill_in(counter: Counter) -> None:
    counter.add()
    assert not counter.journal.read(lambda db: meta.value(db, BELOW))
    assert counter.write(suffixes.fill) is False


def test_a_name_found_by_more_than_its_name_is_listed_once(counter: Counter) -> None:
    counter.add("A", customer="2046芳2046", show_no="2046")
    counter.add("B", customer="2046")
    assert found(counter.journal, "2046") == ["A", "B"]
    assert FoundBy.NUMBER < FoundBy.NAME


def test_suffixes_that_a_damage_took_are_no_loss_and_are_there_again(
    counter: Counter, tmp_path: Path
) -> None:
    for number in range(60):
        counter.add(f"B{number}", customer=f"芳{number:03}-" + "x" * 60)
    path = counter.journal.path
    counter.journal.close()
    before = spoilt(path)
    losses, _ = salvage(path, tmp_path / "saved.sqlite")
    assert [loss for loss in losses if loss.what == "name_suffixes" or loss.rows] == []
    with closing(sqlite3.connect(tmp_path / "saved.sqlite")) as db:
        assert db.execute(_ALL).fetchall() == before
        (number,) = db.execute("SELECT number FROM orders WHERE bill = ?", (key_of("B7").bill,)).fetchone()
        assert suffixes.named(db, "芳007", MOST) == [number]


def spoilt(path: Path) -> list[tuple[int, str]]:
    """Make every page of the suffixes unreadable; what stood in them."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows = db.execute(_ALL).fetchall()
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'name_suffixes'").fetchone()
    with path.open("rb+") as file:
        file.seek(4096 * (root - 1))
        file.write(b"\xa5" * 4096)
    return rows
