"""Starts the simulator beside the desk, in a home of the demo's own, and ends both."""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

from posdesk import app
from posdesk.demo import shop
from posdesk.demo.hello import hello, say
from posdesk.demo.home import demo_home, is_filled, note_filled
from posdesk.engine.listening import listener_socket
from posdesk.errors import PosdeskError
from posdesk.host import logs
from posdesk.journal import Journal
from posdesk.settings.credentials import Credentials
from posdesk.settings.secret_text import checked
from posdesk.settings.settings import Desk, Listener, Settings

Choice = Literal["auto", "zh_CN", "en"]
Look = Literal["auto", "light", "dark"]
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

    def read(self, names: Iterable[str]) -> None:
        """As `refresh`."""

    def stored(self, names: Iterable[str]) -> tuple[str, ...]:
        """Which of them are in memory."""
        return tuple(name for name in names if name in self._held)

    def delete(self, name: str) -> None:
        """Forgotten."""
        self._held.pop(name, None)

    def set(self, name: str, secret: str) -> None:
        """Kept in memory, until the demo ends."""
        self._held[name] = checked(name, secret)


def run_demo(home: Path | None = None, *, language: Choice = "auto", theme: Look = "auto") -> int:
    """Show the desk with orders arriving until its window is closed. The exit code.

    Without a `home` it lives in a folder that is thrown away. Raises SettingsError for a home that may be a
    shop's.
    """
    app.need_screen()
    keys = shop.make_up()
    with demo_home(home) as folder:
        bound = listener_socket.bind(Listener(port=0))
        config = shop.simulator_config(keys, listener_socket.address_of(bound))
        with simulator(json.dumps(config)) as address, _article_entered(address):
            _greet(language, home)
            secrets = TrainingSecrets(keys.by_keyring_name())
            chosen = shop.settings(address, Desk(language=language, theme=theme))
            begun = partial(_fill, folder, chosen)
            try:
                return app.run_desk(folder, chosen=chosen, secrets=secrets, bound=bound, begun=begun)
            finally:
                logs.stop()  # Windows removes no folder with a log that is open


def _greet(language: Choice, home: Path | None) -> None:
    from posdesk.desk.words.language import language_of  # noqa: PLC0415 - Qt, only where there is a screen

    say(hello(language_of(language), home))


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


def _fill(home: Path, chosen: Settings, journal: Journal) -> None:
    from posdesk.demo.past import fill  # noqa: PLC0415 - what it imports takes longer than a first paint

    if not is_filled(home) and fill(journal, chosen):
        note_filled(home)


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
