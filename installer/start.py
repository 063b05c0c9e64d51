"""Sets posdesk up and runs it, from nothing, with the standard library alone.

    python3 installer/start.py demo        the desk with a simulated platform
    python3 installer/start.py run         the desk
    python3 installer/start.py test [ARG]  every check and the tests; ARGs go to pytest
    python3 installer/start.py doctor …    any other command of posdesk

What it does, each only where it is not done yet: installs the system packages (Debian and Ubuntu, as root or
with sudo; elsewhere it names them), makes .venv, installs the hash-pinned lock, then the project itself.
`demo` and `run` install requirements-runtime.lock, `test` requirements.lock: the same and the tests' tools.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import os
import shutil
import signal
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RUNTIME, TESTS = ROOT / "requirements-runtime.lock", ROOT / "requirements.lock"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
COMMAND = VENV / ("Scripts/posdesk.exe" if WINDOWS else "bin/posdesk")
OLDEST = (3, 11)
OLDEST_WINDOWS = 17763  # the build of Windows 10 1809: Qt wants its icuuc.dll

WINDOW_PACKAGES = (
    *("libglib2.0-0", "libgl1", "libegl1", "libfontconfig1", "libdbus-1-3", "libxkbcommon-x11-0"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
)
TEST_PACKAGES = (
    *("xvfb", "xauth", "xdotool", "openbox", "gnome-keyring", "dbus"),
    *("ibus", "ibus-libpinyin"),  # scans are read before a Chinese input method sees them
    "ca-certificates",  # the authorities that the system trusts
    *("pulseaudio", "pulseaudio-utils"),  # a sound output that is muted, changed and unplugged
    "at-spi2-core",  # what a screen reader reads
    *("nsis", "osslsigncode"),  # the set-up for Windows, and its signature
    *("gcc", "libc6-dev"),  # the libraries that play a power cut, and a clock that runs fast
    "nats-server",  # what a chain's gateway and counters speak over
    "strace",  # what is on the disk before a call leaves
)


WINDOWED = ("demo", "run")
COMMANDS = (
    *(*WINDOWED, "test", "engine", "simulator", "doctor", "credentials", "receipts"),
    *("export", "audit", "backup", "restore", "gateway"),
)


class SetupError(Exception):
    """Something only a person can mend; the message says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one of the commands and returns its exit code; 2 where the set-up was not possible."""
    _speak_safely()
    words = list(sys.argv[1:] if arguments is None else arguments)
    # what follows the command is its own, --help too
    options, rest = _parser().parse_args(words[:1]), words[1:]
    try:
        _check_system()
        if options.command in WINDOWED:
            _check_screen()
        _install_system_packages(_wanted_packages(options.command, rest))
        _prepare_environment(TESTS if options.command == "test" else RUNTIME)
    except SetupError as error:
        print(f"posdesk: {error}", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"posdesk: this command failed, its own words stand above: {error.cmd}", file=sys.stderr)
        return 1
    return _run(_command_line(options.command, rest))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="start.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("command", choices=COMMANDS)
    return parser


def _speak_safely() -> None:
    """What a console's code page lacks is written as an escape: a Chinese path is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _check_system() -> None:
    build = None
    if sys.platform == "win32":
        build = sys.getwindowsversion().build
    fault = fault_of(sys.version_info[:2], is_64_bit=sys.maxsize > 2**32, windows_build=build)
    if fault:
        raise SetupError(fault)


def fault_of(version: tuple[int, int], *, is_64_bit: bool, windows_build: int | None) -> str:
    """Why posdesk can't run under such a Python and system, in words; empty where it can."""
    if version < OLDEST:
        return f"Python 3.11 or newer is needed, this is {version[0]}.{version[1]}."
    if not is_64_bit:
        return "This Python is a 32-bit one, and Qt has none for it. Install a 64-bit Python."
    if windows_build is not None and windows_build < OLDEST_WINDOWS:
        return f"Windows 10 1809 (build {OLDEST_WINDOWS}) or newer is needed, this is build {windows_build}."
    return ""


def _check_screen() -> None:
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in wanted):
        raise SetupError(
            "a screen is needed and there is none here (DISPLAY is not set). "
            "Start this in a desktop session; from another machine, connect with `ssh -X` first; "
            "or try it in a virtual screen: xvfb-run -a python3 installer/start.py demo"
        )


