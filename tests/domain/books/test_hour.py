"""Which hour and day a sale belongs to, where an hour stands, and the question that drives the reports."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.books.hour import (
    HOUR,
    Ask,
    HourBook,
    HourState,
    Late,
    Policy,
    Step,
    business_day,
    hour_of,
    hour_of_receipt,
    hours_of_day,
    state_of,
    step_of,
)
from posdesk.domain.books.posting import Book, CoverReason, HourFigures, Posting
from posdesk.domain.books.receipt import Figures, Receipt, ReceiptKey, ReceiptLine, figures_of
from posdesk.domain.clock import CHINA
from posdesk.domain.orders.intent import Outcome, Seq

NOON = datetime(2026, 5, 3, 12, tzinfo=CHINA)
SOLD = Figures(receipts=2, items=3, gross_fen=5000)
SAID = HourFigures(5000, 2, 3)
DUE = NOON + HOUR + timedelta(minutes=5)
DAYS = 100_000
EPOCH = date(1970, 1, 1).toordinal()
MOMENTS = st.integers(1_577_836_800, 2_051_222_399).map(lambda second: datetime.fromtimestamp(second, UTC))
CUTS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


def posting(outcome: Outcome, **more: object) -> Posting:
    """A report of the hour."""
    plain = Posting(Seq("1"), Book.HOUR, outcome, "", DUE, hour=NOON, attempts=1, figures=SAID)
    return replace(plain, **more)  # type: ignore[arg-type]  # a test's own words


def book(*postings: Posting, figures: Figures = SOLD, late: tuple[Late, ...] = ()) -> HourBook:
    return HourBook(NOON, figures, postings, late)


def late(serial: str, *, is_return: bool = False) -> Late:
    return Late(serial, NOON, DUE, 100, is_return)


CONFIRMED = posting(Outcome.CONFIRMED, ended_at=DUE)
MORE = replace(SOLD, gross_fen=6000)


@pytest.mark.parametrize(
    ("moment", "hour"),
    [
        (datetime(2026, 5, 3, 4, 59, 59, 999999, tzinfo=UTC), NOON),
        (datetime(2026, 5, 3, 5, tzinfo=UTC), NOON + HOUR),
        (datetime(2026, 5, 2, 16, tzinfo=UTC), datetime(2026, 5, 3, 0, tzinfo=CHINA)),
        (datetime(2026, 5, 2, 15, 59, tzinfo=UTC), datetime(2026, 5, 2, 23, tzinfo=CHINA)),
    ],
)
def test_a_sale_belongs_to_the_clock_hour_in_china(moment: datetime, hour: datetime) -> None:
    assert hour_of(moment) == hour
    assert hour_of_receipt(None, moment) == hour
    assert hour_of_receipt(moment, NOON + 9 * HOUR) == hour


@given(MOMENTS, st.integers(-11 * 60, 14 * 60))
def test_the_same_moment_told_in_any_zone_is_the_same_hour(moment: datetime, minutes: int) -> None:
    told = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert (hour_of(told), business_day(told, "04:00")) == (hour_of(moment), business_day(moment, "04:00"))


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), CUTS)
def test_a_day_has_24_hours_and_the_next_begins_where_it_ends(day: date, cut: str) -> None:
    hours = hours_of_day(day, cut)
    assert len(hours) == 24
    assert {b - a for a, b in pairwise(hours)} == {HOUR}
    assert hours_of_day(day + timedelta(days=1), cut)[0] == hours[-1] + HOUR
    assert {business_day(hour + timedelta(minutes=59), cut) for hour in hours} == {day}


@given(MOMENTS, CUTS)
def test_every_moment_is_in_exactly_one_hour_of_exactly_one_day(moment: datetime, cut: str) -> None:
    day = business_day(moment, cut)
    holding = [
        (near, hour)
        for near in (day - timedelta(days=1), day, day + timedelta(days=1))
        for hour in hours_of_day(near, cut)
        if hour <= moment < hour + HOUR
    ]
    assert holding == [(day, hour_of(moment))]


def test_a_cut_within_an_hour_leaves_the_hour_whole_to_the_day_before() -> None:
    assert hours_of_day(date(2026, 5, 3), "04:30")[0] == datetime(2026, 5, 3, 5, tzinfo=CHINA)
    assert business_day(datetime(2026, 5, 3, 4, 59, tzinfo=CHINA), "04:30") == date(2026, 5, 2)


def _wall(second: int, cut_h: int) -> tuple[int, int]:
    """By bare arithmetic: days and hours since the epoch on a clock in China, the day as the store counts."""
    hour = (second + 8 * 3600) // 3600
    return (hour - cut_h) // 24, hour


def test_on_a_hundred_thousand_random_days_totals_are_the_sum_of_their_receipts() -> None:
    """Sales and returns across midnight and the cut, told by PCs of every zone, against bare arithmetic."""
    chance = random.Random(20260503)
    line = ReceiptLine("1", "", "", "", Decimal(2), 1, 0, 1)
    zones = [timezone(timedelta(hours=offset)) for offset in range(-11, 15)]
    for number in range(DAYS):
        start, cut_h = chance.randrange(1_577_836_800, 2_051_222_400), chance.randrange(24)
        cut = f"{cut_h:02}:00"
        days: dict[int, Figures] = defaultdict(Figures)
        wanted: dict[int, int] = defaultdict(int)
        for _ in range(3):
            second, fen = start + chance.randrange(93_600), chance.randrange(1, 100_000)
            is_return = chance.random() < 0.3
            told = datetime.fromtimestamp(second, zones[number % len(zones)])
            receipt = Receipt(ReceiptKey("", "", ""), is_return, told, fen, "", (line,))
            day, hour = _wall(second, cut_h)
            assert hour_of_receipt(told, told).timestamp() == hour * 3600 - 8 * 3600
            days[business_day(told, cut).toordinal() - EPOCH] += figures_of(receipt)
            wanted[day] += -fen if is_return else fen
        assert {day: total.net_fen for day, total in days.items()} == wanted


@pytest.mark.parametrize(
    ("now", "postings", "state"),
    [
        (NOON + HOUR - timedelta(microseconds=1), (), HourState.OPEN),
        (NOON + HOUR, (), HourState.CLOSED),
        (DUE, (posting(Outcome.QUEUED),), HourState.CLOSED),
        (DUE, (posting(Outcome.SENDING),), HourState.SENT),
        (DUE, (posting(Outcome.UNKNOWN),), HourState.SENT),
        (DUE, (posting(Outcome.QUEUED, ever_unknown=True),), HourState.SENT),
        (DUE, (posting(Outcome.REFUSED),), HourState.CLOSED),
        (DUE, (CONFIRMED,), HourState.CONFIRMED),
        (DUE, (CONFIRMED, posting(Outcome.SENDING)), HourState.SENT),
        (DUE, (CONFIRMED, posting(Outcome.REFUSED)), HourState.CONFIRMED),
    ],
)
def test_where_an_hour_stands(now: datetime, postings: tuple[Posting, ...], state: HourState) -> None:
    assert state_of(book(*postings), now) is state


def test_a_reported_hour_that_changed_differs_until_the_cover_is_sent() -> None:
    assert state_of(book(CONFIRMED, figures=MORE), DUE) is HourState.DIFFERS
    assert state_of(book(CONFIRMED, posting(Outcome.QUEUED), figures=MORE), DUE) is HourState.DIFFERS
    assert state_of(book(CONFIRMED, posting(Outcome.SENDING), figures=MORE), DUE) is HourState.SENT


def test_what_the_platform_holds_is_what_was_confirmed_last() -> None:
    older = posting(Outcome.CONFIRMED, ended_at=DUE, figures=HourFigures(1, 1, 1))
    assert state_of(book(older, CONFIRMED), DUE) is HourState.CONFIRMED
    assert state_of(book(CONFIRMED, older), DUE) is HourState.DIFFERS


def test_a_closed_hour_is_reported_when_its_grace_is_over_and_not_before() -> None:
    assert step_of(book(), Policy(), DUE - timedelta(microseconds=1)) == Step()
    assert step_of(book(), Policy(), DUE) == Step(report=True)
    assert step_of(book(), Policy(grace=timedelta(0)), NOON + HOUR) == Step(report=True)


@pytest.mark.parametrize("outcome", [Outcome.QUEUED, Outcome.SENDING, Outcome.UNKNOWN])
def test_while_a_report_is_open_there_is_no_other(outcome: Outcome) -> None:
    assert step_of(book(CONFIRMED, posting(outcome), figures=MORE), Policy(), DUE) == Step()


def test_a_late_receipt_covers_by_itself_with_its_number_as_the_reason() -> None:
    one = step_of(book(CONFIRMED, figures=MORE, late=(late("0001873"),)), Policy(), DUE)
    assert one == Step(report=True, cover=True, reason=CoverReason.LATE_RECEIPT, detail="0001873")
    two = step_of(book(CONFIRMED, figures=MORE, late=(late("7", is_return=True), late("8"))), Policy(), DUE)
    assert (two.reason, two.detail) == (CoverReason.LATE_RETURN, "7 +1")


def test_where_the_setting_says_ask_a_manager_decides_about_the_cover() -> None:
    policy = Policy(cover_asks=True)
    assert step_of(book(CONFIRMED, figures=MORE), policy, DUE) == Step(ask=Ask.COVER)
    assert step_of(book(), policy, DUE) == Step(report=True), "the first report replaces nothing"


@pytest.mark.parametrize("figures", [Figures(returns=1, refund_fen=1), Figures(1, 1, -1, 500, 0, 100)])
def test_a_negative_figure_asks(figures: Figures) -> None:
    assert step_of(book(figures=figures), Policy(), DUE) == Step(ask=Ask.NEGATIVE)


def test_an_hour_with_nothing_sold_is_reported_only_where_the_setting_says_so() -> None:
    assert step_of(book(figures=Figures()), Policy(), DUE) == Step()
    assert step_of(book(figures=Figures()), Policy(zero_hours=True), DUE) == Step(report=True)


def test_a_refusal_asks_and_a_duplicate_asks_what_is_there() -> None:
    assert step_of(book(posting(Outcome.REFUSED)), Policy(), DUE) == Step(ask=Ask.REFUSED)
    twice = posting(Outcome.REFUSED, was_duplicate=True)
    assert step_of(book(twice), Policy(), DUE) == Step(ask=Ask.DUPLICATE)


@pytest.mark.parametrize("outcome", [Outcome.SETTLED_DONE, Outcome.WITHDRAWN])
def test_a_persons_word_holds_for_the_figures_it_was_given_about(outcome: Outcome) -> None:
    assert step_of(book(posting(outcome)), Policy(), DUE) == Step()
    assert step_of(book(posting(outcome), figures=MORE), Policy(), DUE).report


def test_what_may_have_landed_late_is_covered_once_more_after_a_minute() -> None:
    after = posting(Outcome.CONFIRMED, ever_unknown=True, ended_at=DUE)
    minute = timedelta(seconds=60)
    assert step_of(book(after), Policy(), DUE + minute - timedelta(microseconds=1)) == Step()
    again = Step(report=True, cover=True, reason=CoverReason.MAY_HAVE_LANDED_LAST)
    assert step_of(book(after), Policy(), DUE + minute) == again
    once_more = posting(Outcome.CONFIRMED, made_at=DUE + minute, ended_at=DUE + minute)
    assert step_of(book(after, once_more), Policy(), DUE + 9 * minute) == Step(), "once is enough"


AFTER_DOUBT = [
    pytest.param(posting(Outcome.CONFIRMED, ever_unknown=True, ended_at=DUE), id="confirmed"),
    pytest.param(posting(Outcome.SETTLED_NOT_DONE, ever_unknown=True, ended_at=DUE), id="settled"),
    pytest.param(posting(Outcome.REFUSED, ever_unknown=True, ended_at=DUE), id="refused, then lifted"),
]


@pytest.mark.parametrize("doubtful", AFTER_DOUBT)
def test_a_report_right_after_a_doubtful_one_does_not_stand_for_the_second_look(doubtful: Posting) -> None:
    """A late receipt's cover, confirmed five seconds on: the lost attempt may still land after it."""
    minute = timedelta(seconds=60)
    soon = DUE + timedelta(seconds=5)
    cover = posting(Outcome.CONFIRMED, made_at=soon, ended_at=soon, cover=True)
    assert step_of(book(doubtful, cover), Policy(), soon + minute - timedelta(microseconds=1)) == Step()
    again = Step(report=True, cover=True, reason=CoverReason.MAY_HAVE_LANDED_LAST)
    assert step_of(book(doubtful, cover), Policy(), soon + minute) == again


def test_a_clock_that_was_set_back_makes_no_second_look_each_minute() -> None:
    back = DUE - timedelta(minutes=50)
    doubtful = posting(Outcome.CONFIRMED, ever_unknown=True, ended_at=DUE)
    again = posting(
        Outcome.CONFIRMED, made_at=back, ended_at=back, cover=True, reason=CoverReason.MAY_HAVE_LANDED_LAST
    )
    assert step_of(book(doubtful, again), Policy(), DUE + timedelta(hours=2)) == Step()


def test_a_duplicate_is_our_own_only_after_an_attempt_that_may_have_landed() -> None:
    assert not book(posting(Outcome.QUEUED)).may_be_there
    assert not book(posting(Outcome.REFUSED)).may_be_there
    for landed in (CONFIRMED, posting(Outcome.UNKNOWN), posting(Outcome.REFUSED, ever_unknown=True)):
        assert book(landed, posting(Outcome.QUEUED)).may_be_there
