"""The drop folder: complete files only, in order, each moved once, none doubled, none lost."""

import asyncio
import contextlib
import errno
import json
import logging
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.books.ledger import IntakeFault
from posdesk.domain.books.receipt import Door
from posdesk.engine.listening.folder import Folder
from posdesk.engine.listening.intake import Intake
from posdesk.engine.listening.moved_files import NUMBERED
from posdesk.journal.books.receipts import Stored
from posdesk.settings.settings import Settings
from tests.engine.dropping import Drop
from tests.engine.making import blocked, until
from tests.engine.receipt_making import TokenSecrets, no_file, no_files, serials_in, troubles_in
from tests.journal.making import SetClock, opened
from tests.platforms.wdk.making import body, example
from tests.platforms.wdk.test_table import table
from tests.support.accounts import NOBODY, needs_another_account, needs_modes
from tests.support.windows_files import held, refuse_what_is_open


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        yield Drop(tmp_path, journal, clock)


def test_the_folders_are_there_from_the_start(drop: Drop) -> None:
    assert {each.name for each in drop.path.iterdir()} == {"done", "rejected"}


def test_complete_files_are_taken_in_the_order_of_names_and_moved(drop: Drop) -> None:
    for name in ("c.json", "a.json", "b.JSON"):
        drop.put(name)
    drop.put("d.csv", table(example(serial_num="d.csv")))
    drop.put("e.jsonl", body(example(serial_num="e1")) + b"\n" + body(example(serial_num="e2")))
    drop.wait()
    assert serials_in(drop.journal) == ["a.json", "b.JSON", "c.json", "d.csv", "e1", "e2"]
    assert drop.names("done") == ["a.json", "b.JSON", "c.json", "d.csv", "e.jsonl"]
    assert drop.names() == drop.names("rejected") == []


def test_a_file_that_grows_is_waited_for_by_our_own_watch(drop: Drop) -> None:
    path = drop.put("a.json", b"[" + body(example(serial_num="1")))
    os.utime(path, (0, 0))  # a copy keeps the original's time: that is no sign of age
    drop.wait(1.9)
    with path.open("ab") as file:
        file.write(b"," + body(example(serial_num="2")) + b"]")
    os.utime(path, (0, 0))
    drop.wait(1.9)
    assert drop.names() == ["a.json"]
    drop.wait(0.2)
    assert serials_in(drop.journal) == ["1", "2"]


@pytest.mark.parametrize("name", ["a.json.part", "a.json.TMP", "a.crdownload", ".a.json", ".a.json.swp"])
def test_what_is_being_written_is_left_alone(drop: Drop, name: str) -> None:
    path = drop.put(name)
    drop.wait()
    assert drop.names() == [name]
    path.rename(drop.path / "a.json")
    drop.wait()
    assert drop.names("done") == ["a.json"]


def test_a_bad_file_is_rejected_with_the_reason_and_none_of_it_is_taken(drop: Drop) -> None:
    drop.put("a.json", body([example(), example(serial_num="8", op_num=[1])]))
    drop.put("b.json")
    drop.wait()
    assert drop.names("rejected") == ["a.json", "a.json.reason.txt"]
    assert "应为字符串 / receipt 2 (serial_num 8) op_num: a string is wanted" in drop.reason("a.json")
    assert serials_in(drop.journal) == ["b.json"]
    (trouble,) = troubles_in(drop.journal)
    assert (trouble.door, trouble.what, trouble.name) == (Door.FOLDER, IntakeFault.REFUSED, "a.json")


def test_other_content_under_a_known_key_is_rejected_as_a_conflict(drop: Drop) -> None:
    drop.put("a.json", body(example()))
    drop.put("b.json", body([example(serial_num="2"), example(ask_amt=1)]))
    drop.wait()
    assert drop.names("rejected") == ["b.json", "b.json.reason.txt"]
    assert serials_in(drop.journal) == ["20180101000002"]
    assert troubles_in(drop.journal)[0].what is IntakeFault.CONFLICT


def test_a_name_that_is_taken_is_never_overwritten(drop: Drop) -> None:
    for number in ("1", "2", "3"):
        drop.put("a.json", body(example(serial_num=number)))
        drop.wait()
        drop.put("bad.json", number.encode())
        drop.wait()
    assert drop.names("done") == ["a-2.json", "a-3.json", "a.json"]
    assert (drop.path / "done/a-2.json").read_bytes() == body(example(serial_num="2"))
    assert (drop.path / "rejected/bad-3.json").read_bytes() == b"3"
    assert len(drop.names("rejected")) == 6


