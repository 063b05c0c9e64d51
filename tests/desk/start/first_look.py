"""`posdesk run` that tells itself at its first look: python -m tests.desk.start.first_look HOME.

Prints a line of JSON at the first look and one when the pages of every shift are there, then ends.
"""

import gc
import json
import linecache
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import posdesk
from posdesk import cli
from posdesk.desk import desk
from posdesk.desk.frame.late_page import LatePage
from posdesk.desk.late_pages import MODULES
from posdesk.desk.orders.model import BoardModel
from posdesk.host.ending import EndWanted

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject

_LOOKS_MS = 50
_OURS = Path(posdesk.__file__).parent  # by its whole path: a checkout may lie in a folder of the same name


class Told(desk.Desk):
    """Says what is there."""

    def run(self, then: Callable[[], None], settled: Callable[[], None], end: EndWanted) -> None:
        """See the desk."""
        self._paints = self._too_early = 0
        self.window.installEventFilter(self)
        super().run(then, settled, end)

    def _orders_read(self) -> None:
        self._too_early = self._paints
        super()._orders_read()

    def eventFilter(self, _: "QObject", event: "QEvent") -> bool:  # noqa: N802 - Qt's
        """Counts how often the window is painted."""
        self._paints += event.type().name == "Paint"
        return False

    def _looked(self) -> None:
        if self._then is not None:
            rows = self.orders.model.rows()
            shown = [lane.shown.placed for lane in self.orders.board.views.values()]
            self._tell(
                rows=len(rows),
                cards=sum(map(len, shown)),
                looked_at=_looked_at(self.orders.model),
                paints=self._paints,
                too_early=self._too_early,
                bands=sum(band._button is not None for band in self.window.shell.bands.all),
            )
        super()._looked()

    def settle(self) -> None:
        """See the desk."""
        is_first = bool(self._rest)
        super().settle()
        if is_first:
            self._begin_to_wait()

    def _settle_on(self) -> None:
        is_last = len(self._rest) == 1
        super()._settle_on()
        if is_last:
            self._begin_to_wait()

    def _begin_to_wait(self) -> None:
        from PySide6.QtCore import QTimer  # after the desk: see there

        self._waits = QTimer(self, interval=_LOOKS_MS)
        self._waits.timeout.connect(self._end_once_made)
        self._waits.start()

    def _end_once_made(self) -> None:
        pages = self.pages
        if self._engine.has_listened and all(
            each.made for each in (pages.sync, pages.pickup, pages.hours, pages.shift)
        ):
            self._waits.stop()
            self._tell()
            signal.raise_signal(signal.SIGTERM)

    def _tell(self, **more: int) -> None:
        made = [name for name, each in vars(self.pages).items() if isinstance(each, LatePage) and each.made]
        ahead = [name.split(".")[-2] for name in MODULES.values() if name in self.pages.tried]
        modules: dict[str, Any] = sys.modules
        loaded = sorted(name for name, each in modules.items() if each is not None)
        said = {
            "made": made,
            "ahead": sorted(ahead),
            "frozen": gc.get_freeze_count(),
            "looked_through": len(gc.get_objects()),
            "modules": loaded,
            "sources": _sources_kept(),
            "collects": gc.isenabled(),
            "engine": self._engine.is_alive,
            **more,
        }
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def _sources_kept() -> int:
    """Files of ours whose text this process holds."""
    return sum(Path(name).is_relative_to(_OURS) for name in linecache.cache)


def _looked_at(model: BoardModel) -> int:
    return sum(row._facts is not None for row in model.rows())


def main(home: Path) -> int:
    """Run it until its second word."""
    desk.BLANK_MS = 60_000  # type: ignore[misc]  # this machine may be busy
    desk.Desk = Told  # type: ignore[misc]  # the app makes the one that stands there
    return cli.main(["run", "--home", str(home)])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
