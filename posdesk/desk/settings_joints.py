"""Joins the settings page to what its topics ask of this PC, once the page is made."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from posdesk.desk.links import EnrolmentLinks, HealthLinks, MovingLinks
from posdesk.desk.program_topic import ProgramTopic
from posdesk.desk.settings.moving.pane import MovingPane
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.settings.relay.pane import RelayPane
from posdesk.settings.printers import Printer

if TYPE_CHECKING:
    from posdesk.desk.desk import Desk


class SettingsJoints(QObject):
    """Sound, scanner, printers, health, updates, moving; what was told before is shown at once."""

    def __init__(self, desk: "Desk", page: SettingsPage) -> None:
        """Both live as long as the desk."""
        super().__init__(desk)
        self._desk, self._page = desk, page
        page.scanner.cards.learn_wanted.connect(desk.router.learn)
        page.scanner.cards.left.connect(desk.router.stop_learning)
        desk.router.learnt.connect(page.scanner.cards.take)
        desk.port.changed.connect(page.scanner.port.show_state)
        page.scanner.port.show_state(desk.port.state)
        self._join_sound()
        page.printers.test_wanted.connect(self._try_printer)
        self._health = HealthLinks(desk.health, page.health, self)
        self.program = ProgramTopic(page.start, desk.updates, desk.window)
        self._moving = MovingLinks(desk.handover, page.of(MovingPane), self)
        self._enrolment = EnrolmentLinks(desk.enrolment, page.of(RelayPane).box, self)

    def _join_sound(self) -> None:
        pane, desk = self._page.sound, self._desk
        desk.alarm.sound_changed.connect(pane.show_state)
        pane.show_state(desk.sound.state)
        pane.check_wanted.connect(desk.sound_check.play_again)
        pane.try_wanted.connect(desk.sound.play)
        pane.looked_at.connect(self._read_recordings)

    @Slot()
    def _read_recordings(self) -> None:
        kept = self._desk.recordings
        self._page.sound.show_recordings(kept.laid, kept.bad)

    @Slot(object)
    def _try_printer(self, printer: Printer) -> None:
        self._desk.prints.try_out(printer, self._page.printers.show_trial)
