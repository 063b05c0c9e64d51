"""Keeps the PC from falling asleep by itself: logind's inhibitor lock on Linux, a thread's wish on Windows.

Both end with this process, however it ends: nothing of it is left behind. All calls come from one and the
same thread, since Windows remembers the wish of the thread that had it.
"""

import contextlib
import os
import select
import sys
from typing import Any, Final, Protocol

_WHO: Final = "posdesk"
_PATIENCE_S: Final = 3.0
_WHATS: Final = ("sleep:idle", "idle")
"""What is asked for, first to last: a guest of the PC may be allowed only the second."""


class NotHeldAwakeError(Exception):
    """The system does not promise to stay awake; the text says why, in its own words."""


class Inhibitor(Protocol):
    """What keeps the system awake."""

    def hold(self, why: str) -> None:
        """Stay awake from now on; `why` is shown where the system lists it. Raises NotHeldAwakeError."""
        ...

    def is_held(self) -> bool:
        """Whether the system still keeps its promise."""
        ...

    def let_go(self) -> None:
        """The system may sleep again; without a `hold` nothing happens."""
        ...


class Logind:
    """systemd's login manager: a lock that lasts as long as a file is open (Inhibit)."""

    def __init__(self) -> None:
        """Nothing is held."""
        self._held: int | None = None

    def hold(self, why: str) -> None:
        """Ask over the system's D-Bus. Raises NotHeldAwakeError."""
        if self.is_held():
            return
        self.let_go()
        refused = ""
        for what in _WHATS:
            try:
                self._held = _inhibit(what, why)
                return
            except _RefusedError as error:
                refused = str(error)
        raise NotHeldAwakeError(refused)

    def is_held(self) -> bool:
        """Whether the other end of the file is still open: it is not where logind ended."""
        if self._held is None:
            return False
        poll = select.poll()
        poll.register(self._held, 0)
        return not poll.poll(0)

    def let_go(self) -> None:
        """Close the file."""
        held, self._held = self._held, None
        if held is not None:
            with contextlib.suppress(OSError):
                os.close(held)


class _RefusedError(Exception):
    """Logind answered, and said no."""


def _inhibit(what: str, why: str) -> int:
    """The file to be held open. Raises _RefusedError, NotHeldAwakeError."""
    from jeepney import DBusAddress, DBusErrorResponse, new_method_call  # noqa: PLC0415 - only here
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415

    manager = DBusAddress(
        "/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager"
    )
    call = new_method_call(manager, "Inhibit", "ssss", (what, _WHO, why, "block"))
    try:
        with contextlib.closing(
            open_dbus_connection("SYSTEM", enable_fds=True, auth_timeout=_PATIENCE_S)
        ) as bus:
            reply = bus.send_and_get_reply(call, timeout=_PATIENCE_S)
    except Exception as error:  # there is no bus, or nobody answers: what it raises then is not told anywhere
        raise NotHeldAwakeError(f"{type(error).__name__}: {error}") from error
    try:
        return _file_of(reply)
    except DBusErrorResponse as error:
        raise _RefusedError(f"{error.name}: {error.data}") from error


def _file_of(reply: Any) -> int:
    from jeepney.wrappers import unwrap_msg  # noqa: PLC0415

    (held,) = unwrap_msg(reply)
    return int(held.to_raw_fd())


class Nothing:
    """Where the system has no way to be kept awake that we know."""

    def hold(self, why: str) -> None:
        """Raises NotHeldAwakeError."""
        raise NotHeldAwakeError(f"no way is known on {sys.platform}")

    def is_held(self) -> bool:
        """Never."""
        return False

    def let_go(self) -> None:
        """Nothing to let go."""


if sys.platform == "win32":
    import ctypes

    _CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001  # ES_…

    class ThreadWish:
        """SetThreadExecutionState: the wish of the thread that calls, until it ends or wishes otherwise."""

        def __init__(self) -> None:
            """Nothing is held."""
            self._is_held = False
            self._set = ctypes.WinDLL("kernel32", use_last_error=True).SetThreadExecutionState
            self._set.argtypes, self._set.restype = [ctypes.c_uint32], ctypes.c_uint32

        def hold(self, why: str) -> None:
            """The system is needed; the screen may still go dark. Raises NotHeldAwakeError."""
            if self._set(_CONTINUOUS | _SYSTEM_REQUIRED) == 0:
                raise NotHeldAwakeError(f"error {ctypes.get_last_error()}")
            self._is_held = True

        def is_held(self) -> bool:
            """Whether it was wished last."""
            return self._is_held

        def let_go(self) -> None:
            """Nothing is needed any more."""
            if self._is_held:
                self._set(_CONTINUOUS)
                self._is_held = False


def inhibitor() -> Inhibitor:
    """What keeps this system awake."""
    if sys.platform == "win32":
        return ThreadWish()
    return Logind() if sys.platform == "linux" else Nothing()
