"""The line between an engine and the platforms: TLS, with certificates and manners that can turn bad."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import trustme

from tests.faults.injection import PLATFORMS

_DRIP_S = 0.03
_PIECE_BYTES = 65536


class LineFault(StrEnum):
    """What goes wrong with connections that are made from now on."""

    GOOD = "good"
    STRANGER = "stranger"  # a certificate of an authority that nobody trusts
    EXPIRED = "expired"  # a certificate of last year
    OTHER_NAME = "other_name"  # somebody else's certificate
    NO_HANDSHAKE = "no_handshake"  # TLS itself fails
    DRIP = "drip"  # the answer comes byte by byte
    HOLE = "hole"  # the call goes through, and no answer comes
    DOUBLED = "doubled"  # each answer comes twice


BAD_TLS = (LineFault.STRANGER, LineFault.EXPIRED, LineFault.OTHER_NAME, LineFault.NO_HANDSHAKE)
BAD_FLOW = (LineFault.DRIP, LineFault.HOLE, LineFault.DOUBLED)


class TlsProxy:
    """Passes TLS connections on to a platform's plain port, in a thread of its own.

    `believed` are the bad certificates that somebody took for the platform's.
    """

    def __init__(self, upstream: str, folder: Path) -> None:
        """`upstream` is the platforms' http address; an engine may trust `authority`."""
        self._upstream = urlsplit(upstream)
        self._fault = LineFault.GOOD
        authority = trustme.CA()
        self.authority = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.authority))
        self._contexts = _contexts(authority)
        self._open: set[asyncio.StreamWriter] = set()
        self.believed: list[LineFault] = []
        self._port = 0
        self._listens = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="wire")

    @property
    def address(self) -> str:
        """What the engine's settings name."""
        return f"https://{PLATFORMS}:{self._port}"

    def behave(self, fault: LineFault) -> None:
        """Let connections be so from now on; those there are end."""
        self._fault = fault
        self._loop.call_soon_threadsafe(self._hang_up)

    def __enter__(self) -> "TlsProxy":
        self._thread.start()
        self._listens.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        context = self._contexts[LineFault.GOOD]
        context.sni_callback = self._choose
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=context)
        self._port = server.sockets[0].getsockname()[1]
        self._listens.set()
        await self._over.wait()
        server.close()
        self._hang_up()

    def _hang_up(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    def _choose(self, connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> int | None:
        if self._fault is LineFault.NO_HANDSHAKE:
            return ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE
        connection.context = self._contexts.get(self._fault, context)
        return None

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Who ends the handshake has believed the certificate."""
        shown = writer.get_extra_info("ssl_object").context
        self.believed += [bad for bad in BAD_TLS if self._contexts.get(bad) is shown]
        self._open.add(writer)
        try:
            await self._pass_on(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = self._upstream.hostname, self._upstream.port
        from_platform, to_platform = await asyncio.open_connection(host, port)
        back = _BACK.get(self._fault, _pump)(from_platform, writer)
        both = [asyncio.ensure_future(each) for each in (_pump(reader, to_platform), back)]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            to_platform.transport.abort()
            for each in both:
                each.cancel()
            await asyncio.gather(*both, return_exceptions=True)


def _contexts(authority: trustme.CA) -> dict[LineFault, ssl.SSLContext]:
    last_year = datetime.now(UTC) - timedelta(days=300)
    certificates = {
        LineFault.GOOD: authority.issue_cert(PLATFORMS),
        LineFault.STRANGER: trustme.CA().issue_cert(PLATFORMS),
        LineFault.EXPIRED: authority.issue_cert(PLATFORMS, not_after=last_year),
        LineFault.OTHER_NAME: authority.issue_cert("other.test"),
    }
    return {fault: _context(certificate) for fault, certificate in certificates.items()}


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def _pieces(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while piece := await reader.read(_PIECE_BYTES):
        yield piece


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async for piece in _pieces(reader):
        writer.write(piece)
        await writer.drain()


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async for piece in _pieces(reader):
        for byte in piece:
            writer.write(bytes((byte,)))
            await writer.drain()
            await asyncio.sleep(_DRIP_S)


async def _swallow(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    async for _ in _pieces(reader):
        pass
    await asyncio.Event().wait()  # the platform is done; the line says nothing of it


async def _double(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async for piece in _pieces(reader):
        writer.write(piece + piece)
        await writer.drain()


_BACK = {LineFault.DRIP: _drip, LineFault.HOLE: _swallow, LineFault.DOUBLED: _double}


@contextlib.contextmanager
def no_names(marker: Path) -> Iterator[None]:
    """No name is found, for the engines whose hook looks at `marker`."""
    marker.touch()
    try:
        yield
    finally:
        marker.unlink()
