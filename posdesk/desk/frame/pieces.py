"""What the top bar is made of, measured before it is painted, so that less is shown where less fits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QColor, QPainter

from posdesk.desk.paint import paint_number, paint_sign, paint_tag, paint_text, rounded, text_width
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import FontRole, Sign, Theme
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.relay import way_words
from posdesk.desk.words.say import clock_time, date_words, exact_time
from posdesk.desk.words.states import skew_words
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.clock import SKEW_SAID_S
from posdesk.domain.orders.source import Source
from posdesk.domain.status import EngineStatus, PartnerStatus, Trouble, Way
from posdesk.records import dataclass
from posdesk.settings.settings import Settings

_WORDS = {
    SoundTrouble.NONE: QT_TRANSLATE_NOOP("frame", "Sound not proven"),
    SoundTrouble.NOT_TRIED: QT_TRANSLATE_NOOP("frame", "Sound not proven"),
    SoundTrouble.NO_PLAYER: QT_TRANSLATE_NOOP("frame", "No sound"),
    SoundTrouble.NO_DEVICE: QT_TRANSLATE_NOOP("frame", "No sound device"),
    SoundTrouble.MUTED: QT_TRANSLATE_NOOP("frame", "Sound is muted"),
    SoundTrouble.PLAYER_FAILED: QT_TRANSLATE_NOOP("frame", "No sound"),
    SoundTrouble.PLAYER_HUNG: QT_TRANSLATE_NOOP("frame", "No sound"),
    SoundTrouble.NO_FILE: QT_TRANSLATE_NOOP("frame", "Sounds are missing"),
}


def sound_words(sound: SoundState, *, snoozed: bool = False) -> str:
    """What is known of the sound; that somebody silenced it for a minute is said before all else."""
    if snoozed:
        return QCoreApplication.translate("frame", "Alarm snoozed")
    if sound.proven:
        return QCoreApplication.translate("frame", "Sound heard")
    return QCoreApplication.translate("frame", _WORDS[sound.trouble])


STALE_AFTER: Final = timedelta(minutes=30)
"""A last proven receive time older than this is amber."""


class Detail(IntEnum):
    """How much the top bar says: what comes first falls away last."""

    ALL = 0
    NO_WORDS = 1  # no seconds, no date, no words beside the signs that are well
    LITTLE = 2  # no label, no counter
    LEAST = 3  # troubles' words too are left to the bands
    BARE = 4  # a printer's too, which has no band: its sign and its key stay


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the bar: its width, the room before it, and how it is painted into a rect."""

    width: float
    paint: Callable[[QPainter, QRectF], None]
    before: float = 16.0


@dataclass(frozen=True, slots=True)
class Situation:
    """What the bar speaks of."""

    settings: Settings
    status: EngineStatus
    sound: SoundState
    now: datetime
    snoozed: bool = False


def left_pieces(situation: Situation, detail: Detail, theme: Theme) -> list[Piece]:
    """Store, counter, training mark, last receive times."""
    store = situation.settings.store
    pieces = [text_piece(store.name or store.code, FontRole.STRONG, theme.color.text, theme, before=0)]
    if detail < Detail.LITTLE:
        words = QCoreApplication.translate("frame", "Counter {n}").format(n=store.counter)
        pieces.append(text_piece(words, FontRole.BODY, theme.color.muted, theme))
    if situation.settings.training:
        pieces.append(_training_piece(theme))
    if situation.status.partners:
        pieces.append(Piece(1, lambda p, r: p.fillRect(r.adjusted(0, 14, 0, -14), theme.color.line), 20))
        pieces += _received(situation, detail, theme)
    return pieces


def right_pieces(situation: Situation, detail: Detail, theme: Theme) -> list[Piece]:
    """Date and clock; sound and person stand left of them."""
    clock = clock_time(situation.now)
    width = text_width(clock, theme.font(FontRole.CLOCK))
    piece = Piece(width, lambda p, r: _number(p, r, clock, theme), 8)
    if detail > Detail.ALL:
        return [piece]
    return [text_piece(date_words(situation.now), FontRole.BODY, theme.color.muted, theme), piece]


def told_by_time(situation: Situation) -> tuple[str, str, tuple[bool, ...]]:
    """All of it that time alone changes."""
    status, now = situation.status, situation.now
    return clock_time(now), date_words(now), tuple(is_bad(each, status, now) for each in status.partners)


def sound_piece(situation: Situation, detail: Detail, theme: Theme) -> Piece:
    """The speaker, with words where there is room or where it isn't proven."""
    well = situation.sound.proven and not situation.snoozed
    may_be = situation.sound.may_be_heard and not situation.snoozed
    sign = Sign.SPEAKER if may_be else Sign.SPEAKER_OFF
    said = detail == Detail.ALL or (not well and detail < Detail.LEAST)
    words = sound_words(situation.sound, snoozed=situation.snoozed) if said else ""
    color = theme.color.muted if well else theme.color.warn
    return sign_piece(sign, words, color, theme, bold=not well)


