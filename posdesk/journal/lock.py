"""One holder a home: `run` and `engine` hold this lock, every other command works beside it."""

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import IO

from posdesk.errors import HomeInUse

FILE_NAME = "posdesk.lock"


class HomeLock:
    """An OS lock on a file that dies with its process; the file says who holds it."""

    def __init__(self, home: Path) -> None:
        """Nothing is locked yet: enter it."""
        self._path = home / FILE_NAME
        self._file: IO[str] | None = None

    def __enter__(self) -> "HomeLock":
        """Take the lock. Raises HomeInUse, naming the holder."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+", encoding="utf-8")
        try:
            _lock(file)
        except OSError as error:
            holder, home = self._holder(file), self._path.parent
            file.close()
            raise HomeInUse(f"{home} is in use by posdesk process {holder}. End it first.") from error
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @staticmethod
    def _holder(file: IO[str]) -> str:
        file.seek(0)
        with contextlib.suppress(OSError):
            return file.read().strip() or "unknown"
        return "unknown"


if os.name == "nt":  # pragma: no cover - Windows
    import msvcrt

    def _lock(file: IO[str]) -> None:
        # A byte far behind the text, so that others can still read who holds it.
        file.seek(4096)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
