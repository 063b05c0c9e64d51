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

from posdesk import private
from posdesk.errors import PortTaken
from posdesk.settings import Listener as ListenerSettings

log = logging.getLogger(__name__)
FILE_NAME = "listener.json"
GATEWAY_PATH = "/center/gateway"
RECEIPTS_PATH = "/receipts"


def bind(settings: ListenerSettings) -> socket.socket:
    """The listening socket. Raises PortTaken with a sentence."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    if os.name != "nt":  # on Windows this would let two programs share the port
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((settings.host, settings.port))
        bound.listen(128)
    except (OSError, UnicodeError) as error:
        bound.close()
        where = f"{settings.host}:{settings.port}"
        raise PortTaken(
            f"{where} can't be listened on: {getattr(error, 'strerror', None) or error}."
            " End the program that uses it, or set another listener.port or listener.host."
        ) from error
    bound.setblocking(False)  # noqa: FBT003 - the socket's own signature
    return bound


def address_of(bound: socket.socket) -> str:
    """host:port as bound."""
    host, port = bound.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def write_address(home: Path, bound: socket.socket) -> None:
    """Leave the port and our process number in <home>/listener.json, whole or not at all.

    A full disk is no reason not to listen: the platforms are then told that nothing can be stored.
    """
    host, port = bound.getsockname()[:2]
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
