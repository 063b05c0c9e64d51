"""The drop folder: a till's files, taken when complete, each moved to done/ or rejected/ with the reason.

What is complete, complete_files.py says; what was moved to done/ is watched on by done_watch.py. Whatever is
cut off between commit and move is read again and known. A file whose name is none of ours is never touched.
"""

import asyncio
import contextlib
import logging
import os
import sys
import time
from functools import partial
from pathlib import Path, PureWindowsPath

from posdesk.domain.books.receipt import Door
from posdesk.engine.listening.complete_files import Completeness, Stamp, stamp_of
from posdesk.engine.listening.done_watch import DoneWatch
from posdesk.engine.listening.folder_events import FolderEvents, NoEvents, folder_events
from posdesk.engine.listening.folder_place import NAME
from posdesk.engine.listening.intake import SUFFIXES, Intake
from posdesk.engine.listening.moved_files import explain, make, moved
from posdesk.engine.loop import Second, wait_for_look
from posdesk.errors import BadReceipt, DiskError, ReceiptConflict
from posdesk.host.logs import OnceLog
from posdesk.records import dataclass

log = logging.getLogger(__name__)
DONE, REJECTED = "done", "rejected"
LOOK_EVERY_S = 0.5  # while a file waits to be taken
UNTOLD_EVERY_S = 2.0  # where the system tells nothing of the folder
SLOW_LOOK_S = 30.0  # where it does: for what it did not tell
SLEPT_S = 10.0  # a look comes so much later than it was meant to: whoever writes a file slept, too
FOREIGN_S = 60.0  # unchanged for so long, nobody is about to rename it
HELD_S = 600.0  # open for writing for so long, somebody should know that it waits
_OF_THE_SYSTEM = frozenset({"desktop.ini", "thumbs.db"})
_KNOWN = ", ".join(SUFFIXES)
_FOREIGN = f"这里只收 {_KNOWN} 文件；它留在原处 / only {_KNOWN} files are taken here, it stays where it is"
_HELD = (
    "另一程序一直开着它写入，关闭后才会取走 /"
    " another program has it open for writing, it is taken once that closes it"
)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Where a file goes, and why, if to rejected/; `receipts` is how many were taken of it."""

    stamp: Stamp
    folder: str
    reason: str = ""
    receipts: int = 0


def is_foreign(name: str) -> bool:
    """Whether a file is no till's: it stays and is told. Hidden and system files aren't even told."""
    return not _is_hidden(name) and not name.lower().endswith(SUFFIXES)


def is_tills(name: str) -> bool:
    """Whether a file of this name is taken for a till's."""
    return not _is_hidden(name) and name.lower().endswith(SUFFIXES)


def _is_hidden(name: str) -> bool:
    """A spreadsheet's own mark beside a file that it has open (~$) is no till's; it opens no JSON."""
    a_mark = name.startswith("~$") and not name.lower().endswith((".json", ".jsonl"))
    return a_mark or name.startswith(".") or name.lower() in _OF_THE_SYSTEM


def left_lying(place: Path) -> tuple[str, ...]:
    """Files of a drop folder under names of no till, unchanged for a while by their own times.

    Raises OSError.
    """
    now = time.time()
    with os.scandir(place) as entries:
        return tuple(
            sorted(
                entry.name
                for entry in entries
                if is_foreign(entry.name)
                and entry.is_file(follow_symlinks=False)
                and abs(now - entry.stat(follow_symlinks=False).st_mtime) > FOREIGN_S
            )
        )


