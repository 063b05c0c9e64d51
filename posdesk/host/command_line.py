"""What a command says and reads, whatever stdin, stdout and stderr are, and who gives it.

Nothing that it can't print ends a command. A console keeps its code page, and what that lacks is written as
an escape. A pipe or a file is UTF-8 on every system, unless PYTHONIOENCODING says another. A stream that is
closed or missing, as under pythonw, leads nowhere, and so does a pipe that nobody reads any more: the command
goes on to its end.
"""

import errno
import getpass
import io
import os
import sys
from typing import TextIO

_CHOSEN = "PYTHONIOENCODING"
_NOBODY_READS = frozenset({errno.EPIPE, errno.EINVAL})  # Windows says EINVAL of a pipe that is being closed
_STANDARD = 2  # the highest file number of the three


class _Pipe(io.FileIO):
    """A pipe or a file; writing to a pipe whose reader has gone does nothing."""

    def write(self, data: object, /) -> int:
        """See io. A full disk is still an OSError."""
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError as error:
            if error.errno not in _NOBODY_READS:
                raise
            return memoryview(data).nbytes  # type: ignore[arg-type]


def make_safe() -> None:
    """First in every command: stdin, stdout and stderr are there and take every text."""
    _fill_the_first_three()
    sys.stdin = _input(sys.stdin)
    sys.stdout = _output(sys.stdout, is_own=sys.stdout is sys.__stdout__)
    sys.stderr = _output(sys.stderr, is_own=sys.stderr is sys.__stderr__)


def _fill_the_first_three() -> None:
    """Errors are written to file number 2, whatever it is: it must never be the log or the journal."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STANDARD:
        pass
    os.close(number)


def _input(stream: TextIO | None) -> TextIO:
    if stream is None:
        return open(os.devnull, encoding="utf-8")  # noqa: PTH123 - as long as the program lives
    return stream  # what reads a pipe tries UTF-8 first, then this stream's encoding


def _output(stream: TextIO | None, *, is_own: bool) -> TextIO:
    """The stream made safe; one that somebody else put there in place of the system's is left as it is."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - as long as the program lives
    if not is_own or not isinstance(stream, io.TextIOWrapper):
        return stream
    if stream.isatty():
        stream.reconfigure(errors="backslashreplace")
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Pipe(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding if os.environ.get(_CHOSEN) else "utf-8",
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def command_actor() -> str:
    """The OS user; where the system names none, that it was the command line."""
    try:
        return f"command line: {getpass.getuser()}"
    except (OSError, KeyError, ImportError):  # what it raises differs by system and version
        return "command line"
