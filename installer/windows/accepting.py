"""Run by Python for Windows, in a fresh Windows: from the set-up to the first order and away again.

    python.exe accepting.py FOLDER      FOLDER holds first.exe, second.exe and versions.txt; pictures go there

`first.exe` is the set-up as a shop gets it, `second.exe` one of a newer version of the same program. Each
walk prints its line; the first that does not hold ends all with its words and exit code 1.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import winreg
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from wizard_walk import Papers, Person, WalkError, accept_first_order, set_up, told

assert sys.platform == "win32"
FOLDER = Path(sys.argv[1])
FIRST, SECOND = FOLDER / "first.exe", FOLDER / "second.exe"
LOCAL = Path(os.environ["LOCALAPPDATA"])
ROOT, HOME, OTHER_HOME = LOCAL / "Programs" / "posdesk", LOCAL / "posdesk", LOCAL / "other"
MARKER = Path(os.environ["PROGRAMDATA"]) / "posdesk" / "account.txt"
LINK = Path(os.environ["APPDATA"], r"Microsoft\Windows\Start Menu\Programs\posdesk.lnk")
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
SIMULATOR = {
    "partners": [{"name": "meituan", "appid": "simulated", "appkey": "simulated-key"}],
    "orders_per_minute": 0,
}
PATIENCE_S = 240.0
OTHER_ACCOUNT, NEWER_THERE, UNSENT, RUNNING = 4, 5, 6, 7


class FailedError(Exception):
    """A walk that doesn't hold; the message says what."""


def main() -> int:
    """All walks, one after the other; 1 at the first that doesn't hold."""
    version, newer = (FOLDER / "versions.txt").read_text(encoding="ascii").split()
    try:
        killed_while_installing(version)
        refused(version)
        updated(version, newer)
        program, order = first_order(version)
        beside_the_running(version, newer, program)
        killed_while_uninstalling(order)
    except (FailedError, WalkError) as error:
        print(f"FAILED: {error}", flush=True)
        return 1
    print("all walks hold", flush=True)
    return 0


def killed_while_installing(version: str) -> None:
    """A kill at each step of the first set-up: what is there starts, or nothing is; run again, it ends."""
    folder = ROOT / "versions" / version
    steps: dict[str, Path] = {
        "the account was named": MARKER,
        "the version began to be laid": folder.with_name(f"{version}.new"),
        "it was laid": folder / "version.json",
        "the launcher began to be laid": ROOT / "launcher.new",
        "the launcher was laid": ROOT / "launcher" / "launcher.py",
        "the version was made current": ROOT / "current",
        "the start menu had it": LINK,
        "the uninstaller was laid": ROOT / "uninstall.exe",
    }
    for words, path in steps.items():
        with _process(FIRST, "/S") as setup:
            _until(path.exists, f"the set-up came to where {words}", lambda: setup.poll() is None)
            setup.kill()
        if (ROOT / "current").exists():
            _says_version(version)
        print(f"killed when {words}: what is there starts, or nothing is there", flush=True)
    began = time.monotonic()
    _ends(FIRST, 0, "/S", "/AUTOSTART=1")
    _says_version(version)
    _expect(LINK.exists() and "launcher.py" in _autostart(), "start menu and start at sign-in")
    print(f"installed in {time.monotonic() - began:.1f} s after all kills", flush=True)


def refused(version: str) -> None:
    """Another account is told and changes nothing; so is who has a newer version."""
    mine = MARKER.read_bytes()
    MARKER.write_text("SHOP\\li\r\n", encoding="utf-16")
    _ends(FIRST, OTHER_ACCOUNT, "/S")
    MARKER.write_bytes(mine)
    (ROOT / "current").write_text("9.0.0", encoding="ascii")
    _ends(FIRST, NEWER_THERE, "/S")
    (ROOT / "current").write_text(version, encoding="ascii")
    print("another account and an older set-up are refused", flush=True)


