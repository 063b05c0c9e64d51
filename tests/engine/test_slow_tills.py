"""Tills that write slowly, are cut off, or upload under another name: nothing is lost without a word.

tests/data/field/11-folder-slow-writer and 12-folder-filepart tell where that comes from.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posdesk.domain.books.ledger import IntakeFault
from posdesk.domain.books.receipt import Door
from posdesk.engine.listening import complete_files
from posdesk.engine.listening.complete_files import UNENDED_S, WriterState
from posdesk.engine.listening.folder import FOREIGN_S, HELD_S
from posdesk.journal.books import receipts
from posdesk.journal.books.receipts import MOST_TOLD, Stored
from tests.engine.dropping import Drop
from tests.engine.receipt_making import serials_in, troubles_in
from tests.journal.making import SetClock, opened
from tests.platforms.wdk.test_table import HEAD

DAY_S = 86_400.0


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        yield Drop(tmp_path, journal, clock)


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can tell who writes, as in a network folder."""
    monkeypatch.setattr(complete_files, "writer_of", lambda path: WriterState.UNKNOWN)


def row(serial: str, fen: int = 300, item: str = "1") -> str:
    return f"1,P,{serial},{fen},李,1,2026-05-03 12:00:00,{serial}_{item},A{item},1,100,0,100,,\n"


def see_all(drop: Drop) -> None:
    """Somebody has read what the Sync page lists."""
    for each in troubles_in(drop.journal):
        drop.journal.write(partial(receipts.acknowledge_trouble, number=each.number, actor="Li")).result()


@contextmanager
def slow_till(drop: Drop, name: str, begun: str) -> Iterator["Till"]:
    with (drop.path / name).open("ab") as file:
        till = Till(file)
        till.write(begun)
        yield till


