"""Files that were moved: kept for a day, few at a time forgotten, never more than are looked at."""

from datetime import timedelta

import pytest

from posdesk.journal import Journal
from posdesk.journal.books import moved_files
from posdesk.journal.books.moved_files import KEPT, MovedFile
from tests.journal.making import SetClock

STAMP = (123, 1_777_777_777_777_777_777)


def add(journal: Journal, name: str, folder: str = "done") -> MovedFile:
    return journal.write(lambda tx: moved_files.add(tx, folder, name, STAMP, 3)).result()


def names(journal: Journal, folder: str = "done") -> list[str]:
    return [each.name for each in journal.read(lambda db: moved_files.of_folder(db, folder))]


def test_what_was_moved_is_known_with_how_it_was(journal: Journal, clock: SetClock) -> None:
    made = add(journal, "a.csv")
    add(journal, "b.csv", folder="other")
    assert journal.read(lambda db: moved_files.of_folder(db, "done")) == (made,)
    assert (made.size, made.mtime_ns, made.receipts, made.at) == (*STAMP, 3, clock.now())
    journal.write(lambda tx: moved_files.read_again(tx, made.number, (200, 5), 4)).result()
    (again,) = journal.read(lambda db: moved_files.of_folder(db, "done"))
    assert (again.size, again.mtime_ns, again.receipts, again.at) == (200, 5, 4, made.at)
    journal.write(lambda tx: moved_files.forget(tx, [made.number])).result()
    assert (names(journal), names(journal, "other")) == ([], ["b.csv"])


def test_after_a_day_they_go_when_others_come(journal: Journal, clock: SetClock) -> None:
    for number in range(3):
        add(journal, f"{number}.csv")
    clock.wall += KEPT + timedelta(seconds=1)
    add(journal, "new.csv")
    assert names(journal) == ["new.csv"]


def test_no_more_are_kept_than_are_looked_at(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moved_files, "MOST", 5)
    for number in range(9):
        add(journal, f"{number}.csv")
    assert names(journal) == [f"{number}.csv" for number in range(4, 9)]


@pytest.mark.parametrize("column", ["folder", "at"])
def test_no_question_about_them_looks_at_all(journal: Journal, column: str) -> None:
    where = {
        "folder": "folder = 'done' ORDER BY number DESC LIMIT 5",
        "at": "at < '2026' ORDER BY at LIMIT 5",
    }
    plan = journal.read(
        lambda db: db.execute(
            f"EXPLAIN QUERY PLAN SELECT number FROM moved_files WHERE {where[column]}"
        ).fetchall()
    )
    assert f"moved_files_{column}" in plan[0][-1]
