"""A cashier's real keys at the desk: presses, scans and a walk over the pages."""

import itertools

from tests.support.keys import RealKeys

PAGES = (2, 3, 4, 5, 1)
_LOOK_MS = 300  # at each page: long enough for it to be painted


class DeskKeys:
    """Keys at the display named by DISPLAY. Nobody waits for what they do."""

    def __init__(self) -> None:
        """The desk is on its first page."""
        self._keys = RealKeys()
        self._days = itertools.cycle(("Left", "Left", "Right", "Right"))

    def close(self) -> None:
        """Let go."""
        self._keys.close()

    def accept(self) -> None:
        """F2: with nothing selected, the most urgent new order."""
        self._to_orders()
        self._keys.press("F2", after_ms=20)

    def ready(self) -> None:
        """The lane to the right, then F4."""
        self._to_orders()
        self._keys.press("Right", after_ms=20)
        self._keys.press("F4", after_ms=20)

    def scan(self, code: str) -> None:
        """A scanner's burst, then F8 on the card that it brings up, and back."""
        self._to_orders()
        self._keys.type_burst(code, gap_ms=8, after_ms=60)
        self._keys.press("F8", after_ms=500)
        self._to_orders(after_ms=300)

    def walk(self) -> None:
        """Every page once, the list below and a search; then back to the orders."""
        for page in PAGES:
            self._keys.press(str(page), after_ms=_LOOK_MS, modifiers=("Control_L",))
            self._keys.press("Down", after_ms=60)
        self._keys.press("F5", after_ms=60)  # an order's detail, and away with it
        self._keys.press("F5", after_ms=_LOOK_MS)
        self._keys.press("F10", after_ms=60)
        self._keys.type_slowly("12", gap_ms=30)
        self._keys.press("Escape", after_ms=_LOOK_MS)

    def _to_orders(self, after_ms: int = 20) -> None:
        self._keys.press("1", after_ms=after_ms, modifiers=("Control_L",))
