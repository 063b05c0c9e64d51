"""Measures and prints; judges nothing. `python -m tests.bench --help` says what can be chosen."""

import argparse
import compileall
import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figures import ALL
from tests.bench.measuring import Bench, Figure, Result, measure
from tests.bench.report import as_json, lines, row
from tests.support.paths import ROOT


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; 0, or 2 where a name is unknown.

    Ended by SIGTERM it leaves nothing running.
    """
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    options = _parser().parse_args(arguments)
    chosen = [figure for figure in ALL if _wanted(figure, options)]
    if not chosen:
        known = ", ".join(figure.name for figure in ALL)
        sys.stderr.write(f"no figure has such a name; there are: {known}\n")
        return 2
    compileall.compile_dir(ROOT / "posdesk", quiet=1)  # as an installed one is
    results = list(_measured(chosen, options.runs))
    if options.json:
        options.json.write_text(json.dumps([as_json(each) for each in results], indent=1), encoding="utf-8")
    if options.table:
        _say("| figure | measured | load |", "|---|---|---|", *map(row, results))
    return 0


def _measured(chosen: Sequence[Figure], runs: int) -> Sequence[Result]:
    results = []
    with tempfile.TemporaryDirectory(prefix="posdesk-bench-") as folder:
        for figure in chosen:
            results.append(measure(figure, Bench(Path(folder), runs)))
            _say(*lines(results[-1]))
    return results


def _wanted(figure: Figure, options: argparse.Namespace) -> bool:
    if options.only:
        return any(figure.name.startswith(name) for name in options.only)
    return bool(figure.once == options.long)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="What posdesk costs, as ratios."
    )
    parser.add_argument("--only", action="append", metavar="NAME", help="figures whose name begins so")
    parser.add_argument("--long", action="store_true", help="those that take minutes, once each")
    parser.add_argument("--runs", type=int, default=5, help="how often each side is measured (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all values, as JSON")
    parser.add_argument("--table", action="store_true", help="ends with the table for the README")
    return parser


def _say(*words: str) -> None:
    for line in words:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
