"""Which order F8 may verify while codes come in: only one that a person has seen since the last scan.

Verifying can't be undone. From a burst's second character until its result is shown, and after a scan that
could not be read until a new one's result is shown or a person picks an order, the order on the page may be
another customer's.
"""

from __future__ import annotations

from enum import Enum


class Hold(Enum):
    """Why F8 verifies nothing."""

    READING = "a scan is being read"
    ASKING = "its result is not shown yet"
    FLAWED = "a scan could not be read"


class ScanGuard:
    """Told what scanner and person do; `hold` says whether F8 must wait."""

    def __init__(self) -> None:
        self._reading = self._flawed = False
        self._asked: str | None = None

    @property
    def hold(self) -> Hold | None:
        """Why F8 verifies nothing now; None where it does."""
        if self._reading:
            return Hold.READING
        if self._asked is not None:
            return Hold.ASKING
        return Hold.FLAWED if self._flawed else None

    def began(self) -> None:
        """Two characters came as a scanner sends them."""
        self._reading = True

    def dropped(self) -> None:
        """They were typing."""
        self._reading = False

    def flaw(self) -> None:
        """They could not be read; the result of a code asked for before them ends nothing any more."""
        self._reading, self._flawed, self._asked = False, True, None

    def asked(self, code: str) -> None:
        """A code was read, or typed, and its order is asked for."""
        self._reading, self._asked = False, code

    def shown(self, code: str) -> None:
        """The result of this code came onto the page; only the last one's ends the wait."""
        if code == self._asked:
            self._asked, self._flawed = None, False

    def picked(self) -> None:
        """A person chose an order."""
        self._asked, self._flawed = None, False
