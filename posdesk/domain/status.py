"""The engine's status: how it looks from outside, and what it tells of itself (product rows 11, 57, 62).

From outside its thread it is starting, at work, silent or dead. An engine that says nothing and a watcher
that did not look are told apart.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from posdesk.domain.books.posting import OVOPARK
from posdesk.domain.clock import ClockDoubt
from posdesk.domain.hearing import UNHEARD, Hearing
from posdesk.domain.journal_health import WELL, Loss, TrailDoubt
from posdesk.domain.orders.auto_accept import AUTO_OFF, AutoState
from posdesk.domain.orders.refused import NOTHING, TurnedAway
from posdesk.domain.orders.source import Source
from posdesk.domain.printing.board import PrinterStatus
from posdesk.domain.relay.status import RelayStatus
from posdesk.records import dataclass

START_S: Final = 30.0
"""A start that takes longer is said to be late: no orders can be taken meanwhile."""
SILENT_S: Final = 8.0
"""An engine that has spoken once and then says nothing for so long is said to be silent."""
DEAD_S: Final = 30.0
"""Silent for so long it counts as dead."""
LOOK_S: Final = 2.0
"""What a single look adds to a silence at most: a watcher that was late itself has not heard silence."""


class EngineState(StrEnum):
    """How the engine is."""

    STARTING = "starting"
    LATE = "late"  # not started yet, and longer than a start takes
    WORKING = "working"
    SILENT = "silent"
    DEAD = "dead"


class StartWait(StrEnum):
    """What a start waits for."""

    NOTHING = ""
    PROGRAM = "program"  # its own parts are being loaded
    KEYRING = "keyring"
    PORT = "port"


@dataclass(frozen=True, slots=True)
class Signs:
    """What a watcher sees of an engine.

    `started`: it has spoken. `waited_s` is how long its start is waited for, `silence_s` how long it has said
    nothing since its last word, both in seconds. `ended`: its thread has run and runs no more. `waits_for` is
    what its start still lacks.
    """

    started: bool
    waited_s: float
    silence_s: float = 0.0
    ended: bool = False
    waits_for: StartWait = StartWait.NOTHING


def engine_state(signs: Signs) -> EngineState:
    """The state that these signs tell of."""
    if signs.ended or (signs.started and signs.silence_s >= DEAD_S):
        return EngineState.DEAD
    if signs.started and signs.silence_s >= SILENT_S:
        return EngineState.SILENT
    if signs.started and signs.waits_for is StartWait.NOTHING:
        return EngineState.WORKING
    return EngineState.STARTING if signs.waited_s < START_S else EngineState.LATE


@dataclass(frozen=True, slots=True)
class Silence:
    """How long a watcher has seen no new pulse: `seconds` of looks that were on time, on a steady clock.

    A watcher that stood still itself (a frozen screen, a suspended process) adds `LOOK_S` and no more.
    """

    looked_at_s: float
    pulse: float | None = None
    seconds: float = 0.0

    def after(self, pulse: float | None, now_s: float) -> "Silence":
        """After another look, which found this pulse; None while there was none yet."""
        if pulse != self.pulse:
            return Silence(now_s, pulse)
        gone_s = min(max(0.0, now_s - self.looked_at_s), LOOK_S)
        return Silence(now_s, pulse, self.seconds + gone_s)


class Trouble(StrEnum):
    """Why orders can't be taken or sent; the desk has a sentence for each, in both languages."""

    NONE = ""
    ENGINE_DEAD = "engine_dead"
    HOME_LOST = "home_lost"
    PORT_TAKEN = "port_taken"
    ADDRESS_GONE = "address_gone"  # the PC has no such address, or not yet
    LISTENER_LOST = "door_lost"  # the listening socket takes no calls, it is being opened anew
    NO_PARTNER = "no_partner"
    NO_APPKEY = "no_appkey"
    KEYRING_LOCKED = "keyring_locked"
    KEYRING_SLOW = "keyring_slow"  # it has not answered yet, and is asked again
    NO_KEYRING = "no_keyring"
    KEYRING_FAILED = "keyring_failed"
    DISK = "disk"
    PART_FAILED = "part_failed"


class Way(StrEnum):
    """By which way a platform's call came (product row 70)."""

    LISTENER = "listener"  # to this PC itself
    RELAY = "relay"  # to the chain's gateway, and from there by the relay


class FormState(StrEnum):
    """What is known of the form by which a partner's calls are signed, with the key of now."""

    UNPROVEN = ""
    HERE = "here"  # a call of this PC itself was signed so: key and form fit, no platform has proven it
    PROVEN = "proven"  # a call from outside was


@dataclass(frozen=True, slots=True)
class PartnerStatus:
    """One partner: `last_received` is the last call proven by its signature, aware; `shown` what people say.

    `way` is how that one came: to our own listener, or through the relay.
    `skew_s` is how many seconds the PC's clock is ahead of the platform's, None where unmeasured.
    `unreachable_since` is set while our calls to it can't connect. `half_signed`: unsigned because its
    signature leaves the body out. `form` is proven by the call of `form_at`. `outside_at` is the last rightly
    signed call whose peer, `outside_from`, was neither loopback nor this PC's own address; None: never.
    `refused_at` is the last call whose signature did not fit, as far as it can still be looked at.
    """

    name: str
    sources: tuple[Source, ...] = ()
    last_received: datetime | None = None
    trouble: Trouble = Trouble.NONE
    skew_s: float | None = None
    unsigned: bool = False
    half_signed: bool = False
    unreachable_since: datetime | None = None
    form: FormState = FormState.UNPROVEN
    form_at: datetime | None = None
    outside_at: datetime | None = None
    outside_from: str = ""
    refused_at: datetime | None = None
    shown: str = ""
    way: Way = Way.LISTENER


