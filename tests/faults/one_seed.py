"""One seed in a process of its own; its report is one line of JSON on stdout."""

import argparse
import sys
import traceback
from pathlib import Path

from tests.faults.plan import TROUBLES, Trouble, plan_of
from tests.faults.run import Report, run


def main() -> int:
    """Run the seed; 0 where every invariant held."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--faults", default=",".join(TROUBLES))
    parser.add_argument("--short", action="store_true")
    given = parser.parse_args()
    allowed = [Trouble(name) for name in given.faults.split(",") if name]
    try:
        report = run(plan_of(given.seed, allowed, short=given.short), given.folder)
    except Exception:  # noqa: BLE001 - whatever it is, it is told
        report = Report(given.seed, [f"the run itself broke: {traceback.format_exc()}"])
    sys.stdout.write(f"{report.as_json()}\n")
    return 1 if report.broken else 0


if __name__ == "__main__":
    sys.exit(main())
