"""What stands in a call's head beside the call: taken where it changes nothing, else refused by name."""

import asyncio
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from uvicorn.server import ServerState

from posdesk.engine.listening.connection_limit import ConnectionLimit
from posdesk.engine.listening.http_connection import HttpConnection
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.settings.credentials import LISTENER_TOKEN
from tests.engine.listening.test_listener import connected, errors_of, orders_in
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, house, partner, settings
from tests.engine.receipt_making import TOKEN, keys_in
from tests.fuzz.run import Transport
from tests.platforms.wdk.making import body as receipt_body
from tests.platforms.wdk.making import example
from tests.support.paths import ROOT

FIELD = ROOT / "tests/data/field"
PUSHED = FIELD / "01-h2c-upgrade"
BODY = (PUSHED / "body.json").read_bytes()
SIGN = hmac.new(APPKEY.encode(), BODY, hashlib.sha256).hexdigest()
GATEWAY = f"/center/gateway?appid=meituan-app&sign={SIGN}"
OFFERS = {
    "Java and curl --http2": (
        "Connection: Upgrade, HTTP2-Settings",
        "Upgrade: h2c",
        "HTTP2-Settings: AAMAAABk",
    ),
    "the offer first": ("Upgrade: h2c", "HTTP2-Settings: AAMAAABk", "Connection: Upgrade, HTTP2-Settings"),
    "a websocket": ("Connection: keep-alive, Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"),
    "TLS": ("Connection: upgrade", "Upgrade: TLS/1.0"),
    "two offers": ("CONNECTION: UPGRADE", "UPGRADE: h2c", "upgrade: websocket, foo/2"),
    "an empty header before it": ("X-Empty:", "Connection:Upgrade", "Upgrade:h2c"),
}


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[House]:
    secrets = HeldSecrets(meituan=APPKEY)
    secrets._held[LISTENER_TOKEN] = TOKEN
    with house(tmp_path, settings(partner()), secrets) as running:
        yield running


def call(*heads: str, path: str = GATEWAY, body: bytes = BODY, version: str = "1.1") -> bytes:
    """A POST with its length."""
    lines = (f"POST {path} HTTP/{version}", "Host: x", *heads, f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(lines).encode() + body


def chunked(*heads: str, path: str = GATEWAY, body: bytes = BODY) -> bytes:
    """A POST whose body comes in two chunks."""
    lines = (f"POST {path} HTTP/1.1", "Host: x", *heads, "Transfer-Encoding: chunked", "", "")
    pieces = (body[:400], body[400:], b"")
    text = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return "\r\n".join(lines).encode() + text


def told(at: House, *sent: bytes) -> list[tuple[int, Any]]:
    """Status and JSON of each answer on one connection; the other side says no more after this."""
    with connected(at) as held:
        for each in sent:
            held.sendall(each)
        held.shutdown(socket.SHUT_WR)
        return list(answers(b"".join(iter(lambda: held.recv(65536), b""))))


def answers(came: bytes) -> Iterator[tuple[int, Any]]:
    while came:
        head, _, rest = came.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split()[0])
        yield int(head.split()[1]), json.loads(rest[:length])
        came = rest[length:]


def test_javas_default_client_hands_its_order_in(counter: House) -> None:
    sent = (
        (PUSHED / "request.txt")
        .read_bytes()
        .replace(b"appid=mt&sign=SIGN", GATEWAY.partition("?")[2].encode())
    )
    ((status, reply),) = told(counter, sent)
    assert (status, reply["code"]) == (200, AnswerCode.OK), reply
    assert orders_in(counter.journal) == 1


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offered_upgrade_is_ignored_and_every_call_on_the_connection_is_read(
    counter: House, offer: str
) -> None:
    heads = OFFERS[offer]
    found = told(counter, call(*heads), chunked(*heads), call(), call(*heads))
    assert [(status, reply["code"]) for status, reply in found] == [(200, AnswerCode.OK)] * 4
    assert orders_in(counter.journal) == 1


def test_an_offered_upgrade_loses_no_receipt(counter: House) -> None:
    heads = (*OFFERS["Java and curl --http2"], f"Authorization: Bearer {TOKEN}")
    lines = call(*heads, path="/receipts", body=receipt_body(example()))
    ((status, reply),) = told(counter, lines)
    assert (status, reply) == (200, {"stored": 1, "known": 0})
    assert len(keys_in(counter.journal)) == 1


