import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.answer import Answer, CallFault, Verdict
from posdesk.platforms.http import exchange_of_response
from posdesk.platforms.o2o.failures import answer_of, reply_of
from tests.platforms.o2o.samples import sample


def _answer(body: bytes, status: int = 200) -> Answer:
    return answer_of(exchange_of_response(status, body), reply_of(body))


@pytest.mark.parametrize("status", [201, 204, 301, 302, 400, 401, 404, 429, 500, 502, 503])
def test_no_other_http_status_is_an_answer_whatever_its_body_says(status: int) -> None:
    answer = _answer(b'{"code":0,"msg":""}', status)
    assert (answer.verdict, answer.fault, answer.http_status) == (
        Verdict.UNKNOWN,
        CallFault.HTTP_STATUS,
        status,
    )
    assert answer.code is None


@pytest.mark.parametrize(
    "name", ["AccptSaleOrderBill", "RefuseSaleOrderBill", "PushSaleOrderBillState", "VerificationSaleOrder"]
)
def test_the_documents_reply_is_done(name: str) -> None:
    reply = reply_of(sample(f"{name}.reply"))
    answer = _answer(sample(f"{name}.reply"))
    assert (answer.verdict, answer.code, answer.fault) == (Verdict.DONE, 0, CallFault.NONE)
    assert reply is not None
    assert reply.seq == "123123-abc12"


@pytest.mark.parametrize("code", [b"1", b"-1", b'"5001"', b"99999"])
def test_another_code_is_refused_in_the_platforms_own_words(code: bytes) -> None:
    answer = _answer(b'{"code":' + code + ',"msg":"订单已取消"}'.encode())
    assert (answer.verdict, answer.code, answer.words) == (
        Verdict.REFUSED,
        int(code.strip(b'"')),
        "订单已取消",
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>ok</html>",
        b'{"code":0,"seq":"12',
        b"[]",
        b'"0"',
        b"0",
        b'{"success":true}',
        b'{"code":0}',
        b'{"code":0,"data":{}}',
        b'{"code":502,"message":"bad gateway"}',
        b'{"code":null,"msg":""}',
        b'{"code":true,"msg":""}',
        b'{"code":false,"msg":""}',
        b'{"code":0.5,"msg":""}',
        b'{"code":"ok","msg":""}',
        b'{"code":"","msg":""}',
        b'{"code":[0],"msg":""}',
        b'{"code":9223372036854775808,"msg":""}',
        b'{"code":0,"code":1,"msg":""}',
        b'{"code":NaN,"msg":""}',
    ],
)
def test_what_is_not_the_platforms_own_json_is_no_answer(body: bytes) -> None:
    answer = _answer(body)
    assert (answer.verdict, answer.fault) == (Verdict.UNKNOWN, CallFault.NOT_ITS_JSON)


def test_a_platforms_endless_words_are_cut_and_wrong_ones_dropped() -> None:
    long = reply_of(b'{"code":1,"msg":"' + b"x" * 5000 + b'"}')
    wrong = reply_of(b'{"code":1,"msg":{"a":1},"seq":[7]}')
    assert long is not None
    assert wrong is not None
    assert (len(long.words), wrong.words, wrong.seq) == (500, "", "")


@pytest.mark.parametrize("code", [b"0", b'"0"', b"0.0", b'"0.00"'])
def test_a_reply_is_read_however_it_writes_its_numbers(code: bytes) -> None:
    found = reply_of(b'{"code":' + code + b',"msg":7,"seq":27060100123456789}')
    assert found is not None
    assert (found.code, found.words, found.seq) == (0, "7", "27060100123456789")


@given(st.binary())
def test_no_body_raises(body: bytes) -> None:
    _answer(body)
