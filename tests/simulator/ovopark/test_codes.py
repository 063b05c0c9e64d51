"""Every return code of the document is produced by what causes it, and by nothing right."""

from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest

from posdesk.simulator.config import OvoparkStore
from posdesk.simulator.faults import FaultKind, FaultRule
from posdesk.simulator.ovopark.codes import Code
from posdesk.simulator.ovopark.strict import signature
from tests.simulator.ovopark.calls import SHOP, Answer, Caller, answer_of, public, report, signed
from tests.support.simulator import OVOPARK, RunningSimulator, quiet_config, running_simulator

DOCUMENTED = [code for code in Code if code not in (Code.PARAMETER_ERROR, Code.STORE_NOTEXIST)]


def test_the_simulators_own_signature_holds_on_the_official_vector() -> None:
    vector = {
        "_aid": "S107", "_akey": "test", "_mt": "open.demo.queryOpenAccount", "_requestMode": "post",
        "_sm": "md5", "_timestamp": "20171221132407", "_version": "v1", "orgid": "1",
    }  # fmt: skip
    assert signature(vector, "test") == "5489704B80A47394025527D6D51FB582"


@pytest.mark.parametrize("method", ["md5", "sha1"])
def test_both_hashes_of_the_desks_signature_are_taken(caller: Caller, hour: str, method: str) -> None:
    assert caller.send(report(_sm=method, createTime=hour, shopId=f"X{method}")).code == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("_akey", 1), ("_sm", 4), ("_sig", 6), ("_mt", 8), ("_requestMode", 10), ("_aid", 11),
        ("_version", 13), ("_timestamp", 14),
    ],
)  # fmt: skip
@pytest.mark.parametrize("empty", [True, False], ids=["empty", "missing"])
def test_a_public_parameter_that_lacks_has_its_code(
    caller: Caller, name: str, code: int, *, empty: bool
) -> None:
    params = signed(report())
    params.pop(name)
    assert answer_of(caller.post(params | ({name: ""} if empty else {}))).code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"_akey": "other"}, 2),
        ({"_aid": "S999"}, 12),
        ({"_mt": "open.ovopark.pos.nothing"}, 9),
        ({"_version": "v2"}, 9),
        ({"_timestamp": "2026-11-21 09:00:00"}, 15),
        ({"_timestamp": "20261399250000"}, 15),
        ({"_timestamp": "20201121090000"}, 16),
        ({"_format": "yaml"}, 17),
        ({"enterpriseId": "12"}, 206001),
        ({"createTime": "2026-11-21"}, 208006),
        ({"createTime": "2026-11-21 9:00:00"}, 208006),
        ({"createTime": "2026-02-30 09:00:00"}, 208006),
    ],
)
def test_a_wrong_value_has_its_code(caller: Caller, changes: Mapping[str, str], code: int) -> None:
    assert caller.report(**changes) == code


def test_an_unknown_hash_is_code_5(caller: Caller) -> None:
    assert answer_of(caller.post(report(_sm="sha256", _sig="0" * 32))).code == 5


def test_an_expired_key_is_code_3(simulator: RunningSimulator) -> None:
    config = quiet_config(
        target="http://127.0.0.1:9/", ovopark=OVOPARK.model_copy(update={"expired_akeys": ("old",)})
    )
    with running_simulator(config) as running, httpx.Client(trust_env=False) as http:
        assert Caller(running.ovopark, http).report(_akey="old") == 3


@pytest.mark.parametrize(("minutes", "code"), [(-11, 16), (-9, 0), (9, 0), (11, 16)])
def test_a_stamp_may_be_ten_minutes_off_in_china_time(
    caller: Caller, hour: str, minutes: int, code: int
) -> None:
    stamp = public(off=timedelta(minutes=minutes))["_timestamp"]
    assert caller.report(_timestamp=stamp, createTime=hour, shopId=f"S{minutes}") == code


def test_a_wrong_secret_is_code_7(caller: Caller) -> None:
    assert answer_of(caller.post(signed(report(), "other"))).code == 7


def test_a_signature_in_small_letters_is_code_7(caller: Caller) -> None:
    params = signed(report())
    assert answer_of(caller.post(params | {"_sig": params["_sig"].lower()})).code == 7


def test_what_is_changed_after_signing_is_code_7(caller: Caller) -> None:
    assert answer_of(caller.post(signed(report()) | {"total": "9.00"})).code == 7


def test_an_empty_value_takes_part_in_the_signature(caller: Caller) -> None:
    left_out = signed(report()) | {"isCover": ""}
    assert answer_of(caller.post(left_out)).code == 7
    assert caller.report(isCover="") == Code.PARAMETER_ERROR


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"dealNum": ""}, "dealNum"),
        ({"dealNum": "1.5"}, "dealNum"),
        ({"dealNum": "1" * 101}, "dealNum"),
        ({"total": "12.345"}, "total"),
        ({"total": "1,200.00"}, "total"),
        ({"dealPersonNum": "-1"}, "dealPersonNum"),
        ({"enterpriseId": "eleven"}, "enterpriseId"),
        ({"enterpriseId": "1" * 12}, "enterpriseId"),
        ({"depId": "D000001"}, "depId"),
        ({"shopId": " "}, "shopId"),
        ({"shopId": "D" * 101}, "shopId"),
        ({"isCover": "2"}, "isCover"),
        ({"isCover": "true"}, "isCover"),
        ({"createTime": "2026-11-21 09:30:00"}, "createTime"),
        ({"isSync": "1"}, "isSync"),
        ({"_requestMode": "get"}, "_requestMode"),
        ({"_version": "v1", "_aid2": "x"}, "_aid2"),
    ],
)
def test_a_wrong_field_is_refused_in_words_that_name_it(
    caller: Caller, changes: Mapping[str, str], named: str
) -> None:
    answer = caller.send(report(**changes))
    assert answer.code == Code.PARAMETER_ERROR
    assert named in answer.words


