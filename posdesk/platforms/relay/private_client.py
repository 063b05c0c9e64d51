"""nats-py's client, which would say who it is, and believe what it is told, without TLS.

It also stops reading, without a word, at a message whose headers begin as a server's own word and are no
text, or whose reply is none; and takes a form feed within a reply for the end of it. Servers hand on both
(tried): one counter that was stolen would have cut the gateway off from all stores.
"""

import asyncio
import contextlib
import re
import ssl
from typing import Any, Final

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.transport import TcpTransport
from nats.protocol import parser

GOODBYE_S: Final = 2.0  # a server that hears nothing any more answers no goodbye of TLS either
_WORD: Final = rb"([^ \t\r\n]+)"
"""What servers take for one: of the blanks that Python knows they end it at these alone."""
parser.MSG_RE = re.compile(rb"\AMSG[ \t]+%b[ \t]+%b[ \t]+(%b[ \t]+)?(\d+)\r\n" % (_WORD, _WORD, _WORD))
parser.HMSG_RE = re.compile(
    rb"\AHMSG[ \t]+%b[ \t]+%b[ \t]+(%b[ \t]+)?(\d+)[ \t]+(\d+)\r\n" % (_WORD, _WORD, _WORD)
)


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

    def _build_message(
        self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: dict[str, str] | None
    ) -> Msg | None:
        """See nats-py: none of what no counter of ours sends, which is passed over."""
        try:
            built: Msg | None = super()._build_message(sid, subject, reply, data, headers)
        except UnicodeDecodeError:
            return None
        return built

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
