"""A till's file is looked at when it comes, as the system tells it; where it does not, by a slow look."""

import asyncio
import contextlib
import os
import shutil
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from posdesk.engine.listening import complete_files, folder_events
from posdesk.engine.listening import folder as folder_module
from posdesk.engine.listening.folder_events import NoEvents
from tests.engine.dropping import Drop
from tests.engine.making import until
from tests.engine.receipt_making import serials_in
from tests.engine.test_slow_tills import row
from tests.journal.making import SetClock, opened
from tests.platforms.wdk.making import body, example
from tests.platforms.wdk.test_table import HEAD

NEVER_S = 86_400.0
TOLD = pytest.mark.skipif(not hasattr(folder_events, "Inotify") and os.name != "nt", reason="nothing is told")


@pytest.fixture
def only_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked at by time alone: what is taken was told."""
    monkeypatch.setattr(folder_module, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(folder_module, "UNTOLD_EVERY_S", NEVER_S)
    monkeypatch.setattr(folder_module, "SLOW_LOOK_S", NEVER_S)
    monkeypatch.setattr(folder_events, "PAUSE_S", 0.01)


class Watched:
    """A drop folder at work, by a clock that a test walks."""

    def __init__(self, drop: Drop, clock: SetClock) -> None:
        self.drop, self._clock, self.looks = drop, clock, 0
        look = drop.folder.look

        def counted() -> None:
            self.looks += 1
            look()

        drop.folder.look = counted  # type: ignore[method-assign]

    async def rests(self) -> None:
        """No file waits: the next look comes when something is told, or by the slow one."""
        slow_s = folder_module.UNTOLD_EVERY_S
        await self._until(lambda: self.looks and self.drop.folder.rests_s >= slow_s, "a rest")

    async def made(self) -> None:
        """The folder is there again, and watched."""
        await self._until((self.drop.path / "rejected").is_dir, "the folder")
        await self.settled()

    async def settled(self) -> None:
        """What we did there ourselves has been told, and looked at."""
        seen = -1
        while seen != self.looks:
            seen = self.looks
            await asyncio.sleep(0.1)
            await self.rests()

    async def takes(self, *names: str) -> None:
        await self._until(lambda: self.drop.names("done") == sorted(names), f"{names} in done/")
        await self.rests()

    async def stores(self, *serials: str) -> None:
        await self._until(lambda: serials_in(self.drop.journal) == sorted(serials), f"receipts {serials}")

    async def _until(self, fact: Callable[[], object], what: str) -> None:
        def walked() -> object:
            self._clock.walk(0.05)  # far less than a sleep between two looks
            return fact()

        await until(walked, what)


def working(home: Path, story: Callable[[Watched], Awaitable[None]]) -> None:
    """Play a story with a folder that rests."""

    async def play() -> None:
        clock = SetClock()
        with opened(home, clock) as journal:
            at = Watched(Drop(home, journal, clock), clock)
            part = asyncio.create_task(at.drop.folder.run())
            try:
                await at.rests()
                await story(at)
            finally:
                part.cancel()
                await asyncio.gather(part, return_exceptions=True)

    asyncio.run(play())


async def _renamed(drop: Drop) -> None:
    drop.put("a.json.part", _receipt()).rename(drop.path / "a.json")


async def _renamed_by_winscp(drop: Drop) -> None:
    """../cases/12: a name that nobody takes, then a pause, then the file's own."""
    part = drop.put("a.json.filepart", _receipt())
    await asyncio.sleep(0.05)
    part.rename(drop.path / "a.json")


async def _moved_in(drop: Drop) -> None:
    outside = drop.home / "a.json"
    outside.write_bytes(_receipt())
    outside.rename(drop.path / "a.json")


async def _copied_slowly(drop: Drop) -> None:
    with (drop.path / "a.json").open("wb") as file:
        for byte in _receipt()[:20], _receipt()[20:]:
            file.write(byte)
            file.flush()
            await asyncio.sleep(0.05)