def test_an_upgrade_of_http_1_0_and_one_without_a_body_are_answered_too(counter: House) -> None:
    heads = OFFERS["Java and curl --http2"]
    ((status, reply),) = told(counter, call(*heads, version="1.0"))
    assert (status, reply["code"]) == (200, AnswerCode.OK)
    health = "\r\n".join(("GET /healthz HTTP/1.1", "Host: x", *heads, "", "")).encode()
    assert [status for status, _ in told(counter, health, call())] == [200, 200]


def test_a_connect_with_an_upgrade_is_no_call(counter: House, caplog: pytest.LogCaptureFixture) -> None:
    for target in ("evil.example:443", "/center/gateway"):
        sent = call(*OFFERS["TLS"]).replace(b"POST " + GATEWAY.encode(), f"CONNECT {target}".encode())
        assert [status for status, _ in told(counter, sent)] == [400]
    assert errors_of(caplog) == []


def test_a_body_that_did_not_come_whole_is_never_called_wrongly_signed(counter: House) -> None:
    short = call().replace(b"Content-Length: 926", b"Content-Length: 999")
    cut_chunk = chunked()[:-7]
    assert told(counter, short) == told(counter, cut_chunk) == told(counter, call()[:-1]) == []
    no_length = call().replace(b"Content-Length: 926\r\n", b"")
    status, reply = told(counter, no_length)[0]
    assert (status, reply["code"]) == (411, AnswerCode.NOT_TAKEN)
    assert "Content-Length" in reply["msg"]
    assert orders_in(counter.journal) == 0


TAKEN = [
    *(
        "UTF-8",
        "utf8",
        "charset=UTF-8",
        '"utf-8"',
        "identity",
        "IDENTITY, utf-8",
        "us-ascii",
        "ISO-8859-1",
        "GBK",
    ),
    *("gb2312", "GB18030", "big5", "UTF-16LE", "windows-1252", "cp936", "8bit", "binary", "none", ""),
]
PACKED = ["gzip", "x-gzip", "GZIP", "deflate", "br", "zstd", "compress", "x-compress", "identity, br"]
UNKNOWN = ["aws-chunked", "utf-8x", "application/json", "x" * 200, "utf-8 gzip"]


@pytest.mark.parametrize("word", TAKEN)
def test_a_charset_in_content_encoding_packs_nothing_and_is_taken(counter: House, word: str) -> None:
    body = (FIELD / "02-content-encoding-utf8/body.json").read_bytes()
    assert body == BODY
    ((status, reply),) = told(counter, call(f"Content-Encoding: {word}"))
    assert (status, reply["code"]) == (200, AnswerCode.OK), reply


def test_a_till_may_name_a_charset_too(counter: House) -> None:
    heads = ("Content-Encoding: UTF-8", f"Authorization: Bearer {TOKEN}")
    ((status, _),) = told(counter, call(*heads, path="/receipts/", body=receipt_body(example())))
    assert status == 200


@pytest.mark.parametrize("word", PACKED + UNKNOWN)
@pytest.mark.parametrize("path", [GATEWAY, "/receipts"])
def test_a_packed_or_unknown_coding_is_refused_by_its_name(counter: House, word: str, path: str) -> None:
    heads = (f"Content-Encoding: {word}", f"Authorization: Bearer {TOKEN}")
    ((status, reply),) = told(counter, call(*heads, path=path))
    words = reply["msg"] if path == GATEWAY else reply["error"]
    assert status == 415
    assert word.rpartition(", ")[2].lower()[:40] in words
    assert ("packed" in words) is (word in PACKED)


SLASHES = [
    "/center/gateway/",
    "//center/gateway",
    "/center//gateway",
    "//center//gateway//",
    "/center/gateway///",
]


@pytest.mark.parametrize("path", SLASHES)
def test_a_slash_too_many_is_no_other_path(counter: House, path: str) -> None:
    found = told(counter, call(path=GATEWAY.replace("/center/gateway", path)))
    assert [(status, reply["code"]) for status, reply in found] == [(200, AnswerCode.OK)]
    for spare in ("/healthz/", "//healthz"):
        assert httpx.get(f"{counter.address}{spare}", trust_env=False).status_code == 200


