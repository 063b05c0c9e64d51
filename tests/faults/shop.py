"""A home whose engine may die at any moment, and what can be done to it from outside."""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from posdesk.engine.listening.listener_socket import FILE_NAME as ADDRESS_FILE
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.journal import boot_mark
from posdesk.journal.journal import FILE_NAME as JOURNAL_FILE
from posdesk.journal.lock import FILE_NAME as LOCK_FILE
from tests.faults import machine, power
from tests.faults.injection import CLOCK, DNS, KILL, LISTENER, MEEK, TRACE, TRUST, WIPE
from tests.faults.keyring_file import SECRETS, STATE
from tests.faults.tls_proxy import LineFault, TlsProxy, no_names
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
        self,
        folder: Path,
        simulator: RunningSimulator,
        port: int,
        *,
        small_disk: bool = False,
        wire: TlsProxy | None = None,
    ) -> None:
        """Nothing runs yet. `small_disk` says that the home is a disk of its own, `wire` leads away."""
        self._folder, self._small_disk, self._wire = folder, small_disk, wire
        self.home = folder / "home"
        self.home.mkdir(exist_ok=True)
        address = wire.address if wire else simulator.address
        text = books_settings(simulator, wdk=FROM_ORDERS, pos=RUNG_AT).replace(simulator.address, address)
        self.engine = EngineHome(
            self.home, address, PARTNERS, port=port, more_settings=text, more_secrets=BOOK_SECRETS
        )
        self.broken: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None
        self._trace, self._clock = folder / "trace", folder / "clock"
        self._secrets, self._record = folder / "secrets.json", folder / "record"
        self._no_names, self._close_listener = folder / "no-names", folder / "close-listener"
        self.missing: frozenset[str] = frozenset()
        self.keyring = ""  # what is wrong with all of it
        self.wipes = False  # whether a month has gone by for all that has ended
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
        """Write the keyring anew, without what is missing, and say what is wrong with it."""
        kept = {name: secret for name, secret in self.engine.secrets.items() if name not in self.missing}
        kept[STATE] = self.keyring
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
        self.process = self._spawn(kill, meek=meek)
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
        """Whether the running engine says that it takes calls; without a keyring, that it can't."""
        try:
            address = json.loads((self.home / ADDRESS_FILE).read_text(encoding="utf-8"))
            if self.process is None or address["pid"] != self.process.pid:
                return False
            url = self.engine.gateway.replace(GATEWAY_PATH, "/healthz")
            expected = httpx.codes.SERVICE_UNAVAILABLE if self.keyring else httpx.codes.OK
            return httpx.get(url, trust_env=False, timeout=10, verify=False).status_code == expected
        except (OSError, ValueError, httpx.HTTPError):
            return False

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def end(self, *, stops: bool) -> None:
        """End it, by SIGTERM or SIGKILL, unless it has ended by itself."""
        process = self.process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGTERM if stops else signal.SIGKILL)
        try:
            code = process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.broken.append(f"the engine did not end within {ENDS_WITHIN_S:.0f} s of SIGTERM")
            process.kill()
            code = process.wait()
        self.process = None
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

    def lose_lock(self) -> None:
        """Somebody deletes the home's lock file."""
        (self.home / LOCK_FILE).unlink(missing_ok=True)

    def start_two(self) -> bool:
        """Start two at once; whether exactly one of them takes calls. Both live: the invariant is broken."""
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
        self.process = alive[0]
        loser = next(each for each in both if each is not alive[0])
        self._must_have_said(loser.returncode, "is in use by posdesk")
        return self.wait_ready()

    def refuse_to_start(self) -> None:
        """Start with a home that can't be written: it must end in words, or come up all the same."""
        self.hear()
        if self.start(meek=True):
            self.end(stops=False)
            return
        code = self.process.wait() if self.process is not None else 0
        self.process = None
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
        faults[DNS], faults[LISTENER] = str(self._no_names), str(self._close_listener)
        if self._wire is not None:
            faults[TRUST] = str(self._wire.authority)
        if kill:
            faults[KILL] = kill
        if meek:
            faults[MEEK] = "1"
        if self.wipes:
            faults[WIPE] = "1"
        path = os.pathsep.join([str(INJECTED), str(ROOT)])
        backend = "tests.faults.keyring_file.FileKeyring"
        return {**os.environ, **faults, "PYTHONPATH": path, "PYTHON_KEYRING_BACKEND": backend}

    def command(self, *words: str, kill: str = "") -> subprocess.CompletedProcess[bytes]:
        """Another command of posdesk, beside the engine or without one; it may die at `kill`."""
        line = [sys.executable, "-m", "posdesk", "--home", str(self.home), *words]
        return subprocess.run(
            line, cwd=ROOT, env=self._environment(kill, meek=False), capture_output=True, check=False
        )

    def close_listener(self) -> None:
        """The engine's listening socket is closed under it; it must be there again by itself."""
        self._close_listener.touch()
        self._until(lambda: not self._close_listener.exists())
        self._close_listener.unlink(missing_ok=True)
        self._until(self._answers)
        if self.is_running() and not self._answers():
            self.broken.append("the listener was closed and did not come back")

    def _until(self, fact: Callable[[], bool]) -> None:
        """Wait for the fact, while the engine lives, and not for ever."""
        deadline = time.monotonic() + STARTS_WITHIN_S
        while self.is_running() and not fact() and time.monotonic() < deadline:
            time.sleep(0.03)

    def _answers(self) -> bool:
        """Whether a call from outside gets any answer."""
        with contextlib.suppress(OSError, ValueError, httpx.HTTPError):
            url = self.engine.gateway.replace(GATEWAY_PATH, "/healthz")
            return httpx.get(url, trust_env=False, timeout=10, verify=False).status_code > 0
        return False

    def restore(self, kill: str) -> None:
        """Back up the journal and put the backup in its place; a command that dies may be said again."""
        if not self._holds_tables():
            return
        copy = self.home.parent / "copy.sqlite"
        if not self._ends(self.command("backup", "-o", str(copy), kill=kill)):
            self._ends(self.command("backup", "-o", str(copy)))
        before = self._replaced()
        done = self._ends(self.command("restore", str(copy), kill=kill))
        if not done and len(kill) % 2:
            done = self._ends(self.command("restore", str(copy)))
        if done and self._replaced() == before:
            self.broken.append("a restore did not keep what it replaced")

    def _holds_tables(self) -> bool:
        """Whether there is a journal to back up; one whose first step was cut off is none yet."""
        if not self.journal_file.exists():
            return False
        with contextlib.closing(sqlite3.connect(self.journal_file)) as db:
            return bool(db.execute("PRAGMA user_version").fetchone()[0])

    def _replaced(self) -> set[Path]:
        return set(self.home.glob("journal.replaced-*.sqlite"))

    def _ends(self, done: subprocess.CompletedProcess[bytes]) -> bool:
        """Whether a command did its work; it may be killed, and in no other way fail."""
        if done.returncode not in {0, -signal.SIGKILL}:
            self.broken.append(f"{done.args[3:]} ended with {done.returncode}: {done.stderr[-600:]!r}")
        return done.returncode == 0

    # What is around it

    def cut_power(self, chance: random.Random) -> int:
        """Everything ends at once, and what was not synced is lost; how many writes."""
        self.end(stops=False)
        boot_mark.doubt(self.journal_file)  # what comes next is another boot of the PC
        return power.cut(self._record, self.journal_file, chance)

    @contextlib.contextmanager
    def full_disk(self) -> Iterator[None]:
        """Nothing can be written: the small disk is filled, or the engine's files can't grow."""
        wal = self.journal_file.with_name(f"{JOURNAL_FILE}-wal")
        with machine.filled(self.home) if self._small_disk else machine.limited(self.process, wal):
            yield

    @contextlib.contextmanager
    def without_names(self) -> Iterator[None]:
        """The platforms' name is not found."""
        with no_names(self._no_names):
            yield

    @contextlib.contextmanager
    def on_a_bad_line(self, fault: LineFault) -> Iterator[None]:
        """The line to the platforms is so; it is good again afterwards."""
        assert self._wire is not None
        self._wire.behave(fault)
        try:
            yield
        finally:
            self._wire.behave(LineFault.GOOD)


def old_home(home: Path) -> None:
    """A journal of the first schema, as an older posdesk left it."""
    power.put(home / JOURNAL_FILE, OLD_JOURNAL.read_bytes())
