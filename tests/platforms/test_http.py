"""One POST: what each end of it counts as, whoever it goes to."""

import asyncio
import ssl
from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import count
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.platforms.clock_offset import NOT_AFTER, NOT_BEFORE
from posdesk.platforms.http import (
    ERRORS,
    FORM,
    REPLY_LIMIT_BYTES,
    Call,
    Exchange,
    exchange_of_error,
    new_http,
    post,
    server_time_of,
)
from tests.platforms.o2o.server import (
    Behaviour,
    answers,
    drips,
    hangs_up_after,
    platform,
    response,
    says_nothing,
)


@pytest.mark.parametrize(
    ("error", "verdict", "fault"),
    [
        (httpx.ConnectError("refused"), Verdict.NOT_SENT, CallFault.NO_CONNECTION),
        (httpx.ConnectTimeout("slow"), Verdict.NOT_SENT, CallFault.NO_CONNECTION),
        (httpx.PoolTimeout("busy"), Verdict.NOT_SENT, CallFault.NO_CONNECTION),
        (httpx.UnsupportedProtocol("ftp"), Verdict.NOT_SENT, CallFault.NO_CONNECTION),
        (httpx.InvalidURL("port"), Verdict.NOT_SENT, CallFault.NO_CONNECTION),
        (httpx.ReadTimeout("late"), Verdict.UNKNOWN, CallFault.TIMED_OUT),
        (httpx.WriteTimeout("late"), Verdict.UNKNOWN, CallFault.TIMED_OUT),
        (TimeoutError(), Verdict.UNKNOWN, CallFault.TIMED_OUT),
        (httpx.ReadError("reset"), Verdict.UNKNOWN, CallFault.CUT_OFF),
        (httpx.WriteError("reset"), Verdict.UNKNOWN, CallFault.CUT_OFF),
        (httpx.CloseError("reset"), Verdict.UNKNOWN, CallFault.CUT_OFF),
        (httpx.RemoteProtocolError("cut"), Verdict.UNKNOWN, CallFault.CUT_OFF),
        (httpx.LocalProtocolError("ours"), Verdict.UNKNOWN, CallFault.CUT_OFF),
        (httpx.ProxyError("502"), Verdict.UNKNOWN, CallFault.CUT_OFF),
        (httpx.DecodingError("gzip"), Verdict.UNKNOWN, CallFault.CUT_OFF),
        (ConnectionResetError(), Verdict.UNKNOWN, CallFault.CUT_OFF),
    ],
)
def test_only_a_connection_never_made_is_not_sent(
    error: Exception, verdict: Verdict, fault: CallFault
) -> None:
    end = exchange_of_error(error)
    assert (end.verdict, end.fault) == (verdict, fault)
    assert isinstance(error, ERRORS)


def test_a_failed_handshake_is_told_apart_from_no_connection() -> None:
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError()
    assert exchange_of_error(error).fault is CallFault.NO_TLS


def test_a_handshake_that_took_too_long_is_no_connection() -> None:
    error = httpx.ConnectTimeout("handshake")
    error.__cause__ = ssl.SSLWantReadError()
    assert exchange_of_error(error).fault is CallFault.NO_CONNECTION


def test_the_servers_time_is_aware() -> None:
    wanted = datetime(2026, 11, 22, 4, 0, 1, tzinfo=UTC)
    assert server_time_of("Sun, 22 Nov 2026 04:00:01 GMT") == wanted
    assert server_time_of("Sun, 22 Nov 2026 04:00:01 -0000") == wanted


@given(st.text() | st.none())
def test_no_date_header_raises(date: str | None) -> None:
    moment = server_time_of(date)
    assert moment is None or moment.tzinfo is UTC


ZONES = st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=23))])


@given(st.datetimes(timezones=ZONES).filter(lambda moment: moment.year >= 100))  # 41 is read as 2041
def test_a_date_before_the_release_or_long_after_it_is_no_time(moment: datetime) -> None:
    told = server_time_of(format_datetime(moment))
    whole = moment.replace(microsecond=0)
    assert told == (whole if NOT_BEFORE <= whole <= NOT_AFTER else None)


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Sun, 99 Nov 2026 04:00:01 GMT", "31 Dec 9999 23:00:00 -2300"]
)
def test_a_date_that_says_nothing_is_none(date: str) -> None:
    assert server_time_of(date) is None


def _post(behave: Behaviour, limit_s: float = 15.0) -> Exchange:
    async def run() -> Exchange:
        async with platform(behave) as server, new_http() as http:
            return await post(http, Call(server.url, b"a=1", FORM), SystemClock(), limit_s)

    return asyncio.run(run())


def test_a_whole_body_at_200_waits_for_the_platforms_reading() -> None:
    date = "date: Sun, 22 Nov 2026 04:00:01 GMT"
    exchange = _post(answers(b'{"any":1}', "200 OK", date))
    assert (exchange.is_ok, exchange.status, exchange.body) == (True, 200, b'{"any":1}')
    assert (exchange.verdict, exchange.fault) == (Verdict.UNKNOWN, CallFault.NOT_ITS_JSON)
    assert exchange.server_time == datetime(2026, 11, 22, 4, 0, 1, tzinfo=UTC)
    assert exchange.round_trip_s > 0


