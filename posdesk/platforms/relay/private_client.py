"""nats-py's client, which would say who it is, and believe what it is told, without TLS.

It also stops reading, without a word, at a message whose headers begin as a server's own word and are no
text: one such message would have stopped a store's reading, or the gateway, for as long as a stream keeps it.
"""

import asyncio
import contextlib
import ssl
from typing import Any, Final

import nats.errors
from nats.aio.client import Client
from nats.aio.transport import TcpTransport

GOODBYE_S: Final = 2.0  # a server that hears nothing any more answers no goodbye of TLS either


class PrivateClient(Client):
    """Where a server's address says tls, nothing is said to one that doesn't speak it.

    nats-py asks the server itself whether there is TLS, before any: whoever stands in between says that there
    is none, reads each order, and acknowledges them in the servers' name.
    """

    def _connect_command(self) -> bytes:
        """See nats-py: the last word before our own. Raises SecureConnWantedError."""
        server = self._current_server
        is_private = server is not None and server.uri.scheme == "tls"
        if is_private and not self._server_info.get("tls_required"):
            raise nats.errors.SecureConnWantedError
        return super()._connect_command()

    async def _connect_to_server(self, s: Any) -> None:
        """See nats-py: over a connection that always comes to an end."""
        if self._transport is None:
            self._transport = _EndingTransport()  # type: ignore[no-untyped-call]  # as nats-py has it
        await super()._connect_to_server(s)

    async def _process_headers(self, headers: bytes | None) -> dict[str, str] | None:
        """See nats-py: none where they can't be read; what then comes is looked at as any other."""
        try:
            return await super()._process_headers(headers)
        except (ValueError, IndexError):
            return None

    def drop(self) -> None:
        """Give the socket up at once: who is cancelled while nats-py says goodbye would leave it open."""
        if self._transport is not None:
            self._transport.close()  # type: ignore[no-untyped-call]  # as nats-py has it


class _EndingTransport(TcpTransport):
    """nats-py waits for the end of a connection: nobody tells it of that where TLS failed.

    Where the other side is silent, TLS itself waits half a minute for its goodbye.
    """

    def __bool__(self) -> bool:
        """Made once: nats-py would make one of its own where nothing is connected yet."""
        return True

    async def connect_tls(
        self, uri: Any, ssl_context: ssl.SSLContext, buffer_size: int, connect_timeout: int
    ) -> None:
        """See nats-py; where it fails, nothing is connected any more. Raises OSError, TimeoutError."""
        plain = self._io_writer
        try:
            await super().connect_tls(uri, ssl_context, buffer_size, connect_timeout)
        except BaseException:
            if plain is not None:
                plain.transport.abort()
            self._io_reader = self._io_writer = None
            raise

    async def wait_closed(self) -> None:
        """Until the goodbye is answered, or is not."""
        writer = self._io_writer
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_S):
                await super().wait_closed()  # type: ignore[no-untyped-call]  # as nats-py has it
                return
        if writer is not None:
            writer.transport.abort()
