"""Commands that read for long have the processor when a posdesk at work leaves it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.posix("a priority is asked")

_SAYS = """
import os, sys
from posdesk import cli
cli.main()
print(os.nice(0) - int(sys.argv[-1]), end="")
"""
_ASKED = "import os; print(os.nice(0), end='')"


def steps_behind(home: Path, *words: str) -> int:
    """By how much a command went behind the process that started it."""
    asked = subprocess.run([sys.executable, "-c", _ASKED], capture_output=True, text=True, check=True)
    script = _SAYS.replace("int(sys.argv[-1])", asked.stdout)
    line = [sys.executable, "-c", script, "--home", str(home), *words]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout.rpartition("\n")[2] or done.stdout)


def test_a_command_that_reads_for_long_goes_behind_others(tmp_path: Path) -> None:
    assert steps_behind(tmp_path, "audit", "verify") == 10
    assert steps_behind(tmp_path, "backup") == 10


def test_one_that_somebody_waits_for_does_not(tmp_path: Path) -> None:
    assert steps_behind(tmp_path, "restore", "nothing.sqlite") == 0
