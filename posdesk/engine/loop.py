"""The engine's event loop, and how the parts in it are kept running.

The loop is asyncio's own over selectors, but names are looked up by threads of their own. Windows' usual
loop, the Proactor's, closes its *listening* socket when one connection was reset before it was accepted
(CPython gh-93821): one such connection ended the intake of orders. The selector loop goes on; there its
select() takes 512 sockets, so the listener holds fewer (see connection_limit.py).

Usually names share the few threads in which the journal is read. Each call looks its platform's name up, and
with DNS dead each look-up holds a thread for half a minute: reading stood still, and that looked like sleep.

A part that fails is started again, and the desk is told. Parts that follow the journal wait for an event that
its commits set, also those of other processes (see journal_watch.py). Nobody reads the journal by time alone.
"""

import asyncio
import contextlib
import logging
import select
import selectors
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from enum import IntEnum
from functools import partial
from typing import Any

from posdesk.domain.status import Trouble
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal, Notice

NAMES_AT_ONCE = 64
_Ready = list[tuple[selectors.SelectorKey, int]]


class SteadySelector(selectors.SelectSelector):
    """select(), which fails as a whole where a socket of it was closed from elsewhere: the loop would end.

    Other systems' selectors forget such a file by themselves. This one does so, too; whoever owned it finds
    out that nobody watches it any more (see socket_watch.py).
    """

    def select(self, timeout: float | None = None) -> _Ready:
        """See selectors."""
        try:
            return super().select(timeout)
        except (OSError, ValueError):
            gone = [key.fileobj for key in self.get_map().values() if not _can_be_asked(key.fd)]
            if not gone:
                raise
            for each in gone:
                self.unregister(each)
            return []


def _can_be_asked(fd: int) -> bool:
    try:
        select.select([fd], [], [], 0)
    except (OSError, ValueError):
        return False
    return True


def new_selector() -> selectors.BaseSelector:
    """What the engine's loop waits with on this system."""
    return SteadySelector() if sys.platform == "win32" else selectors.DefaultSelector()


