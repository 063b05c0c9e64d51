"""What customers and riders do of themselves: when, and to which order. Pure: it is told the time."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from random import Random

from posdesk.simulator.config import SimulatorConfig
from posdesk.simulator.o2o.memory import Bill, BillState

_FIRST_S = 1.0  # the first order comes within two seconds of the start


class EventKind(StrEnum):
    """Something that happens."""

    ORDER = "order"
    CANCEL = "cancel"
    REPEAT = "repeat"
    CHANGE = "change"
    COMPLETE = "complete"  # the rider has it
    GIVE_UP = "give_up"  # nobody accepted it in time: the site cancels


@dataclass(frozen=True, slots=True)
class Event:
    """What happens now, at which partner and, but for a new order, to which bill."""

    what: EventKind
    partner: str
    tbillno: str = ""


class TrafficPlan:
    """Says what happens; the same seed and the same moments give the same events. Times in seconds."""

    def __init__(self, config: SimulatorConfig, rng: Random) -> None:
        self._config = config
        self._traffic = config.traffic
        self._rng = rng
        self._ticket = count()
        self._due: list[tuple[float, int, Event]] = []
        self._riders: set[tuple[str, str]] = set()
        self._burst_left = config.traffic.burst
        self._partners: list[str] = []
        if config.orders_per_minute:
            self._plan_order(_FIRST_S)

    def due(self, now: float, bills: Iterable[Bill]) -> tuple[Event, ...]:
        """What happens up to `now`, seconds after the start; `bills` are all orders as they stand."""
        self._call_riders(now, bills)
        events = []
        while self._due and self._due[0][0] <= now:
            at, _, event = heapq.heappop(self._due)
            events.append(event)
            if event.what is EventKind.ORDER:
                self._plan_order(max(at, now - 1) + self._gap())
        return tuple(events)

    def ordered(self, now: float, bill: Bill) -> None:
        """Decides what will become of a new order."""
        traffic = self._traffic
        self._maybe(EventKind.CANCEL, bill, traffic.cancelled_share, now, traffic.cancel_after_s)
        self._maybe(EventKind.REPEAT, bill, traffic.repeated_share, now, traffic.repeat_after_s)
        self._maybe(EventKind.CHANGE, bill, traffic.changed_share, now, traffic.repeat_after_s)
        if traffic.unaccepted_after_s:
            self._plan(now + traffic.unaccepted_after_s, Event(EventKind.GIVE_UP, bill.partner, bill.tbillno))

    def wrong_sums(self) -> bool:
        """Whether the next order shall not add up."""
        return self._rng.random() < self._traffic.wrong_sums_share

    def _plan(self, at: float, event: Event) -> None:
        heapq.heappush(self._due, (at, next(self._ticket), event))

    def _plan_order(self, at: float) -> None:
        self._plan(at, Event(EventKind.ORDER, self._next_partner()))

    def _next_partner(self) -> str:
        """Every partner once, in a shuffled order, then all again: a small burst shows them all."""
        if not self._partners:
            self._partners = [partner.name for partner in self._config.partners]
            self._rng.shuffle(self._partners)
        return self._partners.pop()

    def _gap(self) -> float:
        """Seconds to the next order: short in the burst, then a minute's share and a third about it."""
        self._burst_left -= 1
        if self._burst_left > 0:
            return (self._traffic.burst_s - _FIRST_S) / self._traffic.burst * self._rng.uniform(0.7, 1.2)
        return 60 / self._config.orders_per_minute * self._rng.uniform(2 / 3, 4 / 3)

    def _maybe(
        self, what: EventKind, bill: Bill, share: float, now: float, after_s: tuple[float, float]
    ) -> None:
        if self._rng.random() < share:
            self._plan(now + self._rng.uniform(*after_s), Event(what, bill.partner, bill.tbillno))

    def _call_riders(self, now: float, bills: Iterable[Bill]) -> None:
        if not self._config.orders_per_minute:
            return
        for bill in bills:
            key = (bill.partner, bill.tbillno)
            if bill.state is not BillState.READY or bill.wants_verification or key in self._riders:
                continue
            self._riders.add(key)
            self._plan(now + self._rng.uniform(*self._traffic.rider_after_s), Event(EventKind.COMPLETE, *key))
