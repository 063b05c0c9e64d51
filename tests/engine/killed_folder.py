"""A process that takes a drop folder's files and dies by kill -9 at one step of moving the first of them."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from posdesk.engine.listening import folder as drop_folder
from posdesk.engine.listening import moved_files
from posdesk.engine.listening.folder import Folder
from posdesk.engine.listening.intake import Intake
from posdesk.host import disk
from posdesk.journal import Journal
from posdesk.settings.settings import Settings
from tests.engine.receipt_making import TokenSecrets
from tests.journal.making import SetClock
from tests.support.processes import kill

STEPS = ("committed", "reserved", "watched", "moved")


def main(home: Path, step: str) -> None:
    """Take what is there; never returns where a file was to be moved."""
    clock = SetClock()
    Journal.migrate(home)
    journal = Journal(home, clock, "1")
    watch = Folder(home, Intake(Settings(), journal, TokenSecrets(), clock))
    _arm(step)
    watch.look()
    clock.walk(2)
    watch.look()


def _arm(step: str) -> None:
    if step == "committed":
        drop_folder.moved = _die  # type: ignore[attr-defined]
    elif step == "moved":
        drop_folder.moved = _dying_after(moved_files.moved)  # type: ignore[attr-defined]
    elif step == "reserved":
        moved_files._reserved = _dying_after(moved_files._reserved)
    else:
        disk.replace = _die


def _die(*_: object, **__: object) -> Any:
    kill(os.getpid())


def _dying_after(act: Callable[..., object]) -> Any:
    def done(*given: object) -> None:
        act(*given)
        _die()

    return done


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
