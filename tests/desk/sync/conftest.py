"""The Sync page on screen, over a counter and books that a test holds."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.sync.page import SyncPage
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.words.language import Languages
from posdesk.domain.rights import Role
from posdesk.settings.settings import Staff
from tests.support.fake_books import EVENING, FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.sample_views import healthy


@pytest.fixture
def evening() -> FakeClock:
    """20:12 in China; counter and books go by the same clock."""
    return FakeClock(EVENING)


@pytest.fixture
def till(qapp: QApplication, languages: Languages, evening: FakeClock) -> FakeCounter:
    """李敏 at a healthy counter without orders, in the evening."""
    made = FakeCounter(time=evening)
    made.set_staff(Staff(name="李敏", role=Role.MANAGER))
    made.set_status(healthy())
    return made


@pytest.fixture
def ledgers(evening: FakeClock) -> FakeBooks:
    """Books in which nothing waits."""
    return FakeBooks(time=evening)


@pytest.fixture
def paper(evening: FakeClock) -> FakePrints:
    """Nothing prints."""
    return FakePrints(time=evening)


@pytest.fixture
def sync(qtbot: QtBot, till: FakeCounter, ledgers: FakeBooks, paper: FakePrints) -> SyncPage:
    """The page on screen, 1600 wide."""
    load_fonts()
    made = SyncPage(till, ledgers, paper, theme(dark=False))
    qtbot.addWidget(made)
    made.set_window_width(1600)
    made.resize(1520, 830)
    made.show()
    return made