class Folder:
    """Watches <home>/receipts-in, or the folder that the settings name: that one is never made by us."""

    def __init__(self, home: Path, intake: Intake, path: Path | None = None) -> None:
        """Nothing is made before `run`."""
        self._path, self._intake = path or home / NAME, intake
        self._is_ours = self._path == home / NAME
        self._complete = Completeness(intake.clock, intake.journal.path)
        self._moved = DoneWatch(self._path / DONE, intake)
        self._verdicts: dict[str, _Verdict] = {}
        self._once = OnceLog(log)
        self._looked = intake.clock.monotonic()
        self.rests_s = 0.0
        """How long the pause after the last look is, unless something happens in the folder."""
        self._events: FolderEvents = NoEvents()
        self._is_told = self._is_stuck = self._ending = False
        self._waiting: set[str] = set()  # names of files that are looked at again soon

    async def run(self) -> None:
        """Look when something happens there, while a file waits, and now and then, until cancelled."""
        self._ending = False
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def tell() -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closing
                loop.call_soon_threadsafe(changed.set)

        self._events = folder_events(tell)
        try:
            while True:
                changed.clear()
                await asyncio.to_thread(self.look)
                await self._rest(changed)
        finally:
            self._ending = True  # the thread stops after the file that it is at
            self._events.close()

    async def _rest(self, changed: asyncio.Event) -> None:
        """Between two looks; what was moved to done/ is gone through from the beginning after a long one."""
        self.rests_s = self._pause_s()
        if self.rests_s == LOOK_EVERY_S:
            await asyncio.sleep(LOOK_EVERY_S)
        else:
            await wait_for_look(changed, self.rests_s, Second.FOLDER)
            self._moved.begin_round()

    def _pause_s(self) -> float:
        if self._waiting or self._is_stuck or self._moved.is_waiting:
            return LOOK_EVERY_S
        return SLOW_LOOK_S if self._is_told else UNTOLD_EVERY_S

    def look(self) -> None:
        """Take what is complete, in the order of names. Not in the event loop.

        Time in which the machine slept proves no file complete: all are watched anew.
        """
        if self._intake.clock.monotonic() - self._looked > self.rests_s + SLEPT_S:
            self._complete.forget()
            self._moved.forget_waits()
        try:
            self._take_due()
        finally:
            self._looked = self._intake.clock.monotonic()

    def _take_due(self) -> None:
        self._is_stuck = True
        try:
            found = self._files()
        except OSError as error:
            self._is_told, self._is_stuck = False, False
            self._say_unreached(error)
            return
        self._once.over("")
        self._forget(set(found))
        self._waiting = set(found)
        for path in found.values():  # each is looked at just before it is taken: those before it may last
            if self._is_due(path) and (self._ending or not self._handle(path)):
                return
        self._is_stuck = False
        self._moved.look(lambda: not self._ending)

    def _files(self) -> dict[str, Path]:
        """The files that are looked at, by name, in order. Links, pipes and folders are left alone."""
        if self._is_ours:
            self._path.mkdir(exist_ok=True)
        for name in (DONE, REJECTED):
            make(self._path / name, like=self._path)
        # What happens from here on is told: before the list is read, so that nothing falls in between.
        self._is_told = self._events.watch(self._path, self._path / DONE)
        with os.scandir(self._path) as entries:
            found = {entry.name: Path(entry.path) for entry in entries if self._is_file(entry)}
        return dict(sorted(found.items()))

    def _is_file(self, entry: "os.DirEntry[str]") -> bool:
        ours = entry.name.lower() in {DONE, REJECTED} and entry.is_dir()  # a till may write Done
        if ours or _is_hidden(entry.name):
            return False
        if _is_unspeakable(entry.name):
            self._unreadable(entry.name, "Windows opens no file of such a name")
            return False
        if entry.is_file(follow_symlinks=False):
            return True
        self._once.warn(entry.name, f"folder: {entry.name!r} is no plain file, it is left alone")
        return False

    def _forget(self, names: set[str]) -> None:
        """Forget all files but these, so that a name may come again."""
        self._complete.keep(names)
        for name in self._verdicts.keys() - names:
            del self._verdicts[name]
        self._once.keep(lambda what: not what.startswith("told ") or what[5:] in names)

    def _is_due(self, path: Path) -> bool:
        if is_foreign(path.name):
            if self._complete.unchanged_s(path) >= FOREIGN_S:
                self._tell(path.name, _FOREIGN)
                self._waiting.discard(path.name)
            return False
        if self._complete.is_complete(path):
            return True
        if self._complete.held_s(path.name) >= HELD_S:
            self._tell(path.name, _HELD)
        return False

    def _handle(self, path: Path) -> bool:
        """Take one file and move it. Returns whether the next one may be tried."""
        stamp = self._complete.stamp(path.name)
        verdict = self._verdicts.get(path.name)
        if verdict is None or verdict.stamp != stamp:
            try:
                verdict = self._judge(path, stamp)
            except DiskError as error:
                self._once.warn("/journal", f"folder: {path.name!r} waits, nothing can be stored: {error}")
                return False
        self._once.over("/journal")
        if verdict is not None and stamp_of(path) == stamp:  # else it is written to: taken whole, later
            self._verdicts[path.name] = verdict
            self._move(path, verdict)
        return True

    def _judge(self, path: Path, stamp: Stamp) -> _Verdict | None:
        """Take a file and say where it goes; None for one that can't be read. Raises DiskError."""
        try:
            stored = self._intake.take_file(path, Door.FOLDER)
        except (BadReceipt, ReceiptConflict) as error:
            log.warning("folder: %r is rejected: %s", path.name, error)
            return _Verdict(stamp, REJECTED, str(error))
        except FileNotFoundError:
            return None
        except OSError as error:
            self._unreadable(path.name, error.strerror or str(error))
            return None
        log.info("folder: %r: stored %d, known %d", path.name, stored.stored, stored.known)
        return _Verdict(stamp, DONE, receipts=stored.stored + stored.known)

    def _say_unreached(self, error: OSError) -> None:
        """A folder elsewhere may be on a disk that is away: its till's receipts don't come in meanwhile."""
        said = self._once.warn("", f"folder: {self._path} can't be read: {error}")
        if said and not self._is_ours:
            why = error.strerror or str(error)
            words = f"收小票的目录无法读取（{why}） / the folder for receipts can't be read ({why})"
            self._intake.note(Door.FOLDER, str(self._path), BadReceipt(words))

    def _unreadable(self, name: str, why: str) -> None:
        if self._once.warn(name, f"folder: {name!r} can't be read: {why}"):
            said = f"文件无法读取，仍在原处（{why}） / the file can't be read and stays where it is ({why})"
            self._intake.note(Door.FOLDER, name, BadReceipt(said))

    def _tell(self, name: str, words: str) -> None:
        """A file that stays where it is is told once, and after a restart not once more on the same day."""
        if self._once.warn(f"told {name}", f"folder: {name!r} stays: {words.rpartition(' / ')[2]}"):
            self._intake.note_once(Door.FOLDER, name, BadReceipt(words))

    def _move(self, path: Path, verdict: _Verdict) -> None:
        folder = self._path / verdict.folder
        try:
            # Once more: taking a file may last, and others may be at work there.
            make(folder, like=self._path)
            target = moved(path, folder, partial(self._watch, verdict=verdict))
        except OSError as error:
            self._once.warn(path.name, f"folder: {path.name!r} can't be moved to {verdict.folder}/: {error}")
            return
        self._once.over(path.name)
        self._waiting.discard(path.name)
        if verdict.reason:
            explain(target, verdict.reason)

    def _watch(self, target: Path, verdict: _Verdict) -> None:
        """Before the file gets there: a kill in between leaves none that nobody watches."""
        if verdict.folder == DONE:
            self._moved.add(target, verdict.stamp, verdict.receipts)


def _is_unspeakable(name: str) -> bool:
    """Whether Windows takes a name for a device's, or for another one: NUL.json, a blank or a dot at its end.

    Such files come from other systems over the network.
    """
    if sys.platform != "win32":
        return False
    if sys.version_info >= (3, 13):
        return os.path.isreserved(name)  # a blank or a dot at its end, too
    return PureWindowsPath(name).is_reserved() or name != name.rstrip(" .")
