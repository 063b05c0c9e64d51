"""What can be read without guessing is read: an order in another look is the same order.

The inputs in tests/data/field came from platforms' real habits; their READMEs name where.
"""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import CHINA
from posdesk.domain.money import fen_of, yuan_text
from posdesk.domain.orders.order import ZERO, OrderContent, Received
from posdesk.domain.orders.sums import SumCheck, sums_of
from posdesk.platforms.jsontext import write_json
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, answer
from posdesk.platforms.o2o.reading import (
    AddOrders,
    CancelOrder,
    StatusChange,
    StatusCode,
    read_call,
    read_events,
)
from posdesk.settings.settings import Store
from tests.platforms.o2o.samples import a_call, an_order
from tests.support.paths import ROOT

Row = dict[str, Any]
TEXTS = ("consignee", "mobileno", "customername", "tshowno", "storename", "reamrks", "tscustsource")
FIELD = ROOT / "tests/data/field"
STORE = Store(code="001")


def received(body: bytes, store: Store = STORE) -> Received:
    (event,) = read_events(read_call(body), store)
    assert isinstance(event, AddOrders)
    (order,) = event.orders
    return order


def content(store: Store = STORE, **changes: Any) -> OrderContent:
    """The sample order's content, read with some of its fields written otherwise."""
    return received(a_call([an_order(**changes)]), store).content


def line(**changes: object) -> Row:
    return {"billitems": [an_order()["billitems"][0] | changes]}


def payment(**changes: object) -> Row:
    return {"payitems": [an_order()["payitems"][0] | changes]}


def refused(**changes: Any) -> CallRefused:
    with pytest.raises(CallRefused) as caught:
        content(**changes)
    return caught.value


def field_case(name: str) -> bytes:
    return (FIELD / name).read_bytes()


def looks(name: str, plain: object, others: list[Any]) -> list[tuple[Row, Row]]:
    return [({name: other}, {name: plain}) for other in others]


def line_looks(name: str, plain: object, others: list[Any]) -> list[tuple[Row, Row]]:
    return [(line(**{name: other}), line(**{name: plain})) for other in others]


def payment_looks(name: str, plain: object, others: list[Any]) -> list[tuple[Row, Row]]:
    return [(payment(**{name: other}), payment(**{name: plain})) for other in others]


