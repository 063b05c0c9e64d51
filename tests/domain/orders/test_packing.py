"""Row 20: a packing list is checked off piece by piece, and a changed order keeps what is still right."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from posdesk.domain.orders.order import OrderLine, OrderState
from posdesk.domain.orders.packing import (
    ItemScan,
    Scanned,
    carried_over,
    is_packed,
    may_pack,
    pieces_of,
    progress,
    scanned,
    toggled,
)
from tests.support.sample_views import content_of, line, order_of


def dish(code: str, quantity: str = "1", *attributes: str) -> OrderLine:
    return replace(line(f"dish {code}", quantity, "14.00", *attributes), product_code=code)


RICE, SOUP = dish("6901", "2"), dish("A-7")


def test_each_piece_is_scanned_for_itself_and_the_last_one_is_told() -> None:
    lines, packed = (RICE, SOUP), dict[int, int]()
    said = []
    for code in ("6901", "A-7", "6901"):
        what, at = scanned(lines, packed, code)
        assert at is not None
        packed[at] = packed.get(at, 0) + 1
        said.append(what)
    assert said == [ItemScan.PACKED, ItemScan.PACKED, ItemScan.ALL_DONE]
    assert is_packed(lines, packed)
    assert scanned(lines, packed, "6901") == Scanned(ItemScan.TOO_MANY)


def test_a_code_that_is_no_dish_of_the_order_is_wrong() -> None:
    assert scanned((RICE, SOUP), {}, "6902") == Scanned(ItemScan.WRONG)
    assert scanned((replace(RICE, product_code=""),), {}, "") == Scanned(ItemScan.WRONG)


def test_a_code_is_the_same_in_full_width_and_with_blanks_around_it() -> None:
    assert scanned((SOUP,), {}, " Ａ-7 ") == Scanned(ItemScan.ALL_DONE, 0)


def test_the_same_dish_twice_is_packed_line_by_line() -> None:
    hot, mild = dish("6901", "1", "hot"), dish("6901", "1", "mild")
    assert scanned((hot, mild), {}, "6901").line == 0
    assert scanned((hot, mild), {0: 1}, "6901").line == 1


def test_a_weighed_dish_is_one_piece_and_a_cancelled_one_none() -> None:
    assert [pieces_of(dish("1", quantity)) for quantity in ("0.3", "1.5", "0", "-1", "2.0")] == [
        1,
        2,
        0,
        0,
        2,
    ]
    assert is_packed((dish("1", "0.3"), dish("2", "-1")), {0: 1})
    assert not is_packed((dish("2", "-1"),), {}), "there is nothing to pack"


def test_a_touch_packs_the_whole_line_and_takes_it_out_again() -> None:
    assert toggled(RICE, 0) == toggled(RICE, 1) == 2
    assert toggled(RICE, 2) == 0


def test_only_what_is_made_or_waits_is_packed() -> None:
    content = content_of("4", "#1", "张生", "13507311234", None, RICE)
    able = {state for state in OrderState if may_pack(order_of(content, state))}
    assert able == {OrderState.ACCEPTED, OrderState.READY}


def test_of_a_changed_order_what_is_as_it_was_stays_packed() -> None:
    old = (RICE, SOUP)
    assert carried_over(old, (SOUP, RICE), {0: 2, 1: 1}) == {0: 1, 1: 2}
    assert carried_over(old, (replace(RICE, quantity=Decimal(3)), SOUP), {0: 2}) == {0: 2}
    assert carried_over(old, (replace(RICE, quantity=Decimal(1)),), {0: 2}) == {0: 1}
    assert carried_over(old, (dish("6901", "2", "no onions"),), {0: 2}) == {}


_LINES = some.lists(
    some.builds(dish, some.sampled_from(["1", "2", "3"]), some.sampled_from(["1", "2", "0.3", "0", "-1"])),
    max_size=6,
)


@given(_LINES, _LINES, some.dictionaries(some.integers(0, 7), some.integers(0, 5)))
def test_a_change_never_makes_anything_packed_that_was_not(
    old: Sequence[OrderLine], new: Sequence[OrderLine], packed: dict[int, int]
) -> None:
    after = carried_over(old, new, packed)
    assert sum(after.values()) <= sum(pieces for at, pieces in packed.items() if at < len(old))
    assert all(0 < pieces <= pieces_of(new[at]) for at, pieces in after.items())
    done, wanted = progress(new, after)
    assert 0 <= done <= wanted
    assert is_packed(new, after) is (done == wanted > 0)


@given(_LINES, some.lists(some.sampled_from(["1", "2", "3", "4"]), max_size=20))
def test_no_order_of_scans_packs_more_than_is_wanted(lines: Sequence[OrderLine], codes: list[str]) -> None:
    packed = dict[int, int]()
    for code in codes:
        what, at = scanned(lines, packed, code)
        assert (at is None) is (what in {ItemScan.WRONG, ItemScan.TOO_MANY})
        if at is not None:
            packed[at] = packed.get(at, 0) + 1
            assert (what is ItemScan.ALL_DONE) is is_packed(lines, packed)
    assert all(count <= pieces_of(lines[at]) for at, count in packed.items())
