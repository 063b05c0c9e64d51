"""A platform that takes whatever is posted, as fast as Python can; it says how many came, and how fast.

python -m tests.bench.programs.taking COUNT [CERTIFICATE]: answers each POST with WDK's success; after COUNT
of them says how long it was from the first byte of the first to the last byte of the last, then counts anew.
With a PEM file of key and certificate it speaks TLS.
"""

import asyncio
import ssl
import sys
import time

from tests.bench.messages import answered, end_of
from tests.bench.programs import word

_ANSWER = answered(
    b'{"alibaba_wdk_order_sync_response":'
    b'{"is_success":true,"return_code":"SUCCESS","message":"ok","target":"9007199254740993"}}'
)


class Count:
    """So many calls are one round."""

    def __init__(self, most: int) -> None:
        """None came yet."""
        self._most, self._seen, self._first = most, 0, 0.0

    def begins(self) -> None:
        """The first byte of a call, or more of it."""
        if not self._first:
            self._first = time.perf_counter()

    def ends(self) -> None:
        """A call is whole."""
        self._seen += 1
        if self._seen == self._most:
            word.found({"seconds": time.perf_counter() - self._first})
            self._seen, self._first = 0, 0.0


class Taker(asyncio.Protocol):
    """One connection."""

    def __init__(self, count: Count) -> None:
        """Nothing came yet."""
        self._count, self._unread = count, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        assert self._transport is not None
        self._count.begins()
        self._unread += data
        end = end_of(self._unread)
        if end:
            self._unread = self._unread[end:]
            self._transport.write(_ANSWER)
            self._count.ends()


async def main(most: int, certificate: str) -> None:
    """Serve until ended."""
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    count = Count(most)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Taker(count), "127.0.0.1", 0, ssl=context)
    word.listens(server.sockets[0].getsockname())
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), "".join(sys.argv[2:])))
