"""The drop folder: a till's files, taken when complete, each moved to done/ or rejected/ with the reason.

A file is complete when it has not changed for two seconds of our own watching; file times say nothing, a
copy keeps the original's. Whatever is cut off between commit and move is read again and known.
"""

import asyncio
import errno
import logging
import os
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from posdesk import private, replacing
from posdesk.domain.receipt import Door
from posdesk.engine.intake import Intake
from posdesk.errors import BadReceipt, DiskError, ReceiptConflict, SettingsError, SettingsFault
from posdesk.real import real_path
from posdesk.settings import FILE_NAME, Settings

log = logging.getLogger(__name__)
NAME, DONE, REJECTED = private.TILL, "done", "rejected"
_NOT_IN = ("backups", "logs", "sounds")
LOOK_EVERY_S = 0.5
QUIET_S = 2.0
SLEPT_S = 10.0  # between two looks: whoever writes a file slept, too
_BEING_WRITTEN = (".part", ".tmp", ".crdownload")
_REASON = ".reason.txt"
NUMBERED = 9  # files of one name that are numbered; for further ones no number is looked for
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was first seen, and when by the monotonic clock, in seconds."""

    stamp: Stamp
    since: float


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Where a file goes, and why, if to rejected/."""

    stamp: Stamp
    folder: str
    reason: str = ""


def place_of(settings: Settings, home: Path) -> Path:
    """Where a till hands in its files."""
    chosen = settings.receipts.folder
    return home / Path(chosen).expanduser() if chosen else home / NAME


def is_elsewhere(settings: Settings, home: Path) -> bool:
    """Whether the till has another folder than the one in the home, by whatever name."""
    return real_path(place_of(settings, home)) != real_path(home / NAME)


def places_of(settings: Settings, home: Path) -> tuple[Path, ...]:
    """The till's folder; and the one in the home, if it is there: what was handed in before is taken."""
    place, before = place_of(settings, home), home / NAME
    is_apart = not real_path(place).is_relative_to(real_path(before))
    return (place, before) if is_apart and before.is_dir() else (place,)


def check(settings: Settings, home: Path) -> None:
    """Raises SettingsError for a folder in which our own things lie: they would be taken for receipts."""
    place, own = real_path(place_of(settings, home)), real_path(home)
    ours = {own / name for name in _NOT_IN}
    if own.is_relative_to(place) or any(place.is_relative_to(each) for each in ours):
        said = "receipts.folder: it holds posdesk's own files. Name a folder for the till alone."
        file = str(home / FILE_NAME)
        raise SettingsError(
            f"{file}: {said}", SettingsFault.BAD_VALUE, file=file, place="receipts.folder", detail=f"{place}"
        )


