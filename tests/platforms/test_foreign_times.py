"""Whatever time a platform names, the next call is signed and sent, and stamped by a time that can be."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from posdesk.domain.books.posting import PostingAnswer
from posdesk.domain.clock import CHINA
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.platforms.clock_offset import NOT_AFTER, NOT_BEFORE
from posdesk.platforms.http import new_http
from posdesk.platforms.ovopark.client import OvoparkClient
from posdesk.platforms.wdk.client import WdkClient
from tests.platforms.calling import StandingClock, form_of
from tests.platforms.o2o.server import Behaviour, Server, answers, platform
from tests.platforms.ovopark import calling as ovopark
from tests.platforms.wdk import calling as wdk

DEAD_BATTERY = datetime(2000, 1, 1, tzinfo=UTC)
MARGIN = timedelta(seconds=120)  # a Date header is exact to 1 s, and a minute is tolerated
DATES = st.one_of(
    st.datetimes(timezones=st.just(UTC)).map(
        lambda moment: f"{moment:%a, %d %b} {moment.year:04} {moment:%X} GMT"
    ),
    st.sampled_from(
        [
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Sat, 01 Jan 0001 00:00:00 GMT",
            "Fri, 31 Dec 9999 23:59:59 -2359",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            f"Thu, 01 Jan {'9' * 30} 00:00:00 GMT",
        ]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
)
SYSTIMES = st.one_of(
    st.integers(-(2**70), 2**70),
    st.integers(-(2**70), 2**70).map(str),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none(),
    st.text(max_size=8),
)


@examples(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(date=DATES, ours=st.sampled_from([wdk.NOW, DEAD_BATTERY]))
def test_no_date_header_keeps_the_next_receipt_from_being_sent(date: str, ours: datetime) -> None:
    answer, server = _receipts(answers(wdk.done(), "200 OK", f"date: {date}"), ours)
    assert answer.verdict is Verdict.DONE
    _stamped_by_a_time(form_of(server, 1)["timestamp"], "%Y-%m-%d %H:%M:%S", ours)


@examples(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(systime=SYSTIMES, ours=st.sampled_from([ovopark.NOW, DEAD_BATTERY]))
def test_no_systime_keeps_the_next_hour_from_being_sent(systime: object, ours: datetime) -> None:
    answer, server = _hours(answers(ovopark.reply(0, systime)), ours)
    assert answer.verdict is Verdict.DONE
    _stamped_by_a_time(form_of(server, 1)["_timestamp"], "%Y%m%d%H%M%S", ours)


def _stamped_by_a_time(stamp: str, form: str, ours: datetime) -> None:
    at = datetime.strptime(stamp, form).replace(tzinfo=CHINA)
    assert at == ours or NOT_BEFORE - MARGIN <= at <= NOT_AFTER + MARGIN


def test_a_pc_that_woke_in_2000_signs_by_the_platforms_clock_all_the_same() -> None:
    date = f"date: {wdk.NOW:%a, %d %b %Y %X} GMT"
    _, server = _receipts(answers(wdk.done(), "200 OK", date), DEAD_BATTERY)
    _stamped_by_a_time(form_of(server, 1)["timestamp"], "%Y-%m-%d %H:%M:%S", wdk.NOW)


@pytest.mark.parametrize("ours", [datetime.max.replace(tzinfo=UTC), datetime(9999, 12, 31, 18, tzinfo=UTC)])
def test_a_call_that_cant_be_stamped_is_not_sent_and_says_so(ours: datetime) -> None:
    """In China that moment is in the year 10000."""
    for answer, server in (_receipts(answers(wdk.done()), ours), _hours(answers(ovopark.reply()), ours)):
        assert (answer.verdict, answer.fault) == (Verdict.UNABLE, CallFault.NOT_FORMED)
        assert server.requests == []


def test_a_call_that_cant_be_signed_is_not_sent_and_says_so() -> None:
    answer, server = _receipts(answers(wdk.done()), wdk.NOW, payload="half a pair: \ud83c")
    assert (answer.verdict, answer.fault, server.requests) == (Verdict.UNABLE, CallFault.NOT_FORMED, [])


def _receipts(behave: Behaviour, ours: datetime, payload: str = wdk.PAYLOAD) -> tuple[PostingAnswer, Server]:
    """The second of two attempts at a receipt."""

    async def run() -> tuple[PostingAnswer, Server]:
        async with platform(behave) as server, new_http() as http:
            section = wdk.SETTINGS.model_copy(update={"url": server.url})
            client = WdkClient(section, http, StandingClock(ours))
            for _ in range(2):
                answer = await client.sync(payload, secret=wdk.SECRET, session="")
            return answer, server

    return asyncio.run(run())


def _hours(behave: Behaviour, ours: datetime) -> tuple[PostingAnswer, Server]:
    """The second of two attempts at an hour's report."""

    async def run() -> tuple[PostingAnswer, Server]:
        async with platform(behave) as server, new_http() as http:
            section = ovopark.SETTINGS.model_copy(update={"url": server.url})
            client = OvoparkClient(section, http, StandingClock(ours))
            for _ in range(2):
                answer = await client.report(
                    ovopark.HOUR, ovopark.FIGURES, cover=False, secret=ovopark.SECRET
                )
            return answer, server

    return asyncio.run(run())