@pytest.mark.parametrize("path", ["/center/gatewayx", "/gateway", "/center", "/center/gateway/x", "/", "//"])
def test_another_path_stays_another_path(counter: House, path: str) -> None:
    assert httpx.post(f"{counter.address}{path}", trust_env=False).status_code == 404


def test_forty_pipelined_calls_are_all_answered_in_their_order(counter: House) -> None:
    health = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    found = told(counter, (call() + health) * 20)
    assert [set(reply) & {"code", "takes_orders"} for _, reply in found] == [{"code"}, {"takes_orders"}] * 20
    assert {reply["code"] for _, reply in found[::2]} == {AnswerCode.OK}
    assert orders_in(counter.journal) == 1


def test_whoever_says_no_more_still_gets_his_answer(counter: House) -> None:
    with connected(counter) as held:
        held.sendall(call())
        held.shutdown(socket.SHUT_WR)
        came = b"".join(iter(lambda: held.recv(65536), b""))
    assert b'"code":0' in came


class Ear:
    """An application that writes down what it is called with."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, bytes]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            piece = await receive()
            if piece["type"] == "http.disconnect":
                return
            body, more = body + piece["body"], piece["more_body"]
        self.heard.append((scope["method"], scope["path"], body))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


async def heard(pieces: Sequence[bytes]) -> list[tuple[str, str, bytes]]:
    """What an application is told by a connection on which these pieces come."""
    ear, state = Ear(), ServerState()
    config = uvicorn.Config(ear, lifespan="off", log_config=None, access_log=False, ws="none")
    line = HttpConnection(connections=ConnectionLimit(), config=config, server_state=state, app_state={})
    line.connection_made(Transport())
    for piece in pieces:
        line.data_received(piece)
        await asyncio.sleep(0)
    while waiting := [task for task in state.tasks if not task.done()]:
        await asyncio.wait(waiting, timeout=PATIENCE_S if line.stage else 0.01)
        if not line.stage:
            break
    line.connection_lost(None)
    return ear.heard


STREAM = b"".join(
    (
        call(*OFFERS["Java and curl --http2"], path="/a", body=b'{"x":"\r\n\r\nUpgrade: h2c\r\n\r\n"}'),
        call(path="/b", body=b"GET / HTTP/1.1\r\n\r\n"),
        chunked(*OFFERS["two offers"], path="/c", body=b"z" * 500),
        call(*OFFERS["the offer first"], path="/d", body=b""),
        b"\r\nGET /e HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        call(path="/f", body=b"end"),
    )
)
HEARD = [
    ("POST", "/a", b'{"x":"\r\n\r\nUpgrade: h2c\r\n\r\n"}'),
    ("POST", "/b", b"GET / HTTP/1.1\r\n\r\n"),
    ("POST", "/c", b"z" * 500),
    ("POST", "/d", b""),
    ("GET", "/e", b""),
    ("POST", "/f", b"end"),
]


def test_the_same_bytes_are_the_same_calls_wherever_they_are_cut() -> None:
    async def story() -> None:
        for at in range(len(STREAM)):
            assert await heard((STREAM[:at], STREAM[at:])) == HEARD, at
        assert await heard([bytes([each]) for each in STREAM]) == HEARD

    asyncio.run(story())


@examples(max_examples=60, deadline=None)
@given(cuts=st.sets(st.integers(1, len(STREAM) - 1), max_size=12))
def test_the_same_bytes_are_the_same_calls_in_any_pieces(cuts: set[int]) -> None:
    ends = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[start:end] for start, end in pairwise(ends)]
    assert asyncio.run(heard(pieces)) == HEARD


def test_what_waits_unread_on_a_connection_is_bounded() -> None:
    """Thousands of heads in one piece: few of them become calls before an answer has left."""

    async def story() -> None:
        ear, state = Ear(), ServerState()
        config = uvicorn.Config(ear, lifespan="off", log_config=None, access_log=False, ws="none")
        line = HttpConnection(connections=ConnectionLimit(), config=config, server_state=state, app_state={})
        transport = Transport()
        line.connection_made(transport)
        line.data_received(b"GET / HTTP/1.1\r\n\r\n" * 5000)
        assert len(line.pipeline) < 50
        assert line.flow.read_paused
        while len(ear.heard) < 5000:
            assert len(line.pipeline) < 50
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not line.flow.read_paused
        line.connection_lost(None)

    asyncio.run(story())
