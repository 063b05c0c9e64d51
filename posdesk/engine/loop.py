"""The engine's event loop: asyncio's own, but names are looked up by threads that do nothing else.

Usually they share the few threads in which the journal is read. Each call looks its platform's name up, and
with DNS dead each look-up holds a thread for half a minute: reading stood still, and that looked like sleep.
"""

import asyncio
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

NAMES_AT_ONCE = 64

if sys.platform == "win32":  # pragma: no cover - Windows
    _Usual = asyncio.ProactorEventLoop
else:
    _Usual = asyncio.SelectorEventLoop


class EngineLoop(_Usual):
    """See the module; `asyncio.Runner` makes and closes it."""

    def __init__(self) -> None:
        """No thread runs before a name is looked up."""
        super().__init__()
        self._names = ThreadPoolExecutor(NAMES_AT_ONCE, thread_name_prefix="names")

    async def getaddrinfo(self, host: Any, port: Any, **hints: Any) -> Any:
        """See asyncio. Raises OSError."""
        return await self.run_in_executor(self._names, partial(socket.getaddrinfo, host, port, **hints))

    def close(self) -> None:
        """See asyncio; nobody waits for names that are still looked up."""
        self._names.shutdown(wait=False, cancel_futures=True)
        super().close()
