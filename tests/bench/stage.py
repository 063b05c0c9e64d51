"""What a figure with a window needs: a screen, who watches it, who types there, a platform."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.bench.desk import On, screen
from tests.bench.screen import Watch
from tests.bench.shop import Platform, platform
from tests.support.xkeys import XKeys


@dataclass(frozen=True, slots=True)
class Stage:
    """`on` is the environment that leads to the screen."""

    on: On
    watch: Watch
    keys: XKeys
    platform: Platform

    @property
    def display(self) -> str:
        """The screen's name, as ":7"."""
        return self.on["DISPLAY"]


@contextmanager
def stage() -> Iterator[Stage]:
    """An empty screen and a platform that nobody has called yet."""
    with ExitStack() as stack:
        on = stack.enter_context(screen())
        watch = stack.enter_context(Watch(on["DISPLAY"]))
        keys = stack.enter_context(XKeys(on["DISPLAY"]))
        yield Stage(on, watch, keys, stack.enter_context(platform()))
