"""`posdesk demo --counters 2`: two windows of one store, beside each other, behind a chain's gateway.

The first desk is this process. Beside it run the simulator, whose orders go to the gateway, and the keeper of
the chain (`chain_keeper.py`), which has nats-server, the gateway and the second desk.
"""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from posdesk import app
from posdesk.demo import run, shop
from posdesk.engine.listening import listener_socket
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.engine.relay import identity
from posdesk.errors import PosdeskError
from posdesk.gateway.trial import nats_program
from posdesk.gateway.trial.nats_program import NoNatsServer
from posdesk.host import logs, own_process
from posdesk.journal import Journal
from posdesk.settings.relay import SEED, STORE_KEY, RelaySettings
from posdesk.settings.settings import DEMO_SLIPS, Desk, Listener, Settings

_PATIENCE_S: Final = 40.0  # longer than the keeper's own for the second desk
_OTHER_ENDED: Final = {
    "en": "The demo's chain did not come up, and did not say why. Start the demo again.",
    "zh_CN": "演示的中转没有启动，也没有说明原因。请重新启动演示。",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a counter has once it took its enrolment line: `seed` and `store_key` are secrets."""

    servers: tuple[str, ...]
    shard: str
    jwt: str
    seed: str
    store_key: str

    @property
    def secrets(self) -> dict[str, str]:
        """By their keyring names."""
        return {SEED: self.seed, STORE_KEY: self.store_key}

    @property
    def relay(self) -> RelaySettings:
        """`[relay]` of the counter's settings."""
        return RelaySettings(servers=self.servers, shard=self.shard)

    def write_identity(self, home: Path) -> None:
        """Lay the JWT into a home, which is made where there is none. Raises OSError."""
        home.mkdir(mode=0o700, exist_ok=True)
        identity.write(home, self.jwt)

    def text(self) -> dict[str, object]:
        """For another process."""
        return {
            "servers": list(self.servers),
            "shard": self.shard,
            "jwt": self.jwt,
            "seed": self.seed,
            "store_key": self.store_key,
        }

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Place":
        """What `text` wrote."""
        return cls(tuple(told["servers"]), told["shard"], told["jwt"], told["seed"], told["store_key"])


def run_two(language: run.Language, theme: run.Theme) -> int:
    """Show both desks until the first one's window is closed. The exit code. Raises PosdeskError."""
    from posdesk.desk.words.language import language_of  # noqa: PLC0415 - Qt, only where there is a screen

    said_in, desk, keys = language_of(language), _desk(language, theme), shop.new_keys()
    secrets = keys.by_keyring_name()
    try:
        nats_program.find()
    except NoNatsServer as error:
        raise PosdeskError(error.zh if said_in == "zh_CN" else error.en) from error
    with run.demo_home(None) as folder, _chain(folder, secrets) as chain:
        home, slips = folder / shop.FIRST, folder / DEMO_SLIPS
        home.mkdir(mode=0o700)
        gateway, places = chain.ready(said_in)
        bound = listener_socket.bind(Listener(port=0))
        config = shop.simulator_config(keys, listener_socket.address_of(bound), str(slips))
        config["target"] = f"http://{gateway}{GATEWAY_PATH}"
        with run.simulator(json.dumps(config)) as address, run.article_entered(address):
            printer = run.printer_of(address)
            run.say(run.hello(said_in, None, slips, counters=2))
            chain.show_second(folder / shop.SECOND, places[shop.SECOND], (address, printer), desk, secrets)
            places[shop.FIRST].write_identity(home)
            chosen = shop.at_counter(
                shop.settings(address, desk, printer), shop.FIRST, places[shop.FIRST].relay
            )
            held = run.TrainingSecrets({**secrets, **places[shop.FIRST].secrets})
            try:
                return app.run_desk(
                    home,
                    chosen=chosen,
                    secrets=held,
                    bound=bound,
                    begun=partial(_fill, chosen),
                    half="left",
                )
            finally:
                logs.stop()  # Windows removes no folder with a log that is open


def _desk(language: run.Language, theme: run.Theme) -> Desk:
    """Both windows are seen: a card for the one that has no focus would only lie over a window."""
    return Desk(language=language, theme=theme, corner="off")


def _fill(chosen: Settings, journal: Journal) -> None:
    """Yesterday, as of a store that had one counter until now: who watches two presses F2 at once."""
    from posdesk.demo.past import fill  # noqa: PLC0415 - what it imports takes longer than a first paint

    fill(journal, chosen, days=1)


class _Chain:
    """The keeper's process, as the first desk speaks to it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ready(self, language: str) -> tuple[str, Mapping[str, Place]]:
        """Where the gateway listens, and each counter's place; waited for. Raises PosdeskError."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        told: dict[str, Any] = json.loads(line) if line.strip() else _OTHER_ENDED
        if "gateway" not in told:
            raise PosdeskError(told[language])
        return told["gateway"], {name: Place.read(each) for name, each in told["places"].items()}

    def show_second(
        self, home: Path, place: Place, simulator: tuple[str, str], desk: Desk, secrets: Mapping[str, str]
    ) -> None:
        """Have the second window shown; `simulator` is its address and its printer's."""
        self.tell(
            {
                "home": str(home),
                "place": place.text(),
                "simulator": simulator[0],
                "printer": simulator[1],
                "desk": desk.model_dump(mode="json"),
                "secrets": dict(secrets),
            }
        )

    def tell(self, words: Mapping[str, object]) -> None:
        """A line; nothing where the keeper has ended."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(f"{json.dumps(words)}\n")
            self._process.stdin.flush()

    def end(self) -> None:
        """All that it started ends, the folder is gone."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()


@contextmanager
def _chain(folder: Path, secrets: Mapping[str, str]) -> Iterator[_Chain]:
    """The keeper, out of reach of this terminal's Ctrl+C: it ends when this process has."""
    pipe = subprocess.PIPE
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    command = own_process.command("posdesk.demo.chain_keeper")
    with subprocess.Popen(  # noqa: S603
        command, stdin=pipe, stdout=pipe, encoding="utf-8", **apart
    ) as process:
        chain = _Chain(process)
        try:
            chain.tell({"folder": str(folder), "secrets": dict(secrets)})
            yield chain
        finally:
            chain.end()
