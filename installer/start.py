"""Sets posdesk up and runs it, from nothing, with the standard library alone.

    python3 installer/start.py demo        the desk with a simulated platform
    python3 installer/start.py run         the desk
    python3 installer/start.py test [ARG]  every check and the tests; ARGs go to pytest

What it does, each only where it is not done yet: installs the system packages (Debian and Ubuntu, as root or
with sudo; elsewhere it names them), makes .venv, installs the hash-pinned lock, then the project itself.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "posdesk.stamp"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST = (3, 11)

WINDOW_PACKAGES = (
    *("libglib2.0-0", "libgl1", "libegl1", "libfontconfig1", "libdbus-1-3", "libxkbcommon-x11-0"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
)
TEST_PACKAGES = (
    *("xvfb", "xauth", "xdotool", "openbox", "gnome-keyring", "dbus"),
    *("ibus", "ibus-libpinyin"),  # scans are read before a Chinese input method sees them
    "ca-certificates",  # the authorities that the system trusts
    *("gcc", "libc6-dev"),  # the libraries that play a power cut, and a clock that runs fast
)


class SetupError(Exception):
    """Something only a person can mend; the message says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one of the three commands and returns its exit code; 2 where the set-up was not possible."""
    options, rest = _parser().parse_known_args(arguments)
    try:
        _check_python()
        if options.command != "test":
            _check_screen()
        _install_system_packages(_wanted_packages(options.command))
        _prepare_environment()
    except SetupError as error:
        print(f"posdesk: {error}", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"posdesk: this command failed, its own words stand above: {error.cmd}", file=sys.stderr)
        return 1
    return _run(_command_line(options.command, rest))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="start.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("command", choices=("demo", "run", "test"))
    return parser


def _check_python() -> None:
    if sys.version_info < OLDEST:
        raise SetupError(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")


def _check_screen() -> None:
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in wanted):
        raise SetupError(
            "a screen is needed and there is none here (DISPLAY is not set). "
            "Start this in a desktop session; from another machine, connect with `ssh -X` first; "
            "or try it in a virtual screen: xvfb-run -a python3 installer/start.py demo"
        )


# System packages


def _wanted_packages(command: str) -> list[str]:
    tests = TEST_PACKAGES if command == "test" else ()
    environment = () if importlib.util.find_spec("ensurepip") else ("python3-venv",)
    return [*environment, *WINDOW_PACKAGES, *tests]


def _install_system_packages(wanted: Sequence[str]) -> None:
    if not sys.platform.startswith("linux"):
        return
    if not shutil.which("dpkg-query"):
        print(
            f"posdesk: not a Debian; these packages are needed under your system's names: {' '.join(wanted)}"
        )
        return
    missing = _missing(wanted)
    if missing:
        _apt_install(missing)


def _missing(wanted: Sequence[str]) -> list[str]:
    """The packages that are not installed; since 2024 some carry `t64` behind their name."""
    names = [name + tail for name in wanted for tail in ("", "t64")]
    query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\\n", *names]
    lines = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    present = {line.split()[0].removesuffix("t64") for line in lines if line.endswith(" installed")}
    return [name for name in wanted if name not in present]


def _apt_install(missing: Sequence[str]) -> None:
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    root = _root_prefix()
    if root is None:
        raise SetupError(f"system packages are missing. Run this as root, then again: {' '.join(install)}")
    print(f"posdesk: installing {len(missing)} system packages: {' '.join(missing)}", flush=True)
    root = [*root, "env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*root, "apt-get", "update", "--quiet"], check=False)
    if subprocess.run([*root, *install, "--quiet"], check=False).returncode:
        raise SetupError(f"the system packages could not be installed. Try it yourself: {' '.join(install)}")


def _root_prefix() -> list[str] | None:
    """What to put before a command that needs root: nothing, sudo, or None where there is no way."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "--non-interactive"]


# The Python environment


def _prepare_environment() -> None:
    mark = _mark()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == mark:
        return
    STAMP.unlink(missing_ok=True)
    if not _pip_works():
        print("posdesk: making .venv", flush=True)
        venv.create(VENV, with_pip=True, clear=True, symlinks=not WINDOWS)
    print("posdesk: installing the locked dependencies (about 150 MB the first time)", flush=True)
    _pip("install", "--require-hashes", "--requirement", LOCK.name)
    _pip("install", "--no-deps", "--no-build-isolation", "--editable", ".")
    _make_link_relative()
    STAMP.write_text(mark, encoding="utf-8")


def _mark() -> str:
    """Changes with the lock, the project file, the interpreter and the place: then all is installed anew."""
    parts = (
        LOCK.read_bytes(),
        (ROOT / "pyproject.toml").read_bytes(),
        sys.version.encode(),
        os.fsencode(ROOT),
    )
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _pip_works() -> bool:
    if not PYTHON.exists():
        return False
    return (
        subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    )


def _pip(*arguments: str) -> None:
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
    subprocess.run([PYTHON, "-m", "pip", *arguments, *quiet], cwd=ROOT, env=_environment(), check=True)


def _make_link_relative() -> None:
    """Writes the editable install's link without the checkout's own path.

    Before 3.13 Python reads it in the locale's encoding: one Chinese character in the path, on a Windows with
    another code page or under LC_ALL=C, and the interpreter would not start at all.
    """
    for link in VENV.rglob("_posdesk.pth"):
        link.write_text(os.path.relpath(ROOT, link.parent) + "\n", encoding="ascii")


def _environment() -> dict[str, str]:
    """This process's environment, with UTF-8 where it was C."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if environment.get("LC_ALL") in {"C", "POSIX"}:
        environment["LC_ALL"] = "C.UTF-8"
    return environment


# Running


def _command_line(command: str, rest: Sequence[str]) -> list[str]:
    if command != "test":
        return [str(PYTHON), "-m", "posdesk", command, *rest]
    checks = [str(PYTHON), str(ROOT / "installer" / "checks.py"), *rest]
    if not sys.platform.startswith("linux"):
        return checks
    return [str(PYTHON), "-m", "tests.support.session", *checks]


def _run(command: Sequence[str]) -> int:
    environment = _environment()
    if "tests.support.session" in command:
        os.chdir(ROOT)
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(command[0], list(command), environment)  # signals and the exit code are then the app's own
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
