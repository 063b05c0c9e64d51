"""The release check: what pytest for Windows said, and the README's line about it."""

from datetime import date
from pathlib import Path

import pytest
import release
from release import Outcome

from tests.support.paths import ROOT

DAY = date(2026, 11, 28)
WORDS = "tried under wine 10, never on a real Windows"


@pytest.fixture
def readme(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_text(f"# posdesk\n\n收银台。Windows: {WORDS}.\n", encoding="utf-8")
    return path


def test_the_result_stands_behind_the_readmes_words_about_wine(readme: Path) -> None:
    release.write_line(readme, Outcome(4512, 3, 210), DAY)
    result = f"{WORDS} (2026-11-28: 4,512 tests passed, 3 failed, 210 left out)."
    assert readme.read_bytes() == f"# posdesk\n\n收银台。Windows: {result}\n".encode()


def test_a_newer_result_takes_the_place_of_the_older(readme: Path) -> None:
    release.write_line(readme, Outcome(1, 2, 3), date(2026, 1, 1))
    release.write_line(readme, Outcome(4, 0, 6), DAY)
    assert readme.read_text(encoding="utf-8").endswith(
        f"{WORDS} (2026-11-28: 4 tests passed, 0 failed, 6 left out).\n"
    )


@pytest.mark.parametrize("text", ["# posdesk\n", f"{WORDS}\n{WORDS}\n"])
def test_a_readme_without_the_line_is_said_and_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(release.ReleaseError, match="never on a real Windows"):
        release.write_line(path, Outcome(1), DAY)
    assert path.read_text(encoding="utf-8") == text


def test_our_readme_has_the_line_once() -> None:
    assert len(release.LINE.findall((ROOT / "README.md").read_text(encoding="utf-8"))) == 1


@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        ("664 passed in 61.02s (0:01:01)", Outcome(664)),
        ("2 failed, 664 passed, 3 skipped, 41 deselected in 61.02s (0:01:01)", Outcome(664, 2, 44)),
        ("== 1 failed, 5 passed, 1 error in 0.50s ==", Outcome(5, 2)),
        ("12 deselected in 0.10s", Outcome(0, 0, 12)),
    ],
)
def test_the_last_line_of_pytest_is_counted(last: str, outcome: Outcome) -> None:
    assert release.outcome_of(f"FAILED tests/test_a.py - 9 passed in 1s\n{last}\n") == outcome


@pytest.mark.parametrize("output", ["", "..F\nTimeout!\n", "5 passed in 1.00s\n+++ Timeout +++\n"])
def test_tests_that_broke_off_are_no_result(output: str) -> None:
    with pytest.raises(release.ReleaseError, match="broke off"):
        release.outcome_of(output)


def test_every_test_of_the_project_is_in_one_of_the_portions() -> None:
    portions = [ROOT / path for words in release.portions(ROOT / "tests") for path in words]
    for file in (ROOT / "tests").rglob("test_*.py"):
        assert sum(portion in (file, *file.parents) for portion in portions) == 1, file
