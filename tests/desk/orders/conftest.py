"""A counter with the pictures' orders and the Orders page in a real window."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderKey
from posdesk.settings.settings import Settings, Staff, Store, Tender
from tests.support.fake_counter import FakeCounter

Put = Callable[..., None]


@pytest.fixture
def counter(qapp: object) -> FakeCounter:
    """A counter of two tenders, signed in."""
    tenders = (Tender(code="cash", name="现金", cash=True), Tender(code="201", name="微信"))
    settings = Settings(store=Store(name="湘阴一店"), staff=(Staff(name="李敏"),), tender=tenders)
    counter = FakeCounter(settings=settings)
    counter.set_staff(Staff(name="李敏"))
    return counter


@pytest.fixture
def window(qtbot: QtBot, counter: FakeCounter, light: Theme) -> Iterator[MainWindow]:
    """The main window with the Orders page alone, 1440 × 900."""
    made = MainWindow(counter, ThemeSource("light"))
    qtbot.addWidget(made)
    made.add_page(OrdersPage(counter, light))
    made.resize(1440, 900)
    made.show()
    QTest.qWaitForWindowExposed(made)
    yield made
    made.hide()


@pytest.fixture
def page(window: MainWindow) -> OrdersPage:
    """The Orders page on screen."""
    found = window.page
    assert isinstance(found, OrdersPage)
    return found


@pytest.fixture
def put(counter: FakeCounter, page: OrdersPage) -> Put:
    """Adds or replaces orders, which the page takes over at once."""

    def do(*views: OrderView) -> None:
        counter.put(*views)

    return do


@pytest.fixture
def shown(page: OrdersPage) -> Callable[[], dict[OrderKey, tuple[int, int]]]:
    """Where each New card is painted, as (x, y)."""

    def places() -> dict[OrderKey, tuple[int, int]]:
        from posdesk.domain.orders.board import Lane

        view = page.board.views[Lane.NEW]
        return {view.proxy.row_at(p.at).key: (p.box.x, p.box.y) for p in view.shown.placed}

    return places
