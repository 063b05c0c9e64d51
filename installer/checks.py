"""Every check of the project, one after the other, then the tests: what `start.py test` runs inside .venv.

All of them run, whatever failed before; pytest comes last and its summary names the checks that failed.
Tests that mostly wait for engines and platforms (marked `waits`) run beside the others, in a pytest of their
own whose output comes after theirs.

The run of everything has one order of the tests and one choice of hypothesis' examples, so that a failure is
there the next time, too; a run of some tests (`start.py test tests/desk`) draws new ones each time.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("posdesk", "tests", "installer")
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as c; c(['--no-logo'])"
SAME_EACH_TIME = ("--randomly-seed=20261122", "--hypothesis-profile=replay")
CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": ("-m", "ruff", "check", "--quiet", *PLACES),
    "ruff format": ("-m", "ruff", "format", "--quiet", "--check", *PLACES),
    "mypy --strict": ("-m", "mypy"),
    "import contracts": ("-c", LINT_IMPORTS),
}


def main(arguments: Sequence[str]) -> int:
    """Runs all, `arguments` going to pytest; returns 0 only where everything passed."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    environment = {**os.environ, "POSDESK_FAILED_CHECKS": ", ".join(failed)}
    tests = _some(arguments, environment) if arguments else _all(environment)
    return tests or (1 if failed else 0)


def _some(arguments: Sequence[str], environment: dict[str, str]) -> int:
    return _python(("-m", "pytest", *arguments), environment)


def _all(environment: dict[str, str]) -> int:
    """Every test, in two pytests at once; the first failing one's exit code, 0 where both passed."""
    waiting = [sys.executable, "-m", "pytest", "-m", "waits", "-p", "no:cacheprovider", *SAME_EACH_TIME]
    with (
        tempfile.TemporaryFile() as output,
        subprocess.Popen(waiting, cwd=ROOT, env=environment, stdout=output, stderr=output) as beside,
    ):
        others = _some(("-m", "not waits", *SAME_EACH_TIME), environment)
        waited = beside.wait()
        output.seek(0)
        print(output.read().decode(errors="replace"), flush=True)
    return others or waited


def _passes(name: str, command: Sequence[str]) -> bool:
    passed = _python(command, dict(os.environ)) == 0
    print(f"{name}: {'passed' if passed else 'FAILED'}", flush=True)
    return passed


def _python(arguments: Sequence[str], environment: dict[str, str]) -> int:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
