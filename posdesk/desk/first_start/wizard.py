"""The wizard in the desk's window: when it comes by itself, how it is opened again, what scans do there."""

from PySide6.QtCore import QObject, Slot

from posdesk.desk.first_start.page import FirstStartPage
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.steps import steps_of
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.settings.code_cards import CodeCards
from posdesk.desk.settings.page import SettingsPage
from posdesk.domain.first_start import Progress, is_wanted

_ORDERS = 1  # the page to which the report leads


class Wizard(QObject):
    """It is the window's page 0: in no rail, and alone while it is on screen."""

    def __init__(
        self,
        window: MainWindow,
        settings_page: SettingsPage,
        router: ScanRouter,
        parts: StepParts,
        progress: Progress,
    ) -> None:
        """By itself it comes at an empty home, and where it was closed half done."""
        super().__init__(window)
        self._window = window
        self.page = FirstStartPage(parts.counter, parts.theme, steps_of(parts), progress)
        self._settings_page = settings_page
        for step in self.page.steps:
            step.topic_title = self._title_of
        window.add_page(self.page)
        self.page.ended.connect(self._to_orders)
        settings_page.first_start_wanted.connect(self._open_again)
        for cards in (settings_page.scanner.cards, *self.page.findChildren(CodeCards)):
            cards.learn_wanted.connect(router.learn)
            cards.left.connect(router.stop_learning)
            router.learnt.connect(cards.take)
        settings = parts.counter.settings
        partners = len(settings.partner)
        if not settings.training and is_wanted(progress, partners=partners, orders=parts.has_orders):
            window.show_page(self.page.number)

    @property
    def is_open(self) -> bool:
        """Whether it is on screen."""
        return self._window.page is self.page

    def take_scan(self, code: str) -> bool:
        """Whether a code that was scanned is the wizard's, and nobody else's."""
        return self.is_open and self.page.take_scan(code)

    def _title_of(self, topic: str) -> str:
        """What a topic of Settings is called; empty where there is none."""
        return next((pane.title() for pane in self._settings_page.panes if pane.key == topic), "")

    @Slot()
    def _open_again(self) -> None:
        self.page.open_again()
        self._window.show_page(self.page.number)

    @Slot()
    def _to_orders(self) -> None:
        self._window.show_page(_ORDERS)
