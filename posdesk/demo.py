"""`posdesk demo`: the desk against the simulator, in a home that is thrown away; also the training mode."""

import json
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from posdesk import app
from posdesk.credentials import Credentials
from posdesk.engine import door
from posdesk.errors import PosdeskError
from posdesk.settings import Desk, Listener, Partner, Settings, Staff, Store

READY = "simulator listening on "
_SITES = (("meituan", (4, 31), 300), ("eleme", (20,), 240), ("baidu", (3,), 300), ("qr", (17,), 180))
STAFF = (Staff(name="李敏"), Staff(name="王经理", role="manager"))
PINS = ("111111", "222222")
_PATIENCE_S = 5.0


class TrainingSecrets(Credentials):
    """Secrets that were made up a moment ago and live in memory only: the OS keyring is not touched."""

    def __init__(self, made_up: dict[str, str]) -> None:
        """`made_up` by name."""
        super().__init__()
        self._held.update(made_up)

    async def refresh(self, names: Iterable[str]) -> None:
        """All there is, is in memory."""


def run_demo() -> int:
    """Show the desk with orders arriving until its window is closed. The exit code."""
    app.need_screen()
    keys = {name: secrets.token_hex(16) for name, _, _ in _SITES}
    with tempfile.TemporaryDirectory(prefix="posdesk-demo-", ignore_cleanup_errors=True) as folder:
        bound = door.bind(Listener(port=0))
        target = f"http://{door.address_of(bound)}{door.GATEWAY_PATH}"
        with _simulator(_config(keys, target)) as address:
            chosen = _settings(address)
            held = {p.secret_name: keys[p.name] for p in chosen.partner}
            held |= {person.secret_name: pin for person, pin in zip(STAFF, PINS, strict=True)}
            return app.run_desk(Path(folder), chosen=chosen, secrets=TrainingSecrets(held), bound=bound)


def _config(keys: dict[str, str], target: str) -> str:
    partners = [
        {"name": name, "appid": f"demo-{name}", "appkey": keys[name], "sources": sources}
        for name, sources, _ in _SITES
    ]
    traffic = {"unaccepted_after_s": 300}
    return json.dumps({"partners": partners, "target": target, "orders_per_minute": 2, "traffic": traffic})


def _settings(simulator: str) -> Settings:
    return Settings(
        store=Store(code="001", uid=1, name="湘阴一店"),
        listener=Listener(port=0),
        partner=tuple(
            Partner(
                name=name,
                url=f"{simulator}/{name}{door.GATEWAY_PATH}",
                appid=f"demo-{name}",
                sources=sources,
                accept_within_s=seconds,
            )
            for name, sources, seconds in _SITES
        ),
        staff=STAFF,
        desk=Desk(),
        training=True,
    )


@contextmanager
def _simulator(config: str) -> Iterator[str]:
    """The simulator as a process of its own; yields its address. Raises PosdeskError."""
    command = [sys.executable, "-m", "posdesk", "simulator", "--config", "-", "--end-with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(config)
            process.stdin.close()
            line = process.stdout.readline().strip()
            if not line.startswith(READY):
                raise PosdeskError("The simulator did not start. Run 'posdesk simulator' to see why.")
            yield line.removeprefix(READY)
        finally:
            _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