@contextlib.contextmanager
def asked_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every name in a folder that is looked at or opened inside the block, each as often as it is."""
    asked: list[str] = []

    def noting(call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(path: Any, *more: Any, **how: Any) -> Any:
            if isinstance(path, str | Path) and Path(path).parent == folder:
                asked.append(Path(path).name)
            return call(path, *more, **how)

        return noted

    with monkeypatch.context() as patch:
        for name in ("stat", "lstat", "open"):
            patch.setattr(os, name, noting(getattr(os, name)))
        yield asked


def forget_moved(drop: Drop) -> None:
    """A day has passed for what lies in done/."""
    drop.journal.write(lambda tx: tx.db.execute("DELETE FROM moved_files")).result()
    drop.start()


@pytest.mark.parametrize(("under", "content"), [("done", b""), ("rejected", b"no receipt")])
def test_a_name_used_for_the_thousandth_time_costs_what_it_cost_for_the_tenth(
    drop: Drop, monkeypatch: pytest.MonkeyPatch, under: str, content: bytes
) -> None:
    """Counted in calls; what is there already is there still."""
    there, costs = drop.path / under, []
    for used in (20, 1000):
        for number in range(2, used + 1):
            (there / f"a-{number}.json").write_bytes(b"kept")
        (there / "a.json").write_bytes(b"kept")
        drop.put("a.json", content)
        with asked_of(there, monkeypatch) as asked:
            drop.wait()
        assert drop.names() == []
        costs.append(len(asked))
        forget_moved(drop)  # the first one would be looked at, too
    assert costs[0] == costs[1] <= 5 * NUMBERED
    kept = [each for each in there.iterdir() if each.read_bytes() == b"kept"]
    moved = [each for each in there.glob("a-*.json") if each not in kept]
    assert (len(kept), len(moved)) == (1000, 2)


def test_a_file_cut_off_between_commit_and_move_is_known_and_moved(drop: Drop) -> None:
    path = drop.put("a.json")
    drop.intake.take_file(path, Door.FOLDER)
    drop.start()
    drop.wait()
    assert serials_in(drop.journal) == ["a.json"]
    assert (drop.names(), drop.names("done"), troubles_in(drop.journal)) == ([], ["a.json"], ())


def test_a_journal_that_cant_be_written_leaves_the_file_where_it_is(
    drop: Drop, caplog: pytest.LogCaptureFixture
) -> None:
    drop.put("a.json")
    drop.put("b.json", b"{")
    with blocked(drop.journal):
        drop.wait()
        drop.folder.look()
        assert drop.names() == ["a.json", "b.json"]
    assert [each.levelno for each in caplog.records if "waits" in each.getMessage()] == [logging.WARNING]
    drop.folder.look()
    assert (drop.names("done"), drop.names("rejected")) == (["a.json"], ["b.json", "b.json.reason.txt"])


class InterruptedIntake(Intake):
    """An intake during whose work the till writes to the file once more."""

    more = b""

    def take_file(self, path: Path, door: Door) -> Stored:
        stored = super().take_file(path, door)
        if self.more:
            path.write_bytes(self.more)
            self.more = b""
        return stored


def test_a_file_that_changes_while_it_is_taken_is_taken_again_whole(drop: Drop) -> None:
    drop.intake = interrupted = InterruptedIntake(Settings(), drop.journal, TokenSecrets(), drop.clock)
    drop.start()
    interrupted.more = body([example(serial_num="1"), example(serial_num="2")])
    drop.put("a.json", body([example(serial_num="1")]))
    drop.wait()
    assert (serials_in(drop.journal), drop.names()) == (["1"], ["a.json"])
    drop.wait()
    assert serials_in(drop.journal) == ["1", "2"]
    assert drop.names("done") == ["a.json"]


@no_files
def test_links_pipes_and_folders_are_left_alone_and_said_once(
    drop: Drop, tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    outside = tmp_path / "outside.json"
    outside.write_bytes(body(example()))
    no_file(kind, drop.path / "strange.json", outside)
    for _ in range(3):
        drop.wait()
    assert serials_in(drop.journal) == []
    assert outside.exists()
    said = [each.getMessage() for each in caplog.records]
    assert [text.split("'")[1] for text in said] == ["strange.json"]


class ShutIntake(Intake):
    """An intake whose files can't be opened for a while: root may read everything, so no chmod will do."""

    shut = True

    def take_file(self, path: Path, door: Door) -> Stored:
        if self.shut:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return super().take_file(path, door)


