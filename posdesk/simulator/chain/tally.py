"""What was answered 0 and what arrived: the one has to be in the other, at each counter of its store."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from posdesk.simulator.chain.counter import Arrived


@dataclass(slots=True)
class _Call:
    """One command about one bill: when it was sent and answered 0, and at which counters it is when."""

    store: str
    sent_at: float
    answered_at: float
    at: dict[str, float] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)


class ChainTally:
    """Counts; times in seconds since 1970."""

    def __init__(self, counters: Iterable[tuple[str, str]]) -> None:
        """`counters` are (store, counter), each with a line of its own."""
        self._counters: dict[str, set[str]] = {}
        for store, counter in counters:
            self._counters.setdefault(store, set()).add(counter)
        self._calls: dict[tuple[str, str], _Call] = {}
        self._early: dict[tuple[str, str], list[Arrived]] = {}  # it arrived before its answer
        self.codes: Counter[str] = Counter()
        self.strange = 0

    @property
    def stores(self) -> tuple[str, ...]:
        """The stores that are played."""
        return tuple(self._counters)

    def answered(self, cmd: str, bills: Mapping[str, str], sent_at: float, at: float) -> None:
        """A call was answered 0; `bills` with the store of each."""
        for bill, store in bills.items():
            call = self._calls.setdefault((cmd, bill), _Call(store, sent_at, at))
            for early in self._early.pop((cmd, bill), ()):
                self._note(call, early)

    def arrived(self, message: Arrived) -> None:
        """A message is at a counter."""
        self.strange += message.is_strange
        for bill in message.bills:
            call = self._calls.get((message.cmd, bill))
            if call is None:
                self._early.setdefault((message.cmd, bill), []).append(message)
            else:
                self._note(call, message)

    def _note(self, call: _Call, message: Arrived) -> None:
        if message.store != call.store:
            self.strange += 1
            return
        call.at.setdefault(message.counter, message.at)
        call.times[message.counter] += 1

    def missing(self) -> list[tuple[str, str, str]]:
        """Bill, store and counter of what was answered 0 and is not there."""
        return [
            (bill, call.store, counter)
            for (_, bill), call in self._calls.items()
            for counter in sorted(self._counters.get(call.store, set()) - set(call.at))
        ]

    def report(self) -> dict[str, object]:
        """In numbers; milliseconds from sending to the answer, and from sending to a counter."""
        waits = [call.answered_at - call.sent_at for call in self._calls.values()]
        ways = [at - call.sent_at for call in self._calls.values() for at in call.at.values()]
        return {
            "codes": dict(self.codes),
            "answered_0": len(self._calls),
            "delivered": sum(len(call.at) for call in self._calls.values()),
            "missing": len(self.missing()),
            "twice": sum(count > 1 for call in self._calls.values() for count in call.times.values()),
            "strange": self.strange,
            "answer_ms": _shares(waits),
            "delivery_ms": _shares(ways),
        }


def _shares(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p99 and the longest, in milliseconds."""
    sorted_s = sorted(seconds)
    if not sorted_s:
        return {}
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {
        name: round(sorted_s[math.ceil(share * len(sorted_s)) - 1] * 1000, 1) for name, share in at.items()
    }
