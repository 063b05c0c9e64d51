"""How a platform reaches this PC: the address to give, what stands between, which ones really came in."""

import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card, within
from posdesk.desk.words.partners import partner_name
from posdesk.desk.words.reach import outside_words, reach_lines
from posdesk.domain.clock import Clock
from posdesk.domain.status import PartnerStatus
from posdesk.engine.listening.reach import Reach
from posdesk.host.firewall import Wall, firewall

translate = QCoreApplication.translate


class ReachBox(Card):
    """Words alone."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """Empty until `show_reach`."""
        super().__init__(theme, parent)
        self._clock = clock
        self._reach: Reach | None = None
        self._wall: Wall | None = None
        self._partners: tuple[PartnerStatus, ...] = ()
        self._title = Words(theme, FontRole.STRONG)
        self._lines: list[Words] = []
        self._column = within(self, 16, 12, 16, 14)
        self._column.setSpacing(6)
        self._column.addWidget(self._title)

    def show_reach(self, reach: Reach) -> None:
        """Show how this PC is reached; its firewall is asked."""
        self._reach, self._wall = reach, wall_now(reach.port)
        self.retranslate()

    def show_partners(self, partners: tuple[PartnerStatus, ...]) -> None:
        """Show when each of these came in."""
        self._partners = partners
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.say(translate("reach", "How a platform reaches this PC"))
        lines = self._said()
        while len(self._lines) < len(lines):
            made = Words(self.theme)
            self._lines.append(made)
            self._column.addWidget(made)
        for place, line in enumerate(self._lines):
            text, color = lines[place] if place < len(lines) else ("", Color.TEXT)
            line.say(text, color)

    def _said(self) -> list[tuple[str, Color]]:
        if self._reach is None:
            return []
        plain = reach_lines(self._reach, self._wall)
        said = [(text, Color.WARN if bad else Color.TEXT) for text, bad in plain]
        now, of = self._clock.now(), translate("reach", "{partner}: {words}")
        for each in self._partners:
            words = of.format(partner=partner_name(each), words=outside_words(each, now))
            said.append((words, Color.GOOD if each.outside_at else Color.MUTED))
        return said


def wall_now(port: int) -> Wall | None:
    """What Windows' firewall does with a call to the port; None on a system without it."""
    return firewall().lets_in(port, sys.executable)[0] if sys.platform == "win32" else None
