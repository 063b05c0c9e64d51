"""The listener under attack (row 58): strangers take no place, no memory, no words; platforms get through."""

import asyncio
import contextlib
import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from posdesk.engine.listening import call_bodies, http_connection, sender_proof
from posdesk.engine.listening.call_bodies import Bodies
from posdesk.engine.listening.connection_limit import MOST_OF_ALL, ConnectionLimit, Stage
from posdesk.engine.listening.http_connection import HttpConnection
from posdesk.engine.listening.sender_proof import FailedSignatures
from posdesk.host import memory, sockets
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.settings.credentials import LISTENER_TOKEN
from tests.engine.listening.test_listener import (
    SAMPLE,
    connected,
    errors_of,
    health,
    orders_in,
    post,
    raw_call,
    signed,
)
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, house, partner, settings
from tests.engine.receipt_making import TOKEN, keys_in
from tests.journal.making import DOCUMENTED, Counter, SetClock
from tests.platforms.wdk.making import body as receipt_body
from tests.platforms.wdk.making import example
from tests.support.processes import wait_for

MANY = int(os.environ.get("POSDESK_ATTACK_CONNECTIONS", "2000"))
SPARE_FILES = 200


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[House]:
    secrets = HeldSecrets(meituan=APPKEY)
    secrets._held[LISTENER_TOKEN] = TOKEN
    with house(tmp_path, settings(partner()), secrets) as running:
        yield running


def hand_in(at: House, token: str, content: bytes) -> httpx.Response:
    """A till's call."""
    return httpx.post(
        f"{at.address}/receipts",
        content=content,
        headers=[(b"Authorization", f"Bearer {token}".encode())],
        trust_env=False,
        timeout=PATIENCE_S,
    )


def rest_of(connection: socket.socket) -> bytes:
    """All that still comes, until the other side closes."""
    with contextlib.suppress(ConnectionResetError):
        return b"".join(iter(lambda: connection.recv(65536), b""))
    return b""


def said(at: House, sent: bytes) -> bytes:
    """What one connection is told after these bytes, once it is closed."""
    with connected(at) as held:
        held.sendall(sent)
        return rest_of(held)


def head(*lines: str) -> bytes:
    """A POST's head with these lines more; it asks for the connection's end."""
    return "\r\n".join(["POST /center/gateway HTTP/1.1", "host: x", *lines, "", ""]).encode()


@pytest.mark.parametrize(
    "drip",
    [b"", b"POST /center/gate", b"\r\n\r\n", b"POST / HTTP/1.1\r\nx-drop: ", b"GET /healthz HTTP/1.1\r\n"],
)
def test_a_head_that_never_ends_is_given_up_in_words(
    counter: House, monkeypatch: pytest.MonkeyPatch, drip: bytes
) -> None:
    monkeypatch.setattr(http_connection, "HEAD_PATIENCE_S", 0.1)
    told = said(counter, drip)
    assert told.startswith(b"HTTP/1.1 408 ")
    assert "请求头".encode() in told
    assert post(counter)["code"] == 0


def test_an_answered_connection_that_drips_on_is_closed_too(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connection, "HEAD_PATIENCE_S", 0.1)
    with connected(counter) as held:
        held.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        assert b" 200 " in held.recv(1000)
        held.sendall(b"\r\n")
        assert b" 408 " in rest_of(held)


def test_a_body_that_nobody_reads_does_not_hold_its_connection(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connection, "HEAD_PATIENCE_S", 0.1)
    with connected(counter) as held:
        held.sendall(b"POST /nowhere HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n\r\n")
        assert b" 404 " in held.recv(1000)
        held.sendall(b"drip")
        assert b" 408 " in rest_of(held)


def test_a_body_that_drips_is_given_up_and_its_connection_closed(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_bodies, "PATIENCE_S", 0.1)
    with raw_call(counter, SAMPLE[:50]) as held:
        assert b" 408 " in rest_of(held)
    assert orders_in(counter.journal) == 0


def _files() -> int:
    """How many connections the system lets this process hold at both ends."""
    if sys.platform == "win32":
        return 1000
    import resource

    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - SPARE_FILES - MOST_OF_ALL


def test_thousands_of_silent_connections_keep_no_platform_out(
    counter: House, caplog: pytest.LogCaptureFixture
) -> None:
    with contextlib.ExitStack() as held:
        for number in range(min(MANY, _files())):
            silent = held.enter_context(connected(counter))
            with contextlib.suppress(ConnectionError):
                silent.sendall((b"", b"POST /center/gateway HTTP/1.1\r\nx: ")[number % 2])
            if number % 500 == 499:
                assert post(counter)["code"] == 0
        assert post(counter)["code"] == 0
        assert health(counter) == 200
    assert orders_in(counter.journal) == 1
    assert errors_of(caplog) == []


