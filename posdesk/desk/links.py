"""Buttons on one page that lead to another: from the sync page to an hour, a day, an order, a setting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.output.dialogs import documents
from posdesk.desk.output.places import stick_or_documents, where_files_may_lie
from posdesk.domain.orders.order import OrderKey
from posdesk.settings.settings import Staff

if TYPE_CHECKING:
    from posdesk.desk.bridge.enrolment import EnrolmentBridge
    from posdesk.desk.bridge.handover import HandoverBridge
    from posdesk.desk.bridge.health import HealthBridge
    from posdesk.desk.hours.page import HoursPage
    from posdesk.desk.orders.page import OrdersPage
    from posdesk.desk.settings.health.pane import HealthPane
    from posdesk.desk.settings.moving.pane import MovingPane
    from posdesk.desk.settings.page import SettingsPage
    from posdesk.desk.settings.relay.line_box import LineBox
    from posdesk.desk.sync.page import SyncPage


class PageLinks(QObject):
    """Brings the other page to the front, and it to what was meant."""

    def __init__(
        self,
        window: MainWindow,
        orders: OrdersPage,
        *,
        hours: Callable[[], HoursPage],
        sync: Callable[[], SyncPage],
        settings: Callable[[], SettingsPage],
    ) -> None:
        """The window has all four pages; the last three may be made when they are asked for."""
        super().__init__(window)
        self._window, self._orders, self._hours, self._settings = window, orders, hours, settings
        self._sync = sync

    def join_sync(self, sync: SyncPage) -> None:
        """What this page leads to."""
        sync.hour_wanted.connect(self._show_hour)
        sync.day_wanted.connect(self._show_day)
        sync.order_wanted.connect(self._show_order)
        sync.settings_wanted.connect(self._show_settings)

    def join_settings(self, settings: SettingsPage) -> None:
        """What this page leads to."""
        settings.health.go_wanted.connect(self._show_place)

    @Slot(object)
    def _show_hour(self, hour: datetime) -> None:
        hours = self._hours()
        self._window.show_page(hours.number)
        hours.show_hour(hour)

    @Slot(object)
    def _show_day(self, day: date) -> None:
        hours = self._hours()
        self._window.show_page(hours.number)
        hours.show_day(day)

    @Slot(object)
    def _show_order(self, key: OrderKey) -> None:
        """By the search: an order that is done is on no lane any more."""
        self._window.show_page(self._orders.number)
        self._orders.open_find()
        self._orders.finder.field.setText(key.bill)

    @Slot(str)
    def _show_settings(self, platform: str) -> None:
        """The topic of that platform."""
        settings = self._settings()
        self._window.show_page(settings.number)
        settings.show_platform(platform)

    @Slot(str)
    def _show_place(self, place: str) -> None:
        """Where a fault of the health is mended; the topics of the settings come up by themselves."""
        sync = self._sync()
        if place == sync.key:
            self._window.show_page(sync.number)


class HealthLinks(QObject):
    """The topic Health, and what looks at everything."""

    def __init__(self, bridge: HealthBridge, pane: HealthPane, parent: QObject) -> None:
        """Both live as long as the desk."""
        super().__init__(parent)
        self._bridge, self._pane = bridge, pane
        pane.look_wanted.connect(self._look)
        pane.file_wanted.connect(self._make_file)

    @Slot(bool)
    def _look(self, quick: bool) -> None:
        self._bridge.look(self._pane.show_health, quick=quick)

    @Slot()
    def _make_file(self) -> None:
        pane = self._pane
        self._bridge.make_file(Path(documents()), done=pane.show_made, failed=pane.show_not_made)


class MovingLinks(QObject):
    """The topic of a new PC and a forgotten PIN, and what does all that."""

    def __init__(self, bridge: HandoverBridge, pane: MovingPane, parent: QObject) -> None:
        """Both live as long as the desk."""
        super().__init__(parent)
        self._bridge, self._pane = bridge, pane
        pane.seen.connect(self._look)
        pane.recovery.make_wanted.connect(self._make_code)
        pane.recovery.set_wanted.connect(self._recover)
        pane.pack.wanted.connect(self._pack)
        pane.take_over.wanted.connect(self._take_over)

    @Slot()
    def _look(self) -> None:
        self._pane.show_place(str(stick_or_documents()))
        self._bridge.find(where_files_may_lie(), self._pane.show_found)

    @Slot()
    def _make_code(self) -> None:
        self._bridge.make_code(done=self._pane.show_code, failed=self._pane.say_not_recovered)

    @Slot(object, str, str)
    def _recover(self, person: Staff, code: str, pin: str) -> None:
        pane = self._pane
        self._bridge.recover(person, code, pin, done=pane.show_recovered, failed=pane.say_not_recovered)

    @Slot()
    def _pack(self) -> None:
        pane = self._pane
        self._bridge.pack(stick_or_documents(), done=pane.show_packed, failed=pane.say_not_packed)

    @Slot(str)
    def _take_over(self, code: str) -> None:
        pane = self._pane
        if pane.found is not None:
            file = pane.found.file
            self._bridge.take_over(file, code, done=pane.show_laid_ready, failed=pane.say_not_taken)


class EnrolmentLinks(QObject):
    """A box for an enrolment line, and what takes one."""

    def __init__(self, bridge: EnrolmentBridge, box: LineBox, parent: QObject) -> None:
        """Both live as long as the desk."""
        super().__init__(parent)
        self._bridge, self._box = bridge, box
        box.enrol_wanted.connect(self._enrol)
        box.file_wanted.connect(self._find)

    @Slot(str)
    def _enrol(self, text: str) -> None:
        self._bridge.enrol(text, told=self._box.show_told, dropped=self._box.forget)

    @Slot()
    def _find(self) -> None:
        self._bridge.find(where_files_may_lie(), self._box.show_found)
