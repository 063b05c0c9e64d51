"""What `start.py test` runs, and what its end means."""

from collections.abc import Callable
from pathlib import Path

import checks
import pytest
import windows_tests

from tests.support.paths import ROOT

Checking = Callable[..., int]
ALL, DESK = "tests/test_all.py", "tests/desk"
SCREEN = checks.OWN_SCREEN
_CONFTEST = """
from hypothesis import settings

settings.register_profile("replay")
"""
_TESTS = """
import pytest

def test_quick(): pass

@pytest.mark.waits
def test_waits(): pass
"""
_WAITS_TO_BE_TOLD = """
import pathlib, pytest
from tests.support.processes import wait_for

def test_quick(): pass

@pytest.mark.waits
def test_waits(): wait_for(pathlib.Path("told").exists, "the other part's words", 60)
"""
_ON_WINDOWS = """
import pathlib, sys
pathlib.Path("on_windows").touch()
print("the tests on Windows ran")
sys.exit({code})
"""


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checking:
    """Runs everything of a project of two tests, its tests on Windows ending with a code."""
    (tmp_path / "installer").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = waits: x\n", encoding="utf-8")
    (tmp_path / DESK).mkdir(parents=True)
    (tmp_path / "conftest.py").write_text(_CONFTEST, encoding="utf-8")
    (tmp_path / ALL).write_text(_TESTS, encoding="utf-8")
    (tmp_path / DESK / "test_window.py").write_text("def test_window(): pass\n", encoding="utf-8")
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    monkeypatch.setattr(checks, "PARTS", {"desk": (DESK,), "rest": ()})
    monkeypatch.setattr(checks, "OWN_SCREEN", ())  # there is no window
    monkeypatch.setattr(checks, "CHECKS", {"nothing": ("-c", "pass")})
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:pytest-qt -p no:cacheprovider")

    def run(*arguments: str, on_windows: int = 0) -> int:
        program = tmp_path / "installer" / "windows_tests.py"
        program.write_text(_ON_WINDOWS.format(code=on_windows), encoding="utf-8")
        return checks.main(arguments)

    return run


def test_the_run_of_everything_has_tests_on_windows_and_ends_with_how_it_went(
    check: Checking, capfd: pytest.CaptureFixture[str]
) -> None:
    assert check() == 0
    said = capfd.readouterr().out
    assert "windows | the tests on Windows ran" in said
    assert said.rstrip().endswith("all passed")


def test_what_a_part_says_is_printed_while_the_others_run(
    check: Checking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ALL).write_text(_WAITS_TO_BE_TOLD, encoding="utf-8")

    def note(words: str, **_how: object) -> None:
        if "the tests on Windows ran" in words:
            (tmp_path / "told").touch()

    monkeypatch.setattr(checks, "print", note, raising=False)
    assert check() == 0


def test_what_failed_is_named_below_all(
    check: Checking, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"nothing": ("-c", "pass"), "lint": ("-c", "raise SystemExit(1)")})
    assert check(on_windows=1) == 1
    assert capfd.readouterr().out.rstrip().endswith("FAILED: lint, tests on Windows")


def test_each_test_that_failed_is_named_once_more_below_all(
    check: Checking, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ALL).write_text(_TESTS.replace("pass", "assert 0"), encoding="utf-8")
    assert check() == 1
    named = capfd.readouterr().out.rstrip().splitlines()[-3:]
    assert named.pop() == "FAILED: waits, rest"
    assert sorted(each.split(" - ")[0] for each in named) == [
        "rest | FAILED tests/test_all.py::test_quick",
        "waits | FAILED tests/test_all.py::test_waits",
    ]


def test_every_test_of_the_project_is_in_one_part() -> None:
    listed = [place for places in checks.PARTS.values() for place in places]
    assert len(set(listed)) == len(listed)
    assert all((ROOT / place).is_dir() for place in listed)
    assert list(checks.PARTS.values()).count(()) == 1


def test_each_test_runs_once(
    check: Checking, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "OWN_SCREEN", SCREEN)
    assert check() == 0
    said = capfd.readouterr().out
    assert [said.count(f"{part} passed") for part in ("1", "2", "3")] == [3, 0, 0]


def test_a_failure_on_the_desk_fails_the_run_of_everything(check: Checking, tmp_path: Path) -> None:
    window = tmp_path / DESK / "test_window.py"
    window.write_text("def test_window(): assert 0\n", encoding="utf-8")
    assert check() == 1


def test_a_failure_on_windows_fails_the_run_of_everything(check: Checking) -> None:
    assert check(on_windows=1) == 1


def test_where_windows_cannot_be_run_the_other_tests_decide(check: Checking) -> None:
    assert check(on_windows=windows_tests.NOT_HERE) == 0


def test_a_run_of_some_tests_has_none_on_windows(check: Checking, tmp_path: Path) -> None:
    assert check(ALL, on_windows=1) == 0
    assert not (tmp_path / "on_windows").exists()
