"""Before a release: all tests by Python for Windows, under wine, and what came of them into the README.

    .venv/bin/python installer/release.py               all, then the README's line
    .venv/bin/python installer/release.py tests/demo    these alone, and the README stays as it is

As root on Debian 12 or newer, x86-64; takes about an hour.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import windows_tests

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
LINE = re.compile(r"tried under wine 10, never on a real Windows(?: \([^)]*\))?")
_COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped|deselected|xfailed|xpassed)\b")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many tests passed, failed, and were left out: what can't run on Windows or by wine."""

    passed: int = 0
    failed: int = 0
    left_out: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.passed + other.passed, self.failed + other.failed, self.left_out + other.left_out)

    def __str__(self) -> str:
        return f"{self.passed:,} tests passed, {self.failed:,} failed, {self.left_out:,} left out"


class ReleaseError(Exception):
    """The result can't be known or written down; the message says why."""


def main(arguments: Sequence[str]) -> int:
    """Runs the tests; 0 where all passed, 1 where one failed, 2 where the result is not known."""
    try:
        wanted = [list(arguments)] if arguments else portions(ROOT / "tests")
        total = sum((outcome_on_windows(words) for words in wanted), Outcome())
        if not arguments:
            write_line(README, total, datetime.now().astimezone().date())
    except ReleaseError as error:
        print(f"posdesk: {error}", file=sys.stderr)
        return 2
    print(f"on Windows: {total}")
    return 1 if total.failed else 0


def portions(tests: Path) -> Iterator[list[str]]:
    """The arguments of each pytest: a folder with tests, then the files that are in none."""
    for folder in sorted(path for path in tests.iterdir() if path.is_dir()):
        if any(folder.rglob("test_*.py")):
            yield [folder.relative_to(tests.parent).as_posix()]
    yield [path.relative_to(tests.parent).as_posix() for path in sorted(tests.glob("test_*.py"))]


def outcome_on_windows(words: Sequence[str]) -> Outcome:
    """Runs these and prints what pytest says. Raises ReleaseError where it broke off."""
    print(f"\non Windows: {' '.join(words)}", flush=True)
    ended = windows_tests.run_on_windows([*words, "-q"], kept=True)
    print(ended.stdout, flush=True)
    return outcome_of(ended.stdout)


def outcome_of(output: str) -> Outcome:
    """What pytest's last line counts. Raises ReleaseError where there is none: pytest broke off."""
    last = output.rstrip().rpartition("\n")[2]
    found = {name: int(number) for number, name in _COUNTED.findall(last)}
    if not found or not re.search(r" in [\d.]+s", last):
        raise ReleaseError(f"the tests on Windows broke off, their last line is: {last!r}")
    failed = sum(found.get(name, 0) for name in ("failed", "error", "errors", "xpassed"))
    left_out = sum(found.get(name, 0) for name in ("skipped", "deselected", "xfailed"))
    return Outcome(found.get("passed", 0), failed, left_out)


def write_line(readme: Path, outcome: Outcome, day: date) -> None:
    """Puts the result behind the README's words about wine. Raises ReleaseError where they stand not once."""
    text = readme.read_text(encoding="utf-8")
    words = f"tried under wine 10, never on a real Windows ({day.isoformat()}: {outcome})"
    text, times = LINE.subn(words, text)
    if times != 1:
        raise ReleaseError(f"{readme.name} says {times} times 'tried under wine 10, never on a real Windows'")
    readme.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