SAME: list[tuple[Row, Row]] = [
    # a number for a text
    *looks("tbillno", "27060100123456789", [27060100123456789]),
    *looks("tshowno", "12", [12]),
    *looks("mobileno", "13500001234", [13500001234]),
    *looks("customername", "7", [7]),
    *looks("consignee", "12.5", [12.50]),
    *looks("storename", "1", [1]),
    *looks("reamrks", "2", [2]),
    *looks("tscustsource", "4", [4, 4.0, " 4 "]),
    *line_looks("prodcode", "1", [1]),
    *line_looks("prodname", "65", [65]),
    *line_looks("unit", "1.0", [1.0]),
    *payment_looks("paycode", "101", [101, 101.0]),
    *payment_looks("payname", "7", [7]),
    # a text for a number
    *looks("actual_fee", 9.9, ["9.9", "9.90", " 9.9 "]),
    *line_looks("amount", 2, ["2", "2.0"]),
    *payment_looks("paymoney", 9.5, ["9.50"]),
    *looks("storeuid", 1, ["1", 1.0]),
    # true and false, and 0.0, for a flag
    *looks("isbooklist", "1", [True, "true", "TRUE", 1, 1.0, "1.0"]),
    *looks("isverification", "0", [False, "false", 0, 0.0]),
    # {}, "" and null for an absent list or text
    *looks("payitems", ..., [{}, "", None, [], " "]),
    *looks("extraitem", ..., [{}, "", None, [], " "]),
    *(row for name in TEXTS for row in looks(name, "", [{}, None])),
    *(row for name in ("unit", "prodcode", "prodname", "remark") for row in line_looks(name, "", [None, {}])),
    *line_looks("attributes", "", [{}, None]),
    *payment_looks("payname", "", [{}, None]),
    # one object for a list of one
    *looks("billitems", an_order()["billitems"], [an_order()["billitems"][0]]),
    *looks("payitems", an_order()["payitems"], [an_order()["payitems"][0]]),
    *looks("extraitem", an_order()["payitems"], [an_order()["payitems"][0]]),
    # times
    *looks("submitdate", "2026-11-28 04:05:06", ["2026-11-28T04:05:06", "2026-11-28 04:05:06.0"]),
    *looks("submitdate", "2026-11-28 04:05:06", ["2026-11-28 04:05:06.123", "2026-11-28T04:05:06+08:00"]),
    *looks("submitdate", "2026-11-28 04:05:06", ["2026-11-27T20:05:06Z", "2026/11/28 4:05:06"]),
    *looks("submitdate", "2026-11-28 04:05:06", ["2026/11/28 4:5:6"]),
    *looks("ordertime", "2026-11-28 04:05:00", ["2026-11-28 04:05"]),
    *looks("submitdate", "", [None, {}, "1970-01-01 08:00:00", "1900-01-01 00:00:00", "0001-01-01 00:00:00"]),
    *looks("ordertime", "", [None, {}, "0000-00-00 00:00:00", "0001/1/1 0:00:00"]),
    # binary dust, in money and in quantities
    *looks("actual_fee", 9.9, [9.9000000000000004, "9.9000000000000004", "9.8999999999999986"]),
    *looks("logisticsFee", 0, [5.551115123125783e-17, "1e-999"]),
    *line_looks("trademoney", 3.3, ["3.2999999999999998"]),
    *line_looks("amount", 0.3, [0.1 + 0.2]),
    *payment_looks("paymoney", "9.9", ["9.8999999999999986"]),
    # fields that nothing uses refuse nothing
    *line_looks("produid", 1, [2**80, "3f2504e0-4f89", {}, [1], True, None]),
    *looks("state", ..., ["new", 1.5, None, {}, [1], 2**70]),
    *looks("storeuid", ..., ["3f2504e0", 2**70, [1], {}]),
    *looks("order_total", ..., ["much", True, [], "1e999"]),
    *looks("serviceFee", ..., ["much", {}, 1e300]),
    # blanks around a number
    *looks("tbillno", "PAD001", ["PAD001              ", "\tPAD001", "PAD001\r\n"]),
    *looks("tbillno", "PAD001", ["\u3000PAD001", "PAD001\u00a0"]),
]


@pytest.mark.parametrize(("written", "plain"), SAME, ids=lambda value: json.dumps(value, default=str)[:60])
def test_an_order_in_another_look_is_the_same_order(written: Row, plain: Row) -> None:
    assert content(**written) == content(**plain)


@pytest.mark.parametrize(("code", "number"), [("001", 1), ("14343", 14343), ("7", 7.0), ("0", 0)])
def test_a_stores_code_as_a_number_is_that_stores(code: str, number: float) -> None:
    assert content(Store(code=code), storecode=number).store_code == code


@pytest.mark.parametrize(("code", "number"), [("001", 2), ("001", "1"), ("A1", 1), ("001", 1.5)])
def test_another_stores_code_is_still_another_stores(code: str, number: object) -> None:
    with pytest.raises(CallRefused) as caught:
        content(Store(code=code), storecode=number)
    assert caught.value.code is AnswerCode.OTHER_STORE


@pytest.mark.parametrize(("seq", "text"), [(123, "123"), (2**60, str(2**60)), ("s", "s")])
def test_a_seq_goes_back_as_it_came(seq: object, text: str) -> None:
    call = read_call(a_call([an_order()], seq=seq))
    assert call.seq == text
    assert json.loads(answer(AnswerCode.OK, call.echo))["seq"] == seq


