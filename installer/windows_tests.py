"""The tests that every change passes by Python for Windows, under wine: `start.py test` runs them, too.

Ends with 0 where they passed, with 1 where one failed, and with NOT_HERE where Windows can't be run on this
machine: then nothing was tried. POSDESK_WINDOWS=must, as CI says, makes that a failure, too.
All tests on Windows: `installer/release.py`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINE = ROOT / "installer" / "windows" / "wine.py"
NOT_HERE = 77
MUST = "POSDESK_WINDOWS"
SAME_EACH_TIME = ("--randomly-seed=20261122", "--hypothesis-profile=replay")
TRIED: dict[str, tuple[str, ...]] = {}


def main() -> int:
    """Makes what is missing, runs the tests, and says how it went in one line."""
    began = time.monotonic()
    if subprocess.run([sys.executable, str(WINE), "--make"], check=False).returncode:
        must = os.environ.get(MUST) == "must"
        print(f"tests on Windows: {'FAILED, ' if must else ''}NOT RUN here, which is not counted as passed")
        return 1 if must else NOT_HERE
    files = [file for part in TRIED.values() for file in part]
    failed = run_on_windows((*files, "-q", *SAME_EACH_TIME)).returncode
    seconds = time.monotonic() - began
    print(f"tests on Windows (wine): {'FAILED' if failed else 'passed'}, {seconds:.0f} s", flush=True)
    return 1 if failed else 0


def run_on_windows(words: Sequence[str], *, kept: bool = False) -> "subprocess.CompletedProcess[str]":
    """Runs pytest for Windows with `words`, on a screen of its own; its output in the result where `kept`."""
    session = (sys.executable, "-m", "tests.support.session")
    command = [*session, sys.executable, str(WINE), "-m", "pytest", "-p", "no:cacheprovider", *words]
    output = subprocess.PIPE if kept else None
    return subprocess.run(
        command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )


if __name__ == "__main__":
    sys.exit(main())
