"""What a counter knows of its relay and of the store's other counters, as one value (relay.md).

Without `[relay]` in the settings there is no such value at all.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from posdesk.domain.orders.order import OrderKey
from posdesk.records import dataclass

UNSEEN_AFTER: Final = timedelta(seconds=60)
"""A counter whose `here` is this old can't be seen any more."""
RELAY_GAP: Final = "relay"
"""The reason of a gap that the relay leaves: what the gateway took then is no longer kept anywhere."""
LINE_ENDS_SOON: Final = timedelta(days=7)
"""A JWT is renewed by itself long before; one that ends so soon was not, and a person hears of it."""


class RelayFault(StrEnum):
    """Why the relay is not connected, or does nothing; the desk has a sentence for each."""

    NONE = ""
    CONNECTING = "connecting"  # the first time since the start
    UNREACHED = "unreached"  # none of the servers answers
    NOT_TRUSTED = "not_trusted"  # a server's certificate is not one of the chain's
    REVOKED = "revoked"  # the chain took this PC's permission away
    EXPIRED = "expired"  # its permission ran out, nobody renewed it
    TAKEN = "taken"  # another PC holds this counter's place
    NOT_ENROLLED = "not_enrolled"  # no seed, store key or JWT here: the enrolment line is to be entered
    KEYRING = "keyring"  # its seed can't be had from the keyring
    WRONG_STORE = "wrong_store"  # enrolled for another store or counter than [store] says
    DISABLED = "disabled"  # the chain switched the store off
    NEWER = "newer"  # the gateway writes what this version can't read
    FULL = "full"  # the servers take nothing more: their disk or their bound is reached
    CLOCK = "clock"  # the server refuses by the time: this PC's clock is far off
    FAILED = "failed"  # a bug, in the log


@dataclass(frozen=True, slots=True)
class OtherCounter:
    """Another counter of the store: its `last_word` (aware) by our own clock, None where never heard.

    `unseen_since` is set while it can't be seen, `missing` counts its acts that lack here.
    """

    counter: str
    last_word: datetime | None = None
    unseen_since: datetime | None = None
    missing: int = 0

    @property
    def is_well(self) -> bool:
        """Whether it is seen and all that it did is here."""
        return self.unseen_since is None and not self.missing


@dataclass(frozen=True, slots=True)
class Away:
    """How much came while this counter was away, from when to when (aware); until somebody read it.

    `orders` are the latest of them, without what ended over a day ago.
    """

    count: int
    start: datetime
    end: datetime
    orders: frozenset[OrderKey] = frozenset()


@dataclass(frozen=True, slots=True)
class RelayStatus:
    """The relay at one moment; `since` (aware) is when it was connected, or lost the connection.

    `fault` is why it is not connected, or connected and does nothing; `detail` names the server or the other
    PC to people. `sequence` is the position in the orders' stream, `lag` how many messages lie behind it,
    None where nobody could tell. `strays` counts calls that the gateway took and this counter refused.
    `jwt_until` ends the permission, aware. `unclaimed` counts what was sent without a claim and is not
    answered yet. `gateway_ahead` is set while the gateway's clock is over a minute from its servers'.
    """

    connected: bool = False
    since: datetime | None = None
    fault: RelayFault = RelayFault.CONNECTING
    detail: str = ""
    sequence: int | None = None
    lag: int | None = None
    counters: tuple[OtherCounter, ...] = ()
    strays: int = 0
    away: Away | None = None
    jwt_until: datetime | None = None
    unclaimed: int = 0
    gateway_ahead: timedelta | None = None

    @property
    def is_well(self) -> bool:
        """Whether it is connected, nothing of it waits for a person, and the other counters are seen."""
        works = self.connected and self.fault is RelayFault.NONE and not self.strays
        return works and all(each.is_well for each in self.counters)

    def counter(self, number: str) -> OtherCounter | None:
        """Another counter by its number, None where it was never heard."""
        return next((each for each in self.counters if each.counter == number), None)
