"""Bodies of calls as they come in: each bounded in size and time, all together in memory."""

import asyncio

from starlette.requests import Request

PATIENCE_S = 15.0  # for one body
MOST_OF_ALL_BYTES = 32 * 1024 * 1024  # of bodies that are not whole yet


class Bodies:
    """Reads bodies. Where all together get too large, the largest is given up: no order is that one."""

    def __init__(self, limit_bytes: int, most_of_all_bytes: int = MOST_OF_ALL_BYTES) -> None:
        """`limit_bytes` is the most that one body may have."""
        self._limit, self._most = limit_bytes, most_of_all_bytes
        self._open: dict[asyncio.Timeout, int] = {}

    async def read(self, request: Request, limit_bytes: int | None = None) -> bytes | None:
        """The body, or None once it is over the limit, this one or that of all; what comes after is not read.

        Raises ClientDisconnect and TimeoutError.
        """
        limit = self._limit if limit_bytes is None else limit_bytes
        if _declared(request) > limit:
            return None
        body = bytearray()
        async with asyncio.timeout(PATIENCE_S) as patience:
            try:
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > limit:
                        return None
                    self._grown(patience, len(body))
            finally:
                self._open.pop(patience, None)
        return bytes(body)

    def _grown(self, patience: asyncio.Timeout, size_bytes: int) -> None:
        self._open[patience] = size_bytes
        if sum(self._open.values()) > self._most:
            largest = max(self._open, key=lambda each: self._open[each])
            del self._open[largest]
            largest.reschedule(asyncio.get_running_loop().time())


def _declared(request: Request) -> int:
    """Its content-length; 0 where none is told."""
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 20 else 0
