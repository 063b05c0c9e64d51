"""Joins the topic "Start and updates" to what it asks of this PC."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.updates import UpdatesBridge
from posdesk.desk.settings.start.pane import StartPane


class ProgramTopic(QObject):
    """Every answer goes to the pane; closing for another version closes the window as a person does."""

    def __init__(self, pane: StartPane, updates: UpdatesBridge, window: QWidget) -> None:
        """`window` is what a person would close."""
        super().__init__(window)
        self._pane, self._updates, self._window = pane, updates, window
        self.opens_again = False
        pane.read_wanted.connect(self._read)
        pane.sign_in_wanted.connect(self._set_start)
        pane.look_wanted.connect(self._look)
        pane.take_wanted.connect(self._take)
        pane.cancel_wanted.connect(updates.cancel)
        pane.back_wanted.connect(self._go_back)
        pane.again_wanted.connect(self._open_again)

    @Slot()
    def _read(self) -> None:
        self._updates.read(self._pane.show_program)

    @Slot(bool)
    def _set_start(self, on: bool) -> None:
        self._updates.start_at_sign_in(self._pane.show_program, self._pane.show_refused, on=on)

    @Slot(str)
    def _look(self, place: str) -> None:
        self._updates.look(place, self._pane.show_found, self._pane.show_refused)

    @Slot()
    def _take(self) -> None:
        pane = self._pane
        self._updates.take(pane.show_taken, pane.show_refused, pane.show_progress)

    @Slot()
    def _go_back(self) -> None:
        self._updates.go_back(self._pane.show_back, self._pane.show_refused)

    @Slot()
    def _open_again(self) -> None:
        self.opens_again = self._window.close()
