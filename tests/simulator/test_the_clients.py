"""posdesk's own clients against the simulated platforms: each code leads to its line of the failure table."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

import pytest

from posdesk.domain.books.posting import HourFigures, PostingAnswer
from posdesk.domain.books.probe import Proof
from posdesk.domain.clock import SystemClock
from posdesk.domain.failure import WhoActs
from posdesk.domain.orders.answer import Verdict
from posdesk.platforms.http import Http, new_http
from posdesk.platforms.ovopark import failures as ovopark_failures
from posdesk.platforms.ovopark.client import OvoparkClient
from posdesk.platforms.wdk import failures as wdk_failures
from posdesk.platforms.wdk.client import WdkClient
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.simulator.faults import FaultKind, FaultRule
from posdesk.simulator.ovopark.codes import Code
from posdesk.simulator.wdk.answers import MESSAGES
from tests.simulator.wdk.calls import receipt, text_of
from tests.support.simulator import OVOPARK, WDK, RunningSimulator, quiet_config, running_simulator

_T = TypeVar("_T")
HOUR = datetime(2026, 11, 21, 1, tzinfo=UTC)
OTHER_HOURS = (HOUR + timedelta(hours=n) for n in count(1))  # the same call twice in a second is a repeat
FIGURES = HourFigures(net_fen=12850, receipts=3, items=7)
OF_OVOPARK = [code for code in Code if code not in (Code.SUCCESS, Code.PARAMETER_ERROR, Code.STORE_NOTEXIST)]


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSimulator]:
    config = quiet_config(target="http://127.0.0.1:9/", ovopark=OVOPARK, wdk=WDK)
    with running_simulator(config) as simulator:
        yield simulator


@pytest.fixture
def simulator(running: RunningSimulator) -> RunningSimulator:
    running.set_faults()
    return running


def with_http(work: Callable[[Http], Awaitable[_T]]) -> _T:
    async def run() -> _T:
        async with new_http() as http:
            return await work(http)

    return asyncio.run(run())


def ovopark(simulator: RunningSimulator, http: Http) -> OvoparkClient:
    settings = Ovopark(url=simulator.ovopark, akey=OVOPARK.akey, enterprise_id=11, shop_id="D000001")
    return OvoparkClient(settings, http, SystemClock())


def wdk(simulator: RunningSimulator, http: Http) -> WdkClient:
    settings = Wdk(url=simulator.wdk, app_key=WDK.app_key, store_id="33571001", pos_no="POS001")
    return WdkClient(settings, http, SystemClock())


def report(simulator: RunningSimulator, hour: datetime | None = None) -> PostingAnswer:
    at = hour or next(OTHER_HOURS)
    return with_http(
        lambda http: ovopark(simulator, http).report(at, FIGURES, cover=False, secret=OVOPARK.secret)
    )


def sync(simulator: RunningSimulator, payload: str) -> PostingAnswer:
    return with_http(lambda http: wdk(simulator, http).sync(payload, secret=WDK.secret, session=""))


def fitting(act: WhoActs, *, unknown: bool) -> Verdict:
    if unknown:
        return Verdict.UNKNOWN
    return Verdict.NOT_SENT if act is WhoActs.LATER else Verdict.REFUSED


@pytest.mark.parametrize("code", OF_OVOPARK, ids=lambda code: str(int(code)))
def test_every_code_of_ovopark_leads_to_its_line(simulator: RunningSimulator, code: Code) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.REFUSE, partner="ovopark", code=code))
    answer = report(simulator)
    line = ovopark_failures.line_of(answer.code)
    assert (answer.code, line.code) == (str(int(code)), str(int(code)))
    assert answer.verdict is fitting(line.act, unknown=line.unknown)


@pytest.mark.parametrize("code", sorted(MESSAGES.keys() - {15, 41, 50}))
def test_every_code_of_the_gateway_leads_to_its_line(simulator: RunningSimulator, code: int) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.REFUSE, partner="wdk", code=code, msg=" "))
    answer = sync(simulator, text_of(receipt()))
    line = wdk_failures.line_of(answer.code)
    assert (answer.code, line.code) == (str(code), str(code))
    assert answer.verdict is fitting(line.act, unknown=line.unknown)


@pytest.mark.parametrize("code", [15, 50])
@pytest.mark.parametrize(
    ("sub_code", "verdict"),
    [("isp.remote-service-error", Verdict.UNKNOWN), ("isv.invalid-parameter", Verdict.REFUSED)],
)
def test_behind_15_and_50_the_sub_code_decides(
    simulator: RunningSimulator, code: int, sub_code: str, verdict: Verdict
) -> None:
    rule = FaultRule(kind=FaultKind.REFUSE, partner="wdk", code=code, sub_code=sub_code)
    simulator.set_faults(rule)
    assert sync(simulator, text_of(receipt())).verdict is verdict


def test_a_duplicate_is_told_and_a_cover_replaces(simulator: RunningSimulator) -> None:
    old, new = HourFigures(100, 1, 1), FIGURES

    async def work(http: Http) -> list[PostingAnswer]:
        client = ovopark(simulator, http)
        sent = ((old, False), (new, False), (new, True))
        return [
            await client.report(HOUR, figures, cover=cover, secret=OVOPARK.secret) for figures, cover in sent
        ]

    answers = with_http(work)
    assert [answer.duplicate for answer in answers] == [False, True, False]
    held = simulator.hours()["D000001", "2026-11-21 09:00:00"]
    assert held.effects == 2
    assert (held.held.total, held.held.deal_num, held.held.deal_person_num) == ("128.50", "7", "3")


def test_a_receipt_arrives_as_it_was_sent_and_its_target_comes_back(simulator: RunningSimulator) -> None:
    wire = receipt()
    answer = sync(simulator, text_of(wire))
    held = simulator.receipts()["33571001", "POS001", str(wire["serial_num"])]
    assert (answer.verdict, answer.target) == (Verdict.DONE, held.target)
    assert held.bodies == (text_of(wire),)


def test_a_ban_is_told_in_seconds(simulator: RunningSimulator) -> None:
    simulator.set_faults(
        FaultRule(kind=FaultKind.REFUSE, partner="wdk", code=7, msg="This ban will last for 37 more seconds")
    )
    answer = sync(simulator, text_of(receipt()))
    assert (answer.verdict, answer.wait_s) == (Verdict.NOT_SENT, 37.0)


def test_a_platform_whose_clock_is_off_is_met_at_once(simulator: RunningSimulator) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.CLOCK_OFF, seconds=1800))
    assert report(simulator).verdict is Verdict.DONE
    assert sync(simulator, text_of(receipt())).verdict is Verdict.DONE


def test_a_test_call_proves_key_and_signature(simulator: RunningSimulator) -> None:
    looked = with_http(lambda http: ovopark(simulator, http).look_up(OVOPARK.secret))
    assert (looked.proof, "11" in looked.raw) == (Proof.ACCEPTED, True)
    assert with_http(lambda http: wdk(simulator, http).probe(WDK.secret, "")).proof is Proof.ACCEPTED


def test_a_test_call_with_a_wrong_secret_is_refused(simulator: RunningSimulator) -> None:
    looked = with_http(lambda http: ovopark(simulator, http).look_up("other"))
    probed = with_http(lambda http: wdk(simulator, http).probe("other", ""))
    assert (looked.proof, looked.code) == (Proof.REFUSED, "7")
    assert (probed.proof, probed.code) == (Proof.REFUSED, "25")
