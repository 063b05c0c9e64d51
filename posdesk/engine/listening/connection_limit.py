"""How many connections may stand open at once, and who goes when one more comes.

A newcomer is let in and the one that has waited longest goes: whoever only holds connections open keeps
nobody out, and a platform's short call gets through. Only where every place is taken by a call that is being
answered, the newcomer is told to come again.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Protocol


def most_connections(platform: str) -> int:
    """How many may be open: below the 1,024 files that a process may hold where nobody set more.

    On Windows below the 512 sockets that its select() takes, our own calls among them.
    """
    return 384 if platform == "win32" else 512


MOST_OF_ONE = 256  # open connections of one address: behind a tunnel that is everybody
MOST_OF_ALL = most_connections(sys.platform)
Peer = tuple[str, int]


class Stage(IntEnum):
    """How far a connection's call is; the lower, the sooner it has to go."""

    WAITING = 0  # its head is not whole
    READING = 1  # its body is not whole
    ANSWERING = 2


class OpenConnection(Protocol):
    """An open connection."""

    @property
    def address(self) -> str:
        """The caller's address, without the port."""
        ...

    @property
    def stage(self) -> Stage:
        """How far its call is."""
        ...

    def dismiss(self) -> None:
        """Close it, with a word where it had begun to speak."""
        ...


class ConnectionLimit:
    """Counts open connections and keeps them under the limits; used in the engine's loop only."""

    def __init__(self, most_of_one: int = MOST_OF_ONE, most_of_all: int = MOST_OF_ALL) -> None:
        """`most_of_one` connections from one address and `most_of_all` together."""
        self._most_of_one, self._most_of_all = most_of_one, most_of_all
        self._of_address: dict[str, dict[OpenConnection, None]] = {}
        self._own: set[Peer] = set()
        self._all_answering: set[str] = set()  # addresses where nobody can go before one is answered or left
        self.dismissed = self.refused = self.arrived = 0

    def __len__(self) -> int:
        """How many connections are open."""
        return sum(map(len, self._of_address.values()))

    def __iter__(self) -> Iterator[OpenConnection]:
        """Every open connection."""
        return iter([connection for those in self._of_address.values() for connection in those])

    def admit(self, connection: OpenConnection) -> bool:
        """Let a connection in; at the limit one that waits is closed for it. False if none can be."""
        self.arrived += 1
        if not self._has_room(connection.address):
            self.refused += 1
            return False
        self._of_address.setdefault(connection.address, {})[connection] = None
        self._all_answering.discard(connection.address)
        return True

    @contextmanager
    def own_call(self, peer: Peer) -> Iterator[None]:
        """Within the block a call of our own comes from there: it is not counted."""
        self._own.add(peer)
        try:
            yield
        finally:
            self._own.discard(peer)

    def is_own(self, peer: Peer | None) -> bool:
        """Whether a connection from there is such a call's."""
        return peer in self._own

    def leave(self, connection: OpenConnection) -> None:
        """Take out a connection that is closed; may be called twice."""
        those = self._of_address.get(connection.address, {})
        those.pop(connection, None)
        self._all_answering.discard(connection.address)
        if not those:
            self._of_address.pop(connection.address, None)

    def served(self, connection: OpenConnection) -> None:
        """Note that a connection got an answer: its waiting begins anew."""
        those = self._of_address.get(connection.address, {})
        if connection in those:
            del those[connection]
            those[connection] = None
            self._all_answering.discard(connection.address)

    def _has_room(self, address: str) -> bool:
        own = self._of_address.get(address, {})
        if len(own) >= self._most_of_one:
            return self._make_room(address)
        if len(self) >= self._most_of_all:
            return self._make_room(max(self._of_address, key=lambda each: len(self._of_address[each])))
        return True

    def _make_room(self, address: str) -> bool:
        """Close the connection that has waited longest among those whose call is least far.

        Where all are being answered a newcomer costs no look at each: while the chain's servers hang, a
        gateway has thousands, and would do nothing but look.
        """
        if address in self._all_answering:
            return False
        last = _least_far(self._of_address[address])
        if last.stage is Stage.ANSWERING:
            self._all_answering.add(address)
            return False
        self.dismissed += 1
        self.leave(last)
        last.dismiss()
        return True


def _least_far(those: Iterable[OpenConnection]) -> OpenConnection:
    """The first of those whose call is least far; there is at least one."""
    found: OpenConnection | None = None
    for each in those:
        if each.stage is Stage.WAITING:
            return each
        if found is None or each.stage < found.stage:
            found = each
    assert found is not None
    return found
