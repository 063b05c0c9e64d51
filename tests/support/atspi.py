"""What a screen reader gets: the accessibility bus, the tree that a program shows there, what it tells."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, MatchRule, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.processes import PATIENCE_S, running, wait_for
from tests.support.secretservice import session_bus

_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
_ROOT = "/org/a11y/atspi/accessible/root"
_REGISTRY = "org.a11y.atspi.Registry"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_EVENTS = "org.a11y.atspi.Event.Object"
_STATES = {8: "enabled", 11: "focusable", 12: "focused", 22: "selectable", 25: "showing", 30: "visible"}


@dataclass(frozen=True)
class Node:
    """One thing in the tree, with what it says of itself."""

    role: str
    name: str
    description: str
    states: frozenset[str]
    children: tuple["Node", ...]

    def walk(self) -> Iterator["Node"]:
        """This and everything under it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, role: str) -> tuple["Node", ...]:
        """Everything of this role that is shown, in its order."""
        return tuple(node for node in self.walk() if node.role == role and "visible" in node.states)


class Reader:
    """A screen reader's side of the bus."""

    def __init__(self, connection: DBusConnection) -> None:
        """Wants to be told of the focus and of announcements."""
        self._bus = connection
        for event in ("object:announcement", "object:state-changed:focused"):
            self._call(
                _REGISTRY, "/org/a11y/atspi/registry", _REGISTRY, "RegisterEvent", "sass", event, [], ""
            )
        rule = MatchRule(type="signal", interface=_EVENTS)
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        self._told: list[tuple[str, str]] = []

    def tree(self) -> Node | None:
        """The first program's tree; None while there is none."""
        programs = self._children(_REGISTRY, _ROOT)
        return self._node(*programs[0]) if programs else None

    def until_told(self, kind: str, *parts: str) -> str:
        """Waits for an announcement, or for the focus on something, of these words; returns all of them."""
        wait_for(lambda: bool(self._heard(kind, parts)), f"{kind} {parts}, not among {self._told},")
        return self._heard(kind, parts)

    def _heard(self, kind: str, parts: Sequence[str]) -> str:
        self._listen()
        return next((w for k, w in self._told if k == kind and all(part in w for part in parts)), "")

    def _listen(self) -> bool:
        try:
            message = self._bus.receive(timeout=0.1)
        except TimeoutError:
            return False
        member = message.header.fields.get(3)
        if member == "Announcement":
            self._told.append(("announcement", str(message.body[3][1])))
        elif member == "StateChanged" and message.body[:2] == ("focused", 1):
            sender, path = message.header.fields[7], message.header.fields[1]
            self._told.append(("focus", self._property(sender, path, "Name")))
        return True

    def _node(self, bus: str, path: str) -> Node:
        return Node(
            self._call(bus, path, _ACCESSIBLE, "GetRoleName")[0],
            self._property(bus, path, "Name"),
            self._property(bus, path, "Description"),
            self._states(bus, path),
            tuple(self._node(*child) for child in self._children(bus, path)),
        )

    def _states(self, bus: str, path: str) -> frozenset[str]:
        low, _ = self._call(bus, path, _ACCESSIBLE, "GetState")[0]
        return frozenset(name for bit, name in _STATES.items() if low >> bit & 1)

    def _children(self, bus: str, path: str) -> list[tuple[str, str]]:
        return list(self._call(bus, path, _ACCESSIBLE, "GetChildren")[0])

    def _property(self, bus: str, path: str, name: str) -> str:
        address = DBusAddress(path, bus, _ACCESSIBLE)
        return str(self._reply(Properties(address).get(name))[0][1])

    def _call(self, bus: str, path: str, interface: str, what: str, kinds: str = "", *given: Any) -> Any:
        address = DBusAddress(path, bus, interface)
        return self._reply(new_method_call(address, what, kinds or None, given))

    def _reply(self, message: Any) -> Any:
        return self._bus.send_and_get_reply(message, timeout=PATIENCE_S).body


@contextmanager
def accessibility() -> Iterator[dict[str, str]]:
    """Starts a session bus and the accessibility bus; yields the environment of a program to be read."""
    with session_bus() as address:
        env = {"DBUS_SESSION_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        with running([_LAUNCHER, "--launch-immediately"], env={**os.environ, **env}):
            yield env


@contextmanager
def reader(env: dict[str, str]) -> Iterator[Reader]:
    """A screen reader on that bus."""
    with open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"]) as session:
        asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
        wait_for(lambda: _has_owner(session), "the accessibility bus")
        address = session.send_and_get_reply(asked, timeout=PATIENCE_S).body[0]
    with open_dbus_connection(address) as connection:
        yield Reader(connection)


def _has_owner(session: DBusConnection) -> bool:
    return bool(session.send_and_get_reply(message_bus.NameHasOwner("org.a11y.Bus")).body[0])
