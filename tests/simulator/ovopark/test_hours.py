"""What ovopark holds for an hour, and every way in which a report of it can go wrong."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from posdesk.domain.clock import CHINA
from posdesk.simulator.faults import FaultKind, FaultRule
from tests.simulator.ovopark.calls import SHOP, Caller, answer_of, report, signed
from tests.support.simulator import RunningSimulator

REPORT = "open.ovopark.pos.reportSalesHourly"


def fault(simulator: RunningSimulator, kind: FaultKind, **more: object) -> None:
    rule = {"kind": kind, "partner": "ovopark", "count": 1, **more}
    simulator.set_faults(FaultRule.model_validate(rule))


def effects(simulator: RunningSimulator, hour: str) -> int:
    held = simulator.hours().get((SHOP, hour))
    return held.effects if held else 0


def test_a_second_report_is_a_duplicate_unless_it_covers(
    simulator: RunningSimulator, caller: Caller, hour: str
) -> None:
    assert caller.report(createTime=hour) == 0
    assert caller.report(createTime=hour, total="1.00") == 208001
    assert caller.report(createTime=hour, total="2.00", isCover="0") == 208001
    assert caller.report(createTime=hour, total="-3.00", isCover="1") == 0
    held = simulator.hours()[SHOP, hour]
    assert held.effects == 2
    assert (held.held.total, held.held.deal_num, held.held.deal_person_num) == ("-3.00", "7", "3")
    assert [(seen.total, seen.cover) for seen in held.history] == [("128.50", False), ("-3.00", True)]
    assert simulator.tally().effects(REPORT, f"{SHOP} {hour}", "ovopark") == 2


def test_each_store_and_hour_is_held_for_itself(
    simulator: RunningSimulator, caller: Caller, hour: str
) -> None:
    assert [caller.report(createTime=hour, shopId=shop) for shop in ("A1", "A2")] == [0, 0]
    assert {store for store, at in simulator.hours() if at == hour} == {"A1", "A2"}


def test_the_very_same_call_within_a_minute_is_refused_as_a_repeat(caller: Caller, hour: str) -> None:
    params = signed(report(createTime=hour))
    assert answer_of(caller.post(params)).code == 0
    assert answer_of(caller.post(params)).code == -100


def test_a_call_that_was_lost_on_its_way_is_no_repeat(
    simulator: RunningSimulator, caller: Caller, hour: str
) -> None:
    params = signed(report(createTime=hour))
    fault(simulator, FaultKind.LOST_REQUEST)
    with pytest.raises(httpx.TransportError):
        caller.post(params)
    assert effects(simulator, hour) == 0
    assert answer_of(caller.post(params)).code == 0


def test_a_lost_answer_leaves_the_figures_there(
    simulator: RunningSimulator, caller: Caller, hour: str
) -> None:
    fault(simulator, FaultKind.LOST_ANSWER)
    with pytest.raises(httpx.TransportError):
        caller.report(createTime=hour)
    assert effects(simulator, hour) == 1
    assert caller.report(createTime=hour, total="130.00") == 208001


def test_a_late_answer_comes_after_the_work(simulator: RunningSimulator, caller: Caller, hour: str) -> None:
    fault(simulator, FaultKind.LATE_ANSWER, seconds=60)
    with pytest.raises(httpx.ReadTimeout):
        caller.post(signed(report(createTime=hour)), timeout=0.3)
    assert effects(simulator, hour) == 1


def test_a_slow_answer_comes_all_the_same(simulator: RunningSimulator, caller: Caller, hour: str) -> None:
    fault(simulator, FaultKind.SLOW, seconds=0.1)
    assert caller.report(createTime=hour) == 0


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (FaultKind.HTTP_500, 500),
        (FaultKind.HTML, 200),
        (FaultKind.WRONG_JSON, 200),
        (FaultKind.CUT_JSON, 200),
    ],
)
def test_a_foreign_answer_hides_what_was_done(
    simulator: RunningSimulator, caller: Caller, hour: str, *, kind: FaultKind, status: int, done: bool
) -> None:
    fault(simulator, kind, done=done)
    response = caller.post(signed(report(createTime=hour)))
    assert response.status_code == status
    assert not is_own_answer(response)
    assert effects(simulator, hour) == int(done)


def is_own_answer(response: httpx.Response) -> bool:
    try:
        return "stat" in response.json()
    except ValueError:  # not JSON, or cut in the middle of a character
        return False


@pytest.mark.parametrize(
    ("kind", "held"), [(FaultKind.REFUSE, 0), (FaultKind.REFUSE_DONE, 1)], ids=["before", "after"]
)
def test_a_code_may_come_before_or_after_the_work(
    simulator: RunningSimulator, caller: Caller, hour: str, kind: FaultKind, held: int
) -> None:
    fault(simulator, kind, code=-500)
    assert caller.report(createTime=hour) == -500
    assert effects(simulator, hour) == held


def test_a_repeat_is_answered_nonzero_on_demand(
    simulator: RunningSimulator, caller: Caller, hour: str
) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.REPEAT_NONZERO, partner="ovopark"))
    assert caller.report(createTime=hour) == 0
    assert caller.report(createTime=hour, isCover="1", total="1.00") == 0
    assert caller.report(createTime=hour, isCover="1", total="1.00") == -100
    assert effects(simulator, hour) == 2


def test_its_clock_may_be_off_as_a_whole(simulator: RunningSimulator, caller: Caller, hour: str) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.CLOCK_OFF, partner="ovopark", seconds=1200))
    response = caller.post(signed(report(createTime=hour)))
    answer = answer_of(response)
    assert answer.code == 16
    there = datetime.fromtimestamp(answer.systime_ms / 1000, UTC)
    assert abs(there - datetime.now(UTC) - timedelta(seconds=1200)) < timedelta(seconds=60)
    assert abs(parsedate_to_datetime(response.headers["Date"]) - there) < timedelta(seconds=2)
    stamp = f"{there.astimezone(CHINA):%Y%m%d%H%M%S}"
    assert caller.report(createTime=hour, _timestamp=stamp) == 0


def test_a_fault_of_another_platform_spares_it(
    simulator: RunningSimulator, caller: Caller, hour: str
) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.REFUSE, partner="wdk"))
    assert caller.report(createTime=hour) == 0
