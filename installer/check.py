"""The whole walk of an installer, from nothing to removed, killed at each step: before a release, not in CI.

    .venv/bin/python installer/check.py debian [DEB]        about twenty minutes, on a quiet PC
    .venv/bin/python installer/check.py windows [SETUP]
    .venv/bin/python installer/check.py update DEB          an update of that build, with kills, and back

As root on Debian 12 or newer, x86-64, in a checkout in which the tests can run. Without a file one is built.
"""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYSTEMS = {
    "debian": "debian_acceptance",
    "windows": "acceptance",
    "update": "update_walk",
}  # each has main(arguments)


def main(arguments: Sequence[str]) -> int:
    """Runs a system's walk; 0 where all held, 1 where something did not, 2 for wrong use."""
    if not arguments or arguments[0] not in SYSTEMS:
        print(__doc__, file=sys.stderr)
        return 2
    sys.path[:0] = [str(HERE), str(HERE / arguments[0])]
    walk = importlib.import_module(SYSTEMS[arguments[0]])
    return int(walk.main(arguments[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