class EngineLoop(asyncio.SelectorEventLoop):
    """See the module; `asyncio.Runner` makes and closes it."""

    def __init__(self) -> None:
        """No thread runs before a name is looked up."""
        self._watched, self._is_woken = new_selector(), False
        super().__init__(self._watched)
        self._names = ThreadPoolExecutor(NAMES_AT_ONCE, thread_name_prefix="names")

    def _write_to_self(self) -> None:
        """See asyncio. Who is to be woken already needs no second byte: a commit may have many to tell."""
        if not self._is_woken:
            self._is_woken = True
            super()._write_to_self()  # type: ignore[misc]  # what makes call_soon_threadsafe wake the loop

    def _read_from_self(self) -> None:
        """See asyncio. Only behind it: whoever comes before was heard, since what he wants stands ready."""
        super()._read_from_self()  # type: ignore[misc]
        self._is_woken = False

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing else is to be done now, nor was there to read when this turn of the loop began."""
        return not self._ready  # type: ignore[attr-defined]  # asyncio's own list of what is to be called

    def waits_for(self, fd: int) -> bool:
        """Whether the loop would notice that this file can be read."""
        key = self._watched.get_map().get(fd)
        return key is not None and bool(key.events & selectors.EVENT_READ)

    def watch_anew(self, fd: int) -> None:
        """Have the system watch what the loop waits for: of a file that was closed from elsewhere it forgot.

        Another that got the same number meanwhile would never be heard of.
        """
        key = self._watched.get_map().get(fd)
        if key is not None:
            self._watched.unregister(fd)
            self._watched.register(fd, key.events, key.data)

    def _make_socket_transport(
        self, sock: socket.socket, *more: Any, server: asyncio.Server | None = None, **named: Any
    ) -> Any:
        """See asyncio. Whoever was let in by a server that was closed at once is cut off.

        asyncio refuses such a connection by an assertion, and leaves it open: its caller waits for ever.
        Raises ConnectionAbortedError, of which asyncio tells nobody.
        """
        if server is not None and not server.sockets:
            sock.close()
            raise ConnectionAbortedError("the server was closed meanwhile")
        return super()._make_socket_transport(sock, *more, server=server, **named)  # type: ignore[misc]

    async def getaddrinfo(self, host: Any, port: Any, **hints: Any) -> Any:
        """See asyncio. Raises OSError."""
        return await self.run_in_executor(self._names, partial(socket.getaddrinfo, host, port, **hints))

    def close(self) -> None:
        """See asyncio; nobody waits for names that are still looked up."""
        self._names.shutdown(wait=False, cancel_futures=True)
        super().close()


log = logging.getLogger(__name__)
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
PROVEN_S = 2.0  # a part that lived this long after a restart counts as mended

Part = Callable[[], Awaitable[None]]


async def supervise(
    parts: Mapping[str, Part], status: StatusBoard, stopping: asyncio.Event | None = None
) -> None:
    """Run all parts until cancelled; once `stopping` is set, a part that ends is left so."""
    stopping = stopping or asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for name, part in parts.items():
            group.create_task(_keep(name, part, status, stopping), name=name)


async def _keep(name: str, part: Part, status: StatusBoard, stopping: asyncio.Event) -> None:
    pause_s = FIRST_PAUSE_S
    while True:
        began = asyncio.get_running_loop().time()
        await _run_once(name, part, status, stopping)
        if stopping.is_set():
            return
        if asyncio.get_running_loop().time() - began >= LONGEST_PAUSE_S:
            pause_s = FIRST_PAUSE_S  # what failed last week says nothing about today
        status.trouble(Trouble.PART_FAILED, name)
        await asyncio.sleep(pause_s)
        pause_s = min(LONGEST_PAUSE_S, pause_s * 2)


async def _run_once(name: str, part: Part, status: StatusBoard, stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    proof = loop.call_later(PROVEN_S, status.mended, Trouble.PART_FAILED, name)
    try:
        await part()
        if not stopping.is_set():
            log.error("engine: the %s ended by itself, starting it again", name)
    except Exception:
        log.exception("engine: the %s failed, starting it again", name)
    finally:
        proof.cancel()


@contextlib.contextmanager
def set_by_commits(
    event: asyncio.Event,
    journal: Journal,
    topics: Set[str] | None = None,
    *,
    when: Callable[[], bool] = lambda: True,
) -> Iterator[None]:
    """Within the block the event is set after each commit, or those that changed one of these topics.

    `when` is asked in the thread that committed: only where it says so.
    """
    loop = asyncio.get_running_loop()

    def wake(notice: Notice) -> None:
        is_ours = topics is None or notice.touches(topics)
        if is_ours and when() and not event.is_set():  # who waits clears, then looks
            with contextlib.suppress(RuntimeError):  # the loop is closing; the next start looks anyway
                loop.call_soon_threadsafe(event.set)

    end = journal.subscribe(wake)
    try:
        yield
    finally:
        end()


LOOK_S = 1.0


class Second(IntEnum):
    """Which second of its turn belongs to a part that looks rarely, in a thread.

    Threads that look together pass the interpreter to and fro, and each passing wakes one of them: six at
    once took 150 to 200 wake-ups, one after the other take some 20 each.
    """

    HOME = 0
    SEALS = 2
    HOURS = 3
    BACKUPS = 4
    FOLDER = 5
    OUTBOX = 6
    POSTER = 7
    PRINTS = 8
    RUNG = 9


def until_look_s(every_s: float = LOOK_S, second: float = 0.0) -> float:
    """Seconds until the next whole number of so many, and that second behind it.

    Parts that look by time look together: so the machine wakes once a second for all of them.
    """
    return every_s - (asyncio.get_running_loop().time() - second) % every_s


async def wait_for_look(event: asyncio.Event, every_s: float = LOOK_S, second: float = 0.0) -> None:
    """Until the event is set, or the next look is due."""
    await wait_at_most(event, until_look_s(every_s, second))


async def wait_at_most(event: asyncio.Event, seconds: float) -> None:
    """Until the event is set, or so long; asyncio's `wait_for` can swallow a cancel in Python 3.11."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
