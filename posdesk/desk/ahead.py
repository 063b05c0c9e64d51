"""Modules that a thread imports before the desk needs them: keys and paint go on meanwhile."""

import contextlib
import importlib
import threading
from collections.abc import Sequence


class ImportedAhead:
    """Imports one module after the other; whoever wants one earlier imports it as ever, and waits for it."""

    def __init__(self, names: Sequence[str]) -> None:
        """Nothing is imported before `begin`."""
        self._names = tuple(names)
        self._tried = frozenset[str]()
        self._is_ended = False
        self._thread = threading.Thread(target=self._run, name="ahead")

    def begin(self) -> None:
        """Import them from now on; once."""
        self._thread.start()

    def has_tried(self, name: str) -> bool:
        """Whether that one is there, or can't be imported: that its own importer will say."""
        return name in self._tried

    def end(self) -> None:
        """None more is begun."""
        self._is_ended = True

    def _run(self) -> None:
        for name in self._names:
            if self._is_ended:
                return
            with contextlib.suppress(Exception):
                importlib.import_module(name)
            self._tried |= {name}
