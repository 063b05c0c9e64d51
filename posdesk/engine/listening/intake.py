"""The doors for receipts: POST /receipts and files. All of a call or file is on disk, or nothing is.

What was refused is written down too, so that the manager's page can show it. One call or file is read and
stored at a time, and the writer lets orders go first: a month of receipts at once keeps no order waiting.
"""

import asyncio
import errno
import hmac
import json
import logging
import os
import stat
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from posdesk.domain.books.ledger import IntakeFault
from posdesk.domain.books.receipt import Door, Handed, ReceiptKey
from posdesk.domain.clock import Clock
from posdesk.domain.privacy import without_any_phone
from posdesk.engine.listening.sender_proof import FailedSignatures
from posdesk.errors import BadReceipt, DiskError, ReceiptConflict
from posdesk.host.progress import Progress, silent
from posdesk.journal import Journal, Transaction, files
from posdesk.journal.audit import audit
from posdesk.journal.books import receipts
from posdesk.journal.books.receipt_rows import Written
from posdesk.journal.books.receipts import Again, Stored
from posdesk.platforms.wdk.reading import read_receipt_lines, read_receipts
from posdesk.platforms.wdk.table import read_csv
from posdesk.settings.credentials import LISTENER_TOKEN, Credentials
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)
_Done = TypeVar("_Done")
CALL = "POST /receipts"  # what the page calls a call, where it has no file's name
CALL_PATIENCE_S = 8.0  # the till waits too; what is committed later is known when it comes again
_SLICE_S = 0.2
FILE_PATIENCE_S = 60.0
LOOK_AGAIN_S = 0.05
MOST_FILE_BYTES = 16 * 1024 * 1024

_READERS: dict[str, Callable[[bytes], tuple[Handed, ...]]] = {
    ".json": read_receipts,
    ".jsonl": read_receipt_lines,
    ".csv": read_csv,
}
SUFFIXES = tuple(_READERS)
"""Of the files that are taken."""
TOLD_FOR = timedelta(days=1)
Reply = tuple[int, bytes]


