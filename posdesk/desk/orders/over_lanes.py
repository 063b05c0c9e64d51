"""What lies over the lanes: which of it is open, what makes way for what, and what Esc closes first."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.orders.action_panel import ActionPanel
from posdesk.desk.orders.actions import OrderActions
from posdesk.desk.orders.catch_up import CatchUpView
from posdesk.desk.orders.detail import DetailPanel
from posdesk.desk.orders.find import FindPanel
from posdesk.desk.orders.own_actions import OwnActions
from posdesk.desk.orders.own_panel import OwnPanel
from posdesk.desk.orders.placement import Placement
from posdesk.desk.orders.selection import Selection


class Layers(NamedTuple):
    """What can lie over the lanes; all of it stands on the page."""

    own_panel: OwnPanel
    panel: ActionPanel
    finder: FindPanel
    catch_up: CatchUpView
    detail: DetailPanel


class OverLanes(QObject):
    """Of the panels of two steps one is open at a time; the search and the catch-up view take their room."""

    changed = Signal()

    def __init__(
        self,
        page: QWidget,
        layers: Layers,
        placement: Placement,
        *,
        selection: Selection,
        actions: OrderActions,
        own: OwnActions,
    ) -> None:
        """`actions` and `own` hold the steps that the two panels show."""
        super().__init__(page)
        self._page, self._layers, self._placement = page, layers, placement
        self._selection, self._actions, self._own = selection, actions, own
        actions.panel_changed.connect(self._panel_changed)
        own.changed.connect(self._own_changed)
        placement.changed.connect(self._place_own_panel)
        layers.finder.closed.connect(self.close_find)

    @property
    def covers(self) -> bool:
        """Whether a search, a panel, the catch-up view or the detail lies over the lanes."""
        at = self._layers
        parts = (at.finder, at.panel, at.own_panel, at.catch_up)
        return any(part.isVisible() for part in parts) or self._placement.detail_covers

    @property
    def is_busy(self) -> bool:
        """Whether somebody is in the middle of something that nothing may cover."""
        at = self._layers
        parts = (at.panel, at.own_panel, at.finder)
        return any(part.isVisible() for part in parts) or self._own.packing is not None

    @Slot()
    def open_find(self) -> None:
        """F10: the search, or today's done orders while nothing is typed."""
        self._close_panels()
        self._selection.lend()
        self._layers.finder.open()
        self._placement.make_room_for_search()

    @Slot()
    def close_find(self) -> bool:
        """Back to the lanes; whether there was a search."""
        if not self._layers.finder.isVisible():
            return False
        self._layers.finder.hide()
        self._page.setFocus()
        self._selection.give_back()
        self.changed.emit()
        return True

    @Slot()
    def open_catch_up(self) -> None:
        """What became of the orders while none could reach us; it covers the lanes."""
        self._close_panels()
        self._placement.make_room_for_search()
        self._layers.catch_up.open()

    def catch_up_by_itself(self) -> None:
        """After an outage the view opens once, as soon as nobody is busy."""
        if self._layers.catch_up.wants_to_open and not self.is_busy:
            self.open_catch_up()

    def take_key(self, event: QKeyEvent) -> bool | None:
        """Digits for the open panel; whether it did something with it, None where none is open."""
        panel = next((p for p in (self._layers.own_panel, self._layers.panel) if p.isVisible()), None)
        return None if panel is None else panel.take_key(event)

    def escape(self) -> bool:
        """Close what is open, the topmost first; whether there was anything."""
        step = self._own.close_step() or self._actions.close_panel()
        if step or self._layers.detail.step_back() or self._own.close_packing():
            return True
        if self._placement.detail_covers:
            self._placement.toggle_detail()
            return True
        return self.close_find() or self._layers.catch_up.close_view()

    def _close_panels(self) -> None:
        """The panels make room for what covers the lanes."""
        self._actions.close_panel()
        self._own.close_step()

    @Slot()
    def _panel_changed(self) -> None:
        if self._actions.panel_open:
            self._own.close_step()
        self._placement.place()

    @Slot()
    def _own_changed(self) -> None:
        if self._own.step is not None:
            self._actions.close_panel()
        self._place_own_panel()
        self.changed.emit()

    @Slot()
    def _place_own_panel(self) -> None:
        self._layers.own_panel.place(self._page.rect().adjusted(8, 0, -8, 0))
