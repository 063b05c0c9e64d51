import asyncio
import json
import logging
import re
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.answer import Answer, CallFault, Verdict
from posdesk.platforms.http import REPLY_LIMIT_BYTES, new_http
from posdesk.platforms.o2o.client import Captured, PartnerClient
from posdesk.platforms.o2o.signature import sign
from posdesk.settings.settings import Partner, SignatureRecipe, Store
from tests.platforms.o2o.samples import DATA, an_order, sample
from tests.platforms.o2o.server import (
    Behaviour,
    Server,
    answers,
    drips,
    hangs_up_after,
    platform,
    response,
    says_nothing,
)

_BODY = sample("AccptSaleOrderBill.request")
_SEQ = "eb46ce74-dffa-4108-87bc-4809144ca33c"
_OK = b'{"code":0,"msg":"","seq":"eb46ce74-dffa-4108-87bc-4809144ca33c"}'
_CMD = "AccptSaleOrderBill"


@asynccontextmanager
async def _client(url: str, total_s: float = 15.0, **changes: object) -> AsyncIterator[PartnerClient]:
    partner = Partner(name="meituan", url=url, appid="应用 1&2").model_copy(update=changes)
    async with new_http() as http:
        yield PartnerClient(partner, http, SystemClock(), Store(), total_s=total_s)


def _send(behave: Behaviour, total_s: float = 15.0) -> tuple[Answer, Server]:
    async def run() -> tuple[Answer, Server]:
        async with platform(behave) as server, _client(server.url, total_s) as client:
            return await client.send(_CMD, _BODY, _SEQ, "钥匙"), server

    return asyncio.run(run())


def _send_to(url: str) -> Answer:
    async def run() -> Answer:
        async with _client(url) as client:
            return await client.send(_CMD, _BODY, _SEQ, "k")

    return asyncio.run(run())


def _capture(behave: Behaviour, total_s: float = 15.0) -> tuple[Captured, Server]:
    async def run() -> tuple[Captured, Server]:
        async with platform(behave) as server, _client(server.url, total_s) as client:
            await client.capture("2994848", "k")
            return await client.capture("2994848", "k"), server

    return asyncio.run(run())


def test_a_call_is_signed_over_the_raw_body_and_arrives_as_the_document_wants() -> None:
    answer, server = _send(answers(_OK, "200 OK", "date: Sun, 22 Nov 2026 04:00:01 GMT"))
    assert (answer.verdict, answer.code, answer.http_status) == (Verdict.DONE, 0, 200)
    assert answer.server_time == datetime(2026, 11, 22, 4, 0, 1, tzinfo=UTC)
    assert answer.round_trip_s > 0
    ((head, body),) = server.requests
    method, target, version = head.split("\r\n")[0].split(" ")
    signature = sign(SignatureRecipe(), appid="应用 1&2", appkey="钥匙", body=_BODY, cmd=_CMD, seq=_SEQ)
    assert (method, version, body) == ("POST", "HTTP/1.1", _BODY)
    assert urlsplit(target).path == "/center/gateway"
    assert parse_qs(urlsplit(target).query) == {"appid": ["应用 1&2"], "sign": [signature]}
    assert "content-type: application/json; charset=utf-8" in head.lower()


def test_a_query_in_the_partners_url_stays() -> None:
    async def run() -> Server:
        async with platform(answers(_OK)) as server, _client(f"{server.url}?v=2") as client:
            await client.send(_CMD, _BODY, _SEQ, "k")
            return server

    target = asyncio.run(run()).requests[0][0].split(" ")[1]
    assert set(parse_qs(urlsplit(target).query)) == {"v", "appid", "sign"}


def test_an_unsigned_partner_gets_an_empty_sign() -> None:
    async def run() -> tuple[Answer, Server]:
        async with platform(answers(_OK)) as server, _client(server.url, signature="none") as client:
            return await client.send(_CMD, _BODY, _SEQ, None), server

    answer, server = asyncio.run(run())
    assert answer.verdict is Verdict.DONE
    assert server.requests[0][0].split(" ")[1].endswith("&sign=")


@pytest.mark.parametrize("signature", ["none", SignatureRecipe(text="{appid}{body}")])
def test_a_call_that_cant_be_formed_is_not_sent_and_says_so(signature: object) -> None:
    async def run() -> tuple[Answer, Server]:
        half = "half a pair: \ud83c"
        async with (
            platform(answers(_OK)) as server,
            _client(server.url, appid=half, signature=signature) as client,
        ):
            return await client.send(_CMD, _BODY, _SEQ, "k"), server

    answer, server = asyncio.run(run())
    assert (answer.verdict, answer.fault, server.requests) == (Verdict.UNABLE, CallFault.NOT_FORMED, [])


