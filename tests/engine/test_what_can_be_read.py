"""A call in another look does what the plain one does, through the real listener into the journal."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.orders.order import Order, OrderKey, OrderState, number_of
from posdesk.domain.orders.sums import sums_of
from posdesk.journal.orders import order_rows, views
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.platforms.wdk.from_order import receipt_of
from posdesk.settings.book_sections import Wdk
from posdesk.settings.settings import Settings
from tests.engine.listening.test_listener import SAMPLE, orders_in, post, signed
from tests.engine.making import APPKEY, HeldSecrets, House, house, partner, settings
from tests.support.paths import ROOT

FIELD = ROOT / "tests/data/field"
WDK = Settings(wdk=Wdk(store_id="33571001", pos_no="POS001", pay_types={"101": "05"}))


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[House]:
    """A running engine with one signed partner."""
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as running:
        yield running


def order(at: House, tbillno: str) -> Order:
    key = key_in(at, tbillno)
    found = at.journal.read(lambda db: order_rows.get(db, key))
    assert found is not None
    return found


def key_in(at: House, tbillno: str) -> OrderKey:
    key = at.journal.read(lambda db: order_rows.newest(db, number_of("meituan", tbillno)))
    assert key is not None
    return key


def changed(**changes: Any) -> bytes:
    """The sample's call with some fields of its order written otherwise."""
    call = json.loads(SAMPLE)
    call["items"][0] |= changes
    return json.dumps(call).encode()


def test_a_cancel_whose_number_is_padded_cancels_the_order(counter: House) -> None:
    add, cancel = ((FIELD / f"07-bill-number-blank/{name}.json").read_bytes() for name in ("add", "cancel"))
    assert post(counter, add)["code"] == 0
    told = post(counter, cancel)
    assert (told["code"], told["items"]["tbillno"]) == (0, "PAD001")
    assert told["items"]["billno"].startswith("XS")
    assert order(counter, "PAD001").state is OrderState.CANCELLED


def test_an_order_that_comes_again_with_a_padded_number_is_the_same_order(counter: House) -> None:
    add = (FIELD / "07-bill-number-blank/add.json").read_bytes()
    assert post(counter, add)["code"] == 0
    assert post(counter, add.replace(b'"PAD001"', b'"PAD001\\t  "'))["code"] == 0
    assert orders_in(counter.journal) == 1
    assert order(counter, "PAD001").changed == ()


@pytest.mark.parametrize("name", ["order", "order2"])
def test_an_order_of_floats_is_paid_and_makes_a_whole_receipt(counter: House, name: str) -> None:
    assert post(counter, (FIELD / f"06-float-dust/{name}.json").read_bytes())["code"] == 0
    kept = order(counter, "DUST1" if name == "order" else "DUST2")
    assert sums_of(kept.content).paid
    assert str(sums_of(kept.content).unpaid_amount) == "0"
    receipt = receipt_of(replace(kept, state=OrderState.COMPLETED), WDK).receipt
    assert (receipt.actual_fen, [each.amount_fen for each in receipt.tenders]) == (990, [990])
    assert sum(each.deal_fen for each in receipt.lines) == 990


def test_a_repeat_that_differs_in_dust_only_is_no_change(counter: House) -> None:
    for fee in (9.9, "9.90", 9.9000000000000004, "9.8999999999999986"):
        assert post(counter, changed(actual_fee=fee))["code"] == 0
    kept = order(counter, "XS20161010001")
    assert (kept.changed, kept.previous) == ((), None)


def test_a_delivery_in_1970_is_at_once_and_its_card_stands_in_no_past(counter: House) -> None:
    assert post(counter, (FIELD / "15-due-1970/add.json").read_bytes())["code"] == 0
    key = key_in(counter, "N1970")
    view = counter.journal.read(lambda db: views.view(db, key))
    assert view is not None
    assert view.order.content.due_at is None


def test_every_look_of_the_types_is_taken_in_one_order(counter: House) -> None:
    line = json.loads(SAMPLE)["items"][0]["billitems"][0]
    told = post(
        counter,
        changed(
            tbillno=27060100123456789,
            tshowno=12,
            mobileno=13500001234,
            storecode=1,
            isbooklist=False,
            isverification=0.0,
            payitems={},
            extraitem="",
            consignee=None,
            state=None,
            submitdate="2026/11/28 4:05:06",
            ordertime="2026-11-27T20:05:06.0Z",
            billitems=line | {"prodcode": 1, "unit": None, "produid": 2**80},
        ),
    )
    assert told["code"] == 0
    content = order(counter, "27060100123456789").content
    assert content.due_at == content.ordered_at
    assert (content.store_code, content.address, content.payments) == ("001", "", ())


def test_a_seq_that_is_a_number_comes_back_as_that_number(counter: House) -> None:
    call = json.loads(SAMPLE) | {"seq": 27060100123456789}
    assert post(counter, json.dumps(call).encode())["seq"] == 27060100123456789
    del call["items"][0]["billitems"]
    told = post(counter, json.dumps(call).encode())
    assert (told["code"], told["seq"]) == (AnswerCode.MISSING_FIELD, 27060100123456789)


@pytest.mark.parametrize(
    "appid", ["meituan-app ", "\tmeituan-app", "ｍｅｉｔｕａｎ－ａｐｐ", "\u3000meituan-app"]
)
def test_an_appid_in_another_look_is_the_same_partner(counter: House, appid: str) -> None:
    assert post(counter, SAMPLE, {**signed(SAMPLE), "appid": appid})["code"] == 0


def test_an_appid_with_an_invisible_mark_is_refused_by_its_name(counter: House) -> None:
    told = post(counter, SAMPLE, {**signed(SAMPLE), "appid": "meituan-app\u200b"})
    assert told["code"] == AnswerCode.UNKNOWN_APPID
    assert "U+200B" in told["msg"]
