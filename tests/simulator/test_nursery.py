"""A simulator that is a copy of one that has begun is a program of its own, as one that was started."""

import signal
import subprocess

import pytest

from tests.support import nursery
from tests.support.simulator import RunningSimulator, quiet_config

pytestmark = pytest.mark.posix("no program there makes a copy of itself")
CONFIG = quiet_config(target="http://127.0.0.1:9/").model_dump_json()
ADDRESS = "simulator listening on "


def test_two_copies_hold_nothing_in_common() -> None:
    with nursery.copied(CONFIG) as (_, first), nursery.copied(CONFIG) as (_, other):
        lines = [line.strip().removeprefix(ADDRESS) for line in (first, other)]
        with RunningSimulator(lines[0]) as one, RunningSimulator(lines[1]) as two:
            one.post_order()
            assert (len(one.orders()), len(two.orders())) == (1, 0)


def test_it_ends_when_asked_with_its_own_exit_code() -> None:
    with nursery.copied(CONFIG) as (copy, line):
        assert line.startswith(ADDRESS)
        assert copy.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            copy.wait(0)
        copy.send_signal(signal.SIGTERM)
        assert copy.wait(20) == copy.poll() == 0


def test_one_that_fails_says_why_and_ends_as_a_program_does(capfd: pytest.CaptureFixture[str]) -> None:
    with nursery.copied("{") as (copy, line):
        assert line == ""
        assert copy.wait(20) == 2
    assert "posdesk simulator: " in capfd.readouterr().err


def test_it_is_killed_on_the_way_out() -> None:
    with nursery.copied(CONFIG) as (copy, _):
        pass
    assert copy.poll() == -signal.SIGKILL
