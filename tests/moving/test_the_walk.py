"""The guide's walk to a new PC, by real processes: pack on the old one, take over on the new one."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.intent import Kind, Outcome, Seq, Wish
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.engine.listening.listener_socket import FILE_NAME as ADDRESS_FILE
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.journal import Journal
from posdesk.journal.orders import intent_rows, intents, order_rows
from posdesk.settings import settings
from tests.support.engine import EngineHome
from tests.support.keyring_backend import kept_environment
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, free_port, wait_for
from tests.support.simulator import MEITUAN, key_at_counter, quiet_config, running_simulator

pytestmark = pytest.mark.waits
APPKEY = f"partner/{MEITUAN.name}/appkey"


@dataclass(frozen=True, slots=True)
class Pc:
    """A PC: a home, and a keyring of its own."""

    home: Path
    keyring: Path

    def run(self, *words: object, typed: str = "") -> subprocess.CompletedProcess[str]:
        """A command of posdesk there."""
        command = [sys.executable, "-m", "posdesk", *map(str, words), "--home", str(self.home)]
        env = kept_environment(self.keyring)
        return subprocess.run(
            command,
            env=env,
            cwd=ROOT,
            input=typed,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    @contextmanager
    def engine(self, *, healthy: bool = True) -> Iterator[None]:
        """The engine at work there, ended as at a sign-out."""
        (self.home / ADDRESS_FILE).unlink(missing_ok=True)
        command = [sys.executable, "-m", "posdesk", "engine", "--home", str(self.home)]
        env = kept_environment(self.keyring)
        process = subprocess.Popen(command, env=env, cwd=ROOT, creationflags=OWN_CONSOLE)
        try:
            wait_for((self.home / ADDRESS_FILE).exists, "the listener's address")
            held = json.loads((self.home / ADDRESS_FILE).read_text(encoding="utf-8"))
            where = f"http://{held['host']}:{held['port']}/healthz"
            wait_for(
                lambda: httpx.get(where, trust_env=False).status_code == (200 if healthy else 503), where
            )
            yield
        finally:
            ask_to_end(process)
            process.wait(30)

    @contextmanager
    def journal(self) -> Iterator[Journal]:
        """The journal, as a command beside the engine opens it."""
        journal = Journal(self.home, SystemClock(), "1")
        try:
            yield journal
        finally:
            journal.close()


def pc(tmp_path: Path, name: str) -> Pc:
    folder = tmp_path / name
    folder.mkdir()
    return Pc(folder, tmp_path / f"{name}-keyring.json")


def test_a_shop_moves_to_a_new_pc_and_goes_on_there(tmp_path: Path) -> None:
    old, new, stick, port = pc(tmp_path, "old"), pc(tmp_path, "new"), tmp_path / "stick", free_port()
    stick.mkdir()
    target = f"http://127.0.0.1:{port}{GATEWAY_PATH}"
    with running_simulator(quiet_config(target=target, partners=(MEITUAN,))) as simulator:
        EngineHome(old.home, simulator.address, [MEITUAN], port=port)
        enter_secret(old)
        with old.engine(), old.journal() as journal:
            done, fresh = (key_at_counter(simulator.post_order()) for _ in range(2))
            wish = Wish(done, Kind.ACCEPT, "Li")
            pressed = journal.write(lambda tx: intents.press(tx, wish)).result(30)
            wait_for(lambda: outcome_of(journal, pressed.seq) is Outcome.CONFIRMED, "the accept")
            packed = old.run("move", "pack", stick)
        assert packed.returncode == 0, packed.stderr
        code = packed.stdout.split("shown once: ")[1].split()[0]
        (file,) = stick.iterdir()
        wrong = new.run("move", "in", file, typed="AAAA-AAAA-AAAA-AAAA-AAAA")
        assert (wrong.returncode, "does not fit" in wrong.stderr) == (2, True), wrong
        taken = new.run("move", "in", file, typed=code.lower())
        assert taken.returncode == 0, taken.stderr
        assert MEITUAN.appkey not in new.keyring.read_text(encoding="utf-8"), "secrets are entered anew"
        with new.engine(healthy=False):
            pass  # it takes the file over; without the appkey no order can come in
        enter_secret(new)
        with new.engine(), new.journal() as journal:
            assert {state_of(journal, done), state_of(journal, fresh)} == {
                OrderState.ACCEPTED,
                OrderState.NEW,
            }
            after = key_at_counter(simulator.post_order())
            wait_for(lambda: state_of(journal, after) is OrderState.NEW, "an order on the new PC")
            assert journal.read(intent_rows.open_ones) == ()
        accepts = [call for call in simulator.tally().calls if call.cmd == "AccptSaleOrderBill"]
    assert len(accepts) == 1, "nothing is sent again"
    assert settings.load(new.home) == settings.load(old.home)
    verified = new.run("audit", "--language", "en", "verify")
    assert (verified.returncode, "the audit trail is whole" in verified.stdout) == (0, True), verified
    assert "sealed up to line" in verified.stdout, verified


def enter_secret(where: Pc) -> None:
    """The appkey, typed anew as on any new PC."""
    said = where.run("credentials", "set", APPKEY, typed=f"{MEITUAN.appkey}\n")
    assert said.returncode == 0, said


def outcome_of(journal: Journal, seq: Seq) -> Outcome | None:
    found = journal.read(lambda db: intent_rows.get(db, seq))
    return found.outcome if found else None


def state_of(journal: Journal, key: OrderKey) -> OrderState | None:
    found = journal.read(lambda db: order_rows.get(db, key))
    return found.state if found else None