def updated(version: str, newer: str) -> None:
    """By posdesk's own command from a chain's folder, killed at each step, brought to its end, and back."""
    site = ROOT / "versions" / version / "site" / "posdesk" / "_resources"
    shutil.copy(FOLDER / "update_keys.txt", site)
    new = ROOT / "versions" / newer
    steps = {"the package was fetched": ROOT / "incoming", "it was being laid": new.with_name(f"{newer}.new")}
    for words, path in {**steps, "it was laid": new / "version.json"}.items():
        with subprocess.Popen(_update(version)) as update:
            _until(path.exists, f"the update came to where {words}", lambda: update.poll() is None)
            update.kill()
        _until(lambda: not _is_running("posdesk-setup"), "its set-up has ended as well")
        _says_version(version)
        print(f"update killed when {words}: the old one starts", flush=True)
    done = subprocess.run(_update(version), capture_output=True, check=False)
    _expect(done.returncode == 0, f"the update is taken: {done.stdout!r} {done.stderr!r}")
    _says_version(newer)
    _comes_up()
    done = subprocess.run(
        _console("--home", str(OTHER_HOME), "update", "--back"), capture_output=True, check=False
    )
    _expect(done.returncode == 0, f"it goes back: {done.stdout!r} {done.stderr!r}")
    _says_version(version)
    shutil.rmtree(new)
    print("updated, up, and gone back", flush=True)


def _update(version: str) -> list[str]:
    """Of the version itself, so that a kill is its own; the launcher's words are in the environment."""
    launcher = ROOT / "launcher"
    words = [str(launcher / "python.exe"), str(launcher / "launcher.py"), version]
    os.environ["POSDESK_LAUNCHER"] = json.dumps(words)
    python = ROOT / "versions" / version / "python" / "python.exe"
    own = [str(python), "-m", "posdesk", "--home", str(OTHER_HOME)]
    return [*own, "update", "--from", str(FOLDER / "chain")]


def _comes_up() -> None:
    """The new version's first start: /healthz answers, and the launcher has nothing left to watch."""
    with subprocess.Popen(_console("--home", str(OTHER_HOME), "engine")):
        listener = OTHER_HOME / "listener.json"
        _until(listener.exists, "the new version listens")
        _until(lambda: not (ROOT / "first_start").exists(), "it came up")
        _end(int(json.loads(listener.read_text(encoding="utf-8"))["pid"]))


def first_order(version: str) -> tuple[int, str]:
    """From the start menu and an empty home to an order of the simulator's, by the wizard alone.

    posdesk's process and the order.
    """
    simulator = _simulated()
    _expect(not (HOME / "posdesk.toml").exists(), "the home is empty")
    person = Person(FOLDER, HOME)
    os.startfile(LINK)  # as a person does
    listener = HOME / "listener.json"
    _until(listener.exists, "posdesk listens")
    said = json.loads(listener.read_text(encoding="utf-8"))
    address = f"http://127.0.0.1:{said['port']}/healthz"
    _until(lambda: _answers(address), "/healthz answers")
    print(f"{version} is up {person.minutes * 60:.1f} s after its start", flush=True)
    set_up(person, Papers(f"{simulator}/meituan/center/gateway", "simulated", "simulated-key", "e"))
    order = _order(simulator)
    accept_first_order(person)
    print(told(person), flush=True)
    return int(said["pid"]), order


