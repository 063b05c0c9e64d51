"""The engine's event loop: asyncio's own over selectors, but names are looked up by threads of their own.

Windows' usual loop, the Proactor's, closes its *listening* socket when one connection was reset before it was
accepted (CPython gh-93821): one such connection ended the intake of orders. The selector loop goes on; there
its select() takes 512 sockets, so the listener holds fewer (see connection_limit.py).

Usually they share the few threads in which the journal is read. Each call looks its platform's name up, and
with DNS dead each look-up holds a thread for half a minute: reading stood still, and that looked like sleep.
"""

import asyncio
import select
import selectors
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

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
        self._watched = new_selector()
        super().__init__(self._watched)
        self._names = ThreadPoolExecutor(NAMES_AT_ONCE, thread_name_prefix="names")

    def waits_for(self, fd: int) -> bool:
        """Whether it would notice that this file can be read."""
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

    async def getaddrinfo(self, host: Any, port: Any, **hints: Any) -> Any:
        """See asyncio. Raises OSError."""
        return await self.run_in_executor(self._names, partial(socket.getaddrinfo, host, port, **hints))

    def close(self) -> None:
        """See asyncio; nobody waits for names that are still looked up."""
        self._names.shutdown(wait=False, cancel_futures=True)
        super().close()
