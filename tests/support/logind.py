"""A small login manager on a bus of its own: it gives inhibitor locks out, and sees each of them end."""

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import HeaderFields

from tests.support.secretservice import session_bus

NAME = "org.freedesktop.login1"
SYSTEM_BUS = "DBUS_SYSTEM_BUS_ADDRESS"


@dataclass
class Lock:
    """One that was given out; `end` is our end of its file."""

    what: str
    why: str
    end: int

    @property
    def is_held(self) -> bool:
        """Whether the other end is open: nothing was ever written to it, so a closed one reads as an end."""
        try:
            return os.read(self.end, 1) != b""
        except BlockingIOError:
            return True


@dataclass
class FakeLogind:
    """Answers Inhibit; what it `refuses` it answers as polkit does."""

    refuses: frozenset[str] = frozenset()
    locks: list[Lock] = field(default_factory=list)
    _given: list[int] = field(default_factory=list)

    @property
    def held(self) -> list[str]:
        """What is inhibited now."""
        return [lock.what for lock in self.locks if lock.is_held]

    def serve(self, bus: Any) -> None:
        """Until the connection is closed."""
        with contextlib.suppress(OSError, ValueError, EOFError):
            while True:
                call = bus.receive()
                if call.header.message_type is MessageType.method_call:
                    bus.send(self._answer(call))
                    self._give_up_ours()

    def forget(self) -> None:
        """As if it had ended: its ends of all files are closed."""
        for lock in self.locks:
            os.close(lock.end)
        self.locks.clear()

    def _answer(self, call: Any) -> Any:
        if call.header.fields.get(HeaderFields.member) != "Inhibit":
            return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
        what, who, why, mode = call.body
        assert (who, mode) == ("posdesk", "block")
        if what in self.refuses:
            return new_error(call, "org.freedesktop.DBus.Error.AccessDenied", "s", ("Permission denied",))
        mine, theirs = os.pipe()
        os.set_blocking(mine, False)
        self.locks.append(Lock(what, why, mine))
        self._given.append(theirs)
        return new_method_return(call, "h", (theirs,))

    def _give_up_ours(self) -> None:
        """The file went over with the message: from here on it is theirs alone."""
        while self._given:
            os.close(self._given.pop())


@contextlib.contextmanager
def logind() -> Iterator[tuple[FakeLogind, str]]:
    """The manager at work, and the address of its bus."""
    manager = FakeLogind()
    with session_bus() as address, open_dbus_connection(address, enable_fds=True) as bus:
        bus.send_and_get_reply(message_bus.RequestName(NAME))
        thread = threading.Thread(target=manager.serve, args=(bus,), name="logind", daemon=True)
        thread.start()
        yield manager, address
        _end(address, thread, bus)
    manager.forget()


def _end(address: str, thread: threading.Thread, bus: Any) -> None:
    """Its `receive` waits for a message: the socket is shut, so that it ends."""
    bus.sock.shutdown(2)
    thread.join(10)
    assert not thread.is_alive(), DBusAddress(address)