def test_calls_that_hold_their_bodies_back_keep_no_platform_out(counter: House) -> None:
    with contextlib.ExitStack() as held:
        for _ in range(300):
            held.enter_context(raw_call(counter, SAMPLE[:10]))
        assert post(counter)["code"] == 0


class Guest:
    """A connection to the connections, not to anything."""

    def __init__(self, address: str, stage: Stage = Stage.WAITING) -> None:
        self.address, self.stage, self.gone = address, stage, False

    def dismiss(self) -> None:
        self.gone = True


def test_who_waited_longest_goes_and_who_is_being_answered_stays() -> None:
    keeper = ConnectionLimit(most_of_one=3, most_of_all=5)
    first, second, third = Guest("a", Stage.ANSWERING), Guest("a", Stage.READING), Guest("a")
    assert all(map(keeper.admit, (first, second, third)))
    assert keeper.admit(Guest("a"))
    assert [guest.gone for guest in (first, second, third)] == [False, False, True]
    other = Guest("b")
    assert keeper.admit(other)
    assert keeper.admit(Guest("c"))
    assert keeper.admit(Guest("d"))
    assert (len(keeper), other.gone, first.gone) == (5, False, False), "it goes at the most crowded address"


def test_where_every_place_is_being_answered_the_newcomer_is_told() -> None:
    keeper = ConnectionLimit(most_of_one=2)
    guests = [Guest("a", Stage.ANSWERING), Guest("a", Stage.ANSWERING)]
    assert all(map(keeper.admit, guests))
    assert not keeper.admit(Guest("a"))
    assert keeper.admit(Guest("b"))
    keeper.leave(guests[0])
    keeper.leave(guests[0])
    assert keeper.admit(Guest("a"))


def test_one_that_was_answered_waits_anew() -> None:
    keeper = ConnectionLimit(most_of_one=2)
    served, silent = Guest("a"), Guest("a")
    assert keeper.admit(served)
    assert keeper.admit(silent)
    keeper.served(served)
    assert keeper.admit(Guest("a"))
    assert (served.gone, silent.gone) == (False, True)


