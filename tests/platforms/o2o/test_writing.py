import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderContent, Payment
from posdesk.errors import Ours
from posdesk.platforms.o2o.reading import AddOrders, read_call, read_events
from posdesk.platforms.o2o.writing import capture_request, request
from posdesk.settings.settings import Partner, Store
from tests.journal.making import key_of
from tests.platforms.o2o.samples import sample

_SEQ = Seq("eb46ce74-dffa-4108-87bc-4809144ca33c")
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_PAYMENT = Payment("101", "支付宝", order_sum=Decimal("15"), paid=Decimal("9.5"), discount=Decimal("5.5"))
_PARTNER = Partner(name="meituan", url="https://example.invalid", appid="a")


def _content() -> OrderContent:
    event = read_events(read_call(sample("AddSaleOrderBill.request")), Store())[0]
    assert isinstance(event, AddOrders)
    return event.orders[0].content


def _intent(kind: Kind) -> Intent:
    return Intent(
        seq=_SEQ,
        key=key_of("XS20161010001"),
        kind=kind,
        actor="Li",
        counter="1",
        outcome=Outcome.QUEUED,
        pressed_at=_NOW,
        leaves_at=_NOW,
        code="9033111000002",
        payments=(_PAYMENT,),
    )


def _request(intent: Intent, partner: Partner = _PARTNER) -> tuple[str, bytes]:
    return request(intent, billno="FHD20161010001", content=_content(), partner=partner)


@pytest.mark.parametrize(
    ("kind", "cmd"),
    [
        (Kind.ACCEPT, "AccptSaleOrderBill"),
        (Kind.REFUSE, "RefuseSaleOrderBill"),
        (Kind.READY, "PushSaleOrderBillState"),
        (Kind.VERIFY, "VerificationSaleOrder"),
        (Kind.PAY, "PushSaleOrderBillPayInfo"),
    ],
)
def test_every_intent_is_written_as_the_documents_sample(kind: Kind, cmd: str) -> None:
    wanted = json.loads(sample(f"{cmd}.request").replace(b'1",\n}', b'1"\n}'))
    said, body = _request(_intent(kind))
    assert (said, json.loads(body)) == (cmd, wanted)


@pytest.mark.parametrize("kind", list(Kind))
def test_items_are_a_list_where_the_partner_wants_one_and_always_for_pay(kind: Kind) -> None:
    as_list = _PARTNER.model_copy(update={"items": "list"})
    items = json.loads(_request(_intent(kind), as_list)[1])["items"]
    single = json.loads(_request(_intent(kind))[1])["items"]
    assert isinstance(items, list)
    assert items == (single if kind is Kind.PAY else [single])


def test_a_scanned_code_is_asked_as_in_the_documents_sample() -> None:
    wanted = json.loads(sample("CaptureSaleOrderBill.request"))
    assert json.loads(capture_request("2994848", _SEQ)) == wanted


@pytest.mark.parametrize("amount", ["34.00", "0.10", "100", "0.01", "1E+2"])
def test_amounts_are_json_numbers_with_their_own_digits(amount: str) -> None:
    payment = replace(_PAYMENT, paid=Decimal(amount))
    _, body = _request(replace(_intent(Kind.PAY), payments=(payment,)))
    spelled = amount.replace("1E+2", "100")
    assert f'"paymoney":{spelled}}}'.encode() in body


def test_chinese_is_written_as_raw_utf8_and_the_same_each_time() -> None:
    first, second = _request(_intent(Kind.PAY)), _request(_intent(Kind.PAY))
    assert first == second
    assert "支付宝".encode() in first[1]


@pytest.mark.parametrize(
    "broken",
    [
        replace(_intent(Kind.VERIFY), code=""),
        replace(_intent(Kind.PAY), payments=()),
        replace(_intent(Kind.ACCEPT), key=key_of("another")),
    ],
)
def test_an_intent_that_lacks_its_content_is_never_sent_half(broken: Intent) -> None:
    with pytest.raises(Ours, match=_SEQ):
        _request(broken)


def test_a_ready_without_our_bill_number_is_never_sent() -> None:
    with pytest.raises(Ours, match="billno"):
        request(_intent(Kind.READY), billno="", content=_content(), partner=_PARTNER)
