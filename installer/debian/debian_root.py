"""A bare Debian in a folder, to try the package in: its own processes, and a network of its own if wanted."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ACCOUNT = "shop"
NUMBER = 1000
SHARED = "w"  # the folder that both sides see
_APART = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private")
_SCREENS = "tmp/.X11-unix"
_ENTER = """\
set -e
root=$1 shared=$2
shift 2
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$shared" "$root/w"
if [ -d /tmp/.X11-unix ]; then mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"; fi
if [ "$ALONE" = yes ]; then ip link set lo up; fi
exec chroot "$root" "$@"
"""


class Root:
    """A Debian of one release; `shared` is /w inside."""

    def __init__(self, release: str, folder: Path, shared: Path) -> None:
        """Nothing is made yet."""
        self.release = release
        self.folder = folder
        self.shared = shared

    def make(self, kept: Path) -> None:
        """A fresh one, with an account; its archive is kept for the next time. Raises CalledProcessError."""
        archive = kept / f"{self.release}.tar"
        if not archive.exists():
            draft = archive.with_suffix(".part.tar")
            make = ("mmdebstrap", "--quiet", "--variant=apt", self.release, str(draft))
            subprocess.run(["unshare", "--mount", "--propagation", "private", *make], check=True)
            draft.replace(archive)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        subprocess.run(["tar", "-C", str(self.folder), "-xf", str(archive)], check=True)
        for name in (SHARED, _SCREENS):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        shutil.copyfile("/etc/resolv.conf", self.folder / "etc/resolv.conf")
        with (self.folder / "etc/passwd").open("a", encoding="ascii") as accounts:
            accounts.write(f"{ACCOUNT}:x:{NUMBER}:{NUMBER}::/home/{ACCOUNT}:/bin/sh\n")
        with (self.folder / "etc/group").open("a", encoding="ascii") as groups:
            groups.write(f"{ACCOUNT}:x:{NUMBER}:\n")
        home = self.folder / "home" / ACCOUNT
        home.mkdir(parents=True)
        shutil.chown(home, NUMBER, NUMBER)

    def words(self, *command: str) -> list[str]:
        """The command line that runs these words inside, as root."""
        return [*_APART, "sh", "-c", _ENTER, "sh", str(self.folder), str(self.shared), *command]

    def start(self, *command: str, alone: bool = False) -> subprocess.Popen[str]:
        """Start something inside: killed, all that it started dies as well. `alone`: without network."""
        line = self.words(*command)
        line[1:1] = ["--net"] if alone else []
        variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"}
        return subprocess.Popen(
            line,
            env={**variables, "ALONE": "yes" if alone else "no", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    def run(self, *command: str, alone: bool = False) -> tuple[int, str]:
        """Run something inside to its end: its exit code and all that it said."""
        with self.start(*command, alone=alone) as process:
            said, _ = process.communicate()
        return process.returncode, said

    def done(self, *command: str, alone: bool = False) -> str:
        """As `run`, of what must succeed. Raises AssertionError with its words."""
        code, said = self.run(*command, alone=alone)
        assert code == 0, f"{self.release}: {' '.join(command)} ended with {code}:\n{said}"
        return said


def as_account(display: str, *command: str) -> Sequence[str]:
    """The words that run a command as the account does at its desktop, and nothing else of root's."""
    variables = (f"HOME=/home/{ACCOUNT}", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", f"DISPLAY={display}")
    return ("runuser", "-u", ACCOUNT, "--", "env", "-i", *variables, *command)