def test_a_file_that_cant_be_read_is_said_once_and_taken_once_it_can(drop: Drop) -> None:
    drop.intake = shut = ShutIntake(Settings(), drop.journal, TokenSecrets(), drop.clock)
    drop.start()
    drop.put("a.json")
    for _ in range(3):
        drop.wait()
    assert drop.names() == ["a.json"]
    (trouble,) = troubles_in(drop.journal)
    assert "Permission denied" in trouble.reason
    shut.shut = False
    drop.folder.look()
    assert drop.names("done") == ["a.json"]


def test_a_file_that_cant_be_moved_is_judged_once_and_moved_when_it_can(
    drop: Drop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop.put("a.json", b"{")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _held_open)
        for _ in range(3):
            drop.wait()
    assert (drop.names(), drop.names("rejected")) == (["a.json"], [])
    assert len([each for each in caplog.records if "is rejected" in each.getMessage()]) == 1
    assert len([each for each in caplog.records if "can't be moved" in each.getMessage()]) == 1
    drop.folder.look()
    assert drop.names("rejected") == ["a.json", "a.json.reason.txt"]
    assert len(troubles_in(drop.journal)) == 1


def _held_open(path: Path, target: Path) -> Path:
    """As Windows answers while the till still has the file open."""
    raise PermissionError(errno.EACCES, f"in use, not moved to {target}", str(path))


def test_a_stray_file_in_a_folders_place_is_said_once_and_nothing_is_lost(
    drop: Drop, caplog: pytest.LogCaptureFixture
) -> None:
    drop.put("a.json", b"{")
    (drop.path / "rejected").rmdir()
    drop.folder.look()
    (drop.path / "rejected").rmdir()
    (drop.path / "rejected").write_text("no folder")
    for _ in range(3):
        drop.wait()
    assert drop.names() == ["a.json", "rejected"]
    assert len(caplog.records) == 1
    (drop.path / "rejected").unlink()
    drop.wait()
    assert drop.names("rejected") == ["a.json", "a.json.reason.txt"]


def test_a_folder_outside_is_never_made_and_its_absence_is_told_once(drop: Drop) -> None:
    outside = drop.home / "disk" / "till"
    drop.folder = Folder(drop.home, drop.intake, outside)
    for _ in range(3):
        drop.wait()
    assert not outside.exists()
    (told,) = troubles_in(drop.journal)
    assert (told.what, told.name) == (IntakeFault.REFUSED, str(outside))
    assert "can't be read" in told.reason
    outside.mkdir(parents=True)
    (outside / "a.json").write_bytes(body(example(serial_num="a")))
    drop.wait()
    assert (outside / "done" / "a.json").exists()


@needs_modes
def test_what_is_made_in_a_folder_outside_has_its_modes(drop: Drop) -> None:
    outside = drop.home / "till"
    outside.mkdir()
    outside.chmod(0o2770)
    Folder(drop.home, drop.intake, outside).look()
    assert [(outside / name).stat().st_mode & 0o7777 for name in ("done", "rejected")] == [0o2770, 0o2770]


@needs_modes
def test_a_till_of_another_account_can_read_why_its_file_was_rejected(drop: Drop) -> None:
    begun = os.umask(0o077)
    try:
        drop.path.chmod(0o755)
        (drop.path / "rejected").chmod(0o755)
        drop.put("a.json", b"{")
        drop.wait()
    finally:
        os.umask(begun)
    assert (drop.path / "rejected" / "a.json.reason.txt").stat().st_mode & 0o777 == 0o644


@pytest.mark.posix("links need rights there")
def test_no_reason_is_written_through_a_link_that_lies_there(drop: Drop) -> None:
    """Whoever may write into the till's folder could have any file of ours made, with words of his."""
    away = drop.home / "away.desktop"
    (drop.path / "rejected" / "a.json.reason.txt").symlink_to(away)
    drop.put("a.json", b"{")
    drop.wait()
    assert not away.exists()
    assert drop.reason("a-2.json").startswith("a-2.json\n")


@needs_modes
def test_a_link_of_our_own_leads_where_it_leads(drop: Drop) -> None:
    away = linked(drop)
    drop.put("a.json")
    drop.wait()
    assert (away / "a.json").exists()


@needs_another_account
def test_nothing_is_moved_through_a_strangers_link(drop: Drop, caplog: pytest.LogCaptureFixture) -> None:
    away = linked(drop)
    os.chown(drop.path / "done", NOBODY, NOBODY, follow_symlinks=False)
    drop.put("a.json")
    drop.wait()
    assert (drop.path / "a.json").exists()
    assert list(away.iterdir()) == []
    assert "done/ is another account's link" in caplog.text


class LinkingIntake(Intake):
    """An intake during whose work another account puts a link in done/'s place."""

    def take_file(self, path: Path, door: Door) -> Stored:
        stored = super().take_file(path, door)
        path.parent.joinpath("done").rmdir()
        path.parent.joinpath("done").symlink_to(path.parent.with_name("away"))
        os.chown(path.parent / "done", NOBODY, NOBODY, follow_symlinks=False)
        return stored


