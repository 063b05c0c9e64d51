"""Counts the wrongly signed calls of each address (row 58); rightly signed ones are never counted."""

from collections import OrderedDict, deque

from posdesk.domain.clock import Clock

MOST = 20  # wrong ones within the window; what comes after is turned away in few words
WINDOW_S = 60.0
MOST_ADDRESSES = 1024  # remembered; of more the one heard of longest ago is forgotten


class FailedSignatures:
    """Who called wrongly, and how often within the last minute."""

    def __init__(self, clock: Clock) -> None:
        """Nobody did."""
        self._clock = clock
        self._of: OrderedDict[str, deque[float]] = OrderedDict()

    def add(self, address: str) -> None:
        """One more wrong call."""
        self._of.setdefault(address, deque(maxlen=MOST)).append(self._clock.monotonic())
        self._of.move_to_end(address)
        if len(self._of) > MOST_ADDRESSES:
            self._of.popitem(last=False)

    def are_out(self, address: str) -> bool:
        """Whether this address had all its wrong calls within the window."""
        times = self._of.get(address)
        return times is not None and len(times) == MOST and self._clock.monotonic() - times[0] < WINDOW_S
