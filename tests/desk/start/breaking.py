"""`posdesk run` with a part that can't be made: python -m tests.desk.start.breaking HOME PART.

PART is a method of the desk that makes something after the first look, or a page of every shift. Prints when
this version counts as one that works, and ends once nothing is left to be made.
"""

import signal
import sys
from pathlib import Path

from posdesk import app, cli
from posdesk.desk import desk, late_pages
from posdesk.desk.frame.late_page import LatePage

CAME_UP = "came up"


def _breaks(*_self: object) -> None:
    raise ImportError("a file of the program is missing")


class Pages(late_pages.LatePages):
    """Ends the desk once it makes no page by itself any more."""

    def _make_next(self) -> None:
        super()._make_next()
        if not self._by_themselves.isActive():
            made = [each.number for each in vars(self).values() if isinstance(each, LatePage) and each.made]
            sys.stdout.write(f"made {sorted(made)}\n")
            sys.stdout.flush()
            signal.raise_signal(signal.SIGTERM)


def _came_up() -> None:
    sys.stdout.write(f"{CAME_UP}\n")
    sys.stdout.flush()


def main(home: Path, part: str) -> int:
    """Run it until it ends."""
    setattr(desk.Desk if hasattr(desk.Desk, part) else Pages, part, _breaks)
    vars(desk)["LatePages"] = Pages  # the desk makes the one that stands there
    app._came_up = _came_up
    return cli.main(["run", "--home", str(home)])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