@dataclass(frozen=True, slots=True)
class StrangeCall:
    """The last call under an appid that is no platform's here: when (aware), from which peer.

    `appid` is the caller's word, bounded, with a question mark for what can't be seen.
    """

    at: datetime
    appid: str
    address: str


@dataclass(frozen=True, slots=True)
class BookStatus:
    """A platform of the books, `ovopark` or `wdk`, as its section in posdesk.toml makes it one.

    `missing` are the section's keys without which nothing is sent; `secret` is why its secret can't be had.
    `halted`: a refusal holds everything back until a person has acted. `banned_until` ends the time the
    platform told us to keep away, aware. `skew_s` is how many seconds the PC's clock is ahead of its own.
    """

    name: str
    missing: tuple[str, ...] = ()
    secret: Trouble = Trouble.NONE
    halted: bool = False
    banned_until: datetime | None = None
    skew_s: float | None = None
    unreachable_since: datetime | None = None

    @property
    def sends(self) -> bool:
        """Whether something would be sent now."""
        able = not self.missing and self.secret is Trouble.NONE
        return able and not self.halted and self.banned_until is None


@dataclass(frozen=True, slots=True)
class Exposure:
    """What strangers beyond this PC could do, because the settings want it so in so many words.

    `readable`: calls come without TLS. `unsigned` are the partners as which anyone could call. `kept_out` are
    those whose signature leaves the body out: their calls from beyond this PC are refused.
    """

    host: str = ""
    readable: bool = False
    unsigned: tuple[str, ...] = ()
    kept_out: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return self.readable or bool(self.unsigned or self.kept_out)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Why personal data stays longer than the settings say: by which doubt of the clock nothing is wiped.

    `left` are old files of a home, by name, that can't be removed while another program has them open.
    """

    doubt: ClockDoubt = ClockDoubt.NONE
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapCheck:
    """Who compared a gap with a partner's own pages, and when (aware)."""

    partner: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which our listener could not answer; `end` is None while it lasts.

    `checks` are those of single partners, while not all of them are compared.
    """

    number: int
    start: datetime
    end: datetime | None
    reason: str
    checks: tuple[GapCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Recovered:
    """Whose PIN was set anew by the recovery code, and when (aware)."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The whole picture at one moment; `address` is host:port as bound, empty while not listening.

    `exposure` is what the settings leave open, `turned_away` what came in and was not taken, `stranger` what
    came within a quarter of an hour under nobody's appid. `shared` is the
    folder in the home that stays open: a till of another account hands in receipts there. `keeping` is what
    is kept too long, `hearing` whether the alarm is heard, `auto` whether orders are
    accepted by themselves, `recovered` the last PIN that the recovery code set. `damaged`: the
    journal's file was found broken while it is at work. `losses` are what an earlier damage has cost, as far
    as nobody has read it. `trail` is why the audit trail can't be what posdesk wrote.
    `relay` is None in a store without a relay.
    While it is not `alive`, `state` says how it is, `waits_for` what its start lacks, and `silent_s` for how
    many seconds nothing was heard of it.
    """

    alive: bool = False
    address: str = ""
    trouble: Trouble = Trouble.ENGINE_DEAD
    detail: str = ""
    partners: tuple[PartnerStatus, ...] = ()
    gaps: tuple[Gap, ...] = ()
    books: tuple[BookStatus, ...] = ()
    printers: tuple[PrinterStatus, ...] = ()
    damaged: bool = False
    losses: tuple[Loss, ...] = ()
    exposure: Exposure = Exposure()
    shared: str = ""
    trail: TrailDoubt = WELL
    turned_away: TurnedAway = NOTHING
    stranger: StrangeCall | None = None
    keeping: Keeping = Keeping()
    hearing: Hearing = UNHEARD
    auto: AutoState = AUTO_OFF
    recovered: Recovered | None = None
    state: EngineState = EngineState.DEAD
    waits_for: StartWait = StartWait.NOTHING
    silent_s: int = 0
    relay: RelayStatus | None = None

    @property
    def takes_orders(self) -> bool:
        """Whether a platform's call would be answered now."""
        able = any(p.trouble is Trouble.NONE for p in self.partners)
        return self.alive and bool(self.address) and self.trouble is Trouble.NONE and able

    @property
    def is_well(self) -> bool:
        """Whether every partner's orders can come in, and nothing of the books waits for a person."""
        heard = all(p.trouble is Trouble.NONE for p in self.partners)
        return self.takes_orders and heard and all(b.sends or b.banned_until for b in self.books)

    @property
    def reports_hours(self) -> bool:
        """Whether this counter reports the store's hours: it must then have all the store's receipts."""
        return any(book.name == OVOPARK for book in self.books)

    def book(self, name: str) -> BookStatus | None:
        """A platform of the books, None where the settings name none."""
        return next((book for book in self.books if book.name == name), None)
