import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.clock import CHINA, to_text
from posdesk.domain.orders.order import Discounts, Extra, OrderContent, OrderLine, Payment
from posdesk.domain.orders.source import Source
from posdesk.domain.orders.sums import sums_of
from posdesk.platforms.jsontext import read_json, write_json
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused
from posdesk.platforms.o2o.reading import (
    AddOrders,
    CallEntry,
    CancelOrder,
    Event,
    StatusChange,
    StatusCode,
    read_call,
    read_events,
    read_order,
)
from posdesk.settings.settings import Store
from tests.platforms.o2o.samples import a_call, an_order, sample

_STORE = Store(code="001")
_SEQ = "eb46ce74-dffa-4108-87bc-4809144ca33c"


def _events(body: bytes) -> tuple[Event, ...]:
    return read_events(read_call(body), _STORE)


def _content(**changes: Any) -> OrderContent:
    (event,) = _events(a_call([an_order(**changes)]))
    assert isinstance(event, AddOrders)
    (order,) = event.orders
    return order.content


def _refused(body: bytes) -> CallRefused:
    with pytest.raises(CallRefused) as caught:
        _events(body)
    assert " / " in caught.value.msg
    return caught.value


def _sample_content() -> OrderContent:
    return OrderContent(
        tbillno="XS20161010001",
        show_no="#1",
        source_code="4",
        is_preorder=False,
        is_verification=False,
        store_code="001",
        store_name="湘阴一店",
        store_uid=1,
        customer="张生",
        phone="13507311234",
        address="芙蓉区石牌街12号",
        due_at=datetime(2018, 5, 3, 12, 25, 36, tzinfo=CHINA),
        ordered_at=datetime(2018, 5, 3, 11, 35, 23, tzinfo=CHINA),
        remark="",
        platform_state=0,
        lines=(OrderLine("001", "BooK", "本", Decimal("1.0"), Decimal("9.9"), Decimal("9.9"), ("少油",)),),
        payments=(Payment("101", "支付宝", Decimal(15), Decimal("9.5"), Decimal("5.5")),),
        extras=(Extra("支付宝", Decimal(0), Decimal("9.5"), Decimal(0)),),
        order_total=Decimal(34),
        actual_fee=Decimal(0),
        delivery_fee=Decimal(0),
        service_fee=Decimal(0),
        discount_total=Decimal(0),
        discounts=Discounts(),
    )


def test_the_documents_new_order_reads_field_by_field() -> None:
    body = sample("AddSaleOrderBill.request")
    call = read_call(body)
    (event,) = read_events(call, _STORE)
    assert (call.cmd, call.seq) == ("AddSaleOrderBill", _SEQ)
    assert isinstance(event, AddOrders)
    (order,) = event.orders
    assert order.content == _sample_content()
    assert order.content.source is Source.MEITUAN
    assert read_json(order.raw.encode()) == json.loads(body, parse_float=Decimal)["items"][0]


def test_the_documents_captured_order_is_the_same_order() -> None:
    reply = read_json(sample("CaptureSaleOrderBill.reply"))
    assert isinstance(reply, dict)
    assert read_order(CallEntry("items[0]", reply["items"][0])).content == _sample_content()


def test_the_documents_cancel_names_its_other_store_uid() -> None:
    assert _events(sample("CancelSaleOrderBill.request")) == (CancelOrder("XS20161010001", 14343),)


def test_a_status_change_that_calls_itself_a_verification_is_one() -> None:
    body = sample("TpOrderStatusChange.request")
    assert read_call(body).cmd == "VerificationSaleOrder"
    assert _events(body) == (StatusChange("XS20161010001", StatusCode.ACCEPTED),)


def test_a_verification_without_a_status_is_not_for_us() -> None:
    refusal = _refused(sample("VerificationSaleOrder.request"))
    assert (refusal.code, refusal.seq) == (AnswerCode.UNKNOWN_CMD, _SEQ)


