"""posdesk as a shop has it: a home of its own, its engine alone or its desk with the engine in it."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from posdesk.engine.door import FILE_NAME as ADDRESS_FILE
from tests.bench.processes import Program, program
from tests.support.engine import EngineHome
from tests.support.keyring_backend import seeded_environment
from tests.support.processes import wait_for
from tests.support.simulator import MEITUAN

NOWHERE = "http://127.0.0.1:9"
ACCEPT_WITHIN_S = 36_000  # nothing that is measured runs into a deadline
SETTLES_S = 1.0


@dataclass(frozen=True, slots=True)
class Running:
    """A posdesk that takes orders; `address` is its listener's URL."""

    program: Program
    address: str

    @property
    def pid(self) -> int:
        """Its process number."""
        return self.program.pid


class Home:
    """A home with one platform, of which nothing runs yet."""

    def __init__(
        self,
        folder: Path,
        *,
        platform: str = NOWHERE,
        more_settings: str = "",
        more_secrets: Mapping[str, str] | None = None,
    ) -> None:
        """`folder` is there; `platform` is where the partner's gateway is."""
        self.folder = folder
        kept = EngineHome(
            folder,
            platform,
            (MEITUAN,),
            accept_within_s=ACCEPT_WITHIN_S,
            more_settings=more_settings,
            more_secrets=more_secrets,
        )
        self._env = seeded_environment(kept.secrets)

    @contextmanager
    def engine(self, *how: str, env: Mapping[str, str] | None = None) -> Iterator[Running]:
        """`posdesk engine`; `how` is run in place of `-m posdesk`, `env` is added to its environment."""
        line = (*(how or ("-m", "posdesk")), "engine", "--home", str(self.folder))
        with program(*line, env={**self._env, **(env or {})}) as started:
            address = started.address()
            _wait_until_healthy(address)
            yield Running(started, address)

    @contextmanager
    def desk(self, screen: Mapping[str, str], env: Mapping[str, str] | None = None) -> Iterator[Running]:
        """`posdesk run` on that X screen, a moment after it takes orders."""
        line = ("-m", "posdesk", "run", "--home", str(self.folder))
        told = self.folder / ADDRESS_FILE
        told.unlink(missing_ok=True)
        with program(*line, env={**self._env, **screen, **(env or {})}) as started:
            wait_for(told.exists, "the desk's listener")
            where = json.loads(told.read_text(encoding="utf-8"))
            address = f"http://{where['host']}:{where['port']}"
            _wait_until_healthy(address)
            time.sleep(SETTLES_S)
            yield Running(started, address)


def _wait_until_healthy(address: str) -> None:
    def is_healthy() -> bool:
        return httpx.get(f"{address}/healthz", trust_env=False).status_code == httpx.codes.OK

    wait_for(is_healthy, "posdesk's health")
