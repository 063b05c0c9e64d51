"""What a receipt adds to its hour, and what of it does not add up."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.books.receipt import (
    Figures,
    Mismatch,
    Receipt,
    ReceiptKey,
    ReceiptLine,
    Rule,
    Tendered,
    figures_of,
    mismatches,
)

KEY = ReceiptKey("001", "01", "0001")
FEN = st.integers(-(10**9), 10**9)


def line(fen: int = 1000, quantity: str = "1", price: int | None = None, promotion: int = 0) -> ReceiptLine:
    """A line that adds up, unless it is told otherwise."""
    price = fen + promotion if price is None else price
    return ReceiptLine("1", "6901", "剁椒鱼头", "份", Decimal(quantity), price, promotion, fen)


def receipt(fen: int = 1000, *lines: ReceiptLine, **more: object) -> Receipt:
    plain = Receipt(KEY, is_return=False, traded_at=None, actual_fen=fen, operator="", lines=lines)
    return replace(plain, **more)  # type: ignore[arg-type]  # a test's own words


def test_a_sale_counts_as_one_receipt_with_its_pieces() -> None:
    sale = receipt(3000, line(2000, "2", price=1000), line(1000))
    assert figures_of(sale) == Figures(1, 0, 3, 3000, 0, 0)


@pytest.mark.parametrize(
    ("quantity", "items"), [("3", 3), ("3.000", 3), ("0.385", 1), ("1.5", 1), ("-0.385", -1), ("0", 0)]
)
def test_whole_quantities_count_as_they_are_and_a_weighed_line_counts_one(quantity: str, items: int) -> None:
    assert figures_of(receipt(1000, line(1000, quantity))).items == items


def test_an_item_that_was_struck_off_again_was_not_sold() -> None:
    """Two pieces, one of them given back before paying: one was sold, and a return of it takes back one."""
    lines = (line(2000, "2", price=1000), line(-1000, "-1", price=1000))
    assert figures_of(receipt(1000, *lines)).items == 1
    assert figures_of(receipt(1000, *lines, is_return=True)).items == -1


@pytest.mark.parametrize("quantity", ["2", "-2"])
def test_a_returns_pieces_are_taken_off_whichever_sign_they_carry(quantity: str) -> None:
    assert figures_of(receipt(990, line(990, quantity, price=495), is_return=True)).items == -2


@pytest.mark.parametrize("fen", [990, -990])
def test_a_return_counts_against_its_hour_whichever_sign_it_carries(fen: int) -> None:
    taken_back = receipt(fen, line(fen, "2", price=495), is_return=True)
    assert figures_of(taken_back) == Figures(0, 1, -2, 0, 0, 990)
    assert figures_of(taken_back).net_fen == -990


def test_a_return_takes_back_exactly_what_its_sale_had_brought() -> None:
    sold = figures_of(receipt(4680, line(4680, "2", 2600, 520)))
    back = figures_of(receipt(4680, line(4680, "2", 2600, 520), is_return=True))
    assert ((sold + back).net_fen, (sold + back).items) == (0, 0)


def test_the_tills_own_discount_goes_before_the_lines() -> None:
    sale = receipt(4680, line(4680, "2", 2600, 520))
    assert figures_of(sale).discount_fen == 520
    assert figures_of(replace(sale, discount_fen=0)).discount_fen == 0
    assert figures_of(replace(sale, discount_fen=300)).gross_fen == 4980


@given(st.lists(st.tuples(FEN, st.booleans(), st.none() | FEN)))
def test_net_is_gross_less_discount_less_refund_whatever_is_added_up(
    sold: list[tuple[int, bool, int | None]],
) -> None:
    each = [figures_of(receipt(fen, is_return=back, discount_fen=off)) for fen, back, off in sold]
    whole = sum(each, Figures())
    assert whole.net_fen == whole.gross_fen - whole.discount_fen - whole.refund_fen
    assert whole.net_fen == sum(-abs(fen) if back else fen for fen, back, _ in sold)
    assert whole.receipts + whole.returns == len(sold)


@given(st.permutations([Figures(n, n + 1, n + 2, n + 3, n + 4, n + 5) for n in range(6)]))
def test_figures_add_up_in_any_order(parts: list[Figures]) -> None:
    assert sum(parts, Figures()) == Figures(15, 21, 27, 33, 39, 45)


def test_a_receipt_that_adds_up_has_no_mismatch() -> None:
    tenders = (Tendered("01", "1", 3000), Tendered("02", "2", 700))
    whole = receipt(3500, line(2000, "2", 1200, 400), line(1400), tenders=tenders, change_fen=200)
    assert mismatches(replace(whole, overflow_fen=100)) == ()


@pytest.mark.parametrize(("deal", "wrong"), [(762, False), (763, False), (761, True), (764, True)])
def test_a_line_may_be_off_by_a_fen_of_rounding(deal: int, wrong: bool) -> None:
    weighed = line(deal, "0.385", 1980)  # 762.3
    found = mismatches(receipt(deal, weighed))
    assert found == ((Mismatch(Rule.LINE, Decimal("762.300"), deal, 1),) if wrong else ())


def test_each_sum_that_does_not_come_out_is_named() -> None:
    odd = receipt(1000, line(1000), line(900, "1", 1000), tenders=(Tendered("01", "1", 990),))
    assert mismatches(odd) == (
        Mismatch(Rule.LINE, Decimal(1000), 900, 2),
        Mismatch(Rule.LINES, Decimal(1000), 1900),
        Mismatch(Rule.TENDERS, Decimal(1000), 990),
    )


@pytest.mark.parametrize(
    "tenders", [(), (Tendered("01", "1"),), (Tendered("01", "1", 990), Tendered("02", "2"))]
)
def test_a_sum_is_checked_only_where_all_its_parts_are_there(tenders: tuple[Tendered, ...]) -> None:
    assert mismatches(receipt(1000, tenders=tenders)) == ()


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 99), st.integers(0, 500)), min_size=1), FEN)
def test_what_adds_up_is_never_marked_and_what_does_not_always_is(
    parts: list[tuple[int, int, int]], off: int
) -> None:
    lines = tuple(line(price * pieces - less, str(pieces), price, less) for price, pieces, less in parts)
    whole = sum(each.deal_fen for each in lines)
    assert mismatches(receipt(whole, *lines)) == ()
    assert bool(mismatches(receipt(whole + off, *lines))) is (off != 0)


def test_quantities_of_many_digits_are_not_rounded() -> None:
    fine = "0.000000000000000000000000000001"
    found = mismatches(receipt(0, line(5, fine, 10**9)))
    assert found[0].expected_fen == Decimal("0.000000000000000000001")
