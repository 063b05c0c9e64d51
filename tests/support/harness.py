"""The plugin that every test runs under: no stray thread, no person's keyring, a window manager that runs.

An exception in a thread and one that cannot be raised are pytest's own warnings; warnings are errors here.
"""

import faulthandler
import gc
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from functools import cache

import keyring
import pytest
from hypothesis import settings

from posdesk.journal import schema
from tests.support import new_journals, plans, trust
from tests.support.display import window_manager_runs
from tests.support.keyring_backend import MemoryKeyring
from tests.support.left_out import LeftOut, missing_here
from tests.support.looks import looking_seldom
from tests.support.paths import ROOT
from tests.support.secretservice import PRIVATE_VARIABLE

JOIN_S = float(os.environ.get("POSDESK_JOIN_S", "20"))  # a busy machine ends a thread late, not never
ENOUGH_TO_COLLECT = 50_000
DEFAULT_TIMEOUT_S = 120.0
HOW = "run it with `python3 installer/start.py test`, or under `python -m tests.support.session COMMAND`"
_LINUX = sys.platform.startswith("linux")
_LEFT_OUT = pytest.StashKey[LeftOut]()
_STDERR = pytest.StashKey[int]()

settings.register_profile("explore", deadline=None, max_examples=60)
settings.register_profile("replay", settings.get_profile("explore"), derandomize=True)


def pytest_configure(config: pytest.Config) -> None:
    """Loads the hypothesis profile and sets what subprocesses of tests inherit."""
    setattr(sqlite3, "connect", plans.connect)  # noqa: B010 - of whatever shape its overloads are
    trust.read_once()
    schema.migrate = new_journals.migrate
    _look_seldom()
    settings.load_profile(config.getoption("hypothesis_profile", None) or "explore")
    config.stash[_LEFT_OUT] = LeftOut(missing_here())
    config.stash[_STDERR] = os.dup(2)  # pytest takes the descriptor itself while a test runs
    os.environ["PYTHON_KEYRING_BACKEND"] = f"{MemoryKeyring.__module__}.{MemoryKeyring.__name__}"
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    os.environ.pop("POSDESK_HOME", None)
    if _LINUX and not os.environ.get("DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes out the tests that can't run on this system."""
    config.stash[_LEFT_OUT].take_out(config, items)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Keeps the garbage collector in this thread: see posdesk.desk.application."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was collected stays: no collection looks at a million things of thousands of tests again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Ends the run, with every thread's stack, at a test that outlasts its time-out twice.

    The time-out is raised in whatever runs just then; inside one of Qt's slots PySide prints it and goes on.
    """
    marker = item.get_closest_marker("timeout")
    limit_s = float(marker.args[0] if marker else item.config.getini("timeout") or DEFAULT_TIMEOUT_S)
    faulthandler.dump_traceback_later(2 * limit_s, exit=True, file=item.config.stash[_STDERR])
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Looks at what the test asked of a journal, and collects when there is enough to collect."""
    if walking := plans.found():
        pytest.fail("from end to end, see may_walk.py:\n" + "\n".join(walking), pytrace=False)
    if gc.get_count()[0] > ENOUGH_TO_COLLECT:
        gc.collect()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fails a test whose surroundings are missing, before anything of it starts."""
    if item.get_closest_marker("window"):
        _require_window_manager()
    if item.get_closest_marker("secretservice") and not os.environ.get(PRIVATE_VARIABLE):
        pytest.fail(f"this test writes to a Secret Service and would write to yours; {HOW}", pytrace=False)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fails a test that leaves a thread behind, daemon or not, when its own teardown is long over."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + JOIN_S
    started = [thread for thread in threading.enumerate() if thread not in before and not _allowed(thread)]
    for thread in started:
        thread.join(max(0.0, deadline - time.monotonic()))
    alive = [thread.name for thread in started if thread.is_alive()]
    if alive:
        pytest.fail(f"the test left threads running: {', '.join(alive)}", pytrace=False)


@pytest.fixture(autouse=True)
def collector_in_this_thread() -> Iterator[None]:
    """Fails a test that leaves the collector on: it would destroy Qt's objects in a later test's threads."""
    yield
    if gc.isenabled():
        gc.disable()
        pytest.fail("the test left the garbage collector on", pytrace=False)


@pytest.fixture
def own_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """This test's new journals take every step of the schema themselves."""
    monkeypatch.setattr(schema, "migrate", new_journals.taking_steps)


@pytest.fixture(autouse=True)
def memory_keyring(request: pytest.FixtureRequest) -> Iterator[MemoryKeyring]:
    """This test's keyring, in memory and empty; a test marked `secretservice` gets the real one instead."""
    memory = MemoryKeyring()
    real = request.node.get_closest_marker("secretservice")
    with pytest.MonkeyPatch.context() as patch:
        if real:
            patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
        keyring.set_keyring(_secret_service_keyring() if real else memory)
        yield memory


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says, above pytest's last line, what was left out here, and which checks failed before the tests."""
    left_out = list(config.stash[_LEFT_OUT].lines())
    if left_out:
        terminalreporter.section("left out on this system")
        for line in left_out:
            terminalreporter.line(line)
    failed = os.environ.get("POSDESK_FAILED_CHECKS")
    if failed:
        terminalreporter.section("checks that failed before the tests", red=True)
        terminalreporter.line(failed)


@cache
def _look_seldom() -> None:
    from pytestqt.qtbot import QtBot

    setattr(QtBot, "waitUntil", looking_seldom(QtBot.waitUntil))  # noqa: B010


def _allowed(thread: threading.Thread) -> bool:
    """Threads that are not the test's: Qt's own, which Python only names, and the time-out's timer."""
    return isinstance(thread, threading._DummyThread) or thread.name.startswith("pytest_timeout")


@cache
def _secret_service_keyring() -> keyring.backend.KeyringBackend:
    from keyring.backends.SecretService import Keyring

    return Keyring()  # type: ignore[no-untyped-call]


def _require_window_manager() -> None:
    if not _LINUX:
        return
    name = os.environ.get("DISPLAY")
    if not name:
        pytest.fail(f"this test needs a screen and DISPLAY is not set; {HOW}", pytrace=False)
    if not _manager_runs(name):
        pytest.fail(f"this test needs a window manager and none runs on {name}; {HOW}", pytrace=False)


@cache
def _manager_runs(name: str) -> bool:
    return window_manager_runs(name)
