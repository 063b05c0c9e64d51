"""The top bar: who and where we are, and when each partner was last proven to reach us."""

from PySide6.QtCore import QCoreApplication, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.frame.pieces import (
    Detail,
    Piece,
    Situation,
    left_pieces,
    partner_marks,
    received_words,
    right_pieces,
    sound_piece,
    sound_words,
    told_by_time,
)
from posdesk.desk.frame.printer_sign import PrinterSign
from posdesk.desk.paint import ButtonFace, ButtonKind, button_width, paint_logo
from posdesk.desk.theme import Pane, Sign, Theme, WidthClass, pane_width, width_class
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.prints import printers_said
from posdesk.desk.words.relay import way_words
from posdesk.desk.words.rights import role_name
from posdesk.desk.words.states import source_name
from posdesk.devices.sound_state import SoundState
from posdesk.domain.clock import Clock
from posdesk.domain.status import EngineStatus, PartnerStatus
from posdesk.records import replace
from posdesk.settings.settings import Settings, Staff

_RIGHT = 16.0
_APART = 12  # px, between the printer's sign and the sound's


class TopBar(Painted):
    """Shows times, not green dots: with the engine dead every time in it is amber."""

    who_pressed = Signal()
    prints_pressed = Signal()  # a printer is in trouble, and somebody wants to see its slips

    def __init__(self, theme: Theme, settings: Settings, clock: Clock, parent: QWidget | None = None) -> None:
        """`settings` name store and counter, `clock` gives the time shown."""
        super().__init__(theme, parent)
        self._clock = clock
        self._situation = Situation(settings, EngineStatus(), SoundState(), clock.now())
        self._staff: Staff | None = None
        self._who = DeskButton(theme, ButtonFace("", kind=ButtonKind.QUIET, sign=Sign.PERSON), self)
        self._who.clicked.connect(self.who_pressed)
        self.printer = PrinterSign(theme, self)
        self.printer.clicked.connect(self.prints_pressed)
        self.setFixedHeight(theme.size.top_bar)
        self._say()

    def adopt(self, settings: Settings) -> None:
        """Name the store and the counter as these settings do."""
        self._situation = replace(self._situation, settings=settings)
        self._say()

    def set_status(self, status: EngineStatus) -> None:
        """Say what the engine says of its partners."""
        self._situation = replace(self._situation, status=status)
        self._say()

    def set_sound(self, sound: SoundState) -> None:
        """Say whether the alarm can be heard."""
        self._situation = replace(self._situation, sound=sound)
        self._say()

    def set_snoozed(self, snoozed: bool) -> None:
        """Say that the alarm is silent for a while."""
        self._situation = replace(self._situation, snoozed=snoozed)
        self._say()

    def set_staff(self, staff: Staff | None) -> None:
        """Say who is signed in."""
        self._staff = staff
        self._say()

    def tick(self) -> None:
        """A second went by: painted anew only where it then looks otherwise."""
        before, self._situation = self._situation, replace(self._situation, now=self._clock.now())
        if told_by_time(before) != told_by_time(self._situation):
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paints with another theme."""
        super().set_theme(theme)
        self._say()

    def retranslate(self) -> None:
        """Says the same in the other language."""
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Says as much as fits."""
        self._say()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints logo and pieces."""
        painter = self._painter()
        color = self.theme.color
        painter.fillRect(self.rect(), color.raised)
        painter.fillRect(0, self.height() - 1, self.width(), 1, color.line)
        rail = pane_width(Pane.RAIL, self.width())
        paint_logo(painter, QRectF(rail / 2 - 12, self.height() / 2 - 13, 24, 26), self.theme)
        self._paint_pieces(painter, self.detail)
        painter.end()

    def _paint_pieces(self, painter: QPainter, detail: Detail) -> None:
        left = pane_width(Pane.RAIL, self.width()) + 20.0
        limit = self._who.x() - 12.0
        for piece in left_pieces(self._situation, detail, self.theme):
            left += piece.before
            room = min(piece.width, limit - left)
            if room > 0:
                piece.paint(painter, QRectF(left, 0, room, self.height()))
            left += piece.width
        self._paint_from_right(painter, right_pieces(self._situation, detail, self.theme))
        sound = sound_piece(self._situation, detail, self.theme)
        sound.paint(painter, QRectF(self._sound_x(detail), 0, sound.width, self.height()))

    def _sound_x(self, detail: Detail) -> float:
        return self._who.x() - sound_piece(self._situation, detail, self.theme).width - 4

    def _paint_from_right(self, painter: QPainter, pieces: list[Piece]) -> None:
        x = self.width() - _RIGHT
        for piece in reversed(pieces):
            x -= piece.width
            piece.paint(painter, QRectF(x, 0, piece.width, self.height()))
            x -= piece.before

    @property
    def detail(self) -> Detail:
        """As much as the width class wants, less where even that doesn't fit."""
        wanted = {WidthClass.TABS: Detail.LITTLE, WidthClass.SMALL: Detail.NO_WORDS}
        first = wanted.get(width_class(self.width()), Detail.ALL)
        fitting = (d for d in Detail if d >= first and self.needed_width(d) <= self.width())
        return next(fitting, Detail.BARE)

    def needed_width(self, detail: Detail) -> float:
        """The width that shows so much, in logical px."""
        pieces = left_pieces(self._situation, detail, self.theme)
        pieces += right_pieces(self._situation, detail, self.theme)
        sound = sound_piece(self._situation, detail, self.theme)
        who = button_width(self._who_face(detail), self.theme)
        printer = self.printer.width_of(self._printer_words(), shown=detail < Detail.BARE)
        used = sum(p.width + p.before for p in pieces) + sound.width + who + printer
        return pane_width(Pane.RAIL, self.width()) + 20 + used + _RIGHT + 40

    def _say(self) -> None:
        """Words, places and the accessible name, after anything changed."""
        detail = self.detail
        self._who.set_face(self._who_face(detail))
        clock = sum(p.width + p.before for p in right_pieces(self._situation, detail, self.theme))
        hint = self._who.sizeHint()
        left = self.width() - _RIGHT - clock - hint.width()
        self._who.setGeometry(round(left), 4, hint.width(), hint.height())
        self.printer.say(self._printer_words(), shown=detail < Detail.BARE)
        hint = self.printer.sizeHint()
        self.printer.setGeometry(
            round(self._sound_x(detail)) - hint.width() - _APART, 4, hint.width(), hint.height()
        )
        self.setAccessibleName(self._spoken())
        self.update()

    def _printer_words(self) -> str:
        return printers_said(self._situation.status.printers)

    def _who_face(self, detail: Detail) -> ButtonFace:
        if self._staff is None:
            words = QCoreApplication.translate("frame", "Sign in")
            return ButtonFace(words, "F12", ButtonKind.QUIET, None if detail else Sign.PERSON)
        words = self._staff.name
        if detail is Detail.ALL:
            role = role_name(self._staff.role)
            words = QCoreApplication.translate("frame", "{name}, {role}").format(name=words, role=role)
        return ButtonFace(words, "F12", ButtonKind.QUIET, None if detail else Sign.PERSON)

    def _spoken(self) -> str:
        status = self._situation.status
        said = [_spoken_partner(p, ways=status.relay is not None) for p in status.partners]
        label = QCoreApplication.translate("frame", "Last received")
        return ", ".join(
            (
                f"{label}: {', '.join(said)}",
                sound_words(self._situation.sound, snoozed=self._situation.snoozed),
                *filter(None, (self._printer_words(),)),
            )
        )


def _spoken_partner(partner: PartnerStatus, *, ways: bool) -> str:
    """When it was last heard, where there is a relay also by which way."""
    way = way_words(partner) if ways else ""
    said = (_spoken_name(partner), received_words(partner), way, partner_marks(partner))
    return " ".join(part for part in said if part)


def _spoken_name(partner: PartnerStatus) -> str:
    return ", ".join(source_name(s) for s in partner.sources) or partner.name
