"""Homes with one platform, and the engine on them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.bench.processes import program
from tests.support.engine import EngineHome
from tests.support.keyring_backend import seeded_environment
from tests.support.processes import wait_for
from tests.support.simulator import MEITUAN

NOWHERE = "http://127.0.0.1:9"
ACCEPT_WITHIN_S = 36_000  # nothing that is measured runs into a deadline


@dataclass(frozen=True, slots=True)
class Engine:
    """One that takes orders: its process number and its listener's URL."""

    pid: int
    address: str


def home_in(
    folder: Path, more_settings: str = "", more_secrets: Mapping[str, str] | None = None
) -> EngineHome:
    """A home in a folder that is there; its platform is nowhere."""
    return EngineHome(
        folder,
        NOWHERE,
        (MEITUAN,),
        accept_within_s=ACCEPT_WITHIN_S,
        more_settings=more_settings,
        more_secrets=more_secrets,
    )


@contextmanager
def running_engine(home: EngineHome, *how: str, env: Mapping[str, str] | None = None) -> Iterator[Engine]:
    """`posdesk engine`, once it takes orders, its keyring in memory.

    `how` is run in place of `-m posdesk`, `env` is added to its environment.
    """
    line = (*(how or ("-m", "posdesk")), "engine", "--home", str(home.folder))
    with program(*line, env={**seeded_environment(home.secrets), **(env or {})}) as started:
        address = started.address()
        wait_for(lambda: _is_healthy(address), "the engine's health")
        yield Engine(started.pid, address)


def _is_healthy(address: str) -> bool:
    return httpx.get(f"{address}/healthz", trust_env=False).status_code == httpx.codes.OK
