"""A long day of trade, by a quick clock: customers, counter, tills and the bad luck of the platforms."""

import contextlib
import heapq
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import httpx

from posdesk.domain.clock import in_china
from posdesk.errors import PosdeskError
from posdesk.simulator.faults import FaultKind, FaultRule
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.faults.counter import Till
from tests.faults.deeds import Promises, key_of
from tests.faults.fast import Pace
from tests.support.bookshop import RUNG_AT, TOKEN
from tests.support.simulator import RunningSimulator
from tests.support.till_receipts import Wire, return_of, sale

# Orders in each hour of the day in China: little at night, most at noon and in the evening; 1,383 a day.
ORDERS = (8, 5, 4, 3, 3, 5, 20, 40, 60, 60, 70, 120, 140, 90, 60, 55, 70, 110, 140, 120, 90, 60, 35, 15)
RECEIPTS_AN_ORDER = 1.7
FAULT_SHARE = 0.10
_SITES, _BOOKS = ("meituan", "eleme"), ("ovopark", "wdk")
# A refusal by the books holds all of a platform back until a person has acted: not a tenth of a day's calls.
_SITES_ONLY = frozenset({FaultKind.REFUSE, FaultKind.REFUSE_DONE})
_NOT_BY_CALL = frozenset({FaultKind.CLOCK_OFF, FaultKind.REPEAT_NONZERO})
_KINDS = (OrderKind.DELIVERY, OrderKind.DELIVERY, OrderKind.VERIFICATION, OrderKind.QR)
_MINUTE_S, _TRIES, _AGAIN_S = 60.0, 8, 45.0
Step = Callable[[OrderSeen, int], bool]


def fault_rules() -> tuple[FaultRule, ...]:
    """A tenth of every platform's calls goes wrong, in every way that fits it."""
    rules = []
    for partner in (*_SITES, *_BOOKS):
        kinds = [
            k for k in FaultKind if k not in _NOT_BY_CALL and (partner in _SITES or k not in _SITES_ONLY)
        ]
        each = 1 - (1 - FAULT_SHARE) ** (1 / len(kinds))
        rules += [FaultRule(kind=kind, probability=each, partner=partner) for kind in kinds]
    rules += [FaultRule(kind=FaultKind.REPEAT_NONZERO, probability=FAULT_SHARE, partner=p) for p in _SITES]
    return (*rules, *(FaultRule(kind=FaultKind.CLOCK_OFF, probability=0.005, partner=p) for p in _SITES))


