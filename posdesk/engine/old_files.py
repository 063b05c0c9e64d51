"""Files with personal data that have lain in a home for long enough: they go once a day, after the backup.

Tills' files in done/, and copies of the journal, each once it is itself as old as a row may be. Never the
newest whole backup, a copy that an unread loss names, what lies in rejected/, another's file, or a link.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from posdesk.domain.clock import Clock, in_china
from posdesk.domain.status import Keeping
from posdesk.engine.listening.folder import DONE, is_tills
from posdesk.engine.listening.intake import shown_name
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.host import disk, private
from posdesk.journal import Journal
from posdesk.journal.audit import audit
from posdesk.journal.books import moved_files
from posdesk.journal.rescue import losses
from posdesk.journal.wiping import old_copies
from posdesk.journal.wiping.old_copies import Lying

log = logging.getLogger(__name__)
PATIENCE_S = 30.0  # for the line in the trail
_PAUSES_S = disk.PAUSES_S[:3]  # what a program has open for longer is tried again the next day


class OldFiles:
    """Removes them; what another program has open stays until the next day, and is told."""

    def __init__(
        self,
        home: Path,
        places: Sequence[Path],
        journal: Journal,
        status: StatusBoard,
        *,
        clock: Clock,
        keep_days: int,
    ) -> None:
        """`places` are the tills' folders. Nothing is looked at before `look`."""
        self._home, self._places, self._journal, self._status = home, places, journal, status
        self._clock, self._keep = clock, timedelta(days=keep_days)
        self._looked_on: date | None = None

    def keep_for(self, days: int) -> None:
        """Files stay for so many days from now on."""
        self._keep = timedelta(days=days)

    def look(self, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Remove what is too old, once a day by a clock that is believed. Not in the event loop.

        It ends after the file that it is at, where it does not go on.
        """
        now = self._clock.now()
        today = in_china(now).date()
        if self._looked_on == today:
            return
        try:
            old = tuple(self._due(now, goes_on))
        except DiskError as error:
            log.warning("files: what is too old can't be told: %s", error)
            return
        self._looked_on = today
        private.sweep(self._home)
        tried = [(each, _is_gone(each)) for each in old if goes_on()]
        self._tell([each for each, gone in tried if gone], [each for each, gone in tried if not gone])

    def _due(self, now: datetime, goes_on: Callable[[], bool]) -> Iterator[Lying]:
        handed = [each for place in self._places for each in self._handed_in(place, now)]
        for each in (*old_copies.copies(self._home, now), *handed):
            if each.since is None:
                _age_from_now(each, now)
        unread = {loss.kept for loss in self._journal.read(losses.open_ones)}
        yield from old_copies.due(self._home, now, self._keep, unread, goes_on)
        yield from (each for each in handed if old_copies.is_old(each, now, self._keep))

    def _handed_in(self, place: Path, now: datetime) -> Iterator[Lying]:
        """But for those that somebody may still write to."""
        watched = self._journal.read(partial(moved_files.of_folder, folder=shown_name(str(place / DONE))))
        names = {each.name for each in watched}
        yield from (each for each in handed_in(place, now) if each.path.name not in names)

    def _tell(self, gone: Sequence[Lying], left: Sequence[Lying]) -> None:
        self._status.keeping(
            Keeping(self._status.status.keeping.doubt, tuple(shown_name(each.path.name) for each in left))
        )
        if not gone:
            return
        copies = sum(bool(each.copy) for each in gone)
        receipts = len(gone) - copies
        log.info("files: too old and removed: %d copies of the journal, %d of tills", copies, receipts)
        audited = partial(audit.write, what="files.removed", copies=copies, receipts=receipts)
        try:
            self._journal.write(audited, later=True).result(PATIENCE_S)
        except (DiskError, TimeoutError) as error:
            log.warning("files: what was removed can't be written into the trail: %s", error)


def handed_in(place: Path, now: datetime) -> Iterator[Lying]:
    """Tills' files that were taken, in a drop folder's done/."""
    for path in old_copies.regular_files(place / DONE):
        if is_tills(path.name):
            yield Lying(path, old_copies.since_of(path, now))


def _is_gone(lying: Lying) -> bool:
    try:
        disk.remove(lying.path, pauses_s=_PAUSES_S)
    except OSError as error:
        log.warning("files: %r is too old and can't be removed: %s", lying.path.name, disk.why(error))
        return False
    return True


def _age_from_now(lying: Lying, now: datetime) -> None:
    with suppress(OSError):  # it is gone, or another account's: it is looked at again each day
        old_copies.age_from_now(lying, now)
