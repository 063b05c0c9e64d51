"""A desk at rest: what wakes it, what it asks of the journal, what it paints, all counted in the real house."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QAbstractAnimation, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posdesk.journal import Database
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.support.deskhouse import Shop, shop
from tests.support.simulator import key_at_counter

pytestmark = pytest.mark.window
T = TypeVar("T")
PATIENCE_MS = 20_000
BEATS = 3


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot) -> Iterator[Shop]:
    """A desk with an order in the making, settled: its engine looks at the clock as in a shop."""
    with shop(tmp_path, language="en") as opened:
        opened.desk.window.show()
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
        accepted(opened, qtbot)
        yield opened


def accepted(counter: Shop, qtbot: QtBot) -> None:
    """An order came in and is being made."""
    bridge = counter.desk.bridge
    seen = counter.simulator.post_order(OrderWish(kind=OrderKind.DELIVERY, paid=True))
    key = key_at_counter(seen)
    qtbot.waitUntil(lambda: bridge.view(key) is not None, timeout=PATIENCE_MS)
    bridge.wish(key, Kind.ACCEPT)
    qtbot.waitUntil(lambda: _state(bridge.view(key)) is OrderState.ACCEPTED, timeout=PATIENCE_MS)


def _state(view: OrderView | None) -> OrderState | None:
    return view.order.state if view is not None else None


def alive(kind: type[T]) -> list[T]:
    """Every object of a kind that Python knows of and Qt has not destroyed."""
    return [each for each in gc.get_objects() if isinstance(each, kind) and shiboken6.isValid(each)]


def owner_of(timer: QTimer) -> str:
    return f"{type(timer.parent()).__name__} {timer.interval()}"


SECONDS = {"GuiCollector 1000", "CounterBridge 1000", "MainWindow 1000", "OrdersPage 1000"}
"""What counts down: all of one interval, which Qt fires together."""


def at_rest() -> Counter[str]:
    return Counter(owner_of(timer) for timer in alive(QTimer) if timer.isActive() and not timer.isSingleShot())


def test_at_rest_only_the_second_and_the_minute_wake_the_window(counter: Shop, qtbot: QtBot) -> None:
    """A timer more, or a faster one, wakes an old PC all day long: it needs a reason, and a line here."""
    window = counter.desk.window
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not _faster_than(1000), timeout=PATIENCE_MS)
    every = at_rest()
    assert {each for each in every if int(each.split()[1]) == 1000} == SECONDS
    assert not any(animation.state() is RUNNING for animation in alive(QAbstractAnimation))
    assert all(count == 1 or int(each.split()[1]) >= 60_000 for each, count in every.items())


def _faster_than(interval_ms: int) -> list[str]:
    return [each for each in at_rest() if int(each.split()[1]) < interval_ms]


RUNNING = QAbstractAnimation.State.Running


class Painted(QObject):
    """Counts what is painted, by the widget's class."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            self.seen[type(watched).__name__] += 1
        return False


def test_a_second_in_which_nothing_changes_paints_nothing(counter: Shop, qtbot: QtBot) -> None:
    """The clock shows minutes, and the cards' waiting as well: sixty seconds need one picture."""
    desk, clock = counter.desk, StillClock(counter.desk.bridge.clock)
    ticks: tuple[Callable[[], object], ...] = (desk.orders.tick, desk.window.shell.tick)
    with clock.stopped():
        for tick in (*ticks, *ticks):
            tick()
        settled(qtbot)
        paints = Painted()
        for widget in desk.window.findChildren(QWidget):
            widget.installEventFilter(paints)
        for tick in (*ticks, *ticks):
            tick()
        settled(qtbot)
        assert not paints.seen
        clock.walk(60)
        for tick in ticks:
            tick()
        settled(qtbot)
        assert paints.seen["TopBar"] == 1
        assert paints.seen["QWidget"] or paints.seen["LaneView"] or sum(paints.seen.values()) > 1
