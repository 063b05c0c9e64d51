"""What `start.py test` runs, and what its end means."""

from collections.abc import Callable
from pathlib import Path

import checks
import pytest
import windows_tests

Checking = Callable[..., int]
_TESTS = """
import pytest

def test_quick(): pass

@pytest.mark.waits
def test_waits(): pass
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
    (tmp_path / "test_all.py").write_text(_TESTS, encoding="utf-8")
    (tmp_path / checks.DESK).mkdir(parents=True)
    (tmp_path / checks.DESK / "test_window.py").write_text("def test_window(): pass\n", encoding="utf-8")
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    monkeypatch.setattr(checks, "CHECKS", {"nothing": ("-c", "pass")})
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p tests.support.harness -p no:cacheprovider")

    def run(*arguments: str, on_windows: int = 0) -> int:
        program = tmp_path / "installer" / "windows_tests.py"
        program.write_text(_ON_WINDOWS.format(code=on_windows), encoding="utf-8")
        return checks.main(arguments)

    return run


def test_the_run_of_everything_has_tests_on_windows_whose_words_come_last(
    check: Checking, capfd: pytest.CaptureFixture[str]
) -> None:
    assert check() == 0
    assert capfd.readouterr().out.rstrip().endswith("the tests on Windows ran")


def test_each_test_runs_once(check: Checking, capfd: pytest.CaptureFixture[str]) -> None:
    assert check() == 0
    said = capfd.readouterr().out
    assert [said.count(f"{part} passed") for part in ("1", "2", "3")] == [3, 0, 0]


def test_a_failure_on_the_desk_fails_the_run_of_everything(check: Checking, tmp_path: Path) -> None:
    window = tmp_path / checks.DESK / "test_window.py"
    window.write_text("def test_window(): assert 0\n", encoding="utf-8")
    assert check() == 1


def test_a_failure_on_windows_fails_the_run_of_everything(check: Checking) -> None:
    assert check(on_windows=1) == 1


def test_where_windows_cannot_be_run_the_other_tests_decide(check: Checking) -> None:
    assert check(on_windows=windows_tests.NOT_HERE) == 0


def test_a_run_of_some_tests_has_none_on_windows(check: Checking, tmp_path: Path) -> None:
    assert check("test_all.py", on_windows=1) == 0
    assert not (tmp_path / "on_windows").exists()
