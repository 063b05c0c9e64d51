"""`posdesk doctor`: looks at everything, says it, and ends with a number that scripts can read."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from posdesk.doctor import (
    access,
    bundle,
    files,
    machine,
    online,
    printers,
    report,
    running,
    sounds,
    wiping,
    work,
)
from posdesk.doctor.report import Finding
from posdesk.doctor.snapshot import Snapshot, snapshot_of
from posdesk.domain.clock import SystemClock

_Look = Callable[[Snapshot], Finding | None]
_IN_THE_HOME: tuple[_Look, ...] = (
    files.settings_file,
    files.home_folder,
    access.home,
    access.till_folder,
    access.not_taken,
    files.disk,
    files.journal,
    files.audit_trail,
    files.seal,
    files.mark,
    files.backup,
    running.process,
    running.listener,
)
_IN_THE_JOURNAL: tuple[_Look, ...] = (
    work.signatures,
    work.received,
    work.refused,
    work.gaps,
    work.losses,
    wiping.personal_data,
    work.waiting,
    work.halted,
    work.till_clocks,
)
_IN_THE_MACHINE: tuple[_Look, ...] = (
    sounds.sound,
    printers.printers,
    machine.scanner,
    machine.resources,
    machine.versions,
)


def examine(home: Path, *, language: str, as_json: bool, ask_online: bool, target: Path | None) -> int:
    """Print the report, as JSON for machines, and write the diagnostic file if a target is named.

    Returns 0 for all well, 1 where something needs a person, 2 for wrong settings. Raises SettingsError and
    DiskError for a target that can't be written.
    """
    snapshot = snapshot_of(home, SystemClock())
    findings = tuple(findings_of(snapshot, ask_online=ask_online))
    chosen = report.language_of(language, snapshot.settings.desk.language)
    text = report.as_json(findings, home, snapshot.now) if as_json else report.as_text(findings, chosen)
    sys.stdout.write(text)
    sys.stdout.flush()
    if target is not None:
        bundle.write(target, snapshot, findings)
    return report.exit_code(findings)


def findings_of(snapshot: Snapshot, *, ask_online: bool = False) -> Iterator[Finding]:
    """Every part's line, in the order in which they are read."""
    yield from _looked(_IN_THE_HOME, snapshot)
    yield from machine.keyring(snapshot)
    yield online.transport(snapshot)
    yield from _looked(_IN_THE_JOURNAL, snapshot)
    asked = online.ask(snapshot.settings, snapshot.clock) if ask_online else {}
    if ask_online:
        yield online.platforms(asked)
    yield work.clock(snapshot, {name: each.skew_s for name, each in asked.items() if each.skew_s is not None})
    yield from _looked(_IN_THE_MACHINE, snapshot)


def _looked(looks: tuple[_Look, ...], snapshot: Snapshot) -> Iterator[Finding]:
    return (finding for look in looks if (finding := look(snapshot)) is not None)
