"""Every code of ovopark's document, through a real reply, to its line and its verdict."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.failure import Failure, Mend, WhoActs
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.platforms.ovopark.failures import FAILURES, UNDOCUMENTED, line_of
from tests.platforms.o2o.server import answers
from tests.platforms.ovopark.calling import reply, report

DOCUMENTED = [*range(18), -100, -500, -999, 206001, 208001, 208006]
UNKNOWN = {-100, -500, -999}
EVERYTHING = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17, 206001}  # 16: no clock was named


def _verdict(code: int) -> Verdict:
    if code == 0:
        return Verdict.DONE
    return Verdict.UNKNOWN if code in UNKNOWN else Verdict.REFUSED


def test_the_table_has_a_line_for_each_code_of_the_document_and_one_for_any_other() -> None:
    assert [line.code for line in FAILURES] == [*map(str, DOCUMENTED), "*"]


@pytest.mark.parametrize("code", [*DOCUMENTED, 999999])
def test_each_code_leads_to_its_line_and_verdict(code: int) -> None:
    answer, server, _ = report(answers(reply(code, result="原话", codename="NAME")))
    assert answer.verdict is _verdict(code)
    assert (answer.code, answer.words, answer.fault) == (str(code), "原话", CallFault.NONE)
    assert answer.answered
    assert answer.everything == (code in EVERYTHING)
    assert answer.duplicate == (code == 208001)
    assert len(server.requests) == 1
    assert (line_of(answer.code) is UNDOCUMENTED) == (code == 999999)


@pytest.mark.parametrize("line", FAILURES, ids=lambda line: line.code)
def test_a_line_says_what_happened_then_what_to_do_in_both_languages(line: Failure) -> None:
    assert re.fullmatch(r"[^。0-9][^。]*。[^。]+。", line.zh)
    assert re.fullmatch(r"[A-Za-z].*[a-z]\. [A-Z].*[a-z]\.", line.en)
    assert line.en.isascii()


def test_who_acts_agrees_with_what_mends() -> None:
    for line in FAILURES:
        assert (line.act is WhoActs.OURS) == (line.mend is Mend.REPORT)
        assert (line.act is WhoActs.LATER) == (line.unknown or line.clock)
        assert not (line.everything and line.act in {WhoActs.LATER, WhoActs.NOBODY})
    assert line_of("208001").mend is Mend.COMPARE
    assert line_of("7").mend is Mend.SECRET


@given(st.text())
def test_any_code_has_a_line(code: str) -> None:
    assert line_of(code) in FAILURES
