"""Every order made is one that the document allows, and adds up; the same seed makes the same orders."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.sums import SumCheck, sums_of
from posdesk.platforms.o2o.reading import CallEntry, read_order
from posdesk.simulator.config import SimulatedPartner, SimulatedStore
from posdesk.simulator.o2o.maker import ANYTHING, OrderKind, OrderMaker, OrderWish
from posdesk.simulator.o2o.memory import Bill, BillState

NOW = datetime(2026, 11, 21, 4, 41, 8, tzinfo=UTC)
SEEDS = st.integers(0, 2**32)
KINDS = st.sampled_from([None, *OrderKind])
MONEY_FIELDS = (
    "order_total",
    "actual_fee",
    "logisticsFee",
    "serviceFee",
    "activityTotal",
    "tp_charge",
    "merchant_charge",
    "agent_charge",
    "logistics_charge",
)

# The document's tables: what must be there, and as what; `int` may come quoted, as in its samples.
ORDER = {
    "tbillno": str, "tshowno": str, "isbooklist": int, "isverification": int, "storecode": str,
    "customername": str, "mobileno": str, "consignee": str, "submitdate": str, "ordertime": str,
    "state": int, "billitems": list,
}  # fmt: skip
LINE = {
    "prodcode": str,
    "prodname": str,
    "unit": str,
    "amount": Decimal,
    "dealpri": Decimal,
    "trademoney": Decimal,
}
PAYMENT = {"paycode": str, "payname": str, "ordersum": Decimal, "paymoney": Decimal}
EXTRA = {"extra_name": str, "extra_singleprice": Decimal, "extra_quantity": Decimal, "extra_price": Decimal}


def maker(seed: int, sources: tuple[int, ...] = (4,)) -> OrderMaker:
    partner = SimulatedPartner(name="meituan", appid="1", appkey="k", sources=sources)
    return OrderMaker(partner, SimulatedStore(), Random(seed))


def as_sent(bill: Bill) -> dict[str, object]:
    """The order's object after its way over the wire, decimals exact."""
    read = json.loads(json.dumps(bill.wire, ensure_ascii=False), parse_float=Decimal)
    assert isinstance(read, dict)
    return read


def assert_table(row: Mapping[str, object], table: Mapping[str, type]) -> None:
    for name, wanted in table.items():
        value = row[name]
        if wanted is Decimal:
            assert isinstance(value, int | Decimal), name
        elif wanted is int:
            assert re.fullmatch(r"-?\d+", str(value)), name
        else:
            assert isinstance(value, wanted), name


def rows(order: Mapping[str, object], name: str) -> list[dict[str, object]]:
    found = order[name]
    assert isinstance(found, list)
    return found


@given(seed=SEEDS, kind=KINDS)
def test_every_order_has_what_the_tables_want(seed: int, kind: OrderKind | None) -> None:
    order = as_sent(maker(seed).make(NOW, OrderWish(kind=kind)))
    assert_table(order, ORDER)
    assert rows(order, "billitems")
    for name, table in (("billitems", LINE), ("payitems", PAYMENT), ("extraitem", EXTRA)):
        for row in rows(order, name):
            assert_table(row, table)
    assert datetime.strptime(str(order["submitdate"]), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007  China time, no zone in it


@given(seed=SEEDS, kind=KINDS)
def test_every_order_adds_up_to_the_fen(seed: int, kind: OrderKind | None) -> None:
    order = as_sent(maker(seed).make(NOW, OrderWish(kind=kind)))
    content = read_order(CallEntry("items", order)).content
    assert sums_of(content).check is SumCheck.MATCHES
    assert content.discounts.total == content.discount_total
    assert all(line.quantity * line.price == line.amount for line in content.lines)
    for name in MONEY_FIELDS:
        money = Decimal(str(order[name]))
        assert money >= 0
        assert money == round(money, 2)
    assert content.actual_fee is not None
    assert content.actual_fee > 0


@given(seed=SEEDS)
def test_an_order_spoilt_on_purpose_does_not_add_up(seed: int) -> None:
    order = as_sent(maker(seed).make(NOW, OrderWish(wrong_sums=True)))
    assert sums_of(read_order(CallEntry("items", order)).content).check is SumCheck.DIFFERS


@given(seed=SEEDS, kind=st.sampled_from(OrderKind), paid=st.booleans())
def test_kind_and_payment_are_as_wanted(seed: int, kind: OrderKind, *, paid: bool) -> None:
    bill = maker(seed).make(NOW, OrderWish(kind=kind, paid=paid))
    content = read_order(CallEntry("items", as_sent(bill))).content
    assert content.is_preorder == (kind is OrderKind.PREORDER)
    assert content.is_verification == (kind is OrderKind.VERIFICATION)
    assert content.is_pickup == (kind in (OrderKind.VERIFICATION, OrderKind.QR))
    assert sums_of(content).paid is paid
    assert bill.paid is paid
    assert content.ordered_at is not None
    assert content.due_at is not None
    assert content.ordered_at < NOW < content.due_at
    assert (content.due_at - NOW > timedelta(hours=1)) == (kind is OrderKind.PREORDER)


def test_a_verification_code_has_thirteen_digits() -> None:
    assert re.fullmatch(r"\d{13}", maker(1).make(NOW, OrderWish(kind=OrderKind.VERIFICATION)).code)


@given(seed=SEEDS)
def test_the_same_seed_makes_the_same_orders(seed: int) -> None:
    one, two = maker(seed), maker(seed)
    assert [one.make(NOW) for _ in range(3)] == [two.make(NOW) for _ in range(3)]


def test_bill_numbers_never_return_and_variety_is_there() -> None:
    making = maker(5)
    bills = [making.make(NOW) for _ in range(300)]
    assert len({bill.tbillno for bill in bills}) == 300
    assert {bill.wire["tscustsource"] for bill in bills} == {"4", "31"}
    assert any(str(bill.wire["tshowno"]).endswith(" ") for bill in bills)
    assert {str(bill.wire["isbooklist"]) for bill in bills} == {"0", "1"}
    assert {type(bill.wire["storeuid"]) for bill in bills} == {str, int}
    assert any("," in line["attributes"] for bill in bills for line in bill.wire["billitems"])  # type: ignore[attr-defined]


def test_a_qr_site_makes_unpaid_orders() -> None:
    making = maker(5, sources=(17,))
    bills = [making.make(NOW) for _ in range(50)]
    assert {bill.wire["tscustsource"] for bill in bills} == {"17"}
    assert {bill.paid for bill in bills} == {True, False}


def test_an_order_that_is_not_pushed_was_accepted_by_the_site_itself() -> None:
    bill = maker(1).make(NOW, OrderWish(push=False))
    assert bill.state is BillState.ACCEPTED
    assert not bill.known_to_store


def test_changes_win_over_what_was_made() -> None:
    bill = maker(1).make(NOW, OrderWish(code="2994848", changes={"tbillno": "XS1", "storecode": "002"}))
    assert (bill.tbillno, bill.code, bill.store_code) == ("XS1", "2994848", "002")


def test_a_changed_order_differs_in_its_remark_alone() -> None:
    making = maker(1)
    bill = making.make(NOW, ANYTHING)
    changed = making.changed(bill)
    assert [name for name in changed if changed[name] != bill.wire[name]] == ["reamrks"]