def text_piece(words: str, role: FontRole, color: QColor, theme: Theme, *, before: float = 16.0) -> Piece:
    """Plain words."""
    font = theme.font(role)

    def paint(painter: QPainter, rect: QRectF) -> None:
        paint_text(painter, rect, words, font, color)

    return Piece(text_width(words, font), paint, before)


def sign_piece(sign: Sign, words: str, color: QColor, theme: Theme, *, bold: bool = False) -> Piece:
    """A sign with words or without."""
    role = FontRole.BODY_BOLD if bold else FontRole.BODY
    side = float(theme.size.icon_inline)
    width = side + (8 + text_width(words, theme.font(role)) if words else 0)

    def paint(painter: QPainter, rect: QRectF) -> None:
        paint_sign(painter, QRectF(rect.x(), rect.center().y() - side / 2, side, side), sign, color)
        paint_text(painter, rect.adjusted(side + 8, 0, 0, 0), words, theme.font(role), color)

    return Piece(width, paint)


def _received(situation: Situation, detail: Detail, theme: Theme) -> list[Piece]:
    label = QCoreApplication.translate("frame", "Last received")
    shown = [text_piece(label, FontRole.CAPTION, theme.color.muted, theme, before=20)]
    pieces = shown if detail < Detail.LITTLE else []
    for partner in situation.status.partners:
        pieces += _partner(partner, situation, detail, theme)
    return pieces


def _partner(partner: PartnerStatus, situation: Situation, detail: Detail, theme: Theme) -> list[Piece]:
    bad = is_bad(partner, situation.status, situation.now)
    color = theme.color.warn if bad else theme.color.text
    role = FontRole.BODY_BOLD if bad else FontRole.BODY
    pieces = [_tags(partner, theme)]
    if not partner.sources:
        pieces.append(text_piece(partner.name, FontRole.CAPTION, theme.color.muted, theme, before=0))
    pieces.append(text_piece(received_words(partner, detail), role, color, theme, before=6))
    if situation.status.relay is not None:
        pieces += _way(partner, detail, theme)
    marks = partner_marks(partner)
    if marks and detail >= Detail.LEAST:
        pieces.append(sign_piece(Sign.WARNING, "", theme.color.warn, theme))
    elif marks:
        pieces.append(text_piece(marks, FontRole.CAPTION_BOLD, theme.color.warn, theme, before=6))
    return pieces


def _way(partner: PartnerStatus, detail: Detail, theme: Theme) -> list[Piece]:
    """By which way it was last heard, in words; where there is little room a sign for the relay's."""
    words = way_words(partner)
    if words and detail < Detail.LITTLE:
        return [text_piece(words, FontRole.CAPTION, theme.color.muted, theme, before=6)]
    if words and partner.way is Way.RELAY:
        return [replace(sign_piece(Sign.SYNC, "", theme.color.muted, theme), before=4)]
    return []


def is_bad(partner: PartnerStatus, status: EngineStatus, now: datetime) -> bool:
    """Whether a receive time is amber: old, none, or nothing can come in from there now."""
    old = partner.last_received is None or now - partner.last_received > STALE_AFTER
    away = partner.trouble is not Trouble.NONE or partner.unreachable_since is not None
    return old or away or not status.takes_orders


def received_words(partner: PartnerStatus, detail: Detail = Detail.ALL) -> str:
    """When a partner was last proven to reach us; with seconds where there is room."""
    if partner.last_received is None:
        return QCoreApplication.translate("frame", "never")
    return exact_time(partner.last_received) if detail == Detail.ALL else clock_time(partner.last_received)


def partner_marks(partner: PartnerStatus) -> str:
    """What must be said of a partner beside its time: calls unsigned, clocks apart."""
    marks = [QCoreApplication.translate("frame", "unsigned")] if partner.unsigned else []
    if partner.skew_s is not None and abs(partner.skew_s) > SKEW_SAID_S:
        marks.append(skew_words(partner.skew_s))
    return "  ".join(marks)


def _tags(partner: PartnerStatus, theme: Theme) -> Piece:
    side, gap = float(theme.size.tag_bar), 4.0
    count = len(partner.sources)

    def paint(painter: QPainter, rect: QRectF) -> None:
        for index, source in enumerate(partner.sources):
            x = rect.x() + index * (side + gap)
            paint_tag(painter, QRectF(x, rect.center().y() - side / 2, side, side), Source(source), theme)

    return Piece(count * side + max(0, count - 1) * gap, paint, 12)


def _training_piece(theme: Theme) -> Piece:
    words = QCoreApplication.translate("frame", "TRAINING")
    font = theme.font(FontRole.CAPTION_BOLD)

    def paint(painter: QPainter, rect: QRectF) -> None:
        chip = QRectF(rect.x(), rect.center().y() - 13, rect.width(), 26)
        rounded(painter, chip, 13, theme.color.warn_fill)
        paint_text(painter, chip, words, font, theme.color.on_warn_fill, align=CENTER)

    return Piece(text_width(words, font) + 24, paint)


def _number(painter: QPainter, rect: QRectF, words: str, theme: Theme) -> None:
    paint_number(painter, rect, words, FontRole.CLOCK, theme)
