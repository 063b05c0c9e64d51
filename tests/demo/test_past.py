"""The demo shop's last days: whatever the moment is, the books can begin with them."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.demo import shop
from posdesk.demo.past import DAYS, fill, past
from posdesk.domain.books.hour import HOUR, hour_of
from posdesk.domain.books.receipt import Figures, Handed, figures_of, mismatches
from posdesk.errors import DiskError
from posdesk.journal import Journal
from posdesk.journal.books import receipts
from tests.journal.making import SetClock, opened

CHOSEN = shop.settings("http://127.0.0.1:9")
NOON = datetime(2026, 11, 21, 4, 41, 30, tzinfo=UTC)
_FIRST, _LAST = datetime(2026, 1, 1), datetime(2030, 12, 31)  # noqa: DTZ001 - the strategy adds the zone
_MOMENTS = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))


def hours_of(handed: tuple[Handed, ...]) -> dict[datetime, Figures]:
    """What each hour adds up to."""
    found: dict[datetime, Figures] = defaultdict(Figures)
    for each in handed:
        assert each.receipt.traded_at is not None
        found[hour_of(each.receipt.traded_at)] += figures_of(each.receipt)
    return found


@settings(max_examples=12)
@given(_MOMENTS)
def test_at_any_moment_the_past_is_whole_and_asks_nobody_anything(now: datetime) -> None:
    handed = past(now)
    keys = [each.receipt.key for each in handed]
    assert len(set(keys)) == len(keys)
    assert all(not mismatches(each.receipt) and not each.lacks for each in handed)
    for hour, figures in hours_of(handed).items():
        assert hour <= now
        assert min(figures.net_fen, figures.items, figures.receipts) >= 0


@settings(max_examples=12)
@given(_MOMENTS)
def test_the_hour_before_has_sales_so_that_a_late_one_makes_it_differ(now: datetime) -> None:
    assert hours_of(past(now))[hour_of(now) - HOUR].receipts >= 2


def test_it_reaches_back_to_the_same_weekday_of_last_week() -> None:
    first = min(hours_of(past(NOON)))
    assert timedelta(days=DAYS - 1) < NOON - first < timedelta(days=DAYS + 1)


def test_every_return_names_a_sale_that_is_there() -> None:
    handed = past(NOON)
    sold = {each.receipt.key.serial_num for each in handed if not each.receipt.is_return}
    back = [each.receipt.original for each in handed if each.receipt.is_return]
    assert back
    assert all(sale is not None and sale.serial_num in sold for sale in back)


def test_it_is_stored_as_any_receipt_is_and_once(tmp_path: Path) -> None:
    with opened(tmp_path, SetClock()) as journal:
        fill(journal, CHOSEN)
        stored = count(journal)
        fill(journal, CHOSEN)
        assert count(journal) - stored <= 5  # what was sold meanwhile, by the clock
        assert stored > 300


def test_a_disk_that_is_full_leaves_a_demo_without_a_past(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_args: object) -> None:
        raise DiskError("No space left on device.")

    monkeypatch.setattr(receipts, "store", full)
    with opened(tmp_path, SetClock()) as journal:
        fill(journal, CHOSEN)
    assert "No space left" in caplog.text


def test_the_tills_own_numbers_are_above_those_of_the_past() -> None:
    """The till counts its day from 500,000 on: see posdesk.simulator.till."""
    numbers = {int(each.receipt.key.serial_num[8:]) for each in past(NOON)}
    assert max(numbers) < 500_000
    assert {each.receipt.key.pos_no for each in past(NOON)} == {shop.TILL}


def count(journal: Journal) -> int:
    """How many receipts there are."""
    return journal.read(receipts.unqueued)
