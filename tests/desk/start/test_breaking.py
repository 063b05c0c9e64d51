"""What can't be made after the first look: no desk goes on unheard, and no page is tried for ever."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.shop import home_with
from tests.desk.start.breaking import CAME_UP, SAID
from tests.support.engine import EngineHome
from tests.support.keyring_backend import seeded_environment
from tests.support.paths import ROOT

pytestmark = [pytest.mark.window, pytest.mark.timeout(120)]


def ended(home: Path, part: str, *, is_first: bool = False) -> "subprocess.CompletedProcess[str]":
    """What became of a desk on which that part can't be made: its first start, or one with an order."""
    shop = EngineHome(home, "", ()) if is_first else home_with(home, "http://127.0.0.1:9", new=1, taken=0)
    return subprocess.run(
        [sys.executable, "-m", "tests.desk.start.breaking", str(shop.folder), part],
        env=seeded_environment(shop.secrets),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize("is_first", [True, False])
def test_a_desk_without_its_alarm_ends_and_counts_as_a_version_that_does_not_work(
    tmp_path: Path, *, is_first: bool
) -> None:
    done = ended(tmp_path, "_make_corner", is_first=is_first)
    assert done.returncode == 1
    assert "a file of the program is missing" in done.stderr
    assert CAME_UP not in done.stdout
    assert "a file of the program is missing" in done.stdout.partition(SAID)[2]


def test_a_page_that_cant_be_made_is_tried_once_and_keeps_no_other_away(tmp_path: Path) -> None:
    done = ended(tmp_path, "_make_sync")
    assert done.returncode == 0, done.stderr
    assert "made [2, 3, 5]" in done.stdout
    assert CAME_UP in done.stdout
