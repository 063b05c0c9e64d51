"""A second counter, and a PC that is replaced: done as their guides say, at a real server."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.engine.relay import here
from tests.guides.two_counters import BrokenPc, Chain, SecondCounter
from tests.guides.walking import SHOWN, walk, walked

pytestmark = [
    pytest.mark.window,
    pytest.mark.posix("what its walks type has the names that X gives keys"),
    pytest.mark.timeout(240),
]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """One for both; each has a store of its own."""
    made = Chain(tmp_path_factory.mktemp("chain"))
    try:
        yield made
    finally:
        made.server.kill()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A counter that comes is heard at once."""
    monkeypatch.setattr(here, "EVERY", timedelta(milliseconds=200))
    monkeypatch.setattr(here, "LOOK_EVERY_S", 0.2)


def test_a_second_counter_is_set_up_as_its_guide_says(
    chain: Chain, tmp_path: Path, stick: Path, qtbot: QtBot
) -> None:
    with contextlib.ExitStack() as pcs:
        story = SecondCounter(chain, tmp_path, "001", stick, pcs)
        with walked(story.begin(SHOWN), qtbot) as someone:
            someone.wait(lambda: someone.opened.desk.bridge.status().takes_orders)
            walk(someone, "second_counter", story.acts())


def test_a_broken_pc_is_replaced_as_its_guide_says(chain: Chain, tmp_path: Path, qtbot: QtBot) -> None:
    with contextlib.ExitStack() as pcs:
        story = BrokenPc(chain, tmp_path, "002", pcs)
        with walked(story.begin(SHOWN), qtbot) as someone:
            walk(someone, "broken_pc", story.acts())