@pytest.mark.parametrize(
    "cmd",
    ["CaptureSaleOrderBill", "PushSaleOrderBillPayInfo", "AccptSaleOrderBill", "RefuseSaleOrderBill"],
)
def test_our_own_commands_are_not_taken_from_a_platform(cmd: str) -> None:
    assert _refused(sample(f"{cmd}.request")).code is AnswerCode.UNKNOWN_CMD


def test_a_payment_copied_into_the_extras_counts_in_no_sum() -> None:
    fee = {"extra_name": "餐盒费", "extra_singleprice": "1.00", "extra_quantity": "2", "extra_price": 2}
    copy = an_order()["payitems"][0]
    content = _content(extraitem=[fee, copy], actual_fee=11.9)
    assert [extra.name for extra in content.extras] == ["餐盒费", "支付宝"]
    assert sums_of(content).expected == Decimal("11.9")
    assert len(content.payments) == 1


@pytest.mark.parametrize(
    ("status", "wanted"),
    [("1", 1), (2, 2), (" 4 ", 4), ("99", 99)],
)
def test_every_known_status_is_read_quoted_or_not(status: object, wanted: int) -> None:
    body = a_call({"tbillno": "b", "orderStatus": status}, "TpOrderStatusChange")
    assert _events(body) == (StatusChange("b", StatusCode(wanted)),)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (3, AnswerCode.BAD_VALUE),
        ("completed", AnswerCode.WRONG_TYPE),
        (True, AnswerCode.WRONG_TYPE),
        (1.5, AnswerCode.WRONG_TYPE),
        (None, AnswerCode.MISSING_FIELD),
    ],
)
def test_an_unknown_status_is_answered_by_the_fields_name(status: object, code: AnswerCode) -> None:
    refusal = _refused(a_call([{"tbillno": "b", "orderStatus": status}], "TpOrderStatusChange"))
    assert refusal.code is code
    assert refusal.msg.startswith("items[0].orderStatus: ")


def test_items_are_taken_as_an_object_and_as_a_list_in_every_command() -> None:
    assert _events(a_call(an_order())) == _events(a_call([an_order()]))
    cancel = {"storeuid": 1, "tbillno": "b"}
    assert _events(a_call([cancel], "CancelSaleOrderBill")) == _events(a_call(cancel, "CancelSaleOrderBill"))


def test_several_bills_in_one_call_are_several_events_in_order() -> None:
    items = [{"storeuid": 1, "tbillno": bill} for bill in "bab"]
    events = _events(a_call(items, "CancelSaleOrderBill"))
    assert events == (CancelOrder("b", 1), CancelOrder("a", 1))


def test_quoted_numbers_are_the_numbers() -> None:
    line = an_order()["billitems"][0] | {"trademoney": "9.90", "amount": " 1 ", "produid": "7"}
    content = _content(
        storeuid="1", state="0", actual_fee="9.90", isbooklist="1", isverification=1, billitems=[line]
    )
    assert str(content.actual_fee) == "9.90"
    assert str(content.lines[0].amount) == "9.90"
    assert (content.is_preorder, content.is_verification, content.store_uid) == (True, True, 1)


@pytest.mark.parametrize(
    ("source", "wanted"), [(20, "20"), ("99", "99"), (..., ""), (None, ""), ("abc", "abc")]
)
def test_any_source_is_kept_and_none_is_dropped(source: object, wanted: str) -> None:
    assert _content(tscustsource=source).source_code == wanted


@pytest.mark.parametrize("absent", [..., None])
def test_null_in_an_optional_field_means_absent(absent: object) -> None:
    names = ["storeuid", "storename", "reamrks", "order_total", "actual_fee", "logisticsFee", "serviceFee"]
    names += ["activityTotal", "tp_charge", "payitems", "extraitem"]
    content = _content(**dict.fromkeys(names, absent))
    assert (content.actual_fee, content.discount_total, content.store_uid) == (None, None, None)
    assert (content.payments, content.extras, content.remark) == ((), (), "")
    assert content.discounts == Discounts()


