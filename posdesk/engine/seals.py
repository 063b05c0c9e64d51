"""At each heartbeat the audit trail's end is sealed, where the keyring has given the key (product row 61).

It runs beside everything else: no order, no press and no heartbeat waits for the keyring or for a seal.
"""

import asyncio
import logging
import secrets as random_words
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from posdesk.domain.clock import Clock
from posdesk.domain.journal_health import WELL, TrailDoubt
from posdesk.engine.loop import Second, until_look_s
from posdesk.engine.status import StatusBoard
from posdesk.errors import CredentialsError, DiskError, PosdeskError
from posdesk.host.logs import OnceLog
from posdesk.journal import Journal, end_mark
from posdesk.journal.audit import seals
from posdesk.journal.audit.sealing import Ready, Session
from posdesk.journal.journal import Database
from posdesk.journal.transaction import Job
from posdesk.settings.credentials import Credentials

log = logging.getLogger(__name__)
BEAT_S = 10.0
ASK_AGAIN_S = 30.0  # a keyring that gave no key
KEY_BYTES = 32
PATIENCE_S = 5.0  # for what is written to the journal at the end


class Seals:
    """Seals while the engine runs; the first look at the trail, and at all its seals, comes before that."""

    def __init__(
        self,
        journal: Journal,
        secrets: Credentials,
        status: StatusBoard,
        clock: Clock,
        session: Session | None = None,
    ) -> None:
        """`session` began at the start. Nothing is looked at before `run`."""
        self._journal, self._secrets, self._status, self._clock = journal, secrets, status, clock
        self._session = session or Session(journal.path.parent, "engine")
        self._ask_at = clock.monotonic()
        self._looked: str | None = None
        self._seen = self._walked = WELL
        self._name, self._once = "", OnceLog(log)

    async def run(self) -> None:
        """Look and seal until cancelled."""
        while True:
            await self.beat()
            await asyncio.sleep(until_look_s(BEAT_S, Second.SEALS))

    async def beat(self) -> None:
        """Ask for the key if it is not at hand, check the trail if it was not checked with it yet, seal."""
        try:
            if not self._name:
                self._name = await asyncio.to_thread(self._journal.read, _name_of)
            secret = await self._key(self._name)
            if self._looked is None or self._looked != (secret or ""):
                await asyncio.to_thread(self._session.note_again, self._clock.now())
                await self._look(secret)
            await asyncio.to_thread(self._note_and_seal, secret)
        except (DiskError, OSError, TimeoutError) as error:
            self._once.warn_alone(f"seals: the audit trail can't be sealed: {error}")

    async def _look(self, secret: str | None) -> None:
        verdict = await asyncio.to_thread(self._journal.read, lambda db: self._session.look(db, secret))
        self._looked = secret or ""
        self._seen = TrailDoubt(verdict.doubt, verdict.line)
        self._tell()
        if not verdict.is_whole:
            log.error("audit: the trail was changed: %s at line %d", verdict.doubt, verdict.line)

    def secret(self) -> str | None:
        """The key, None while it is not at hand."""
        return self._secrets.get(self._name) if self._name else None

    def walked(self, found: TrailDoubt) -> None:
        """A walk through all lines came to its end; what it found stays told whatever a look sees."""
        self._walked = found
        self._tell()

    def _tell(self) -> None:
        self._status.trail(self._walked if self._seen == WELL else self._seen)

    async def _key(self, name: str) -> str | None:
        """The secret of this journal's seals; the first one is made where the keyring says there is none."""
        if self._secrets.get(name) is None and self._clock.monotonic() >= self._ask_at:
            self._ask_at = self._clock.monotonic() + ASK_AGAIN_S
            try:
                await self._secrets.refresh([name])
                if self._secrets.get(name) is None:
                    made = random_words.token_hex(KEY_BYTES)
                    await _unwaited(partial(self._secrets.set, name, made))
            except CredentialsError as error:
                self._once.warn_alone(f"seals: the audit trail is not sealed: {error}")
        return self._secrets.get(name)

    def now(self) -> None:
        """Seal, if the key is at hand; in whatever thread. Raises nothing."""
        try:
            secret = self._secrets.get(self._name)
            if secret is not None:
                self._seal(secret)
        except (DiskError, OSError, TimeoutError) as error:
            self._once.warn_alone(f"seals: the audit trail can't be sealed: {error}")

    def _note_and_seal(self, secret: str | None) -> None:
        """In one thread."""
        self._session.note_again(self._clock.now())
        if secret is not None:
            self._seal(secret)

    def _seal(self, secret: str) -> None:
        """Where nothing came to the trail since, it is only read: at rest the writer's thread sleeps on."""
        is_old = self._journal.read(self._session.is_sealed)
        write = partial(_written, self._journal)
        if not is_old and not self._session.seal(write, secret, self._clock.now()):
            self._looked = None  # a line that was sealed is another one now: the next beat says what is wrong
        self._once.warn_alone("")


async def _unwaited(work: Callable[[], None]) -> None:
    """In a thread that no end waits for: a keyring may ask for a password first. Raises what `work` does."""
    done: Future[None] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it raises belongs to its future
            done.set_exception(error)
        else:
            done.set_result(None)

    threading.Thread(target=run, name="posdesk-seal-key", daemon=True).start()
    await asyncio.wrap_future(done)


def seal_end(journal: Journal, secrets: Credentials, session: Session) -> None:
    """At the end of a run, when all is written: a last seal, if the key is at hand. Raises nothing."""
    try:
        secret = secrets.get(journal.read(_name_of))
        if secret is not None:
            session.seal(partial(_written, journal), secret, journal.now(), is_end=True)
    except (PosdeskError, OSError, TimeoutError) as error:
        log.warning("seals: the end of the audit trail can't be sealed: %s", error)


def _name_of(db: Database) -> str:
    """The keyring's name for the key of this journal's seals."""
    return seals.secret_name(end_mark.id_of(db))


def _written(journal: Journal, job: Job[Ready | None]) -> Ready | None:
    return journal.write(job).result(PATIENCE_S)