@pytest.mark.parametrize("status", ["201 Created", "302 Found", "404 Not Found", "500 Oops", "503 Busy"])
def test_of_another_status_the_beginning_is_kept_and_proves_nothing(status: str) -> None:
    exchange = _post(answers(b'{"code":0}', status, "location: /elsewhere"))
    assert (exchange.is_ok, exchange.body) == (False, b'{"code":0}')
    assert (exchange.verdict, exchange.fault) == (Verdict.UNKNOWN, CallFault.HTTP_STATUS)


def test_an_error_page_without_end_is_not_read_to_its_end() -> None:
    exchange = _post(drips(response(b"<html>", "502 Bad Gateway", length=10**9)))
    assert (exchange.status, exchange.fault) == (502, CallFault.HTTP_STATUS)
    assert exchange.body.startswith(b"<html>")


def test_nothing_of_a_body_over_the_limit_is_kept() -> None:
    exchange = _post(drips(response(b" " * (REPLY_LIMIT_BYTES + 1), length=10**12)))
    assert (exchange.is_ok, exchange.body) == (True, b"")


@pytest.mark.parametrize(
    ("behave", "fault"),
    [
        (says_nothing, CallFault.TIMED_OUT),
        (drips(response(b"{", length=10**7)), CallFault.TIMED_OUT),
        (drips(b"HTTP/1.1 "), CallFault.TIMED_OUT),
        (hangs_up_after(b""), CallFault.CUT_OFF),
        (hangs_up_after(response(b'{"a":', length=9)), CallFault.CUT_OFF),
    ],
)
def test_a_lost_answer_is_unknown_and_the_log_gets_the_cause(behave: Behaviour, fault: CallFault) -> None:
    exchange = _post(behave, limit_s=0.2 if fault is CallFault.TIMED_OUT else 15.0)
    assert (exchange.verdict, exchange.fault, exchange.status) == (Verdict.UNKNOWN, fault, None)
    assert exchange.cause


@pytest.mark.parametrize("turn", range(1, 25))
def test_an_attempt_that_runs_out_of_time_in_any_turn_of_the_loop_keeps_no_connection(
    turn: int,
) -> None:
    async def run() -> None:
        async with platform(answers(b"{}")) as server, new_http() as http:
            call, clock = Call(server.url, b"a=1", FORM), SystemClock()
            jumped = _jump_ahead_in(turn, by_s=60.0)
            await post(http, call, clock)
            await jumped.wait()
            async with asyncio.timeout(20):
                while server.open:
                    await asyncio.sleep(0)

    asyncio.run(run())


def _jump_ahead_in(turns: int, by_s: float) -> asyncio.Event:
    """So many turns from now, the time of the loop that runs jumps ahead; returns what is set then."""
    loop, jumped = asyncio.get_running_loop(), asyncio.Event()
    real, ahead_s = loop.time, 0.0

    def turn(left: int) -> None:
        nonlocal ahead_s
        if left:
            loop.call_soon(turn, left - 1)
        else:
            ahead_s = by_s
            jumped.set()

    changed: Any = loop
    changed.time = lambda: real() + ahead_s
    turn(turns)
    return jumped


def test_what_is_posted_never_shows_in_a_log_or_traceback() -> None:
    assert "hidden" not in repr(Call("http://127.0.0.1/", b"session=hidden", FORM))


def test_a_name_and_password_in_the_address_are_shown_to_whoever_is_there() -> None:
    """A gateway in front of the platform asks for them; httpx's own client shows them, too."""

    async def run() -> str:
        async with platform(answers(b"{}")) as server, new_http() as http:
            url = server.url.replace("://", "://us%40er:pass%3Aword@")
            await post(http, Call(url, b"", FORM), SystemClock())
            return server.requests[0][0]

    assert f"Authorization: Basic {b64encode(b'us@er:pass:word').decode()}" in asyncio.run(run()).splitlines()


def test_each_call_stands_alone_no_cookie_comes_back() -> None:
    async def run() -> list[str]:
        async with (
            platform(answers(b"{}", "200 OK", "set-cookie: to=1; path=/")) as server,
            new_http() as http,
        ):
            for _ in range(2):
                await post(http, Call(server.url, b"", FORM), SystemClock())
            return [head.lower() for head, _ in server.requests]

    heads = asyncio.run(run())
    assert len(heads) == 2
    assert not any("cookie" in head for head in heads)


def test_an_answer_that_comes_twice_is_not_the_next_calls_answer() -> None:
    calls = count(1)

    async def answer_twice(writer: asyncio.StreamWriter) -> None:
        writer.write(2 * response(b'{"answer":%d}' % next(calls)))

    async def run() -> list[bytes]:
        async with platform(answer_twice) as server, new_http() as http:
            call = Call(server.url, b"a=1", FORM)
            return [(await post(http, call, SystemClock())).body for _ in range(3)]

    assert asyncio.run(run()) == [b'{"answer":1}', b'{"answer":2}', b'{"answer":3}']
