import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.clock_offset import NOT_AFTER, NOT_BEFORE
from posdesk.platforms.ovopark.client import reply_of
from tests.platforms.ovopark.calling import NOW, milliseconds, reply


@pytest.mark.parametrize("code", [0, "0", " 0 ", 0.0, "0.0", -100, "-100", 208001, "208001", 208001.0])
def test_a_code_may_be_a_number_or_text(code: object) -> None:
    found = reply_of(reply(code))
    assert found is not None
    assert found.code == str(int(Decimal(str(code))))


@given(st.integers(milliseconds(NOT_BEFORE), milliseconds(NOT_AFTER)), st.booleans())
def test_systime_may_be_a_number_or_text(systime: int, quoted: bool) -> None:
    found = reply_of(reply(0, str(systime) if quoted else systime))
    assert found is not None
    assert found.server_time is not None
    assert milliseconds(found.server_time) == systime


@pytest.mark.parametrize(
    "systime",
    [
        *(None, 0, "", "20261122120007", "yesterday", True, 1e12, -1, 2**62, {}),
        *(str(10**18), "9" * 400, -(2**63), milliseconds(NOT_BEFORE) - 1, milliseconds(NOT_AFTER) + 1),
    ],
)
def test_a_systime_that_is_no_clock_is_passed_over(systime: object) -> None:
    found = reply_of(reply(0, systime))
    assert found is not None
    assert found.server_time is None


def test_the_words_are_the_results_else_the_codes_name() -> None:
    spoken, silent = (
        reply_of(reply(7, result="签名错误")),
        reply_of(reply(7, result=None, codename="SIGN_WRONG")),
    )
    assert spoken is not None
    assert silent is not None
    assert (spoken.words, silent.words) == ("签名错误", "SIGN_WRONG")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>ok</html>",
        b"[]",
        b"0",
        b'{"stat":{"code":0},"res',
        b'{"stat":{}}',
        b'{"stat":null}',
        b'{"stat":{"code":null}}',
        b'{"stat":{"code":true}}',
        b'{"stat":{"code":0.5}}',
        b'{"stat":{"code":"ok"}}',
        b'{"stat":[{"code":0}]}',
        b'{"stat":{"code":0},"stat":{"code":7}}',
        b'{"code":0,"result":"ok"}',
        b'{"error_response":{"code":7}}',
    ],
)
def test_what_is_not_ovoparks_own_json_is_no_answer(body: bytes) -> None:
    assert reply_of(body) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary())
def test_no_body_raises(body: bytes) -> None:
    reply_of(body)


@given(JSON, JSON, JSON, JSON)
def test_no_json_raises_and_only_a_whole_code_is_an_answer(
    code: object, systime: object, result: object, name: object
) -> None:
    stat = {"code": code, "systime": systime, "codename": name}
    found = reply_of(json.dumps({"stat": stat, "result": result}).encode())
    assert found is None or found.code == str(int(Decimal(str(code))))


def test_now_is_a_plausible_clock() -> None:
    found = reply_of(reply(0, milliseconds(NOW)))
    assert found is not None
    assert found.server_time == NOW
