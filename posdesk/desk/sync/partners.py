"""The platforms, each with what is proven of it: never just a green dot."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import paint_sign, paint_tag
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.label import Head, Mark, Words
from posdesk.desk.widgets.painted import Card, Painted, Ruled, within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.lines import LINE_OF_PLATFORM
from posdesk.desk.words.platform_codes import platform_name
from posdesk.desk.words.relay import (
    clock_line,
    connection_line,
    counter_line,
    permission_line,
    position_line,
    way_words,
)
from posdesk.desk.words.say import exact_time, how_long, listed, same_day_time
from posdesk.desk.words.states import skew_words, source_name, trouble_words
from posdesk.domain.clock import CLOCK_RIGHT_S, SKEW_SAID_S
from posdesk.domain.orders.source import Source
from posdesk.domain.relay.status import LINE_ENDS_SOON, RelayStatus
from posdesk.domain.status import BookStatus, EngineStatus, PartnerStatus

translate = QCoreApplication.translate

_Told: TypeAlias = "PartnerStatus | BookStatus | RelayStatus"
Known = tuple[tuple[str, bool], ...]
"""Lines, and whether each is bad."""


class _Line(Painted):
    """One thing that is known of a platform, with a sign where it is bad."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._mark, self._words = Mark(theme, 18), Words(theme)
        self._mark.show_sign(Sign.WARNING, Color.WARN)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def say(self, text: str, *, bad: bool) -> None:
        self._mark.setVisible(bad)
        self._words.say(text, Color.WARN if bad else Color.MUTED)


class _Platform(Ruled):
    """A platform's mark, its name, and what is known of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._mark, self._name = Mark(theme, 28), Words(theme, FontRole.STRONG)
        self._lines: list[_Line] = []
        row, self._words = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(16, 13, 16, 10)
        row.setSpacing(14)
        self._words.setSpacing(4)
        self._words.addWidget(self._name)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words, 1)

    def show_lines(self, name: str, lines: Known, paint: Callable[[QPainter, QRectF, Theme], object]) -> None:
        """Show these, with what `paint` paints as its mark."""
        self._mark.show_painted(paint)
        self._name.say(name)
        while len(self._lines) < len(lines):
            self._lines.append(_Line(self.theme))
            self._words.addWidget(self._lines[-1])
        for line in self._lines[len(lines) :]:
            line.hide()
        for line, (text, bad) in zip(self._lines, lines, strict=False):
            line.say(text, bad=bad)
            line.show()


class PartnerList(Painted):
    """One block a partner, then what none of this can tell."""

    _status = EngineStatus()
    _now: datetime | None = None

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_status`."""
        super().__init__(theme, parent)
        self._said: tuple[tuple[str, Known], ...] = ()
        self._platforms: list[_Platform] = []
        self._limits = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._limits.setContentsMargins(16, 12, 16, 12)
        self._column = within(self, 0, 0, 0, 0)
        self._column.addWidget(self._limits)
        self._column.addStretch(1)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every line on it, each platform's name before its own."""
        return tuple(text for name, lines in self._said for text in (name, *(text for text, _ in lines)))

    def show_status(self, status: EngineStatus, now: datetime) -> None:
        """Show what the engine knows."""
        self._status, self._now = status, now
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        status, now = self._status, self._now
        if now is None:
            return
        known: tuple[_Told, ...] = (*status.partners, *status.books)
        if status.relay is not None:
            known = (*known, status.relay)
        self._said = tuple((_name(one, status), _lines(one, status, now)) for one in known)
        while len(self._platforms) < len(known):
            self._column.insertWidget(len(self._platforms), made := _Platform(self.theme))
            self._platforms.append(made)
        for place, platform in enumerate(self._platforms):
            platform.setVisible(place < len(known))
        for platform, one, said in zip(self._platforms, known, self._said, strict=False):
            platform.show_lines(*said, partial(_paint_mark, one))
        self._limits.say(_limits())


class PartnersTail(Painted):
    """The list with a small head, for under other things."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_status`."""
        super().__init__(theme, parent)
        self._head, self._list = Head(theme), PartnerList(theme)
        column = within(self, 0, 0, 0, 0)
        column.addWidget(self._head)
        column.addWidget(self._list)

    def show_status(self, status: EngineStatus, now: datetime) -> None:
        """Show what the engine knows."""
        self._head.say(translate("sync", "Platforms"), apart=True)
        self._list.show_status(status, now)


class PartnersPanel(Card):
    """The list under its head, scrolled where it doesn't fit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_status`."""
        super().__init__(theme, parent)
        self._head, self._list = Head(theme, FontRole.TITLE), PartnerList(theme)
        column = within(self, 1, 0, 1, 2)
        column.addWidget(self._head)
        column.addWidget(scrolled(self._list))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every line of the list."""
        return self._list.texts

    def show_status(self, status: EngineStatus, now: datetime) -> None:
        """Show what the engine knows."""
        self._head.say(translate("sync", "Platforms"), height=60)
        self._list.show_status(status, now)


def _name(one: _Told, status: EngineStatus) -> str:
    """Its sites; the name in the settings where they don't tell it from another partner."""
    if isinstance(one, RelayStatus):
        return translate("settings", "Chain's relay")
    if isinstance(one, BookStatus):
        return platform_name(one.name)
    sites = _sites(one)
    alike = sum(_sites(other) == sites for other in status.partners)
    if not sites:
        return one.name
    return f"{sites}    {one.name}" if alike > 1 else sites


