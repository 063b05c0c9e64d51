"""The head of a lane: key and words stand beside each other at once, or the key is not there."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.orders.lane_head import LaneHead
from posdesk.desk.theme import StateRole, Theme


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
