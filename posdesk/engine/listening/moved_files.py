"""A till's file goes to done/ or rejected/: under a name that nobody has there, with the reason beside it."""

import errno
import logging
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from posdesk.host import disk, private

log = logging.getLogger(__name__)
NUMBERED = 9  # files of one name that are numbered; for further ones no number is looked for
_REASON = ".reason.txt"


def make(folder: Path, *, like: Path) -> None:
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


def moved(path: Path, folder: Path, before: Callable[[Path], None]) -> Path:
    """Move a file under a name that nobody has there; `before` is told which, while it is still to come.

    Raises OSError.
    """
    target = _reserved(path, folder)
    try:
        before(target)
        disk.replace(path, target, pauses_s=disk.AT_ONCE)  # each look tries again
    except OSError:
        _give_back(target)
        raise
    return target


def _give_back(target: Path) -> None:
    """A network may lose the answer to a move that was done: what holds anything is never removed."""
    if target.lstat().st_size == 0:
        disk.remove(target)


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


def explain(target: Path, reason: str) -> None:
    """The reason beside the file, for whoever may look in there; the journal has it too."""
    try:
        with private.create(_reason_of(target), "x", encoding="utf-8-sig", errors="replace") as file:
            private.let_read_like(file, target.parent)
            file.write(f"{target.name}\n{reason}\n")
    except OSError as error:
        log.warning("folder: no reason could be written beside %r: %s", target.name, error)
