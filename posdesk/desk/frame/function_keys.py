"""What F2 to F12 and their buttons run, once each; after an act F2 is deaf for a moment."""

from typing import Final

from PySide6.QtCore import Qt

from posdesk.desk.frame.page import BarState, KeyAction
from posdesk.domain.clock import Clock

DEAF_S: Final = 0.4
"""Seconds after an action in which F2 does nothing: the selection has just moved on."""

FUNCTION_KEYS: Final = frozenset(Qt.Key(Qt.Key.Key_F1 + i) for i in range(1, 12))
"""F2 to F12."""


class FunctionKeys:
    """Runs the actions of keys and of their buttons."""

    def __init__(self, clock: Clock) -> None:
        """`clock` measures the moment in which F2 is deaf."""
        self._clock = clock
        self._deaf_until = float("-inf")

    def pressed(self, key: int, state: BarState, *, auto_repeat: bool) -> bool:
        """A key was pressed; whether it was one of ours. A held key's repeats never count."""
        if key not in FUNCTION_KEYS:
            return False
        action = state.action(key)
        if action is not None and not auto_repeat:
            self.run(action)
        return True

    def run(self, action: KeyAction) -> bool:
        """Do what the action says, once; whether it was done."""
        if action.run is None or (action.key == Qt.Key.Key_F2 and self._is_deaf()):
            return False
        if action.acts:
            self.acted()
        action.run()
        return True

    def acted(self) -> None:
        """Something was done to an order: F2 is deaf from now for a moment."""
        self._deaf_until = self._clock.monotonic() + DEAF_S

    def _is_deaf(self) -> bool:
        return self._clock.monotonic() < self._deaf_until
