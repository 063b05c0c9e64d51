"""Which addresses are this PC's own. Nobody is asked and nothing is sent: the system itself knows."""

import contextlib
import errno
import ipaddress
import socket
import sys
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from posdesk.host.sockets import stream_socket

_FAR = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}  # of documentation: nobody has them
_SHARED = (ipaddress.ip_network("100.64.0.0/10"), ipaddress.ip_network("192.0.0.0/24"))
_HOME = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressKind(StrEnum):
    """From where an address can be reached."""

    THIS_PC = "this_pc"
    NO_NETWORK = "no_network"  # given by nobody: the router did not answer
    PRIVATE = "private"  # in the shop's own network
    SHARED = "shared"  # behind the provider's address translation (100.64.0.0/10, 192.0.0.0/24)
    PUBLIC = "public"


def kind_of(address: str) -> AddressKind | None:
    """The kind of an address; None for a text that is none."""
    parsed = _parsed(address)
    if parsed is None or parsed.is_unspecified:
        return None
    if parsed.is_loopback:
        return AddressKind.THIS_PC
    if parsed.is_link_local:
        return AddressKind.NO_NETWORK
    if any(parsed in net for net in _SHARED):
        return AddressKind.SHARED
    return AddressKind.PRIVATE if any(parsed in net for net in _HOME) else AddressKind.PUBLIC


def is_from_outside(address: str) -> bool:
    """Whether a peer's address is surely neither loopback nor this PC's own.

    Only an address of our own can be bound; where the system says anything else than that this one is not,
    nothing is claimed.
    """
    parsed = _parsed(address)
    if parsed is None or parsed.is_loopback or parsed.is_unspecified:
        return False
    try:
        with stream_socket(str(parsed)) as tried:  # bound only: it never listens, no firewall asks
            tried.bind((str(parsed), 0))
    except OSError as error:
        return error.errno == errno.EADDRNOTAVAIL
    return False


def own_addresses() -> tuple[str, ...]:
    """This PC's addresses in its networks: those of its way out first, without loopback, none twice."""
    found = dict.fromkeys([*_ways_out(), *_named()])
    kinds = ((address, kind_of(address)) for address in found)
    return tuple(address for address, kind in kinds if kind not in {None, AddressKind.THIS_PC})


def _ways_out() -> Iterator[str]:
    """As which address this PC would call somebody far away; a datagram socket that is never sent from."""
    for family, far in _FAR.items():
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as tried:
            tried.connect((far, 9))
            yield str(tried.getsockname()[0])


def _named() -> Iterator[str]:
    """Every network's, on Windows, which knows them under its own name; elsewhere a name server was asked."""
    if sys.platform != "win32":
        return
    with contextlib.suppress(OSError, UnicodeError):
        for *_, address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM):
            yield str(address[0])


@lru_cache(maxsize=256)  # each call is asked about, and nearly all come from a few addresses
def _parsed(address: str) -> Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)
    return mapped or parsed
