"""A board that nobody touches: a second in which nothing changes paints nothing."""

from collections import Counter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import FakeCounter


class Painted(QObject):
    """Counts what is painted, by the class of the widget or of the view that it belongs to."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()
        for widget in (window, *window.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() is QEvent.Type.Paint:
            is_inner = watched.objectName() == "qt_scrollarea_viewport"
            self.seen[type(watched.parent() if is_inner else watched).__name__] += 1
        return False


def seconds(window: MainWindow, page: OrdersPage, count: int) -> None:
    """So many ticks, by a clock that stands, and all that is painted for them."""
    for _ in range(count):
        page.tick()
        window.shell.tick()
        QApplication.processEvents()


def test_a_second_paints_nothing_and_a_minute_what_says_it(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put, qtbot: QtBot
) -> None:
    put(*sample.making_orders())
    seconds(window, page, 2)
    painted = Painted(window)
    seconds(window, page, 3)
    assert not painted.seen
    counter.time.advance(60)
    seconds(window, page, 1)
    assert {"TopBar", "LaneView"} <= painted.seen.keys()
    assert "ActionBar" not in painted.seen


def test_a_countdown_is_painted_each_second(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(sample.new_27())
    seconds(window, page, 2)
    painted = Painted(window)
    for _ in range(3):
        counter.time.advance(1)
        seconds(window, page, 1)
    assert painted.seen["LaneView"] >= 3
