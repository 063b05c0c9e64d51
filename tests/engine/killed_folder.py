"""A process that takes a drop folder's files and dies by kill -9 after the commit, before the move."""

import os
import sys
from pathlib import Path

from posdesk.engine import folder as drop_folder
from posdesk.engine.folder import Folder
from posdesk.engine.intake import Intake
from posdesk.journal import Journal
from posdesk.settings import Settings
from tests.engine.receipt_making import TokenSecrets
from tests.journal.making import SetClock
from tests.support.processes import kill


def main(home: Path) -> None:
    """Take what is there; never returns where a file was to be moved."""
    clock = SetClock()
    Journal.migrate(home)
    journal = Journal(home, clock, "1")
    watch = Folder(home, Intake(Settings(), journal, TokenSecrets(), clock))
    drop_folder.moved = _die  # type: ignore[attr-defined]
    watch.look()
    clock.walk(2)
    watch.look()


def _die(path: Path, folder: Path) -> Path:
    kill(os.getpid())
    return folder / path.name


if __name__ == "__main__":
    main(Path(sys.argv[1]))
