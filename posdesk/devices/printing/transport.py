"""The ways to a printer. Each is held by one job at a time, from its first byte to its answer."""

import contextlib
import errno
import os
import select
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from posdesk.domain.printing.outcome import Trouble
from posdesk.records import dataclass

CONNECT_S = 5.0
_AT_ONCE = 4096


class PrinterError(Exception):
    """A line that can't be used; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        """For one of the four words, and for the list that asks a person."""
        super().__init__(trouble.value)
        self.trouble = trouble


class NotTakenError(PrinterError):
    """A spooler took nothing: no byte of it has left."""


class Connection(Protocol):
    """A line to a printer while one job is printed."""

    def send(self, data: bytes, until: float) -> None:
        """Give all of it over before that monotonic time. Raises PrinterError, or NotTakenError."""
        ...

    def receive(self, until: float) -> bytes:
        """What came, as soon as anything came; empty at that monotonic time. Raises PrinterError."""
        ...

    def end(self, until: float) -> None:
        """Nothing more is sent, and no answer is waited for. Raises PrinterError where the line broke off."""
        ...


class Transport(Protocol):
    """A way to one printer."""

    @property
    def two_way(self) -> bool:
        """False where no answer can ever come."""
        ...

    def open(self) -> contextlib.AbstractContextManager[Connection]:
        """Take the printer for one job. Raises PrinterError where that can't be; no byte has left then."""
        ...


@dataclass(frozen=True, slots=True)
class Network:
    """A printer in the network, mostly at port 9100. Nothing on that line is encrypted."""

    host: str
    port: int = 9100
    two_way: bool = True

    @contextlib.contextmanager
    def open(self) -> Iterator[Connection]:
        """See `Transport`."""
        try:
            line = socket.create_connection((self.host, self.port), CONNECT_S)
        except ConnectionRefusedError as error:  # many printers take one connection, and refuse the next
            raise PrinterError(Trouble.REFUSED) from error
        except (OSError, UnicodeError) as error:  # the latter of a name that none can have
            raise PrinterError(Trouble.NO_PRINTER) from error
        with line:
            with _broken_off():
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield _SocketLine(line)


class _SocketLine:
    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def send(self, data: bytes, until: float) -> None:
        view = memoryview(data)
        with _broken_off():
            while view:
                self._line.settimeout(_left(until))
                view = view[self._line.send(view[:_AT_ONCE]) :]

    def receive(self, until: float) -> bytes:
        came = self._came(until)
        if came is None:
            raise PrinterError(Trouble.BROKE_OFF)
        return came

    def _came(self, until: float) -> bytes | None:
        """As `receive`; None where the printer hung up."""
        with _broken_off():
            self._line.settimeout(max(0.001, until - time.monotonic()))
            try:
                return self._line.recv(_AT_ONCE) or None
            except TimeoutError:
                return b""

    def end(self, until: float) -> None:
        """Say that it was all, and wait until the printer hangs up; one that never does is believed.

        To close a line on which something came that nobody read throws away what has not left yet.
        """
        with _broken_off():
            self._line.shutdown(socket.SHUT_WR)
        while self._came(until):
            pass


@contextlib.contextmanager
def _broken_off() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise PrinterError(Trouble.SILENT) from error
    except OSError as error:
        raise PrinterError(Trouble.BROKE_OFF) from error


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@dataclass(frozen=True, slots=True)
class DeviceFile:
    """A printer as a file of the system: /dev/usb/lp0, a named pipe, or a plain file in tests."""

    path: Path
    two_way: bool = False

    @contextlib.contextmanager
    def open(self) -> Iterator[Connection]:
        """See `Transport`."""
        try:
            handle = os.open(self.path, (os.O_RDWR if self.two_way else os.O_WRONLY) | os.O_APPEND | _MODES)
        except OSError as error:
            raise PrinterError(_why_not(error)) from error
        try:
            yield _FileLine(handle)
        finally:
            os.close(handle)


# Windows prints by its spooler. What is a terminal, too, must not become ours: it would end us by hanging up.
_MODES = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NOBODY_THERE = frozenset({errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.EIO})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM})


def _why_not(error: OSError) -> Trouble:
    if error.errno in _NOBODY_THERE:
        return Trouble.NO_PRINTER
    return Trouble.NO_ACCESS if error.errno in _NOT_ALLOWED else Trouble.IN_USE


class _FileLine:
    def __init__(self, handle: int) -> None:
        self._handle = handle

    def send(self, data: bytes, until: float) -> None:
        view = memoryview(data)
        with _broken_off():
            while view:
                if not select.select([], [self._handle], [], _left(until))[1]:
                    raise TimeoutError
                view = view[os.write(self._handle, view[:_AT_ONCE]) :]

    def receive(self, until: float) -> bytes:
        with _broken_off():
            left = max(0.0, until - time.monotonic())
            ready = select.select([self._handle], [], [], left)[0]
            return os.read(self._handle, _AT_ONCE) if ready else b""

    def end(self, until: float) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Spooler:
    """A queue of CUPS, given bytes as they are. It answers for its queue, never for the paper."""

    queue: str
    title: str  # a number only: it stands in lists that others read
    two_way: bool = False

    @contextlib.contextmanager
    def open(self) -> Iterator[Connection]:
        """See `Transport`."""
        command = ["lp", "-d", self.queue, "-t", self.title, "-o", "raw", "-s"]
        try:
            process = subprocess.Popen(  # noqa: S603 - the queue's name is an argument, no shell reads it
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise PrinterError(Trouble.NO_PRINTER) from error
        with process:
            yield _SpoolerLine(process)


class _SpoolerLine:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def send(self, data: bytes, until: float) -> None:
        try:
            self._process.communicate(data, timeout=max(0.001, until - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            self._process.kill()
            raise PrinterError(Trouble.SILENT) from error
        if self._process.returncode:  # it takes a whole job or none
            raise NotTakenError(Trouble.NO_PRINTER)

    def receive(self, until: float) -> bytes:
        return b""

    def end(self, until: float) -> None:
        pass