class Slow:
    """A call whose body comes in pieces that the test lets through."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.pieces: asyncio.Queue[bytes] = asyncio.Queue()

    async def stream(self) -> object:
        while piece := await self.pieces.get():
            yield piece


def test_of_many_unfinished_bodies_the_largest_is_given_up() -> None:
    async def story() -> None:
        reader, large, small = Bodies(1000, most_of_all_bytes=1000), Slow(), Slow()
        one = asyncio.create_task(reader.read(large))  # type: ignore[arg-type]
        other = asyncio.create_task(reader.read(small))  # type: ignore[arg-type]
        await large.pieces.put(b"x" * 900)
        await small.pieces.put(b"y" * 200)
        with pytest.raises(TimeoutError):
            await one
        await small.pieces.put(b"")
        assert await other == b"y" * 200

    asyncio.run(story())


ODD_HEADS = {
    "a packed body": (head("content-encoding: gzip", "content-length: 2", "connection: close") + b"{}", 415),
    "one packed twice": (head("content-encoding: identity, br", "connection: close"), 415),
    "packed chunks": (head("transfer-encoding: gzip, chunked", "connection: close") + b"0\r\n\r\n", 415),
    "a web page": (head("origin: https://evil.example", "connection: close"), 415),
    "both lengths": (head("content-length: 2", "transfer-encoding: chunked") + b"0\r\n\r\n", 400),
    "two lengths": (head("content-length: 2", "content-length: 3") + b"{}", 400),
    "a negative length": (head("content-length: -1"), 400),
    "a length that is too long": (head("content-length: " + "9" * 30), 400),
    "an endless body": (head("content-length: 999999999999", "connection: close"), 413),
    "a chunk of nonsense": (head("transfer-encoding: chunked") + b"zz\r\n", 400),
    "a trailer": (head("transfer-encoding: chunked") + b"0\r\nauthorization: Bearer x\r\n\r\n", 400),
    "a folded header": (head("x: 1\r\n folded"), 400),
    "a space before the colon": (head("content-length : 2") + b"{}", 400),
    "a bare line feed": (b"POST / HTTP/1.1\nhost: x\ncontent-length: 0\n\n", 400),
    "NUL in a header": (head("x: a\0b"), 400),
    "too many headers": (head(*[f"x{n}: 1" for n in range(200)]), 431),
    "a large header": (head("x: " + "y" * 70_000), 431),
    "a large header that never ends": (b"POST / HTTP/1.1\r\nx: " + b"y" * 400_000, 431),
    "a large path": (b"POST /" + b"y" * 70_000 + b" HTTP/1.1\r\n\r\n", 431),
    "a path that is no text": (b"POST /\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "HTTP/0.9": (b"GET /healthz\r\n\r\n", 200),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00", 400),
    "a query that is no text": (b"POST /center/gateway/?\xf5 HTTP/1.1\r\nhost: x\r\n\r\n", 400),
    "CONNECT": (b"CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n", 400),
    "an absolute URL": (b"GET http://evil.example/healthz HTTP/1.0\r\n\r\n", 200),
    "a websocket": (
        b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n",
        200,
    ),
}


def test_an_odd_head_is_answered_in_words(
    counter: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(http_connection, "HEAD_PATIENCE_S", 1.0)
    for what, (sent, status) in ODD_HEADS.items():
        told = said(counter, sent)
        assert told.split(b" ")[1] == str(status).encode(), (what, told)
        top, _, words = told.partition(b"\r\n\r\n")
        assert b"application/json" in top, what
        assert json.loads(words), what
        assert b"Traceback" not in told, what
    assert errors_of(caplog) == []
    assert orders_in(counter.journal) == 0


def test_one_who_never_reads_his_answers_holds_no_place(
    counter: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(http_connection, "UNREAD_PATIENCE_S", 0.1)
    stuck, ended = threading.Event(), threading.Event()
    pausing, losing = HttpConnection.pause_writing, HttpConnection.connection_lost

    def paused(one: HttpConnection) -> None:
        pausing(one)
        stuck.set()

    def lost(one: HttpConnection, why: Exception | None) -> None:
        losing(one, why)
        if stuck.is_set():
            ended.set()

    monkeypatch.setattr(HttpConnection, "pause_writing", paused)
    monkeypatch.setattr(HttpConnection, "connection_lost", lost)
    with connected(counter) as held:
        held.setblocking(False)  # noqa: FBT003 - the socket's own signature
        wait_for(partial(_asks_on, held, ended), "the end of one who never reads", 3 * PATIENCE_S)
    assert post(counter)["code"] == 0
    assert errors_of(caplog) == []


def test_what_a_call_is_read_into_gets_no_pages_of_its_own(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that are got and given back with each call cost more than most of what is done with it."""
    sizes: list[int] = []
    reading = HttpConnection.data_received

    def read(one: HttpConnection, data: bytes) -> None:
        sizes.append(one.transport.max_size)  # type: ignore[attr-defined]
        reading(one, data)

    monkeypatch.setattr(HttpConnection, "data_received", read)
    assert post(counter)["code"] == 0
    assert sizes
    assert max(sizes) < memory.LARGE_BYTES


