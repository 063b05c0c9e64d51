"""Our socket and where it is: bound by ourselves, said in <home>/listener.json.

Handed a port to bind, uvicorn raises SystemExit(3) when it is taken, which a thread swallows. Nothing heavy
is imported here: the demo and the window need it before the listener itself.
"""

import contextlib
import errno
import json
import logging
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posdesk.domain.status import Trouble
from posdesk.errors import AddressGone, PortTaken
from posdesk.host import private, replacing
from posdesk.host.sockets import listening_socket
from posdesk.settings.settings import Listener as ListenerSettings

if TYPE_CHECKING:
    from posdesk.engine.status import StatusBoard

log = logging.getLogger(__name__)
FILE_NAME = "listener.json"
GATEWAY_PATH = "/center/gateway"
RECEIPTS_PATH = "/receipts"


def bind(settings: ListenerSettings) -> socket.socket:
    """The listening socket of the settings. Raises PortTaken with a sentence."""
    return bind_at(settings.host, settings.port)


def bind_at(host: str, port: int) -> socket.socket:
    """A listening socket there. Raises PortTaken with a sentence."""
    try:
        return listening_socket(host, port)
    except (OSError, UnicodeError) as error:
        where = f"{host}:{port}"
        said = f"{where} can't be listened on: {getattr(error, 'strerror', None) or error}."
        if _is_nowhere(error):
            raise AddressGone(f"{said} Connect the network, or set another listener.host.") from error
        todo = "End the program that uses it, or set another listener.port or listener.host."
        raise PortTaken(f"{said} {todo}") from error


def _is_nowhere(error: OSError | UnicodeError) -> bool:
    if isinstance(error, UnicodeError | socket.gaierror):
        return True
    return error.errno == errno.EADDRNOTAVAIL


def say_unbound(status: "StatusBoard", error: PortTaken) -> None:
    """Why nothing listens: one reason at a time."""
    gone = isinstance(error, AddressGone)
    now, other = Trouble.ADDRESS_GONE, Trouble.PORT_TAKEN
    if not gone:
        now, other = other, now
    status.mended(other)
    status.trouble(now, str(error))


def address_of(bound: socket.socket) -> str:
    """host:port as bound."""
    return name_of(bound.getsockname())


def name_of(address: tuple[Any, ...]) -> str:
    """host:port of an address as `getsockname` gives it."""
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def write_address(home: Path, address: tuple[Any, ...], *, again: bool = False) -> bool:
    """Leave port and process number in <home>/listener.json, whole or not at all. Whether it could be done.

    A full disk is no reason not to listen: the platforms are then told that nothing can be stored. It never
    waits, since the event loop calls it, but may be called `again`, which is not logged.
    """
    host, port = address[:2]
    text = json.dumps({"host": host, "port": port, "pid": os.getpid()})
    whole = private.whole(home / FILE_NAME, pauses_s=replacing.AT_ONCE)
    try:
        with whole as draft, private.create(draft) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        if not again:
            log.warning("listener: %s can't be written: %s", home / FILE_NAME, error)
        return False
    return True


def forget_address(home: Path) -> None:
    """Take listener.json away when nothing listens any more, if it is ours."""
    path = home / FILE_NAME
    with contextlib.suppress(OSError, ValueError):
        if json.loads(path.read_text(encoding="utf-8")).get("pid") == os.getpid():
            replacing.remove(path, pauses_s=replacing.AT_ONCE)