@pytest.mark.parametrize("name", [name for name in an_order() if name not in {"tbillno", "storecode"}])
def test_an_empty_text_never_costs_an_order_unless_a_number_is_wanted(name: str) -> None:
    wanted = {"isbooklist", "isverification", "billitems"}
    if name in wanted:
        assert _refused(a_call([an_order(**{name: ""})])).msg.startswith(f"items[0].{name}: ")
    else:
        _content(**{name: ""})


_NEEDED = ["tbillno", "isbooklist", "isverification", "storecode", "billitems"]
_MAY_BE_EMPTY = ["tshowno", "customername", "mobileno", "consignee", "submitdate", "ordertime"]
_MISSING = [(name, ...) for name in (*_NEEDED, *_MAY_BE_EMPTY)] + [(name, None) for name in _NEEDED]


@pytest.mark.parametrize(("name", "value"), _MISSING)
def test_a_missing_required_field_is_named(name: str, value: object) -> None:
    refusal = _refused(a_call([an_order(), an_order(**{name: value})]))
    assert (refusal.code, refusal.seq) == (AnswerCode.MISSING_FIELD, "s-1")
    assert refusal.msg == f"items[1].{name}: 缺少必填字段 / a required field is missing"


@pytest.mark.parametrize(
    ("row", "name"),
    [("billitems", name) for name in ("prodcode", "prodname", "unit", "amount", "dealpri", "trademoney")]
    + [("payitems", name) for name in ("paycode", "payname", "ordersum", "paymoney")],
)
def test_a_missing_field_in_a_row_is_named_with_the_row(row: str, name: str) -> None:
    good = an_order()[row][0]
    broken = {key: value for key, value in good.items() if key != name}
    refusal = _refused(a_call([an_order(**{row: [good, good, broken]})]))
    assert refusal.code is AnswerCode.MISSING_FIELD
    assert refusal.msg.startswith(f"items[0].{row}[2].{name}: ")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"tbillno": True}, "tbillno"),
        ({"tbillno": {}}, "tbillno"),
        ({"mobileno": [13507311234]}, "mobileno"),
        ({"isbooklist": "yes"}, "isbooklist"),
        ({"isverification": 2}, "isverification"),
        ({"actual_fee": "9.9元"}, "actual_fee"),
        ({"actual_fee": "NaN"}, "actual_fee"),
        ({"actual_fee": False}, "actual_fee"),
        ({"actual_fee": []}, "actual_fee"),
        ({"actual_fee": 10**16}, "actual_fee"),
        ({"actual_fee": "1e999"}, "actual_fee"),
        ({"logisticsFee": "0e999"}, "logisticsFee"),
        ({"logisticsFee": "1,000.00"}, "logisticsFee"),
        ({"billitems": {}}, "billitems"),
        ({"billitems": '[{"prodcode":"1"}]'}, "billitems"),
        ({"billitems": {"0": an_order()["billitems"][0], "2": an_order()["billitems"][0]}}, "billitems"),
        ({"billitems": [7]}, "billitems[0]"),
        ({"payitems": "none"}, "payitems"),
        ({"extraitem": [[]]}, "extraitem[0]"),
        ({"extraitem": [{"extra_name": "餐盒费"}]}, "extraitem[0].extra_singleprice"),
        ({"extraitem": [{"paymoney": "much"}]}, "extraitem[0].paymoney"),
        ({"extraitem": [{}]}, "extraitem[0].extra_name"),
    ],
)
def test_a_wrong_type_is_named_with_its_place(changes: dict[str, object], path: str) -> None:
    refusal = _refused(a_call([an_order(**changes)]))
    assert refusal.msg.startswith(f"items[0].{path}: ")
    assert re.search("[一-鿿]", refusal.msg)
    assert refusal.seq == "s-1"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2018-05-03 12:25:36", datetime(2018, 5, 3, 12, 25, 36, tzinfo=CHINA)),
        ("2018-05-03T12:25:36", datetime(2018, 5, 3, 12, 25, 36, tzinfo=CHINA)),
        (" 2018-05-03 12:25 ", datetime(2018, 5, 3, 12, 25, tzinfo=CHINA)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_time_is_china_time_and_an_empty_one_is_none(text: str, wanted: datetime | None) -> None:
    assert _content(submitdate=text).due_at == wanted


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2018-13-03 12:25:36",
        "2018-05-03",
        "20180503122536",
        "1525321536",
        1525321536000,
        "2018-05/03 12:25:36",
        "2018-05-03 24:00:00",
        "2018-05-03T12:25:36+99:00",
        "2018-05-03T12:25:36+08:60",
        "9999-12-31 23:59:59",
        "٢٠١٨-05-03 12:25:36",
    ],
)
def test_any_other_time_is_refused_by_its_fields_name(text: object) -> None:
    refusal = _refused(a_call([an_order(ordertime=text)]))
    assert refusal.code is AnswerCode.WRONG_TYPE
    assert refusal.msg.startswith("items[0].ordertime: 应为时间")


