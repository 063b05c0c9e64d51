"""Where SQLite finds a file that it opens with options: an address that may hold any character of a path."""

import os
from pathlib import Path, PurePath
from urllib.parse import quote_from_bytes

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
