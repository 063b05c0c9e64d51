"""An enrolment line is read, tried at the chain's server and kept: in a thread of its own (relay.md).

Nothing is kept before the server took this PC. Then the JWT and the chain's certificates lie in the home, the
keys in the keyring, and the engine goes by `[relay]`.
"""

import asyncio
import logging
import platform
import threading
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from posdesk.desk.bridge.books import Books, Entered
from posdesk.desk.bridge.calls import CallBack
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.threads import Post, Worker
from posdesk.desk.words.enrolment import not_kept_words, other_store_words, tried_words, unreadable_words
from posdesk.desk.words.states import Sentence
from posdesk.domain.clock import Clock
from posdesk.domain.relay.status import RelayFault
from posdesk.domain.rights import Right
from posdesk.host.late import late
from posdesk.host.machine_id import machine_id
from posdesk.settings.relay import SEED, STORE_KEY
from posdesk.settings.settings import Store

if TYPE_CHECKING:
    from posdesk.engine.relay import enrolling, identity
    from posdesk.platforms.relay import enrolment, records
    from posdesk.platforms.relay.enrolment import EnrolmentLine
else:  # a store without a relay imports nothing of it
    enrolling = late("posdesk.engine.relay.enrolling")
    identity = late("posdesk.engine.relay.identity")
    enrolment = late("posdesk.platforms.relay.enrolment")
    records = late("posdesk.platforms.relay.records")

log = logging.getLogger(__name__)
FILES = "posdesk-relay*.txt"
_MOST_BYTES = 256 * 1024
Told = Callable[[Sentence], object]
T = TypeVar("T")


class EnrolmentBridge(QObject):
    """Lives in the GUI thread; call-backs are bound methods and come in it."""

    def __init__(self, home: Path, books: Books, counter: Counter, clock: Clock) -> None:
        """Nothing is done before it is asked for."""
        super().__init__()
        self._home, self._books, self._counter, self._clock = home, books, counter, clock
        self._post, self._thread, self._trying = Post(), Worker("enrolment"), _Trying()

    def enrol(self, text: str, *, told: Told, dropped: Callable[[], object]) -> None:
        """Take a line: `told` what came of it; `dropped` where no right PIN was given."""
        backs = CallBack(told), CallBack(dropped)
        begin = partial(self._begin, text, backs[0])
        self._counter.people.with_right(Right.SETTINGS, begin, backs[1], of=("enrol", text))

    def find(self, folders: Iterable[Path], told: Callable[[str], object]) -> None:
        """The text of the newest file with a line in one of these folders; empty where there is none."""
        back, looked = CallBack(told), tuple(folders)
        self._thread.ask(lambda: self._post.hand_in(partial(back, _newest(looked))))

    def close(self) -> None:
        """End the thread: a server that doesn't answer is waited for no longer. Nothing is told any more."""
        self._post.close()
        self._thread.shut()
        self._trying.give_up()
        self._thread.close()

    def _begin(self, text: str, told: CallBack) -> None:
        store, actor = self._books.settings.store, self._counter.actor()

        def work() -> None:
            said, line, tried = self._try(text, store)
            if line is None or tried is None:
                self._post.hand_in(lambda: told(said()))
                return
            entered = _entered(line, tried)
            self._post.hand_in(lambda: self._keep(entered, actor, said, told))

        self._thread.ask(work)

    def _try(
        self, text: str, store: Store
    ) -> "tuple[Callable[[], Sentence], EnrolmentLine | None, enrolling.Tried | None]":
        """In the thread: what is to be said, and what is to be kept where the server took this PC."""
        now = self._clock.now()
        try:
            line = enrolment.read(text, now)
        except enrolment.BadEnrolment as error:
            zh, en = error.zh, error.en
            return (lambda: unreadable_words(zh, en)), None, None
        if (line.store, line.counter) != (store.code, store.counter):
            return (lambda: other_store_words(line.store, line.counter, store)), None, None
        pc = records.PcRecord(machine_id(self._home), platform.node() or "?", now)
        tried = self._trying.run(enrolling.try_line(line, pc))
        said = partial(tried_words, tried.fault, tried.detail, line.counter)
        if tried.fault is not RelayFault.NONE:
            return said, None, None
        try:
            self._lay_down(tried.jwt, line.ca)
        except OSError as error:
            log.warning("enrolment: the home did not take it: %s", error)
            return not_kept_words, None, None
        return said, line, tried

    def _lay_down(self, jwt: str, ca: str) -> None:
        """Raises OSError."""
        if jwt:
            identity.write(self._home, jwt)
        if ca:
            identity.write_ca(self._home, ca)

    def _keep(self, entered: Entered, actor: str, said: Callable[[], Sentence], told: CallBack) -> None:
        saved, failed = partial(self._saved, said, told), partial(self._failed, told)
        self._books.keep(entered, actor, saved=saved, failed=failed)

    def _saved(self, said: Callable[[], Sentence], told: CallBack) -> None:
        told(said())

    def _failed(self, told: CallBack, why: str, _key: str) -> None:
        told(Sentence(why))


class _Trying:
    """A trial in the bridge's thread; it may last half a minute, and the desk's end waits for none."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Future[object] | None = None
        self._is_over = False

    def run(self, work: Coroutine[object, object, T]) -> T:
        """What came of it. Raises CancelledError once it is given up."""

        async def watched() -> T:
            with self._gate:
                self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
                if self._is_over and self._task is not None:
                    self._task.cancel()
            try:
                return await work
            finally:
                with self._gate:
                    self._loop = self._task = None

        return asyncio.run(watched())

    def give_up(self) -> None:
        """For good. From another thread."""
        with self._gate:
            self._is_over = True
            if self._loop is not None and self._task is not None:
                self._loop.call_soon_threadsafe(self._task.cancel)


def _entered(line: "EnrolmentLine", tried: "enrolling.Tried") -> Entered:
    values = {"servers": list(tried.servers), "ca": identity.CA_FILE if line.ca else "", "shard": tried.shard}
    return Entered("relay", values, {SEED: line.seed, STORE_KEY: line.store_key})


def _newest(folders: Iterable[Path]) -> str:
    try:  # a stick may be pulled out meanwhile
        files = {file for folder in folders for file in folder.glob(FILES)}
        newest = max(files, key=lambda file: file.stat().st_mtime, default=None)
        if newest is None or newest.stat().st_size > _MOST_BYTES:
            return ""
        return newest.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        log.info("enrolment: %s", error)
        return ""
