"""Qt objects are only ever destroyed in the GUI thread."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk import application
from posdesk.desk.application import BUSY, OLD_EVERY, OLD_LATEST, YOUNG, GuiCollector


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


def test_all_is_collected_while_nothing_happens_and_in_a_flood_at_the_latest_after_ten_minutes(
    collector: GuiCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (OLD_EVERY, OLD_LATEST) == (60, 600)
    monkeypatch.setattr(application, "OLD_EVERY", 3)
    monkeypatch.setattr(application, "OLD_LATEST", 30)
    whole: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            whole.append(look)

    kept: list[list[int]] = []
    gc.callbacks.append(note)
    try:
        for look in range(1, 34):
            if look <= 30:
                kept += [[look] for _ in range(2 * BUSY)]
            collector.look()
    finally:
        gc.callbacks.remove(note)
    assert len(kept) == 60 * BUSY
    assert whole == [30, 33]


def test_what_a_start_made_is_looked_at_once_and_then_no_more(
    collector: GuiCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen: list[str] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append("what is there"))
    monkeypatch.setattr(application, "OLD_EVERY", 1)
    collector.look()
    assert not frozen, "no start was held off"
    collector.hold_off()
    collector.take_for_what_stays()
    assert len(frozen) == 1, "the first look's"
    for _ in range(3):
        collector.look()
    assert len(frozen) == 2, "the pages' and the engine's"


@pytest.mark.parametrize("on", [True, False])
def test_stopping_leaves_the_collector_as_it_was(qtbot: QtBot, on: bool) -> None:
    if on:
        gc.enable()
    made = GuiCollector()
    assert not gc.isenabled()
    made.stop()
    assert gc.isenabled() is on
    gc.disable()  # as the harness wants it
