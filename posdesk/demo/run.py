"""Starts the simulator beside the desk, in a home that is thrown away, and ends both."""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from posdesk import app, logs
from posdesk.credentials import Credentials, checked
from posdesk.demo import shop
from posdesk.engine import door
from posdesk.errors import PosdeskError
from posdesk.journal import Journal
from posdesk.settings import Listener, Settings

READY = "simulator listening on "
ENTERED_AFTER_S = 120.0
_PATIENCE_S = 5.0


class TrainingSecrets(Credentials):
    """Secrets that were made up a moment ago and live in memory only: the OS keyring is not touched."""

    def __init__(self, made_up: Mapping[str, str]) -> None:
        """`made_up` by name."""
        super().__init__()
        self._held.update(made_up)

    async def refresh(self, names: Iterable[str]) -> None:
        """All there is, is in memory."""

    def set(self, name: str, secret: str) -> None:
        """Kept in memory, until the demo ends."""
        self._held[name] = checked(name, secret)


def run_demo() -> int:
    """Show the desk with orders arriving until its window is closed. The exit code."""
    app.need_screen()
    keys = shop.make_up()
    with tempfile.TemporaryDirectory(prefix="posdesk-demo-", ignore_cleanup_errors=True) as folder:
        bound = door.bind(Listener(port=0))
        config = shop.simulator_config(keys, door.address_of(bound))
        with simulator(json.dumps(config)) as address, _article_entered(address):
            secrets = TrainingSecrets(keys.by_keyring_name())
            chosen = shop.settings(address)
            begun = partial(_fill, chosen)
            try:
                return app.run_desk(Path(folder), chosen=chosen, secrets=secrets, bound=bound, begun=begun)
            finally:
                logs.stop()  # Windows removes no folder with a log that is open


@contextmanager
def _article_entered(simulator: str) -> Iterator[None]:
    """After a while WDK's office enters the article that it lacks: sent again, the receipt is taken."""
    timer = threading.Timer(ENTERED_AFTER_S, enter_article, (simulator,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def enter_article(simulator: str) -> None:
    """Tell the simulated WDK that it knows every article from now on."""
    import httpx  # noqa: PLC0415 - what it imports takes longer than a first paint

    with contextlib.suppress(httpx.HTTPError):  # the demo is ending
        httpx.put(f"{simulator}/control/wdk/rules", json={"refused_items": []}, trust_env=False)


def _fill(chosen: Settings, journal: Journal) -> None:
    from posdesk.demo.past import fill  # noqa: PLC0415 - what it imports takes longer than a first paint

    fill(journal, chosen)


@contextmanager
def simulator(config: str) -> Iterator[str]:
    """The simulator as a process of its own; yields its address. Raises PosdeskError."""
    command = [sys.executable, "-m", "posdesk", "simulator", "--config", "-", "--end-with-stdin"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8") as process:  # noqa: S603
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with contextlib.suppress(OSError):  # it has ended: the line that it doesn't say tells so
                process.stdin.write(f"{config}\n")
                process.stdin.flush()
            line = process.stdout.readline().strip()
            if not line.startswith(READY):
                raise PosdeskError("The simulator did not start. Run 'posdesk simulator' to see why.")
            yield line.removeprefix(READY)
        finally:
            _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    """Closing what it listens to ends it in order, on Windows too; it ends so where we are killed as well."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
