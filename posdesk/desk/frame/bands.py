"""Bands under the top bar: red for what keeps orders away now, amber for what was missed.

Each says what happened, then what to do. They stand there until it is mended or looked at.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.frame.band import Band
from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import StateRole, Theme
from posdesk.desk.widgets.alt_keys import Everywhere
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.auto_accept import auto_words
from posdesk.desk.words.engine import absent_words, starting_words
from posdesk.desk.words.journal import damaged_words, disk_words, loss_words, trail_words
from posdesk.desk.words.keeping import keeping_words
from posdesk.desk.words.lines import LINE_OF_PLATFORM
from posdesk.desk.words.partners import names_of, partner_name
from posdesk.desk.words.platform_codes import platform_name
from posdesk.desk.words.recovered import recovered_words
from posdesk.desk.words.refused_calls import refused_words, wrong_signs_words
from posdesk.desk.words.relay import (
    away_said,
    counters_words,
    permission_words,
    relay_words,
    strays_words,
)
from posdesk.desk.words.say import joined, listed
from posdesk.desk.words.states import (
    Sentence,
    clock_words,
    exposure_words,
    gap_words,
    shared_words,
    trouble_words,
)
from posdesk.domain.books.posting import WDK
from posdesk.domain.clock import SKEW_SAID_S, Clock, SystemClock
from posdesk.domain.status import EngineStatus, Gap, Trouble
from posdesk.errors import DiskFault


class GapBand(Band):
    """A time in which no order could reach us, until somebody compared with the platforms' pages."""

    checked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Hidden until there is a gap."""
        super().__init__(theme, StateRole.HALF, parent)
        self._gaps: tuple[Gap, ...] = ()
        self.pressed.connect(self._checked)

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Show the oldest of these, and how many more there are."""
        self._gaps = gaps
        if not gaps:
            self.show_words(Sentence(""))
            return
        said = gap_words(gaps[0])
        if len(gaps) > 1:
            more = QCoreApplication.translate("frame", "More such times: {n}.").format(n=len(gaps) - 1)
            said = Sentence(said.what, joined(said.todo, more))
        over = gaps[0].end is not None
        self.show_words(said, QCoreApplication.translate("frame", "Compared") if over else "")

    @Slot()
    def _checked(self) -> None:
        if self._gaps:
            self.checked.emit(self._gaps[0].number)


class JournalBand(Band):
    """The journal's file: that it is damaged, or what that has cost until somebody has read it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Hidden while there is nothing to say."""
        super().__init__(theme, StateRole.OVERDUE, parent)

    def show_status(self, status: EngineStatus) -> None:
        """Say what the engine says; damage that only a new start mends has no button."""
        if status.damaged:
            told = status.trouble is Trouble.DISK and status.detail == DiskFault.DAMAGED
            self.show_words(Sentence("") if told else damaged_words())
            return
        said = loss_words(status.losses, sends=status.book(WDK) is not None)
        self.show_words(said, QCoreApplication.translate("frame", "Understood") if said.what else "")


class TroubleBand(Band):
    """What keeps orders away now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, address: str = "") -> None:
        """Hidden until there is trouble; `address` is where calls should come in."""
        super().__init__(theme, StateRole.OVERDUE, parent)
        self.address = address  # where calls should come in
        self.sets_up = False  # whether the wizard is on screen, which asks for platforms and keys itself

    def show_status(self, status: EngineStatus) -> None:
        """Say the worst of what the engine says; nothing while orders can come in from everybody."""
        is_asked = self.sets_up and _is_not_set_up(status)
        self.show_words(Sentence("") if is_asked else trouble_said(status, self.address))


def _is_not_set_up(status: EngineStatus) -> bool:
    """Whether nothing is wrong but that a platform, or a platform's key, is not there yet."""
    troubles = {status.trouble, *(partner.trouble for partner in status.partners)}
    return status.alive and troubles <= {Trouble.NONE, Trouble.NO_PARTNER, Trouble.NO_APPKEY}


def trouble_said(status: EngineStatus, address: str) -> Sentence:
    """What keeps orders away now, the worst first; empty where nothing does."""
    told = tuple(_troubles(status, address))
    first = told[0] if told else Sentence("")
    return Sentence(first.what, joined(first.todo, *(said.what for said in told[1:])))


