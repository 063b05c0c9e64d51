"""The log: JSON lines in <home>/logs, rotated; ids and reasons, never secrets or personal data."""

import json
import logging
import logging.handlers
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from pydantic import ValidationError

from posdesk.domain.privacy import without_phones
from posdesk.errors import DiskError
from posdesk.host import disk
from posdesk.host.disk import fault_of_os

MAX_BYTES = 2_000_000
KEPT = 5
FOLDER = "logs"
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _JsonLines(logging.Formatter):
    """One JSON object a line: `hide` takes the secrets out, phone numbers are masked.

    What others said stands in error texts: a platform's broken answer, a part's value that it choked on.
    """

    def __init__(self, hide: Callable[[str], str]) -> None:
        super().__init__()
        self._hide = hide

    def _clean(self, text: str) -> str:
        return without_phones(self._hide(text))

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON text."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "thread": record.threadName,
            "text": self._clean(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = self._clean(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's own name
        """The frames without their values; what pydantic complains of without the input it shows."""
        return "\n".join(_told(error) for error in _chain(ei[1]))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    inside = "".join(f"\n{_told(each)}" for each in getattr(error, "exceptions", ()))
    return f"{frames}{type(error).__name__}: {_words(error)}{inside}"


def _words(error: BaseException) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in faults)


class _HomeLog(logging.handlers.RotatingFileHandler):
    """The one handler of ours: a second home's log takes the place of the first one's."""

    def doRollover(self) -> None:  # noqa: N802 - logging's own name
        """Turn the log over, unless another program has one of the files open, as an editor or a scanner.

        Windows moves none of them then: lines go on into the file that is there, and a later one tries again.
        """
        if self.stream is not None:
            self.stream.close()
            self.stream = None  # as logging itself leaves it
        if all(map(_can_be_moved, self._files())):
            super().doRollover()

    def _files(self) -> Iterator[Path]:
        path = Path(self.baseFilename)
        yield from (each for number in range(1, KEPT + 1) if (each := Path(f"{path}.{number}")).exists())
        yield path


def _can_be_moved(path: Path) -> bool:
    """By moving it to where it is: half the files moved on would lose the oldest at each try."""
    try:
        disk.replace(path, path, pauses_s=disk.AT_ONCE)
    except OSError:
        return False
    return True


class OnceLog:
    """Warns of what stands once, not at each look: a log that one trouble has filled tells of no other."""

    def __init__(self, log: logging.Logger) -> None:
        """Nothing was said yet."""
        self._log, self._said = log, set[str]()

    def warn(self, what: str, text: str) -> bool:
        """Say a text about something, unless one was said since it was over last. Whether it was said now."""
        if what in self._said:
            return False
        self._said.add(what)
        self._log.warning("%s", text)
        return True

    def warn_alone(self, text: str) -> None:
        """Say a text, unless it was the last one: one thing stands at a time. An empty one: all is well."""
        if text and text not in self._said:
            self._log.warning("%s", text)
        self._said = {text}

    def over(self, what: str) -> None:
        """What was warned of has ended: the next time it is said again."""
        self._said.discard(what)

    def keep(self, stands: Callable[[str], bool]) -> None:
        """Of all that was said only this stands."""
        self._said = set(filter(stands, self._said))


def start(home: Path, hide: Callable[[str], str] = str) -> None:
    """Log into this home from now on; `hide` takes the secrets out of a text.

    Raises DiskError where the folder can't be written.
    """
    folder = home / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"{folder} can't be made: {error.strerror}. Check disk and permissions."
        raise DiskError(said, fault_of_os(error)) from error
    handler = _HomeLog(
        folder / "posdesk.log",
        maxBytes=MAX_BYTES,
        backupCount=KEPT,
        encoding="utf-8",
        errors="backslashreplace",  # half an emoji is no reason to lose a line
        delay=True,
    )
    stop()
    _log_by(handler, hide)


def start_on_stderr(hide: Callable[[str], str] = str) -> None:
    """Log there from now on, for a service whose lines the system keeps; `hide` takes the secrets out."""
    _log_by(logging.StreamHandler(), hide)


def _log_by(handler: logging.Handler, hide: Callable[[str], str]) -> None:
    handler.setFormatter(_JsonLines(hide))
    root = logging.getLogger()
    logging.raiseExceptions = False  # a full disk is said on screen, not by tracebacks on stderr
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # httpx logs whole URLs with their signatures, uvicorn each broken connection.
    for chatty in ("httpx", "httpcore", "uvicorn.error", "uvicorn.access", "asyncio", "nats"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def stop() -> None:
    """Close the log of the home that was logged into, if there was one."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _HomeLog)]:
        root.removeHandler(handler)
        handler.close()
