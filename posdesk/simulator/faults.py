"""Faults on demand: which call goes wrong, and how."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Annotated

from pydantic import Field

from posdesk.simulator.web import Model


class FaultKind(StrEnum):
    """What can go wrong between us and a platform."""

    REFUSE = "refuse"  # a non-zero code, nothing done
    REFUSE_DONE = "refuse_done"  # done, and a non-zero code all the same
    HTTP_500 = "http_500"  # HTTP 500 with some text
    LOST_ANSWER = "lost_answer"  # done, then the connection drops
    LOST_REQUEST = "lost_request"  # the connection drops before anything is done
    LATE_ANSWER = "late_answer"  # done at once, answered long after
    SLOW = "slow"  # done at once, answered a little after
    WRONG_JSON = "wrong_json"  # JSON that is not the platform's
    CUT_JSON = "cut_json"  # the first half of the answer
    HTML = "html"  # some gateway's page with HTTP 200
    REPEAT_NONZERO = "repeat_nonzero"  # a repeat of what is done is answered "already done"
    WRONG_SEQ = "wrong_seq"  # another seq in the answer
    CLOCK_OFF = "clock_off"  # the Date header is wrong, and ovopark's and WDK's whole clock with it
    THROTTLE = "throttle"  # too many calls: WDK bans for a while, others refuse


_DEFAULT_SECONDS: dict[FaultKind, float] = {
    FaultKind.LATE_ANSWER: 30.0,
    FaultKind.SLOW: 1.5,
    FaultKind.CLOCK_OFF: 600.0,
    FaultKind.THROTTLE: 10.0,
}
_UNDECIDED = frozenset({FaultKind.HTTP_500, FaultKind.WRONG_JSON, FaultKind.CUT_JSON, FaultKind.HTML})
_NOTHING_DONE = frozenset(
    {FaultKind.REFUSE, FaultKind.LOST_REQUEST, FaultKind.REPEAT_NONZERO, FaultKind.THROTTLE}
)


class FaultRule(Model):
    """When a fault strikes: a `probability` for each call that fits, at most `count` times (None: always).

    Empty `cmd` and `partner` fit every call; the books' platforms are the partners `ovopark` and `wdk`.
    `seconds` is the delay, the ban, or how far the clock is ahead. `done` is whether the work is done before
    http_500, wrong_json, cut_json and html; None tosses a coin. `code`, `sub_code` (WDK's) and `msg` are what
    refuse, refuse_done and repeat_nonzero answer; None and empty take the platform's own default and the
    document's words for that code.
    """

    kind: FaultKind
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0
    count: Annotated[int, Field(ge=0)] | None = None
    cmd: str = ""
    partner: str = ""
    seconds: float | None = None
    done: bool | None = None
    code: int | None = None
    sub_code: str = ""
    msg: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that strikes this call; `seconds` as in its rule, `done` decided."""

    kind: FaultKind
    seconds: float
    done: bool
    code: int | None = None
    msg: str = ""
    sub_code: str = ""


@dataclass(slots=True)
class _Live:
    rule: FaultRule
    left: int | None

    def fits(self, partner: str, cmd: str) -> bool:
        return self.left != 0 and self.rule.partner in ("", partner) and self.rule.cmd in ("", cmd)


class FaultPlan:
    """The rules in force; the first that fits and wins its throw strikes."""

    def __init__(self, rules: tuple[FaultRule, ...], rng: Random) -> None:
        self._rng = rng
        self._live: list[_Live] = []
        self.replace(rules)

    def replace(self, rules: tuple[FaultRule, ...]) -> None:
        """Puts these rules in the place of all."""
        self._live = [_Live(rule, rule.count) for rule in rules]

    def add(self, rules: tuple[FaultRule, ...]) -> None:
        """Puts these rules before all others."""
        self._live = [*(_Live(rule, rule.count) for rule in rules), *self._live]

    def current(self) -> tuple[FaultRule, ...]:
        """The rules, their counts being what is left of them."""
        return tuple(live.rule.model_copy(update={"count": live.left}) for live in self._live)

    def choose(self, partner: str, cmd: str, *, is_repeat: bool) -> Fault | None:
        """The fault of one call, or None. `is_repeat`: what it asks for was done under this `seq` before."""
        skipped = {FaultKind.CLOCK_OFF} if is_repeat else {FaultKind.CLOCK_OFF, FaultKind.REPEAT_NONZERO}
        for live in self._live:
            if live.rule.kind not in skipped and self._strikes(live, partner, cmd):
                return self._fault(live.rule)
        return None

    def clock_off_s(self, partner: str, cmd: str) -> float:
        """How many seconds the platform's clock is ahead in this answer."""
        for live in self._live:
            if live.rule.kind is FaultKind.CLOCK_OFF and self._strikes(live, partner, cmd):
                return self._fault(live.rule).seconds
        return 0.0

    def _strikes(self, live: _Live, partner: str, cmd: str) -> bool:
        if not live.fits(partner, cmd) or self._rng.random() >= live.rule.probability:
            return False
        if live.left is not None:
            live.left -= 1
        return True

    def _fault(self, rule: FaultRule) -> Fault:
        seconds = _DEFAULT_SECONDS.get(rule.kind, 0.0) if rule.seconds is None else rule.seconds
        return Fault(rule.kind, seconds, self._done(rule), rule.code, rule.msg, rule.sub_code)

    def _done(self, rule: FaultRule) -> bool:
        if rule.kind in _UNDECIDED:
            return self._rng.random() < 0.5 if rule.done is None else rule.done
        return rule.kind not in _NOTHING_DONE