def _lines(one: _Told, status: EngineStatus, now: datetime) -> Known:
    if isinstance(one, RelayStatus):
        return _relay_lines(one, now)
    if isinstance(one, BookStatus):
        return book_lines(one, now)
    lines = partner_lines(one, now, readable=status.exposure.readable)
    way = way_words(one) if status.relay is not None else ""
    return (*lines, (translate("sync", "Last heard {way}").format(way=way), False)) if way else lines


def _relay_lines(relay: RelayStatus, now: datetime) -> Known:
    """Connection, position, the other counters, the permission, the gateway's clock."""
    away = not relay.connected
    ends = relay.jwt_until is not None and relay.jwt_until - now < LINE_ENDS_SOON
    lines = [(connection_line(relay, now), away), (position_line(relay), False)]
    lines += [(counter_line(each, now), not each.is_well) for each in relay.counters]
    lines += [(permission_line(relay, now), ends), (clock_line(relay), True)]
    return tuple((text, bad) for text, bad in lines if text)


def _paint_mark(one: _Told, painter: QPainter, rect: QRectF, theme: Theme) -> None:
    if isinstance(one, RelayStatus):
        paint_sign(painter, rect.adjusted(2, 2, -2, -2), Sign.SYNC, theme.color.muted)
        return
    if isinstance(one, BookStatus):
        sign = LINE_OF_PLATFORM[one.name].sign
        paint_sign(painter, rect.adjusted(2, 2, -2, -2), sign, theme.color.muted)
    else:
        paint_tag(painter, rect, one.sources[0] if one.sources else Source.OTHER, theme)


def _limits() -> str:
    return translate(
        "sync",
        "Received means: a signed call reached this PC then. Whether a platform has more orders than it"
        " sent can't be seen from here.",
    )


def _sites(one: PartnerStatus) -> str:
    return listed(source_name(source) for source in one.sources if source is not Source.OTHER)


def partner_lines(
    partner: PartnerStatus, now: datetime, *, readable: bool = False
) -> tuple[tuple[str, bool], ...]:
    """What is known of a partner: each line with whether it is bad news.

    `readable` says that calls come over the network without TLS.
    """
    received = translate("sync", "Last received {time}")
    last = received.format(time=exact_time(partner.last_received)) if partner.last_received else ""
    lines: list[tuple[str, bool]] = [(last or translate("sync", "Nothing received yet"), not last)]
    if partner.unreachable_since is not None:
        lines.append(_unreachable(partner.unreachable_since, now))
    if partner.trouble:
        lines.append((str(trouble_words(partner.trouble, partner.name)), True))
    lines.append(_clock(partner))
    if readable:
        lines.append((translate("sync", "Its calls come unencrypted: the network can read them."), True))
    if partner.half_signed:
        lines.append((translate("sync", "Its signature leaves the body out: it counts as unsigned."), True))
    elif partner.unsigned:
        lines.append((translate("sync", "Unsigned: anyone who knows the address can send orders."), True))
    return tuple(lines)


def book_lines(book: BookStatus, now: datetime) -> tuple[tuple[str, bool], ...]:
    """What is known of ovopark or WDK: each line with whether it is bad news."""
    lines: list[tuple[str, bool]] = []
    name = platform_name(book.name)
    if book.missing:
        words = translate("sync", "Nothing is sent: the settings lack {keys}.")
        lines.append((words.format(keys=listed(book.missing)), True))
    if book.secret:
        lines.append((translate("sync", "Nothing is sent: its secret can't be read from the keyring."), True))
    if book.halted:
        words = translate("sync", "Nothing more is sent to {platform} until its refusal is mended.")
        lines.append((words.format(platform=name), True))
    if book.banned_until is not None:
        words = translate("sync", "{platform} asks us to wait until {time}.")
        lines.append((words.format(platform=name, time=exact_time(book.banned_until)), True))
    if book.unreachable_since is not None:
        lines.append(_unreachable(book.unreachable_since, now))
    return (*lines, _clock(book))


def _unreachable(since: datetime, now: datetime) -> tuple[str, bool]:
    ours = translate("sync", "Our calls don't get through since {time} ({age}). They wait here.")
    age = how_long((now - since).total_seconds())
    return ours.format(time=same_day_time(since, now), age=age), True


def _clock(partner: PartnerStatus | BookStatus) -> tuple[str, bool]:
    if partner.skew_s is None:
        return translate("sync", "PC clock not compared yet"), False
    if abs(partner.skew_s) < CLOCK_RIGHT_S:
        return translate("sync", "PC clock is right"), False
    return skew_words(partner.skew_s), abs(partner.skew_s) > SKEW_SAID_S
