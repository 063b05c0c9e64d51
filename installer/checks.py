"""Every check of the project and every test: what `start.py test` runs inside .venv.

The run of everything is cut into parts, four of which run at once, as many tests wait: for a window, for
engines and platforms or between a scanner's keys. The checks are one part, the tests on Windows another
(windows_tests.py), the tests that mostly wait (marked `waits`) a third; each has a screen of its own. All of
them run, whatever failed before. A line is printed as it is said, behind its part's name; each test that
failed is named once more below all, and then the parts.

The run of everything has one order of the tests and one choice of hypothesis' examples, so that a failure is
there the next time, too; a run of some tests (`start.py test tests/desk`) comes after the checks, and draws
new ones each time.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Thread
from typing import IO

import windows_tests
from windows_tests import SAME_EACH_TIME

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("posdesk", "tests", "installer")
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as c; c(['--no-logo'])"
CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": ("-m", "ruff", "check", "--quiet", *PLACES),
    "ruff format": ("-m", "ruff", "format", "--quiet", "--check", *PLACES),
    "mypy --strict": ("-m", "mypy"),
    "import contracts": ("-c", LINT_IMPORTS),
}
WAITS = "waits"
PARTS: dict[str, tuple[str, ...]] = {
    "desk": ("tests/desk",),
    "journal": ("tests/journal",),
    "engine": ("tests/engine",),
    "stories": ("tests/story",),
    "rest": (),
    "programs": ("tests/demo", "tests/doctor", "tests/guides", "tests/updates"),
}
"""The folders of a part; the one without any has what is in none. In this order all end at about one time."""
OWN_SCREEN = ("-m", "tests.support.session", sys.executable) if sys.platform == "linux" else ()
AT_ONCE = 4  # on two cores: both have something to do while a part waits, and no test waits too long for one
LAST_WORDS_S = 10.0
FAILURES = (b"FAILED ", b"ERROR ")  # how pytest's summary names a test that did not pass


def main(arguments: Sequence[str]) -> int:
    """Runs all, `arguments` going to pytest; returns 0 only where everything passed."""
    if arguments:
        failed = [name for name, command in CHECKS.items() if _python(name, command)]
        environment = {**os.environ, "POSDESK_FAILED_CHECKS": ", ".join(failed)}
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode or bool(failed)
    return _everything()


def _everything() -> int:
    """Every part; the first exit code that is one of a failure, 0 where all passed."""
    not_passed: list[str] = []
    tests = (partial(_tests, part, not_passed) for part in (WAITS, *PARTS))
    jobs = [_checks, partial(_on_windows, not_passed), *tests]
    codes: dict[str, int] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for ended in pool.map(lambda job: job(), jobs):
            codes |= ended
    for failure in not_passed:
        print(failure, flush=True)
    failed = [name for name, code in codes.items() if code]
    print(f"FAILED: {', '.join(failed)}" if failed else "all passed", flush=True)
    return next(filter(None, codes.values()), 0)


def _checks() -> dict[str, int]:
    return {name: _python(name, command) for name, command in CHECKS.items()}


def _on_windows(not_passed: list[str]) -> dict[str, int]:
    code = _python("windows", (str(ROOT / "installer" / "windows_tests.py"),), not_passed)
    return {"tests on Windows": 0 if code == windows_tests.NOT_HERE else code}


def _tests(part: str, not_passed: list[str]) -> dict[str, int]:
    """A part's tests, on a screen of their own; which of them failed goes into `not_passed`."""
    which = WAITS if part == WAITS else f"not {WAITS}"
    command = (*OWN_SCREEN, "-m", "pytest", "-m", which, "-p", "no:cacheprovider", *SAME_EACH_TIME)
    return {part: _python(part, (*command, *_places(part)), not_passed)}


def _places(part: str) -> tuple[str, ...]:
    """What pytest is to look through."""
    if part == WAITS:
        return _where_it_waits()
    listed = [place for places in PARTS.values() for place in places]
    return PARTS.get(part) or tuple(f"--ignore={place}" for place in listed)


def _where_it_waits() -> tuple[str, ...]:
    """The files that name the mark, and the folders whose conftest.py gives it: few of all."""
    marked = (file for file in (ROOT / "tests").rglob("*.py") if f"mark.{WAITS}" in file.read_text("utf-8"))
    places = (file.parent if file.name == "conftest.py" else file for file in marked)
    return tuple(sorted(str(place.relative_to(ROOT)) for place in places))


def _python(name: str, arguments: Sequence[str], not_passed: list[str] | None = None) -> int:
    """Runs a Python program and says how it went; what it says is printed line by line meanwhile."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    teller = Thread(target=_tell, args=(name, process.stdout, not_passed), daemon=True)
    teller.start()
    code = process.wait()
    teller.join(LAST_WORDS_S)  # longer where a program that was left behind holds the pipe's other end
    print(f"{name}: {_verdict(code)}, {time.monotonic() - began:.0f} s", flush=True)
    return code


def _tell(name: str, output: IO[bytes], not_passed: list[str] | None) -> None:
    with output:
        for line in output:
            said = f"{name} | {line.decode(errors='replace').rstrip()}"
            print(said, flush=True)
            if not_passed is not None and line.startswith(FAILURES):
                not_passed.append(said)


def _verdict(code: int) -> str:
    return {0: "passed", windows_tests.NOT_HERE: "not run"}.get(code, "FAILED")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
