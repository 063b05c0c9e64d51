"""A chain that is thrown away: keys, a server on loopback, a store with its counters enrolled.

All as a chain's administrator does it, by the same code: accounts, exports and permissions are those that
production has.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from posdesk.domain.clock import Clock
from posdesk.gateway.admin import counters, stores
from posdesk.gateway.admin.chain_folder import ChainFolder, ChainPlan
from posdesk.gateway.trial import nats_program
from posdesk.gateway.trial.nats_process import free_port, nats_process
from posdesk.platforms.relay.enrolment import EnrolmentLine

DISK_MIB: Final = 256
CONF: Final = "nats.conf"


@dataclass(frozen=True, slots=True)
class TrialChain:
    """A chain whose server runs: its keys, and where the server is."""

    keys: ChainFolder
    url: str
    clock: Clock

    @property
    def creds_for_gateway(self) -> str:
        """The text of `nats.creds`, a secret."""
        return (self.keys.path / "for-gateway" / "nats.creds").read_text(encoding="ascii")

    async def with_store(
        self, store: str, name: str, uids: Sequence[int], counter_names: Sequence[str]
    ) -> Mapping[str, EnrolmentLine]:
        """A new store; each counter's enrolment line. Raises ChainError."""
        now = self.clock.now()
        await stores.add(self.keys, store, now, name=name, uids=uids)
        return {each: await self._line(store, each, now) for each in counter_names}

    async def _line(self, store: str, counter: str, now: datetime) -> EnrolmentLine:
        return (await counters.enroll(self.keys, store, counter, now)).line


@contextmanager
def trial_chain(folder: Path, clock: Clock) -> Iterator[TrialChain]:
    """One in `folder`, until the end of the block; the folder stays.

    Raises NoNatsServer before anything is written, and ServerFailed.
    """
    program = nats_program.find()
    synced = nats_program.knows_always(nats_program.version_of(program))
    port = free_port()
    url = f"nats://127.0.0.1:{port}"  # within this PC nobody stands in between
    keys = ChainFolder(folder / "keys")
    keys.begin(ChainPlan((url,), replicas=1, disk_mib=DISK_MIB), clock.now())
    files, place = keys.path / "for-servers", folder / "server"
    shutil.copytree(files / "accounts", place / "accounts")
    operator = (files / "operator.conf").read_text(encoding="ascii")
    conf = place / CONF
    conf.write_text(nats_program.configuration(place, port, operator, synced=synced), encoding="utf-8")
    with nats_process(program, conf, port):
        yield TrialChain(keys, url, clock)