@pytest.mark.parametrize("name", ["enterpriseId", "dealNum", "total", "dealPersonNum", "createTime"])
def test_a_required_field_that_lacks_is_named(caller: Caller, name: str) -> None:
    params = report()
    del params[name]
    answer = caller.send(params)
    assert (answer.code, name in answer.words) == (Code.PARAMETER_ERROR, True)


def test_a_report_for_no_store_is_refused(caller: Caller) -> None:
    params = report()
    del params["shopId"]
    answer = caller.send(params)
    assert (answer.code, "shopId" in answer.words) == (Code.PARAMETER_ERROR, True)


def test_the_parameter_whose_name_is_lost_is_known_where_it_is_configured() -> None:
    ovopark = OVOPARK.model_copy(
        update={"timetable_name": "isSync", "stores": (OvoparkStore(dep_id=9808, shop_id=SHOP),)}
    )
    config = quiet_config(target="http://127.0.0.1:9/", ovopark=ovopark)
    with running_simulator(config) as running, httpx.Client(trust_env=False) as http:
        caller = Caller(running.ovopark, http)
        assert caller.report(isSync="1") == 0
        assert caller.report(isSync="2") == Code.PARAMETER_ERROR
        assert caller.report(shopId="nowhere") == Code.STORE_NOTEXIST
        assert caller.report(depId="9808", shopId="ignored") == 208001  # the same store by its other number
        assert [hour.store for hour in running.hours().values()] == [SHOP]


def test_a_body_that_is_no_form_is_refused(caller: Caller) -> None:
    for content, kind in [
        (b'{"_aid": "S107"}', "application/json"),
        (b"_aid=S107&_aid=S107", "application/x-www-form-urlencoded"),
        (b"_aid=%ff", "application/x-www-form-urlencoded"),
        (b"_aid=S107", "application/x-www-form-urlencoded; charset=GBK"),
    ]:
        response = caller.http.post(caller.url, content=content, headers={"Content-Type": kind})
        assert answer_of(response).code == Code.PARAMETER_ERROR
    in_query = caller.http.post(f"{caller.url}?_aid=S107", data=signed(report()))
    assert answer_of(in_query).code == Code.PARAMETER_ERROR


def test_only_post_is_answered(caller: Caller) -> None:
    assert caller.http.get(caller.url).status_code == 405


@pytest.mark.parametrize("code", DOCUMENTED, ids=lambda code: str(int(code)))
def test_every_documented_code_can_be_asked_for(
    simulator: RunningSimulator, caller: Caller, hour: str, code: Code
) -> None:
    simulator.add_faults(FaultRule(kind=FaultKind.REFUSE, partner="ovopark", code=code, count=1))
    answer = caller.send(report(createTime=hour))
    assert (answer.code, answer.codename) == (code, code.name)
    assert answer.words
    assert (SHOP, hour) not in simulator.hours()


def test_a_right_call_is_no_complaint_and_a_wrong_one_is(simulator: RunningSimulator, caller: Caller) -> None:
    before = len(simulator.tally().complaints())
    hour = "2009-01-01 00:00:00"
    assert [caller.report(createTime=hour), caller.report(createTime=hour, isCover="0")] == [0, 208001]
    assert len(simulator.tally().complaints()) == before
    assert caller.report(total="x") == Code.PARAMETER_ERROR
    assert len(simulator.tally().complaints()) == before + 1


def test_an_answer_has_the_documents_shape(caller: Caller) -> None:
    answer = caller.post(signed(report(_mt="nothing"))).json()
    assert set(answer) == {"stat", "result", "data"}
    assert set(answer["stat"]) == {"cid", "code", "codename", "systime"}


@pytest.mark.parametrize(("numbers", "types"), [("int", {int}), ("text", {str}), ("mixed", {int, str})])
def test_code_and_systime_come_as_the_switch_says(numbers: str, types: set[type]) -> None:
    config = quiet_config(
        target="http://127.0.0.1:9/", ovopark=OVOPARK.model_copy(update={"numbers": numbers})
    )
    with running_simulator(config) as running, httpx.Client(trust_env=False) as http:
        stats = [Caller(running.ovopark, http).post({}).json()["stat"] for _ in range(20)]
    assert {type(stat["code"]) for stat in stats} == types
    assert {type(stat["systime"]) for stat in stats} == types


def test_the_enterprise_can_be_looked_up(caller: Caller) -> None:
    look_up = public("open.gateway.authentication", "v2") | {"orgid": "1"}
    answer = caller.send(look_up)
    assert isinstance(answer, Answer)
    assert answer.code == 0
    assert "11" in str(answer.data)
    assert caller.send(look_up | {"_version": "v1"}).code == 9
    assert caller.send(look_up | {"orgid": "x"}).code == Code.PARAMETER_ERROR
