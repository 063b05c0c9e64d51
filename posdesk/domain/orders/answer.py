"""What came back from one attempt at an intent, and what is known after it."""

from datetime import datetime
from enum import StrEnum

from posdesk.domain.orders.intent import ASKED_AGAIN, Intent, Kind, Outcome
from posdesk.records import dataclass

# So often a platform may answer a repeat with another code than 0 before a person is asked: with the pauses
# between repeats, half a minute at least in which it may be busy, or its event may settle it.
DENIED_OFTEN = 5


class Verdict(StrEnum):
    """What an attempt's answer says by itself (contracts.md, rule 0)."""

    DONE = "done"  # the platform's own JSON, code 0
    REFUSED = "refused"  # the platform's own JSON, another code
    NOT_SENT = "not_sent"  # the connection was never made
    UNKNOWN = "unknown"  # anything else: lost, late, 5xx, HTML, cut or foreign JSON
    UNABLE = "unable"  # we could not even sign: no appkey, keyring locked, a clock beyond all time


class CallFault(StrEnum):
    """Why there is no answer of the platform's own; the desk has the sentence for each."""

    NONE = ""
    NO_CONNECTION = "no_connection"
    NO_TLS = "no_tls"
    TIMED_OUT = "timed_out"
    CUT_OFF = "cut_off"
    HTTP_STATUS = "http_status"
    NOT_ITS_JSON = "not_its_json"
    NO_SECRET = "no_secret"  # noqa: S105 - a word, not a secret
    NO_SETTINGS = "no_settings"  # posdesk.toml lacks what every call must name
    NOT_FORMED = "not_formed"  # the call can't be put together, signed or stamped
    DIED = "died"  # the process ended while it was sending
    OURS = "ours"  # a bug of ours came between


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of one attempt. `words` are the platform's own; `fault` is ours to put in words.

    `server_time` is the HTTP Date header (± 1 s), aware, where there was one; `round_trip_s` in seconds.
    """

    verdict: Verdict
    words: str = ""
    code: int | None = None
    fault: CallFault = CallFault.NONE
    http_status: int | None = None
    server_time: datetime | None = None
    round_trip_s: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether the platform itself answered."""
        return self.verdict in {Verdict.DONE, Verdict.REFUSED}


@dataclass(frozen=True, slots=True)
class Decision:
    """What an intent becomes after an answer, and whether it is tried again by itself."""

    outcome: Outcome
    again: bool = False
    needs_person: bool = False


def decide(intent: Intent, answer: Answer, *, seq_dedup: bool) -> Decision:
    """The one rule for O2O outcomes (contracts.md, section 1, and rule 0).

    After an unknown attempt another code proves nothing: "already accepted" may be our own accept. One that
    comes again and again would come for ever: a person looks at the platform's own page.
    """
    if answer.verdict is Verdict.DONE:
        return Decision(Outcome.CONFIRMED)
    if answer.verdict in {Verdict.NOT_SENT, Verdict.UNABLE}:
        return _still(intent, seq_dedup)
    if answer.verdict is Verdict.REFUSED and not intent.ever_unknown:
        return Decision(Outcome.REFUSED)
    if answer.verdict is Verdict.REFUSED and _is_denied(intent):
        return Decision(Outcome.UNKNOWN, needs_person=True)
    return _unknown(intent.kind, seq_dedup)


def _is_denied(intent: Intent) -> bool:
    """Whether asking once more would tell nothing new. An effect that money or goods hang on: at once."""
    return intent.kind in {Kind.VERIFY, Kind.PAY} or intent.denials + 1 >= DENIED_OFTEN


def _still(intent: Intent, seq_dedup: bool) -> Decision:
    """This attempt sent nothing: what was known before still holds."""
    return _unknown(intent.kind, seq_dedup) if intent.ever_unknown else Decision(Outcome.QUEUED, again=True)


def _unknown(kind: Kind, seq_dedup: bool) -> Decision:
    again = kind in ASKED_AGAIN or seq_dedup
    return Decision(Outcome.UNKNOWN, again=again, needs_person=not again)
