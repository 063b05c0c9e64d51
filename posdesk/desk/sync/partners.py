"""The platforms, each with what is proven of it: never just a green dot."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.failing import platform_name
from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import (
    Sign,
    paint_card,
    paint_line,
    paint_sign,
    paint_tag,
    paint_text,
    paint_wrapped,
    wrapped_height,
)
from posdesk.desk.say import listed
from posdesk.desk.sync.said import book_lines, partner_lines
from posdesk.desk.sync.scrolled import scrolled
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.words import source_name
from posdesk.domain.posting import OVOPARK
from posdesk.domain.source import Source
from posdesk.domain.status import BookStatus, EngineStatus, PartnerStatus

translate = QCoreApplication.translate

_HEAD_PX = 60.0
_LEFT = 58.0
_SIGN_PX = 24
_TAIL_PX = 54


class PartnerList(Painted):
    """One block a partner, then what none of this can tell; as high as it needs."""

    _status = EngineStatus()
    _now: datetime | None = None

    def show_status(self, status: EngineStatus, now: datetime) -> None:
        """Show what the engine knows."""
        self._status, self._now = status, now
        self.setAccessibleName("; ".join(self.texts))
        self._fit()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every line on it, each platform's name before its own."""
        lines: list[str] = []
        for one in self._platforms():
            lines += [self._name(one), *(text for text, _ in self._lines(one))]
        return tuple(lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its height follows its width."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the platforms, and the limits of what is known at the end."""
        painter, y = self._painter(), 0.0
        for one in self._platforms():
            self._paint_platform(painter, y, one)
            y += self._height_of(one)
        font, words = self.theme.font(FontRole.CAPTION), _limits()
        place = QRectF(16, y + 12, self.width() - 32, self._limits_height())
        paint_wrapped(painter, place, words, font, self.theme.color.muted)
        painter.end()

    def _platforms(self) -> tuple[PartnerStatus | BookStatus, ...]:
        return (*self._status.partners, *self._status.books)

    def _name(self, one: PartnerStatus | BookStatus) -> str:
        """Its sites; the name in the settings where they don't tell it from another partner."""
        if isinstance(one, BookStatus):
            return platform_name(one.name)
        sites = _sites(one)
        alike = sum(_sites(other) == sites for other in self._status.partners)
        if not sites:
            return one.name
        return f"{sites}    {one.name}" if alike > 1 else sites

    def _fit(self) -> None:
        rows = sum(self._height_of(one) for one in self._platforms())
        self.setMinimumHeight(round(rows + self._limits_height() + 24))
        self.update()

    def _lines(self, one: PartnerStatus | BookStatus) -> tuple[tuple[str, bool], ...]:
        if self._now is None:
            return ()
        if isinstance(one, BookStatus):
            return book_lines(one, self._now)
        return partner_lines(one, self._now, readable=self._status.exposure.readable)

    def _limits_height(self) -> float:
        return wrapped_height(_limits(), self.theme.font(FontRole.CAPTION), self.width() - 32) + 2

    def _line_height(self, text: str, *, bad: bool) -> float:
        room = self.width() - _LEFT - 16 - (_SIGN_PX if bad else 0)
        return wrapped_height(text, self.theme.font(FontRole.BODY), room) + 4

    def _height_of(self, one: PartnerStatus | BookStatus) -> float:
        return 54 + sum(self._line_height(text, bad=bad) for text, bad in self._lines(one))

    def _paint_platform(self, painter: QPainter, top: float, one: PartnerStatus | BookStatus) -> None:
        color, y = self.theme.color, top + 44
        self._paint_mark(painter, QRectF(16, top + 14, 28, 28), one)
        name = QRectF(_LEFT, top + 14, self.width() - _LEFT - 16, 28)
        paint_text(painter, name, self._name(one), self.theme.font(FontRole.STRONG), color.text)
        for text, bad in self._lines(one):
            height, x = self._line_height(text, bad=bad), _LEFT + (_SIGN_PX if bad else 0)
            if bad:
                paint_sign(painter, QRectF(_LEFT, y + 1, 18, 18), Sign.WARNING, color.warn)
            line = QRectF(x, y, self.width() - x - 16, height)
            paint_wrapped(
                painter, line, text, self.theme.font(FontRole.BODY), color.warn if bad else color.muted
            )
            y += height
        paint_line(painter, QPointF(1, y + 9), self.width() - 1, color.line)

    def _paint_mark(self, painter: QPainter, rect: QRectF, one: PartnerStatus | BookStatus) -> None:
        if isinstance(one, BookStatus):
            sign = Sign.CHART if one.name == OVOPARK else Sign.RECEIPT
            paint_sign(painter, rect.adjusted(2, 2, -2, -2), sign, self.theme.color.muted)
            return
        source = one.sources[0] if one.sources else Source.OTHER
        paint_tag(painter, rect, source, self.theme)


class PartnersTail(Painted):
    """The list with a small head, for under other things."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_status`."""
        super().__init__(theme, parent)
        self._list = PartnerList(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _TAIL_PX, 0, 0)
        column.addWidget(self._list)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every line of the list."""
        return self._list.texts

    def show_status(self, status: EngineStatus, now: datetime) -> None:
        """Show what the engine knows."""
        self._list.show_status(status, now)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the head, apart from what is above it."""
        painter, color, width = self._painter(), self.theme.color, self.width()
        painter.fillRect(QRectF(1, 0, width - 2, 8), color.surface)
        paint_line(painter, QPointF(1, 0), width - 1, color.line)
        paint_line(painter, QPointF(1, 8), width - 1, color.line)
        head = QRectF(16, 8, width - 32, _TAIL_PX - 8)
        title = translate("sync", "Platforms")
        paint_text(painter, head, title, self.theme.font(FontRole.STRONG), color.text)
        paint_line(painter, QPointF(1, _TAIL_PX - 1), width - 1, color.line)
        painter.end()


class PartnersPanel(Painted):
    """The list under its head, scrolled where it doesn't fit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_status`."""
        super().__init__(theme, parent)
        self._list = PartnerList(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, round(_HEAD_PX), 1, 2)
        column.addWidget(scrolled(self._list))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every line of the list."""
        return self._list.texts

    def show_status(self, status: EngineStatus, now: datetime) -> None:
        """Show what the engine knows."""
        self._list.show_status(status, now)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        super().set_theme(theme)
        self._list.set_theme(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground and head."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        paint_card(painter, rect, self.theme)
        head = QRectF(16, 0, rect.width() - 32, _HEAD_PX)
        title = translate("sync", "Platforms")
        paint_text(painter, head, title, self.theme.font(FontRole.TITLE), color.text)
        paint_line(painter, QPointF(1, _HEAD_PX - 1), rect.right() - 1, color.line)
        painter.end()


def _limits() -> str:
    return translate(
        "sync",
        "Received means: a signed call reached this PC then. Whether a platform has more orders than it"
        " sent can't be seen from here.",
    )


def _sites(one: PartnerStatus) -> str:
    return listed(source_name(source) for source in one.sources if source is not Source.OTHER)
