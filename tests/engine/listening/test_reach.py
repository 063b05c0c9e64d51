"""How a platform reaches this PC: said from the settings, the bound port and the own addresses alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.engine.listening.reach import Door, reach_of
from posdesk.host.own_address import AddressKind, kind_of
from posdesk.settings.settings import Listener

LAN, SHARED, PUBLIC = "192.168.1.20", "100.64.3.4", "203.0.113.9"


def test_the_address_to_give_has_port_path_and_scheme() -> None:
    found = reach_of(Listener(host="0.0.0.0"), "0.0.0.0:8765", (LAN, "fd00::2"))
    assert found.urls == (f"http://{LAN}:8765/center/gateway",), "an IPv4 port hears no IPv6"
    tls = Listener(host="::", tls_cert="a.pem", tls_key="b.pem")
    assert reach_of(tls, "[::]:443", (LAN, "fd00::2")).urls == (
        f"https://{LAN}:443/center/gateway",
        "https://[fd00::2]:443/center/gateway",
    )


@pytest.mark.parametrize("bound", ["127.0.0.1:8765", "[::1]:8765", "127.0.0.2:1"])
def test_a_port_on_loopback_is_open_to_this_pc_only(bound: str) -> None:
    found = reach_of(Listener(), bound, (LAN, PUBLIC))
    assert (found.door, found.urls) == (Door.THIS_PC, ())


def test_where_nothing_listens_nothing_is_promised() -> None:
    assert reach_of(Listener(), "", (LAN,)).door is Door.SHUT
    assert reach_of(Listener(host="0.0.0.0"), "", (LAN,)).door is Door.SHUT


@pytest.mark.parametrize(
    ("own", "router", "provider"),
    [
        ((LAN,), True, False),
        ((SHARED,), True, True),
        ((PUBLIC,), False, False),
        ((LAN, PUBLIC), False, False),
    ],
)
def test_it_is_said_what_stands_between(own: tuple[str, ...], router: bool, provider: bool) -> None:
    found = reach_of(Listener(host="0.0.0.0"), "0.0.0.0:8765", own)
    assert (found.is_behind_router, found.is_behind_provider) == (router, provider)


@given(st.ip_addresses().map(str), st.integers(1, 65535))
def test_a_port_at_one_address_is_reached_there_alone(address: str, port: int) -> None:
    bound = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    found = reach_of(Listener(), bound, (LAN,))
    kind = kind_of(address)
    if kind is AddressKind.THIS_PC:
        assert found.door is Door.THIS_PC
    elif kind is not None:
        assert [each.address for each in found.addresses] == [address]
