"""Row 54: the PC is kept awake by the system's own means, and nothing of it stays behind."""

import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from posdesk.host.awake import Inhibitor, NotHeldAwakeError, inhibitor
from tests.support.processes import wait_for

if TYPE_CHECKING:
    from tests.support.logind import FakeLogind

posix = pytest.mark.posix("logind is Linux'")


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> "Iterator[FakeLogind]":
    from tests.support.logind import SYSTEM_BUS, logind

    with logind() as (made, address):
        monkeypatch.setenv(SYSTEM_BUS, address)
        yield made


@posix
def test_sleep_is_inhibited_from_hold_to_let_go(manager: "FakeLogind") -> None:
    ours = inhibitor()
    assert not ours.is_held()
    ours.hold("orders are open")
    assert manager.held == ["sleep:idle"]
    assert manager.locks[0].why == "orders are open"
    ours.hold("still")
    assert len(manager.locks) == 1, "one lock is enough"
    ours.let_go()
    wait_for(lambda: not manager.held, "the lock's end")
    ours.let_go()
    assert not ours.is_held()


@posix
def test_who_may_not_block_sleep_blocks_falling_asleep_when_idle(manager: "FakeLogind") -> None:
    manager.refuses = frozenset({"sleep:idle"})
    inhibitor().hold("orders are open")
    assert manager.held == ["idle"]


@posix
def test_what_is_refused_is_said_in_the_systems_words(manager: "FakeLogind") -> None:
    manager.refuses = frozenset({"sleep:idle", "idle"})
    ours = inhibitor()
    with pytest.raises(NotHeldAwakeError, match="Permission denied"):
        ours.hold("orders are open")
    assert not ours.is_held()


@posix
def test_a_login_manager_that_began_anew_is_asked_again(manager: "FakeLogind") -> None:
    ours = inhibitor()
    ours.hold("orders are open")
    manager.forget()
    assert not ours.is_held(), "nobody at the other end keeps the promise"
    ours.hold("orders are open")
    assert manager.held == ["sleep:idle"]
    ours.let_go()


@posix
def test_without_a_bus_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    with pytest.raises(NotHeldAwakeError):
        inhibitor().hold("orders are open")


_HOLD_AND_WAIT = (
    "from posdesk.host.awake import inhibitor\n"
    "import sys\ninhibitor_ = inhibitor()\ninhibitor_.hold('orders are open')\n"
    "print('held', flush=True)\nsys.stdin.read()\n"
)


@posix
def test_a_killed_process_holds_nothing(manager: "FakeLogind") -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD_AND_WAIT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert manager.held == ["sleep:idle"]
        process.kill()
    wait_for(lambda: not manager.held, "the lock's end")


@pytest.mark.windows("it is Windows that is asked")
def test_windows_takes_the_wish_and_its_end() -> None:
    ours: Inhibitor = inhibitor()
    ours.hold("orders are open")
    assert ours.is_held()
    ours.let_go()
    assert not ours.is_held()
