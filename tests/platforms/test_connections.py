"""Each call has a connection of its own; one that was opened ahead has carried nothing."""

import asyncio
import importlib.abc
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType

import httpx
import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.platforms import connections, reaching
from posdesk.platforms import http as http_module
from posdesk.platforms.connections import AHEAD_AT_MOST, AHEAD_S
from posdesk.platforms.http import FORM, Call, Exchange, Http, new_http, post
from tests.platforms.o2o.server import Server, answers, platform, response

_PATIENCE_S = 20


async def _until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while not fact():
            await asyncio.sleep(0.001)


async def _posted(http: Http, url: str, body: bytes = b"a=1") -> Exchange:
    return await post(http, Call(url, body, FORM), SystemClock())


@asynccontextmanager
async def _prepared(server: Server, count: int = 1) -> AsyncIterator[Http]:
    """A client whose connections to that server are open, ahead of any call."""
    async with new_http() as http:
        http.prepare(server.url, count)
        await _until(lambda: server.connections == min(count, AHEAD_AT_MOST))
        await asyncio.sleep(0.01)  # our side has heard of it, too
        yield http


def test_one_that_was_opened_ahead_carries_nothing_and_then_the_next_call() -> None:
    async def run() -> None:
        async with platform(answers(b"{}")) as server, _prepared(server) as http:
            assert (server.open, server.requests) == (1, [])
            assert (await _posted(http, server.url)).is_ok
            assert (server.connections, len(server.requests)) == (1, 1)
            assert (await _posted(http, server.url)).is_ok
            assert (server.connections, len(server.requests)) == (2, 2), "it carried one call"

    asyncio.run(run())


def test_no_more_than_so_many_wait_and_all_end_with_their_client() -> None:
    async def run() -> None:
        async with platform(answers(b"{}")) as server:
            async with _prepared(server, 1000) as http:
                http.prepare(server.url, 1000)
                await _posted(http, server.url)
                assert server.connections == AHEAD_AT_MOST
            await _until(lambda: server.open == 0)

    asyncio.run(run())


def test_one_that_grew_old_is_closed_by_itself_and_takes_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "AHEAD_S", 0.05)

    async def run() -> None:
        async with platform(answers(b"{}")) as server, _prepared(server, 3) as http:
            await _until(lambda: server.open == 0)
            assert (await _posted(http, server.url)).is_ok
            assert server.connections == 4

    asyncio.run(run())


def test_an_old_one_that_is_still_open_takes_no_call() -> None:
    async def run() -> None:
        async with platform(answers(b"{}")) as server, _prepared(server) as http:
            loop = asyncio.get_running_loop()
            real = loop.time
            loop.time = lambda: real() + AHEAD_S  # type: ignore[method-assign]
            assert (await _posted(http, server.url)).is_ok
            assert server.connections == 2

    asyncio.run(run())


