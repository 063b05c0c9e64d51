import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.posting import Reply
from posdesk.platforms.wdk.client import BAN_S, ban_s, reply_of
from posdesk.platforms.wdk.failures import DONE, NOT_SUCCESS
from tests.platforms.wdk.calling import done, error, refusal, result


def _read(body: bytes) -> Reply:
    found = reply_of(body)
    assert found is not None
    return found


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("is_success", [True, "true", "True"])
def test_is_success_may_be_text_and_the_wrapper_may_be_left_out(wrapped: bool, is_success: object) -> None:
    found = _read(done(wrapped=wrapped, is_success=is_success))
    assert (found.code, found.target) == (DONE, "482918113761640789")


@given(st.integers(0, 2**63 - 1), st.booleans())
def test_a_target_keeps_every_digit_also_as_a_number_beyond_2_53(target: int, quoted: bool) -> None:
    assert _read(done(str(target) if quoted else target)).target == str(target)


@pytest.mark.parametrize("target", [None, "", {}, [1]])
def test_a_success_without_a_proof_is_a_success(target: object) -> None:
    found = _read(done(target))
    assert (found.code, found.target) == (DONE, "")


@pytest.mark.parametrize("is_success", [False, "false", "False"])
@pytest.mark.parametrize("return_code", [1001, "1001"])
def test_a_refusals_words_are_its_return_code_and_message(is_success: object, return_code: object) -> None:
    body = refusal(return_code, "门店不存在", is_success)
    found = _read(body)
    assert (found.code, found.words, found.target) == (NOT_SUCCESS, "1001 门店不存在", "")


def test_an_error_counts_even_beside_a_success() -> None:
    both = b'{"error_response":{"code":25},"alibaba_wdk_order_sync_response":{"is_success":true}}'
    assert _read(both).code == "25"


@pytest.mark.parametrize(
    ("code", "sub_code", "kept"),
    [
        (50, "isv.invalid-parameter", "isv.invalid-parameter"),
        (15, "isp.remote-service-timeout", "isp.remote-service-timeout"),
        ("15", "isp.invalid-parameters", "isp.invalid-parameters"),
        (50, "", "50"),
        (15, "biz.no-such-store", "15 biz.no-such-store"),
        (50, DONE, f"50 {DONE}"),
        (7, "accesscontrol.limited-by-app-access-count", "7"),
        (31, "isp.clock", "31"),
        (11, "isv.permission-ip-whitelist-limit", "11"),
        (40, "isv.missing-parameter:receipt_order", "40"),
        (3, "isv.pic-too-big", "isv.pic-too-big"),
        (10, "isp.service-unavailable", "isp.service-unavailable"),
        (10, "strange", "10"),
        (999, "isv.x", "isv.x"),
        (999, "strange", "999"),
        (0, "", "0"),
    ],
)
def test_the_code_that_decides_is_kept(code: object, sub_code: str, kept: str) -> None:
    assert _read(error(code, sub_code)).code == kept


def test_a_sub_code_that_does_not_decide_stays_readable_in_the_words() -> None:
    found = _read(error(11, "isv.permission-ip-whitelist-limit", "IP限制"))
    assert found.words == "IP限制 (isv.permission-ip-whitelist-limit)"
    assert _read(error(50, "isv.x", "非法参数")).words == "非法参数"
    assert _read(error(25, msg="Invalid signature")).words == "Invalid signature"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>ok</html>",
        b"<error_response><code>7</code></error_response>",
        b"[]",
        b"true",
        done()[:-9],
        b"{}",
        b'{"is_success":null}',
        b'{"is_success":1}',
        b'{"is_success":"yes"}',
        b'{"alibaba_wdk_order_sync_response":null}',
        b'{"alibaba_wdk_order_sync_response":{}}',
        b'{"alibaba_wdk_order_sync_response":[{"is_success":true}]}',
        b'{"alibaba_wdk_other_response":{"is_success":true}}',
        b'{"is_success":true,"is_success":false}',
        b'{"error_response":null}',
        b'{"error_response":{}}',
        b'{"error_response":{"code":"is_success=true"}}',
        b'{"error_response":{"code":null,"msg":"x"}}',
        b'{"error_response":{"msg":"x"},"is_success":true}',
        b'{"code":0,"msg":"ok"}',
    ],
)
def test_what_is_not_wdks_own_json_is_no_answer(body: bytes) -> None:
    assert reply_of(body) is None


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("This ban will last for 31062 more seconds", 31062),
        ("this ban will last for 1 more second.", 1),
        ("ban will last for 5 seconds", 5),
        ("Limited by api access count; ban will last for 90s", 90),
        ("This ban will last for 2 more minutes", 120),
        ("限流，还有 45 秒", 45),
        ("禁用 3 分钟", 180),
        ("禁用 1 小时", 3600),
        ("This ban will last for 0 more seconds", 1),
        ("App Call Limited", BAN_S),
        ("limited to 500 sheep", BAN_S),
        ("", BAN_S),
    ],
)
def test_a_limit_lasts_as_long_as_its_words_say(words: str, seconds: float) -> None:
    assert ban_s(words) == seconds


@given(st.text())
def test_no_words_make_a_limit_of_no_time(words: str) -> None:
    assert 1 <= ban_s(words) < 10**11


def test_only_a_limit_makes_us_wait() -> None:
    words = "This ban will last for 31 more seconds"
    assert _read(error(7, sub_msg=words)).wait_s == 31
    assert _read(error(7, msg=words)).wait_s == 31
    assert _read(error(7)).wait_s == BAN_S
    assert _read(error(11, sub_msg=words)).wait_s == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary())
def test_no_body_raises(body: bytes) -> None:
    reply_of(body)


@given(st.fixed_dictionaries(dict.fromkeys(("code", "msg", "sub_code", "sub_msg"), JSON)))
def test_no_error_is_ever_a_success(fields: dict[str, object]) -> None:
    found = reply_of(json.dumps({"error_response": fields}).encode())
    assert found is None or found.code != DONE


@given(st.fixed_dictionaries(dict.fromkeys(("is_success", "return_code", "message", "target"), JSON)))
def test_only_a_true_is_success_is_a_success(fields: dict[str, object]) -> None:
    found = reply_of(result(fields))
    truth = str(fields["is_success"]).strip().lower() if isinstance(fields["is_success"], bool | str) else ""
    assert (found is not None and found.code == DONE) == (truth == "true")
