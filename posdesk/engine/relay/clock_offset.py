"""How far this PC's clock is ahead of the relay's, measured by a message of our own that came back."""

import asyncio
import contextlib
from datetime import datetime, timedelta

from posdesk.domain.clock import Clock

NOTHING = timedelta(0)
_SET = timedelta(seconds=1)
"""The wall clock and the steady one part by less without anybody's doing."""


class ClockOffset:
    """Nothing is known before the first measure; then the last counts, however the clock was set since."""

    def __init__(self, clock: Clock | None = None) -> None:
        """Both clocks are taken for one. Without `clock` only a measure shows that ours was set."""
        self._clock = clock
        self._measured = NOTHING
        self._at: tuple[datetime, float] | None = None  # both of our clocks when it was measured
        self._is_known = asyncio.Event()

    @property
    def ahead(self) -> timedelta:
        """What to add to a moment of the relay's clock, so that it is one of ours."""
        return self._measured + self._set_by()

    @property
    def measured_ahead(self) -> timedelta | None:
        """The same where it was measured on this connection."""
        return self.ahead if self._is_known.is_set() else None

    def measured(self, ahead: timedelta) -> None:
        """So far ahead is our clock now."""
        self._measured = ahead
        self._at = self._both()
        self._is_known.set()

    def _both(self) -> tuple[datetime, float] | None:
        return (self._clock.now(), self._clock.monotonic()) if self._clock is not None else None

    def _set_by(self) -> timedelta:
        """By how much the wall clock was set since the measure."""
        now = self._both()
        if now is None or self._at is None:
            return NOTHING
        by = (now[0] - self._at[0]) - timedelta(seconds=now[1] - self._at[1])
        return by if abs(by) >= _SET else NOTHING

    def forget(self) -> None:
        """A new connection: somebody may have set a clock. The last measure counts until the next."""
        self._is_known.clear()

    async def known(self, patience_s: float) -> None:
        """Until it is measured on this connection, or so long: orders wait for no answer that never comes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._is_known.wait()