def _simulated() -> str:
    """Starts the simulator; its address."""
    played = FOLDER / "simulator.json"
    played.write_text(json.dumps(SIMULATOR), encoding="utf-8")
    process = subprocess.Popen(
        _console("simulator", "--config", str(played), "--end-with-stdin"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    _KEPT.append(process)
    assert process.stdout is not None
    return process.stdout.readline().decode().split()[-1].strip()


_KEPT: list["subprocess.Popen[bytes]"] = []


def _order(simulator: str) -> str:
    request = urllib.request.Request(  # noqa: S310 - of this PC
        f"{simulator}/control/orders", data=b'{"partner": "meituan", "kind": "delivery"}', method="POST"
    )
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - of this PC
        seen = json.load(answer)
    _expect(seen["known_to_store"], f"the order was taken: {seen['push']}")
    _expect(seen["tbillno"] in _exported(), "it stands in the journal")
    print("an order of the simulator's was taken", flush=True)
    return str(seen["tbillno"])


def _exported() -> str:
    """All orders of the home, as posdesk itself hands them out."""
    target = FOLDER / "orders.jsonl"
    target.unlink(missing_ok=True)
    done = subprocess.run(
        _console("export", "orders", "--format", "jsonl", "-o", str(target)), capture_output=True, check=False
    )
    _expect(done.returncode == 0, f"orders are exported: {done.stderr.decode(errors='replace')}")
    return target.read_text(encoding="utf-8")


def beside_the_running(version: str, newer: str, program: int) -> None:
    """A set-up while posdesk runs: the same version is left alone, a newer one is laid beside it."""
    before = _stamps(ROOT / "versions" / version)
    _ends(FIRST, 0, "/S")
    laid = ROOT / "versions" / newer / "version.json"
    for words, path in {"began": laid.parent.with_name(f"{newer}.new"), "ended": laid}.items():
        with _process(SECOND, "/S", "/UPDATE") as setup:
            _until(path.exists, f"laying the newer one {words}", lambda: setup.poll() is None)
            setup.kill()
        _says_version(version)
        print(f"killed when laying the newer one {words}: the old one starts", flush=True)
    _ends(SECOND, 0, "/S", "/UPDATE")
    _expect(laid.exists(), "the newer one is laid")
    _expect((ROOT / "current").read_text(encoding="ascii") == version, "and the old one is current")
    _expect(_stamps(ROOT / "versions" / version) == before, "the running one was not touched")
    _expect(_is_running(program), "and runs")
    _ends(ROOT / "uninstall.exe", UNSENT, "/S", f"_?={ROOT}")
    _ends(ROOT / "uninstall.exe", RUNNING, "/S", "/YES", f"_?={ROOT}")
    _says_version(version)
    print("beside the running version nothing of it was touched", flush=True)
    _end(program)
    for simulator in _KEPT:
        simulator.communicate(timeout=PATIENCE_S)  # it ends with its input, and is of the program, too


def killed_while_uninstalling(order: str) -> None:
    """A kill at each step of taking it away: it can be called again; the shop's data stay."""
    steps = {
        "the start menu lost it": LINK,
        "the versions went": ROOT / "versions",
        "current went": ROOT / "current",
    }
    for words, path in steps.items():
        with _process(ROOT / "uninstall.exe", "/S", "/YES", f"_?={ROOT}") as uninstaller:
            _until(lambda: not path.exists(), words, lambda: uninstaller.poll() is None)  # noqa: B023
            uninstaller.kill()
        print(f"killed when {words}", flush=True)
    _expect((ROOT / "uninstall.exe").exists(), "the uninstaller can be called again")
    _process(ROOT / "uninstall.exe", "/S", "/YES").__enter__()
    _until(lambda: not ROOT.exists(), "the program's folder is gone")
    _expect(not LINK.exists() and not MARKER.exists() and not _autostart(), "nothing of the program is left")
    _expect((HOME / "posdesk.toml").exists(), "the shop's settings are there")
    _ends(FIRST, 0, "/S")
    _expect(order in _exported(), "and its orders, when it is installed again")
    print("uninstalled; the shop's data were kept", flush=True)


def _says_version(version: str) -> None:
    done = subprocess.run(_console("--version"), capture_output=True, check=False)
    _expect(version.encode() in done.stdout, f"it starts and says {version}: {done.stdout!r} {done.stderr!r}")


def _console(*words: str) -> list[str]:
    return [str(ROOT / "launcher" / "python.exe"), str(ROOT / "launcher" / "launcher.py"), *words]


@contextlib.contextmanager
def _process(program: Path, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """NSIS wants its last word, _?=, without quotes whatever is in it."""
    with subprocess.Popen(f'"{program}" {" ".join(words)}') as process:
        yield process


def _ends(program: Path, code: int, *words: str) -> None:
    with _process(program, *words) as process:
        found = process.wait(PATIENCE_S)
    _expect(found == code, f"{program.name} {' '.join(words)} ends with {code}, and not with {found}")


def _until(holds: Callable[[], object], words: str, goes_on: Callable[[], bool] = lambda: True) -> None:
    until = time.monotonic() + PATIENCE_S
    while not holds():
        _expect(time.monotonic() < until, f"{words}, within {PATIENCE_S:.0f} s")
        if not goes_on():
            _expect(bool(holds()), words)
        time.sleep(0.005)


def _expect(holds: bool, words: str) -> None:
    if not holds:
        raise FailedError(words)


def _answers(address: str) -> bool:
    """Whatever the status: a door through which no order can come says so by it."""
    with contextlib.suppress(OSError):
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - of this PC
                return True
        except urllib.error.HTTPError:
            return True
    return False


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    found = {path: path.stat() for path in folder.rglob("*") if path.is_file()}
    return {str(path): (said.st_size, said.st_mtime_ns) for path, said in found.items()}


def _autostart() -> str:
    with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
        return str(winreg.QueryValueEx(key, "posdesk")[0])
    return ""


def _is_running(*words: object) -> bool:
    listed = subprocess.run(["tasklist"], capture_output=True, check=False).stdout.decode(errors="replace")  # noqa: S607 - Windows' own
    return any(str(word) in listed for word in words)


def _end(number: int) -> None:
    """As by a power cut."""
    os.kill(number, 9)
    _until(lambda: not _is_running(number), "posdesk has ended")


if __name__ == "__main__":
    sys.exit(main())
