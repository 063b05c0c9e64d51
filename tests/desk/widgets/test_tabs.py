"""Tabs: a touch chooses, no wheel and no key does; a screen reader hears names and counts."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.theme import StateRole, Theme
from posdesk.desk.widgets.tabs import Tabs

INVERTED = False


@pytest.fixture
def tabs(qtbot: QtBot, light: Theme) -> Tabs:
    """Three, the first in front."""
    made = Tabs(light)
    qtbot.addWidget(made)
    made.show_tabs(("New", 4, StateRole.NEW), ("R&D", 0, StateRole.HALF), ("Ready", 120, StateRole.READY))
    made.resize(900, 44)
    made.show()
    return made


@pytest.mark.window
def test_a_touch_chooses_each_wherever_it_is_touched(qtbot: QtBot, tabs: Tabs) -> None:
    for number, x in ((1, 302), (2, 898), (0, 2), (0, 298)):
        with qtbot.waitSignal(tabs.chosen) as told:
            QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
        assert told.args == [number]
        assert tabs.current == number


def test_neither_a_wheel_nor_a_key_chooses(tabs: Tabs) -> None:
    where = QPointF(20, 20)
    wheel = QWheelEvent(
        where,
        tabs.mapToGlobal(where),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        INVERTED,
    )
    QApplication.sendEvent(tabs, wheel)
    assert not wheel.isAccepted()
    assert tabs.current == 0
    assert tabs.focusPolicy() is Qt.FocusPolicy.NoFocus
    QTest.keyClick(tabs, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert tabs.current == 0


def test_names_and_counts_can_be_heard(tabs: Tabs) -> None:
    heard = QAccessible.queryAccessibleInterface(tabs)
    names = [heard.child(at).text(QAccessible.Text.Name) for at in range(3)]
    assert names == ["New 4", "R&D", "Ready 120"]


@pytest.mark.window
def test_only_the_left_button_chooses(tabs: Tabs) -> None:
    told: list[int] = []
    tabs.chosen.connect(told.append)
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        QTest.mouseClick(tabs, button, pos=QPoint(302, 20))
    assert (told, tabs.current) == ([], 0)


def test_a_screen_readers_press_chooses_as_a_touch_does_and_the_page_itself_chooses_nothing(
    tabs: Tabs,
) -> None:
    told: list[int] = []
    tabs.chosen.connect(told.append)
    tabs.show_current(2)
    assert told == []
    press = QAccessible.queryAccessibleInterface(tabs).child(1).actionInterface()
    press.doAction(press.actionNames()[0])
    assert (told, tabs.current) == ([1], 1)
