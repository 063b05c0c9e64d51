"""Tests that can't run on this system: taken out with their reasons printed, never in silence.

A marker says what a test needs, its argument why: `@pytest.mark.posix("a held file can't be deleted there")`.
"""

import ctypes
import os
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from posdesk.gateway.trial.nats_program import NAMED

BESIDE = "POSDESK_NATS_BESIDE"
"""What `NatsServer.told` says of a server that whoever began these tests has running."""
_WHY = {  # for the markers that need no word of the test
    "secretservice": "Windows has no Secret Service",
    "nats_server": "no nats-server is named here, and none runs beside",
    "own_nats_server": "no nats-server is named here that could be ended, filled or begun anew",
}


def is_windows() -> bool:
    """Whether this is Windows, or wine, which says it is."""
    return sys.platform == "win32"


def is_wine() -> bool:
    """Whether this is wine: it alone says its version."""
    return sys.platform == "win32" and hasattr(ctypes.windll.ntdll, "wine_get_version")


def missing_here() -> frozenset[str]:
    """The markers whose tests can't run on this system."""
    if not is_windows():
        return frozenset({"windows"})
    missing = {"posix", "secretservice"}
    if is_wine():
        missing.add("not_by_wine")
    if not os.environ.get(NAMED):
        missing |= {"own_nats_server"} if os.environ.get(BESIDE) else {"own_nats_server", "nats_server"}
    return frozenset(missing)


class LeftOut:
    """What was taken out, counted by its reason."""

    def __init__(self, missing: frozenset[str]) -> None:
        """`missing` are the markers whose tests can't run here."""
        self._missing = missing
        self.reasons: Counter[str] = Counter()

    def take_out(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Takes the tests out of `items`. Raises UsageError for a marker that doesn't say why."""
        gone = {item: reason for item in items if (reason := self._reason(item))}
        self.reasons.update(gone.values())
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=list(gone))

    def lines(self) -> Iterator[str]:
        """The reasons, the most frequent first, each with the number of its tests."""
        for reason, count in self.reasons.most_common():
            yield f"{count} {'test' if count == 1 else 'tests'}: {reason}"

    def _reason(self, item: pytest.Item) -> str:
        for marker in item.iter_markers():
            if marker.name in self._missing:
                return _reason_of(marker, item)
        return ""


def _reason_of(marker: pytest.Mark, item: pytest.Item) -> str:
    words = _WHY.get(marker.name) or next(iter(marker.args), "")
    if not isinstance(words, str) or not words:
        raise pytest.UsageError(f"{item.nodeid}: say why it is marked `{marker.name}`, as its argument")
    return words
