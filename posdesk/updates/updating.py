"""An update from looking to switching, as a person starts it in Settings or by `posdesk update`."""

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posdesk import __version__
from posdesk.host import disk
from posdesk.host.progress import Progress, silent
from posdesk.journal import backup, schema
from posdesk.journal.audit import audit
from posdesk.updates import installed, keys, launcher, manifest, taking
from posdesk.updates.installed import Installed
from posdesk.updates.manifest import Manifest
from posdesk.updates.refusals import UpdateRefused, Why
from posdesk.updates.source import Source, source_of

UPDATED, WENT_BACK = "program.updated", "program.went_back"
LOCK = "update.lock"  # in our own root


@dataclass(frozen=True, slots=True)
class Offer:
    """An update that is proven and fits this PC, and where its package lies."""

    manifest: Manifest
    source: Source


def look(
    home: Path,
    place: str,
    now: datetime,
    *,
    running: Installed | None = None,
    known: Sequence[bytes] | None = None,
    trust: ssl.SSLContext | None = None,
) -> Offer:
    """What lies at a place, without taking it. Nothing is called where no place is set, or no key is here.

    `running` is by whom this posdesk was started, `known` the keys in place of the build's. Raises
    UpdateRefused, DiskError.
    """
    trusted = keys.of_build() if known is None else known
    if not trusted:
        raise UpdateRefused(Why.NO_KEYS)
    source, name = source_of(place, trust), manifest.file_name(manifest.this_system())
    found = manifest.proven(source.read(name, manifest.MOST_BYTES), trusted, name)
    ours = running.next_version if running is not None else __version__
    manifest.must_fit(found, installed.here(home, ours), now)
    return Offer(found, source)


def update(
    home: Path,
    offer: Offer,
    found: Installed,
    clock: Callable[[], datetime],
    *,
    actor: str,
    progress: Progress = silent,
) -> Path | None:
    """Take an update and switch to it: it is what starts next. Returns the journal's backup, if there is one.

    Raises UpdateRefused, DiskError, Cancelled; then what ran goes on as it was.
    """
    with _alone(found):
        manifest.must_fit(offer.manifest, installed.here(home, found.next_version), clock())
        installed.must_be_closed(home)
        taking.take(offer.manifest, offer.source, found, progress)
        installed.must_be_closed(home)  # copying took its time
        kept = _backed_up(home, clock())
        version = offer.manifest.version
        with _noted(home, clock(), UPDATED, actor, f"{found.next_version} > {version}"):
            launcher.switch(found.places, version)
    return kept


def go_back(home: Path, found: Installed, now: datetime, actor: str) -> str:
    """Switch to the former version: it is what starts next, and the journal stays. Returns the version.

    Raises UpdateRefused where there is no way back, DiskError.
    """
    with _alone(found):
        former = installed.way_back(found, home)
        with _noted(home, now, WENT_BACK, actor, f"{found.next_version} > {former}"):
            launcher.give_up(found.places, former)
    return former


@contextmanager
def _alone(found: Installed) -> Iterator[None]:
    """One at a time: another's copy would take the package's place between its hash and its run."""
    try:
        with launcher.held(found.places.own / LOCK) as is_ours:
            if not is_ours:
                raise UpdateRefused(Why.BUSY)
            yield
    except OSError as error:
        raise UpdateRefused(Why.DISK, reason=disk.why(error)) from error


@contextmanager
def _noted(home: Path, now: datetime, what: str, actor: str, name: str) -> Iterator[None]:
    """In the audit trail before it is done, and that it failed."""
    _note(home, now, what, actor, name)
    try:
        yield
    except OSError as error:
        _note(home, now, f"{what}.failed", actor, name)
        raise UpdateRefused(Why.DISK, reason=disk.why(error)) from error


def _backed_up(home: Path, now: datetime) -> Path | None:
    """A copy among the home's backups. Nothing of ours ever puts it back by itself."""
    journal = home / schema.FILE_NAME
    if not journal.is_file():
        return None
    target = backup.target_of(home, now)
    backup.copy(journal, target)
    return target


def _note(home: Path, now: datetime, what: str, actor: str, name: str) -> None:
    journal = home / schema.FILE_NAME
    if journal.is_file():
        audit.write_beside(journal, now, what, actor, name)
