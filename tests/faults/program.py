"""The program under test of a long day, its home, and the platforms around it, all by one quick clock."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx

from posdesk.engine.listening.listener_socket import FILE_NAME as ADDRESS_FILE
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.simulator.config import WdkRules
from tests.faults import gauge
from tests.faults.counter import UNDO_S
from tests.faults.fast import Pace
from tests.support.bookshop import OF_ORDERS, RUNG_AT, books_settings
from tests.support.bookshop import SECRETS as BOOK_SECRETS
from tests.support.engine import EngineHome
from tests.support.keyring_backend import filed_environment
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.simulator import (
    ELEME,
    MEITUAN,
    OVOPARK,
    WDK,
    RunningSimulator,
    quiet_config,
    started,
)

PARTNERS = (MEITUAN, ELEME)
# All of the simulator's: what is never set up would pile up all day, which is no fault of a platform's.
_TENDERS = '301 = "01", 302 = "05", 304 = "02", 309 = "06", cash = "03"'


class Program:
    """The program under test."""

    def __init__(self, home: EngineHome, pace: Pace, folder: Path, *, desk: bool) -> None:
        """Start it, and wait until it takes calls."""
        self.home, self._told, self._said = home, folder / "told.json", folder / "said"
        keyring = filed_environment(folder / "secrets.json", home.secrets)
        word = "run" if desk else "engine"
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "posdesk", word, "--home", str(home.folder)],
                env={**keyring, **pace.environment(self._told, qt=desk)},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
        wait_for(self._takes_calls, "the program", 60)

    def _takes_calls(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"the program ended: {self.said()}")
        with contextlib.suppress(OSError, ValueError, httpx.HTTPError):
            address = json.loads((self.home.folder / ADDRESS_FILE).read_text(encoding="utf-8"))
            health = self.home.gateway.replace(GATEWAY_PATH, "/healthz")
            mine = address["pid"] == self._process.pid
            return mine and httpx.get(health, trust_env=False).status_code == httpx.codes.OK
        return False

    def said(self) -> str:
        """What it wrote to stderr."""
        return self._said.read_text(encoding="utf-8", errors="replace")

    def look(self) -> gauge.Sample:
        """What it takes of the machine."""
        return gauge.look(self._process.pid, self.home.folder)

    def ask(self) -> Mapping[str, object]:
        """What it says that it holds."""
        return gauge.ask(self._process.pid, self._told)

    def end(self) -> int:
        """End it as a shut-down would; the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


@contextlib.contextmanager
def variables(more: Mapping[str, str]) -> Iterator[None]:
    """The environment of what is started meanwhile."""
    before = dict(os.environ)
    os.environ.update(more)
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def simulator_by(pace: Pace, port: int, said: Path) -> Iterator[RunningSimulator]:
    config = quiet_config(
        target=f"http://127.0.0.1:{port}{GATEWAY_PATH}",
        partners=PARTNERS,
        ovopark=OVOPARK,
        wdk=WDK.model_copy(update={"rules": WdkRules(unknown_sales=True)}),
    ).model_copy(update={"push_tries": 500, "push_retry_s": (1, 2, 5, 10, 30)})
    with (
        said.open("w", encoding="utf-8") as file,
        variables(pace.environment()),
        started(config, stderr=file) as (_, address),
        RunningSimulator(address) as simulator,
    ):
        yield simulator


def home_of(folder: Path, simulator: RunningSimulator, port: int) -> EngineHome:
    path = folder / "home"
    path.mkdir()
    text = books_settings(simulator, wdk=OF_ORDERS.format(pay_types=_TENDERS), pos=RUNG_AT)
    home = EngineHome(
        path, simulator.address, PARTNERS, port=port, more_settings=text, more_secrets=BOOK_SECRETS
    )
    settings = path / "posdesk.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("undo_s = 0", f"undo_s = {UNDO_S:.0f}"),
        encoding="utf-8",
    )
    return home
