import json

import pytest

from posdesk.platforms.o2o.answers import WORDS, AnswerCode, CallRefused, answer, cancelled_items
from tests.platforms.o2o.samples import sample


def test_success_has_the_shape_of_the_documents_reply() -> None:
    wanted = json.loads(sample("AddSaleOrderBill.reply"))
    assert json.loads(answer(AnswerCode.OK, "123123-abc12")) == wanted


def test_a_cancels_answer_names_both_bills_as_the_document_does() -> None:
    items = cancelled_items([("XS20161010001", "XS20161010001")])
    wanted = json.loads(sample("CancelSaleOrderBill.reply"))
    assert json.loads(answer(AnswerCode.OK, "123123-abc12", items=items)) == wanted


def test_several_cancelled_bills_are_answered_as_a_list() -> None:
    assert cancelled_items([("a", "1"), ("b", "")]) == [
        {"tbillno": "a", "billno": "1"},
        {"tbillno": "b", "billno": ""},
    ]


@pytest.mark.parametrize("code", [code for code in AnswerCode if code is not AnswerCode.OK])
def test_every_failure_has_words_in_both_languages(code: AnswerCode) -> None:
    zh, en = WORDS[code]
    said = json.loads(CallRefused(code, seq="s").answer())
    assert said == {"code": int(code), "msg": f"{zh} / {en}", "seq": "s"}
    assert not zh.isascii()
    assert en.isascii()


def test_a_seq_no_utf8_could_hold_is_answered_all_the_same() -> None:
    assert json.loads(answer(AnswerCode.UNKNOWN_APPID, "\ud800", "店"))["msg"] == "店"
