"""The journal's own files, which nobody but SQLite may open in a process that works with them.

POSIX takes all of a process's locks on a file away when that process closes any descriptor of it: after one
look beside SQLite another process may delete the -wal, and committed rows are lost. So what people and tills
name is compared first, by stat, which opens nothing.
"""

import contextlib
from pathlib import Path

from posdesk.host.real_path import real_path

PARTS = ("", "-wal", "-shm")
_NAMES = frozenset(f"journal.sqlite{part}" for part in PARTS)


def is_own(path: Path, journal: Path) -> bool:
    """Whether `path` leads to the journal's file, its -wal or its -shm, by whatever name or link."""
    for own in (journal.with_name(f"{journal.name}{part}") for part in PARTS):
        with contextlib.suppress(OSError):
            if real_path(path) == real_path(own) or path.samefile(own):
                return True
    return False


def has_own_name(path: Path) -> bool:
    """Whether a file has the name of a journal's, in whichever home.

    To Windows a name is the same in capitals, with dots or blanks behind it, or with a stream's name.
    """
    return any(_plain(each.name) in _NAMES for each in (path, real_path(path)))


def _plain(name: str) -> str:
    return name.partition(":")[0].rstrip(" .").lower()