def test_one_that_the_platform_has_closed_is_no_lost_call() -> None:
    """Taken, it would read as unknown: the call opens its own, though the loop has not heard of the end."""

    async def run() -> None:
        closing: list[asyncio.StreamWriter] = []

        async def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            closing.append(writer)
            if len(closing) > 1:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(response(b"{}"))

        listening = await asyncio.start_server(taken, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
        async with listening, new_http() as http:
            http.prepare(url)
            await _until(lambda: len(closing) == 1)
            await asyncio.sleep(0.01)
            closing[0].transport.abort()
            await asyncio.sleep(0)
            assert (await _posted(http, url)).is_ok
            for writer in closing:
                writer.close()

    asyncio.run(run())


def test_what_a_platform_says_before_it_is_asked_is_no_calls_answer() -> None:
    async def run() -> None:
        async with platform(answers(b'{"answer":1}')) as server:
            server.greeting = response(b'{"answer":0}')
            async with _prepared(server) as http:
                server.greeting = b""
                assert (await _posted(http, server.url)).body == b'{"answer":1}'

    asyncio.run(run())


def test_a_platform_that_can_not_be_reached_ahead_is_not_reached_by_the_call() -> None:
    async def run() -> Exchange:
        async with platform(answers(b"{}")) as server:
            url = server.url
        async with new_http() as http:
            http.prepare(url)
            http.prepare("ftp://127.0.0.1/")
            http.prepare("http://127.0.0.1:99999999/")
            await asyncio.sleep(0.01)
            return await _posted(http, url)

    end = asyncio.run(run())
    assert (end.verdict, end.fault) == (Verdict.NOT_SENT, CallFault.NO_CONNECTION)


_STEPS = st.lists(st.sampled_from(["prepare", "call", "both", "wait"]), min_size=1, max_size=12)


@settings(max_examples=30, deadline=None)
@given(_STEPS)
def test_whatever_is_left_over_each_call_reads_its_own_answer(steps: Sequence[str]) -> None:
    """The platform answers each call three times, with the call's own number."""

    async def run() -> list[tuple[bytes, bytes]]:
        calls = [0]

        async def thrice(writer: asyncio.StreamWriter) -> None:
            writer.write(3 * response(server.requests[-1][1]))

        async def call() -> tuple[bytes, bytes]:
            calls[0] += 1
            body = b"n=%d" % calls[0]
            return body, (await _posted(http, server.url, body)).body

        found: list[tuple[bytes, bytes]] = []
        async with platform(thrice) as server, new_http() as http:
            for step in steps:
                if step in {"prepare", "both"}:
                    http.prepare(server.url, 3)
                if step in {"call", "both"}:
                    found.append(await call())
                if step == "wait":
                    await asyncio.sleep(0.002)
        return found

    assert all(said == heard for said, heard in asyncio.run(run()))


class _Asked(importlib.abc.MetaPathFinder):
    """Which modules are looked for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        self.names.append(fullname)
        return None


def test_a_call_looks_for_no_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """httpcore tries to import one that isn't there at each of its locks: an eighth of a call."""
    asked = _Asked()

    async def run() -> None:
        async with platform(answers(b"{}")) as server, new_http() as http:
            await _posted(http, server.url)
            monkeypatch.setattr(sys, "meta_path", [asked, *sys.meta_path])
            await _posted(http, server.url)

    asyncio.run(run())
    assert asked.names == []


def test_the_authorities_are_read_once_for_all_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    real, read = http_module.system_trust, []

    def counted() -> ssl.SSLContext:
        read.append(1)
        return real()

    async def run() -> None:
        for _ in range(3):
            async with new_http():
                pass

    monkeypatch.setattr(http_module, "system_trust", counted)
    asyncio.run(run())
    assert len(read) == 1


def test_each_call_sees_the_certificate_that_is_shown_now() -> None:
    """One server, one set of session keys: who went on from the last handshake would be shown none."""
    authority, ours = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    here, now = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(here)
    authority.issue_cert("other.test").configure_cert(now)
    authority.configure_trust(ours)

    def shows_another(connection: ssl.SSLSocket | ssl.SSLObject, name: str | None, context: object) -> None:
        connection.context = now

    async def run() -> None:
        async with platform(answers(b"{}"), context=here) as server, Http(ours) as http:
            url = server.url.replace("127.0.0.1", "localhost")
            assert (await _posted(http, url)).is_ok
            here.sni_callback = shows_another
            assert (await _posted(http, url)).verdict is Verdict.NOT_SENT

    asyncio.run(run())


def test_a_platform_that_answers_nobody_is_not_opened_connections_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "AHEAD_S", 0.05)

    async def run() -> None:
        async with platform(answers(b"{}")) as server, _prepared(server, 3) as http:
            await _until(lambda: server.open == 0)
            http.prepare(server.url, 3)
            assert (await _posted(http, server.url)).is_ok
            assert server.connections == 3 + 1, "only the call's own"
            http.prepare(server.url, 3)
            await _until(lambda: server.connections == 3 + 1 + 3)

    asyncio.run(run())


@pytest.mark.parametrize("host", ["shop..invalid", ".invalid", f"{'a' * 64}.invalid"])
def test_a_host_that_is_no_name_is_no_connection(host: str) -> None:
    """A typing error in an address: nothing was sent, and nobody need ask what became of it."""

    async def run() -> Exchange:
        async with new_http() as http:
            http.prepare(f"http://{host}/")
            return await _posted(http, f"http://{host}/")

    end = asyncio.run(run())
    assert (end.verdict, end.fault) == (Verdict.NOT_SENT, CallFault.NO_CONNECTION)


def test_a_port_is_the_one_that_is_set() -> None:
    assert [reaching.Address.of(httpx.URL(f"http://h{port}/")).port for port in ("", ":0", ":81")] == [
        80,
        0,
        81,
    ]


@pytest.mark.parametrize("is_first", [True, False])
def test_an_address_of_a_family_that_this_pc_has_not_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, *, is_first: bool
) -> None:
    """IPv6 is switched off, and the host has an address of it."""
    monkeypatch.setattr(reaching, "_NEXT_ADDRESS_S", 0.0)

    async def run() -> None:
        async with platform(answers(b"{}")) as server:
            port = httpx.URL(server.url).port
            places = [(2, 1, 6, "", ("127.0.0.1", port)), (99, 1, 6, "", ("::1", port, 0, 0))]
            with await reaching.connected(places[::-1] if is_first else places) as found:
                assert found.getpeername() == ("127.0.0.1", port)
            with pytest.raises(OSError, match=r"\[(Errno|WinError) "):
                await reaching.connected(places[1:])

    asyncio.run(run())


def test_a_host_of_two_addresses_is_reached_at_the_one_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first takes no connection: it is tried for a moment, then the next is tried beside it."""
    monkeypatch.setattr(reaching, "_NEXT_ADDRESS_S", 0.01)

    async def run() -> None:
        async with platform(answers(b"{}")) as server:
            port = httpx.URL(server.url).port
            places = [(2, 1, 6, "", (host, port)) for host in ("192.0.2.1", "127.0.0.1")]
            with await reaching.connected(places) as found:
                assert found.getpeername() == ("127.0.0.1", port)

    asyncio.run(run())


def test_where_no_address_answers_the_first_ones_reason_is_said() -> None:
    async def run() -> None:
        async with platform(answers(b"{}")) as server:
            port = httpx.URL(server.url).port
        places = [(2, 1, 6, "", (host, port)) for host in ("127.0.0.1", "127.0.0.2")]
        with pytest.raises(ConnectionRefusedError):
            await reaching.connected(places)

    asyncio.run(run())
