"""One POST: what each end of it counts as, whoever it goes to."""

import ssl
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.answer import Fault, Verdict
from posdesk.platforms.http import ERRORS, exchange_of_error, server_time_of


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
    end = exchange_of_error(error)
    assert (end.verdict, end.fault) == (verdict, fault)
    assert isinstance(error, ERRORS)


def test_a_failed_handshake_is_told_apart_from_no_connection() -> None:
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError()
    assert exchange_of_error(error).fault is Fault.NO_TLS


def test_a_handshake_that_took_too_long_is_no_connection() -> None:
    error = httpx.ConnectTimeout("handshake")
    error.__cause__ = ssl.SSLWantReadError()
    assert exchange_of_error(error).fault is Fault.NO_CONNECTION


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
