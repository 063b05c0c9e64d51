"""What the platforms saw and what took effect there: the other side's word on what a test claims."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CallSeen:
    """One call to a platform. `subject` is the bill it names, or the scanned code of a look-up.

    `code` and `msg` are the answer that was made, None and empty where nothing was answered; `fault` is
    what went wrong on purpose; `complaint` is True where the call itself broke the contract.
    """

    at: datetime
    partner: str
    cmd: str
    seq: str
    subject: str
    code: int | None
    msg: str
    fault: str = ""
    complaint: bool = False


@dataclass(frozen=True, slots=True)
class EffectSeen:
    """Something took effect at a platform, under this `seq`."""

    at: datetime
    partner: str
    cmd: str
    subject: str
    seq: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One attempt at a push. `code` is the store's answer, None where there was none of its own.

    `words` is its `msg`, or why there was no answer.
    """

    at: datetime
    code: int | None
    words: str


@dataclass(frozen=True, slots=True)
class PushSeen:
    """One push to the store, with every attempt at it."""

    partner: str
    cmd: str
    seq: str
    subject: str
    sent: tuple[Sent, ...] = ()

    @property
    def acknowledged(self) -> bool:
        """Whether the store has answered 0."""
        return any(attempt.code == 0 for attempt in self.sent)


@dataclass(frozen=True, slots=True)
class TallyReport:
    """The tally at one moment; a simulator gives it out as JSON."""

    calls: tuple[CallSeen, ...] = ()
    took_effect: tuple[EffectSeen, ...] = ()
    pushes: tuple[PushSeen, ...] = ()

    def effects(self, cmd: str, subject: str, partner: str = "") -> int:
        """How often this took effect."""
        wanted = (cmd, subject)
        return sum(
            (effect.cmd, effect.subject) == wanted and partner in ("", effect.partner)
            for effect in self.took_effect
        )

    def calls_of(self, cmd: str, subject: str, partner: str = "") -> tuple[CallSeen, ...]:
        """The calls of one command for one bill, oldest first."""
        wanted = (cmd, subject)
        return tuple(
            call
            for call in self.calls
            if (call.cmd, call.subject) == wanted and partner in ("", call.partner)
        )

    def seqs(self, cmd: str, subject: str, partner: str = "") -> frozenset[str]:
        """The GUIDs under which it was asked for: one, if there was one intent."""
        return frozenset(call.seq for call in self.calls_of(cmd, subject, partner))

    def complaints(self) -> tuple[CallSeen, ...]:
        """The calls that broke the contract; a right client causes none."""
        return tuple(call for call in self.calls if call.complaint)

    def pushes_of(self, cmd: str, subject: str) -> tuple[PushSeen, ...]:
        """The pushes of one command for one bill, oldest first."""
        return tuple(push for push in self.pushes if (push.cmd, push.subject) == (cmd, subject))


class Tally:
    """Counts while the simulator runs; everything happens in its one event loop."""

    def __init__(self) -> None:
        self._calls: list[CallSeen] = []
        self._effects: list[EffectSeen] = []
        self._pushes: dict[str, PushSeen] = {}

    def saw(self, call: CallSeen) -> None:
        """Notes a call and how it was answered."""
        self._calls.append(call)

    def took_effect(self, effect: EffectSeen) -> None:
        """Notes that something was done."""
        self._effects.append(effect)

    def pushed(self, push: PushSeen) -> None:
        """Notes a push; a later note under the same `seq` takes its place."""
        self._pushes[push.seq] = push

    def report(self) -> TallyReport:
        """Everything so far."""
        return TallyReport(tuple(self._calls), tuple(self._effects), tuple(self._pushes.values()))