def test_a_refusal_echoes_a_seq_that_is_a_number() -> None:
    with pytest.raises(CallRefused) as caught:
        read_events(read_call(a_call([an_order(billitems=...)], seq=123)), STORE)
    assert json.loads(caught.value.answer())["seq"] == 123


@pytest.mark.parametrize("bill", ["A1", " A1\t", "A1\u3000"])
def test_events_read_their_number_as_an_order_does(bill: str) -> None:
    cancel = a_call({"storeuid": "1.0", "tbillno": bill}, "CancelSaleOrderBill")
    status = a_call({"orderStatus": 4.0, "tbillno": bill}, "TpOrderStatusChange")
    assert read_events(read_call(cancel), STORE) == (CancelOrder("A1", 1),)
    assert read_events(read_call(status), STORE) == (StatusChange("A1", StatusCode.COMPLETED),)
    number = a_call({"storeuid": 1, "tbillno": 27060100123456789}, "CancelSaleOrderBill")
    assert read_events(read_call(number), STORE) == (CancelOrder("27060100123456789", 1),)


@pytest.mark.parametrize(
    ("bill", "words"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("A\u200b1", "U+200B"),
        ("\ufeffA1", "U+FEFF"),
        ("A\n1", "U+000A"),
        ("A\x001", "U+0000"),
        ("1" * 65, "64"),
        (2.5e16, "a string"),
    ],
)
def test_what_can_name_no_bill_is_refused_by_name(bill: object, words: str) -> None:
    refusal = refused(tbillno=bill)
    assert refusal.msg.startswith("items[0].tbillno: ")
    assert words in refusal.msg


def test_a_half_width_and_a_full_width_number_leave_as_they_came() -> None:
    assert content(tbillno="ＰＡＤ００１ ").tbillno == "ＰＡＤ００１"


@pytest.mark.parametrize(
    "changes",
    [
        {"isbooklist": ""},
        {"isbooklist": None},
        {"submitdate": 1764273906},
        {"submitdate": "1764273906"},
        {"ordertime": 1764273906000},
        {"billitems": json.dumps(an_order()["billitems"])},
        {"billitems": {"0": an_order()["billitems"][0], "2": an_order()["billitems"][0]}},
        {"payitems": {"1": an_order()["payitems"][0]}},
        {"storecode": "002"},
        {"storecode": None},
        {"mobileno": True},
        {"mobileno": 1.35e30},
        {"actual_fee": 10.0**16},
        line(amount=None),
        line(trademoney=""),
        line(dealpri={}),
        payment(paycode=None),
    ],
    ids=lambda value: json.dumps(value)[:60],
)
def test_what_would_have_to_be_guessed_is_refused_by_its_place(changes: dict[str, object]) -> None:
    (name,) = changes
    refusal = refused(**changes)
    assert refusal.msg.startswith(f"items[0].{name}")
    assert " / " in refusal.msg
    assert refusal.code in {
        AnswerCode.WRONG_TYPE, AnswerCode.BAD_VALUE, AnswerCode.MISSING_FIELD, AnswerCode.OTHER_STORE
    }  # fmt: skip


@pytest.mark.parametrize("digits", ["9999999999999999.99", "-9999999999999999", "9999999999999999.9999999"])
def test_sixteen_digits_before_the_point_are_taken(digits: str) -> None:
    body = a_call([an_order(actual_fee="FEE")]).replace(b'"FEE"', digits.encode())
    assert received(body).content.actual_fee == Decimal(digits).quantize(Decimal("0.00001"))


@given(st.integers(0, 10**9), st.booleans())
def test_money_that_went_through_a_float_is_the_same_money(fen: int, quoted: bool) -> None:
    """As PHP, JavaScript and .NET write it: the shortest text, or seventeen digits."""
    looks = (repr(fen / 100), format(fen / 100, ".17g"), format(Decimal(fen / 100), "f"))
    for look in looks:
        token = json.dumps(look) if quoted else look
        body = a_call([an_order(actual_fee="FEE")]).replace(b'"FEE"', token.encode())
        found = received(body).content.actual_fee
        assert found is not None
        assert fen_of(found) == fen
        assert yuan_text(found) == yuan_text(Decimal(fen).scaleb(-2))


