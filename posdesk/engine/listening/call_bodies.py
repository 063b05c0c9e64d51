"""Whether a call's body is read, and how: bounded in size, time, memory and the work on it.

Told from its head: nothing is unpacked, and a web page is no platform and no till. A large body keeps neither
the loop nor a small one waiting.
"""

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from posdesk.errors import PosdeskError
from posdesk.platforms.o2o import scanner
from posdesk.records import dataclass

if TYPE_CHECKING:  # `posdesk.app` is loaded before the first paint
    from starlette.datastructures import Headers
    from starlette.requests import Request

_MOST_SHOWN = 40
_TELLING = frozenset({b"content-encoding", b"transfer-encoding", b"origin"})
# What is written where a coding should stand: `setContentEncoding("UTF-8")` is a habit of Java code. It packs
# nothing. Python's own list is not asked: a look-up there imports and remembers every word.
_CHARSET = re.compile(
    r"""(?:charset=)?"?(?:
        utf[-_]?(?:7|8|16|32)(?:[-_]?[lb]e)?(?:[-_]?bom)? | unicode
      | (?:us[-_]?)?ascii | ansi | iso[-_]?8859[-_]?\d{1,2} | iso[-_]?10646 | latin[-_]?\d
      | gb[-_]?2312 | gbk | gb[-_]?18030 | hz(?:[-_]gb[-_]2312)? | big5(?:[-_]?hkscs)? | iso[-_]?2022[-_]?\w\w
      | euc[-_]?(?:cn|jp|kr|tw) | shift[-_]?jis | sjis | koi8[-_]?\w | windows[-_]?\d{3,4} | cp[-_]?\d{3,5}
      | (?:7|8)bit | binary | identity | none
    )"?""",
    re.VERBOSE | re.ASCII,
)
_PACKED = frozenset(
    {"gzip", "x-gzip", "deflate", "x-deflate", "br", "zstd", "compress", "x-compress", "zip", "lzma", "xz"}
    | {"bzip2", "x-bzip2", "lz4", "snappy", "exi", "pack200-gzip", "aes128gcm", "dcb", "dcz"}
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The HTTP status and the words, Chinese and English, for a call whose body is not read."""

    status: int
    zh: str
    en: str


def refusal_of(headers: "Headers") -> Unreadable | None:
    """Why a call with this head is refused; None where its body can be read as it comes.

    A word that is neither a charset nor a known packing is refused as well: whether the body is packed would
    be guessed, and the platform would be told that its sign is wrong.
    """
    named = {name for name, _ in headers.raw}
    if b"content-length" in named and not named & _TELLING:
        return None
    for name in ("content-encoding", "transfer-encoding"):
        word = next((word for word in _words(headers, name) if not _is_plain(name, word)), None)
        if word is not None:
            return _coded(name, word)
    if "origin" in headers:
        return Unreadable(415, "不接收网页发起的请求", "calls of a web page are not taken")
    if "content-length" not in headers and "transfer-encoding" not in headers:
        zh, en = "请求缺少 Content-Length，读不到请求体", "there is no Content-Length, so no body can be read"
        return Unreadable(411, zh, en)
    return None


def _words(headers: "Headers", name: str) -> list[str]:
    words = ",".join(headers.getlist(name)).lower().split(",")
    return [word.strip() for word in words if word.strip()]


def _is_plain(name: str, word: str) -> bool:
    if name == "transfer-encoding":
        return word == "chunked"
    return _CHARSET.fullmatch(word) is not None


def _coded(name: str, word: str) -> Unreadable:
    shown = word[:_MOST_SHOWN]
    if word in _PACKED:
        zh = f"不接收压缩的请求体（{shown}），请不压缩直接发送"
        return Unreadable(415, zh, f"a body packed with {shown} is not taken, send it as it is")
    head = name.title()
    zh = f"{head}: 不认识 “{shown}”，请去掉该请求头，不压缩直接发送"
    return Unreadable(
        415, zh, f"{head}: {shown!r} is not known, leave that head away and send the body as it is"
    )


PATIENCE_S = 15.0  # for one body
MOST_OF_ALL_BYTES = 32 * 1024 * 1024  # of bodies that are not whole yet


class Bodies:
    """Reads bodies. Where all together get too large, the largest is given up: no order is that one."""

    def __init__(self, limit_bytes: int, most_of_all_bytes: int = MOST_OF_ALL_BYTES) -> None:
        """`limit_bytes` is the most that one body may have."""
        self._limit, self._most = limit_bytes, most_of_all_bytes
        self._open: dict[asyncio.Timeout, int] = {}

    def limit(self, limit_bytes: int) -> None:
        """One body that comes from now on may have so many."""
        self._limit = limit_bytes

    async def read(self, request: "Request", limit_bytes: int | None = None) -> bytes | None:
        """The body, or None once it is over the limit, this one or that of all; what comes after is not read.

        Raises ClientDisconnect and TimeoutError.
        """
        limit = self._limit if limit_bytes is None else limit_bytes
        if _declared(request) > limit:
            return None
        async with asyncio.timeout(PATIENCE_S) as patience:
            try:
                return await self._read(request, limit, patience)
            finally:
                self._open.pop(patience, None)

    async def _read(self, request: "Request", limit: int, patience: asyncio.Timeout) -> bytes | None:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                return None
            self._grown(patience, len(body))
        return bytes(body)

    def _grown(self, patience: asyncio.Timeout, size_bytes: int) -> None:
        self._open[patience] = size_bytes
        if sum(self._open.values()) > self._most:
            largest = max(self._open, key=lambda each: self._open[each])
            del self._open[largest]
            largest.reschedule(asyncio.get_running_loop().time())


def _declared(request: "Request") -> int:
    """Its content-length; 0 where none is told."""
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 20 else 0


T = TypeVar("T")
SMALL_BYTES = 64 * 1024  # far more than an order has
MOST_WAITING = 16  # large bodies of strangers, which lie in memory meanwhile


class Busy(PosdeskError):  # noqa: N818 - said as it is
    """Too many large bodies wait already."""


class WorkSlots:
    """At most two threads: one for large bodies, one for small ones, which wait for no large one."""

    def __init__(self) -> None:
        """Both slots are free."""
        self._small, self._large = asyncio.Semaphore(1), asyncio.Semaphore(1)
        self._waiting = 0

    async def run(self, body: bytes, work: Callable[[bytes], T]) -> T:
        """What `work` makes of the body of a caller who is known: at once of a small one."""
        return work(body) if len(body) <= SMALL_BYTES else await self._in_turn(body, work)

    async def scan(self, body: bytes) -> scanner.Named:
        """A stranger's `cmd` and `seq`. Raises Busy for a large body, where many of them wait."""
        if len(body) > SMALL_BYTES and self._waiting >= MOST_WAITING:
            raise Busy("too many large bodies wait to be looked at")
        return await self._in_turn(body, scanner.scan)

    async def _in_turn(self, body: bytes, work: Callable[[bytes], T]) -> T:
        if len(body) <= SMALL_BYTES:
            async with self._small:
                return await asyncio.to_thread(work, body)
        self._waiting += 1
        try:
            async with self._large:
                return await asyncio.to_thread(work, body)
        finally:
            self._waiting -= 1
