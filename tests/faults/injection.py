"""Faults put into a program under test from outside: points at which it dies, shorter waits, a wrong clock.

Nothing of it stands in the product's code: `arm` changes modules as they are imported. FAULTS_KILL is
"point:count" (the process ends itself with SIGKILL when it gets there the count-th time), FAULTS_TRACE the
file that is told of it, FAULTS_CLOCK a file with the seconds that the wall clock is ahead, FAULTS_MEEK makes
root obey file permissions, FAULTS_TRUST the certificate of an authority that is trusted besides the system's,
FAULTS_DNS a file that is there while no name is found, FAULTS_LISTENER one that closes the listening socket.
FAULTS_WIPE lets a month go by for whatever has ended: it is due to be wiped, and a day lasts ten seconds.
"""

import asyncio
import ctypes
import importlib.abc
import importlib.machinery
import os
import socket
import sqlite3
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache, partial, wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.support.processes import kill

KILL, TRACE, CLOCK, MEEK = "FAULTS_KILL", "FAULTS_TRACE", "FAULTS_CLOCK", "FAULTS_MEEK"
TRUST, DNS, PLATFORMS = "FAULTS_TRUST", "FAULTS_DNS", "platforms.test"
LISTENER, WIPE = "FAULTS_LISTENER", "FAULTS_WIPE"
DAY_S = 10
ANSWER_WITHIN_S = 2.5
SECOND_LOOK = timedelta(seconds=2)
_reached: Counter[str] = Counter()
_lock = threading.Lock()


def reach(point: str) -> None:
    """Die here, if this is the point and the count that was asked for."""
    wanted, _, count = os.environ.get(KILL, "").rpartition(":")
    if not point or point != wanted:
        return
    with _lock:
        _reached[point] += 1
        if _reached[point] == int(count):
            _tell(point)
            kill(os.getpid())