def test_the_raw_text_keeps_the_dust_as_it_came() -> None:
    order = received(field_case("06-float-dust/order.json"))
    assert '"paymoney":9.8999999999999986' in order.raw
    assert order.content.payments[0].paid == Decimal("9.9")


@pytest.mark.parametrize("name", ["order.json", "order2.json"])
def test_a_paid_order_whose_money_went_through_floats_is_paid_and_adds_up(name: str) -> None:
    found = received(field_case(f"06-float-dust/{name}")).content
    sums = sums_of(found)
    assert (sums.paid, sums.unpaid_amount, sums.difference, sums.check) == (
        True,
        ZERO,
        ZERO,
        SumCheck.MATCHES,
    )
    assert found.actual_fee is not None
    assert fen_of(found.actual_fee) == 990
    assert {yuan_text(each.amount) for each in found.lines} <= {"9.90", "3.30"}


def test_a_number_padded_to_its_columns_width_is_the_same_number() -> None:
    added = received(field_case("07-bill-number-blank/add.json"))
    (cancel,) = read_events(read_call(field_case("07-bill-number-blank/cancel.json")), STORE)
    assert cancel == CancelOrder(added.content.tbillno, 1)


@pytest.mark.parametrize("is_preorder", ["0", "1"])
@pytest.mark.parametrize(
    "written",
    ["1970-01-01 08:00:00", "0001-01-01 00:00:00", "1900-01-01 00:00:00", "0000-00-00 00:00:00", None, ""],
)
def test_no_date_for_the_delivery_means_at_once(written: str | None, is_preorder: str) -> None:
    call = json.loads(field_case("15-due-1970/add.json"))
    call["items"][0] |= {"submitdate": written, "isbooklist": is_preorder}
    found = received(json.dumps(call).encode()).content
    assert found.due_at is None
    assert found.ordered_at == datetime(2026, 11, 28, 11, 35, 23, tzinfo=CHINA)


def _at(row: str, name: str, value: object) -> dict[str, object]:
    return {row: [an_order()[row][0] | {name: value}]} if row else {name: value}


def _quoted(value: object) -> object:
    return str(value) if isinstance(value, int | float) else value


def _unquoted(value: object) -> object:
    is_number = isinstance(value, str) and value.isdecimal() and not value.startswith("0")
    return int(str(value)) if is_number else value


def _padded(value: object) -> object:
    return f"{value}  " if isinstance(value, str) and value.isdecimal() else value


def _as_object(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


_LOOKS: list[Callable[[object], object]] = [_quoted, _unquoted, _padded, _as_object]


@given(st.data())
def test_any_mixture_of_looks_is_the_same_content(data: st.DataObject) -> None:
    plain = an_order(tbillno="20161010001", state=0, isbooklist="1", actual_fee=9.9)
    bent = {name: data.draw(st.sampled_from(_LOOKS))(value) for name, value in plain.items()}
    for row in ("billitems", "payitems"):
        entry = an_order()[row][0]
        rows = {name: data.draw(st.sampled_from(_LOOKS[:2]))(value) for name, value in entry.items()}
        bent[row] = data.draw(st.sampled_from([rows, [rows]]))
    unused = {"customername", "mobileno", "consignee"}  # their blanks are theirs
    bent |= {name: plain[name] for name in unused}
    assert received(a_call([bent])).content == received(a_call([plain])).content


def test_what_was_read_tolerantly_is_kept_word_for_word() -> None:
    order = received(a_call([an_order(tbillno="A ", mobileno=135, isbooklist=True, payitems={})]))
    assert '"tbillno":"A "' in order.raw
    assert '"mobileno":135,' in order.raw
    assert '"isbooklist":true' in order.raw
    assert '"payitems":{}' in order.raw
    assert write_json({"tbillno": order.content.tbillno}) == '{"tbillno":"A"}'
