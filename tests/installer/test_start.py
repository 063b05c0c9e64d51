"""Set-up in two commands: what happens where something is missing."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import start

from tests.support.paths import ROOT

linux_only = pytest.mark.posix("system packages and DISPLAY are Linux matters")


def _program(folder: Path, name: str, lines: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)


def _start(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **variables}
    command = [sys.executable, str(ROOT / "installer/start.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


@linux_only
@pytest.mark.parametrize("command", ["demo", "run"])
def test_without_a_screen_it_says_so_and_how_to_get_one(command: str) -> None:
    ended = _start(command)
    assert ended.returncode == 2
    assert "a screen is needed" in ended.stderr
    assert "xvfb-run" in ended.stderr


@linux_only
@pytest.mark.parametrize(
    ("installed", "missing"),
    [
        (["xvfb installed", "openbox installed"], []),
        (["xvfb installed"], ["openbox"]),
        (["xvfb config-files", "openboxt64 installed"], ["xvfb"]),
        ([], ["xvfb", "openbox"]),
    ],
)
def test_only_what_dpkg_does_not_know_as_installed_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: Sequence[str], missing: Sequence[str]
) -> None:
    _program(tmp_path, "dpkg-query", "\n".join(f"echo '{line}'" for line in installed) + "\nexit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert start._missing(["xvfb", "openbox"]) == missing


@linux_only
def test_without_the_right_to_install_the_line_to_run_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(start.SetupError, match="apt-get install --yes --no-install-recommends xvfb"):
        start._apt_install(["xvfb"])


@linux_only
def test_a_failed_install_is_said_and_not_taken_for_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path, "apt-get", "exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(start.SetupError, match="could not be installed"):
        start._apt_install(["xvfb"])


@linux_only
def test_a_c_locale_becomes_utf8_for_what_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert start._environment()["LC_ALL"] == "C.UTF-8"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose environment has a Python and was not filled yet."""
    names = ("requirements-runtime.lock", "requirements.lock", "pyproject.toml")
    for name in names:
        (tmp_path / name).write_text(f"{name}, first\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "RUNTIME", tmp_path / names[0])
    monkeypatch.setattr(start, "TESTS", tmp_path / names[1])
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    return tmp_path


@pytest.fixture
def installed(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The locks that pip was told to install, in order; it does nothing else."""
    told: list[str] = []

    def note(lock: Path) -> None:
        told.append(lock.name)

    monkeypatch.setattr(start, "_load", note)
    monkeypatch.setattr(start, "_pip", lambda *words: None)
    return told


def test_the_demo_after_the_tests_installs_nothing_again_and_the_tests_after_the_demo_only_once(
    installed: list[str],
) -> None:
    for lock in (start.RUNTIME, start.RUNTIME, start.TESTS, start.RUNTIME, start.TESTS):
        start._prepare_environment(lock)
    assert installed == ["requirements-runtime.lock", "requirements.lock"]


def test_whoever_ran_the_tests_first_has_what_the_demo_needs(installed: list[str]) -> None:
    for lock in (start.TESTS, start.RUNTIME, start.TESTS):
        start._prepare_environment(lock)
    assert installed == ["requirements.lock"]


def test_back_on_an_older_checkout_nothing_of_the_newer_one_is_taken_for_it(
    checkout: Path, installed: list[str]
) -> None:
    start._prepare_environment(start.TESTS)
    for lock in (start.RUNTIME, start.TESTS):
        lock.write_text("newer\n", encoding="utf-8")
    start._prepare_environment(start.RUNTIME)
    for lock in (start.RUNTIME, start.TESTS):
        lock.write_text(f"{lock.name}, first\n", encoding="utf-8")
    start._prepare_environment(start.TESTS)
    assert installed == ["requirements.lock", "requirements-runtime.lock", "requirements.lock"]


@pytest.mark.parametrize(
    ("version", "is_64_bit", "build", "word"),
    [
        ((3, 11), True, None, ""),
        ((3, 13), True, 17763, ""),
        ((3, 10), True, None, "Python 3.11 or newer"),
        ((3, 12), False, 19045, "a 64-bit Python"),
        ((3, 11), True, 17134, "Windows 10 1809"),
        ((3, 11), True, 9600, "Windows 10 1809"),
    ],
)
def test_a_system_that_posdesk_does_not_run_on_is_told_in_words(
    version: tuple[int, int], is_64_bit: bool, build: int | None, word: str
) -> None:
    fault = start.fault_of(version, is_64_bit=is_64_bit, windows_build=build)
    assert word in fault
    assert bool(fault) is bool(word)


def test_a_path_that_the_console_cannot_show_is_no_traceback(tmp_path: Path) -> None:
    look = "import start; start._speak_safely(); print('收银 台'); raise SystemExit('收银')"
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONPATH": str(ROOT / "installer")}
    command = [sys.executable, "-c", look]
    said = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (said.stdout.strip(), said.stderr.strip()) == (r"\u6536\u94f6 \u53f0", r"\u6536\u94f6")


def test_words_behind_test_go_to_pytest() -> None:
    assert start._command_line("test", ["tests/journal", "-k", "writer"])[-3:] == [
        "tests/journal",
        "-k",
        "writer",
    ]


PIP = """\
Collecting pyside6-essentials==6.11.3 (from -r requirements.lock (line 500))
  Downloading pyside6_essentials-6.11.3-cp39-abi3-manylinux_2_34_x86_64.whl.metadata (3.9 kB)
Collecting httpx==0.28.1 (from -r requirements.lock (line 90))
  Using cached httpx-0.28.1-py3-none-any.whl (73 kB)
Processing /wheels/typing_extensions-4.15.0-py3-none-any.whl (from -r requirements.lock (line 900))
Downloading pyside6_essentials-6.11.3-cp39-abi3-manylinux_2_34_x86_64.whl (95.2 MB)
Installing collected packages: typing_extensions, httpx, pyside6-essentials
Successfully installed httpx-0.28.1
"""


def test_while_150_mb_load_each_package_and_what_is_slow_is_said() -> None:
    assert list(start.progress(PIP.splitlines(), 3)) == [
        "posdesk: 1 of 3: pyside6-essentials",
        "posdesk: 2 of 3: httpx",
        "posdesk: 3 of 3: typing_extensions",
        "posdesk:   loading 95.2 MB",
        "posdesk: unpacking them, which takes a minute or two",
    ]


def test_the_lock_says_how_many_there_are() -> None:
    assert (
        start._wheels_in("# made by\nanyio==4.16.0 \\\n    --hash=sha256:59\n    # via b==1\nhttpx==1\n") == 2
    )


def wheel(folder: Path) -> Path:
    """The smallest that pip installs."""
    path = folder / "small_one-1.0-py3-none-any.whl"
    info = "small_one-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: small-one\nVersion: 1.0\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")
    return path


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_pip_says_is_told_and_its_failure_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], is_whole: bool
) -> None:
    found = hashlib.sha256(wheel(tmp_path).read_bytes()).hexdigest()
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"small-one==1.0 --hash=sha256:{found if is_whole else '0' * 64}\n", encoding="utf-8")
    for name, value in {"NO_INDEX": "1", "FIND_LINKS": tmp_path, "TARGET": tmp_path / "site"}.items():
        monkeypatch.setenv(f"PIP_{name}", str(value))
    for name, path in {"ROOT": tmp_path, "PYTHON": Path(sys.executable)}.items():
        monkeypatch.setattr(start, name, path)
    if is_whole:
        start._load(lock)
        assert (tmp_path / "site" / "small_one-1.0.dist-info").is_dir()
    else:
        with pytest.raises(subprocess.CalledProcessError):
            start._load(lock)
    assert "posdesk: 1 of 1: small_one" in capfd.readouterr().out


@pytest.mark.parametrize("command", start.COMMANDS)
def test_every_command_of_posdesk_can_be_called_through_it(command: str) -> None:
    words = start._command_line(command, ["--help"])
    if command != "test":
        assert words == [str(start.PYTHON), "-m", "posdesk", command, "--help"]
        ended = subprocess.run([sys.executable, *words[1:]], cwd=ROOT, capture_output=True, check=False)
        assert ended.returncode == 0


def test_an_unknown_command_names_those_that_there_are() -> None:
    ended = _start("fly")
    assert ended.returncode == 2
    assert "doctor" in ended.stderr


def test_commands_without_a_window_need_neither_a_screen_nor_its_packages() -> None:
    for command in set(start.COMMANDS) - {*start.WINDOWED, "test"}:
        assert not set(start.WINDOW_PACKAGES) & set(start._wanted_packages(command))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ((), False),
        (("--counters", "1"), False),
        (("--counters", "2"), True),
        (("--language", "en", "--counters=2"), True),
    ],
)
def test_only_a_demo_of_two_counters_wants_a_nats_server(
    words: tuple[str, ...], wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.delenv("POSDESK_NATS_SERVER", raising=False)
    assert ("nats-server" in start._wanted_packages("demo", words)) is wanted
    assert "nats-server" not in start._wanted_packages("run", words)
    monkeypatch.setenv("POSDESK_NATS_SERVER", "/opt/nats-server")
    assert "nats-server" not in start._wanted_packages("demo", words)


def test_the_readme_names_the_way_to_call_it() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert ".venv/bin/posdesk" in readme
    assert r".venv\Scripts\posdesk.exe" in readme
    assert "installer/start.py doctor" in readme
    if start.PYTHON.exists():  # where this runs from what the set-up made, and not from wine's
        assert start.COMMAND.is_file()


def test_the_editable_link_holds_no_path_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "收银 台" / ".venv" / "lib" / "site-packages"
    site.mkdir(parents=True)
    (site / "_posdesk.pth").write_text(str(tmp_path / "收银 台"), encoding="utf-8")
    monkeypatch.setattr(start, "ROOT", tmp_path / "收银 台")
    monkeypatch.setattr(start, "VENV", tmp_path / "收银 台" / ".venv")
    start._make_link_relative()
    link = (site / "_posdesk.pth").read_text(encoding="ascii").strip()
    assert (site / link).resolve() == tmp_path / "收银 台"
