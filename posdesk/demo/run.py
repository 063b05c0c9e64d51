"""`posdesk demo`: the simulator beside the desk, in a home of the demo's own; ends both."""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

from posdesk import app
from posdesk.demo import shop
from posdesk.demo.shop import PINS, STAFF
from posdesk.domain.rights import Role
from posdesk.engine.listening import listener_socket
from posdesk.errors import PosdeskError, SettingsError
from posdesk.host import logs, own_process, private
from posdesk.journal import Journal
from posdesk.settings.credentials import Credentials
from posdesk.settings.secret_text import checked
from posdesk.settings.settings import DEMO_MARK as MARK
from posdesk.settings.settings import DEMO_SLIPS as SLIPS
from posdesk.settings.settings import Desk, Listener, Settings

_ROLES: Mapping[str, Mapping[Role, str]] = {
    "en": {role: role.value for role in Role},
    "zh_CN": {Role.CASHIER: "收银", Role.MANAGER: "经理", Role.ADMINISTRATOR: "管理员"},
}
_LINES: Mapping[str, tuple[str, str, str, str]] = {
    "en": (
        "posdesk demo: a made-up shop. The first orders come within seconds; no real platform is called.",
        """\
  Try: F2 accepts the marked order, F3 refuses it, F4 calls it ready, F5 shows all of it.
       F8 on an order that is ready leads to Pickup (Ctrl+2); there it is handed over.
       F12 signs in. Ctrl+3 shows the hours, Ctrl+4 what waits and what differs.""",
        "       Alt+P shows what printed; its printer prints pictures into {slips}.",
        "  It is kept in {home}; the secrets are not.",
    ),
    "zh_CN": (
        "posdesk 演示：虚构的门店。几秒内就有第一批订单，不会调用任何真实平台。",
        """\
  可以试试：F2 接下标出的订单，F3 拒单，F4 叫号备好，F5 查看全部内容。
       在备好的订单上按 F8 到取货页（Ctrl+2），在那里交付。
       F12 登录。Ctrl+3 看各小时，Ctrl+4 看等待和差异。""",
        "       Alt+P 看打过的单子；打印机把单子打成图片，放在 {slips}。",
        "  内容保存在 {home}；密钥不保存。",
    ),
}

_TWO: Mapping[str, str] = {
    "en": """\
  Two counters of one store, each with its own window. Press F2 in one: the other says who accepted it.
  Closing counter 1's window ends both.""",
    "zh_CN": """\
  一家门店的两个收银台，各有一个窗口。在一个窗口按 F2，另一个窗口会说明是谁接的单。
  关闭 1 号台的窗口，两个都会结束。""",
}


def hello(language: str, kept_in: Path | None, slips: Path, counters: int = 1) -> str:
    """The lines, `language` being "en" or "zh_CN"."""
    head, tries, printed, kept = _LINES[language]
    roles = _ROLES[language]
    pins = (f"  PIN {pin}  {who.name} ({roles[who.role]})" for who, pin in zip(STAFF, PINS, strict=True))
    tail = (kept.format(home=kept_in),) if kept_in is not None else ()
    two = (_TWO[language],) if counters > 1 else ()
    return "\n".join((head, *two, *pins, tries, printed.format(slips=slips), *tail, ""))


def say(text: str) -> None:
    """On stdout, where there is one, with what its encoding lacks escaped."""
    if sys.stdout is None:  # started by an icon on Windows
        return
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


_OTHER = "Name a new or an empty folder with --home."
_FILLED = "filled"
_EMPTY = b"This folder is the demo's: made-up orders, no shop's.\n"


@contextlib.contextmanager
def demo_home(named: Path | None) -> Iterator[Path]:
    """A throwaway home, or the named one, which stays. Raises SettingsError for one that may be a shop's."""
    if named is not None:
        _take(named)
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="posdesk-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _take(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
        mark = folder / MARK
        if mark.is_file() and not mark.is_symlink():
            return
        if next(folder.iterdir(), None) is not None:
            raise SettingsError(f"{folder} is neither empty nor a demo's (no file {MARK} there). {_OTHER}")
        with private.create(mark) as file:
            file.write(_EMPTY)
    except OSError as error:
        raise SettingsError(
            f"{folder} can't be used: {error.strerror}. Name another folder with --home."
        ) from error


def is_filled(home: Path) -> bool:
    """Whether an earlier demo stored the last days in this home."""
    with contextlib.suppress(OSError):
        return _FILLED.encode() in (home / MARK).read_bytes()
    return False


def note_filled(home: Path) -> None:
    """The last days are stored here: the next demo in this home begins with what is there."""
    if (home / MARK).is_file():
        with contextlib.suppress(OSError), (home / MARK).open("ab") as file:
            file.write(f"{_FILLED}\n".encode())


Language = Literal["auto", "zh_CN", "en"]
Theme = Literal["auto", "light", "dark"]
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


def run_demo(
    home: Path | None = None, *, language: Language = "auto", theme: Theme = "auto", counters: int = 1
) -> int:
    """Show the desk with orders arriving until its window is closed. The exit code.

    Without a `home` it lives in a folder that is thrown away, as two `counters` always do. Raises
    SettingsError for a home that may be a shop's, or that two counters would share.
    """
    if counters > 1 and home is not None:
        raise SettingsError("Two counters live in a folder that is thrown away. Leave --home out.")
    app.need_screen()
    if counters > 1:
        from posdesk.demo.two_counters import run_two  # noqa: PLC0415 - one counter needs nothing of a chain

        return run_two(language, theme)
    keys = shop.new_keys()
    with demo_home(home) as folder:
        bound = listener_socket.bind(Listener(port=0))
        slips = folder / SLIPS
        config = shop.simulator_config(keys, listener_socket.address_of(bound), str(slips))
        with simulator(json.dumps(config)) as address, article_entered(address):
            _greet(language, home, slips)
            secrets = TrainingSecrets(keys.by_keyring_name())
            desk = Desk(language=language, theme=theme)
            chosen = shop.settings(address, desk, printer_of(address))
            begun = partial(_fill, folder, chosen)
            try:
                return app.run_desk(folder, chosen=chosen, secrets=secrets, bound=bound, begun=begun)
            finally:
                logs.stop()  # Windows removes no folder with a log that is open


def _greet(language: Language, home: Path | None, slips: Path) -> None:
    from posdesk.desk.words.language import language_of  # noqa: PLC0415 - Qt, only where there is a screen

    say(hello(language_of(language), home, slips))


@contextmanager
def article_entered(simulator: str) -> Iterator[None]:
    """After a while WDK's office enters the article that it lacks: sent again, the receipt is taken."""
    timer = threading.Timer(ENTERED_AFTER_S, enter_article, (simulator,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def printer_of(simulator: str) -> str:
    """Where the simulator's printer listens, as host:port; empty where it says nothing."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{simulator}/control/printer", timeout=_PATIENCE_S) as told:
            return str(json.load(told)["address"])
    except (OSError, ValueError, KeyError):
        return ""


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
    command = [*own_process.command("posdesk"), "simulator", "--config", "-", "--end-with-stdin"]
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
