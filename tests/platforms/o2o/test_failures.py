import ssl
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.answer import Fault, Verdict
from posdesk.platforms.o2o.failures import (
    ERRORS,
    answer_of_error,
    answer_of_response,
    reply_of,
    server_time_of,
)
from tests.platforms.o2o.samples import sample


@pytest.mark.parametrize(
    ("error", "verdict", "fault"),
    [
        (httpx.ConnectError("refused"), Verdict.NOT_SENT, Fault.NO_CONNECTION),
        (httpx.ConnectTimeout("slow"), Verdict.NOT_SENT, Fault.NO_CONNECTION),
        (httpx.PoolTimeout("busy"), Verdict.NOT_SENT, Fault.NO_CONNECTION),
        (httpx.UnsupportedProtocol("ftp"), Verdict.NOT_SENT, Fault.NO_CONNECTION),
        (httpx.InvalidURL("port"), Verdict.NOT_SENT, Fault.NO_CONNECTION),
        (httpx.ReadTimeout("late"), Verdict.UNKNOWN, Fault.TIMED_OUT),
        (httpx.WriteTimeout("late"), Verdict.UNKNOWN, Fault.TIMED_OUT),
        (TimeoutError(), Verdict.UNKNOWN, Fault.TIMED_OUT),
        (httpx.ReadError("reset"), Verdict.UNKNOWN, Fault.CUT_OFF),
        (httpx.WriteError("reset"), Verdict.UNKNOWN, Fault.CUT_OFF),
        (httpx.CloseError("reset"), Verdict.UNKNOWN, Fault.CUT_OFF),
        (httpx.RemoteProtocolError("cut"), Verdict.UNKNOWN, Fault.CUT_OFF),
        (httpx.LocalProtocolError("ours"), Verdict.UNKNOWN, Fault.CUT_OFF),
        (httpx.ProxyError("502"), Verdict.UNKNOWN, Fault.CUT_OFF),
        (httpx.DecodingError("gzip"), Verdict.UNKNOWN, Fault.CUT_OFF),
        (ConnectionResetError(), Verdict.UNKNOWN, Fault.CUT_OFF),
    ],
)
def test_only_a_connection_never_made_is_not_sent(error: Exception, verdict: Verdict, fault: Fault) -> None:
    answer = answer_of_error(error)
    assert (answer.verdict, answer.fault) == (verdict, fault)
    assert isinstance(error, ERRORS)


def test_a_failed_handshake_is_told_apart_from_no_connection() -> None:
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError()
    assert answer_of_error(error).fault is Fault.NO_TLS


def test_a_handshake_that_took_too_long_is_no_connection() -> None:
    error = httpx.ConnectTimeout("handshake")
    error.__cause__ = ssl.SSLWantReadError()
    assert answer_of_error(error).fault is Fault.NO_CONNECTION


@pytest.mark.parametrize("status", [201, 204, 301, 302, 400, 401, 404, 429, 500, 502, 503])
def test_no_other_http_status_is_an_answer_whatever_its_body_says(status: int) -> None:
    answer = answer_of_response(status, reply_of(b'{"code":0,"msg":""}'), None)
    assert (answer.verdict, answer.fault, answer.http_status) == (Verdict.UNKNOWN, Fault.HTTP_STATUS, status)
    assert answer.code is None


@pytest.mark.parametrize(
    "name", ["AccptSaleOrderBill", "RefuseSaleOrderBill", "PushSaleOrderBillState", "VerificationSaleOrder"]
)
def test_the_documents_reply_is_done(name: str) -> None:
    reply = reply_of(sample(f"{name}.reply"))
    answer = answer_of_response(200, reply, None)
    assert (answer.verdict, answer.code, answer.fault) == (Verdict.DONE, 0, Fault.NONE)
    assert reply is not None
    assert reply.seq == "123123-abc12"


@pytest.mark.parametrize("code", [b"1", b"-1", b'"5001"', b"99999"])
def test_another_code_is_refused_in_the_platforms_own_words(code: bytes) -> None:
    answer = answer_of_response(200, reply_of(b'{"code":' + code + ',"msg":"订单已取消"}'.encode()), None)
    assert (answer.verdict, answer.code, answer.words) == (
        Verdict.REFUSED,
        int(code.strip(b'"')),
        "订单已取消",
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>ok</html>",
        b'{"code":0,"seq":"12',
        b"[]",
        b'"0"',
        b"0",
        b'{"success":true}',
        b'{"code":0}',
        b'{"code":0,"data":{}}',
        b'{"code":502,"message":"bad gateway"}',
        b'{"code":null,"msg":""}',
        b'{"code":true,"msg":""}',
        b'{"code":false,"msg":""}',
        b'{"code":0.0,"msg":""}',
        b'{"code":"ok","msg":""}',
        b'{"code":"","msg":""}',
        b'{"code":[0],"msg":""}',
        b'{"code":9223372036854775808,"msg":""}',
        b'{"code":0,"code":1,"msg":""}',
        b'{"code":NaN,"msg":""}',
    ],
)
def test_what_is_not_the_platforms_own_json_is_no_answer(body: bytes) -> None:
    answer = answer_of_response(200, reply_of(body), None)
    assert (answer.verdict, answer.fault) == (Verdict.UNKNOWN, Fault.NOT_ITS_JSON)


def test_a_platforms_endless_words_are_cut_and_wrong_ones_dropped() -> None:
    long = reply_of(b'{"code":1,"msg":"' + b"x" * 5000 + b'"}')
    wrong = reply_of(b'{"code":1,"msg":{"a":1},"seq":7}')
    assert long is not None
    assert wrong is not None
    assert (len(long.words), wrong.words, wrong.seq) == (500, "", "")


def test_the_servers_time_is_aware() -> None:
    wanted = datetime(2026, 11, 22, 4, 0, 1, tzinfo=UTC)
    assert server_time_of("Sun, 22 Nov 2026 04:00:01 GMT") == wanted
    assert server_time_of("Sun, 22 Nov 2026 04:00:01 -0000") == wanted


@given(st.text() | st.none())
def test_no_date_header_raises(date: str | None) -> None:
    moment = server_time_of(date)
    assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Sun, 99 Nov 2026 04:00:01 GMT", "31 Dec 9999 23:00:00 -2300"]
)
def test_a_date_that_says_nothing_is_none(date: str) -> None:
    assert server_time_of(date) is None


@given(st.binary())
def test_no_body_raises(body: bytes) -> None:
    answer_of_response(200, reply_of(body), None)