class Trade:
    """What happens, and when, in quick seconds since the clock began; `tick` does what is due."""

    def __init__(
        self, pace: Pace, till: Till, simulator: RunningSimulator, receipts_url: str, chance: random.Random
    ) -> None:
        """Customers come from the first moment on."""
        self._pace, self._till, self._simulator, self._chance = pace, till, simulator, chance
        self._receipts_url = receipts_url
        limits = httpx.Limits(max_keepalive_connections=0)  # a till calls anew each time
        self._http = httpx.Client(trust_env=False, timeout=20, limits=limits)
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._ticket = count()
        self._number = 0
        self.promises, self.counts = Promises(), Counter[str]()
        self._sold: list[Wire] = []
        self._latest = ""
        for first in (self._order, self._receipts, self._repeat, self._round, self._offline):
            self.after(chance.uniform(1, 60), first)

    def close(self) -> None:
        """Nothing more happens."""
        self._http.close()

    def after(self, quick_s: float, deed: Callable[[], None]) -> None:
        """Have this done so many seconds from now."""
        heapq.heappush(self._due, (self._pace.passed_s() + quick_s, next(self._ticket), deed))

    def every(self, quick_s: float, deed: Callable[[], None]) -> None:
        """Have this done again and again, first after so long."""

        def again() -> None:
            self.after(quick_s, again)
            deed()

        self.after(quick_s, again)

    def tick(self) -> float:
        """Do what is due; how many quick seconds until more is. That a deed fails is no broken law."""
        while self._due and self._due[0][0] <= self._pace.passed_s():
            at, _, deed = heapq.heappop(self._due)
            self.counts["late by over a minute"] += self._pace.passed_s() - at > _MINUTE_S
            try:
                deed()
            except (httpx.HTTPError, PosdeskError, OSError, TimeoutError) as error:
                self.counts[f"failed: {type(error).__name__}"] += 1
        return self._due[0][0] - self._pace.passed_s() if self._due else _MINUTE_S

    def left(self) -> list[str]:
        """What will still happen by itself, once nothing more is begun."""
        self._till.look_round()
        tally = self._simulator.tally()
        held = {order.tbillno: order for order in self._simulator.orders()}
        waits = self._till.waiting(held)
        return waits + [f"push of {push.subject}" for push in tally.pushes if not push.acknowledged]

    def _rate(self) -> float:
        """Orders in this hour of the day."""
        return float(ORDERS[in_china(self._pace.now()).hour])

    # Customers

    def _order(self) -> None:
        self.after(self._chance.expovariate(self._rate() / 3600), self._order)
        partner, kind = self._chance.choice(_SITES), self._chance.choice(_KINDS)
        wish = OrderWish(partner=partner, kind=kind, paid=self._chance.random() < 0.8)
        order = self._simulator.post_order(wish)
        self._latest = order.tbillno
        self.counts["orders"] += 1
        throw, within = self._chance.random(), self._chance.uniform
        if throw < 0.04:
            self._step("refuse", self._till.refuse, order, within(20, 120))
            return
        if throw < 0.07:
            self._step("regret", self._till.regret, order, within(5, 20))
        self._step("accept", self._till.accept, order, within(10, 90))
        self._step("ready", self._till.ready, order, within(300, 900))
        self._step("hand out", self._till.hand_out, order, within(960, 2400))
        if self._chance.random() < 0.06:
            self.after(within(5, 1500), lambda: self._cancel(order))

    def _step(self, name: str, step: Step, order: OrderSeen, quick_s: float, tries: int = 0) -> None:
        def deed() -> None:
            over = False
            try:
                over = step(order, tries)
            finally:
                if over:
                    self.counts[name] += 1
                elif tries < _TRIES:
                    self._step(name, step, order, _AGAIN_S * (tries + 1), tries + 1)

        self.after(quick_s, deed)

    def _cancel(self, order: OrderSeen) -> None:
        view = self._till.view(order)
        if view is None or not view.order.is_final:
            self._simulator.cancel(order.tbillno)
            self.counts["cancelled by the customer"] += 1

    def _repeat(self) -> None:
        """Pushes come twice, a tenth of them."""
        self.after(self._chance.expovariate(self._rate() * FAULT_SHARE / 3600), self._repeat)
        if self._latest:
            self._simulator.repeat(self._latest)
            self.counts["pushed again"] += 1

    # The till

    def _receipts(self) -> None:
        made = self._chance.randint(1, 3)
        self.after(self._chance.expovariate(self._rate() * RECEIPTS_AN_ORDER / 2 / 3600), self._receipts)
        wires = [self._receipt() for _ in range(made)]
        self.promises.tried.update((key_of(wire), wire) for wire in wires)
        answer = self._http.post(self._receipts_url, headers={"authorization": f"Bearer {TOKEN}"}, json=wires)
        self.counts[f"receipts {answer.status_code}"] += made
        if answer.status_code == httpx.codes.OK:
            self.promises.receipts.update((key_of(wire), wire) for wire in wires)
            self.promises.stored.update((key_of(wire), wire) for wire in wires)
            self._sold = [*self._sold, *(w for w in wires if w["trd_type"] == 1)][-30:]

    def _receipt(self) -> Wire:
        self._number += 1
        late = timedelta(minutes=90) if self._chance.random() < 0.01 else timedelta()
        at = in_china(self._pace.now()) - late
        if len(self._sold) > 20 and self._chance.random() < 0.05:
            return return_of(self._sold.pop(self._chance.randrange(len(self._sold))), self._number, at)
        wire = sale(self._chance, self._number, at)
        assert wire["pos_no"] != RUNG_AT
        return wire

    # The rest of the day

    def _round(self) -> None:
        self.after(15 * _MINUTE_S, self._round)
        self._till.look_round()

    def _offline(self) -> None:
        """The platforms' line is cut for some minutes, a few times a day."""
        self.after(self._chance.uniform(2, 6) * 3600, self._offline)
        if self.counts["orders"]:
            with contextlib.suppress(httpx.HTTPError):
                self._simulator.offline(self._chance.uniform(30, 240))
            self.counts["offline"] += 1
