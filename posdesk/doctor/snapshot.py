"""What is looked at: a home, its settings, and what its journal says at one moment."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from posdesk import sealing
from posdesk.doctor import relay
from posdesk.doctor.relay import RelayFacts
from posdesk.domain.books.hour import day_of
from posdesk.domain.books.ledger import Misdated
from posdesk.domain.clock import Clock
from posdesk.domain.disk_pace import DayRoom
from posdesk.domain.journal_health import Loss
from posdesk.domain.orders.refused import NOTHING, TurnedAway
from posdesk.domain.status import Gap
from posdesk.engine.listening import folder_place, tls
from posdesk.errors import DiskError, SettingsError
from posdesk.journal import disk_room, end_mark, schema
from posdesk.journal.audit import seals, trail
from posdesk.journal.audit.audit import Walk
from posdesk.journal.audit.seals import Entry
from posdesk.journal.audit.trail import TrailCheck
from posdesk.journal.end_mark import MarkFile
from posdesk.journal.heartbeats import Skew
from posdesk.journal.journal import FILE_NAME, Database
from posdesk.journal.orders import call_proofs
from posdesk.journal.orders.call_proofs import OutsideCall
from posdesk.journal.rescue import checkup, proofs
from posdesk.journal.rescue.checkup import Marked, OpenWork
from posdesk.journal.rescue.proofs import Proofs
from posdesk.journal.wiping.wiping import WipeDue
from posdesk.journal.wiping.wiping_proof import OverdueOrders
from posdesk.settings import settings
from posdesk.settings.credentials import COMMAND_PATIENCE_S, Credentials
from posdesk.settings.settings import Settings

WIPING_LATE = timedelta(hours=36)  # one a day, and a night's sleep


@dataclass(frozen=True, slots=True)
class Facts:
    """What the journal says; what a journal of another schema, or a damaged one, can't say is left out.

    `relay` is None in a store without one.

    A look that is quick leaves out what grows with the years: `trail`, `kept`, and whether it is damaged.
    """

    version: int
    damage: tuple[str, ...] = ()
    is_readable: bool = False
    trail: TrailCheck | None = None
    proofs: Proofs = field(default_factory=Proofs)
    received: dict[str, datetime] = field(default_factory=dict)
    outside: dict[str, OutsideCall] = field(default_factory=dict)
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
    disk_days: tuple[DayRoom, ...] = ()
    relay: RelayFacts | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A home as the doctor finds it; `settings` are the defaults where the file can't be read.

    `no_seal_key` is why the keyring gives no key for the audit trail's seals. `secrets` are a running desk's;
    without them the keyring is asked anew. `quick`: what grows with the years was not looked through.
    `is_given`: the settings are the desk's own, there is no posdesk.toml.
    """

    home: Path
    clock: Clock
    settings: Settings
    settings_error: SettingsError | None = None
    facts: Facts | None = None
    journal_error: str = ""
    no_seal_key: str = ""
    secrets: Credentials | None = None
    quick: bool = False
    is_given: bool = False

    @contextlib.contextmanager
    def credentials(self) -> Iterator[Credentials]:
        """The secrets of this home: the desk's, or the keyring's own for this look."""
        if self.secrets is not None:
            yield self.secrets
            return
        with contextlib.closing(Credentials(COMMAND_PATIENCE_S)) as own:
            yield own

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


def snapshot_of(
    home: Path,
    clock: Clock,
    *,
    given: Settings | None = None,
    secrets: Credentials | None = None,
    quick: bool = False,
) -> Snapshot:
    """Look at a home; whatever is wrong with it stands in the snapshot. Raises nothing.

    `given` are the settings of a desk whose home has no posdesk.toml: the demo's.

    `quick` reads neither the whole journal nor the whole trail: a few queries by their indexes.
    """
    chosen = Settings()
    wrong: SettingsError | None = None
    is_given = given is not None and not (home / settings.FILE_NAME).exists()
    try:
        chosen = given if is_given and given is not None else settings.load(home)
        tls.check(chosen, home)
        folder_place.check(chosen, home)
    except SettingsError as error:
        wrong = error
    facts, failed = None, ""
    secret, no_key = (None, "") if quick else _seal_key(home, secrets)
    try:
        facts = _facts_of(home / FILE_NAME, secret, chosen, clock.now(), quick=quick)
    except (DiskError, OSError) as error:
        failed = str(error)
    return Snapshot(home, clock, chosen, wrong, facts, failed, no_key, secrets, quick, is_given)


def _seal_key(home: Path, secrets: Credentials | None) -> tuple[str | None, str]:
    """The key of the trail's seals, and why there is none; not asked for where nothing is sealed."""
    mark = end_mark.read(home).mark
    if mark is None or not seals.read(home):
        return None, ""
    name = seals.secret_name(mark.journal)
    held = secrets.get(name) if secrets is not None else None
    return (held, "") if held else sealing.asked(name)


def _facts_of(
    path: Path, secret: str | None, chosen: Settings, now: datetime, *, quick: bool
) -> Facts | None:
    if not path.exists():
        return None
    walk = None
    if not quick:
        version, damage = checkup.look(path, checkup.version), checkup.look(path, checkup.damage)
        if damage or not checkup.look(path, schema.is_open_to_us):
            return Facts(version, damage)
        walk = checkup.walked(path, secret)
    mark, entries = end_mark.read(path.parent), seals.read(path.parent)  # before the journal is asked
    asked = partial(_read, mark=mark, entries=entries, secret=secret, chosen=chosen, now=now)
    return checkup.look(path, partial(asked, walk=walk))


def _read(
    db: Database,
    *,
    mark: MarkFile,
    entries: tuple[Entry, ...],
    secret: str | None,
    chosen: Settings,
    now: datetime,
    walk: Walk | None = None,
) -> Facts:
    """Without a `walk` the look is quick."""
    version, quick = checkup.version(db), walk is None
    if not schema.is_open_to_us(db):
        return Facts(version)
    due = WipeDue.of(now - WIPING_LATE, chosen.store.keep_personal_days)
    return Facts(
        version=version,
        is_readable=True,
        trail=None if quick else trail.news(db, entries, secret, walk),
        proofs=proofs.read(db, now, day_of(now, chosen.store.day_starts)[0]),
        received=checkup.last_received(db),
        outside=call_proofs.outside_calls(db),
        gaps=checkup.open_gaps(db, chosen.store.counter),
        waiting=checkup.waiting(db),
        halted=checkup.halted(db),
        skews=checkup.skews_noted(db),
        losses=checkup.losses_unread(db),
        last_scan=checkup.last_scan(db),
        mark=checkup.marked(db, mark),
        turned_away=checkup.turned_away(db),
        misdated=checkup.misdated_now(db, now),
        kept=None if quick else checkup.kept(db, due),
        disk_days=disk_room.noted(db),
        relay=relay.facts_of(db) if chosen.relay is not None else None,
    )
