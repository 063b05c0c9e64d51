"""A desk at rest: what wakes its window, and what is read of the journal, counted in the real house."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QAbstractAnimation, QTimer
from pytestqt.qtbot import QtBot

from posdesk.journal import Journal
from tests.journal.making import Counter
from tests.support.deskhouse import Shop, shop

pytestmark = pytest.mark.window
T = TypeVar("T")
PATIENCE_MS = 20_000
SECOND_MS, SELDOM_MS = 1000, 20_000
EACH_SECOND = {"CounterBridge", "GuiCollector", "MainWindow", "OrdersPage"}
PULSES = 3
SLOW_LOOKS = 3


@pytest.fixture
def left() -> list[QTimer]:
    """What desks of tests before, which are closed, have not let go of yet."""
    return timers()


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot, left: list[QTimer]) -> Iterator[Shop]:
    """A desk in front that takes orders, with an order that is being made."""
    with shop(tmp_path, language="en") as opened:
        window, bridge = opened.desk.window, opened.desk.bridge
        window.show()
        qtbot.waitUntil(lambda: bridge.status().takes_orders, timeout=PATIENCE_MS)
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        yield opened


def alive(kind: type[T]) -> list[T]:
    """Every object of a kind that Python knows of and Qt has not destroyed."""
    gc.unfreeze()  # else what a start took for what stays is not among them
    return [each for each in gc.get_objects() if isinstance(each, kind) and shiboken6.isValid(each)]


def timers() -> list[QTimer]:
    """What wakes the window again and again."""
    return [timer for timer in alive(QTimer) if timer.isActive() and not timer.isSingleShot()]


def owner_of(timer: QTimer) -> str:
    return type(timer.parent()).__name__


@pytest.mark.usefixtures("counter")
def test_at_rest_one_second_for_all_wakes_the_window(left: list[QTimer], qtbot: QtBot) -> None:
    """A timer more, or a faster one, wakes an old PC all day long: it needs a reason, and a name above."""
    running = QAbstractAnimation.State.Running

    def own() -> list[QTimer]:
        return [timer for timer in timers() if timer not in left]

    qtbot.waitUntil(lambda: all(t.interval() >= SECOND_MS for t in own()), timeout=PATIENCE_MS)
    fast = [timer for timer in own() if timer.interval() < SELDOM_MS]
    assert {timer.interval() for timer in fast} == {SECOND_MS}, "what is of one interval fires together"
    assert sorted(map(owner_of, fast)) == sorted(EACH_SECOND)
    assert not [each for each in alive(QAbstractAnimation) if each.state() is running]


class Asked:
    """Counts what is read of a journal, by whoever asks."""

    def __init__(self, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[str] = []
        read = journal.read

        def counted(question: Callable[..., Any]) -> Any:
            self.seen.append(getattr(question, "__qualname__", str(question)))
            return read(question)

        monkeypatch.setattr(journal, "read", counted)


def test_at_rest_nothing_is_read_and_another_processs_order_is_seen_in_time(
    counter: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge, engine = counter.desk.bridge, counter.house.engine
    asked = Asked(counter.house.journal, monkeypatch)
    pulses: set[float | None] = set()

    def is_at_rest() -> None:
        """Within some seconds nothing is read but a sender's slow look; what a start reads comes before."""
        pulses.add(engine.pulse)
        assert len(pulses) > PULSES
        pulses.clear()
        seen, asked.seen = asked.seen, []
        assert len(seen) <= SLOW_LOOKS, seen

    qtbot.waitUntil(is_at_rest, timeout=PATIENCE_MS)
    other = Journal(counter.house.home, counter.house.clock, "2")
    Counter(other).add("elsewhere")
    other.close()
    qtbot.waitUntil(lambda: any(v.order.key.bill == "elsewhere" for v in bridge.views()), timeout=PATIENCE_MS)
