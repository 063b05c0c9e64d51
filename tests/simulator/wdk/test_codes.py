"""Every error code of the Taobao Open Platform is produced by what causes it, or on demand."""

from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest

from posdesk.simulator.faults import FaultKind, FaultRule
from posdesk.simulator.wdk.answers import MESSAGES
from posdesk.simulator.wdk.strict import signature
from tests.simulator.wdk.calls import Caller, opened, public, receipt, signed, sync, text_of
from tests.support.simulator import WDK, RunningSimulator, quiet_config, running_simulator


def test_the_simulators_own_signature_holds_on_the_official_vector() -> None:
    vector = {
        "app_key": "12345678", "fields": "num_iid,title,nick,price,num", "format": "json",
        "method": "taobao.item.seller.get", "num_iid": "11223344", "session": "test",
        "sign_method": "md5", "timestamp": "2016-01-01 12:00:00", "v": "2.0",
    }  # fmt: skip
    assert signature(vector, "helloworld") == "66987CB115214E59E6EC978214934FB8"


@pytest.mark.parametrize("method", ["md5", "hmac", "hmac-sha256"])
def test_every_method_of_the_desks_signature_is_taken(caller: Caller, method: str) -> None:
    assert caller.code(sign_method=method) == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [("method", 21), ("sign", 24), ("app_key", 28), ("timestamp", 30), ("v", 32)],
)
@pytest.mark.parametrize("empty", [True, False], ids=["empty", "missing"])
def test_a_public_parameter_that_lacks_has_its_code(
    caller: Caller, name: str, code: int, *, empty: bool
) -> None:
    params = signed(sync())
    params.pop(name)
    assert opened(caller.post(params | ({name: ""} if empty else {})))["code"] == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"method": "alibaba.wdk.order.nothing"}, 22),
        ({"format": "yaml"}, None),
        ({"app_key": "87654321"}, 29),
        ({"timestamp": "20261121090000"}, 31),
        ({"timestamp": "2026-11-21 09:00"}, 31),
        ({"timestamp": "2020-11-21 09:00:00"}, 31),
        ({"v": "3.0"}, 33),
        ({"v": "1.0"}, 34),
        ({"session": "of somebody"}, 27),
        ({"receipt_order": ""}, 40),
        ({"receipt_order": "{"}, 41),
        ({"receipt_order": '{"a": NaN}'}, 41),
        ({"receipt_order": '{"a": 1, "a": 2}'}, 41),
        ({"fields": "num_iid"}, 41),
    ],
)
def test_a_wrong_value_has_its_code(caller: Caller, changes: Mapping[str, str], code: int | None) -> None:
    if code is None:  # then it is answered in the default format
        response = caller.post(signed(sync(**changes)))
        assert "<code>23</code>" in response.text
    else:
        assert caller.code(**changes) == code


@pytest.mark.parametrize(("minutes", "code"), [(-11, 31), (-9, 0), (9, 0), (11, 31)])
def test_a_stamp_may_be_ten_minutes_off_in_china_time(caller: Caller, minutes: int, code: int) -> None:
    assert caller.code(timestamp=public(off=timedelta(minutes=minutes))["timestamp"]) == code


def test_a_wrong_secret_is_code_25(caller: Caller) -> None:
    assert opened(caller.post(signed(sync(), "other")))["code"] == 25


def test_a_signature_in_small_letters_or_of_an_unknown_method_is_code_25(caller: Caller) -> None:
    params = signed(sync())
    assert opened(caller.post(params | {"sign": params["sign"].lower()}))["code"] == 25
    assert opened(caller.post(params | {"sign_method": "sha1"}))["code"] == 25


def test_what_is_changed_after_signing_is_code_25(caller: Caller) -> None:
    assert opened(caller.post(signed(sync()) | {"receipt_order": text_of(receipt())}))["code"] == 25


