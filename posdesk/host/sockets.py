"""Listening sockets as each system wants them: one program a port, and each answer leaves at once."""

import asyncio
import contextlib
import errno
import socket
import struct
import sys

READ_BYTES = 64 * 1024  # at once of a connection, into a buffer that is made for it
UNREAD_BYTES = 64 * 1024  # that the system keeps of one connection's answers; ours have some hundred
LOOPBACK_OF = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - only asked from here
_THIS_PC = {"localhost": "127.0.0.1"}
"""No table of names is asked for it: a bare system has none, and a wrong one would open the door."""
_AT_ONCE = struct.pack("HH" if sys.platform == "win32" else "ii", 1, 0)  # lingering for no time
_NOT_TOLD = frozenset({errno.ENOPROTOOPT, errno.EINVAL})  # by a system that lacks the option


def sharing_option(platform: str) -> int:
    """The socket option without which a port can't be had again at once, or could be had by two programs.

    On Windows SO_REUSEADDR, and no option at all, let a second program listen on the same port.
    """
    name = "SO_EXCLUSIVEADDRUSE" if platform == "win32" else "SO_REUSEADDR"
    return int(getattr(socket, name))


def stream_socket(host: str) -> socket.socket:
    """A TCP socket for that host: asyncio sets TCP_NODELAY only where the protocol is named."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)


def bindable_socket(host: str) -> socket.socket:
    """A socket that can be bound where nobody listens, and nowhere else."""
    made = stream_socket(host)
    made.setsockopt(socket.SOL_SOCKET, sharing_option(sys.platform), 1)
    return made


def listening_socket(host: str, port: int) -> socket.socket:
    """A bound socket that listens. Raises OSError, and UnicodeError for a host that is no name."""
    made = bindable_socket(host)
    try:
        made.bind((_THIS_PC.get(host.lower(), host), port))
        made.listen(128)
        made.setblocking(False)  # noqa: FBT003 - the socket's own signature
    except (OSError, UnicodeError):
        made.close()
        raise
    return made


def answer_at_once(transport: asyncio.BaseTransport) -> None:
    """Without it each answer on a kept connection waits 40 ms for the other side's delayed acknowledgement.

    On Windows an accepted socket doesn't tell its protocol, whatever the listening one was made with, and
    asyncio leaves it as it is. And who never reads is found out soon: left to itself the system keeps some
    4 MB of answers for each connection before ours pile up.
    """
    made = transport.get_extra_info("socket")
    if made is None:
        return
    with contextlib.suppress(OSError):  # gone already
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD_BYTES)


def read_in_pieces(transport: asyncio.BaseTransport) -> None:
    """Without it each read makes room for 256 KB, which has pages of its own (memory.py), and gives it back.

    That is some microseconds a call, and both cores are asked to forget those pages. Under TLS there is one
    buffer for all reads.
    """
    if hasattr(transport, "max_size"):
        transport.max_size = READ_BYTES


def reset(transport: asyncio.Transport) -> None:
    """End the connection and tell the other side at once, whatever of ours it hasn't read.

    Without it the system goes on for minutes to offer what is left to one who never reads.
    """
    made = transport.get_extra_info("socket")
    if made is not None:
        with contextlib.suppress(OSError):  # gone already
            made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()


def is_listening(made: socket.socket) -> bool:
    """Whether the socket is open and still listens. A closed one was closed by whoever, on purpose or not.

    Where the system doesn't tell (macOS has no SO_ACCEPTCONN to ask for) an open socket is believed: only a
    call from outside proves more there.
    """
    option = getattr(socket, "SO_ACCEPTCONN", None)
    if made.fileno() < 0:
        return False
    try:
        made.getsockname()
        return option is None or bool(made.getsockopt(socket.SOL_SOCKET, option))
    except OSError as error:
        return error.errno in _NOT_TOLD
