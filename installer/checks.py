"""Every check of the project, one after the other, then the tests: what `start.py test` runs inside .venv.

All of them run, whatever failed before; pytest comes last and its summary names the checks that failed.
Tests that mostly wait, for engines and platforms or between a scanner's keys (marked `waits`), run beside the
others, in a pytest of their own, on a screen of their own; their output comes after the others'. So do the
desk's own, which wait for a window as often, and some tests by Python for Windows (windows_tests.py).

The run of everything has one order of the tests and one choice of hypothesis' examples, so that a failure is
there the next time, too; a run of some tests (`start.py test tests/desk`) draws new ones each time.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import windows_tests
from windows_tests import SAME_EACH_TIME

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("posdesk", "tests", "installer")
DESK = "tests/desk"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as c; c(['--no-logo'])"
CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": ("-m", "ruff", "check", "--quiet", *PLACES),
    "ruff format": ("-m", "ruff", "format", "--quiet", "--check", *PLACES),
    "mypy --strict": ("-m", "mypy"),
    "import contracts": ("-c", LINT_IMPORTS),
}


def main(arguments: Sequence[str]) -> int:
    """Runs all, `arguments` going to pytest; returns 0 only where everything passed."""
    if arguments:
        failed = _failed_checks()
        return _python(("-m", "pytest", *arguments), _environment(failed)) or (1 if failed else 0)
    with _beside(str(ROOT / "installer" / "windows_tests.py")) as windows:
        failed = _failed_checks()
        tests = _all(_environment(failed))
        on_windows = windows.ended()
    return tests or (1 if failed or on_windows not in {0, windows_tests.NOT_HERE} else 0)


def _failed_checks() -> list[str]:
    return [name for name, command in CHECKS.items() if not _passes(name, command)]


def _environment(failed: Sequence[str]) -> dict[str, str]:
    return {**os.environ, "POSDESK_FAILED_CHECKS": ", ".join(failed)}


def _all(environment: dict[str, str]) -> int:
    """Every test, in three pytests at once; a failing one's exit code, 0 where all passed."""
    with (
        _beside(*_tests("waits"), environment=environment) as waiting,
        _beside(*_tests("not waits", DESK), environment=environment) as desk,
    ):
        command = ("-m", "pytest", "-m", "not waits", f"--ignore={DESK}", *SAME_EACH_TIME)
        others = _python(command, environment)
        codes = (others, desk.ended(), waiting.ended())
    return next(filter(None, codes), 0)


def _tests(which: str, *places: str) -> tuple[str, ...]:
    """Those of a marker, on a screen of their own."""
    own_screen = ("-m", "tests.support.session", sys.executable) if sys.platform == "linux" else ()
    return (*own_screen, "-m", "pytest", "-m", which, "-p", "no:cacheprovider", *SAME_EACH_TIME, *places)


@dataclass(frozen=True, slots=True)
class _Beside:
    """A Python program that runs beside this one; what it prints is kept until it has ended."""

    process: "subprocess.Popen[bytes]"
    output: IO[bytes]

    def ended(self) -> int:
        """Waits for its end and prints what it said; its exit code."""
        code = self.process.wait()
        self.output.seek(0)
        print(self.output.read().decode(errors="replace"), flush=True)
        return code


@contextmanager
def _beside(*words: str, environment: dict[str, str] | None = None) -> Iterator[_Beside]:
    with (
        tempfile.TemporaryFile() as output,
        subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=environment, stdout=output, stderr=output
        ) as process,
    ):
        yield _Beside(process, output)


def _passes(name: str, command: Sequence[str]) -> bool:
    passed = _python(command, dict(os.environ)) == 0
    print(f"{name}: {'passed' if passed else 'FAILED'}", flush=True)
    return passed


def _python(arguments: Sequence[str], environment: dict[str, str]) -> int:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
