"""Set-up in two commands: what happens where something is missing."""

import os
import subprocess
import sys
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
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


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

    def note(*words: str) -> None:
        told.extend(word for word in words if word.endswith(".lock"))

    monkeypatch.setattr(start, "_pip", note)
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
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (said.stdout.strip(), said.stderr.strip()) == (r"\u6536\u94f6 \u53f0", r"\u6536\u94f6")


def test_words_behind_test_go_to_pytest() -> None:
    assert start._command_line("test", ["tests/journal", "-k", "writer"])[-3:] == [
        "tests/journal",
        "-k",
        "writer",
    ]


def test_the_editable_link_holds_no_path_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "收银 台" / ".venv" / "lib" / "site-packages"
    site.mkdir(parents=True)
    (site / "_posdesk.pth").write_text(str(tmp_path / "收银 台"), encoding="utf-8")
    monkeypatch.setattr(start, "ROOT", tmp_path / "收银 台")
    monkeypatch.setattr(start, "VENV", tmp_path / "收银 台" / ".venv")
    start._make_link_relative()
    link = (site / "_posdesk.pth").read_text(encoding="ascii").strip()
    assert (site / link).resolve() == tmp_path / "收银 台"
