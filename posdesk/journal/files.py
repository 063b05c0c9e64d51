"""The journal's files: how SQLite is told where one is, and how they are told from files of others.

Nobody but SQLite may open one in a process that works with them: POSIX takes all of a process's locks on a
file away when that process closes any descriptor of it. After one look beside SQLite another process may
delete the -wal, and committed rows are lost. So what people and tills name is compared first, by stat, which
opens nothing.
"""

import contextlib
import os
from pathlib import Path, PurePath
from urllib.parse import quote_from_bytes

from posdesk.host.disk import real_path

_NO_HOST = "//"


def address_of(path: Path, options: str) -> str:
    """A file's address for SQLite with these options ("mode=ro"), its path made absolute."""
    return address_at(path.absolute(), options)


def address_at(path: PurePath, options: str) -> str:
    """The address of an absolute path.

    `Path.as_uri` names the server of a Windows share as the host, and SQLite takes no host: to it a share is
    a path that begins with two slashes.
    """
    plain = path.as_posix()
    rooted = plain if plain.startswith("/") else f"/{plain}"  # C:/…
    return f"file:{_NO_HOST}{quote_from_bytes(os.fsencode(rooted), safe='/:')}?{options}"


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
