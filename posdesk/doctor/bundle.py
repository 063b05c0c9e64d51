"""The diagnostic file: a zip without secrets and personal data, written whole or not at all."""

import contextlib
import json
import os
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import tomlkit

from posdesk.doctor.machine import versions_found
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.privacy import BLANK, names_secret, plain_address, without_phones
from posdesk.errors import CredentialsError, DiskError, SettingsError
from posdesk.host import logs, private
from posdesk.journal.files import has_own_name
from posdesk.journal.rescue import checkup
from posdesk.settings import settings
from posdesk.settings.credentials import known_names


class Scrubber:
    """Knows the secrets in use, and blanks them wherever they stand."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        """`hide` takes the secrets out of a text."""
        self._hide, self._user = hide, str(Path.home())

    def text(self, text: str) -> str:
        """The text without secrets, its phone numbers masked."""
        return without_phones(self._hide(text).replace(self._user, "~"))  # its name is a person's

    def settings(self, text: str) -> str:
        """Settings without comments, with secrets-like keys blanked; of a broken file only that it is."""
        try:
            held = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            return self.text(f"# not TOML: {error}\n")
        return self.text(tomlkit.dumps(_blanked(held)))


def _blanked(held: Mapping[str, object]) -> dict[str, object]:
    return {key: BLANK if _is_secret(key, value) else _value(value) for key, value in held.items()}


def _is_secret(key: str, value: object) -> bool:
    return names_secret(key) and not isinstance(value, Mapping)


def _value(value: object) -> object:
    if isinstance(value, Mapping):
        return _blanked(value)
    if isinstance(value, list):
        return [_value(each) for each in value]
    return plain_address(value) if isinstance(value, str) else value


_Member = tuple[str, str]


def write(target: Path, snapshot: Snapshot, reports: Mapping[str, str]) -> None:
    """`reports` are the texts of the look by their names in the file.

    Raises SettingsError where the target is no file's name, DiskError where it can't be written.
    """
    if has_own_name(target) or not target.name or target.is_dir():
        raise SettingsError(f"{str(target)!r} is no file. Name one with --zip.")
    try:
        with private.whole(target) as draft, _scrubbing(snapshot) as scrubber:
            told = _members(snapshot, reports, scrubber)
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
def _scrubbing(snapshot: Snapshot) -> Iterator[Scrubber]:
    """Knows the secrets by their values; none where the keyring can't be asked."""
    with snapshot.credentials() as held:
        if snapshot.secrets is None:  # a desk's are at hand
            with contextlib.suppress(CredentialsError):
                held.read(known_names(snapshot.settings))
        yield Scrubber(held.hidden)


def _members(snapshot: Snapshot, reports: Mapping[str, str], scrubber: Scrubber) -> Iterator[_Member]:
    yield from reports.items()
    yield "versions.json", json.dumps(versions_found(), indent=2)
    yield from _settings(snapshot.home, scrubber)
    yield from _of_journal(snapshot)
    yield from _logs(snapshot.home)


def _settings(home: Path, scrubber: Scrubber) -> Iterator[_Member]:
    with contextlib.suppress(OSError):
        text = (home / settings.FILE_NAME).read_text(encoding="utf-8", errors="replace")
        yield settings.FILE_NAME, scrubber.settings(text)


def _of_journal(snapshot: Snapshot) -> Iterator[_Member]:
    """Counts by state and the end of the audit trail; what a damaged journal can't say is named."""
    if snapshot.facts is None or not snapshot.facts.is_readable:
        return
    try:
        counted = checkup.look(snapshot.journal, checkup.counts)
        lines = checkup.look(snapshot.journal, checkup.last_audit_lines)
    except DiskError as error:
        yield "journal.txt", str(error)
        return
    yield "journal.json", json.dumps({"version": snapshot.facts.version, "counts": counted}, indent=2)
    yield "audit.jsonl", "".join(f"{line}\n" for line in lines)


def _logs(home: Path) -> Iterator[_Member]:
    """Every log there is, one that is being turned over just then left out."""
    for path in sorted((home / logs.FOLDER).glob("*.log*")):
        with contextlib.suppress(OSError):
            yield f"{logs.FOLDER}/{path.name}", path.read_text(encoding="utf-8", errors="backslashreplace")