async def _copied_with_its_times(drop: Drop) -> None:
    outside = drop.home / "a.json"
    outside.write_bytes(_receipt())
    os.utime(outside, (1e9, 1e9))
    shutil.copy2(outside, drop.path / "a.json")


async def _linked(drop: Drop) -> None:
    outside = drop.home / "a.json"
    outside.write_bytes(_receipt())
    (drop.path / "a.json").hardlink_to(outside)


def _receipt() -> bytes:
    return body(example(serial_num="a.json"))


@TOLD
@pytest.mark.usefixtures("only_told")
@pytest.mark.parametrize(
    "write", [_renamed, _renamed_by_winscp, _moved_in, _copied_slowly, _copied_with_its_times, _linked]
)
def test_a_file_is_taken_because_it_came_however_it_is_written(
    tmp_path: Path, write: Callable[[Drop], Awaitable[None]]
) -> None:
    async def story(at: Watched) -> None:
        await write(at.drop)
        await at.takes("a.json")
        await at.stores("a.json")

    working(tmp_path, story)


@TOLD
@pytest.mark.usefixtures("only_told")
def test_what_is_written_on_in_done_is_read_again_because_that_is_told(tmp_path: Path) -> None:
    """../cases/11: the till closes its file long after it was taken."""

    async def story(at: Watched) -> None:
        at.drop.put("night.csv", (HEAD + row("NIGHT-1")).encode())
        await at.takes("night.csv")
        with (at.drop.path / "done/night.csv").open("ab") as till:
            till.write(row("NIGHT-2").encode())
        await at.stores("NIGHT-1", "NIGHT-2")

    working(tmp_path, story)


@TOLD
@pytest.mark.usefixtures("only_told")
def test_a_folder_that_was_deleted_is_made_and_watched_again(tmp_path: Path) -> None:
    async def story(at: Watched) -> None:
        shutil.rmtree(at.drop.path)
        await at.made()
        at.drop.put("a.json")
        await at.takes("a.json")

    working(tmp_path, story)


@TOLD
@pytest.mark.usefixtures("only_told")
def test_a_folder_at_rest_is_not_looked_at(tmp_path: Path) -> None:
    async def story(at: Watched) -> None:
        at.drop.put("a.json")
        await at.takes("a.json")
        await at.settled()
        before = at.looks
        for _ in range(100):
            await asyncio.sleep(0.005)
        assert at.looks == before

    working(tmp_path, story)


def test_where_nothing_is_told_a_slow_look_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network folder: the file was written on another machine."""
    monkeypatch.setattr(folder_module, "folder_events", lambda _tell: NoEvents())
    monkeypatch.setattr(folder_module, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(folder_module, "UNTOLD_EVERY_S", 0.02)

    async def story(at: Watched) -> None:
        at.drop.put("a.json")
        await at.takes("a.json")

    working(tmp_path, story)


@pytest.mark.parametrize("kind", ["cifs", "nfs4"])
def test_a_folder_on_another_machine_counts_as_untold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    if not hasattr(complete_files, "_MOUNTS"):
        pytest.skip("only Linux has such a list")
    device = tmp_path.stat().st_dev
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"1 2 {os.major(device)}:{os.minor(device)} / /mnt rw - {kind} //till/x rw\n")
    monkeypatch.setattr(complete_files, "_MOUNTS", mounts)
    events = folder_events.folder_events(lambda: None)
    with contextlib.closing(events):
        assert not events.watch(tmp_path)


@TOLD
def test_after_its_end_nothing_is_watched_and_no_thread_is_left(tmp_path: Path) -> None:
    before = threading.active_count()
    events = folder_events.folder_events(lambda: None)
    assert events.watch(tmp_path)
    events.close()
    events.close()
    assert not events.watch(tmp_path)
    assert threading.active_count() == before