class Folder:
    """Watches <home>/receipts-in, or the folder that the settings name: that one is never made by us."""

    def __init__(self, home: Path, intake: Intake, path: Path | None = None) -> None:
        """Nothing is made before `run`."""
        self._path, self._intake = path or home / NAME, intake
        self._is_ours = self._path == home / NAME
        self._seen: dict[str, _Seen] = {}
        self._verdicts: dict[str, _Verdict] = {}
        self._said: set[str] = set()
        self._looked = intake.clock.monotonic()
        self._ending = False

    async def run(self) -> None:
        """Look until cancelled."""
        self._ending = False
        try:
            while True:
                await asyncio.to_thread(self.look)
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            self._ending = True  # the thread stops after the file that it is at

    def look(self) -> None:
        """Take what is complete, in the order of names. Not in the event loop."""
        self._wake_up()
        try:
            self._take_due()
        finally:
            self._looked = self._intake.clock.monotonic()

    def _take_due(self) -> None:
        try:
            found = self._files()
        except OSError as error:
            self._say_unreached(error)
            return
        self._said.discard("")
        self._forget(set(found))
        due = [path for name, path in found.items() if self._is_due(name, path)]
        for path in due:
            if self._ending or not self._handle(path):
                return

    def _wake_up(self) -> None:
        """Time in which the machine slept proves no file complete: all are watched anew."""
        if self._intake.clock.monotonic() - self._looked > SLEPT_S:
            self._seen.clear()

    def _files(self) -> dict[str, Path]:
        """The files that may be taken, by name, in order. Links, pipes and folders are left alone."""
        if self._is_ours:
            self._path.mkdir(exist_ok=True)
        for name in (DONE, REJECTED):
            _make(self._path / name, like=self._path)
        with os.scandir(self._path) as entries:
            found = {entry.name: Path(entry.path) for entry in entries if self._is_file(entry)}
        return dict(sorted(found.items()))

    def _is_file(self, entry: "os.DirEntry[str]") -> bool:
        hidden = entry.name.startswith(".") or entry.name.lower().endswith(_BEING_WRITTEN)
        if hidden or (entry.name.lower() in {DONE, REJECTED} and entry.is_dir()):  # a till may write Done
            return False
        if _is_unspeakable(entry.name):
            self._unreadable(entry.name, "Windows opens no file of such a name")
            return False
        if entry.is_file(follow_symlinks=False):
            return True
        self._say_once(entry.name, f"folder: {entry.name!r} is no plain file, it is left alone")
        return False

    def _forget(self, names: set[str]) -> None:
        """What is gone is forgotten, so that the same name may come again."""
        for known in (self._seen, self._verdicts):
            for name in known.keys() - names:
                del known[name]

    def _is_due(self, name: str, path: Path) -> bool:
        stamp, now = _stamp(path), self._intake.clock.monotonic()
        seen = self._seen.get(name)
        if stamp is not None and (seen is None or seen.stamp != stamp):
            self._seen[name] = _Seen(stamp, now)
            return False
        return stamp is not None and seen is not None and now - seen.since >= QUIET_S

    def _handle(self, path: Path) -> bool:
        """Take one file and move it. Returns whether the next one may be tried."""
        stamp = self._seen[path.name].stamp
        verdict = self._verdicts.get(path.name)
        if verdict is None or verdict.stamp != stamp:
            try:
                verdict = self._judge(path, stamp)
            except DiskError as error:
                self._say_once("/journal", f"folder: {path.name!r} waits, nothing can be stored: {error}")
                return False
        self._said.discard("/journal")
        if verdict is not None and _stamp(path) == stamp:  # else it is written to: taken whole, later
            self._verdicts[path.name] = verdict
            self._move(path, verdict)
        return True

    def _judge(self, path: Path, stamp: Stamp) -> _Verdict | None:
        """None for a file that can't be read. Raises DiskError."""
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
        return _Verdict(stamp, DONE)

    def _say_unreached(self, error: OSError) -> None:
        """A folder elsewhere may be on a disk that is away: its till's receipts don't come in meanwhile."""
        said = self._say_once("", f"folder: {self._path} can't be read: {error}")
        if said and not self._is_ours:
            why = error.strerror or str(error)
            words = f"收小票的目录无法读取（{why}） / the folder for receipts can't be read ({why})"
            self._intake.note(Door.FOLDER, str(self._path), BadReceipt(words))

    def _unreadable(self, name: str, why: str) -> None:
        if self._say_once(name, f"folder: {name!r} can't be read: {why}"):
            said = f"文件无法读取，仍在原处（{why}） / the file can't be read and stays where it is ({why})"
            self._intake.note(Door.FOLDER, name, BadReceipt(said))

    def _move(self, path: Path, verdict: _Verdict) -> None:
        folder = self._path / verdict.folder
        try:
            _make(
                folder, like=self._path
            )  # once more: taking a file may last, and others may be at work there
            target = _moved(path, folder)
        except OSError as error:
            self._say_once(path.name, f"folder: {path.name!r} can't be moved to {verdict.folder}/: {error}")
            return
        self._said.discard(path.name)
        if verdict.reason:
            _explain(target, verdict.reason)

    def _say_once(self, what: str, text: str) -> bool:
        """Whether it was said now."""
        if what in self._said:
            return False
        self._said.add(what)
        log.warning("%s", text)
        return True


def _is_unspeakable(name: str) -> bool:
    """Whether Windows takes a name for a device's, or for another one: NUL.json, a blank or a dot at its end.

    Such files come from other systems over the network.
    """
    if sys.platform != "win32":
        return False
    return PureWindowsPath(name).is_reserved() or name != name.rstrip(" .")


def _make(folder: Path, *, like: Path) -> None:
    """A folder of the same modes as the one it is in. Nothing is moved by a stranger's link: OSError."""
    try:
        folder.mkdir()
    except FileExistsError:
        if private.is_strangers_link(folder):
            raise OSError(errno.ELOOP, f"{folder.name}/ is another account's link") from None
        if not folder.is_dir():
            raise
        return
    private.open_like(folder, like)


def _stamp(path: Path) -> Stamp | None:
    """What changes when a file does; None where it is gone."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _moved(path: Path, folder: Path) -> Path:
    """Move a file under a name that nobody has there. Raises OSError."""
    target = _reserved(path, folder)
    try:
        replacing.replace(path, target, pauses_s=replacing.AT_ONCE)  # each look tries again
    except OSError:
        replacing.remove(target)
        raise
    return target


def _reserved(path: Path, folder: Path) -> Path:
    """An empty file of a name that was free, and so was its reason's."""
    for target in _names(path, folder):
        try:
            if not os.path.lexists(_reason_of(target)):
                target.touch(exist_ok=False)
                return target
        except FileExistsError:
            continue
    raise AssertionError("names never end")


def _names(path: Path, folder: Path) -> Iterator[Path]:
    """Names to try: as many for a till that has used this one forty thousand times as for the tenth time."""
    yield folder / path.name
    for number in range(2, NUMBERED + 1):
        yield folder / f"{path.stem}-{number}{path.suffix}"
    while True:
        yield folder / f"{path.stem}-{secrets.token_hex(4)}{path.suffix}"


def _reason_of(target: Path) -> Path:
    return target.with_name(target.name + _REASON)


def _explain(target: Path, reason: str) -> None:
    """The reason beside the file, for whoever may look in there; the journal has it too."""
    try:
        with private.create(_reason_of(target), "x", encoding="utf-8-sig", errors="replace") as file:
            private.let_read_like(file, target.parent)
            file.write(f"{target.name}\n{reason}\n")
    except OSError as error:
        log.warning("folder: no reason could be written beside %r: %s", target.name, error)
