"""`posdesk engine` as a process of its own in a home of its own, and the journal beside it."""

import hashlib
import hmac
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from posdesk.domain.clock import SystemClock
from posdesk.engine.listening.listener_socket import FILE_NAME as ADDRESS_FILE
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.journal import Journal
from posdesk.simulator.config import SimulatedPartner
from tests.support.keyring_backend import filed_environment, keep_secrets
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, wait_for

READY = "posdesk engine listening on "
_PARTNER = """
[[partner]]
name = "{name}"
url = "{url}"
appid = "{appid}"
sources = {sources}
seq_dedup = {dedup}
accept_within_s = {within}
"""
_STORE = """
[store]
code = "{code}"
counter = "{counter}"
uid = 1
name = "湘阴一店"
undo_s = 0

[listener]
port = {port}
"""


def signed(partner: SimulatedPartner, body: bytes) -> dict[str, str]:
    """The query of a rightly signed call, by three lines of our own."""
    sign = hmac.new(partner.appkey.encode(), body, hashlib.sha256).hexdigest()
    return {"appid": partner.appid, "sign": sign}


class EngineHome:
    """A home with settings for some simulated partners; its engine can be started, killed, started again."""

    def __init__(
        self,
        folder: Path,
        simulator: str,
        partners: Sequence[SimulatedPartner],
        *,
        port: int = 0,
        seq_dedup: bool = False,
        accept_within_s: float = 300,
        code: str = "001",
        counter: str = "1",
        more_settings: str = "",
        more_secrets: Mapping[str, str] | None = None,
    ) -> None:
        """`simulator` is its address; `port` 0 takes another port at each start."""
        self.folder, self.partners, self.counter = folder, tuple(partners), counter
        keys = {f"partner/{p.name}/appkey": p.appkey for p in self.partners}
        self.secrets = keys | dict(more_secrets or {})
        self._secrets_file = folder.parent / f"{folder.name}-secrets.json"
        text = _STORE.format(port=port, code=code, counter=counter)
        for partner in self.partners:
            text += _PARTNER.format(
                name=partner.name,
                url=f"{simulator}/{partner.name}{GATEWAY_PATH}",
                appid=partner.appid,
                sources=list(partner.sources),
                dedup=str(seq_dedup).lower(),
                within=accept_within_s,
            )
        text += more_settings
        (folder / "posdesk.toml").write_text(text, encoding="utf-8")
        self._process: subprocess.Popen[str] | None = None

    @property
    def gateway(self) -> str:
        """Where the platforms post to, as the running engine wrote it down."""
        address = json.loads((self.folder / ADDRESS_FILE).read_text(encoding="utf-8"))
        return f"http://{address['host']}:{address['port']}{GATEWAY_PATH}"

    @property
    def receipts(self) -> str:
        """Where a till hands its receipts in."""
        return self.gateway.replace(GATEWAY_PATH, "/receipts")

    def start(self) -> None:
        """Start the engine and wait until it takes orders."""
        (self.folder / ADDRESS_FILE).unlink(missing_ok=True)
        command = [sys.executable, "-m", "posdesk", "engine", "--home", str(self.folder)]
        self._process = subprocess.Popen(
            command,
            env=filed_environment(self._secrets_file, self.secrets),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            creationflags=OWN_CONSOLE,
            encoding="utf-8",
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith(READY), f"the engine said {line!r}"
        health = self.gateway.replace(GATEWAY_PATH, "/healthz")
        wait_for(lambda: httpx.get(health, trust_env=False).status_code == 200, "the engine's health")

    def rotate(self, name: str, secret: str) -> None:
        """Put another secret into the keyring of the engine that runs."""
        self.secrets[name] = secret
        keep_secrets(self._secrets_file, self.secrets)

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        self._end(subprocess.Popen.kill)

    def stop(self) -> int:
        """End it as an administrator would; the exit code."""
        return self._end(ask_to_end)

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process number of the running engine."""
        assert self._process is not None
        return self._process.pid

    def post(self, partner: SimulatedPartner, body: bytes, **query: str) -> httpx.Response:
        """Post a call as that partner would, with these parts of the query changed."""
        params = signed(partner, body) | query
        return httpx.post(self.gateway, params=params, content=body, timeout=20, trust_env=False)

    @contextmanager
    def journal(self) -> Iterator[Journal]:
        """The journal, as a command beside the engine opens it."""
        journal = Journal(self.folder, SystemClock(), self.counter)
        try:
            yield journal
        finally:
            journal.close()

    def _end(self, end: Callable[[subprocess.Popen[str]], None]) -> int:
        if self._process is None:
            return 0
        if self.is_running():
            end(self._process)
        code = self._process.wait(timeout=20)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None
        return code


@contextmanager
def engine_home(home: EngineHome) -> Iterator[EngineHome]:
    """A started engine, killed on the way out if it still runs."""
    try:
        home.start()
        yield home
    finally:
        if home.is_running():
            home.kill()
