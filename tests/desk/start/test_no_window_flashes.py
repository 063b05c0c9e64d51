"""A page that is made while the desk stands there comes up in it: no part is a window of its own before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from tests.support.deskhouse import Shop, shop
from tests.support.simulator import MEITUAN

pytestmark = [pytest.mark.window, pytest.mark.timeout(300)]


class Shown(QObject):
    """Which widgets came up as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Takes nothing from anybody."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def early(tmp_path: Path) -> Iterator[Shop]:
    with shop(tmp_path / "home", partners=(MEITUAN,), language="en", whole=False) as opened:
        yield opened


def test_no_page_and_no_part_of_it_is_a_window_for_a_moment(early: Shop) -> None:
    shown, app = Shown(), QCoreApplication.instance()
    assert app is not None
    app.installEventFilter(shown)
    early.desk.settle()
    pages, told = early.desk.pages, {}
    for late in (pages.sync, pages.pickup, pages.hours, pages.shift, pages.settings, pages.first_start):
        early.desk.window.show_page(late.number)
        told[late.number], shown.windows = shown.windows, []
    app.removeEventFilter(shown)
    assert not any(told.values()), told
