"""Windows' spooler, given bytes as they are ("RAW"; winspool.h). It answers for its queue, never for paper.

How a printer at USB is reached on Windows: its driver may be any, "Generic / Text Only" too.
"""

import contextlib
import ctypes
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from posdesk.devices.printing.transport import Connection, NotTakenError, PrinterError
from posdesk.domain.printing.outcome import Trouble

_INVALID_NAME, _ACCESS_DENIED = 1801, 5


def _trouble(code: int) -> Trouble:
    return {_INVALID_NAME: Trouble.NO_PRINTER, _ACCESS_DENIED: Trouble.NO_ACCESS}.get(code, Trouble.ERROR)


if sys.platform == "win32":

    class _Document(ctypes.Structure):
        """DOC_INFO_1."""

        _fields_ = (("name", ctypes.c_wchar_p), ("file", ctypes.c_wchar_p), ("type", ctypes.c_wchar_p))

    @dataclass(frozen=True, slots=True)
    class WindowsSpooler:
        """A printer of this Windows by its name; `title` is what lists of jobs show: a number only."""

        name: str
        title: str
        two_way: bool = False

        @contextlib.contextmanager
        def open(self) -> Iterator[Connection]:
            """See `transport.Transport`."""
            spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
            handle = ctypes.c_void_p()
            if not spooler.OpenPrinterW(self.name, ctypes.byref(handle), None):
                raise PrinterError(_trouble(ctypes.get_last_error()))
            try:
                yield _SpoolerJob(spooler, handle, self.title)
            finally:
                spooler.ClosePrinter(handle)

    class _SpoolerJob:
        """One document; it leaves the queue for the printer once it is whole."""

        def __init__(self, spooler: ctypes.WinDLL, handle: ctypes.c_void_p, title: str) -> None:
            self._spooler, self._handle, self._title = spooler, handle, title

        def send(self, data: bytes, until: float) -> None:
            document = _Document(self._title, None, "RAW")
            if not self._spooler.StartDocPrinterW(self._handle, 1, ctypes.byref(document)):
                raise NotTakenError(_trouble(ctypes.get_last_error()))
            try:
                self._write(data)
            except PrinterError:
                self._spooler.EndDocPrinter(self._handle)
                raise
            self._must(self._spooler.EndDocPrinter(self._handle))  # only then it is in the queue

        def _write(self, data: bytes) -> None:
            self._must(self._spooler.StartPagePrinter(self._handle))
            written = ctypes.c_ulong()
            self._must(self._spooler.WritePrinter(self._handle, data, len(data), ctypes.byref(written)))
            if written.value != len(data):
                raise PrinterError(Trouble.BROKE_OFF)
            self._must(self._spooler.EndPagePrinter(self._handle))

        def receive(self, until: float) -> bytes:
            return b""

        def end(self, until: float) -> None:
            pass

        @staticmethod
        def _must(done: int) -> None:
            if not done:
                raise PrinterError(_trouble(ctypes.get_last_error()))
