"""A home whose engine may die at any moment, and what can be done to it from outside."""

import contextlib
import json
import os
import random
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from posdesk.engine.door import FILE_NAME as ADDRESS_FILE
from posdesk.engine.door import GATEWAY_PATH
from posdesk.journal.journal import FILE_NAME as JOURNAL_FILE
from tests.faults import power
from tests.faults.hook import CLOCK, KILL, MEEK, TRACE
from tests.faults.keyring_file import SECRETS
from tests.support.bookshop import FROM_ORDERS, RUNG_AT, books_settings
from tests.support.bookshop import SECRETS as BOOK_SECRETS
from tests.support.engine import EngineHome
from tests.support.paths import ROOT
from tests.support.simulator import ELEME, MEITUAN, RunningSimulator

PARTNERS = (MEITUAN, ELEME)
STARTS_WITHIN_S = 40.0
ENDS_WITHIN_S = 40.0
INJECTED = Path(__file__).parent / "inject"
OLD_JOURNAL = ROOT / "tests/data/journal/version-1.sqlite"


class Shop:
    """The home, its engine and all that is around it. `broken` gathers what no program may do."""

    def __init__(
        self, folder: Path, simulator: RunningSimulator, port: int, *, small_disk: bool = False
    ) -> None:
        """Nothing runs yet. `small_disk` says that the home is a disk of its own."""
        self._folder, self._small_disk = folder, small_disk
        self.home = folder / "home"
        self.home.mkdir(exist_ok=True)
        text = books_settings(simulator, wdk=FROM_ORDERS, pos=RUNG_AT)
        self.engine = EngineHome(
            self.home, simulator.address, PARTNERS, port=port, more_settings=text, more_secrets=BOOK_SECRETS
        )
        self.broken: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._trace, self._clock = folder / "trace", folder / "clock"
        self._secrets, self._record = folder / "secrets.json", folder / "record"
        self.missing: frozenset[str] = frozenset()
        self.put_secrets()

    @property
    def journal_file(self) -> Path:
        """Where the journal is."""
        return self.home / JOURNAL_FILE

    @property
    def killed_at(self) -> list[str]:
        """The points at which an engine died."""
        return self._trace.read_text(encoding="utf-8").split() if self._trace.exists() else []

    def put_secrets(self) -> None:
        """Write the keyring anew, without what is missing."""
        kept = {name: secret for name, secret in self.engine.secrets.items() if name not in self.missing}
        draft = self._secrets.with_suffix(".new")
        draft.write_text(json.dumps(kept), encoding="utf-8")
        draft.replace(self._secrets)

    def set_clock(self, ahead_s: float) -> None:
        """Let the wall clock of the engine be so many seconds ahead."""
        draft = self._clock.with_suffix(".new")
        draft.write_text(str(ahead_s), encoding="utf-8")
        draft.replace(self._clock)

    # The engine

    def start(self, kill: str = "", *, meek: bool = False) -> bool:
        """Start the engine; whether it takes calls. It may die on the way, at `kill`."""
        self._process = self._spawn(kill, meek=meek)
        return self.wait_ready()

    def wait_ready(self) -> bool:
        """Whether the engine takes calls, or has ended before it did. Raises TimeoutError."""
        deadline = time.monotonic() + STARTS_WITHIN_S
        while self.is_running():
            if self.is_healthy():
                return True
            if time.monotonic() > deadline:
                raise TimeoutError("the engine neither came up nor ended")
            time.sleep(0.03)
        return False

    def is_healthy(self) -> bool:
        """Whether the running engine says that it takes calls."""
        try:
            address = json.loads((self.home / ADDRESS_FILE).read_text(encoding="utf-8"))
            if self._process is None or address["pid"] != self._process.pid:
                return False
            url = self.engine.gateway.replace(GATEWAY_PATH, "/healthz")
            return httpx.get(url, trust_env=False, timeout=10).status_code == 200
        except (OSError, ValueError, httpx.HTTPError):
            return False

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def end(self, *, stops: bool) -> None:
        """End it, by SIGTERM or SIGKILL, unless it has ended by itself."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGTERM if stops else signal.SIGKILL)
        try:
            code = process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.broken.append(f"the engine did not end within {ENDS_WITHIN_S:.0f} s of SIGTERM")
            process.kill()
            code = process.wait()
        self._process = None
        allowed = {0, -signal.SIGKILL} if stops else {-signal.SIGKILL}
        if code not in allowed:
            self.broken.append(f"the engine ended with {code}: {self._said()[-400:]}")

    def second(self) -> None:
        """Start another engine on the home; it must give way in words."""
        self.hear()
        if not self.is_running():
            return
        process = self._spawn("", aside=True)
        deadline = time.monotonic() + STARTS_WITHIN_S
        while process.poll() is None and self.is_running() and time.monotonic() < deadline:
            time.sleep(0.03)
        lived = process.poll() is None
        process.kill()
        code = process.wait()
        if self.is_running():
            self._must_have_said(None if lived else code, "is in use by posdesk")

    def start_two(self) -> bool:
        """Start two at once; whether exactly one of them takes calls. Both live: the law is broken."""
        self.hear()
        both = [self._spawn("", aside=True), self._spawn("", aside=False)]
        deadline = time.monotonic() + STARTS_WITHIN_S
        while all(each.poll() is None for each in both) and time.monotonic() < deadline:
            time.sleep(0.03)
        alive = [each for each in both if each.poll() is None]
        if len(alive) != 1:
            self.broken.append(f"{len(alive)} of two engines started at once live")
            for each in both:
                each.kill()
                each.wait()
            return False
        self._process = alive[0]
        loser = next(each for each in both if each is not alive[0])
        self._must_have_said(loser.returncode, "is in use by posdesk")
        return self.wait_ready()

    def refuse_to_start(self) -> None:
        """Start with a home that can't be written: it must end in words, or come up all the same."""
        self.hear()
        if self.start(meek=True):
            self.end(stops=False)
            return
        code = self._process.wait() if self._process is not None else 0
        self._process = None
        self._must_have_said(code, "")

    def _must_have_said(self, code: int | None, words: str) -> None:
        said = self._said()
        if code != 1 or words not in said or "Traceback" in said:
            self.broken.append(f"an engine that can't start ended with {code}: {said[-400:]!r}")

    def hear(self) -> None:
        """Look at what the programs said so far: a traceback is never said."""
        said = self._said()
        if "Traceback" in said:
            self.broken.append(f"a program said: {said[-1500:]}")
        for path in self._folder.glob("said-*"):
            path.unlink()

    def _said(self) -> str:
        return "".join(
            path.read_text(encoding="utf-8", errors="replace") for path in sorted(self._folder.glob("said-*"))
        )

    def _spawn(self, kill: str, *, meek: bool = False, aside: bool = False) -> subprocess.Popen[bytes]:
        name = "said-aside" if aside else "said-engine"
        with (self._folder / name).open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "posdesk", "engine", "--home", str(self.home)],
                env=self._environment(kill, meek=meek),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )

    def _environment(self, kill: str, *, meek: bool) -> dict[str, str]:
        faults = {CLOCK: str(self._clock), TRACE: str(self._trace), SECRETS: str(self._secrets)}
        if kill:
            faults[KILL] = kill
        if meek:
            faults[MEEK] = "1"
        path = os.pathsep.join([str(INJECTED), str(ROOT)])
        backend = "tests.faults.keyring_file.FileKeyring"
        return {**os.environ, **faults, "PYTHONPATH": path, "PYTHON_KEYRING_BACKEND": backend}

    def command(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Another command of posdesk beside the engine."""
        line = [sys.executable, "-m", "posdesk", "--home", str(self.home), *words]
        return subprocess.run(
            line, cwd=ROOT, env=self._environment("", meek=False), capture_output=True, check=False
        )

    # The machine

    def cut_power(self, chance: random.Random) -> int:
        """Everything ends at once, and what was not synced is lost; how many writes."""
        self.end(stops=False)
        return power.cut(self._record, self.journal_file, chance)

    @contextlib.contextmanager
    def read_only(self) -> Iterator[None]:
        """Nobody may write in the home; root, made meek, may not either."""
        paths = [self.home, *self.home.rglob("*")]
        modes = {path: path.stat().st_mode for path in paths}
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            yield
        finally:
            for path, mode in modes.items():
                with contextlib.suppress(FileNotFoundError):
                    path.chmod(mode)

    @contextlib.contextmanager
    def full_disk(self) -> Iterator[None]:
        """Nothing can be written any more: the small disk is filled, or the engine's files can't grow."""
        with self._filled() if self._small_disk else self._limited():
            yield

    @contextlib.contextmanager
    def _filled(self) -> Iterator[None]:
        filler = self.home / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        try:
            yield
        finally:
            filler.unlink()

    @contextlib.contextmanager
    def _limited(self) -> Iterator[None]:
        limited = self._process
        if limited is not None and limited.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                size = max((p.stat().st_size for p in self.home.glob(f"{JOURNAL_FILE}-wal")), default=0)
                resource.prlimit(limited.pid, resource.RLIMIT_FSIZE, (size + 6000, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            if limited is not None and limited.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    no_limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
                    resource.prlimit(limited.pid, resource.RLIMIT_FSIZE, no_limit)

    @contextlib.contextmanager
    def locked(self, seconds: float) -> Iterator[None]:
        """Another program holds the journal for so long."""
        if not self.journal_file.exists():
            yield
            return
        db = sqlite3.connect(self.journal_file, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            with contextlib.suppress(sqlite3.Error):
                db.execute("BEGIN IMMEDIATE")
            timer = threading.Timer(seconds, db.close)
            timer.start()
            yield
            timer.join()
        finally:
            db.close()


@contextlib.contextmanager
def own_port() -> Iterator[int]:
    """A port that no other seed of this machine takes while the engine is dead: its UDP twin is the proof."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as proof:
        while True:
            port = random.randrange(20_000, 32_000)  # below what the system gives out by itself
            with contextlib.suppress(OSError):
                proof.bind(("127.0.0.1", port))
                break
        yield port


@contextlib.contextmanager
def small_disk(home: Path) -> Iterator[bool]:
    """A disk of 24 MiB at `home`, where we may mount one; whether there is one."""
    home.mkdir(exist_ok=True)
    line = ["mount", "-t", "tmpfs", "-o", "size=24m", "posdesk-faults", str(home)]
    mounted = os.geteuid() == 0 and subprocess.run(line, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(home)], check=True)


def old_home(home: Path) -> None:
    """A journal of the first schema, as an older posdesk left it."""
    power.put(home / JOURNAL_FILE, OLD_JOURNAL.read_bytes())
