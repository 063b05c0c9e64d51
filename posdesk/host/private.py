"""What posdesk writes is for its own account: nobody else on this PC may read it, or hold it with a lock.

Windows keeps a profile's folders private by itself and knows no modes: there nothing is to be done.
"""

import contextlib
import os
import secrets
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from posdesk.host import disk
from posdesk.records import dataclass

DRAFT = "posdesk-draft-"  # then what nobody can guess; only by this is a draft known, and swept
_PART = ".part"
_OLD_S = 3600.0
_OTHERS = 0o077
_READING = 0o044
_WAY_THROUGH = 0o011  # into a folder whose names one knows, not more
_FILES = ("posdesk.*", "journal.*", "listener.json", "relay.jwt", "*.pem", "*.key", f"{DRAFT}*")
_FOLDERS = ("backups", "logs", "sounds")  # with the files in them
TILL = "receipts-in"
_OF_TILL = (TILL, f"{TILL}/done", f"{TILL}/rejected")
HAS_MODES = os.name == "posix"


def begin() -> None:
    """First in every command: what is made from now on is for our account only."""
    if HAS_MODES:
        os.umask(_OTHERS)


# Drafts


def draft_of(target: Path) -> Path:
    """A name beside `target` for what shall take its place when it is whole. Nothing is made yet."""
    return target.with_name(f"{DRAFT}{secrets.token_hex(8)}{_PART}")


def is_draft(path: Path) -> bool:
    """Whether a file is what something that was cut off left behind."""
    return path.name.startswith(DRAFT)


def create(path: Path, mode: str = "xb", **how: Any) -> IO[Any]:
    """Open a file that is not there yet; one that somebody laid there, or a link, is refused: OSError."""
    return open(path, mode, opener=_alone, **how)


def _alone(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_EXCL | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)


@contextlib.contextmanager
def whole(target: Path, *, pauses_s: Sequence[float] | None = None) -> Iterator[Path]:
    """A draft's name; what is there at the end of the block takes the target's, else nothing is left.

    A target that another program has open is tried again, as `replacing` does. Raises OSError.
    """
    draft = draft_of(target)
    try:
        yield draft
        disk.replace(draft, target, pauses_s=pauses_s)
    finally:
        with contextlib.suppress(OSError):
            disk.remove(draft, pauses_s=pauses_s)


@contextlib.contextmanager
def passing(beside: Path) -> Iterator[Path]:
    """The name of a draft that is needed within the block alone: nothing is left of it."""
    draft = draft_of(beside)
    try:
        yield draft
    finally:
        with contextlib.suppress(OSError):
            disk.remove(draft)


def sweep(folder: Path) -> None:
    """Take away the drafts in a folder that are ours and old; younger ones may be under way."""
    for each in folder.glob(f"{DRAFT}*"):
        with contextlib.suppress(OSError):
            if _is_old_and_ours(each.lstat()):
                disk.remove(each, pauses_s=disk.AT_ONCE)


def _is_old_and_ours(found: os.stat_result) -> bool:
    """A time ahead of the clock is of a clock that was wrong: it is old, too."""
    is_old = abs(time.time() - found.st_mtime) > _OLD_S
    return stat.S_ISREG(found.st_mode) and is_old and _is_ours(found)


def _is_ours(found: os.stat_result) -> bool:
    return not HAS_MODES or found.st_uid == os.geteuid()


def open_like(folder: Path, like: Path) -> None:
    """Give a folder that we have just made another's modes; a link to one is refused. Raises OSError."""
    if not HAS_MODES:
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.fchmod(number, stat.S_IMODE(like.stat().st_mode))
    finally:
        os.close(number)


def let_read_like(file: IO[Any], folder: Path) -> None:
    """Let those read a file that we have just made who may read its folder. Raises OSError."""
    if HAS_MODES:
        readers = stat.S_IMODE(folder.stat().st_mode) & _READING
        os.fchmod(file.fileno(), 0o600 | readers)


# The home


@dataclass(frozen=True, slots=True)
class Closing:
    """What was open to other accounts and is closed now, by name, and the way of a till that stays open.

    `way` is the till's folder in the home, None where no other account needs a way.
    """

    closed: tuple[str, ...] = ()
    way: Path | None = None


def close(home: Path, *, till_is_elsewhere: bool) -> Closing:
    """Close a home to other accounts, but for the way of one that hands in receipts there.

    The home first: nobody can then put another file in the place of one that is being closed.
    """
    if not HAS_MODES:
        return Closing()
    way = None if till_is_elsewhere else shared_way(home)
    kept = frozenset(home / name for name in _OF_TILL) if way is not None else frozenset()
    names = [_closed(home, keep=_WAY_THROUGH if way is not None else 0)]
    names += [_closed(each) for each in _known(home) if each not in kept]
    return Closing(tuple(name for name in names if name), way)


def shared_way(home: Path) -> Path | None:
    """The till's folder in the home, where another account's files lie in it: it comes and goes there."""
    if not HAS_MODES:
        return None
    can_pass = _mode_of(home) & _WAY_THROUGH and _mode_of(home / TILL) & _OTHERS
    is_shared = can_pass and any(_has_strangers(home / name) for name in _OF_TILL)
    return home / TILL if is_shared else None


def _mode_of(folder: Path) -> int:
    try:
        return folder.stat().st_mode
    except OSError:
        return 0


def _has_strangers(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(_is_strange(entry) for entry in entries)
    except OSError:
        return False


def _is_strange(entry: "os.DirEntry[str]") -> bool:
    """Whether a file is another account's; root needs no open way."""
    try:
        return _is_strangers(entry.stat(follow_symlinks=False))
    except OSError:
        return False


def _is_strangers(found: os.stat_result) -> bool:
    return HAS_MODES and found.st_uid not in {0, os.geteuid()}


def is_strangers_link(path: Path) -> bool:
    """Whether another account laid a link there. Raises OSError."""
    found = path.lstat()
    return stat.S_ISLNK(found.st_mode) and _is_strangers(found)


def still_open(home: Path) -> tuple[str, ...]:
    """What other accounts can get at in a home, by name; empty where nothing is, or nobody can say."""
    if not HAS_MODES or not _open_bits(home):
        return ()  # into what is closed there is no way
    kept = {home, *(home / name for name in _OF_TILL)} if shared_way(home) is not None else set()
    return tuple(each.name for each in (home, *_known(home)) if each not in kept and _open_bits(each))


def _known(home: Path) -> Iterator[Path]:
    """What we have made in a home; a link leads to what somebody else looks after."""
    for pattern in _FILES:
        yield from sorted(home.glob(pattern))
    for name in _FOLDERS:
        yield home / name
        if not (home / name).is_symlink():
            yield from sorted((home / name).glob("*"))
    yield from (home / name for name in _OF_TILL)


def _closed(path: Path, *, keep: int = 0) -> str:
    """Its name, if it was open and is closed now; of another's file, and of a link, nothing is changed."""
    bits = _open_bits(path) & ~keep
    if not bits:
        return ""
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~bits)
        return path.name
    return ""


def _open_bits(path: Path) -> int:
    """What others may do with it; nothing of a link, of what is gone, and of a folder that all share."""
    try:
        found = path.lstat()
    except OSError:
        return 0
    shared = stat.S_ISLNK(found.st_mode) or found.st_mode & stat.S_ISVTX
    return 0 if shared else stat.S_IMODE(found.st_mode) & _OTHERS
