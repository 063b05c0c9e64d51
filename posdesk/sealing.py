"""A command that writes to a journal seals its end, too, where no posdesk runs that would do it.

The keyring is asked when all is written, for a few seconds; where it gives no key, a note says that the
command's lines are not sealed.
"""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from posdesk.domain.clock import SystemClock
from posdesk.errors import CredentialsError, DiskError
from posdesk.journal.audit import sealing
from posdesk.journal.audit.sealing import Session
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.lock import holder_of
from posdesk.settings.credentials import PATIENCE_S, Credentials

log = logging.getLogger(__name__)


@contextlib.contextmanager
def sealed(home: Path, by: str, *, replaces: bool = False) -> Iterator[None]:
    """The time in which the command `by` writes; `replaces`: another journal may take this one's place."""
    session, clock, path = Session(home, by), SystemClock(), home / FILE_NAME
    if path.is_file() and not _engine_runs(home):
        with _only_logged():
            if replaces:
                session.begin_by_mark(clock.now())
            else:
                sealing.begin_beside(path, session, clock.now())
    try:
        yield
    finally:
        if path.is_file() and not _engine_runs(home):
            with _only_logged():
                sealing.end_beside(path, session, clock.now(), key)


def key(name: str) -> str | None:
    """The secret of a journal's seals, None where the keyring gives none within a few seconds."""
    return asked(name)[0]


def asked(name: str) -> tuple[str | None, str]:
    """The secret, and why the keyring gives none; empty where it answers that there is none."""
    with contextlib.closing(Credentials(PATIENCE_S)) as secrets:
        try:
            secrets.read([name])
        except CredentialsError as error:
            return None, str(error)
        return secrets.get(name), ""


def _engine_runs(home: Path) -> bool:
    try:
        return holder_of(home) is not None
    except DiskError:
        return False


@contextlib.contextmanager
def _only_logged() -> Iterator[None]:
    """What the command did is done: a seal that can't be made is no reason to call it failed."""
    try:
        yield
    except (DiskError, OSError) as error:
        log.warning("seals: %s", error)
