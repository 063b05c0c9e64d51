"""Our socket and where it is: bound by ourselves, said in <home>/listener.json.

Handed a port to bind, uvicorn raises SystemExit(3) when it is taken, which a thread swallows. Nothing heavy
is imported here: the demo and the window need it before the listener itself.
"""

import contextlib
import json
import logging
import os
import socket
from pathlib import Path
from typing import Any

from posdesk import private
from posdesk.errors import PortTaken
from posdesk.settings import Listener as ListenerSettings
from posdesk.sockets import listening_socket

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
        raise PortTaken(
            f"{where} can't be listened on: {getattr(error, 'strerror', None) or error}."
            " End the program that uses it, or set another listener.port or listener.host."
        ) from error


def address_of(bound: socket.socket) -> str:
    """host:port as bound."""
    return name_of(bound.getsockname())


def name_of(address: tuple[Any, ...]) -> str:
    """host:port of an address as `getsockname` gives it."""
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def write_address(home: Path, address: tuple[Any, ...]) -> None:
    """Leave the port and our process number in <home>/listener.json, whole or not at all.

    A full disk is no reason not to listen: the platforms are then told that nothing can be stored.
    """
    host, port = address[:2]
    text = json.dumps({"host": host, "port": port, "pid": os.getpid()})
    try:
        with private.whole(home / FILE_NAME) as draft, private.create(draft) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        log.warning("listener: %s can't be written: %s", home / FILE_NAME, error)


def forget_address(home: Path) -> None:
    """Take listener.json away when nothing listens any more, if it is ours."""
    path = home / FILE_NAME
    with contextlib.suppress(OSError, ValueError):
        if json.loads(path.read_text(encoding="utf-8")).get("pid") == os.getpid():
            path.unlink()
