"""`posdesk doctor`: looks at everything, says it, and ends with a number that scripts can read."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from posdesk.doctor import (
    access,
    bundle,
    files,
    health,
    machine,
    online,
    printers,
    reach,
    report,
    running,
    sounds,
    windows_pc,
    wiping,
    work,
)
from posdesk.doctor.health_words import Line
from posdesk.doctor.report import Finding, Text
from posdesk.doctor.snapshot import Snapshot, snapshot_of
from posdesk.domain.clock import Clock, SystemClock
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings

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
    windows_pc.wall,
    windows_pc.account,
    reach.reach,
)
_IN_THE_JOURNAL: tuple[_Look, ...] = (
    work.signatures,
    work.received,
    reach.outside,
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
    machine.build,
    machine.versions,
)

_IN_DETAIL = Text("全部检查：", "All that was looked at:")
_LANGUAGES = {"zh": report.CHINESE, "en": report.ENGLISH}


def examine(home: Path, *, language: str, as_json: bool, ask_online: bool, target: Path | None) -> int:
    """Print the report, as JSON for machines, and write the diagnostic file if a target is named.

    Returns 0 for all well, 1 where something needs a person, 2 for wrong settings. Raises SettingsError and
    DiskError for a target that can't be written.
    """
    looked = look(home, SystemClock(), ask_online=ask_online)
    chosen = report.language_of(language, looked.snapshot.settings.desk.language)
    sys.stdout.write(looked.as_json() if as_json else looked.as_text(chosen))
    sys.stdout.flush()
    if target is not None:
        looked.write_zip(target)
    return report.exit_code(looked.findings)


@dataclass(frozen=True, slots=True)
class Looked:
    """One look: what was found, and a line a part. Page, command and diagnostic file say the same of it."""

    snapshot: Snapshot
    findings: tuple[Finding, ...]
    lines: tuple[Line, ...]

    def as_text(self, language: str) -> str:
        """The lines as the Health page has them, then all that was found."""
        lines = health.as_text(self.lines, self.snapshot.now, language)
        return f"{lines}\n{_IN_DETAIL.of(language)}\n{report.as_text(self.findings, language)}"

    def as_json(self) -> str:
        """The whole report for machines."""
        lines = health.as_facts(self.lines)
        return report.as_json(self.findings, self.snapshot.home, self.snapshot.now, lines)

    def write_zip(self, target: Path) -> None:
        """The diagnostic file. Raises SettingsError and DiskError for a target that can't be written."""
        texts = {f"doctor.{name}.txt": self.as_text(each) for name, each in _LANGUAGES.items()}
        bundle.write(target, self.snapshot, {**texts, "doctor.json": self.as_json()})


def look(
    home: Path,
    clock: Clock,
    *,
    given: Settings | None = None,
    secrets: Credentials | None = None,
    quick: bool = False,
    ask_online: bool = False,
) -> Looked:
    """Look at everything; not in a thread that must not wait. Raises nothing.

    `given` and `secrets` are a running desk's (see `snapshot_of`). `quick` leaves out what grows with the
    years.
    """
    snapshot = snapshot_of(home, clock, given=given, secrets=secrets, quick=quick)
    findings = tuple(findings_of(snapshot, ask_online=ask_online))
    return Looked(snapshot, findings, health.lines_of(snapshot, findings))


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
