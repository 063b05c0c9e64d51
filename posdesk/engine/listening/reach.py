"""How a platform reaches this PC: the address to give to it, and what stands in between.

Said from the settings, from what the listener has and from this PC's own addresses. No service outside is
asked, so whether a call gets through is known only once one came (call_proofs.py). No Qt: the desk's Health
page and `posdesk doctor` both say it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.host.own_address import AddressKind, kind_of, own_addresses
from posdesk.settings.settings import Listener

_EVERY = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - only compared
_MOST = 4  # addresses said; a PC with virtual networks has a dozen


class Door(StrEnum):
    """To whom the listener's port is open, as far as this program goes."""

    SHUT = "shut"  # nothing listens
    THIS_PC = "this_pc"  # only programs of this PC: the port listens on loopback
    NETWORK = "network"  # the shop's network, and whoever the router lets in


@dataclass(frozen=True, slots=True)
class GivenAddress:
    """An address of this PC and from where it can be reached."""

    address: str
    kind: AddressKind


@dataclass(frozen=True, slots=True)
class Reach:
    """`port` is 0 where none is bound yet and the settings take any. `addresses`: the way out first."""

    door: Door
    port: int
    https: bool
    addresses: tuple[GivenAddress, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        """What a platform is given as this store's address, for each address of this PC."""
        scheme = "https" if self.https else "http"
        return tuple(f"{scheme}://{_host(each.address)}:{self.port}{GATEWAY_PATH}" for each in self.addresses)

    @property
    def kinds(self) -> frozenset[AddressKind]:
        """The kinds of its addresses."""
        return frozenset(each.kind for each in self.addresses)

    @property
    def is_behind_router(self) -> bool:
        """Whether none of its addresses can be reached from the internet as it is."""
        return self.door is Door.NETWORK and AddressKind.PUBLIC not in self.kinds

    @property
    def is_behind_provider(self) -> bool:
        """Whether this PC's own address is one of a provider's address translation already."""
        return self.door is Door.NETWORK and self.kinds == {AddressKind.SHARED}


def reach_of(settings: Listener, bound: str, own: Iterable[str] | None = None) -> Reach:
    """How the listener of these settings, bound at `bound` ("host:port", empty where it is not), is reached.

    `own` are this PC's addresses, asked of the system where none are given; that takes a moment.
    """
    host, port = _parts(bound) if bound else (settings.host, settings.port)
    door = Door.NETWORK if bound else Door.SHUT
    if kind_of(host) is AddressKind.THIS_PC or host.lower() == "localhost":
        return Reach(Door.THIS_PC if bound else door, port, settings.has_tls)
    asked = own if own is not None else own_addresses()
    found = list(asked) if host in _EVERY else [host]
    given = [GivenAddress(each, kind) for each in found if (kind := kind_of(each)) is not None]
    if host == "0.0.0.0":  # noqa: S104 - only compared
        given = [each for each in given if ":" not in each.address]
    return Reach(door, port, settings.has_tls, tuple(given[:_MOST]))


def _parts(bound: str) -> tuple[str, int]:
    host, _, port = bound.rpartition(":")
    return host.strip("[]"), int(port)


def _host(address: str) -> str:
    return f"[{address}]" if ":" in address else address
