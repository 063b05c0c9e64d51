"""Looks for a day at files that were taken and moved to done/: whoever still wrote one is not lost.

A changed one is read again once it is complete: what is new is stored, known receipts change nothing, what
contradicts the first reading stands on the Sync page. The journal keeps the list over a restart.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from posdesk.domain.books.receipt import Door
from posdesk.engine.listening.complete_files import Completeness, Stamp, stamp_of
from posdesk.engine.listening.intake import FILE_PATIENCE_S, Intake, shown_name
from posdesk.errors import BadReceipt, DiskError
from posdesk.host import private
from posdesk.host.logs import OnceLog
from posdesk.journal import Transaction
from posdesk.journal.books import moved_files
from posdesk.journal.books.moved_files import KEPT, MOST, MovedFile

log = logging.getLogger(__name__)
AT_ONCE = 100  # are looked at, of all that are watched
READ_AT_ONCE = 20  # of those that have changed: new files are not kept waiting by all of them
RENEWED_S = 600.0  # a file whose move is tried for so long is watched for its day from then on
T = TypeVar("T")
V = TypeVar("V")


class DoneWatch:
    """The files of one done/."""

    def __init__(self, folder: Path, intake: Intake) -> None:
        """Nothing is asked before the first look."""
        self._folder, self._intake = folder, intake
        self._place = shown_name(str(folder))
        self._complete = Completeness(intake.clock, intake.journal.path)
        self._watched: OrderedDict[str, tuple[MovedFile, float]] = OrderedDict()  # by name; until when
        self._changed: OrderedDict[str, None] = OrderedDict()
        self._once = OnceLog(log)
        self._is_read = False
        self._left = 0

    @property
    def is_waiting(self) -> bool:
        """Whether it has to be looked at again soon: not all were looked at yet, or one has changed."""
        return bool(self._changed) or self._left > 0

    def begin_round(self) -> None:
        """Something may have happened to any of them: look at all, some at each look."""
        self._left = len(self._watched)

    def add(self, path: Path, stamp: Stamp, receipts: int) -> None:
        """Watch a file from now on; `stamp` is how it was when its receipts were read."""
        self._read()
        name = path.name
        if self._knows(name, stamp, receipts):
            return
        known = MovedFile(0, self._place, name, *stamp[1:], receipts, self._intake.clock.now())
        if shown_name(name) == name:  # else the journal can't hold it: it is watched until a restart
            known = self._write(partial(self._added, known)) or known
        self._take_up(known)

    def _knows(self, name: str, stamp: Stamp, receipts: int) -> bool:
        """Whether the file is already watched as it is now; else each try to move it would add a row."""
        if name not in self._watched:
            return False
        moved, until = self._watched[name]
        is_fresh = until - self._intake.clock.monotonic() > KEPT.total_seconds() - RENEWED_S
        return is_fresh and (moved.size, moved.mtime_ns, moved.receipts) == (*stamp[1:], receipts)

    @staticmethod
    def _added(new: MovedFile, tx: Transaction) -> MovedFile:
        return moved_files.add(tx, new.folder, new.name, (new.size, new.mtime_ns), new.receipts)

    def look(self, goes_on: Callable[[], bool]) -> None:
        """Look at some of them, and read again what has changed and is complete, as long as that goes on."""
        if private.is_strangers_link(self._folder):
            return
        self._read()
        self._left = max(0, min(self._left, len(self._watched)) - AT_ONCE)
        over = [name for name in self._next(self._watched, AT_ONCE) if self._is_over(name)]
        if over:
            self._forget(over)
        for name in self._next(self._changed, READ_AT_ONCE):
            if not goes_on() or not self._follow(name):
                return

    @staticmethod
    def _next(names: OrderedDict[str, V], count: int) -> list[str]:
        """The next names in turn; they go to the end of the queue."""
        found = list(islice(names, count))
        for name in found:
            names.move_to_end(name)
        return found

    def forget_waits(self) -> None:
        """Time in which the machine slept proves no file complete."""
        self._complete.forget()

    def _read(self) -> None:
        if self._is_read:
            return
        try:
            found = self._intake.journal.read(lambda db: moved_files.of_folder(db, self._place))
        except DiskError as error:
            self._once.warn("", f"folder: which files were moved today can't be read: {error}")
            return
        self._is_read = True
        for each in found:
            self._take_up(self._as_reserved(each))
        self.begin_round()

    def _as_reserved(self, moved: MovedFile) -> MovedFile:
        """A kill before the move leaves an empty file of that name: it has changed once it holds anything."""
        stamp = stamp_of(self._folder / moved.name)
        return replace(moved, size=0, mtime_ns=stamp[2]) if stamp is not None and not stamp[1] else moved

    def _take_up(self, moved: MovedFile) -> None:
        """By the wall clock a day is left of it at the most, from here on by the one that never jumps."""
        age = min(max(self._intake.clock.now() - moved.at, type(KEPT)()), KEPT)
        until = self._intake.clock.monotonic() + (KEPT - age).total_seconds()
        self._watched[moved.name] = moved, until
        self._changed.pop(moved.name, None)
        if len(self._watched) > MOST:
            oldest, _ = self._watched.popitem(last=False)
            self._changed.pop(oldest, None)

    def _is_over(self, name: str) -> bool:
        """Whether a file's day has ended. A missing one may be on a disk that is away, and come back."""
        moved, until = self._watched[name]
        stamp = stamp_of(self._folder / name)
        if stamp is None:
            self._changed.pop(name, None)
        if self._intake.clock.monotonic() >= until and name not in self._changed:
            return True
        if stamp is not None and stamp[1:] != (moved.size, moved.mtime_ns):
            self._changed.setdefault(name)
        return False

    def _forget(self, names: Sequence[str]) -> None:
        numbers = [self._watched.pop(name)[0].number for name in names]
        self._write(lambda tx: moved_files.forget(tx, numbers))

    def _follow(self, name: str) -> bool:
        """Read it again where it is complete. Returns whether the next one may be tried."""
        path = self._folder / name
        if not self._complete.is_complete(path):
            return True
        stamp = self._complete.stamp(name)
        try:
            receipts = self._read_again(path, self._watched[name][0])
        except DiskError as error:
            self._once.warn(name, f"folder: {name!r} in {self._folder.name}/ has changed and waits: {error}")
            return False
        except OSError as error:
            self._tell_unreadable(name, error)
            return True
        self._once.over(name)
        del self._changed[name]
        self._complete.keep(self._changed)
        self._keep(name, stamp, receipts)
        return True

    def _tell_unreadable(self, name: str, error: OSError) -> None:
        """Tell once that a changed file can't be read; it is tried again until its day has ended."""
        del self._changed[name]
        why = error.strerror or str(error)
        if self._once.warn(name, f"folder: {name!r} in {self._folder.name}/ has changed, unreadable: {why}"):
            zh, en = "取走后又有改动，但无法读取", "it changed after it was taken and can't be read"
            said = BadReceipt(f"{zh}（{why}） / {en} ({why})")
            self._intake.note_once(Door.FOLDER, f"{self._folder.name}/{name}", said)

    def _read_again(self, path: Path, moved: MovedFile) -> int:
        """How many receipts it holds now; as before, where it can't be understood.

        Raises DiskError, OSError.
        """
        name = f"{self._folder.name}/{path.name}"
        try:
            again = self._intake.take_again(path, name)
        except BadReceipt as error:
            log.warning("folder: %r changed after it was taken, its rest is refused: %s", name, error)
            return moved.receipts
        said = (again.stored, again.known, again.contradicting)
        log.warning(
            "folder: %r changed after it was taken: stored %d, known %d, contradicting %d", name, *said
        )
        count = sum(said)
        if count < moved.receipts:
            zh = f"取走时有 {moved.receipts} 张小票，现在只有 {count} 张；取走的都保留"
            en = f"it held {moved.receipts} receipts when it was taken and {count} now: those taken stay"
            self._intake.note(Door.FOLDER, name, BadReceipt(f"{zh} / {en}"))
        return count

    def _keep(self, name: str, stamp: Stamp, receipts: int) -> None:
        moved, until = self._watched[name]
        now = MovedFile(moved.number, moved.folder, name, *stamp[1:], receipts, moved.at)
        self._watched[name] = now, until
        self._write(lambda tx: moved_files.read_again(tx, moved.number, stamp[1:], receipts))

    def _write(self, job: Callable[[Transaction], T]) -> T | None:
        """None where the journal can't be written: the file is then watched until a restart."""
        try:
            return self._intake.journal.write(job, later=True).result(FILE_PATIENCE_S)
        except (DiskError, TimeoutError) as error:
            log.warning("folder: which files are watched can't be written down: %s", error)
            return None