def _tell(point: str) -> None:
    trace = os.open(os.environ[TRACE], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.write(trace, f"{point}\n".encode())
    os.close(trace)


class Watched(sqlite3.Connection):
    """A connection whose commits, migrations and backups are points."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """See sqlite3."""
        if sql == "COMMIT":
            reach("commit.before")
        done = super().execute(sql, *values)
        if sql == "COMMIT":
            reach("commit.after")
        return done

    def executescript(self, sql: str) -> sqlite3.Cursor:
        """See sqlite3; statement by statement."""
        for statement in _statements(sql):
            super().execute(statement)
            reach("migration.statement")
        return self.cursor()

    def backup(self, target: sqlite3.Connection, **options: Any) -> None:
        """See sqlite3; in small pieces."""
        asked = options.get("progress") or (lambda *_: None)

        def progress(*counts: int) -> None:
            reach("backup.piece")
            asked(*counts)

        super().backup(target, **(options | {"pages": 4, "progress": progress}))
        reach("backup.after")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for piece in script.split(";"):
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _put(owner: Any, **values: object) -> None:
    """Put these in place of what is there: a name that has moved on would change nothing, unnoticed."""
    for name, value in values.items():
        getattr(owner, name)
        setattr(owner, name, value)


def _before(point: str, owner: Any, name: str) -> None:
    _around(owner, name, before=point)


def _around(owner: Any, name: str, before: str = "", after: str = "") -> None:
    real = getattr(owner, name)

    @wraps(real)
    def watched(*args: Any, **kwargs: Any) -> Any:
        reach(before)
        done = real(*args, **kwargs)
        reach(after)
        return done

    setattr(owner, name, watched)


def _around_async(owner: Any, name: str, before: str = "", after: str = "") -> None:
    real = getattr(owner, name)

    @wraps(real)
    async def watched(*args: Any, **kwargs: Any) -> Any:
        reach(before)
        done = await real(*args, **kwargs)
        reach(after)
        return done

    setattr(owner, name, watched)


def _schema(module: ModuleType) -> None:
    real = sqlite3.connect
    _put(module, sqlite3=_Namespace(sqlite3, connect=partial(real, factory=Watched)))


def _backup(module: ModuleType) -> None:
    _schema(module)
    _around(module, "check", after="backup.checked")
    _around(module, "sync_folder", after="backup.named")
    _around(module, "rotate", after="backup.rotated")
    _put(module, is_due=_is_due(module.backups))


def _compressed(module: ModuleType) -> None:
    _around(module, "compress", before="backup.unpacked", after="backup.compressed")


def _is_due(backups: Callable[[Path], Any]) -> Callable[[Path, datetime], bool]:
    """A backup each three seconds."""

    def is_due(home: Path, now: datetime) -> bool:
        made = [each.made_at for each in backups(home) if each.made_at <= now]
        return not made or now - made[-1] > timedelta(seconds=3)

    return is_due


def _backups(module: ModuleType) -> None:
    _put(module, LOOK_S=1.0, RESERVE_BYTES=0, AGAIN_S=1.0)


def _wiping(module: ModuleType) -> None:
    _put(module, QUIET_S=0.2, HEARD_WITHIN_S=0.5, QUIET_WITHIN_S=2.0, BATCH=3, AGAIN_S=1.0)
    if os.environ.get(WIPE):
        _put(module, day_of=partial(_day_of, length_s=DAY_S))


def _day_of(now: datetime, *, length_s: int) -> date:
    return date.fromordinal(int(now.timestamp()) // length_s % 3_000_000 + 1)


def _wiped_rows(module: ModuleType) -> None:
    _around(module, "wipe", after="wipe.batch")
    _around(module, "empty_wal", before="wipe.truncate")
    if os.environ.get(WIPE):
        silent = timedelta(days=120)
        _put(module.WipeDue, of=lambda now, _: module.WipeDue(now + timedelta(days=1), now - silent))


def _rewriting(module: ModuleType) -> None:
    _around(module, "rewrite", before="wipe.rewrite", after="wipe.rewritten")


def _wiping_clock(module: ModuleType) -> None:
    _around(module, "end_day", before="wipe.day")


def _exchange(module: ModuleType) -> None:
    _around(module, "copy_of", after="restore.copied")
    _around(module, "put_in_place", before="exchange.begin", after="exchange.done")
    _around(module, "finish", before="exchange.ready")
    _around(module, "set_aside", after="exchange.aside")


def _trust(module: ModuleType) -> None:
    real = module.system_trust

    @cache  # it is read for each platform otherwise, which is much of a short life
    def system_trust() -> ssl.SSLContext:
        context: ssl.SSLContext = real()
        if os.environ.get(TRUST):
            context.load_verify_locations(cafile=os.environ[TRUST])
        return context

    _put(module, system_trust=system_trust)


def be_resolver() -> None:
    """The platforms' name is this machine's, unless no name is found."""
    gone, real = Path(os.environ[DNS]), socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **named: Any) -> Any:
        if host in {PLATFORMS, PLATFORMS.encode()}:
            if gone.exists():
                raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            host = "127.0.0.1"
        return real(host, *args, **named)

    socket.getaddrinfo = getaddrinfo


class _Namespace:
    """A module with some names changed."""

    def __init__(self, module: ModuleType, **changed: Any) -> None:
        self.__dict__.update(vars(module) | changed)


def _lock_file(module: ModuleType) -> None:
    _around(module.HomeLock, "__enter__", after="start.locked")


def _journal(module: ModuleType) -> None:
    _around(module.Journal, "__init__", after="start.journal_open")
    _around(module.Journal, "close", before="stop.journal", after="stop.journal_closed")


def _door(module: ModuleType) -> None:
    _around(module, "bind", after="start.bound")
    _around(module, "write_address", after="start.listening")


def _listener(module: ModuleType) -> None:
    """The listening socket is closed once a file is there, which then goes; in the loop, as a loop would."""
    real, wish = module.Acceptor.accept_from, Path(os.environ.get(LISTENER, ""))

    def watch(bound: socket.socket) -> None:
        if bound.fileno() >= 0 and wish.exists():
            bound.close()
            wish.unlink()
        if bound.fileno() >= 0:
            asyncio.get_running_loop().call_later(0.05, watch, bound)

    async def accept_from(self: Any, bound: socket.socket) -> None:
        await real(self, bound)
        watch(bound)

    if os.environ.get(LISTENER):
        module.Acceptor.accept_from = accept_from


def _engine(module: ModuleType) -> None:
    _before("stop.asked", module.Engine, "stop")


def _parts(module: ModuleType) -> None:
    _around_async(module.Parts, "end", before="stop.parts", after="stop.listener")


def _sender(module: ModuleType) -> None:
    _around_async(module.Sender, "_park", before="stop.park", after="stop.parked")


def _folder(module: ModuleType) -> None:
    _around(module, "moved", before="folder.move_before", after="folder.move_after")


def _http(module: ModuleType) -> None:
    _put(module, TOTAL_S=ANSWER_WITHIN_S)
    real = module.post

    async def post(http: Any, call: Any, clock: Any, limit_s: float = ANSWER_WITHIN_S) -> Any:
        reach("send.before")
        sending = asyncio.ensure_future(real(http, call, clock, limit_s))
        if os.environ.get(KILL, "").startswith("send.amid"):
            await asyncio.sleep(0.004)
            reach("send.amid")
        done = await sending
        reach("send.after")
        return done

    _put(module, post=post)
    _trust(module)


def _schedule(module: ModuleType) -> None:
    _put(module, LONGEST_WAIT_S=2.0, REST_S=1.5)


def _hour(module: ModuleType) -> None:
    _put(module, SECOND_LOOK=SECOND_LOOK)


def _hours(module: ModuleType) -> None:
    _put(module, TICK_S=2.0)


def _routes(module: ModuleType) -> None:
    _put(module.HourRoute, pace_s=0.02)


def _keys(module: ModuleType) -> None:
    _put(module, MISSING_EVERY_S=0.5, ROTATED_EVERY_S=2.0)


def _guard(module: ModuleType) -> None:
    _put(module, BEAT_S=0.5)


def _end_mark(module: ModuleType) -> None:
    _around(module, "write", before="mark.before", after="mark.after")
    _around(module, "know", after="mark.known")


def _seals(module: ModuleType) -> None:
    _around(module, "append", before="seal.before", after="seal.after")


def _supervisor(module: ModuleType) -> None:
    _put(module, FIRST_PAUSE_S=0.3, LONGEST_PAUSE_S=2.0)


def _clock(module: ModuleType) -> None:
    path, real = Path(os.environ.get(CLOCK, "")), module.SystemClock.now

    def now(self: Any) -> datetime:
        moment: datetime = real(self)
        try:
            return moment + timedelta(seconds=float(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return moment

    if os.environ.get(CLOCK):
        module.SystemClock.now = now


CHANGES: dict[str, Callable[[ModuleType], None]] = {
    "posdesk.journal.schema": _schema,
    "posdesk.journal.backup": _backup,
    "posdesk.journal.compressed": _compressed,
    "posdesk.journal.rescue.exchange": _exchange,
    "posdesk.journal.lock": _lock_file,
    "posdesk.journal.journal": _journal,
    "posdesk.engine.listening.listener_socket": _door,
    "posdesk.engine.engine": _engine,
    "posdesk.engine.listening.http_server": _listener,
    "posdesk.engine.parts": _parts,
    "posdesk.engine.sending.sender": _sender,
    "posdesk.engine.listening.folder": _folder,
    "posdesk.engine.sending.schedule": _schedule,
    "posdesk.engine.sending.hours": _hours,
    "posdesk.engine.backups": _backups,
    "posdesk.engine.wiping": _wiping,
    "posdesk.journal.wiping.wiping": _wiped_rows,
    "posdesk.journal.wiping.rewriting": _rewriting,
    "posdesk.journal.wiping.wiping_clock": _wiping_clock,
    "posdesk.engine.sending.routes": _routes,
    "posdesk.engine.keys": _keys,
    "posdesk.engine.home_guard": _guard,
    "posdesk.journal.end_mark": _end_mark,
    "posdesk.journal.audit.seals": _seals,
    "posdesk.engine.loop": _supervisor,
    "posdesk.platforms.http": _http,
    "posdesk.domain.books.hour": _hour,
    "posdesk.domain.clock": _clock,
}


class _Loader(importlib.abc.Loader):
    """Loads a module as it is, then changes it, before anybody has taken a name out of it."""

    def __init__(self, real: importlib.abc.Loader) -> None:
        self._real = real

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._real.exec_module(module)
        CHANGES[module.__name__](module)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in CHANGES:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        assert spec is not None
        assert spec.loader is not None
        spec.loader = _Loader(spec.loader)
        return spec


def be_meek() -> None:
    """Root without its right to write what it may not write; others are meek already."""
    if os.geteuid() == 0:
        header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        ctypes.CDLL(None, use_errno=True).capset(header, none)


def arm() -> None:
    """Change what is imported from now on, as the environment says."""
    if os.environ.get(MEEK):
        be_meek()
    if os.environ.get(DNS):
        be_resolver()
    sys.meta_path.insert(0, _Finder())
