"""The long mode: `python -m tests.faults --runs N --seed S [--at-once 3] [--faults locked,power,…]`.

Seeds S, S+1, … each in a process and a folder of their own. `--runs 1` replays one. Exit code 1 where a law
was broken; the figures are printed at the end.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults import power
from tests.faults.plan import TROUBLES, Trouble, plan_of
from tests.support import preload
from tests.support.paths import ROOT

SEED_WITHIN_S = 400.0


@dataclass(frozen=True, slots=True)
class Options:
    """What is to be run."""

    runs: int
    first: int
    at_once: int
    faults: tuple[Trouble, ...]
    short: bool
    keep: Path | None = None
    reports: Path | None = None
    until: float = math.inf  # by the monotonic clock: no seed begins after it


def reports(options: Options, folder: Path) -> Iterator[dict[str, Any]]:
    """Each seed's report, as it ends."""
    library = power.built(folder) if preload.compiler() and Trouble.POWER in options.faults else None
    with ThreadPoolExecutor(options.at_once) as pool:
        seeds = range(options.first, options.first + options.runs)
        running = [pool.submit(_report, seed, options, folder, library) for seed in seeds]
        for each in as_completed(running):
            report = each.result()
            if report is not None:
                yield report


def _report(seed: int, options: Options, folder: Path, library: Path | None) -> dict[str, Any] | None:
    if time.monotonic() > options.until:
        return None
    own = folder / f"seed-{seed}"
    own.mkdir()
    allowed = [trouble for trouble in options.faults if library or trouble is not Trouble.POWER]
    line = [sys.executable, "-m", "tests.faults.one_seed", "--seed", str(seed), "--folder", str(own)]
    line += ["--faults", ",".join(allowed), *(["--short"] if options.short else [])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if library and plan_of(seed, allowed, short=options.short).has_power_cut:
        environment |= power.recorded(library, own / "record", own / "home" / "journal.sqlite")
    try:
        done = subprocess.run(
            line, cwd=ROOT, env=environment, capture_output=True, timeout=SEED_WITHIN_S, check=False
        )
        report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        report = {"seed": seed, "broken": [f"the seed did not end within {SEED_WITHIN_S:.0f} s"]}
    except (ValueError, IndexError):
        report = {"seed": seed, "broken": [f"no report: {done.stderr.decode(errors='replace')[-2000:]}"]}
    if not report["broken"] and options.keep is None:
        _forget(own)
    return report


def _forget(folder: Path) -> None:
    """What a seed left behind is not needed where every invariant held."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the seeds and print what became of them."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder:
        return _run(options, options.keep or Path(folder))


def _run(options: Options, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    if Trouble.POWER in options.faults and preload.compiler() is None:
        _say("no C compiler here: no power cuts")
    counts: Counter[str] = Counter()
    runs = bad = 0
    for report in reports(options, folder):
        _note(report, options.reports)
        runs, bad = runs + 1, bad + bool(report["broken"])
        counts["kills"] += len(report.get("killed_at", ()))
        counts.update(f"killed at {point}" for point in report.get("killed_at", ()))
        counts.update(report.get("counts", {}))
        _say(f"seed {report['seed']}: {report.get('seconds', 0):.1f} s", *report["broken"])
    for name, count in sorted(counts.items()):
        _say(f"{name}: {count}")
    _say(f"{runs} runs, {bad} with a broken law")
    return 1 if bad else 0


def _note(report: dict[str, Any], file: Path | None) -> None:
    if file is not None:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"{json.dumps(report)}\n")


def _say(*lines: str) -> None:
    sys.stdout.write("\n    ".join(lines) + "\n")
    sys.stdout.flush()


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=3)
    parser.add_argument("--faults", default=",".join(TROUBLES), help="of these troubles only")
    parser.add_argument("--short", action="store_true", help="two lives a seed")
    parser.add_argument("--keep", type=Path, help="a folder for what each seed leaves behind")
    parser.add_argument("--reports", type=Path, help="a file that each seed's report is appended to, as JSON")
    parser.add_argument("--within", type=float, default=math.inf, help="seconds after which no seed begins")
    given = parser.parse_args(arguments)
    faults = tuple(Trouble(name) for name in given.faults.split(",") if name)
    until = time.monotonic() + given.within
    kept = (given.keep, given.reports)
    return Options(given.runs, given.seed, given.at_once, faults, given.short, *kept, until)


if __name__ == "__main__":
    sys.exit(main())
