"""Qt objects are only ever destroyed in the GUI thread."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.application import YOUNG, GuiCollector


class Knot:
    """Garbage that only the collector finds, and that notes where it ended."""

    def __init__(self, ended_in: list[threading.Thread]) -> None:
        self.me, self._ended_in = self, ended_in

    def __del__(self) -> None:
        self._ended_in.append(threading.current_thread())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GuiCollector]:
    made = GuiCollector()
    yield made
    made.stop()


def test_garbage_of_another_thread_ends_in_the_gui_thread(collector: GuiCollector) -> None:
    ended_in: list[threading.Thread] = []

    def allocate() -> None:
        for _ in range(YOUNG * 2):
            Knot(ended_in)

    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert ended_in == []
    collector.look()
    assert set(ended_in) == {threading.main_thread()}


@pytest.mark.parametrize("on", [True, False])
def test_stopping_leaves_the_collector_as_it_was(qtbot: QtBot, on: bool) -> None:
    if on:
        gc.enable()
    made = GuiCollector()
    assert not gc.isenabled()
    made.stop()
    assert gc.isenabled() is on
    gc.disable()  # as the harness wants it
