"""`posdesk backup` and `posdesk restore`: what they do, and the sentences they end with."""

import logging
from datetime import datetime
from pathlib import Path

from posdesk import sealing
from posdesk.errors import DiskError, SettingsError
from posdesk.host.command_line import command_actor
from posdesk.host.disk import real_path
from posdesk.host.progress import on_stderr
from posdesk.journal import backup
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.lock import HomeLock
from posdesk.journal.rescue.restore import Restored, restore

log = logging.getLogger(__name__)


def back_up(home: Path, target: Path | None, now: datetime) -> str:
    """Copy a home's journal, beside a running desk or without one. Raises SettingsError, DiskError."""
    journal = home / FILE_NAME
    if not journal.is_file():
        raise SettingsError(f"{home} holds no journal. Name the right folder with --home.")
    if target is None:
        target = backup.target_of(home, now)
        with sealing.sealed(home, "backup"):
            _copy(journal, target)
            _note(journal, now, target.name)  # there is one now, be an old one removed or not
        backup.rotate(home, now)
    else:
        _check_target(target, journal)
        with sealing.sealed(home, "backup"):
            _copy(journal, target)
            _note(journal, now, target.name)
    return f"the journal is backed up in {target} ({target.stat().st_size // 1024} KiB)"


def _copy(journal: Path, target: Path) -> None:
    with on_stderr("The backup", "KiB") as line:
        backup.copy(journal, target, progress=line)


def _note(journal: Path, now: datetime, name: str) -> None:
    """Who has a copy now. A disk that takes no line is the very one to make a copy of: it is only logged."""
    try:
        audit.write_beside(journal, now, "journal.backed_up", command_actor(), name)
    except DiskError as error:
        log.warning("backup: %s", error)


def _check_target(target: Path, journal: Path) -> None:
    """A copy over the journal itself, or over what SQLite keeps beside it, would be its end."""
    if target.is_dir() or not target.name:
        raise SettingsError(f"{target} is a folder. Name a file with -o.")
    own = {journal.with_name(journal.name + part) for part in ("", "-wal", "-shm")}
    if real_path(target) in {real_path(each) for each in own}:
        raise SettingsError(f"{target} is the journal itself. Name another file with -o.")


def restore_from(home: Path, file: Path, now: datetime, *, after_set_back: bool = False) -> str:
    """Put a backup in place of a home's journal. Raises SettingsError, HomeInUse, DiskError."""
    if not file.is_file():
        raise SettingsError(f"{file} is no file. Name a backup; they are kept in {home / backup.FOLDER}.")
    with (
        sealing.sealed(home, "restore", replaces=True),
        HomeLock(home),
        on_stderr("The restore", "KiB") as line,
    ):
        journal = home / FILE_NAME
        restored = restore(file, journal, now, command_actor(), after_set_back=after_set_back, progress=line)
        return _told(restored, file)


def _told(restored: Restored, file: Path) -> str:
    lines = [f"restored from {file}: {restored.orders} orders{_newest(restored.newest)}"]
    if restored.open:
        lines.append(
            f"{restored.open} actions were open then and may have been sent since: each waits for a person,"
            " nothing is sent again by itself"
        )
    if not restored.is_all:
        lines.append(
            "what came in after the backup is not in it: compare with the platforms' own pages; what is left"
            " of hours up to now is reported, and receipts handed in again are sent, when a person says so"
        )
    if restored.audit_broken_at is not None:
        lines.append(f"its audit trail is broken at line {restored.audit_broken_at}")
    if restored.kept is not None:
        lines.append(f"the journal that was there is kept at {restored.kept}")
    return "\n".join(lines)


def _newest(at: datetime | None) -> str:
    return f", the newest of {at:%Y-%m-%d %H:%M}" if at is not None else ""