@given(st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-9]{2}(:[0-9]{2})?", fullmatch=True))
def test_every_time_that_is_taken_can_be_written_down_in_utc(text: str) -> None:
    try:
        due = _content(submitdate=text).due_at
    except CallRefused:
        return
    assert (due is None) is (int(text[:4]) <= 1970)
    assert due is None or len(to_text(due)) == 32


def test_an_order_for_another_store_is_refused_in_words() -> None:
    refusal = _refused(a_call([an_order(), an_order(tbillno="b", storecode="002")]))
    assert refusal.code is AnswerCode.OTHER_STORE
    assert "items[1].storecode: 本店是 001，此单属于 002" in refusal.msg


def test_the_same_bill_twice_in_a_call_is_one_order_and_refused_where_it_differs() -> None:
    (event,) = _events(a_call([an_order(), an_order(isbooklist=0), an_order(tbillno="b")]))
    assert isinstance(event, AddOrders)
    assert [order.content.tbillno for order in event.orders] == ["XS20161010001", "b"]
    refusal = _refused(a_call([an_order(), an_order(reamrks="不要葱")]))
    assert refusal.code is AnswerCode.CONTRADICTION
    assert refusal.msg.startswith("items[1].tbillno: ")


def test_unknown_keys_are_no_error_and_stay_in_the_raw_order() -> None:
    body = a_call([an_order(new_key={"a": [None, True]})]).replace(b'"actual_fee": 0', b'"actual_fee": 0.00')
    (event,) = _events(body)
    assert isinstance(event, AddOrders)
    assert '"new_key":{"a":[null,true]}' in event.orders[0].raw
    assert '"actual_fee":0.00,' in event.orders[0].raw


def test_only_numbers_lose_their_blanks() -> None:
    content = _content(tbillno=" B\t", tshowno=" #12  ", customername=" 张 ", reamrks=" 少辣 ")
    assert (content.tbillno, content.show_no) == ("B", "#12")
    assert (content.customer, content.remark) == (" 张 ", " 少辣 ")


def test_attributes_are_split_at_either_comma() -> None:
    line = an_order()["billitems"][0] | {"attributes": "少油, 微辣，, 大份"}
    assert _content(billitems=[line]).lines[0].attributes == ("少油", "微辣", "大份")


