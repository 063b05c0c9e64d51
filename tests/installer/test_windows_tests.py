"""The tests on Windows: what they are, and what is said where there is no Windows to be had."""

import os
import platform
from collections.abc import Mapping
from pathlib import Path

import pytest
import windows_tests
import wine

from tests.support.paths import ROOT
from tests.support.processes import wait_for

DEBIAN = {"ID": "debian", "VERSION_ID": "12"}


@pytest.mark.parametrize("path", [path for part in windows_tests.TRIED.values() for path in part])
def test_what_is_tried_on_windows_is_there(path: str) -> None:
    file, _, name = path.partition("::")
    assert (ROOT / file).exists()
    assert f"def {name}" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(("must", "ends"), [("", windows_tests.NOT_HERE), ("must", 1)])
def test_a_windows_that_cannot_be_made_is_said_and_never_counted_as_passed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    must: str,
    ends: int,
) -> None:
    cannot = tmp_path / "wine.py"
    cannot.write_text("raise SystemExit(2)", encoding="utf-8")
    monkeypatch.setattr(windows_tests, "WINE", cannot)
    monkeypatch.setenv(windows_tests.MUST, must)
    assert windows_tests.main() == ends
    assert "not counted as passed" in capsys.readouterr().out


@pytest.mark.posix("it is a Debian on which Windows is tried")
@pytest.mark.parametrize(
    ("system", "machine", "user", "words"),
    [
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, "x86_64", 0, "Debian 12 or newer"),
        ({"ID": "debian", "VERSION_ID": "11"}, "x86_64", 0, "Debian 12 or newer"),
        (DEBIAN, "aarch64", 0, "x86-64"),
        (DEBIAN, "x86_64", 1000, "root"),
    ],
)
def test_what_stands_in_the_way_of_a_windows_is_said(
    monkeypatch: pytest.MonkeyPatch, system: Mapping[str, str], machine: str, user: int, words: str
) -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert words in wine.obstacle()


@pytest.mark.waits
@pytest.mark.posix("it is a Debian on which Windows is tried")
def test_a_windows_that_speaks_another_code_page_ends_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaks = tmp_path / "wine.py"
    speaks.write_text(
        "import sys; sys.stdout.buffer.write('坏\\n1 passed in 1.00s'.encode('gb18030'))", encoding="utf-8"
    )
    monkeypatch.setattr(windows_tests, "WINE", speaks)
    assert windows_tests.run_on_windows([], kept=True).stdout.splitlines()[-1] == "1 passed in 1.00s"


_HANGS = """
import os, pathlib, subprocess, sys
child = subprocess.Popen(["sleep", "1000"])
pathlib.Path(sys.argv[0]).with_suffix(".pid").write_text(str(child.pid))
child.wait()
"""


@pytest.mark.waits
@pytest.mark.posix("it is a Debian on which Windows is tried")
def test_a_windows_that_hangs_is_ended_with_all_that_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hangs = tmp_path / "wine.py"
    hangs.write_text(_HANGS, encoding="utf-8")
    monkeypatch.setattr(windows_tests, "WINE", hangs)
    ended = windows_tests.run_on_windows([], kept=True, patience_s=8)
    assert ended.returncode != 0
    assert "they are ended" in capsys.readouterr().out
    if (tmp_path / "wine.pid").exists():  # else even that was slower
        pid = int((tmp_path / "wine.pid").read_text(encoding="utf-8"))
        wait_for(lambda: not is_running(pid), "the end of what it began")


def is_running(pid: int) -> bool:
    """Whether a process is there and no mere entry in the list."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