# System packages


def _wanted_packages(command: str, rest: Sequence[str] = ()) -> list[str]:
    tests = TEST_PACKAGES if command == "test" else ()
    windows = WINDOW_PACKAGES if command in {*WINDOWED, "test"} else ()
    environment = () if importlib.util.find_spec("ensurepip") else ("python3-venv",)
    return [*environment, *windows, *tests, *(("nats-server",) if _wants_a_chain(command, rest) else ())]


def _wants_a_chain(command: str, rest: Sequence[str]) -> bool:
    """Whether the demo shows two counters, which speak over nats-server, and none is named or on the PATH."""
    if command != "demo" or os.environ.get("POSDESK_NATS_SERVER") or shutil.which("nats-server"):
        return False
    return " ".join(rest).replace("=", " ").partition("--counters ")[2].startswith("2")


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
    return ["sudo"] if sys.stdin is not None and sys.stdin.isatty() else ["sudo", "--non-interactive"]


# The Python environment


def _prepare_environment(lock: Path) -> None:
    if PYTHON.exists() and _is_installed(lock):
        return
    for each in (RUNTIME, TESTS):
        if not _is_current(each):
            _stamp(each).unlink(missing_ok=True)  # what it tells of is no longer what lies there
    if not _pip_works():
        print("posdesk: making .venv", flush=True)
        venv.create(VENV, with_pip=True, clear=True, symlinks=not WINDOWS)
    print("posdesk: loading the locked dependencies, about 150 MB the first time", flush=True)
    _load(lock)
    _pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")
    _make_link_relative()
    _stamp(lock).write_text(_mark(lock), encoding="utf-8")
    print(f"posdesk: ready; from here on {os.path.relpath(COMMAND, ROOT)} runs it, too", flush=True)


def _wheels_in(lock: str) -> int:
    """About how many packages there are to load: some of the lock are for other systems."""
    return sum(1 for line in lock.splitlines() if "==" in line and not line.startswith((" ", "#")))


def _load(lock: Path) -> None:
    """Installs the lock and says how far it is: a person sees that it goes on, and what is slow."""
    count = _wheels_in(lock.read_text(encoding="utf-8"))
    wanted = ("--require-hashes", "--requirement", lock.name)
    command = _pip_command("install", *wanted, "--progress-bar", "off")
    with subprocess.Popen(
        command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as pip:
        assert pip.stdout is not None
        for line in progress(pip.stdout, count):
            print(line, flush=True)
    if pip.returncode:
        raise subprocess.CalledProcessError(pip.returncode, command)


def progress(lines: Iterable[str], count: int) -> Iterator[str]:
    """A line a package out of pip's own words, its size where that takes a while; at last the unpacking."""
    number = 0
    for line in lines:
        words = line.split()
        if words[:1] in (["Collecting"], ["Processing"]):
            number += 1
            yield f"posdesk: {min(number, count)} of {count}: {_package(words[1])}"
        elif words[:1] == ["Downloading"] and words[-1] == "MB)":
            yield f"posdesk:   loading {words[-2].strip('(')} MB"
        elif line.startswith("Installing collected"):
            yield "posdesk: unpacking them, which takes a minute or two"


def _package(named: str) -> str:
    """Out of `name==1.2`, or out of a wheel's path, in which a name has no `-`."""
    name, _, version = named.partition("==")
    return name if version else named.replace("\\", "/").rpartition("/")[2].partition("-")[0]


def _is_installed(lock: Path) -> bool:
    """Whether all of it is there; the tests' lock holds the runtime's, in the same versions."""
    return _is_current(lock) or (lock == RUNTIME and _is_current(TESTS))


def _is_current(lock: Path) -> bool:
    stamp = _stamp(lock)
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _mark(lock)


def _stamp(lock: Path) -> Path:
    return VENV / f"{lock.stem}.stamp"


def _mark(lock: Path) -> str:
    """Changes with the lock, the project file, the interpreter and the place: then all is installed anew."""
    parts = (
        lock.read_bytes(),
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
    subprocess.run(_pip_command(*arguments), cwd=ROOT, env=_environment(), check=True)


def _pip_command(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "pip", *arguments, "--no-input", "--disable-pip-version-check"]


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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for what runs, which ends in order
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