def _asks_on(held: socket.socket, ended: threading.Event) -> bool:
    """Asks as much as is taken, for ever; whether it was ended. By wine the other side may not hear of it."""
    with contextlib.suppress(BlockingIOError, ConnectionError):
        held.send(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n" * 2000)
    return ended.is_set()


def test_the_system_keeps_little_of_what_one_never_reads() -> None:
    """A stranger's connections must not fill the system's memory, either."""
    with contextlib.ExitStack() as both:
        listening = both.enter_context(sockets.listening_socket("127.0.0.1", 0))
        never_reads = both.enter_context(sockets.stream_socket("127.0.0.1"))
        never_reads.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        never_reads.connect(listening.getsockname())

        async def kept_bytes() -> int:
            accepted, _ = await asyncio.get_running_loop().sock_accept(listening)
            _, writer = await asyncio.open_connection(sock=accepted)
            sockets.answer_at_once(writer.transport)
            kept = _taken(accepted)
            writer.transport.abort()
            return kept

        assert asyncio.run(kept_bytes()) < 1_000_000


def _taken(accepted: socket.socket) -> int:
    """How much can be sent at once."""
    kept = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            kept += accepted.send(b"x" * 200)
    return kept


METHODS = ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"]


PATHS = ["/center/gateway", "/center/gateway/", "/receipts", "/healthz", "/", "/robots.txt", "//"]


@pytest.mark.parametrize("path", PATHS)
def test_every_method_on_every_path_gets_a_plain_answer(counter: House, path: str) -> None:
    with httpx.Client(trust_env=False, timeout=PATIENCE_S, base_url=counter.address) as client:
        told = {method: client.request(method, path) for method in METHODS}
    spared = path.rstrip("/")
    taken = {"/center/gateway": {"POST"}, "/receipts": {"POST"}, "/healthz": {"GET", "HEAD"}}.get(
        spared, set()
    )
    for method, answer in told.items():
        wanted = {200, 401} if method in taken else {404, 405}
        assert answer.status_code in wanted, (method, answer.status_code)
        assert "Traceback" not in answer.text
        assert "server" not in answer.headers


def test_the_health_says_one_word_and_no_more(counter: House) -> None:
    assert post(counter)["code"] == 0
    told = httpx.get(f"{counter.address}/healthz", trust_env=False)
    assert told.json() == {"takes_orders": True}
    assert set(told.headers) == {"date", "content-length", "content-type"}


def test_a_right_call_that_is_played_again_changes_nothing(counter: House) -> None:
    query = signed(SAMPLE)
    assert [post(counter, SAMPLE, query)["code"] for _ in range(5)] == [0] * 5
    assert orders_in(counter.journal) == 1
    key = DOCUMENTED
    happened = [word.value for word in Counter(counter.journal).happened(key)]
    assert happened == ["received"]


def test_after_many_wrong_calls_a_stranger_is_turned_away_and_a_platform_is_not(
    counter: House, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = {"appid": "meituan-app", "sign": "0" * 64}
    codes = [post(counter, SAMPLE, wrong)["code"] for _ in range(sender_proof.MOST + 5)]
    assert codes == [AnswerCode.WRONG_SIGNATURE] * sender_proof.MOST + [AnswerCode.TOO_MANY_CALLS] * 5
    for query in (wrong, {}, {"appid": "meituan-app"}, {"appid": "other", "sign": "0"}):
        told = post(counter, SAMPLE, query)
        assert (told["code"], told["seq"]) == (AnswerCode.TOO_MANY_CALLS, "")
    assert post(counter)["code"] == 0
    assert post(counter, b"{}")["code"] == AnswerCode.MISSING_FIELD
    assert len([r for r in caplog.records if "gateway" in r.getMessage()]) <= sender_proof.MOST + 2


def test_after_many_wrong_tokens_the_right_one_still_opens(counter: House) -> None:
    receipt = receipt_body(example())
    told = [hand_in(counter, "x", receipt).status_code for _ in range(sender_proof.MOST + 2)]
    assert told == [401] * sender_proof.MOST + [429] * 2
    assert hand_in(counter, TOKEN, receipt).status_code == 200


def test_wrong_calls_are_forgotten_after_a_minute_and_their_addresses_are_bounded() -> None:
    clock = SetClock()
    counted = FailedSignatures(clock)
    for _ in range(sender_proof.MOST):
        assert not counted.are_too_many("a")
        counted.add("a")
    assert counted.are_too_many("a")
    assert not counted.are_too_many("b")
    clock.walk(sender_proof.WINDOW_S)
    assert not counted.are_too_many("a")
    for number in range(3 * sender_proof.MOST_ADDRESSES):
        counted.add(str(number))
    assert len(counted._of) == sender_proof.MOST_ADDRESSES


DEEP = 100_000
HOSTILE = {
    "lists in lists": b'{"cmd":"AddSaleOrderBill","seq":"1","items":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "objects in objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "brackets that never close": b"[" * 900_000,
    "a number of 10^5 digits": b'{"cmd":"AddSaleOrderBill","seq":"1","items":' + b"9" * 100_000 + b"}",
    "an exponent of 10^5 digits": b'{"cmd":"AddSaleOrderBill","seq":"1","items":1e' + b"9" * 100_000 + b"}",
    "a key 10^5 times": b"{" + b",".join([b'"seq":"1"'] * 70_000) + b',"seq":"2"}',
    "a million spaces": b" " * 1_000_000,
    "a string that never ends": b'"' + b"\\" * 900_000,
    "half an emoji for a command": b'{"cmd":"\\ud83d","seq":"\\udc00"}',
    "NUL": b"\0" * 1000,
    "UTF-16": '{"cmd":"AddSaleOrderBill"}'.encode("utf-16"),
}


def test_a_hostile_body_is_refused_in_words_though_it_is_signed(
    counter: House, caplog: pytest.LogCaptureFixture
) -> None:
    for what, body in HOSTILE.items():
        told = post(counter, body)
        assert 1000 < told["code"] < 2000, what
        assert " / " in told["msg"], what
    assert errors_of(caplog) == []
    assert orders_in(counter.journal) == 0


def test_a_hostile_body_of_a_till_is_refused_in_words(
    counter: House, caplog: pytest.LogCaptureFixture
) -> None:
    for body in HOSTILE.values():
        handed = hand_in(counter, TOKEN, body)
        assert handed.status_code == 400
        assert " / " in handed.json()["error"]
    assert errors_of(caplog) == []
    assert keys_in(counter.journal) == []
