"""Each thing that the document doesn't allow is refused, in a sentence that names it."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

import pytest

from posdesk.domain.orders.intent import Intent, Kind, Outcome, new_seq
from posdesk.domain.orders.order import Payment, key_of
from posdesk.domain.relay.chain_bill import chain_billno
from posdesk.journal.orders.bill_numbers import billno_of
from posdesk.platforms.o2o.reading import CallEntry, read_order
from posdesk.platforms.o2o.writing import capture_request, request
from posdesk.settings.settings import Partner
from posdesk.simulator.config import SimulatedPartner, SimulatedStore
from posdesk.simulator.o2o.commands import Cmd, Code, Complaint, O2OCall
from posdesk.simulator.o2o.maker import OrderMaker
from posdesk.simulator.o2o.strict import checked
from tests.simulator.calls import BILLNO, TYPE, body_of, by_hand, guid

OBJECTS = SimulatedPartner(name="meituan", appid="mt", appkey="key")
LISTS = SimulatedPartner(name="eleme", appid="el", appkey="key", items="list")
PAYMENT = {"paycode": "101", "payname": "支付宝", "ordersum": 15, "discsum": 5.5, "paymoney": 9.5}
BILL = {"tbillno": "48119023667527"}
ORDERED = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)

RIGHT: list[tuple[Cmd, dict[str, object]]] = [
    (Cmd.ACCEPT, {**BILL}),
    (Cmd.REFUSE, {**BILL}),
    (Cmd.READY, {**BILL, "billno": BILLNO}),
    (Cmd.READY, {**BILL, "billno": chain_billno("001", "meituan", "48119023667527", ORDERED)}),
    (Cmd.VERIFY, {**BILL, "verno": "9033111000002"}),
]


def check(body: bytes, partner: SimulatedPartner = OBJECTS, **other: str) -> O2OCall:
    given = {"content_type": TYPE, "appid": partner.appid, "sign": by_hand(partner, body), **other}
    return checked(
        partner,
        "001",
        content_type=given["content_type"],
        appid=given["appid"],
        sign=given["sign"],
        body=body,
    )


def complaint(body: bytes, partner: SimulatedPartner = OBJECTS, **other: str) -> Complaint:
    with pytest.raises(Complaint) as caught:
        check(body, partner, **other)
    return caught.value


@pytest.mark.parametrize(("cmd", "item"), RIGHT)
def test_a_right_call_passes_in_the_partners_own_shape(cmd: Cmd, item: dict[str, object]) -> None:
    seq = guid()
    for partner, items in ((OBJECTS, item), (LISTS, [item])):
        assert check(body_of(cmd, items, seq), partner) == O2OCall(cmd, seq, "48119023667527", item)


@pytest.mark.parametrize(("cmd", "item"), RIGHT)
def test_the_other_shape_is_refused(cmd: Cmd, item: dict[str, object]) -> None:
    assert "items" in complaint(body_of(cmd, [item], guid())).msg
    assert "items" in complaint(body_of(cmd, item, guid()), LISTS).msg
    assert "items" in complaint(body_of(cmd, [item, item], guid()), LISTS).msg


@pytest.mark.parametrize("partner", [OBJECTS, LISTS])
def test_a_look_up_is_always_an_object_and_a_payment_always_a_list(partner: SimulatedPartner) -> None:
    pay = {**BILL, "payitems": [PAYMENT]}
    assert check(body_of("CaptureSaleOrderBill", {"scanno": "2994848"}, guid()), partner).subject == "2994848"
    assert check(body_of("PushSaleOrderBillPayInfo", [pay], guid()), partner).cmd is Cmd.PAY
    assert complaint(body_of("CaptureSaleOrderBill", [{"scanno": "2994848"}], guid()), partner)
    assert complaint(body_of("PushSaleOrderBillPayInfo", pay, guid()), partner)


def test_a_wrong_signature_is_refused() -> None:
    body = body_of("AccptSaleOrderBill", BILL, guid())
    for sign in ("", "0" * 64, by_hand(OBJECTS, body).upper(), by_hand(OBJECTS, body + b" ")):
        assert complaint(body, sign=sign).code == Code.BAD_SIGNATURE


def test_the_envelope_is_checked() -> None:
    body = body_of("AccptSaleOrderBill", BILL, guid())
    assert complaint(body, appid="somebody").code == Code.UNKNOWN_APPID
    for content_type in (
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=gbk",
    ):
        assert complaint(body, content_type=content_type).code == Code.BAD_CONTENT_TYPE


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]x",
        b"\xff\xfe",
        b'{"cmd": NaN}',
        b'{"cmd": "a", "cmd": "a"}',
        b'{"cmd": "\\ud800"}',
        b"[" * 100_000,
        b'{"cmd": "a",}',
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    assert complaint(body).code == Code.BAD_JSON


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"null"])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    assert "请求体" in complaint(body).msg


@pytest.mark.parametrize(
    ("frame", "named"),
    [
        ({"cmd": "AccptSaleOrderBill", "items": BILL}, "seq"),
        ({"cmd": "AccptSaleOrderBill", "seq": "123123-abc12", "items": BILL}, "seq"),
        ({"cmd": "AccptSaleOrderBill", "seq": 7, "items": BILL}, "seq"),
        ({"seq": guid(), "items": BILL}, "cmd"),
        ({"cmd": "AccptSaleOrderBill", "seq": guid()}, "items"),
        ({"cmd": "AccptSaleOrderBill", "seq": guid(), "items": BILL, "shop": 1}, "shop"),
        ({"cmd": "AcceptSaleOrderBill", "seq": guid(), "items": BILL}, "AcceptSaleOrderBill"),
        ({"cmd": "AddSaleOrderBill", "seq": guid(), "items": BILL}, "AddSaleOrderBill"),
    ],
)
def test_a_wrong_frame_is_refused_by_name(frame: dict[str, object], named: str) -> None:
    assert named in complaint(json.dumps(frame).encode()).msg


@pytest.mark.parametrize(
    ("cmd", "item", "named"),
    [
        ("AccptSaleOrderBill", {}, "items.tbillno"),
        ("AccptSaleOrderBill", {"tbillno": 48119023667527}, "items.tbillno"),
        ("AccptSaleOrderBill", {"tbillno": ""}, "items.tbillno"),
        ("AccptSaleOrderBill", {"tbillno": " 1"}, "items.tbillno"),
        ("AccptSaleOrderBill", {**BILL, "billno": BILLNO}, "items.billno"),
        ("RefuseSaleOrderBill", {**BILL, "reason": "售罄"}, "items.reason"),
        ("PushSaleOrderBillState", {**BILL}, "items.billno"),
        ("PushSaleOrderBillState", {**BILL, "billno": ""}, "items.billno"),
        ("PushSaleOrderBillState", {**BILL, "billno": "XS20261121002-01000007"}, "items.billno"),
        ("PushSaleOrderBillState", {**BILL, "billno": "FHD20161010001"}, "items.billno"),
        ("PushSaleOrderBillState", {**BILL, "billno": "XS20261121001-1000007"}, "items.billno"),
        ("PushSaleOrderBillState", {**BILL, "billno": "XS20261121001-R01234567AB"}, "items.billno"),
        ("VerificationSaleOrder", {**BILL}, "items.verno"),
        ("VerificationSaleOrder", {**BILL, "verno": 9033111000002}, "items.verno"),
        ("VerificationSaleOrder", {**BILL, "orderStatus": "1"}, "items.verno"),
        ("CaptureSaleOrderBill", {"scanno": 2994848}, "items.scanno"),
        ("CaptureSaleOrderBill", {"tbillno": "2994848"}, "items.scanno"),
    ],
)
def test_a_wrong_field_is_refused_by_name(cmd: str, item: object, named: str) -> None:
    assert named in complaint(body_of(cmd, item, guid())).msg


@pytest.mark.parametrize(
    ("payment", "named"),
    [
        ({**PAYMENT, "paymoney": "9.5"}, "paymoney"),
        ({**PAYMENT, "ordersum": True}, "ordersum"),
        ({**PAYMENT, "paymoney": -1}, "paymoney"),
        ({**PAYMENT, "paymoney": 9.505}, "paymoney"),
        ({**PAYMENT, "paycode": 101}, "paycode"),
        ({**PAYMENT, "cash": True}, "cash"),
        ({"paycode": "101", "payname": "现金", "ordersum": 15}, "paymoney"),
        ("cash", "payitems[0]"),
    ],
)
def test_a_wrong_payment_is_refused_by_name(payment: object, named: str) -> None:
    body = body_of("PushSaleOrderBillPayInfo", [{**BILL, "payitems": [payment]}], guid())
    assert named in complaint(body).msg


def test_a_payment_needs_a_row_and_its_discount_may_be_absent() -> None:
    bare = {name: value for name, value in PAYMENT.items() if name != "discsum"}
    assert check(body_of("PushSaleOrderBillPayInfo", [{**BILL, "payitems": [bare]}], guid()))
    assert (
        "payitems" in complaint(body_of("PushSaleOrderBillPayInfo", [{**BILL, "payitems": []}], guid())).msg
    )


def test_a_complaint_carries_what_the_call_seemed_to_be() -> None:
    seq = guid()
    caught = complaint(body_of("AccptSaleOrderBill", {}, seq))
    assert (caught.cmd, caught.seq) == ("AccptSaleOrderBill", seq)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("partner", [OBJECTS, LISTS])
def test_what_the_desk_writes_passes(kind: Kind, partner: SimulatedPartner) -> None:
    now = datetime(2026, 11, 21, 4, 41, tzinfo=UTC)
    made = OrderMaker(partner, SimulatedStore(), Random(1)).make(now)
    content = read_order(CallEntry("items", json.loads(json.dumps(made.wire), parse_float=Decimal))).content
    key = key_of(partner.name, content)
    payments = (Payment("cash", "现金", Decimal("57.00"), Decimal("57.00")),)
    intent = Intent(
        new_seq(), key, kind, "李敏", "1", Outcome.SENDING, now, now, code=made.code, payments=payments
    )
    ours = Partner(name=partner.name, url="http://x", appid=partner.appid, items=partner.items)
    _, body = request(intent, billno=billno_of(now, "001", "1", 7), content=content, partner=ours)
    assert check(body, partner).subject == made.tbillno


def test_the_desks_look_up_passes() -> None:
    assert check(capture_request("9033111000002", new_seq())).cmd is Cmd.CAPTURE
