"""How far this PC's clock is ahead of the relay's, measured by a message of our own that came back."""

import asyncio
import contextlib
from datetime import timedelta

NOTHING = timedelta(0)


class ClockOffset:
    """Nothing is known before the first measure; then what was measured last."""

    def __init__(self) -> None:
        """Both clocks are taken for one."""
        self._ahead = NOTHING
        self._is_known = asyncio.Event()

    @property
    def ahead(self) -> timedelta:
        """What to add to a moment of the relay's clock, so that it is one of ours."""
        return self._ahead

    @property
    def measured_ahead(self) -> timedelta | None:
        """The same where it was measured on this connection."""
        return self._ahead if self._is_known.is_set() else None

    def measured(self, ahead: timedelta) -> None:
        """So far ahead is our clock now."""
        self._ahead = ahead
        self._is_known.set()

    def forget(self) -> None:
        """A new connection: somebody may have set a clock. The last measure counts until the next."""
        self._is_known.clear()

    async def known(self, patience_s: float) -> None:
        """Until it is measured on this connection, or so long: orders wait for no answer that never comes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._is_known.wait()
