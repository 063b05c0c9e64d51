"""Notices a scan that an input method took, where keys can't be read before it (Windows, Wayland).

There only its results are seen: committed and preedit texts that change at a scanner's pace. What the code
was can't be told from them, so it is said as swallowed. The field's text is left alone: the results carry
no time of the keys behind them, and a person's words must never be taken back on a guess.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QInputMethodEvent

from posdesk.domain.pickup.scan_code import ScanProfile

_OVER_MS = 70
"""Nothing for so long, and the burst is over."""
_ONE_KEY_S = 0.004
"""What changes within this time came of one key (ibus sends up to three events a key, 1 to 3 ms apart)."""


class ComposingWatch(QObject):
    """Counts an input method's results that come at a scanner's pace."""

    swallowed = Signal(str)
    """A burst went into the input method; the text that it made of it."""

    def __init__(
        self,
        profile: ScanProfile,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._profile, self._clock = profile, clock
        self._changes = 0
        self._last_s = float("-inf")
        self._committed = self._preedit = ""
        self._timer = QTimer(self, singleShot=True, interval=_OVER_MS)
        self._timer.timeout.connect(self.end)

    def set_profile(self, profile: ScanProfile) -> None:
        """Go by another scanner's habits from now on."""
        self._profile = profile

    def note(self, event: QInputMethodEvent) -> None:
        """Take in an event on its way to a field."""
        if not event.commitString() and event.preeditString() == self._preedit:
            return
        gap_s, self._last_s = self._clock() - self._last_s, self._clock()
        if gap_s > self._profile.max_gap_ms / 1000:
            self.end()
        if gap_s > _ONE_KEY_S:
            self._changes += 1
        self._committed += event.commitString()
        self._preedit = event.preeditString()
        self._timer.start()

    @Slot()
    def end(self) -> None:
        """Nothing more came: say it if it was a burst."""
        self._timer.stop()
        changes, text = self._changes, self._committed + self._preedit
        self._changes, self._committed = 0, ""
        if changes >= self._profile.min_length:
            self.swallowed.emit(text)
