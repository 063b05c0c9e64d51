"""What is kept of a refused call names the order and the field, and nothing of a person."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused
from posdesk.platforms.o2o.reading import read_call, read_events
from posdesk.platforms.o2o.refused import RAW_CHARACTERS, WORDS_CHARACTERS, told_of
from posdesk.settings.settings import Store
from tests.platforms.o2o.samples import a_call, an_order

PERSONAL = {
    "customername": "欧阳小姐",
    "mobileno": "13507311234",
    "consignee": "芙蓉区石牌街12号3单元",
    "reamrks": "到了打 0731-8445566，找欧阳小姐",
}
SECRETS = ("欧阳小姐", "欧阳先生", "香樟路", "13507311234", "石牌街", "8445566")


def refused(body: bytes) -> Refused:
    """What would be kept of this call."""
    with pytest.raises(CallRefused) as caught:
        read_events(read_call(body), Store(code="001"))
    return told_of(body, caught.value)


def texts_of(told: Refused) -> str:
    return " ".join((told.tbillno, told.show_no, told.field, told.words, told.others, told.raw))


def an_entry(**changes: Any) -> dict[str, Any]:
    return an_order(**(PERSONAL | {"tbillno": "B7", "tshowno": " #12 "} | changes))


def test_it_names_the_order_the_field_and_the_reason() -> None:
    told = refused(a_call([an_order(tbillno="B6"), an_entry(actual_fee="nine")]))
    assert (told.kind, told.tbillno, told.show_no) == (RefusedKind.ORDER, "B7", "#12")
    assert (told.field, told.code, told.others) == ("actual_fee", AnswerCode.WRONG_TYPE, "B6")
    assert not told.words.startswith("items")
    assert '"actual_fee":"nine"' in told.raw


@pytest.mark.parametrize(
    "changes",
    [
        {"actual_fee": "nine"},
        {"mobileno": ["13507311234"]},
        {"consignee": {"road": "芙蓉区石牌街12号3单元"}},
        {"address": "芙蓉区石牌街12号3单元", "isbooklist": None},
        {"欧阳小姐": 1, "isbooklist": None},
        {"address": "雨花区香樟路7号", "isbooklist": None},
        {"payitems": {"payer": {"name": "欧阳先生"}}, "isbooklist": None},
        {"tel": 13507311234, "isbooklist": None},
        {"actual_fee": "13507311234 欧阳小姐"},
        {"isbooklist": 7, "billitems": [{"remark": "欧阳小姐", "prodname": "13507311234"}]},
    ],
)
def test_nothing_of_a_person_is_kept_wherever_it_stands(changes: dict[str, Any]) -> None:
    told = refused(a_call([an_entry(**changes)]))
    assert [secret for secret in SECRETS if secret in texts_of(told)] == []


def test_nor_of_what_is_no_json() -> None:
    whole = json.dumps({"cmd": "AddSaleOrderBill", "seq": "1", "items": an_entry()}, ensure_ascii=False)
    for at in range(20, len(whole)):
        told = refused(whole[:at].encode())
        assert [secret for secret in SECRETS if secret in texts_of(told)] == [], whole[:at]
    assert told.tbillno == "B7"
    assert told.code == AnswerCode.BAD_JSON


@given(st.integers(0, 2000), st.sampled_from(['"', "\\", "{", ",", ":", "]", "x", ""]))
def test_nor_where_a_sign_is_wrong_in_it(at: int, odd: str) -> None:
    whole = json.dumps({"cmd": "AddSaleOrderBill", "seq": "1", "items": an_entry()}, ensure_ascii=False)
    body = (whole[: at % len(whole)] + odd + whole[at % len(whole) + 1 :]).encode()
    told = told_of(body, CallRefused(AnswerCode.BAD_JSON))
    assert [secret for secret in SECRETS if secret in texts_of(told)] == []


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd_for_it(body: bytes) -> None:
    told_of(body, CallRefused(AnswerCode.BAD_JSON)).raw.encode()


def test_what_is_kept_of_it_is_bounded() -> None:
    lines = [{"prodname": "面" * 300}] * 2000
    told = refused(a_call([an_entry(billitems=lines, tbillno="9" * 400, tshowno="9" * 400)] * 3))
    assert len(told.raw) <= RAW_CHARACTERS + 1
    assert len(told.words) <= WORDS_CHARACTERS
    assert len(told.tbillno) <= 64
    assert len(texts_of(told)) < RAW_CHARACTERS + WORDS_CHARACTERS + 2000


def test_a_cancel_and_a_status_are_told_as_such() -> None:
    def call(cmd: str, items: Any) -> bytes:
        return json.dumps({"cmd": cmd, "seq": "1", "items": items}).encode()

    assert refused(call("CancelSaleOrderBill", {"tbillno": "B7"})).kind is RefusedKind.CANCEL
    assert (
        refused(call("TpOrderStatusChange", {"tbillno": "B7", "orderStatus": 3})).kind is RefusedKind.STATUS
    )
    odd = refused(call("VerificationSaleOrder", {"tbillno": "B7", "orderStatus": "x"}))
    assert odd.kind is RefusedKind.STATUS
    unknown = refused(call("Nothing", {"tbillno": "B7"}))
    assert (unknown.kind, unknown.field) == (RefusedKind.OTHER, "cmd=Nothing")
