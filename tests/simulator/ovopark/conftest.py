"""One simulator for all tests here; each meets no faults but its own, and hours of its own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest

from posdesk.domain.clock import CHINA
from tests.simulator.ovopark.calls import Caller
from tests.support.simulator import OVOPARK, RunningSimulator, quiet_config, running_simulator

_NUMBERS = count()


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(quiet_config(target="http://127.0.0.1:9/", ovopark=OVOPARK)) as running:
        yield running


@pytest.fixture
def caller(simulator: RunningSimulator) -> Iterator[Caller]:
    simulator.set_faults()
    caller = Caller(simulator.ovopark)
    yield caller
    caller.http.close()


@pytest.fixture
def hour() -> str:
    """An hour that no other test reports."""
    return f"{datetime(2010, 1, 1, tzinfo=CHINA) + timedelta(hours=next(_NUMBERS)):%Y-%m-%d %H:%M:%S}"
