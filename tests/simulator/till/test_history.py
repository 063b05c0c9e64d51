"""Past days are believable: they add up, WDK would take them, and the day has its curve."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import CHINA
from posdesk.simulator.config import REFUSED_ITEM, WdkRules
from posdesk.simulator.till.maker import Shop, Wire, history
from posdesk.simulator.wdk.strict import check_rules, check_shape, key_of, sale_of

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=CHINA)
SEEDS = st.integers(min_value=0, max_value=2**32)


def day_of(wire: Wire) -> str:
    return str(wire["trd_time"])[:10]


def listed(wire: Wire, name: str) -> list[Wire]:
    items = wire[name]
    assert isinstance(items, list)
    return items


def number(wire: Wire, name: str) -> int:
    value = wire[name]
    assert isinstance(value, int)
    return value


@given(SEEDS)
def test_every_receipt_adds_up(seed: int) -> None:
    for wire in history(1, seed, NOW):
        for line in listed(wire, "sub_orders"):
            full = number(line, "original_price") * Decimal(str(line["quantity"]))
            assert abs(full - number(line, "promotion_discount") - number(line, "deal_amt")) <= 1
            assert number(line, "deal_amt") >= 0
        deals = sum(number(line, "deal_amt") for line in listed(wire, "sub_orders"))
        assert deals == number(wire, "actual_amt") - number(wire, "overflow_amt")
        paid = sum(number(channel, "pay_amount") for channel in listed(wire, "pay_channels"))
        assert paid - number(wire, "change_amt") == number(wire, "actual_amt")
        promotions = sum(number(line, "promotion_discount") for line in listed(wire, "sub_orders"))
        assert promotions == wire["discount_amt"]


@given(SEEDS)
def test_wdk_would_take_every_one_and_knows_the_sale_of_every_return(seed: int) -> None:
    taken = set()
    for wire in history(2, seed, NOW):
        receipt = check_shape(wire)
        check_rules(receipt, WdkRules())
        sale = sale_of(receipt)
        assert sale is None or sale in taken
        assert key_of(receipt) not in taken
        taken.add(key_of(receipt))


@given(SEEDS)
def test_what_comes_back_was_sold_for_that_price(seed: int) -> None:
    made = history(3, seed, NOW)
    by_serial = {wire["serial_num"]: wire for wire in made}
    for wire in made:
        if wire["trd_type"] == 2:
            sale = by_serial[wire["original_serial_num"]]
            assert str(sale["trd_time"]) < str(wire["trd_time"])
            sold = [(line["item_code"], line["deal_amt"]) for line in listed(sale, "sub_orders")]
            back = listed(wire, "sub_orders")[0]
            assert (back["item_code"], back["deal_amt"]) in sold


def test_it_is_in_the_order_of_time_and_ends_now() -> None:
    times = [str(wire["trd_time"]) for wire in history(3, 1, NOW)]
    assert times == sorted(times)
    assert times[0].startswith("2026-11-19")
    assert times[-1].startswith("2026-11-22")
    assert times[-1] <= "2026-11-22 14:30:00"


def test_a_day_has_about_forty_between_eight_and_twenty_one() -> None:
    made = history(28, 7, NOW)
    days = Counter(map(day_of, made))
    del days["2026-11-22"]
    assert len(days) == 28
    assert all(30 <= count <= 60 for count in days.values())
    assert {int(str(wire["trd_time"])[11:13]) for wire in made} == set(range(8, 21))
    hours = Counter(int(str(wire["trd_time"])[11:13]) for wire in made)
    assert hours[12] > hours[9]
    assert hours[18] > hours[15]


def test_weekends_are_busier() -> None:
    days = Counter(map(day_of, history(28, 7, NOW)))
    weekend = [n for day, n in days.items() if date.fromisoformat(day).weekday() >= 5 and n > 20]
    week = [n for day, n in days.items() if date.fromisoformat(day).weekday() < 5]
    assert sum(weekend) / len(weekend) > sum(week) / len(week)


def test_there_are_returns_weighed_goods_and_discounts() -> None:
    made = history(7, 3, NOW)
    lines = [line for wire in made for line in listed(wire, "sub_orders")]
    assert 0 < sum(wire["trd_type"] == 2 for wire in made) < len(made) / 5
    assert any("." in str(line["quantity"]) for line in lines)
    assert any(line["promotion_discount"] for line in lines)
    assert REFUSED_ITEM not in {line["item_code"] for line in lines}


def test_the_same_seed_gives_the_same_past_and_another_another() -> None:
    assert history(2, 5, NOW) == history(2, 5, NOW)
    assert history(2, 5, NOW) != history(2, 6, NOW)
    later = history(2, 5, NOW + timedelta(hours=2))
    assert later[: len(history(2, 5, NOW))] == history(2, 5, NOW)


def test_it_is_of_the_shop_that_is_named() -> None:
    made = history(1, 5, NOW, Shop("001", "POS9", "SANJIANG"))
    assert {(wire["store_id"], wire["pos_no"], wire["order_from"]) for wire in made} == {
        ("001", "POS9", "SANJIANG")
    }
