"""The last calls of each partner whose signature did not fit, so that a person can see which form would have.

In memory only, and for a quarter of an hour: what stands in such a call may be a customer's, and nobody has
proven who sent it. A few a partner, none of them large, gone at the first right call and with the program.
Which form fits is sought only when a person asks; the caller is told nothing of it.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from posdesk.domain.clock import Clock
from posdesk.domain.status import StrangeCall
from posdesk.platforms.o2o import forms, scanner
from posdesk.platforms.o2o.forms import SignedCall
from posdesk.records import dataclass
from posdesk.settings.settings import SignatureRecipe

MOST: Final = 5  # of a partner; of more the oldest is forgotten
KEPT_S: Final = 900.0
LONGEST_APPID: Final = 40
MOST_BYTES: Final = 256 * 1024  # a larger body is not kept


@dataclass(frozen=True, slots=True)
class _Kept:
    call: SignedCall
    address: str
    at: datetime
    monotonic_s: float
    is_whole: bool


@dataclass(frozen=True, slots=True)
class TriedCall:
    """A refused call without what stood in it: when and from where it came, and which forms fit.

    `is_signed`: it had a sign at all. `is_whole`: it was kept; else no form could be tried.
    """

    at: datetime
    address: str
    is_signed: bool
    is_whole: bool
    fits: tuple[SignatureRecipe, ...] = ()


class RefusedSigns:
    """Kept in the engine's loop, all of it."""

    def __init__(self, clock: Clock) -> None:
        """Nothing was refused yet."""
        self._clock = clock
        self._of: dict[str, deque[_Kept]] = {}
        self.stranger: StrangeCall | None = None  # the last one under nobody's appid
        self._stranger_s = 0.0

    def keep(self, partner: str, call: SignedCall, address: str) -> None:
        """Keep a call of this partner's appid; the name is one of the settings', so these are few."""
        is_whole = len(call.body) <= MOST_BYTES
        kept = call if is_whole else SignedCall(call.appid, call.sign, b"")
        made = _Kept(kept, address, self._clock.now(), self._clock.monotonic(), is_whole)
        self._of.setdefault(partner, deque(maxlen=MOST)).append(made)

    def keep_stranger(self, appid: str, address: str) -> None:
        """A call under an appid that is nobody's: mistyped, as like as not."""
        seen = "".join(each if each.isprintable() else "?" for each in appid[:LONGEST_APPID])
        self.stranger = StrangeCall(self._clock.now(), seen, address)
        self._stranger_s = self._clock.monotonic()

    def forget(self, partner: str) -> None:
        """A call of it was rightly signed: nobody asks about the earlier ones any more."""
        self._of.pop(partner, None)

    def forget_old(self) -> None:
        """Drop what was kept long enough."""
        oldest = self._clock.monotonic() - KEPT_S
        if self._stranger_s < oldest:
            self.stranger = None
        for partner, calls in tuple(self._of.items()):
            while calls and calls[0].monotonic_s < oldest:
                calls.popleft()
            if not calls:
                self._of.pop(partner)

    @property
    def newest(self) -> dict[str, datetime]:
        """When the last one came, by partner."""
        return {partner: calls[-1].at for partner, calls in self._of.items()}

    async def tried(
        self, partner: str, appkey: str, also: Iterable[SignatureRecipe] = ()
    ) -> tuple[TriedCall, ...]:
        """A partner's, newest first, each with the forms that give its sign with this key."""
        calls, written = tuple(self._of.get(partner, ())), tuple(also)
        return await asyncio.to_thread(_all_tried, calls[::-1], appkey, written)


def _all_tried(
    calls: tuple[_Kept, ...], appkey: str, also: tuple[SignatureRecipe, ...]
) -> tuple[TriedCall, ...]:
    return tuple(_tried(kept, appkey, also) for kept in calls)


def _tried(kept: _Kept, appkey: str, also: tuple[SignatureRecipe, ...]) -> TriedCall:
    found: tuple[SignatureRecipe, ...] = ()
    if kept.is_whole and kept.call.sign and appkey:
        said = scanner.scan(kept.call.body)
        whole = SignedCall(kept.call.appid, kept.call.sign, kept.call.body, said.cmd, said.seq)
        found = forms.fitting(whole, appkey, also)
    return TriedCall(kept.at, kept.address, bool(kept.call.sign), kept.is_whole, found)