class Intake:
    """Takes receipts from the listener and from files."""

    def __init__(self, settings: Settings, journal: Journal, secrets: Credentials, clock: Clock) -> None:
        """Nothing is opened here."""
        self._limit, self.journal, self._secrets = settings.listener.body_limit_bytes, journal, secrets
        self.clock = clock
        self._call = asyncio.Lock()
        self._turn = threading.Lock()  # among calls and files
        self._failed = FailedSignatures(clock)

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on. In the engine's loop."""
        self._limit = settings.listener.body_limit_bytes

    async def take_call(self, body: bytes) -> Reply:
        """HTTP status and JSON body of the reply to a call of no stranger; raises nothing.

        200 only after the commit.
        """
        try:
            stored = await self._in_turn(body)
        except (BadReceipt, ReceiptConflict) as error:
            log.warning("intake: refused a call: %s", error)
            await asyncio.to_thread(note, self.journal, Door.HTTP, CALL, error)
            return _refusal(400 if isinstance(error, BadReceipt) else 409, str(error))
        except (DiskError, TimeoutError) as error:
            log.warning("intake: a call could not be stored: %s", error)
            return _refusal(503, "暂时无法保存，请稍后重发 / it can't be stored now, hand it in again later")
        except Exception:
            log.exception("intake: a call failed")
            return _refusal(500, "内部错误 / an error of ours, see the log")
        return 200, json.dumps({"stored": stored.stored, "known": stored.known}).encode()

    async def too_large(self) -> Reply:
        """The reply to a body over the limit, which was not read."""
        zh, en = (
            f"请求体超过 {self._limit} 字节，请分批",
            f"the body is over {self._limit} bytes, hand in fewer",
        )
        error = BadReceipt(f"{zh} / {en}")
        await asyncio.to_thread(note, self.journal, Door.HTTP, CALL, error)
        return _refusal(413, str(error))

    def take_file(self, path: Path, door: Door) -> Stored:
        """As the function of that name, for this journal; not in the event loop."""
        with self._turn:
            return take_file(self.journal, path, door)

    def note(self, door: Door, name: str, error: BadReceipt | ReceiptConflict) -> None:
        """As the function of that name, for this journal; not in the event loop."""
        note(self.journal, door, name, error)

    def take_again(self, path: Path, name: str) -> Again:
        """As the function of that name, for this journal; not in the event loop."""
        with self._turn:
            return take_again(self.journal, path, name)

    def note_once(self, door: Door, name: str, error: BadReceipt) -> None:
        """As `note`, unless the same was noted within a day. Not in the event loop."""
        since, said = self.journal.now() - TOLD_FOR, (door, shown_name(name), str(error))
        try:
            if self.journal.read(lambda db: receipts.noted_since(db, since, *said)):
                return
        except DiskError as failure:
            log.warning("intake: nobody knows whether %s was told: %s", name, failure)
        self.note(door, name, error)

    def odd(self, words: tuple[str, str]) -> bytes:
        """The reply to a call whose head says that its body can't be taken; it was not read."""
        return _refusal(415, " / ".join(words))[1]

    def stranger(self, authorization: str, caller: str) -> Reply | None:
        """What one who doesn't show the token is told; None where it is shown, however many were wrong."""
        token = self._secrets.get(LISTENER_TOKEN)
        if not token:
            return _refusal(503, f"未设置 {LISTENER_TOKEN} / no {LISTENER_TOKEN} is in the keyring")
        scheme, _, shown = authorization.partition(" ")
        given = shown.strip().encode("latin-1", "replace")  # a header's text is latin-1
        right = hmac.compare_digest(given, token.encode())
        if scheme.lower() == "bearer" and right:
            return None
        if self._failed.are_too_many(caller):
            return _refusal(429, "令牌错误次数过多，请稍后再试 / too many wrong tokens, try later")
        self._failed.add(caller)
        return _refusal(401, "令牌缺失或错误 / the bearer token is missing or wrong")

    async def _in_turn(self, body: bytes) -> Stored:
        """One call after the other, each to its end, also where its till has been told to come again."""
        async with asyncio.timeout(CALL_PATIENCE_S):
            await self._call.acquire()
            work = asyncio.ensure_future(self._taken(body))
            work.add_done_callback(self._ended)
            return await asyncio.shield(work)

    def _ended(self, work: "asyncio.Future[Stored]") -> None:
        self._call.release()
        if not work.cancelled():
            work.exception()  # whoever waits is told; nobody may wait any more

    async def _taken(self, body: bytes) -> Stored:
        while not self._turn.acquire(blocking=False):
            await asyncio.sleep(LOOK_AGAIN_S)  # a file's turn; a thread that waited could not be cancelled
        try:
            handed = await asyncio.to_thread(lambda: receipts.written(read_receipts(body)))
            job = self.journal.write(lambda tx: receipts.store(tx, handed, Door.HTTP), later=True)
            return await asyncio.wrap_future(job)
        finally:
            self._turn.release()


def take_file(
    journal: Journal, path: Path, door: Door, actor: str = "", progress: Progress = silent
) -> Stored:
    """Store every receipt of a file, or none; .json, .jsonl and .csv are read. `actor` is who handed it in.

    Raises BadReceipt or ReceiptConflict (both are noted), DiskError, OSError for a file that can't be read,
    Cancelled.
    """
    try:
        handed = _handed_in(journal, path, follow=door is not Door.FOLDER)
        job = partial(_store_file, handed=handed, door=door, name=path.name, actor=actor, progress=progress)
        return _wait(journal, job)
    except (BadReceipt, ReceiptConflict) as error:
        note(journal, door, path.name, error)
        raise


