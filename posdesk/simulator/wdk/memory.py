"""What WDK holds: every receipt, as often as it was handed over, and how many calls came."""

import json
import math
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from posdesk.simulator.wdk.strict import Key

_FIRST_TARGET = 482918113761640789


@dataclass(frozen=True, slots=True)
class ReceiptSeen:
    """A receipt by its key: when, under which targets and in which words it was taken, each time."""

    store_id: str
    pos_no: str
    serial_num: str
    at: tuple[datetime, ...] = ()
    targets: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How often WDK holds it: once, if all went well."""
        return len(self.targets)

    @property
    def target(self) -> str:
        """The first proof."""
        return self.targets[0]

    @property
    def body(self) -> dict[str, object]:
        """The first body; integers as integers."""
        value = json.loads(self.bodies[0])
        assert isinstance(value, dict)
        return value


class Receipts:
    """The memory; it only grows. Nothing is promised about a second hand-over, so it is taken again."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._last = _FIRST_TARGET
        self._held: dict[Key, ReceiptSeen] = {}

    def holds(self, key: Key) -> bool:
        """Whether this receipt was taken."""
        return key in self._held

    def take(self, key: Key, body: str, at: datetime) -> str:
        """Takes a receipt; its target, a number beyond 2^53 that no other has."""
        self._last += self._rng.randint(1, 9999)
        seen = self._held.get(key) or ReceiptSeen(key.store_id, key.pos_no, key.serial_num)
        self._held[key] = replace(
            seen,
            at=(*seen.at, at),
            targets=(*seen.targets, str(self._last)),
            bodies=(*seen.bodies, body),
        )
        return str(self._last)

    def all(self) -> tuple[ReceiptSeen, ...]:
        """Every receipt, in the order in which they came first."""
        return tuple(self._held.values())


_MINUTE_S = 60.0


class Throttle:
    """`per_minute` calls in any 60 s (0: any number); the next begins a ban of `ban_s`. Times monotonic."""

    def __init__(self, per_minute: int, ban_s: float) -> None:
        self._per_minute = per_minute
        self._ban_s = ban_s
        self._calls: deque[float] = deque()
        self._until = -math.inf

    def ban(self, now: float, seconds: float) -> None:
        """Answers nothing for so long from now on."""
        self._until = max(self._until, now + seconds)

    def left_s(self, now: float) -> int:
        """Whole seconds of ban that this call meets, 0 where it may pass; a call that passes is counted."""
        if self._per_minute and now >= self._until:
            self._count(now)
        left = self._until - now
        return math.ceil(round(left, 3)) if left > 0 else 0

    def _count(self, now: float) -> None:
        while self._calls and self._calls[0] <= now - _MINUTE_S:
            self._calls.popleft()
        if len(self._calls) >= self._per_minute:
            self.ban(now, self._ban_s)
        else:
            self._calls.append(now)
