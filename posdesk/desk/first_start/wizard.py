"""The wizard in the desk's window: how it is opened again, what scans do there."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from posdesk.desk.first_start.page import FirstStartPage
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.steps import steps_of
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.settings.code_cards import CodeCards
from posdesk.domain.first_start import Progress

_ORDERS = 1  # the page to which the report leads


class Wizard(QObject):
    """Its page is the window's page 0: in no rail, and alone while it is on screen."""

    def __init__(
        self,
        window: MainWindow,
        router: ScanRouter,
        parts: StepParts,
        progress: Progress,
        title_of: Callable[[str], str],
    ) -> None:
        """`title_of` says what a topic of the settings is called; empty where there is none."""
        super().__init__(window)
        self._window = window
        self.page = FirstStartPage(parts.counter, parts.theme, steps_of(parts), progress)
        for step in self.page.steps:
            step.topic_title = title_of
        self.page.ended.connect(self._to_orders)
        for cards in self.page.findChildren(CodeCards):
            cards.learn_wanted.connect(router.learn)
            cards.left.connect(router.stop_learning)
            router.learnt.connect(cards.take)

    @property
    def is_open(self) -> bool:
        """Whether it is on screen."""
        return self._window.page is self.page

    def take_scan(self, code: str) -> bool:
        """Whether a code that was scanned is the wizard's, and nobody else's."""
        return self.is_open and self.page.take_scan(code)

    @Slot()
    def _to_orders(self) -> None:
        self._window.show_page(_ORDERS)
