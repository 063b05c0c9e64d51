"""What a listener could cost at least: uvicorn, json and one SQLite INSERT a call, durable before it answers.

python -m tests.bench.programs.bare FILE HOW: `group` commits what waits together, `each` one call at a time,
`none` stores nothing.
"""

import asyncio
import json
import queue
import socket
import sqlite3
import sys
import threading
from pathlib import Path

import uvicorn
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from tests.bench.programs import word

GROUP_LIMIT = 256
_ANSWER = b'{"code":0}'
_Waiting = tuple[str, "asyncio.Future[None]"]


class Store:
    """A table of calls, written by a thread of its own."""

    def __init__(self, file: Path, most: int) -> None:
        """At most `most` calls a commit."""
        self._file, self._most = file, most
        self._queue: queue.SimpleQueue[_Waiting] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    async def keep(self, text: str) -> None:
        """Returns once it is on disk."""
        done = asyncio.get_running_loop().create_future()
        self._queue.put((text, done))
        await done

    def _work(self) -> None:
        db = opened(self._file)
        while True:
            group = [self._queue.get()]
            while len(group) < self._most and not self._queue.empty():
                group.append(self._queue.get())
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT INTO calls (text) VALUES (?)", [(text,) for text, _ in group])
            db.execute("COMMIT")
            group[0][1].get_loop().call_soon_threadsafe(_tell, [done for _, done in group])


def opened(file: Path) -> sqlite3.Connection:
    """A database as durable as the journal: WAL, and each commit synced."""
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE IF NOT EXISTS calls (number INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    return db


def _tell(group: list["asyncio.Future[None]"]) -> None:
    for done in group:
        if not done.done():
            done.set_result(None)


class App:
    """The ASGI application."""

    def __init__(self, store: Store | None) -> None:
        """Without a store nothing is kept."""
        self._store = store

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Any call to any path."""
        body = await _body(receive)
        if body:
            json.loads(body)
        if self._store is not None and body:
            await self._store.keep(body.decode())
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(_ANSWER)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head, "trailers": False})
        await send({"type": "http.response.body", "body": _ANSWER, "more_body": False})


async def _body(receive: ASGIReceiveCallable) -> bytes:
    pieces = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        pieces += message["body"]
        if not message["more_body"]:
            return bytes(pieces)


def main(file: str, how: str) -> None:
    """Serve until ended."""
    most = {"group": GROUP_LIMIT, "each": 1}.get(how)
    store = None if most is None else Store(Path(file), most)
    bound = socket.socket(
        socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # or asyncio lets Nagle wait
    bound.bind(("127.0.0.1", 0))
    bound.listen(2048)
    config = uvicorn.Config(App(store), lifespan="off", log_config=None, access_log=False, http="httptools")
    word.listens(bound.getsockname())
    uvicorn.Server(config).run(sockets=[bound])


if __name__ == "__main__":
    main(*sys.argv[1:])