def _troubles(status: EngineStatus, address: str) -> Iterable[Sentence]:
    """An engine that is not at work is all there is to say; otherwise its own trouble, then the partners'."""
    if not status.alive:
        yield absent_words(status, address)
        return
    said = disk_words(status.detail) if status.trouble is Trouble.DISK else None
    if said is not None:
        yield said
        return
    if status.trouble is not Trouble.NONE:
        taken = status.trouble in {Trouble.PORT_TAKEN, Trouble.ADDRESS_GONE}
        yield trouble_words(status.trouble, address if taken and address else status.detail or status.address)
        return
    for trouble in dict.fromkeys(p.trouble for p in status.partners if p.trouble is not Trouble.NONE):
        whom = [p for p in status.partners if p.trouble is trouble]
        yield trouble_words(trouble, listed(partner_name(p) for p in whom))


def _clock_trouble(status: EngineStatus) -> Sentence:
    """The clock that is furthest off by over 60 s, or nothing."""
    measured = [(partner.skew_s, partner_name(partner)) for partner in status.partners]
    measured += [(book.skew_s, platform_name(book.name)) for book in status.books]
    off = [(skew_s, name) for skew_s, name in measured if skew_s is not None and abs(skew_s) > SKEW_SAID_S]
    return clock_words(*max(off, key=lambda each: abs(each[0]))) if off else Sentence("")


def _books_trouble(status: EngineStatus) -> Sentence:
    """Which of the books goes nowhere until a person has acted; a dead engine is said alone."""
    stuck = [b.name for b in status.books if b.missing or b.secret is not Trouble.NONE or b.halted]
    if not stuck or not status.alive:
        return Sentence("")
    todo = QCoreApplication.translate("frame", "A manager finds on the Sync page why, and what mends it.")
    said = (QCoreApplication.translate("frame", LINE_OF_PLATFORM[name].cut_off) for name in stuck)
    return Sentence(joined(*said), todo)


