"""A printer at a serial port, 8 bits, no parity, one stop bit; a second program can't open it meanwhile."""

import contextlib
import errno
import sys
import time
from collections.abc import Iterator
from typing import Any

import serial

from posdesk.devices.printing.transport import Connection, PrinterError
from posdesk.domain.printing.outcome import Trouble
from posdesk.records import dataclass

_AT_ONCE = 256
_POLL_S = 0.02
_HELD = frozenset({errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM})


@dataclass(frozen=True, slots=True)
class SerialPort:
    """`port` is COM3, or /dev/ttyUSB0; `baud` as the printer's switches say."""

    port: str
    baud: int
    two_way: bool = True

    @contextlib.contextmanager
    def open(self) -> Iterator[Connection]:
        """See `transport.Transport`."""
        exclusive = None if sys.platform == "win32" else True  # Windows lets nobody else in anyhow
        try:
            line = serial.Serial(self.port, self.baud, timeout=0, write_timeout=1, exclusive=exclusive)
        except (serial.SerialException, OSError, ValueError) as error:
            raise PrinterError(_why_not(error)) from error
        try:
            yield _SerialLine(line)
        finally:
            with contextlib.suppress(serial.SerialException, OSError):
                line.close()


class _SerialLine:
    def __init__(self, line: Any) -> None:
        self._line = line

    def send(self, data: bytes, until: float) -> None:
        view = memoryview(data)
        with _broken_off():
            while view:
                self._line.write_timeout = max(0.001, until - time.monotonic())
                view = view[self._line.write(view[:_AT_ONCE]) :]

    def receive(self, until: float) -> bytes:
        with _broken_off():
            self._line.timeout = max(0.0, until - time.monotonic())
            first: bytes = self._line.read(1)
            more: bytes = self._line.read(self._line.in_waiting) if first else b""
            return first + more

    def end(self, until: float) -> None:
        """Wait until all has left this PC: to close it throws away what has not."""
        with _broken_off():
            while self._line.out_waiting:
                if time.monotonic() > until:
                    raise PrinterError(Trouble.SILENT)
                time.sleep(_POLL_S)


@contextlib.contextmanager
def _broken_off() -> Iterator[None]:
    try:
        yield
    except serial.SerialTimeoutException as error:
        raise PrinterError(Trouble.SILENT) from error
    except (serial.SerialException, OSError) as error:
        raise PrinterError(Trouble.BROKE_OFF) from error


def _why_not(error: Exception) -> Trouble:
    """On Windows pyserial says it in words only: what another program holds is "access denied" there."""
    number = getattr(error, "errno", None)
    if number in _NOT_ALLOWED:
        return Trouble.NO_ACCESS
    if number in _HELD or "PermissionError" in str(error):
        return Trouble.IN_USE
    return Trouble.NO_PRINTER
