"""The judge of every statement: what reads a table from end to end is named with its bound, or is no more."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType, ModuleType

import pytest

from tests.journal.making import Counter
from tests.support import plans

WALKS = (
    "SELECT count(*) FROM orders WHERE raw = ?",
    "SELECT 1 FROM orders WHERE raw = ? LIMIT 1",
    "DELETE FROM receipts WHERE content = ?",
)
STEPS = (
    "SELECT count(*) FROM orders WHERE bill = ?",
    "SELECT value FROM meta",
    "SELECT number FROM orders ORDER BY number DESC LIMIT 1",
    "SELECT 1 FROM intents i WHERE i.seq = ?",
)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as made:
        yield made


@pytest.mark.parametrize("sql", WALKS)
def test_what_walks_is_found(counter: Counter, sql: str) -> None:
    plan = counter.journal.read(lambda db: plans.plan_of(db, sql, ("x",)))
    assert list(plans.walks(sql, plan))


@pytest.mark.parametrize("sql", STEPS)
def test_what_asks_an_index_or_a_small_table_is_not(counter: Counter, sql: str) -> None:
    plan = counter.journal.read(lambda db: plans.plan_of(db, sql, ("x",) * sql.count("?")))
    assert plan
    assert list(plans.walks(sql, plan)) == []


def asked_by(name: str) -> FrameType:
    """The frame of a function of a module of that name."""
    module = ModuleType(name)
    exec("import sys\ndef ask():\n    return sys._getframe()", module.__dict__)
    frame = module.ask()
    assert isinstance(frame, FrameType)
    return frame


def test_each_statement_of_the_journals_modules_is_looked_at_once_and_no_others() -> None:
    seen = plans.Statements()
    for name in ("posdesk.journal.orders.views", "tests.journal.making", "posdesk.journal.orders.views"):
        seen.note("SELECT 1", (), asked_by(name))
    seen.note("PRAGMA user_version", (), asked_by("posdesk.journal.schema"))
    assert seen.taken() == [plans.Asked("SELECT 1", "orders.views.ask", ())]
    assert seen.taken() == []


def test_a_test_fails_that_lets_the_journal_walk(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sqlite3
        from types import ModuleType

        def test_walks(tmp_path):
            module = ModuleType("posdesk.journal.new")
            code = "def ask(db): return db.execute('SELECT count(*) FROM orders WHERE raw = 1')"
            exec(code, module.__dict__)
            with sqlite3.connect(tmp_path / "x") as db:
                db.execute("CREATE TABLE orders (raw)")
                module.ask(db)
            db.close()
        """
    )
    result = pytester.runpytest_subprocess("-p", "tests.support.harness", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*new.ask: SELECT count*", "*SCAN orders*"])


def test_the_connections_of_tests_are_watched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x")) as made:
        assert isinstance(made, plans.Noted)
