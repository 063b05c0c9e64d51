"""An intent: one wanted effect on one platform, with one GUID for ever (architecture.md, 'Intents')."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple, NewType
from uuid import uuid4

from posdesk.domain.orders.order import OrderKey, OrderState, Payment
from posdesk.records import dataclass

Seq = NewType("Seq", str)


def new_seq() -> Seq:
    """A fresh GUID, lower case with dashes, as the documents' samples have it."""
    return Seq(str(uuid4()))


class Kind(StrEnum):
    """What is wanted; exported in these words."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    READY = "ready"
    PAY = "pay"
    VERIFY = "verify"


class Outcome(StrEnum):
    """What is known of it; exported in these words."""

    QUEUED = "queued"
    SENDING = "sending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SETTLED_DONE = "settled_done"
    SETTLED_NOT_DONE = "settled_not_done"


OPEN_OUTCOMES = frozenset({Outcome.QUEUED, Outcome.SENDING, Outcome.UNKNOWN})

# Effects that can't double are asked again under the same GUID after an unknown outcome (contracts.md).
ASKED_AGAIN = frozenset({Kind.ACCEPT, Kind.REFUSE, Kind.READY, Kind.VERIFY})

# What an order becomes once the platform has confirmed the intent; paying moves nothing.
STATE_AFTER: dict[Kind, OrderState | None] = {
    Kind.ACCEPT: OrderState.ACCEPTED,
    Kind.REFUSE: OrderState.REFUSED,
    Kind.READY: OrderState.READY,
    Kind.VERIFY: OrderState.COMPLETED,
    Kind.PAY: None,
}


OTHER_COUNTER: Final = "other_counter"
"""As an intent's last answer, with counter and name: another counter was first, and nothing left here."""
NO_RELAY: Final = "no_relay"
"""As a payment's last answer: the other counters can't be asked, so that a person decides."""


class LostTo(NamedTuple):
    """The counter that was first, and who stood there."""

    counter: str
    actor: str

    def __str__(self) -> str:
        """As an intent's last answer and an export say it."""
        return f"{OTHER_COUNTER} {self.counter} {self.actor}"


def lost_to_of(words: str) -> LostTo | None:
    """What `LostTo` wrote; None for any other words."""
    what, _, rest = words.partition(" ")
    counter, _, actor = rest.partition(" ")
    return LostTo(counter, actor) if what == OTHER_COUNTER and counter else None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for at the counter, before it is written down.

    `leaves_after_s` is the undo time in seconds; `code` is the scanned code of a verification,
    `reason` stays with us (row 16). `without_answer` marks a hand-out against signature (row 33).
    `takes_over`: the person was asked and does it, though another counter has said it would and is silent.
    """

    key: OrderKey
    kind: Kind
    actor: str
    leaves_after_s: float = 0.0
    code: str = ""
    reason: str = ""
    payments: tuple[Payment, ...] = ()
    without_answer: bool = False
    takes_over: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent in the journal; times aware.

    `leaves_at` ends the undo time, `expires_at` is the last moment of a first send (None: never expires),
    `next_at` is the next attempt as a hint for people and restarts. `last_answer` are the platform's words
    or ours about the last attempt; `answered` is whether they are the platform's.
    `needs_person` means that nothing will be sent again unless a person says so. `denials` counts the
    platform's own answers other than yes that came after an unknown attempt, and proved nothing.
    """

    seq: Seq
    key: OrderKey
    kind: Kind
    actor: str
    counter: str
    outcome: Outcome
    pressed_at: datetime
    leaves_at: datetime
    expires_at: datetime | None = None
    next_at: datetime | None = None
    ended_at: datetime | None = None
    attempts: int = 0
    ever_unknown: bool = False
    needs_person: bool = False
    denials: int = 0
    last_answer: str = ""
    last_code: int | None = None
    answered: bool = False
    settled_by: str = ""
    code: str = ""
    reason: str = ""
    payments: tuple[Payment, ...] = ()
    without_answer: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its outcome can still change by itself or by a platform's event."""
        return self.outcome in OPEN_OUTCOMES

    @property
    def lost_to(self) -> LostTo | None:
        """The counter that was first, where that is why it was withdrawn."""
        return None if self.answered else lost_to_of(self.last_answer)

    @property
    def waits_for_relay(self) -> bool:
        """Whether it has not left, since no other counter can be asked, and a person decides."""
        return self.outcome is Outcome.QUEUED and self.needs_person
