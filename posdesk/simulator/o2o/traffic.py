"""What customers and riders do of themselves: when, and to which order. Pure: it is told the time."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from random import Random

from posdesk.simulator.config import SimulatorConfig
from posdesk.simulator.o2o.bill import Bill, BillState

_FIRST_S = 1.0  # the first order comes within two seconds of the start


class What(StrEnum):
    """Something that happens."""

    ORDER = "order"
    CANCEL = "cancel"
    REPEAT = "repeat"
    CHANGE = "change"
    COMPLETE = "complete"  # the rider has it
    GIVE_UP = "give_up"  # nobody accepted it in time: the site cancels


@dataclass(frozen=True, slots=True)
class Deed:
    """What happens now, at which partner and, but for a new order, to which bill."""

    what: What
    partner: str
    tbillno: str = ""


class TrafficPlan:
    """Says what happens; the same seed and the same moments give the same deeds. Times in seconds."""

    def __init__(self, config: SimulatorConfig, rng: Random) -> None:
        self._config = config
        self._traffic = config.traffic
        self._rng = rng
        self._ticket = count()
        self._due: list[tuple[float, int, Deed]] = []
        self._riders: set[tuple[str, str]] = set()
        self._burst_left = config.traffic.burst
        self._partners: list[str] = []
        if config.orders_per_minute:
            self._plan_order(_FIRST_S)

    def due(self, now: float, bills: Iterable[Bill]) -> tuple[Deed, ...]:
        """What happens up to `now`, seconds after the start; `bills` are all orders as they stand."""
        self._call_riders(now, bills)
        deeds = []
        while self._due and self._due[0][0] <= now:
            at, _, deed = heapq.heappop(self._due)
            deeds.append(deed)
            if deed.what is What.ORDER:
                self._plan_order(max(at, now - 1) + self._gap())
        return tuple(deeds)

    def ordered(self, now: float, bill: Bill) -> None:
        """Decides what will become of a new order."""
        traffic = self._traffic
        self._maybe(What.CANCEL, bill, traffic.cancelled_share, now, traffic.cancel_after_s)
        self._maybe(What.REPEAT, bill, traffic.repeated_share, now, traffic.repeat_after_s)
        self._maybe(What.CHANGE, bill, traffic.changed_share, now, traffic.repeat_after_s)
        if traffic.unaccepted_after_s:
            self._plan(now + traffic.unaccepted_after_s, Deed(What.GIVE_UP, bill.partner, bill.tbillno))

    def wrong_sums(self) -> bool:
        """Whether the next order shall not add up."""
        return self._rng.random() < self._traffic.wrong_sums_share

    def _plan(self, at: float, deed: Deed) -> None:
        heapq.heappush(self._due, (at, next(self._ticket), deed))

    def _plan_order(self, at: float) -> None:
        self._plan(at, Deed(What.ORDER, self._next_partner()))

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

    def _maybe(self, what: What, bill: Bill, share: float, now: float, after_s: tuple[float, float]) -> None:
        if self._rng.random() < share:
            self._plan(now + self._rng.uniform(*after_s), Deed(what, bill.partner, bill.tbillno))

    def _call_riders(self, now: float, bills: Iterable[Bill]) -> None:
        if not self._config.orders_per_minute:
            return
        for bill in bills:
            key = (bill.partner, bill.tbillno)
            if bill.state is not BillState.READY or bill.wants_verification or key in self._riders:
                continue
            self._riders.add(key)
            self._plan(now + self._rng.uniform(*self._traffic.rider_after_s), Deed(What.COMPLETE, *key))