class Till:
    """A till that keeps its file open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        self._file.write(text.encode())
        self._file.flush()


def test_a_file_that_somebody_has_open_for_writing_waits(drop: Drop) -> None:
    with slow_till(drop, "night2.csv", HEAD + row("NIGHT-1")) as till:
        drop.wait(5)
        assert (drop.names(), serials_in(drop.journal)) == (["night2.csv"], [])
        till.write(row("NIGHT-2"))
    drop.wait()
    assert serials_in(drop.journal) == ["NIGHT-1", "NIGHT-2"]
    assert (drop.names("done"), drop.names("rejected"), troubles_in(drop.journal)) == (["night2.csv"], [], ())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 400), max_size=6), st.lists(st.sampled_from([0.5, 3.0, 30.0]), min_size=7))
def test_wherever_a_till_pauses_its_file_is_taken_whole_and_once(
    drop: Drop, cuts: list[int], pauses: list[float]
) -> None:
    name = f"{len(drop.names('done'))}.csv"
    serials = [f"{name}-{number}" for number in range(3)]
    text = HEAD + "".join(map(row, serials))
    places = [0, *sorted(cuts), len(text)]
    before = serials_in(drop.journal)
    with slow_till(drop, name, "") as till:
        for start, end, pause in zip(places, places[1:], pauses, strict=False):
            till.write(text[start:end])
            drop.wait(pause)
        till.write(text[places[: len(pauses) + 1][-1] :])
    drop.wait()
    assert serials_in(drop.journal) == [*before, *serials]
    assert troubles_in(drop.journal) == ()


def test_one_that_is_held_open_for_long_is_told_once_and_taken_when_it_is_closed(drop: Drop) -> None:
    with slow_till(drop, "a.csv", HEAD + row("1")):
        drop.wait(HELD_S - 10)
        assert troubles_in(drop.journal) == ()
        drop.wait(30)
        (told,) = troubles_in(drop.journal)
        assert (told.name, told.what) == ("a.csv", IntakeFault.REFUSED)
        assert "another program has it open for writing" in told.reason
        see_all(drop)
        drop.start()
        drop.wait(HELD_S + 10)
        assert troubles_in(drop.journal) == ()
    drop.wait()
    assert drop.names("done") == ["a.csv"]


@pytest.mark.usefixtures("unknown")
def test_where_nobody_can_tell_a_last_line_without_end_waits_a_minute(drop: Drop) -> None:
    drop.put("ended.csv", (HEAD + row("1")).encode())
    drop.put("open.csv", (HEAD + row("2")).rstrip().encode())
    drop.wait()
    assert serials_in(drop.journal) == ["1"]
    drop.wait(UNENDED_S - 5)
    assert drop.names() == ["open.csv"]
    drop.wait(5)
    assert serials_in(drop.journal) == ["1", "2"]


@pytest.mark.usefixtures("unknown")
@pytest.mark.parametrize(
    "data",
    [
        (HEAD + row("1")).encode(),
        (HEAD + row("1")).replace("\n", "\r").encode(),
        (HEAD + row("1")).encode() + b"\x1a",
        (HEAD + row("1")).encode("utf-16"),
        ("\ufeff" + HEAD + row("1")).encode("utf-16-be"),
    ],
    ids=["unix", "mac", "dos", "utf-16", "utf-16-be"],
)
def test_a_line_has_its_end_however_it_is_written(drop: Drop, data: bytes) -> None:
    drop.put("a.csv", data)
    drop.wait()
    assert serials_in(drop.journal) == ["1"]


def moved(drop: Drop, name: str, text: str) -> None:
    """A file that was taken and lies in done/."""
    drop.put(name, text.encode())
    drop.wait()
    assert drop.names("done") == [name]


def watched(drop: Drop) -> int:
    """How many files the journal knows as moved."""
    return int(drop.journal.read(lambda db: db.execute("SELECT count(*) FROM moved_files").fetchone()[0]))


def write_on(drop: Drop, name: str, text: str) -> None:
    """Whoever still had it open has written this, and time enough has gone by."""
    with (drop.path / "done" / name).open("ab") as file:
        file.write(text.encode())
    drop.wait()
    drop.wait()


@pytest.mark.posix("Windows moves no file that somebody has open")
@pytest.mark.usefixtures("unknown")
def test_what_is_written_into_a_moved_file_is_read_and_known_receipts_change_nothing(
    drop: Drop, caplog: pytest.LogCaptureFixture
) -> None:
    with slow_till(drop, "night2.csv", HEAD + row("NIGHT-1")) as till:
        drop.wait()
        assert drop.names("done") == ["night2.csv"]
        till.write(row("NIGHT-2"))
    drop.wait()
    drop.wait()
    assert serials_in(drop.journal) == ["NIGHT-1", "NIGHT-2"]
    assert (drop.names("done"), troubles_in(drop.journal)) == (["night2.csv"], ())
    said = "'done/night2.csv' changed after it was taken: stored 1, known 1, contradicting 0"
    assert [said in each.getMessage() for each in caplog.records].count(True) == 1


@pytest.mark.usefixtures("unknown")
def test_what_reading_again_contradicts_stands_on_sync_with_both_versions(drop: Drop) -> None:
    moved(drop, "night2.csv", HEAD + row("NIGHT-1"))
    write_on(drop, "night2.csv", row("NIGHT-1", item="2") + row("NIGHT-2"))
    assert serials_in(drop.journal) == ["NIGHT-1", "NIGHT-2"]
    (told,) = troubles_in(drop.journal)
    assert (told.what, told.name) == (IntakeFault.CONFLICT, "done/night2.csv")
    assert told.receipt is not None
    assert told.receipt.serial_num == "NIGHT-1"
    assert (
        "kept 3.00 yuan, lines: 1, items: 1, 2026-05-03 12:00:00; now 3.00 yuan, lines: 2, items: 2"
        in told.reason
    )
    assert "已存 3.00 元，1 行 1 件，2026-05-03 12:00:00；这次 3.00 元，2 行 2 件" in told.reason


@pytest.mark.usefixtures("unknown")
def test_many_contradictions_of_a_file_are_as_many_lines_at_most(drop: Drop) -> None:
    serials = [f"S{number:02}" for number in range(MOST_TOLD + 3)]
    moved(drop, "a.csv", HEAD + "".join(map(row, serials)))
    write_on(drop, "a.csv", "".join(row(serial, item="2") for serial in serials))
    found = troubles_in(drop.journal)
    assert len(found) == MOST_TOLD + 1
    assert "3 more receipts differ" in found[-1].reason


@pytest.mark.usefixtures("unknown")
def test_a_moved_file_that_lost_receipts_is_told(drop: Drop) -> None:
    drop.put("a.csv", (HEAD + row("1") + row("2")).encode())
    drop.wait()
    (drop.path / "done" / "a.csv").write_bytes((HEAD + row("1")).encode())
    drop.wait()
    drop.wait()
    (told,) = troubles_in(drop.journal)
    assert "it held 2 receipts when it was taken and 1 now" in told.reason


@pytest.mark.usefixtures("unknown")
def test_a_rest_that_cant_be_understood_is_told_by_line(drop: Drop) -> None:
    moved(drop, "a.csv", HEAD + row("1"))
    write_on(drop, "a.csv", row("2")[:12] + "\n")
    (told,) = troubles_in(drop.journal)
    assert (told.what, told.name) == (IntakeFault.REFUSED, "done/a.csv")
    assert "line 3, column op_num: required and missing" in told.reason
    assert drop.names("done") == ["a.csv"]


@pytest.mark.usefixtures("unknown")
def test_a_moved_file_is_watched_over_a_restart_and_for_a_day(drop: Drop) -> None:
    drop.put("a.csv", (HEAD + row("1")).encode())
    drop.wait()
    drop.clock.walk(DAY_S - 60)
    drop.start()
    write_on(drop, "a.csv", row("2"))
    assert serials_in(drop.journal) == ["1", "2"]
    drop.clock.walk(DAY_S)
    drop.folder.look()
    write_on(drop, "a.csv", row("3"))
    assert serials_in(drop.journal) == ["1", "2"]
    assert watched(drop) == 0


@pytest.mark.usefixtures("unknown")
def test_a_moved_file_that_somebody_took_away_is_forgotten_and_its_name_may_come_again(drop: Drop) -> None:
    drop.put("a.csv", (HEAD + row("1")).encode())
    drop.wait()
    (drop.path / "done" / "a.csv").unlink()
    drop.wait()
    drop.put("a.csv", (HEAD + row("2")).encode())
    drop.wait()
    drop.wait()
    assert (serials_in(drop.journal), troubles_in(drop.journal)) == (["1", "2"], ())


def test_a_moved_file_that_was_away_for_a_while_is_still_watched(drop: Drop) -> None:
    moved(drop, "a.csv", HEAD + row("1"))
    place, away = drop.path / "done", drop.path.parent / "away"
    place.rename(away)
    drop.wait()
    place.rmdir()
    away.rename(place)
    write_on(drop, "a.csv", row("2"))
    assert serials_in(drop.journal) == ["1", "2"]
    place.rename(away)
    drop.clock.walk(DAY_S)
    drop.wait()
    assert watched(drop) == 0, "for a day at the most"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes in folders")
@pytest.mark.usefixtures("unknown")
@pytest.mark.parametrize("what", ["pipe", "link", "folder"])
def test_what_became_no_plain_file_is_neither_opened_nor_waited_for(drop: Drop, what: str) -> None:
    moved(drop, "a.csv", HEAD + row("1"))
    path = drop.path / "done" / "a.csv"
    path.unlink()
    make = {"pipe": os.mkfifo, "link": lambda place: place.symlink_to("/dev/zero"), "folder": Path.mkdir}
    make[what](path)
    drop.wait()
    drop.put("b.csv", (HEAD + row("2")).encode())
    drop.wait()
    assert (serials_in(drop.journal), troubles_in(drop.journal)) == (["1", "2"], ())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes in folders")
def test_nobody_waits_at_a_pipe_for_a_line_to_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    assert complete_files._has_end(tmp_path / "a.csv"), "whoever takes it says that it is no file"


@pytest.mark.usefixtures("unknown")
def test_a_changed_file_that_cant_be_read_is_told_once_and_read_when_it_can(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(drop, "a.csv", HEAD + row("1"))
    with monkeypatch.context() as patch:
        patch.setattr("posdesk.engine.listening.intake.os.open", _refused)
        write_on(drop, "a.csv", row("2"))
        (told,) = troubles_in(drop.journal)
        assert (told.name, told.what) == ("done/a.csv", IntakeFault.REFUSED)
        assert "it changed after it was taken and can't be read (Permission denied)" in told.reason
    drop.wait()
    assert serials_in(drop.journal) == ["1", "2"]
    with monkeypatch.context() as patch:
        patch.setattr("posdesk.engine.listening.intake.os.open", _refused)
        write_on(drop, "a.csv", row("3"))
        drop.clock.walk(DAY_S)
        drop.wait()
    assert watched(drop) == 0


def _refused(path: Path, *_: object) -> int:
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


def test_of_many_changed_files_a_few_are_read_at_a_time_and_none_any_more_once_it_ends(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posdesk.engine.listening.done_watch.READ_AT_ONCE", 2)
    for number in range(5):
        drop.put(f"{number}.csv", (HEAD + row(str(number))).encode())
    drop.wait()
    for number in range(5):
        with (drop.path / "done" / f"{number}.csv").open("ab") as file:
            file.write(row(f"late {number}").encode())
    for _ in range(3):
        drop.folder.look()
    drop.clock.walk(3)
    watch = drop.folder._moved
    watch.look(lambda: False)
    assert len(serials_in(drop.journal)) == 5
    watch.look(lambda: True)
    assert len(serials_in(drop.journal)) == 7
    for _ in range(2):
        watch.look(lambda: True)
    assert len(serials_in(drop.journal)) == 10


def test_who_begins_to_write_while_others_are_taken_is_waited_for(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop.put("a.csv", (HEAD + row("1")).encode())
    path = drop.put("b.csv", (HEAD + row("2")).encode())
    drop.folder.look()
    take = drop.intake.take_file
    begun: list[BinaryIO] = []

    def taking(which: Path, door: Door) -> Stored:
        if not begun:
            begun.append(path.open("ab"))
            begun[0].write(row("3").encode())
            begun[0].flush()
        return take(which, door)

    monkeypatch.setattr(drop.intake, "take_file", taking)
    drop.wait()
    assert serials_in(drop.journal) == ["1"]
    begun[0].write(row("3", item="2").encode())
    begun[0].close()
    drop.wait()
    drop.wait()
    assert (serials_in(drop.journal), troubles_in(drop.journal)) == (["1", "2", "3"], ())


def test_a_file_whose_move_fails_again_and_again_is_one_row_and_watched_once_it_is_moved(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop.put("a.csv", (HEAD + row("1")).encode())
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _refused)
        for _ in range(5):
            drop.wait()
        assert (drop.names(), watched(drop)) == (["a.csv"], 1)
        drop.wait(DAY_S / 100)
    drop.wait()
    assert drop.names("done") == ["a.csv"]
    write_on(drop, "a.csv", row("2"))
    assert serials_in(drop.journal) == ["1", "2"]


def test_a_move_that_was_done_and_is_called_failed_loses_nothing(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop.put("a.csv", b"no receipt\n")
    real = Path.replace

    def answer_lost(path: Path, target: Path) -> Path:
        real(path, target)
        raise FileNotFoundError(errno.ENOENT, "the answer was lost", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", answer_lost)
        drop.wait()
    assert (drop.path / "rejected" / "a.csv").read_bytes() == b"no receipt\n"


def test_many_moved_files_are_all_looked_at_a_few_at_a_time(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posdesk.engine.listening.done_watch.AT_ONCE", 2)
    for number in range(7):
        drop.put(f"{number}.csv", (HEAD + row(str(number))).encode())
    drop.wait()
    with (drop.path / "done" / "3.csv").open("ab") as file:
        file.write(row("late").encode())
    for _ in range(4):
        drop.wait()
    assert serials_in(drop.journal)[-1] == "late"


@pytest.mark.posix("Windows' names are text")
@pytest.mark.usefixtures("unknown")
def test_a_name_that_is_no_text_is_watched_as_well(drop: Drop) -> None:
    name = os.fsdecode(b"\xc4\xe3.csv")
    moved(drop, name, HEAD + row("1"))
    write_on(drop, name, row("2") + row("1", item="2"))
    assert serials_in(drop.journal) == ["1", "2"]
    assert [each.name for each in troubles_in(drop.journal)] == ["done/\ufffd\ufffd.csv"]
    drop.put(os.fsdecode(b"\xc4\xe3.filepart"), b"1")
    drop.wait(2 * FOREIGN_S)
    assert len(troubles_in(drop.journal)) == 2
    drop.start()
    drop.wait()


@pytest.mark.parametrize(
    "name", ["till2.csv.filepart", "a.uploading", "a.xlsx", "a.txt", "receipts", "a.json.bak", "a.csv.part"]
)
def test_a_foreign_name_is_never_moved_and_told_after_a_minute(drop: Drop, name: str) -> None:
    drop.put(name)
    drop.wait(FOREIGN_S - 5)
    assert troubles_in(drop.journal) == ()
    drop.wait(5)
    (told,) = troubles_in(drop.journal)
    assert (told.name, told.what) == (name, IntakeFault.REFUSED)
    assert "only .json, .jsonl, .csv files are taken here, it stays where it is" in told.reason
    see_all(drop)
    drop.start()
    drop.wait(2 * FOREIGN_S)
    assert (drop.names(), troubles_in(drop.journal)) == ([name], ())


def test_an_upload_under_another_name_may_pause_and_be_renamed(drop: Drop) -> None:
    part = drop.put("till2.csv.filepart", (HEAD + row("1")).encode())
    for serial in ("2", "3"):
        drop.wait(FOREIGN_S - 5)
        with part.open("ab") as file:
            file.write(row(serial).encode())
    part.rename(drop.path / "till2.csv")
    drop.wait()
    assert (serials_in(drop.journal), troubles_in(drop.journal)) == (["1", "2", "3"], ())


@pytest.mark.parametrize("name", ["desktop.ini", "Thumbs.db", "~$x.xlsx", "~$a.csv", ".DS_Store"])
def test_what_a_system_leaves_in_a_folder_is_nobodys_business(drop: Drop, name: str) -> None:
    drop.put(name)
    drop.wait(2 * FOREIGN_S)
    assert (drop.names(), troubles_in(drop.journal)) == ([name], ())
