"""Small rules: masking, bill numbers, sources, states, times, contents that differ."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import SystemClock, from_text, in_china, to_text
from posdesk.domain.orders.order import FINAL_STATES, OrderState, changed_fields, may_move
from posdesk.domain.orders.source import Source, source_of
from posdesk.domain.privacy import last_four, masked_address, masked_phone, without_phones
from posdesk.domain.status import EngineStatus, PartnerStatus, Trouble
from posdesk.journal.orders.bill_numbers import billno_of
from tests.journal.making import START, content


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13507311234", "135****1234"),
        (" 13507311234 ", "135****1234"),
        ("+8613507311234", "+86****1234"),
        ("13507311234,9876", "135****9876"),
        ("82345678", "****5678"),
        ("1234567", "****67"),
        ("12", "****"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_phone_is_masked(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


@given(st.text(st.sampled_from("0123456789"), min_size=1, max_size=20))
def test_no_mask_shows_most_of_a_number(phone: str) -> None:
    shown = masked_phone(phone).replace("****", "")
    assert len(shown) <= 7
    assert len(shown) < len(phone)
    assert len(phone) - len(shown) >= min(4, len(phone) - 2)


@given(st.text(max_size=40))
def test_a_masked_address_shows_its_beginning_at_most_half_of_it(address: str) -> None:
    shown, bare = masked_address(address), without_phones(address.strip())
    if len(bare) > 2:
        assert shown.endswith("****")
        assert bare.startswith(shown.removesuffix("****"))
        assert len(shown) - 4 <= min(6, len(bare) // 2)


@pytest.mark.parametrize(
    ("phone", "last"),
    [("13507311234", "1234"), ("135 0731 1234", "1234"), ("110", ""), ("", ""), ("转123", "")],
)
def test_the_last_four_digits_call_a_customer(phone: str, last: str) -> None:
    assert last_four(phone) == last


def test_a_bill_number_is_of_chinas_day_whatever_the_zone() -> None:
    moment = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    for zone in (UTC, timezone(timedelta(hours=-8)), timezone(timedelta(hours=14))):
        assert billno_of(moment.astimezone(zone), "001", "1", 7) == "XS20270101001-01000007"


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "12"]), st.integers(1, 10**8)), unique=True, min_size=2))
def test_no_two_running_numbers_make_one_bill_number(numbers: list[tuple[str, int]]) -> None:
    bills = {billno_of(START, "001", counter, running) for counter, running in numbers}
    assert len(bills) == len(numbers)


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("3", Source.BAIDU),
        ("4", Source.MEITUAN),
        (" 4 ", Source.MEITUAN),
        ("17", Source.QR),
        ("20", Source.ELEME),
        ("5", Source.OTHER),
        ("", Source.OTHER),
        ("04", Source.OTHER),
    ],
)
def test_a_source_is_known_by_number_and_never_an_error(code: str, source: Source) -> None:
    assert source_of(code) is source


@given(st.sampled_from(OrderState), st.sampled_from(OrderState))
def test_states_only_go_forward_and_final_ones_nowhere(old: OrderState, new: OrderState) -> None:
    allowed = may_move(old, new)
    assert not (allowed and old in FINAL_STATES)
    assert not (allowed and may_move(new, old))
    assert not (old is new and allowed)
    if new is OrderState.CANCELLED:
        assert allowed is (old not in FINAL_STATES)
    if new is OrderState.REFUSED:
        assert allowed is (old is OrderState.NEW)


def moments(zones: st.SearchStrategy[tzinfo]) -> st.SearchStrategy[datetime]:
    """Moments of nearly all times, each in one of those zones."""
    return st.datetimes(datetime(1970, 1, 2), datetime(9998, 12, 30), timezones=zones)  # noqa: DTZ001


offsets = st.builds(timezone, st.timedeltas(timedelta(hours=-14), timedelta(hours=14)))


@given(moments(offsets), moments(offsets))
def test_times_as_text_sort_as_times_do_and_come_back(one: datetime, other: datetime) -> None:
    _sort_and_come_back(one, other)


@pytest.mark.posix("Windows has no database of time zones; the product needs none")
@given(moments(st.timezones()), moments(st.timezones()))
def test_times_as_text_sort_as_times_do_in_every_zone(one: datetime, other: datetime) -> None:
    _sort_and_come_back(one, other)


def _sort_and_come_back(one: datetime, other: datetime) -> None:
    assert from_text(to_text(one)) == one.astimezone(UTC)
    earlier, later = sorted((one.astimezone(UTC), other.astimezone(UTC)))
    assert to_text(earlier) <= to_text(later)


def test_the_systems_clock_is_aware_and_its_steady_one_never_goes_back() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert in_china(START).utcoffset() == timedelta(hours=8)
    times = [clock.monotonic() for _ in range(100)]
    assert all(earlier <= later for earlier, later in pairwise(times))


def test_what_changed_is_named_by_field() -> None:
    assert changed_fields(content(), content()) == ()
    assert changed_fields(content(), content(remark="x", phone="1")) == ("phone", "remark")


@pytest.mark.parametrize(
    ("status", "takes"),
    [
        (EngineStatus(), False),
        (EngineStatus(alive=True, address="h:1", trouble=Trouble.NONE), False),
        (EngineStatus(alive=True, address="h:1", trouble=Trouble.NONE, partners=(PartnerStatus("m"),)), True),
        (EngineStatus(alive=True, address="", trouble=Trouble.NONE, partners=(PartnerStatus("m"),)), False),
        (
            EngineStatus(alive=False, address="h:1", trouble=Trouble.NONE, partners=(PartnerStatus("m"),)),
            False,
        ),
        (
            EngineStatus(alive=True, address="h:1", trouble=Trouble.DISK, partners=(PartnerStatus("m"),)),
            False,
        ),
        (
            EngineStatus(
                alive=True,
                address="h:1",
                trouble=Trouble.NONE,
                partners=(PartnerStatus("m", trouble=Trouble.NO_APPKEY),),
            ),
            False,
        ),
    ],
)
def test_health_is_only_said_when_an_order_could_be_taken_now(status: EngineStatus, takes: bool) -> None:
    assert status.takes_orders is takes
