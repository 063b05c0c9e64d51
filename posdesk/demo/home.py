"""Where the demo lives: a folder that is thrown away, or one that somebody named, with nothing else in it."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from posdesk.errors import SettingsError
from posdesk.host import private
from posdesk.settings.settings import DEMO_MARK as MARK

_OTHER = "Name a new or an empty folder with --home."
_FILLED = "filled"
_EMPTY = b"This folder is the demo's: made-up orders, no shop's.\n"


@contextlib.contextmanager
def demo_home(named: Path | None) -> Iterator[Path]:
    """A throwaway home, or the named one, which stays. Raises SettingsError for one that may be a shop's."""
    if named is not None:
        _take(named)
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="posdesk-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _take(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
        mark = folder / MARK
        if mark.is_file() and not mark.is_symlink():
            return
        if next(folder.iterdir(), None) is not None:
            raise SettingsError(f"{folder} is neither empty nor a demo's (no file {MARK} there). {_OTHER}")
        with private.create(mark) as file:
            file.write(_EMPTY)
    except OSError as error:
        raise SettingsError(
            f"{folder} can't be used: {error.strerror}. Name another folder with --home."
        ) from error


def is_filled(home: Path) -> bool:
    """Whether an earlier demo stored the last days in this home."""
    with contextlib.suppress(OSError):
        return _FILLED.encode() in (home / MARK).read_bytes()
    return False


def note_filled(home: Path) -> None:
    """The last days are stored here: the next demo in this home begins with what is there."""
    if (home / MARK).is_file():
        with contextlib.suppress(OSError), (home / MARK).open("ab") as file:
            file.write(f"{_FILLED}\n".encode())
