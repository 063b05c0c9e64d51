"""A counter, a theme and small pages for the frame's tests."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from posdesk.desk.frame.page import BarState, KeyAction, Page, PageCount
from posdesk.desk.theme import Sign, StateRole, Theme
from posdesk.domain.orders.source import Source
from posdesk.settings.settings import Settings, Staff, Store
from tests.support import sample_views
from tests.support.fake_counter import FakeCounter


class SamplePage(Page):
    """A page that notes what its keys did; `open_list` is what Esc closes first."""

    def __init__(self, number: int, *, bar: bool = True) -> None:
        super().__init__()
        self.number = number
        self.key = f"page{number}"
        self.sign = Sign.RECEIPT
        self.uses_action_bar = bar
        self.done: list[str] = []
        self.keys: list[int] = []
        self.open_list = False
        self.retranslated = 0
        self.themes: list[Theme] = []

    def title(self) -> str:
        return f"Page {self.number}"

    def count(self) -> PageCount:
        return PageCount(self.number, StateRole.HALF)

    def accept(self) -> None:
        self.done.append("accept")

    def look_for(self) -> None:
        self.done.append("find")

    def bar(self) -> BarState:
        key = Qt.Key
        keys = (
            KeyAction(key.Key_F2, "Accept", self.accept, primary=True),
            KeyAction(key.Key_F3, "Refuse", self.accept),
            KeyAction(key.Key_F4, "Ready"),
            KeyAction(key.Key_F6, "Pay"),
            KeyAction(key.Key_F7, "Reprint", self.look_for),
            KeyAction(key.Key_F8, "Verify"),
            KeyAction(key.Key_F9, "Snooze 60 s", self.look_for, short="Snooze"),
            KeyAction(key.Key_F10, "Find", self.look_for, acts=False),
        )
        return BarState(Source.MEITUAN, "27", "New 3:42", keys)

    def escape(self) -> bool:
        was_open, self.open_list = self.open_list, False
        return was_open

    def handle_key(self, event: QKeyEvent) -> bool:
        self.keys.append(event.key())
        return True

    def set_theme(self, theme: Theme) -> None:
        self.themes.append(theme)

    def retranslate(self) -> None:
        self.retranslated += 1


@pytest.fixture
def counter(qapp: QApplication) -> FakeCounter:
    """A healthy counter 1 of the pictures' store, 李敏 at it."""
    made = FakeCounter(settings=Settings(store=Store(name="湘阴一店")))
    made.set_status(sample_views.healthy())
    made.set_staff(Staff(name="李敏"))
    return made