def note(journal: Journal, door: Door, name: str, error: BadReceipt | ReceiptConflict) -> None:
    """Write down what was handed in and not taken. A disk that can't hold even that is logged."""
    conflict = isinstance(error, ReceiptConflict)
    key = ReceiptKey(*error.key) if isinstance(error, ReceiptConflict) else None
    what = IntakeFault.CONFLICT if conflict else IntakeFault.REFUSED
    shown = shown_name(name)
    job = journal.write(lambda tx: receipts.note_trouble(tx, door, what, shown, str(error), key), later=True)
    try:
        job.result(FILE_PATIENCE_S)
    except (DiskError, TimeoutError) as failure:
        log.warning("intake: a refusal of %s can't be written down: %s", shown, failure)


def _handed_in(journal: Journal, path: Path, *, follow: bool) -> tuple[Written, ...]:
    """Raises BadReceipt, OSError. Our own journal is never opened."""
    if files.is_own(path, journal.path):
        raise BadReceipt("这是 posdesk 自己的数据文件 / this is posdesk's own journal")
    return receipts.written(_reader_of(path)(contents_of(path, follow=follow)))


def read_file(path: Path) -> tuple[Written, ...]:
    """The receipts of a file, and nothing is stored. Raises BadReceipt, OSError."""
    return receipts.written(_reader_of(path)(contents_of(path, follow=False)))


def shown_name(name: str) -> str:
    """A file's name as the journal can hold it."""
    return os.fsencode(name).decode("utf-8", "replace")


def take_again(journal: Journal, path: Path, name: str) -> Again:
    """Read a file that was taken, once more: what is new is stored, what contradicts is told by `name`.

    Raises BadReceipt (noted), DiskError, OSError for a file that can't be read.
    """
    try:
        handed = _handed_in(journal, path, follow=False)
    except BadReceipt as error:
        note(journal, Door.FOLDER, name, error)
        raise
    return _wait(
        journal, partial(receipts.store_again, handed=handed, door=Door.FOLDER, name=shown_name(name))
    )


def contents_of(path: Path, *, follow: bool) -> bytes:
    """A regular file's bytes; a pipe is never waited for, a link followed only where `follow` says so.

    Raises BadReceipt for too large a file, OSError.
    """
    extra = getattr(os, "O_NONBLOCK", 0) | (0 if follow else getattr(os, "O_NOFOLLOW", 0))
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | extra)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        data = file.read(MOST_FILE_BYTES + 1)
    if len(data) > MOST_FILE_BYTES:
        most = MOST_FILE_BYTES // 1024 // 1024
        raise BadReceipt(f"文件超过 {most} MiB，请拆分 / the file is over {most} MiB, split it")
    return data


def _reader_of(path: Path) -> Callable[[bytes], tuple[Handed, ...]]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(_READERS)
        raise BadReceipt(f"只接收 {known} 文件 / only {known} files are taken")
    return reader


def _store_file(
    tx: Transaction,
    handed: Sequence[Written],
    door: Door,
    *,
    name: str,
    actor: str,
    progress: Progress,
) -> Stored:
    stored = receipts.store(tx, handed, door, progress)
    if actor:
        new, known = stored.stored, stored.known
        file = without_any_phone(shown_name(name))
        audit.write(tx, "receipts.imported", actor=actor, file=file, stored=new, known=known)
    return stored


def _wait(journal: Journal, job: Callable[[Transaction], _Done]) -> _Done:
    """In slices: on Windows a thread that waits for long hears no Ctrl+C."""
    future, end_s = journal.write(job, later=True), time.monotonic() + FILE_PATIENCE_S
    while True:
        try:
            return future.result(_SLICE_S)
        except TimeoutError as error:
            if time.monotonic() < end_s:
                continue
            said = f"The journal did not answer within {FILE_PATIENCE_S:.0f} s. Try again."
            raise DiskError(said) from error


def _refusal(status: int, text: str) -> Reply:
    return status, json.dumps({"error": text}, ensure_ascii=False).encode()
