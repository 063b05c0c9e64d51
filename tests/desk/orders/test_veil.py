"""While a panel is open, all that lies behind it is dimmed, and nothing is before and after."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.domain.orders.board import Lane
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample

Key = Qt.Key
Modifier = Qt.KeyboardModifier


def contrast(page: OrdersPage, part: QWidget) -> int:
    """Between the lightest and the darkest of what is painted in a part of the page, in steps of grey."""
    QApplication.processEvents()
    box = QRect(part.mapTo(page, part.rect().topLeft()), part.size())
    picture = page.grab(box).toImage()
    across = range(0, picture.width(), 2)
    greys = {picture.pixelColor(x, y).lightness() for x in across for y in range(picture.height())}
    return max(greys) - min(greys)


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize("opens", [(Key.Key_F3,), (Key.Key_F6,), (Key.Key_F5, Key.Key_F3)])
def test_what_lies_behind_a_panel_is_dimmed_and_the_panel_is_not(
    window: MainWindow, page: OrdersPage, put: Put, width: int, opens: tuple[Qt.Key, ...]
) -> None:
    window.resize(width, 768)
    put(sample.new_b12())
    behind = page.board.heads[Lane.NEW]
    assert contrast(page, behind) > 150
    for key in opens:
        QTest.keyClick(window, key)
    assert page.panel.isVisible()
    assert contrast(page, behind) < 90
    assert contrast(page, page.panel) > 150
    QTest.keyClick(window, Key.Key_Escape)
    assert contrast(page, behind) > 150 or page.placement.detail_covers


def test_a_note_dims_what_lies_behind_it_too(window: MainWindow, page: OrdersPage, put: Put) -> None:
    put(sample.new_b12())
    QTest.keyClick(window, Key.Key_N, Modifier.AltModifier)
    assert page.own_panel.isVisible()
    assert contrast(page, page.board.heads[Lane.NEW]) < 90
    assert contrast(page, page.own_panel) > 150
    QTest.keyClick(window, Key.Key_Escape)
    assert contrast(page, page.board.heads[Lane.NEW]) > 150