def test_an_empty_value_is_left_out_of_the_signature(caller: Caller) -> None:
    assert caller.code(partner_id="") == 0


def test_a_missing_receipt_is_named(caller: Caller) -> None:
    answer = caller.send(public())
    assert answer["code"] == 40
    assert "receipt_order" in str(answer["sub_code"])


def test_the_session_is_wanted_where_the_merchant_has_one() -> None:
    config = quiet_config(target="http://127.0.0.1:9/", wdk=WDK.model_copy(update={"session": "s3ss10n"}))
    with running_simulator(config) as running, httpx.Client(trust_env=False) as http:
        caller = Caller(running.wdk, http)
        assert caller.code() == 26
        assert caller.code(session="other") == 27
        assert caller.code(session="s3ss10n") == 0


def test_another_http_method_is_code_9(caller: Caller) -> None:
    response = caller.http.get(caller.url)
    assert response.status_code == 200
    assert "<code>9</code>" in response.text


def test_without_a_format_the_answer_is_xml(caller: Caller) -> None:
    params = sync()
    del params["format"]
    response = caller.post(signed(params))
    assert response.headers["Content-Type"].startswith("text/xml")
    assert "<is_success>true</is_success>" in response.text
    assert "<alibaba_wdk_order_sync_response>" in response.text
    wrong = caller.post(signed(params, "other"))
    assert "<error_response><code>25</code>" in wrong.text


def test_a_body_that_is_no_form_is_refused(caller: Caller) -> None:
    for content, kind in [
        (b"{}", "application/json"),
        (b"v=2.0&v=2.0", "application/x-www-form-urlencoded"),
        (b"v=%ff", "application/x-www-form-urlencoded"),
    ]:
        response = caller.http.post(caller.url, content=content, headers={"Content-Type": kind})
        assert "<code>41</code>" in response.text
    assert "<code>41</code>" in caller.http.post(f"{caller.url}?v=2.0", data=signed(sync())).text


@pytest.mark.parametrize("code", MESSAGES)
def test_every_documented_code_can_be_asked_for(
    simulator: RunningSimulator, caller: Caller, code: int
) -> None:
    simulator.add_faults(FaultRule(kind=FaultKind.REFUSE, partner="wdk", code=code, count=1))
    wire = receipt()
    answer = caller.sync(wire)
    assert (answer["code"], answer["msg"]) == (code, MESSAGES[code])
    assert wire["serial_num"] not in [serial for _, _, serial in simulator.receipts()]
    assert caller.sync(wire)["is_success"] is True


@pytest.mark.parametrize("sub_code", ["isp.remote-service-timeout", "isv.invalid-parameter"])
def test_a_sub_code_can_be_asked_for_with_its_words(
    simulator: RunningSimulator, caller: Caller, sub_code: str
) -> None:
    rule = FaultRule(kind=FaultKind.REFUSE, partner="wdk", code=15, sub_code=sub_code, msg="慢", count=1)
    simulator.set_faults(rule)
    answer = caller.sync()
    assert (answer["code"], answer["sub_code"], answer["sub_msg"]) == (15, sub_code, "慢")


def test_code_0_on_demand_is_a_reply_without_success(simulator: RunningSimulator, caller: Caller) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.REFUSE, partner="wdk", code=0, msg="系统维护", count=1))
    answer = caller.sync()
    assert (answer["is_success"], answer["message"]) == (False, "系统维护")


def test_simplify_and_the_switch_leave_the_wrapper_off(caller: Caller) -> None:
    assert caller.post(signed(sync(simplify="true"))).json()["is_success"] is True
    config = quiet_config(target="http://127.0.0.1:9/", wdk=WDK.model_copy(update={"wrapper": False}))
    with running_simulator(config) as running, httpx.Client(trust_env=False) as http:
        other = Caller(running.wdk, http)
        assert other.post(signed(sync())).json()["is_success"] is True
        assert "error_response" in other.post(signed(sync(v="9"))).json()
