"""The long way of an update, on this Debian, with the real package: taken, killed, gone back, orders kept.

    .venv/bin/python installer/check.py update PACKAGE.deb [FOLDER]

PACKAGE is build one; build two is made of it, one version later. All lies in FOLDER, else in a temporary
one; no root is needed, and nothing of this account is touched. About three minutes. Ends with 0 where all
holds. The quick half of it, with made-up versions, are the tests in tests/updates.
"""

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sign_update import manifest_of, public_bytes, signed

from posdesk.updates.keys import FILE_NAME
from posdesk.updates.launcher import CURRENT, FIRST_START, OWN_ROOT, VERSION_FILE
from posdesk.updates.manifest import file_name

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests" / "data" / "o2o" / "AddSaleOrderBill.request.json"
KILLED_AFTER_S = (0.2, 0.5, 0.8, 1.2, 1.7, 2.3, 3.0, 4.0, 5.5, 7.5)
PATIENCE_S = 120.0
SETTINGS = """\
[listener]
port = 0
[[partner]]
name = "meituan"
url = "http://127.0.0.1:9/center/gateway"
appid = "walk"
sources = [4]
signature = "none"
"""


class Walk:
    """A system's root, an account's own and a home, all below one folder."""

    def __init__(self, package: Path, folder: Path) -> None:
        """Installs build one and lays build two, signed by a key of this walk alone."""
        folder.mkdir(parents=True, exist_ok=True)
        self.root, self.data, self.home = folder / "opt" / "posdesk", folder / "data", folder / "home"
        self.chain = folder / "chain"
        unpacked = folder / "one"
        subprocess.run(["/usr/bin/dpkg-deb", "-R", str(package), str(unpacked)], check=True)
        (held,) = (unpacked / "opt" / "posdesk" / "package").iterdir()
        self.one, self.two = held.name, f"{held.name}.1"
        self.python = _entry_of(unpacked)
        key = Ed25519PrivateKey.generate()
        _put_key(held, key)
        self._install(unpacked, held)
        self._lay_next(unpacked, held, key)
        self.home.mkdir()
        (self.home / "posdesk.toml").write_text(SETTINGS, encoding="utf-8")

    def _install(self, unpacked: Path, held: Path) -> None:
        """As the package's postinst does it."""
        (self.root / "versions").mkdir(parents=True)
        subprocess.run(["/bin/cp", "-a", str(held), str(self.root / "versions" / self.one)], check=True)
        shutil.copy(unpacked / "opt" / "posdesk" / "launcher.py", self.root)
        (self.root / CURRENT).write_text(f"{self.one}\n", encoding="utf-8")

    def _lay_next(self, unpacked: Path, held: Path, key: Ed25519PrivateKey) -> None:
        newer = held.rename(held.with_name(self.two))
        module = newer / "site" / "posdesk" / "__init__.py"
        text = module.read_text(encoding="utf-8")
        module.unlink()
        module.write_text(re.sub(r'(__version__.*= )".*"', rf'\1"{self.two}"', text), encoding="utf-8")
        facts = json.loads((newer / VERSION_FILE).read_text(encoding="utf-8"))
        (newer / VERSION_FILE).write_text(json.dumps({**facts, "version": self.two}), encoding="utf-8")
        for name in ("postinst", "prerm", "postrm", "md5sums"):
            (unpacked / "DEBIAN" / name).unlink(missing_ok=True)
        self.chain.mkdir()
        package = self.chain / f"posdesk_{self.two}_amd64.deb"
        command = [
            "/usr/bin/dpkg-deb",
            "--root-owner-group",
            "-Zgzip",
            "-z1",
            "--build",
            str(unpacked),
            str(package),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        until = datetime.now(UTC) + timedelta(days=1)
        listed = manifest_of(package, "debian", updates_from=self.one, expires=until, version=self.two)
        (self.chain / file_name("debian")).write_bytes(signed(listed, key))

    @property
    def own(self) -> Path:
        """The account's own root."""
        return self.data / OWN_ROOT

    def line(self, *words: str) -> list[str]:
        """A command line by the launcher."""
        return [*self.python, str(self.root / "launcher.py"), "--home", str(self.home), *words]

    def environment(self) -> dict[str, str]:
        """In which all of it runs."""
        return {**os.environ, "XDG_DATA_HOME": str(self.data)}

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command to its end; its exit code and all that it said."""
        done = subprocess.run(
            self.line(*words),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE_S,
            check=False,
        )
        return done.returncode, done.stdout.decode(errors="replace").strip()

    def version(self) -> str:
        """Which version starts."""
        code, said = self.run("--version")
        expect(code == 0, f"a version starts: {said}")
        return said.split()[-1]

    @contextmanager
    def engine(self) -> Iterator[str]:
        """posdesk with no screen, until its end is asked for; its address."""
        told = self.home / "listener.json"
        line = self.line("engine")
        with subprocess.Popen(line, env=self.environment(), stdout=subprocess.DEVNULL) as process:
            wait_for(told.exists, "posdesk listens")
            said = json.loads(told.read_text(encoding="utf-8"))
            try:
                yield f"http://127.0.0.1:{said['port']}"
            finally:
                os.kill(said["pid"], signal.SIGTERM)
                process.wait(PATIENCE_S)

    def take_order(self, number: str) -> None:
        """An order comes in by the platform's call, and ends, so that nothing stays open."""
        with self.engine() as address:
            wait_for(lambda: not (self.own / FIRST_START).exists(), "the first start ends by /healthz")
            order = json.loads(SAMPLE.read_text(encoding="utf-8"))["items"][0]
            now = datetime.now(UTC) + timedelta(hours=8)
            order |= {"tbillno": number, "ordertime": f"{now:%Y-%m-%d %H:%M:%S}"}
            call(address, "AddSaleOrderBill", [order])
            call(address, "TpOrderStatusChange", {"tbillno": number, "orderStatus": 4})

    def orders(self) -> set[str]:
        """The numbers of all orders, as posdesk hands them out."""
        target = self.home / "orders.jsonl"
        code, said = self.run("export", "orders", "--format", "jsonl", "-o", str(target))
        expect(code == 0, f"orders are exported: {said}")
        return {json.loads(line)["tbillno"] for line in target.read_text(encoding="utf-8").splitlines()}

    def update_killed_after(self, seconds: float) -> bool:
        """Kill an update, and all that it started, after so long; whether it was at its end already."""
        line = self.line("update", "--from", str(self.chain))
        quiet = subprocess.DEVNULL
        with subprocess.Popen(
            line, env=self.environment(), stdout=quiet, stderr=quiet, start_new_session=True
        ) as process:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return False
            return process.returncode == 0

    def first_start_killed(self) -> None:
        """Kill the new version before it comes up, twice: as a PC that loses its power would."""
        for _ in range(2):
            began = self._tries()
            line = self.line("engine")
            with subprocess.Popen(line, env=self.environment(), start_new_session=True) as process:
                wait_for(lambda before=began: self._tries() > before, "a try is counted")  # type: ignore[misc]
                os.killpg(process.pid, signal.SIGKILL)

    def _tries(self) -> int:
        try:
            return int(json.loads((self.own / FIRST_START).read_text(encoding="utf-8"))["tries"])
        except (OSError, ValueError):
            return -1


def _entry_of(unpacked: Path) -> list[str]:
    """How the package's own command starts the launcher."""
    text = (unpacked / "usr" / "bin" / "posdesk").read_text(encoding="utf-8")
    found = re.search(r"exec (.*?) *\S*launcher\.py", text)
    expect(found is not None, "/usr/bin/posdesk starts the launcher")
    assert found is not None
    return found[1].split()


def _put_key(held: Path, key: Ed25519PrivateKey) -> None:
    """As a build with keys has it; the second one's private half is nobody's."""
    both = (public_bytes(key), public_bytes(Ed25519PrivateKey.generate()))
    text = "\n".join(base64.b64encode(each).decode() for each in both)
    (held / "site" / "posdesk" / "_resources" / FILE_NAME).write_text(text, encoding="utf-8")


def call(address: str, cmd: str, items: object) -> None:
    """A platform's call, which must be taken."""
    body = json.dumps({"cmd": cmd, "seq": f"{time.monotonic_ns():032x}", "items": items}).encode()
    request = urllib.request.Request(f"{address}/center/gateway?appid=walk&sign=", data=body)  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - of this PC
        said = json.load(answer)
    expect(said["code"] == 0, f"{cmd} is taken: {said}")


def wait_for(holds: Callable[[], bool], words: str) -> None:
    """Until that is so."""
    until = time.monotonic() + PATIENCE_S
    while not holds():
        expect(time.monotonic() < until, words)
        time.sleep(0.02)


def expect(holds: bool, words: str) -> None:
    """Ends the walk where it does not hold."""
    if not holds:
        raise SystemExit(f"DOES NOT HOLD: {words}")


def main(arguments: Sequence[str]) -> int:
    """Walks it; 0 where all holds."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="posdesk-walk-") as made:
        walk(Walk(Path(arguments[0]).resolve(), Path(arguments[1] if arguments[1:] else made).resolve()))
    return 0


def walk(place: Walk) -> None:
    """All of it, in turn. Raises SystemExit naming what does not hold."""
    expect(place.version() == place.one, "build one is installed")
    place.take_order("W1")
    code, said = place.run("update", "--check", "--from", str(place.chain))
    expect(code == 0 and place.two in said, f"build two is found: {said}")
    print(f"{place.one} installed, an order taken, {place.two} found", flush=True)
    kills = 0
    for seconds in KILLED_AFTER_S:
        if place.update_killed_after(seconds) or place.version() == place.two:
            break
        kills += 1
        expect(place.version() == place.one, "after a kill the old version is whole")
        expect(place.orders() == {"W1"}, "after a kill the order is there")
    else:
        code, said = place.run("update", "--from", str(place.chain))
        expect(code == 0, f"the update is taken: {said}")
    expect(place.version() == place.two, "build two is current")
    print(f"updated to {place.two} after {kills} kills", flush=True)
    place.take_order("W2")
    code, said = place.run("update", "--back")
    expect(code == 0, f"gone back: {said}")
    expect(place.version() == place.one, "build one is current again")
    expect(place.orders() == {"W1", "W2"}, "the orders of both are there")
    place.take_order("W3")
    print(f"gone back to {place.one} with the orders of both", flush=True)
    code, said = place.run("update", "--from", str(place.chain))
    expect(code == 0, f"updated once more: {said}")
    place.first_start_killed()
    place.take_order("W4")
    expect(place.version() == place.one, "the launcher went back by itself")
    expect(place.orders() == {"W1", "W2", "W3", "W4"}, "all orders are there")
    print(
        "killed at its first start twice, the launcher went back by itself; all orders are there", flush=True
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
