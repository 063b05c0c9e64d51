"""The head of a lane: key and words stand beside each other at once, or the key is not there."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.orders.lane_head import LaneHead
from posdesk.desk.theme import StateRole, Theme, widths_of
from posdesk.desk.theme.layout import width_class


@pytest.fixture
def head(qtbot: QtBot, light: Theme) -> LaneHead:
    made = LaneHead(light, StateRole.NEW)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("width", range(120, 400, 20))
@pytest.mark.parametrize("count", [0, 12, 128])
def test_no_part_of_a_lanes_head_is_painted_over_another(
    head: LaneHead, qtbot: QtBot, width: int, count: int
) -> None:
    head.resize(width, head.height())
    head.show_words("待接单", count, "先到期的在前")
    head.show()
    qtbot.waitExposed(head)
    for key in ("Alt+S", "", "Alt+S"):
        head.show_key(key)  # painted by whatever paints next: no event comes between
        if not head.switch.isHidden():
            assert head.switch.width() >= head.switch.sizeHint().width()
        shown = [part for part in head.findChildren(QWidget) if not part.isHidden()]
        for left, right in pairwise(sorted(shown, key=QWidget.x)):
            assert left.geometry().right() < right.geometry().left(), (left, right)
    assert width < 320 or head.switch.face.key == "Alt+S"


@pytest.mark.parametrize("said", [("Ready", "done today"), ("待取", "今日已完成")])
@pytest.mark.parametrize("count", [5, 50, 199])
@pytest.mark.parametrize("screen", [1280, 1366, 1920])
def test_the_way_to_what_is_done_stands_whole_over_the_ready_lane(
    qtbot: QtBot, light: Theme, said: tuple[str, str], count: int, screen: int
) -> None:
    head = LaneHead(light, StateRole.READY, opens=True)
    qtbot.addWidget(head)
    head.resize(widths_of(width_class(screen)).ready, head.height())
    title, words = said
    head.show_words(title, count, words)
    head.show_key("F10")
    assert not head.switch.isHidden()
    one_line = count < 100 or words != "done today" or screen == 1920
    assert head.switch.face.stacked is not one_line
