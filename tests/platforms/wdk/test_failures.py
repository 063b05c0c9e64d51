"""Every code that contracts.md names, through a real reply, to its line and its verdict."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.failure import Failure, Mend, WhoActs
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.platforms.wdk.failures import DONE, FAILURES, NOT_SUCCESS, UNDOCUMENTED, line_of
from tests.platforms.o2o.server import answers
from tests.platforms.wdk.calling import done, error, refusal, sync

GATEWAY = [3, 7, 9, 10, 11, 12, 13, 15, *range(21, 35), 40, 41, 42, 43, 50, 53]
UNKNOWN = {3, 10, 15, 50}
NOT_SENT = {7}
EVERYTHING = {9, 11, 12, 13, *range(21, 30), 31, 32, 33, 34, 42, 53}
SUB_CODES = [
    ("isv.invalid-parameter", "isv.invalid-parameter", Verdict.REFUSED),
    ("isv.invalid-parameter:pay_type", "isv.invalid-parameter", Verdict.REFUSED),
    ("isv.whatever", "isv.*", Verdict.REFUSED),
    ("isp.invalid-parameters", "isp.invalid-parameters", Verdict.REFUSED),
    ("isp.remote-service-timeout", "isp.*", Verdict.UNKNOWN),
    ("isp.service-unavailable", "isp.*", Verdict.UNKNOWN),
    ("strange", "*", Verdict.REFUSED),
]


def _verdict(code: int) -> Verdict:
    if code in UNKNOWN:
        return Verdict.UNKNOWN
    return Verdict.NOT_SENT if code in NOT_SENT else Verdict.REFUSED


def test_the_table_has_a_line_for_each_code_and_one_for_any_other() -> None:
    others = ["isv.invalid-parameter", "isp.invalid-parameters", "isv.*", "isp.*", DONE, NOT_SUCCESS, "*"]
    assert [line.code for line in FAILURES] == [*map(str, GATEWAY), *others]


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("code", [*GATEWAY, 999])
def test_each_code_leads_to_its_line_and_verdict(code: int, quoted: bool) -> None:
    answer, server, _ = sync(answers(error(str(code) if quoted else code, sub_msg="原话")))
    assert answer.verdict is _verdict(code)
    assert (answer.code, answer.words, answer.fault) == (str(code), "原话", CallFault.NONE)
    assert answer.answered
    assert not answer.duplicate
    assert answer.everything == (code in EVERYTHING)
    assert answer.wait_s == (60 if code == 7 else 0)
    assert len(server.requests) == 1
    assert line_of(answer.code).code == ("*" if code == 999 else str(code))


@pytest.mark.parametrize("code", [15, 50])
@pytest.mark.parametrize(("sub_code", "line", "verdict"), SUB_CODES)
def test_behind_15_and_50_the_sub_code_decides(code: int, sub_code: str, line: str, verdict: Verdict) -> None:
    answer, _, _ = sync(answers(error(code, sub_code, "非法参数")))
    assert (answer.verdict, line_of(answer.code).code, answer.words) == (verdict, line, "非法参数")
    assert not answer.everything


def test_a_success_and_a_refusal_have_their_lines_too() -> None:
    taken, _, _ = sync(answers(done()))
    refused, _, _ = sync(answers(refusal(5, "门店不存在")))
    assert (taken.verdict, line_of(taken.code).act) == (Verdict.DONE, WhoActs.NOBODY)
    assert (refused.verdict, refused.words) == (Verdict.REFUSED, "5 门店不存在")
    assert line_of(refused.code).mend is Mend.RECEIPT


@pytest.mark.parametrize("line", FAILURES, ids=lambda line: line.code)
def test_a_line_says_what_happened_then_what_to_do_in_both_languages(line: Failure) -> None:
    assert re.fullmatch(r"[^。0-9][^。]*。[^。]+。", line.zh)
    assert re.fullmatch(r"[A-Za-z].*[a-z]\. [A-Z].*[a-z]\.", line.en)
    assert line.en.isascii()


def test_who_acts_agrees_with_what_mends() -> None:
    for line in FAILURES:
        assert (line.act is WhoActs.OURS) == (line.mend is Mend.REPORT)
        assert (line.act is WhoActs.LATER) == (line.unknown or line.clock or line.code == "7")
        assert not (line.everything and line.act in {WhoActs.LATER, WhoActs.NOBODY})
    assert line_of("25").mend is Mend.SECRET
    assert line_of("27").mend is Mend.SECRET


@given(st.text())
def test_any_code_has_a_line(code: str) -> None:
    assert line_of(code) in FAILURES


@pytest.mark.parametrize("code", ["", "50 biz.foo", "isv", "isvx.y", "8"])
def test_what_nobody_documents_goes_to_a_person(code: str) -> None:
    expected = line_of("isv.*") if code == "isv" else UNDOCUMENTED
    assert line_of(code) is expected
