"""The whole walk of the .deb in a bare Debian 12 and a bare 13: installed, an order taken, killed, removed.

    .venv/bin/python installer/check.py debian [DEB]

What holds: with only what the package depends on, the window comes, and by its wizard alone, with real keys,
a signed order is stored and accepted (wizard_walk.py); it is not removed while it runs, and what waits is
said; dpkg killed at any moment of an upgrade leaves a version that starts, and the next dpkg mends it; of a
removal, too; the home's bytes stay the same.
Last the long way of an update, see update_walk.py.
What is made lies in build/debian-check: the pictures are for a person to look at.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import at_the_screen  # noqa: E402 - they lie beside this
import debian_package  # noqa: E402
import update_walk  # noqa: E402
from debian_root import ACCOUNT, Root, as_account  # noqa: E402
from tree import build_of  # noqa: E402
from wheels import DEBIAN, ROOT  # noqa: E402

CHECK = ROOT / "build/debian-check"
RELEASES = ("bookworm", "trixie")
KILLS = 6  # moments of an upgrade, and of a removal, at which dpkg dies


def main(arguments: Sequence[str]) -> int:
    """Runs the walk on a screen of its own; 0 where all held, 1 with what did not."""
    if arguments[:1] != ["--inside"]:
        session = (sys.executable, "-m", "tests.support.session", sys.executable, __file__, "--inside")
        return subprocess.run([*session, *arguments], cwd=ROOT, check=False).returncode
    kept = ROOT / "build/debian"
    shutil.rmtree(CHECK, ignore_errors=True)
    CHECK.mkdir(parents=True)
    kept.mkdir(parents=True, exist_ok=True)
    deb = Path(arguments[1]) if arguments[1:] else debian_package.build(kept, CHECK)
    version = build_of(DEBIAN).version
    newer = next_one(deb, version, CHECK / "newer")
    try:
        for release in RELEASES:
            Walk(release, deb, newer, version).all(kept)
        if update_walk.main([str(deb.resolve())]):
            return 1
    except (AssertionError, OSError, subprocess.CalledProcessError) as error:
        print(f"posdesk: {error}", file=sys.stderr)
        return 1
    finally:
        for release in RELEASES:
            shutil.rmtree(CHECK / release / "root", ignore_errors=True)
    return 0


def after(version: str) -> str:
    """The version that follows in the last number."""
    head, _, last = version.rpartition(".")
    return f"{head}.{int(last) + 1}"


def next_one(deb: Path, version: str, work: Path) -> Path:
    """The same package as a version later, to upgrade to."""
    later = after(version)
    subprocess.run(["dpkg-deb", "-R", str(deb), str(work)], check=True)
    folder = work / "opt/posdesk/package" / version
    folder = folder.rename(folder.with_name(later))
    named = [work / "DEBIAN" / name for name in ("control", "md5sums", *debian_package.MAINTAINER_SCRIPTS)]
    for path in (*named, folder / "version.json", folder / "site/posdesk/__init__.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"(?<![\d.-]){re.escape(version)}(?![\d.])", later, text), encoding="utf-8")
    made = work.with_suffix(".deb")
    command = ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(work), str(made)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return made


class Walk:
    """One release's."""

    def __init__(self, release: str, deb: Path, newer: Path, version: str) -> None:
        """Nothing is made yet."""
        self.shared = CHECK / release / "w"
        self.root = Root(release, CHECK / release / "root", self.shared)
        self.home = self.root.folder / "home" / ACCOUNT / ".local/share/posdesk"
        self.version, self.later = version, after(version)
        self._debs = (deb, newer)

    def all(self, kept: Path) -> None:
        """Every step, in order. Raises AssertionError with what did not hold."""
        self.shared.mkdir(parents=True)
        self.shared.chmod(0o777)
        for name, source in zip(("first.deb", "second.deb"), self._debs, strict=True):
            shutil.copyfile(source, self.shared / name)
        self._step("made", lambda: self.root.make(kept))
        self._step("installed", self.install)
        self._step("an order taken", self.take_an_order)
        self._step("not removed while it runs", self.refuse_removal)
        self._step(f"upgraded, killed {KILLS} times", self.upgrade_killed)
        self._step("the order is there after it", self.still_there)
        self._step(f"removed, killed {KILLS} times", self.remove_killed)
        self._step("removed, its data kept", self.remove)
        self._step("installed again, the order is there", self.install_again)

    def _step(self, what: str, act: Callable[[], object]) -> None:
        began = time.monotonic()
        act()
        print(f"{self.root.release}: {what} ({time.monotonic() - began:.1f} s)", flush=True)

    def install(self) -> None:
        """By apt, with what it depends on and nothing it only recommends."""
        self.root.done("apt-get", "update", "--quiet")
        apt = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends")
        self.root.done(*apt, "/w/first.deb")
        assert self.started() == self.version

    def started(self) -> str:
        """The version that starts now; empty where none does."""
        code, said = self.root.run(*as_account("", "posdesk", "--version"), alone=True)
        return said.split()[-1] if code == 0 else ""

    def take_an_order(self, *words: str) -> None:
        """As an ordinary account with a keyring, from an empty home, by the wizard alone."""
        for script in (HERE / "in_the_shop.py", HERE.parent / "wizard_walk.py"):
            shutil.copyfile(script, self.shared / script.name)
        python = ("dbus-run-session", "--", "/usr/bin/python3", "/w/in_the_shop.py", "/w", *words)
        with at_the_screen.served(self.shared):
            said = self.root.done(*as_account(os.environ["DISPLAY"], *python), alone=True)
        for line in said.splitlines():
            if line.startswith(("first start", "wizard")):
                print(f"  {line}", flush=True)

    def still_there(self) -> None:
        """The desk comes up again and has the order."""
        self.take_an_order("again")

    def refuse_removal(self) -> None:
        """While the desk of an account runs, and the account's unsent work is said once it doesn't."""
        script = (
            "runuser -u shop -- env -i HOME=/home/shop PATH=/usr/bin:/bin posdesk engine >/dev/null 2>&1 & "
            "until grep -qsa '[/]opt/posdesk/versions/' /proc/[0-9]*/cmdline; do sleep 0.1; done; "
            "dpkg --remove posdesk"
        )
        code, said = self.root.run("sh", "-c", script, alone=True)
        assert code != 0, f"removed while it ran:\n{said}"
        assert "posdesk is running" in said, said
        assert self.started() == self.version

    def upgrade_killed(self) -> None:
        """Whenever dpkg dies, a whole version starts, and the next dpkg ends what it began."""
        length = self._length("--install", "/w/second.deb")
        assert self.started() == self.later
        before = self.bytes_of_home()
        for number in range(KILLS):
            self.root.done("dpkg", "--install", "/w/first.deb")
            self._killed(length * (number + 0.5) / KILLS, "--install", "/w/second.deb")
            found = self.started()
            assert found in {self.version, self.later}, f"killed, and {found or 'nothing'} starts"
            self.root.run("dpkg", "--configure", "--pending")
            self.root.done("dpkg", "--install", "/w/second.deb")
            assert self.started() == self.later
        assert self.bytes_of_home() == before

    def remove_killed(self) -> None:
        """Whenever dpkg dies in a removal, the home is as it was, and it can be installed again."""
        before = self.bytes_of_home()
        length = self._length("--remove", "posdesk")
        for number in range(KILLS):
            self.root.done("dpkg", "--install", "/w/second.deb")
            self._killed(length * (number + 0.5) / KILLS, "--remove", "posdesk")
            assert self.bytes_of_home() == before
        self.root.done("dpkg", "--install", "/w/second.deb")
        assert self.started() == self.later

    def _length(self, *words: str) -> float:
        began = time.monotonic()
        self.root.done("dpkg", *words)
        return time.monotonic() - began

    def _killed(self, seconds: float, *words: str) -> None:
        with self.root.start("dpkg", *words) as process:
            try:
                process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()

    def bytes_of_home(self) -> dict[str, str]:
        """Each file of the shop's data by its content, without what a mere reader leaves."""
        files = (path for path in self.home.rglob("*") if path.is_file())
        kept = (path for path in files if not path.name.endswith(("-wal", "-shm")))
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}

    def remove(self) -> None:
        """Removed and purged: what waits is said, the program is gone, the data is there."""
        before = self.bytes_of_home()
        said = self.root.done("apt-get", "purge", "--yes", "--quiet", "posdesk")
        assert f"the shop's data stays in /home/{ACCOUNT}/.local/share/posdesk" in said, said
        assert "未完成的订单 1 张" in said, said  # as the shop's settings say
        assert not (self.root.folder / "opt/posdesk").exists()
        assert not (self.root.folder / "usr/bin/posdesk").exists()
        assert self.bytes_of_home() == before
        assert before

    def install_again(self) -> None:
        """The data is taken up where it was left."""
        self.root.done("dpkg", "--install", "/w/second.deb")
        self.still_there()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
