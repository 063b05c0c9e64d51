"""`posdesk run` with a part that can't be made: python -m tests.desk.start.breaking HOME PART.

PART is a method of the desk that makes something after the first look, or a page of every shift. Prints when
this version counts as one that works, and what a window says of a failed start, which it closes. Ends once
nothing is left to be made.
"""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from posdesk import app, cli
from posdesk.desk import desk, late_pages, start_failed
from posdesk.desk.frame.late_page import LatePage
from posdesk.errors import PosdeskError

CAME_UP, SAID = "came up", "said"
_LOOKS_MS = 50


def _breaks(*_self: object) -> None:
    raise ImportError("a file of the program is missing")


class Told(desk.Desk):
    """Somebody reads what its windows say."""

    def say_start_failed(self, error: PosdeskError, home: Path) -> None:
        """See the desk."""
        reads = QTimer(self, interval=_LOOKS_MS)
        reads.timeout.connect(_close_dialog)
        reads.start()
        super().say_start_failed(error, home)
        reads.stop()


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


def _close_dialog() -> None:
    """As a person would who has read it."""
    box = QApplication.activeModalWidget()
    if isinstance(box, start_failed.StartFailed):
        sys.stdout.write(f"{SAID}: {box.text}\n")
        sys.stdout.flush()
        box.reject()


def main(home: Path, part: str) -> int:
    """Run it until it ends."""
    setattr(Told if hasattr(Told, part) else Pages, part, _breaks)
    vars(desk)["LatePages"] = Pages  # the desk makes the one that stands there
    desk.Desk = Told  # type: ignore[misc]  # the app makes the one that stands there
    app._came_up = _came_up
    return cli.main(["run", "--home", str(home)])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