def test_a_pickup_code_that_cant_be_written_is_not_asked_for() -> None:
    async def run() -> tuple[Captured, Server]:
        async with platform(answers(_OK)) as server, _client(server.url) as client:
            return await client.capture("\ud83c", "k"), server

    captured, server = asyncio.run(run())
    assert (captured.answer.verdict, captured.orders, server.requests) == (Verdict.UNABLE, (), [])


def test_without_an_appkey_nothing_leaves() -> None:
    async def run() -> tuple[Answer, Server]:
        async with platform(answers(_OK)) as server, _client(server.url) as client:
            return await client.send(_CMD, _BODY, _SEQ, None), server

    answer, server = asyncio.run(run())
    assert (answer.verdict, answer.fault) == (Verdict.UNABLE, CallFault.NO_SECRET)
    assert server.requests == []


def test_a_refusal_brings_the_platforms_words() -> None:
    answer, _ = _send(answers('{"code":"7","msg":"订单已取消","seq":"x"}'.encode()))
    assert (answer.verdict, answer.code, answer.words) == (Verdict.REFUSED, 7, "订单已取消")


def test_a_strange_seq_in_the_reply_is_logged_and_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "posdesk"):
        answer, _ = _send(answers(sample("AccptSaleOrderBill.reply")))
    assert answer.verdict is Verdict.DONE
    assert [record for record in caplog.records if _SEQ in record.message and "123123" in record.message]


@pytest.mark.parametrize(
    ("behave", "fault"),
    [
        (answers(b"<html>gateway</html>", "200 OK", "content-type: text/html"), CallFault.NOT_ITS_JSON),
        (answers(_OK[:-9]), CallFault.NOT_ITS_JSON),
        (answers(b'{"ok":true}'), CallFault.NOT_ITS_JSON),
        (answers(_OK, "200 OK", "content-encoding: gzip"), CallFault.NONE),
        (answers(_OK, "302 Found", "location: /elsewhere"), CallFault.HTTP_STATUS),
        (answers(_OK, "500 Internal Server Error"), CallFault.HTTP_STATUS),
        (answers(_OK, "201 Created"), CallFault.HTTP_STATUS),
        (hangs_up_after(b""), CallFault.CUT_OFF),
        (hangs_up_after(b"HTTP/1.1 200 OK\r\ncontent-"), CallFault.CUT_OFF),
        (hangs_up_after(response(_OK[:-9], length=len(_OK))), CallFault.CUT_OFF),
        (hangs_up_after(response(_OK, length=len(_OK) + 1)), CallFault.CUT_OFF),
        (hangs_up_after(b"SMTP 220 hello\r\n\r\n"), CallFault.CUT_OFF),
    ],
)
def test_anything_but_the_platforms_own_answer_is_unknown(behave: Behaviour, fault: CallFault) -> None:
    answer, server = _send(behave)
    wanted = Verdict.UNKNOWN if fault else Verdict.DONE
    assert (answer.verdict, answer.fault) == (wanted, fault)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "behave", [says_nothing, drips(response(_OK, length=10_000_000)), drips(b"HTTP/1.1 ")]
)
def test_an_answer_that_never_ends_is_given_up_within_the_limit(behave: Behaviour) -> None:
    answer, server = _send(behave, total_s=0.2)
    assert (answer.verdict, answer.fault) == (Verdict.UNKNOWN, CallFault.TIMED_OUT)
    assert len(server.requests) == 1


def test_a_reply_over_the_limit_is_not_read_to_its_end() -> None:
    endless = drips(response(b" " * (REPLY_LIMIT_BYTES + 1), length=10**12))
    answer, _ = _send(endless)
    assert (answer.verdict, answer.fault) == (Verdict.UNKNOWN, CallFault.NOT_ITS_JSON)


def test_a_closed_port_is_not_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        answer = _send_to(f"http://127.0.0.1:{taken.getsockname()[1]}/center/gateway")
    assert (answer.verdict, answer.fault) == (Verdict.NOT_SENT, CallFault.NO_CONNECTION)


@pytest.mark.parametrize("url", ["http://no-such-host.invalid/", "https://", "http://127.0.0.1:port/"])
def test_an_address_that_leads_nowhere_is_not_sent(url: str) -> None:
    answer = _send_to(url)
    assert (answer.verdict, answer.fault) == (Verdict.NOT_SENT, CallFault.NO_CONNECTION)


def _send_over_tls(context: ssl.SSLContext | None, greeting: bytes = b"") -> tuple[Answer, Server]:
    async def run() -> tuple[Answer, Server]:
        serving = platform(answers(_OK), context=context, greeting=greeting)
        async with serving as server, _client(server.url.replace("http:", "https:")) as client:
            return await client.send(_CMD, _BODY, _SEQ, "k"), server

    return asyncio.run(run())


