"""`posdesk audit verify` names the first broken link: which line, and what is wrong with it."""

import contextlib
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from posdesk import cli
from posdesk.journal import Journal, Transaction
from posdesk.journal.audit import audit
from tests.journal.making import KEY, Counter, SetClock, opened

LINES = 7
CHANGED = "its text, its hash or its place was changed"


def line(tx: Transaction, number: int) -> None:
    audit.write(tx, "line", actor="Li", key=KEY, number=number)


def home_with(folder: Path, lines: int = LINES, first: int = 0) -> Path:
    with opened(folder) as journal:
        counter = Counter(journal)
        for number in range(first, first + lines):
            counter.write(partial(line, number=number))
    (folder / "posdesk.toml").write_text('[store]\ncode = "001"\n', encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return home_with(tmp_path / "home")


def tamper(home: Path, *statements: str) -> None:
    """Somebody with a SQLite tool has been at the file."""
    with contextlib.closing(sqlite3.connect(home / "journal.sqlite", isolation_level=None)) as db:
        db.execute("DROP TRIGGER IF EXISTS audit_keeps")
        db.execute("DROP TRIGGER IF EXISTS audit_stays")
        for statement in statements:
            db.execute(statement)


def said(home: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says of a broken trail."""
    assert cli.main(["audit", "verify", "--language", "en", "--home", str(home)]) == 1
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("statements", "number", "words"),
    [
        (["UPDATE audit SET detail = '{}' WHERE number = 4"], 4, CHANGED),
        (["UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE number = 4"], 4, CHANGED),
        (["UPDATE audit SET hash = 'x' WHERE number = 7"], 7, CHANGED),
        (["DELETE FROM audit WHERE number = 3"], 3, "it was removed"),
        (["DELETE FROM audit WHERE number IN (3, 4, 5)"], 3, "lines 3 to 5 were removed"),
        (
            ["DELETE FROM audit WHERE number = 3", "UPDATE audit SET number = number - 1 WHERE number > 3"],
            3,
            CHANGED,
        ),
        (["DELETE FROM audit WHERE number = 7"], 7, "it was removed from the end"),
        (["DELETE FROM audit WHERE number > 4"], 5, "lines 5 to 7 were removed from the end"),
        (["DELETE FROM audit"], 1, "lines 1 to 7 were removed from the end"),
        (["DELETE FROM meta WHERE key = 'audit'"], 8, "note of the trail's end is gone"),
        (["UPDATE meta SET value = 'x' WHERE key = 'audit'"], 8, "note of the trail's end is gone"),
        (["UPDATE audit SET number = 0 WHERE number = 1"], 1, "a line numbered 0 stands in its place"),
    ],
)
def test_the_first_broken_link_is_named(
    home: Path, statements: list[str], number: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(home, *statements)
    text = said(home, capsys)
    assert f"at line {number}: " in text
    assert words in text


def test_of_two_lines_that_changed_places_the_first_is_named(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moves = ((4, -1), (5, 4), (-1, 5))
    tamper(home, *(f"UPDATE audit SET number = {to} WHERE number = {of}" for of, to in moves))
    assert f"at line 4: {CHANGED}" in said(home, capsys)


def test_where_another_chain_goes_on_its_first_line_is_named(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two journals of the same length: the end of the one does not follow from the beginning of the other."""
    other = home_with(tmp_path / "other", first=100)
    join = f"ATTACH '{other / 'journal.sqlite'}' AS other"
    ends = "FROM other.audit WHERE number > 4"
    take_end = f"INSERT INTO audit SELECT * {ends}"
    note = "UPDATE meta SET value = (SELECT value FROM other.meta WHERE key = 'audit') WHERE key = 'audit'"
    tamper(home, "DELETE FROM audit WHERE number > 4", join, take_end, note)
    assert f"at line 5: {CHANGED}" in said(home, capsys)


def test_a_trail_written_anew_from_a_line_on_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every hash is right, as whoever knows how the chain is made can do it; the end gives it away."""
    with contextlib.closing(sqlite3.connect(home / "journal.sqlite", isolation_level=None)) as db:
        rows = db.execute("SELECT * FROM audit ORDER BY number").fetchall()
    previous, statements = audit.START, []
    for row in rows:
        values = (*row[:2], "Wang", *row[3:-1])
        previous = audit.link(previous, values)
        statements.append(f"UPDATE audit SET actor = 'Wang', hash = '{previous}' WHERE number = {row[0]}")
    tamper(home, *statements)
    assert "at line 7: the trail was written anew" in said(home, capsys)


def test_a_line_appended_by_another_program_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(home, "INSERT INTO audit SELECT 8, at, actor, counter, what, partner, tbillno, seq, detail, 'x'"
           " FROM audit WHERE number = 7")  # fmt: skip
    assert f"at line 8: {CHANGED}" in said(home, capsys)


def test_a_whole_trail_is_said_to_be_whole(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", "verify", "--language", "en", "--home", str(home)]) == 0
    assert f"whole: {LINES} lines" in capsys.readouterr().out


def test_after_a_check_texts_are_read_as_before(home: Path) -> None:
    journal = Journal(home, SetClock(), "1")
    try:
        tamper(home, "UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE number = 4")
        assert journal.read(audit.verify).broken_at == 4
        assert journal.read(lambda db: db.text_factory) is str
    finally:
        journal.close()
