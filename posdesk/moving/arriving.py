"""On the new PC: a packed file is proven by its code and laid ready; the next start takes it over.

A start takes it over before anything is opened, and what was cut off there is done again by the next one:
settings, then seals, then the journal, whose restore is one move; the file goes last.
"""

import contextlib
import logging
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from posdesk import sealing
from posdesk.errors import DiskError, MoveError, MoveFault
from posdesk.host import disk, private
from posdesk.journal import end_mark
from posdesk.journal.audit import audit, seals
from posdesk.journal.audit.sealing import Session
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.lock import HomeLock
from posdesk.journal.rescue import checkup, use
from posdesk.journal.rescue.restore import Restored, restore
from posdesk.moving import packed, waiting
from posdesk.moving.packed import Note
from posdesk.settings import settings

log = logging.getLogger(__name__)
WAITING = waiting.FILE_NAME
_BEFORE = "posdesk.before-move.toml"
_ACTOR = "move"


def lay_ready(home: Path, file: Path, code: str, keep: Callable[[str, str], object]) -> Note:
    """Prove a packed file, keep the seals' key by `keep(name, secret)`, and lay it ready for the next start.

    Raises MoveError for a wrong code or another file, and where this home has been worked in; DiskError,
    and what `keep` raises. Nothing is laid ready then.
    """
    must_be_unused(home)
    packed.peek(file)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with private.whole(home / WAITING) as draft:
            shutil.copyfile(file, draft)
            found = packed.opened(draft, code)  # what is proven is what will be taken over
            if found.seal_key:
                keep(seals.secret_name(found.note.journal), found.seal_key)
    except OSError as error:
        raise DiskError(f"{file} can't be copied to {home}: {error.strerror or error}.") from error
    return found.note


def must_be_unused(home: Path) -> None:
    """Raises MoveError where orders, receipts or shifts of its own would be replaced."""
    journal = home / FILE_NAME
    if journal.is_file() and checkup.look(journal, use.is_worked_in):
        raise MoveError(
            "This PC has orders, receipts or shifts of its own: another shop's would take their place."
            " Move to a PC on which posdesk is new.",
            MoveFault.WORKED_IN,
        )


def take_over(home: Path, now: datetime) -> Restored | None:
    """Take over what lies ready, before anything of this home is opened; None where nothing does.

    Where orders came in here since it was laid ready they stay, and the file goes: it is on its stick still.
    Raises DiskError, HomeInUse; the file stays, and the next start tries again.
    """
    file = home / WAITING
    if not file.is_file():
        return None
    with HomeLock(home):
        try:
            restored = None if _is_anothers(home, file) else _taken_over(home, file, now)
            if restored is None:
                _note_refused(home, now)
            disk.remove(file)
        except (OSError, MoveError) as error:
            raise DiskError(f"What was packed on the old PC can't be taken over: {error}") from error
    if restored is not None:
        counted = restored.orders, restored.open
        log.info("move: taken over: %d orders, %d open actions wait for a person", *counted)
    return restored


def _is_anothers(home: Path, file: Path) -> bool:
    """Whether the journal here was worked in and is not the one that was packed."""
    journal = home / FILE_NAME
    if not journal.is_file() or not checkup.look(journal, use.is_worked_in):
        return False
    return checkup.look(journal, end_mark.id_of) != packed.peek(file).journal


def _note_refused(home: Path, now: datetime) -> None:
    log.error("move: not taken over: orders, receipts or shifts came in here since it was laid ready")
    with sealing.sealed(home, _ACTOR):
        audit.write_beside(home / FILE_NAME, now, "move.refused", _ACTOR, WAITING)


def _taken_over(home: Path, file: Path, now: datetime) -> Restored:
    _take_settings(home, file)
    copy = home / f"{packed.PREFIX}{packed.JOURNAL}"
    try:
        if not _unpacked(file, packed.JOURNAL, copy):
            raise MoveError(f"{file} holds no journal. Pack it once more.", MoveFault.NOT_OURS)
        if _unpacked(file, packed.SEALS, home / seals.FILE_NAME):
            session = Session(home, _ACTOR)  # the lines of the restore are ours, behind a clean end
            checkup.look(copy, lambda db: session.begin(db, now))
        return restore(copy, home / FILE_NAME, now, _ACTOR)
    finally:
        with contextlib.suppress(OSError):
            disk.remove(copy)


def _take_settings(home: Path, file: Path) -> None:
    """What was entered here before is kept beside it."""
    path, before = home / settings.FILE_NAME, home / _BEFORE
    if path.is_file() and not before.exists():
        with private.whole(before) as draft:
            shutil.copyfile(path, draft)
    _unpacked(file, packed.SETTINGS, path)


def _unpacked(file: Path, name: str, target: Path) -> bool:
    """One of its files in place of what is there, whole; whether it has it."""
    if not packed.has(file, name):
        return False
    with private.whole(target) as draft:
        packed.unpack(file, name, draft)
    return True