@pytest.mark.parametrize(
    ("body", "code", "seq", "place"),
    [
        (b"{", AnswerCode.BAD_JSON, "", "line 1 column 2"),
        (b"[]", AnswerCode.NOT_AN_OBJECT, "", ""),
        (b'"x"', AnswerCode.NOT_AN_OBJECT, "", ""),
        (b'{"seq":"s","items":{}}', AnswerCode.MISSING_FIELD, "s", "cmd"),
        (b'{"cmd":7,"seq":"s"}', AnswerCode.WRONG_TYPE, "s", "cmd"),
        (b'{"cmd":"AddSaleOrderBill","items":[]}', AnswerCode.MISSING_FIELD, "", "seq"),
        (b'{"cmd":"AddSaleOrderBill","seq":7}', AnswerCode.MISSING_FIELD, 7, "items"),
        (b'{"cmd":"AddSaleOrderBill","seq":[7]}', AnswerCode.WRONG_TYPE, "", "seq"),
        (b'{"cmd":"AddSaleOrderBill","seq":true}', AnswerCode.WRONG_TYPE, "", "seq"),
        (b'{"cmd":"AddSaleOrderBill","seq":"s"}', AnswerCode.MISSING_FIELD, "s", "items"),
        (b'{"cmd":"AddSaleOrderBill","seq":"s","items":[]}', AnswerCode.MISSING_FIELD, "s", "items"),
        (b'{"cmd":"AddSaleOrderBill","seq":"s","items":"x"}', AnswerCode.WRONG_TYPE, "s", "items"),
        (b'{"cmd":"AddSaleOrderBill","seq":"s","items":[{},7]}', AnswerCode.WRONG_TYPE, "s", "items[1]"),
        (b'{"cmd":"addsaleorderbill","seq":"s","items":[]}', AnswerCode.UNKNOWN_CMD, "s", "cmd"),
        (b'{"cmd":"Nope","seq":"s"}', AnswerCode.UNKNOWN_CMD, "s", "cmd=Nope"),
        (b"[" * 10_000, AnswerCode.BAD_JSON, "", "nested"),
    ],
)
def test_a_broken_call_is_answered_with_what_and_where(
    body: bytes, code: AnswerCode, seq: object, place: str
) -> None:
    refusal = _refused(body)
    assert (refusal.code, refusal.seq) == (code, seq)
    assert place in refusal.msg


def test_an_endless_seq_is_refused_and_not_echoed() -> None:
    refusal = _refused(b'{"cmd":"AddSaleOrderBill","seq":"' + b"s" * 5000 + b'"}')
    assert (refusal.code, refusal.seq) == (AnswerCode.BAD_VALUE, "")
    assert len(refusal.answer()) < 200


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_cmds = st.sampled_from(
    ["AddSaleOrderBill", "CancelSaleOrderBill", "TpOrderStatusChange", "VerificationSaleOrder"]
)


def _only_events_or_refusal(body: bytes) -> None:
    try:
        events = _events(body)
    except CallRefused as refusal:
        json.loads(refusal.answer())
    else:
        assert events


@given(_json)
def test_any_json_gives_events_or_a_refusal(value: object) -> None:
    _only_events_or_refusal(json.dumps(value).encode())


@given(_cmds, _json)
def test_any_items_give_events_or_a_refusal(cmd: str, items: object) -> None:
    _only_events_or_refusal(a_call(items, cmd))


def _paths(row: str) -> Callable[[str, object], dict[str, Any]]:
    return lambda name, value: {row: [an_order()[row][0] | {name: value}]}


@given(st.data(), _json)
def test_any_value_in_any_field_gives_an_order_or_a_refusal(data: st.DataObject, value: object) -> None:
    row = data.draw(st.sampled_from(["", "billitems", "payitems", "extraitem"]))
    fields = an_order()[row][0] if row else an_order()
    name = data.draw(st.sampled_from(sorted(fields)))
    changes = _paths(row)(name, value) if row else {name: value}
    _only_events_or_refusal(a_call([an_order(**changes)]))


@given(st.decimals(min_value="-99999.99", max_value="99999.99", places=2), st.booleans())
def test_money_is_exact_from_the_wire_to_the_raw_text(amount: Decimal, quoted: bool) -> None:
    spelled = f'"{amount}"' if quoted else str(amount)
    body = a_call([an_order(actual_fee="AMOUNT")]).replace(b'"AMOUNT"', spelled.encode())
    (event,) = _events(body)
    assert isinstance(event, AddOrders)
    assert str(event.orders[0].content.actual_fee) == str(amount)
    assert f'"actual_fee":{spelled},' in event.orders[0].raw
    assert write_json(amount) == str(amount)