class Bands(Painted):
    """All bands, one under the other, the worst first.

    Where they would take the room in which an order is accepted, the last ones wait behind a button.
    """

    checked = Signal(int)
    losses_read = Signal()
    wrong_signs_read = Signal()
    cancels_read = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        address: str = "",
        clock: Clock | None = None,
    ) -> None:
        """Takes no room while there is nothing to say; `address` is where calls should come in."""
        super().__init__(theme, parent)
        self.trouble = TroubleBand(theme, self, address=address)
        self.relay = Band(theme, StateRole.OVERDUE, self)
        self.strays = Band(theme, StateRole.OVERDUE, self)
        self.counters = Band(theme, StateRole.HALF, self)
        self.away = Band(theme, StateRole.HALF, self)
        self.permission = Band(theme, StateRole.HALF, self)
        self.starting = Band(theme, StateRole.HALF, self)
        self.unsaved = Band(theme, StateRole.OVERDUE, self)
        self.journal = JournalBand(theme, self)
        self.trail = Band(theme, StateRole.HALF, self)
        self.wrong_signs = Band(theme, StateRole.HALF, self)
        self.refused = Band(theme, StateRole.HALF, self)
        self.cancelled = Band(theme, StateRole.HALF, self)
        self.clock = Band(theme, StateRole.HALF, self)
        self.books = Band(theme, StateRole.HALF, self)
        self.auto = Band(theme, StateRole.HALF, self)
        self.gap = GapBand(theme, self)
        self.exposure = Band(theme, StateRole.HALF, self)
        self.shared = Band(theme, StateRole.HALF, self)
        self.keeping = Band(theme, StateRole.HALF, self)
        self.recovered = Band(theme, StateRole.HALF, self)
        self._address, self._clock = address, clock or SystemClock()
        self._status = EngineStatus()
        self._room_h: int | None = None
        self._speaking: tuple[Band, ...] = ()
        self._first = 0
        self._keys_wait = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for band in self.all:
            layout.addWidget(band)
        self.more = DeskButton(theme, ButtonFace("", Everywhere.MORE_NOTICES), self)
        self.more.hide()
        layout.addWidget(self.more)
        self.more.clicked.connect(self._turn)
        self.gap.checked.connect(self.checked)
        self.unsaved.pressed.connect(self._seen)
        self.journal.pressed.connect(self.losses_read)
        self.wrong_signs.pressed.connect(self.wrong_signs_read)
        self.cancelled.pressed.connect(self.cancels_read)

    @property
    def all(self) -> tuple[Band, ...]:
        """From the top."""
        troubles = (self.trouble, self.relay, self.strays, self.starting, self.unsaved, self.journal)
        return (
            *troubles,
            self.wrong_signs,
            self.refused,
            self.counters,
            self.cancelled,
            self.trail,
            self.clock,
            self.books,
            self.auto,
            self.gap,
            self.away,
            self.exposure,
            self.recovered,
            self.shared,
            self.keeping,
            self.permission,
        )

    def show_status(self, status: EngineStatus) -> None:
        """Say what the engine says."""
        self._status = status
        self.exposure.show_words(exposure_words(status.exposure, self._address))
        self.shared.show_words(shared_words(status.shared))
        self.keeping.show_words(keeping_words(status.keeping))
        self.recovered.show_words(recovered_words(status.recovered, self._clock.now()))
        self.trouble.show_status(status)
        self.starting.show_words(starting_words(status))
        self.journal.show_status(status)
        self.trail.show_words(trail_words(status.trail))
        self._show_turned_away(status)
        self.clock.show_words(_clock_trouble(status))
        self.books.show_words(_books_trouble(status))
        self.auto.show_words(auto_words(status.auto))
        self.gap.show_gaps(status.gaps)
        self._show_relay(status)
        self._share_room()

    def set_sets_up(self, *, sets_up: bool) -> None:
        """Whether the wizard is on screen."""
        self.trouble.sets_up = sets_up
        self.trouble.show_status(self._status)
        self._share_room()

    def set_room(self, height: int) -> None:
        """So many px are theirs; the first one is shown always."""
        self._room_h = height
        self._share_room()

    def let_keys_wait(self, *, wait: bool) -> None:
        """Another question has their letters until it is answered."""
        self._keys_wait = wait
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other heights."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._share_room()

    def _share_room(self) -> None:
        """Show what has room, from the worst on, or from where a person has turned to."""
        speaking = tuple(band for band in self.all if band.said.what)
        if speaking != self._speaking:
            self._speaking, self._first = speaking, 0
        shown = self._fitting((*speaking[self._first :], *speaking[: self._first]))
        for band in speaking:
            band.setVisible(band in shown)
        asks = next((band for band in speaking if band in shown and band.button.face.label), None)
        for band in self.all:
            band.show_key(Everywhere.NOTICE if band is asks and not self._keys_wait else "")
        hidden = len(speaking) - len(shown)
        words = QCoreApplication.translate("frame", "Further notices: {n}. Show them").format(n=hidden)
        self.more.set_face(ButtonFace(words, "" if self._keys_wait else Everywhere.MORE_NOTICES))
        self.more.setVisible(hidden > 0)

    def _fitting(self, bands: Sequence[Band]) -> Sequence[Band]:
        heights = [band.height_at(self.width()) for band in bands]
        if self._room_h is None or sum(heights) <= self._room_h:
            return bands
        room = self._room_h - self.more.sizeHint().height()
        sums = accumulate(heights)
        return bands[: max(1, sum(height <= room for height in sums))]

    @Slot()
    def _turn(self) -> None:
        """A person wants to read those that had no room."""
        shown = sum(not band.isHidden() for band in self._speaking)
        self._first = (self._first + shown) % len(self._speaking)
        self._share_room()

    def _show_turned_away(self, status: EngineStatus) -> None:
        names = names_of(status)
        wrong = wrong_signs_words(status.turned_away, names)
        button = QCoreApplication.translate("frame", "Understood") if wrong.what else ""
        self.wrong_signs.show_words(wrong, button)
        self.refused.show_words(refused_words(status.turned_away, names))

    def _show_relay(self, status: EngineStatus) -> None:
        """The chain's relay and the other counters; a dead engine is said alone, and knows of neither."""
        relay, now = status.relay if status.alive else None, self._clock.now()
        self.relay.show_words(relay_words(relay, now))
        self.strays.show_words(strays_words(relay))
        self.counters.show_words(counters_words(relay, now))
        self.away.show_words(away_said(relay))
        self.permission.show_words(permission_words(relay, now))

    def show_cancelled(self, said: Sentence) -> None:
        """Orders that waited to be accepted were cancelled, until somebody has read it."""
        self.cancelled.show_words(
            said, QCoreApplication.translate("frame", "Understood") if said.what else ""
        )
        self._share_room()

    def show_unsaved(self, said: Sentence) -> None:
        """Something could not be written down: said until a person has seen it."""
        self.unsaved.show_words(said, QCoreApplication.translate("frame", "Understood"))
        self._first = 0
        self._share_room()

    def retranslate(self) -> None:
        """Says the same in the other language."""
        self.show_status(self._status)
        super().retranslate()

    @Slot()
    def _seen(self) -> None:
        self.unsaved.show_words(Sentence(""))
        self._share_room()
