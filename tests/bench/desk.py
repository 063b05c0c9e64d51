"""`posdesk run` on a home, the demo, and windows beside them, on a counter PC's screen."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from posdesk.engine.listening.listener_socket import FILE_NAME as ADDRESS_FILE
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from tests.bench.processes import Program, program
from tests.support.display import display
from tests.support.engine import EngineHome
from tests.support.keyring_backend import seeded_environment
from tests.support.processes import wait_for

SCREEN = "1366x768x24"
PATIENCE_S = 60.0
On = Mapping[str, str]
"""The environment variables that lead to a screen."""


@dataclass(frozen=True, slots=True)
class Window:
    """A program with a window that was started at `begun_s` of time.monotonic."""

    program: Program
    begun_s: float

    @property
    def pid(self) -> int:
        """Its process number."""
        return self.program.pid

    def cpu_s(self) -> float:
        """Seconds of all its threads on a core so far, ended ones too, by the clock of that process."""
        return self.program.cpu_s()

    def resident_mb(self) -> float:
        """Its resident set, in MB."""
        return self.program.resident_mb()


@contextmanager
def screen() -> Iterator[On]:
    """A counter PC's screen with a window manager."""
    with display(SCREEN) as variables:
        yield {**variables, "QT_QPA_PLATFORM": "xcb"}


@contextmanager
def shown(on: On, *arguments: str, secrets: Mapping[str, str] | None = None) -> Iterator[Window]:
    """A Python with these arguments on that screen, at once after its start; its keyring is in memory."""
    begun_s = time.monotonic()
    with program(*arguments, env={**seeded_environment(secrets or {}), **on}) as started:
        yield Window(started, begun_s)


@contextmanager
def starting_desk(home: EngineHome, on: On) -> Iterator[Window]:
    """The desk on that home and screen, at once after its start."""
    (home.folder / ADDRESS_FILE).unlink(missing_ok=True)
    with shown(on, "-m", "posdesk", "run", "--home", str(home.folder), secrets=home.secrets) as desk:
        yield desk


@contextmanager
def running_desk(home: EngineHome, on: On) -> Iterator[Window]:
    """The desk on that home and screen, once it takes orders."""
    with starting_desk(home, on) as desk:
        wait_for(lambda: takes_orders(home), "the desk", PATIENCE_S)
        yield desk


def takes_orders(home: EngineHome) -> bool:
    """Whether the listener of the desk on that home says that all is well."""
    if not (home.folder / ADDRESS_FILE).is_file():
        return False
    health = home.gateway.replace(GATEWAY_PATH, "/healthz")
    try:
        return httpx.get(health, trust_env=False, timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
