"""A counter's line to a server of TLS: by the authority in its enrolment line, under the right name."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posdesk.desk.words.relay import why_words
from posdesk.domain.relay.status import RelayFault
from posdesk.engine.relay import identity
from posdesk.engine.relay.enrolling import Tried, try_line
from posdesk.engine.relay.identity import CA_FILE
from posdesk.engine.relay.line import Line, context_of
from posdesk.host.machine_id import machine_id
from posdesk.platforms.relay import enrolment, private_client
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.records import PcRecord
from tests.engine.relay.making import Shop, at_work
from tests.support.certificates import ServerCertificate
from tests.support.nats_server import NatsServer, nats_server

pytestmark = [pytest.mark.waits, pytest.mark.nats_server]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """Its certificate is for the name localhost, by the chain's own authority."""
    folder = tmp_path_factory.mktemp("tls")
    with nats_server(folder, certificate=ServerCertificate.made(folder)) as running:
        yield running


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    return Shop(server, tmp_path)


def tried(shop: Shop, line: EnrolmentLine) -> Tried:
    """What comes of a line at this PC."""
    pc = PcRecord(machine_id(shop.folder / "home"), "PC", datetime.now(UTC))
    return asyncio.run(try_line(enrolment.read(line.text(), datetime.now(UTC)), pc))


def under_its_number(server: NatsServer) -> str:
    """The server by an address that its certificate does not name."""
    return f"tls://127.0.0.1:{server.port}"


def test_an_order_comes_over_tls_by_the_authority_of_the_enrolment_line(shop: Shop) -> None:
    line = shop.server.line_for(shop.code, "1")
    assert line.ca.startswith("-----BEGIN CERTIFICATE-----")
    took = tried(shop, line)
    assert (took.fault, took.servers) == (RelayFault.NONE, (f"tls://localhost:{shop.server.port}",))
    home = shop.folder / "home"
    home.mkdir()
    identity.write(home, took.jwt)
    identity.write_ca(home, line.ca)
    shop.add("A")
    with at_work(shop, chosen=shop.settings(ca=CA_FILE)) as counter:
        counter.has("A")
        counter.connected()


def test_a_certificate_for_another_name_is_refused_in_words_and_nothing_is_said_to_it(shop: Shop) -> None:
    place = under_its_number(shop.server)
    line = replace(shop.server.line_for(shop.code, "1"), servers=(place,))
    assert tried(shop, line) == Tried(RelayFault.NOT_TRUSTED, place.removeprefix("tls://"))
    shop.enrol(shop.folder / "home")
    identity.write_ca(shop.folder / "home", line.ca)
    chosen = shop.settings(ca=CA_FILE)
    assert chosen.relay is not None
    elsewhere = chosen.model_copy(update={"relay": chosen.relay.model_copy(update={"servers": (place,)})})
    with at_work(shop, chosen=elsewhere) as counter:
        counter.tells(lambda told: told.fault is RelayFault.NOT_TRUSTED, "that it is not trusted")
        told = counter.relay
    assert not told.connected
    assert place.removeprefix("tls://") in told.detail
    assert "127.0.0.1" in told.detail.partition(": ")[2], "which name lacks is said"
    said = why_words(told)
    assert "certificate is not the chain's" in said.what
    assert told.detail in said.what
    assert "administrator" in said.todo


def test_a_server_that_falls_silent_holds_the_lines_end_up_no_half_minute(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TLS waits 30 s for the other side's goodbye, and so long nobody would know that the line is lost."""
    monkeypatch.setattr(private_client, "GOODBYE_S", 0.1)
    home = shop.folder / "home"
    shop.enrol(home)
    identity.write_ca(home, shop.server.line_for(shop.code, "1").ca)
    me = identity.read(home, shop.settings(ca=CA_FILE), shop.secrets())

    async def work() -> None:
        async with Between(shop.server.port) as between:
            server = f"tls://localhost:{between.port}"
            line = await Line.opened(server, me, context_of(str(home / CA_FILE)), datetime.now(UTC))
            between.is_silent = True
            await asyncio.wait_for(line.close(), 20)
            assert not line.is_open

    asyncio.run(work())


class Between:
    """Hands on what is said both ways, until it is silent."""

    def __init__(self, port: int) -> None:
        self._behind, self.port, self.is_silent = port, 0, False
        self._writers: list[asyncio.StreamWriter] = []
        self._pumps: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Between":
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._behind)
        self._writers += (writer, back)
        self._pumps += (asyncio.create_task(self._pump(*pair)) for pair in ((reader, back), (there, writer)))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(65536):
            if not self.is_silent:
                writer.write(said)


def test_another_authority_than_the_lines_is_refused(shop: Shop, tmp_path: Path) -> None:
    line = replace(shop.server.line_for(shop.code, "1"), ca=ServerCertificate.made(tmp_path).authority)
    assert tried(shop, line).fault is RelayFault.NOT_TRUSTED
