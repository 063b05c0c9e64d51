"""What is looked at: a home, its settings, and what its journal says at one moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from posdesk import sealing
from posdesk.domain.books.ledger import Misdated
from posdesk.domain.clock import Clock
from posdesk.domain.journal_health import Loss
from posdesk.domain.orders.refused import NOTHING, TurnedAway
from posdesk.domain.status import Gap
from posdesk.engine.listening import folder, tls
from posdesk.errors import DiskError, SettingsError
from posdesk.journal import end_mark, schema
from posdesk.journal.audit import seals, trail
from posdesk.journal.audit.seals import Entry
from posdesk.journal.audit.trail import TrailCheck
from posdesk.journal.end_mark import MarkFile
from posdesk.journal.heartbeats import Skew
from posdesk.journal.journal import FILE_NAME, Database
from posdesk.journal.rescue import checkup
from posdesk.journal.rescue.checkup import Marked, OpenWork
from posdesk.journal.wiping.wiping import WipeDue
from posdesk.journal.wiping.wiping_proof import OverdueOrders
from posdesk.settings import settings
from posdesk.settings.settings import Settings

WIPING_LATE = timedelta(hours=36)  # one a day, and a night's sleep


@dataclass(frozen=True, slots=True)
class Facts:
    """What the journal says; what a journal of another schema, or a damaged one, can't say is left out."""

    version: int
    damage: tuple[str, ...] = ()
    trail: TrailCheck | None = None
    received: dict[str, datetime] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    waiting: tuple[OpenWork, ...] = ()
    halted: frozenset[str] = frozenset()
    skews: dict[str, Skew] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    last_scan: datetime | None = None
    mark: Marked | None = None
    turned_away: TurnedAway = NOTHING
    misdated: tuple[Misdated, ...] = ()
    kept: OverdueOrders | None = None

    @property
    def is_readable(self) -> bool:
        """Whether its tables were asked."""
        return self.trail is not None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A home as the doctor finds it; `settings` are the defaults where the file can't be read.

    `no_seal_key` is why the keyring gives no key for the audit trail's seals.
    """

    home: Path
    clock: Clock
    settings: Settings
    settings_error: SettingsError | None = None
    facts: Facts | None = None
    journal_error: str = ""
    no_seal_key: str = ""

    @property
    def journal(self) -> Path:
        """The journal's file."""
        return self.home / FILE_NAME

    @property
    def now(self) -> datetime:
        """The PC's wall clock."""
        return self.clock.now()

    def age(self, moment: datetime) -> timedelta:
        """How long ago that was by the PC's clock, never less than nothing."""
        return max(timedelta(), self.now - moment)


def snapshot_of(home: Path, clock: Clock) -> Snapshot:
    """Look at a home; whatever is wrong with it stands in the snapshot. Raises nothing."""
    chosen = Settings()
    wrong: SettingsError | None = None
    try:
        chosen = settings.load(home)
        tls.check(chosen, home)
        folder.check(chosen, home)
    except SettingsError as error:
        wrong = error
    facts, failed = None, ""
    secret, no_key = _seal_key(home)
    try:
        facts = _facts_of(home / FILE_NAME, secret, chosen, clock.now())
    except (DiskError, OSError) as error:
        failed = str(error)
    return Snapshot(home, clock, chosen, wrong, facts, failed, no_key)


def _seal_key(home: Path) -> tuple[str | None, str]:
    """The key of the trail's seals, and why there is none; not asked for where nothing is sealed."""
    mark = end_mark.read(home).mark
    if mark is None or not seals.read(home):
        return None, ""
    return sealing.asked(seals.secret_name(mark.journal))


def _facts_of(path: Path, secret: str | None, chosen: Settings, now: datetime) -> Facts | None:
    if not path.exists():
        return None
    mark, entries = end_mark.read(path.parent), seals.read(path.parent)  # before the journal is asked
    asked = partial(_read, mark=mark, entries=entries, secret=secret, chosen=chosen, now=now)
    return checkup.look(path, asked)


def _read(
    db: Database,
    *,
    mark: MarkFile,
    entries: tuple[Entry, ...],
    secret: str | None,
    chosen: Settings,
    now: datetime,
) -> Facts:
    version, damage = checkup.version(db), checkup.damage(db)
    if damage or not schema.is_open_to_us(db):
        return Facts(version, damage)
    return Facts(
        version=version,
        trail=trail.verify(db, entries, secret),
        received=checkup.last_received(db),
        gaps=checkup.open_gaps(db, chosen.store.counter),
        waiting=checkup.waiting(db),
        halted=checkup.halted(db),
        skews=checkup.skews_noted(db),
        losses=checkup.losses_unread(db),
        last_scan=checkup.last_scan(db),
        mark=checkup.marked(db, mark),
        turned_away=checkup.turned_away(db),
        misdated=checkup.misdated_now(db, now),
        kept=checkup.kept(db, WipeDue.of(now - WIPING_LATE, chosen.store.keep_personal_days)),
    )