@needs_another_account
def test_a_strangers_link_laid_while_a_file_is_taken_leads_nowhere(drop: Drop) -> None:
    away = drop.home / "away"
    away.mkdir()
    drop.intake = LinkingIntake(Settings(), drop.journal, TokenSecrets(), drop.clock)
    drop.start()
    drop.put("a.json")
    drop.wait()
    assert (drop.names(), list(away.iterdir())) == (["a.json"], [])


def linked(drop: Drop) -> Path:
    """A folder elsewhere, to which done/ leads."""
    away = drop.home / "away"
    away.mkdir()
    (drop.path / "done").rmdir()
    (drop.path / "done").symlink_to(away)
    return away


def test_the_part_looks_by_itself_and_ends_when_it_is_told(tmp_path: Path) -> None:
    asyncio.run(_looks_by_itself(tmp_path))


async def _looks_by_itself(home: Path) -> None:
    clock = SetClock()
    with opened(home, clock) as journal:
        drop = Drop(home, journal, clock)
        task = asyncio.create_task(drop.folder.run())
        drop.put("a.json")

        def is_done() -> list[str]:
            clock.walk(0.05)  # far less than a sleep between two looks
            return drop.names("done")

        await until(is_done, "the file in done")
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def test_a_till_may_have_named_the_folders_in_its_own_way(
    drop: Drop, caplog: pytest.LogCaptureFixture
) -> None:
    """Where capitals don't count, Done is our folder; elsewhere it is one more."""
    for name in ("done", "rejected"):
        (drop.path / name).rmdir()
        (drop.path / name.title()).mkdir()
    drop.put("a.json")
    drop.put("b.json", b"{")
    drop.wait()
    assert (drop.names("done"), drop.names("rejected")) == (["a.json"], ["b.json", "b.json.reason.txt"])
    assert not [each for each in caplog.records if "left alone" in each.getMessage()]


def test_names_that_differ_by_capitals_only_are_both_kept(drop: Drop) -> None:
    for name in ("A.json", "a.json"):
        drop.put(name, body(example(serial_num=name)))
        drop.wait()
    kept = [json.loads((drop.path / "done" / name).read_bytes()) for name in drop.names("done")]
    assert {each["serial_num"] for each in kept} == {"A.json", "a.json"}


def test_a_file_that_another_program_has_open_is_taken_and_moved_once_it_lets_go(
    drop: Drop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_what_is_open(monkeypatch)
    path = drop.put("a.json")
    with held(path):
        for _ in range(3):
            drop.wait()
        assert (drop.names(), drop.names("done")) == (["a.json"], [])
        assert serials_in(drop.journal) == ["a.json"]
    drop.folder.look()
    assert (drop.names(), drop.names("done")) == ([], ["a.json"])
    assert len([each for each in caplog.records if "can't be moved" in each.getMessage()]) == 1


def test_a_read_only_file_is_taken_and_moved(drop: Drop) -> None:
    drop.put("a.json").chmod(stat.S_IREAD)
    drop.wait()
    assert (drop.names(), drop.names("done")) == ([], ["a.json"])


@pytest.mark.parametrize("name", ["收银 小票.json", "a#b%20c&d.json", "~$a'!.json", "长" * 60 + ".json"])
def test_a_file_of_any_name_in_a_folder_of_any_name_is_taken(drop: Drop, tmp_path: Path, name: str) -> None:
    drop.folder = Folder(drop.home, drop.intake, tmp_path / ("小票 #1" + "长" * 60))
    place = tmp_path / ("小票 #1" + "长" * 60)
    place.mkdir()
    (place / name).write_bytes(body(example(serial_num="1")))
    drop.wait()
    assert [each.name for each in (place / "done").iterdir()] == [name]


@pytest.mark.windows("elsewhere these are names as any other")
@pytest.mark.parametrize("name", ["NUL.json", "con.csv", "a.json.", "b.json "])
def test_a_name_that_windows_cant_open_is_told_once_and_hinders_no_other(drop: Drop, name: str) -> None:
    """From another system, over the network: read as a device it might never end."""
    with open(f"\\\\?\\{drop.path.resolve()}\\{name}", "wb") as file:  # noqa: PTH123 - no Path keeps it
        file.write(body(example(serial_num="odd")))
    drop.put("c.json")
    for _ in range(3):
        drop.wait()
    assert serials_in(drop.journal) == ["c.json"]
    assert [each.name for each in troubles_in(drop.journal)] == [name]