def test_a_platform_without_tls_is_not_sent_and_said_so() -> None:
    answer, server = _send_over_tls(None, greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert (answer.verdict, answer.fault) == (Verdict.NOT_SENT, CallFault.NO_TLS)
    assert server.requests == []


def test_a_certificate_that_the_system_does_not_trust_is_not_sent_and_said_so() -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(DATA / "self-signed.pem")
    answer, server = _send_over_tls(context)
    assert (answer.verdict, answer.fault) == (Verdict.NOT_SENT, CallFault.NO_TLS)
    assert server.requests == []


def test_the_environments_proxy_never_sees_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert _send(answers(_OK))[0].verdict is Verdict.DONE


def test_a_cancelled_call_hangs_up_and_the_client_works_on() -> None:
    async def run() -> Answer:
        async with platform(says_nothing) as server, _client(server.url) as client:
            sending = asyncio.create_task(client.send(_CMD, _BODY, _SEQ, "k"))
            await server.arrived.wait()
            sending.cancel()
            with pytest.raises(asyncio.CancelledError):
                await sending
            await server.hung_up.wait()
            server.behave = answers(_OK)
            return await client.send(_CMD, _BODY, _SEQ, "k")

    assert asyncio.run(run()).verdict is Verdict.DONE


def test_each_call_has_a_connection_of_its_own() -> None:
    async def run() -> tuple[list[Verdict], Server]:
        async with platform(answers(_OK)) as server, _client(server.url) as client:
            found = [await client.send(_CMD, _BODY, _SEQ, "k") for _ in range(3)]
            return [answer.verdict for answer in found], server

    verdicts, server = asyncio.run(run())
    assert verdicts == [Verdict.DONE] * 3
    assert server.connections == 3


def test_a_pickup_code_finds_the_documents_order_under_a_new_guid_each_time() -> None:
    captured, server = _capture(answers(sample("CaptureSaleOrderBill.reply")))
    assert [order.content.tbillno for order in captured.orders] == ["XS20161010001"]
    assert captured.foreign == ()
    assert captured.answer.verdict is Verdict.DONE
    first, second = (json.loads(body) for _, body in server.requests)
    assert first["items"] == {"scanno": "2994848"}
    assert first["seq"] != second["seq"]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first["seq"])


def _found(items: object) -> Captured:
    return _capture(answers(json.dumps({"code": 0, "seq": "x", "items": items}).encode()))[0]


def test_another_stores_order_is_kept_apart() -> None:
    captured = _found([an_order(), an_order(tbillno="b", storecode="002")])
    assert [order.content.tbillno for order in captured.orders] == ["XS20161010001"]
    assert [order.content.store_code for order in captured.foreign] == ["002"]


@pytest.mark.parametrize("items", [None, [], {}, ""])
def test_a_code_that_nobody_knows_is_an_answer_too(items: object) -> None:
    captured = _found(items)
    assert (captured.orders, captured.foreign, captured.answer.verdict) == ((), (), Verdict.DONE)


def test_one_order_as_an_object_is_found() -> None:
    assert len(_found(an_order()).orders) == 1


def test_a_captured_order_is_read_as_tolerantly_as_a_pushed_one() -> None:
    captured = _found(an_order(tbillno="B ", storecode=1, mobileno=13500001234, isbooklist=False))
    (order,) = captured.orders
    assert (order.content.tbillno, order.content.phone) == ("B", "13500001234")


@pytest.mark.parametrize("bad", [an_order(billitems=...), 7])
def test_an_order_that_cannot_be_read_is_no_proof_that_there_is_none(bad: object) -> None:
    captured = _found([bad])
    assert (captured.orders, captured.answer.verdict) == ((), Verdict.UNKNOWN)
    assert captured.answer.fault is CallFault.NOT_ITS_JSON
    assert captured.answer.words.startswith("items[0]")


def test_an_order_that_cannot_be_read_hides_no_other() -> None:
    captured = _found([an_order(mobileno=True), an_order(tbillno="b")])
    assert [order.content.tbillno for order in captured.orders] == ["b"]
    assert captured.answer.verdict is Verdict.UNKNOWN


def test_a_refused_code_and_a_silent_platform_find_nothing() -> None:
    refused, _ = _capture(answers('{"code":5,"msg":"无此取货码"}'.encode()))
    silent, _ = _capture(says_nothing, total_s=0.1)
    assert (refused.orders, refused.answer.words) == ((), "无此取货码")
    assert (silent.orders, silent.answer.fault) == ((), CallFault.TIMED_OUT)
