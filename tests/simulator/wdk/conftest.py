"""One simulator for all tests here; each meets no faults but its own."""

from collections.abc import Iterator

import pytest

from posdesk.simulator.config import WdkRules
from tests.simulator.wdk.calls import Caller
from tests.support.simulator import WDK, RunningSimulator, quiet_config, running_simulator


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(quiet_config(target="http://127.0.0.1:9/", wdk=WDK)) as running:
        yield running


@pytest.fixture
def caller(simulator: RunningSimulator) -> Iterator[Caller]:
    simulator.set_faults()
    simulator.set_wdk_rules(WdkRules())
    caller = Caller(simulator.wdk)
    yield caller
    caller.http.close()
