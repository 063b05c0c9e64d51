"""The diagnostic file: a zip without secrets and personal data, written whole or not at all."""

import contextlib
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from posdesk.doctor import report
from posdesk.doctor.finding import Finding
from posdesk.doctor.machine import versions_found
from posdesk.doctor.patient import Patient
from posdesk.doctor.scrub import Scrubber
from posdesk.errors import CredentialsError, DiskError, SettingsError
from posdesk.host import logs, private
from posdesk.journal.files import has_own_name
from posdesk.journal.rescue import checkup
from posdesk.settings import settings
from posdesk.settings.credentials import Credentials, known_names

_Member = tuple[str, str]


def write(target: Path, patient: Patient, findings: Sequence[Finding]) -> None:
    """Raises SettingsError where the target is no file's name, DiskError where it can't be written."""
    if has_own_name(target) or not target.name or target.is_dir():
        raise SettingsError(f"{str(target)!r} is no file. Name one with --zip.")
    try:
        with private.whole(target) as draft, _scrubbing(patient) as scrubber:
            told = _members(patient, findings, scrubber)
            _write(draft, ((name, scrubber.text(text)) for name, text in told))
    except OSError as error:
        why = error.strerror or error
        raise DiskError(f"{target} can't be written: {why}. Name another place with --zip.") from error


def _write(draft: Path, members: Iterator[_Member]) -> None:
    with private.create(draft) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in members:
                packed.writestr(name, text.encode("utf-8", "backslashreplace"))
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _scrubbing(patient: Patient) -> Iterator[Scrubber]:
    """Knows the secrets by their values; none where the keyring can't be asked."""
    with contextlib.closing(Credentials()) as held:
        with contextlib.suppress(CredentialsError):
            held.read(known_names(patient.settings))
        yield Scrubber(held.hidden)


def _members(patient: Patient, findings: Sequence[Finding], scrubber: Scrubber) -> Iterator[_Member]:
    yield "doctor.zh.txt", report.as_text(findings, report.CHINESE)
    yield "doctor.en.txt", report.as_text(findings, report.ENGLISH)
    yield "doctor.json", report.as_json(findings, patient.home, patient.now)
    yield "versions.json", json.dumps(versions_found(), indent=2)
    yield from _settings(patient.home, scrubber)
    yield from _of_journal(patient)
    yield from _logs(patient.home)


def _settings(home: Path, scrubber: Scrubber) -> Iterator[_Member]:
    with contextlib.suppress(OSError):
        text = (home / settings.FILE_NAME).read_text(encoding="utf-8", errors="replace")
        yield settings.FILE_NAME, scrubber.settings(text)


def _of_journal(patient: Patient) -> Iterator[_Member]:
    """Counts by state and the end of the audit trail; what a damaged journal can't say is named."""
    if patient.facts is None or not patient.facts.is_readable:
        return
    try:
        counted = checkup.look(patient.journal, checkup.counts)
        lines = checkup.look(patient.journal, checkup.last_audit_lines)
    except DiskError as error:
        yield "journal.txt", str(error)
        return
    yield "journal.json", json.dumps({"version": patient.facts.version, "counts": counted}, indent=2)
    yield "audit.jsonl", "".join(f"{line}\n" for line in lines)


def _logs(home: Path) -> Iterator[_Member]:
    """Every log there is, one that is being turned over just then left out."""
    for path in sorted((home / logs.FOLDER).glob("*.log*")):
        with contextlib.suppress(OSError):
            yield f"{logs.FOLDER}/{path.name}", path.read_text(encoding="utf-8", errors="backslashreplace")
