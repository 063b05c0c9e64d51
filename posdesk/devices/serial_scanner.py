"""A scanner on a serial port: what it sends is read in a thread of its own, whichever program is in front.

Nothing is read but this port. A code ends with CR, LF or Tab, with the learnt end, or where nothing followed
for a while. A port that goes is opened again once it is back.
"""

import errno
import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from posdesk.domain.clock import Clock
from posdesk.domain.pickup.scan_code import ScanProfile

log = logging.getLogger(__name__)

MOST_BYTES: Final = 512
"""Without an end for so long it is no code: a wrong speed, or another device."""
_ENDS = re.compile(rb"[\r\n\t]")
_READ_S = 0.1
_PAUSES_S = (0.5, 1.0, 2.0)  # between two tries to open a port that isn't there; the last one for ever


class PortTrouble(StrEnum):
    """Why a port is not read."""

    NONE = ""
    NOT_THERE = "not_there"
    IN_USE = "in_use"
    NOT_ALLOWED = "not_allowed"
    LOST = "lost"  # it was read until now
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PortState:
    """How the port is: `is_read` once it is open; `detail` is the system's word for why it is not."""

    port: str
    is_read: bool = False
    trouble: PortTrouble = PortTrouble.NONE
    detail: str = ""


class Splitter:
    """Bytes into what the scanner sent, one code after the other; times are monotonic seconds."""

    def __init__(self, profile: ScanProfile) -> None:
        """`profile` says what ends a code, and how long a silence does."""
        self._end, self._quiet_s = profile.end_text.encode(), profile.quiet_ms / 1000
        self._held = b""
        self._last_s = 0.0

    def feed(self, data: bytes, now_s: float) -> list[str]:
        """What is whole now, in order."""
        self._held += data
        self._last_s = now_s
        *whole, self._held = _ENDS.split(self._held)
        if self._end and self._end in self._held:
            *more, self._held = self._held.split(self._end)
            whole += [each + self._end for each in more]
        if len(self._held) > MOST_BYTES:
            whole, self._held = [*whole, self._held], b""
        return [code for code in map(_text, whole) if code]

    def expire(self, now_s: float) -> list[str]:
        """What has no end of its own, once nothing followed it for a while."""
        if not self._held or now_s - self._last_s < self._quiet_s:
            return []
        held, self._held = _text(self._held), b""
        return [held] if held else []


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").strip(" ")


class SerialScanner:
    """Reads one port from `start` to `close`; both call-backs come in its own thread."""

    def __init__(
        self,
        port: str,
        speed: int,
        profile: ScanProfile,
        *,
        clock: Clock,
        came: Callable[[str], object],
        told: Callable[[PortState], object],
    ) -> None:
        """`came` gets each code as it was sent, in order; `told` what has changed about the port."""
        self._port, self._speed, self._profile, self._clock = port, speed, profile, clock
        self._came, self._told = came, told
        self._state: PortState | None = None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="posdesk-scanner", daemon=True)

    def start(self) -> None:
        """Begin to read; a port that isn't there is waited for."""
        self._thread.start()

    def close(self) -> None:
        """End; nothing comes any more once it returns."""
        self._ends.set()
        if self._thread.ident is not None:
            self._thread.join(5)

    def _run(self) -> None:
        tries = 0
        while not self._ends.is_set():
            was_read = self._read_until_lost()
            tries = 0 if was_read else tries + 1
            self._ends.wait(_PAUSES_S[min(tries, len(_PAUSES_S) - 1)])

    def _read_until_lost(self) -> bool:
        """Whether it was open."""
        import serial  # noqa: PLC0415 - only where there is such a scanner

        try:
            port = serial.Serial(self._port, self._speed, timeout=_READ_S, exclusive=True)
        except (OSError, ValueError) as error:
            self._tell(_trouble_of(error), str(error))
            return False
        with port:
            self._tell(PortTrouble.NONE, is_read=True)
            try:
                self._read(port)
            except OSError as error:
                self._tell(PortTrouble.LOST, str(error))
        return True

    def _read(self, port: Any) -> None:
        """Raises OSError where the port goes."""
        splitter = Splitter(self._profile)
        while not self._ends.is_set():
            data = port.read(max(1, port.in_waiting))
            now_s = self._clock.monotonic()
            for code in splitter.feed(data, now_s) if data else splitter.expire(now_s):
                self._came(code)

    def _tell(self, trouble: PortTrouble, detail: str = "", *, is_read: bool = False) -> None:
        """A port that was lost stays so while it can't be found; a new reason is said."""
        was_lost = self._state is not None and self._state.trouble is PortTrouble.LOST
        if was_lost and trouble is PortTrouble.NOT_THERE:
            return
        state = PortState(self._port, is_read, trouble, detail)
        if self._state is None or (state.is_read, state.trouble) != (
            self._state.is_read,
            self._state.trouble,
        ):
            self._state = state
            log.info("scanner: %s: %s %s", self._port, "read" if is_read else trouble, detail)
            self._told(state)


_BY_ERRNO = {
    errno.ENOENT: PortTrouble.NOT_THERE,
    errno.ENODEV: PortTrouble.NOT_THERE,
    errno.ENXIO: PortTrouble.NOT_THERE,
    errno.EACCES: PortTrouble.NOT_ALLOWED,
    errno.EPERM: PortTrouble.NOT_ALLOWED,
    errno.EBUSY: PortTrouble.IN_USE,
    errno.EAGAIN: PortTrouble.IN_USE,  # somebody holds its lock
}


def _trouble_of(error: Exception) -> PortTrouble:
    """Windows' reason stands in the words only; there a port is refused while another program has it."""
    known = _BY_ERRNO.get(getattr(error, "errno", None) or 0)
    if known is not None:
        return known
    if "FileNotFoundError" in str(error):
        return PortTrouble.NOT_THERE
    return PortTrouble.IN_USE if "PermissionError" in str(error) else PortTrouble.FAILED
