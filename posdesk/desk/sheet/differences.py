"""What differs, line by line: which order, receipt or hour, the three amounts, why, and what mends it."""

from math import ceil

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.frame.button import DeskButton
from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import (
    ButtonFace,
    paint_line,
    paint_text,
    paint_wrapped,
    rounded,
    text_width,
    wrapped_height,
)
from posdesk.desk.paint.text import CENTER, RIGHT
from posdesk.desk.say import clock_time
from posdesk.desk.sheet.table import paint_source
from posdesk.desk.sheet.words import amount, cure_label, cure_of, sentence_of, source_words
from posdesk.desk.sync.scrolled import follow_width
from posdesk.desk.theme import FontRole, StateRole, Theme
from posdesk.domain.ledger import Difference

translate = QCoreApplication.translate

MOST_ROWS = 40  # widgets; the rest is counted, the export has them all
_HEAD_PX = 66
_ROW_PX = 60.0
_MARK_PX = 172.0  # tag, number, time
_AMOUNT_PX = 74.0
_SHORT = 7  # characters of a number that is read from afar; a receipt's stands over its time
_WHY_X = _MARK_PX + 3 * _AMOUNT_PX + 16
_NARROW_PX = 700  # the sentence goes under the amounts


class DifferencesHead(Painted):
    """How many there are, and what the columns are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """None."""
        super().__init__(theme, parent)
        self._count = 0
        self.setFixedHeight(_HEAD_PX)

    def set_count(self, count: int) -> None:
        """So many; of none there is nothing to be seen."""
        self._count = count
        self.setVisible(bool(count))
        self.setAccessibleName(f"{_title()}: {count}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints title, count and columns."""
        painter, color = self._painter(), self.theme.color
        font = self.theme.font(FontRole.STRONG)
        took = paint_text(painter, QRectF(0, 2, self.width(), 32), _title(), font, color.text)
        caption, colors = self.theme.font(FontRole.CAPTION_BOLD), self.theme.state(StateRole.HALF)
        words = _count_words(self._count)
        chip = QRectF(took + 10, 5, max(26.0, text_width(words, caption) + 16), 26)
        rounded(painter, chip, 13, colors.soft)
        paint_text(painter, chip, words, caption, colors.ink, align=CENTER)
        self._paint_columns(painter)
        paint_line(painter, QPointF(0, _HEAD_PX - 1), self.width(), color.line)
        painter.end()

    def _paint_columns(self, painter: QPainter) -> None:
        font, muted = self.theme.font(FontRole.CAPTION), self.theme.color.muted
        names = (
            translate("sheet", "Orders"),
            translate("sheet", "Hours"),
            translate("sheet", "Receipts"),
        )
        paint_text(painter, QRectF(0, 36, 100, 26), translate("sheet", "Number"), font, muted)
        for index, name in enumerate(names):
            place = QRectF(_MARK_PX + index * _AMOUNT_PX, 36, _AMOUNT_PX, 26)
            paint_text(painter, place, name, font, muted, align=RIGHT)
        if self.width() >= _NARROW_PX:
            why = QRectF(_WHY_X, 36, self.width() - _WHY_X, 26)
            paint_text(painter, why, translate("sheet", "What happened"), font, muted)


class DifferenceRow(Painted):
    """`mended` carries the Difference whose button was pressed; its number opens its receipts."""

    mended = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_difference`."""
        super().__init__(theme, parent)
        self._difference: Difference | None = None
        self._why = ""
        self.button = DeskButton(theme, ButtonFace(""), self)
        self.button.on_click(self._press)
        follow_width(self)

    @property
    def difference(self) -> Difference | None:
        """What it is about."""
        return self._difference

    @property
    def why(self) -> str:
        """Its sentence."""
        return self._why

    def show_difference(self, difference: Difference) -> None:
        """Show this."""
        self._difference, self._why = difference, sentence_of(difference)
        cure = cure_of(difference)
        if cure is not None:
            self.button.set_face(ButtonFace(cure_label(cure, difference)))
        self.button.setVisible(cure is not None)
        name = source_words(difference.source) if difference.source else ""
        self.setAccessibleName(f"{name} {difference.mark}. {self._why}".strip())
        self.updateGeometry()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its button stands at the right."""
        self._fit()

    def sizeHint(self) -> QSize:
        """A line; how high it is, its width says."""
        return QSize(700, round(_ROW_PX))

    def heightForWidth(self, width: int) -> int:
        """What its sentence needs at that width, in px."""
        return ceil(max(_ROW_PX, self._why_height(width) + (52 if width < _NARROW_PX else 22)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints mark, amounts and sentence."""
        difference = self._difference
        if difference is None:
            return
        painter, color = self._painter(), self.theme.color
        top = self._first_px()
        self._paint_mark(painter, difference, top)
        books = (difference.orders_fen, difference.hours_fen, difference.wdk_fen)
        for index, fen in enumerate(books):
            place = QRectF(_MARK_PX + index * _AMOUNT_PX, top, _AMOUNT_PX, 28)
            font = self.theme.font(FontRole.BODY)
            paint_text(painter, place, amount(fen), font, color.text, align=RIGHT)
        paint_wrapped(painter, self._why_rect(), self._why, self.theme.font(FontRole.BODY), color.text)
        paint_line(painter, QPointF(0, self.height() - 1), self.width(), color.line)
        painter.end()

    def _paint_mark(self, painter: QPainter, difference: Difference, top: float) -> None:
        color, x = self.theme.color, 0.0
        if difference.source:
            paint_source(painter, QRectF(0, top + 2, 24, 24), difference.source, self.theme)
            x = 32.0
        time = "" if difference.hour else clock_time(difference.at)
        caption = self.theme.font(FontRole.CAPTION)
        if len(difference.mark) > _SHORT:
            font, room = self.theme.font(FontRole.BODY_BOLD), _MARK_PX - x
            paint_text(painter, QRectF(x, top - 9, room, 24), difference.mark, font, color.text)
            paint_text(painter, QRectF(x, top + 13, room, 20), time, caption, color.muted)
            return
        room, font = _MARK_PX - x - text_width(time, caption) - 14, self.theme.font(FontRole.TITLE)
        took = paint_text(painter, QRectF(x, top, room, 28), difference.mark, font, color.text)
        paint_text(painter, QRectF(x + took + 8, top + 1, 60, 28), time, caption, color.muted)

    def _is_narrow(self) -> bool:
        return self.width() < _NARROW_PX

    def _first_px(self) -> float:
        """Where the first line of words stands."""
        return 10.0 if self._is_narrow() else (self.height() - 28) / 2

    def _why_width(self, width: int) -> float:
        button = self.button.sizeHint().width() + 16 if not self.button.isHidden() else 0
        left = 0.0 if width < _NARROW_PX else _WHY_X
        return max(120.0, width - left - button)

    def _why_height(self, width: int) -> float:
        return wrapped_height(self._why, self.theme.font(FontRole.BODY), self._why_width(width))

    def _why_rect(self) -> QRectF:
        height, width = self._why_height(self.width()), self._why_width(self.width())
        if self._is_narrow():
            return QRectF(0, 42, width, height + 2)
        return QRectF(_WHY_X, (self.height() - height) / 2, width, height + 2)

    def _fit(self) -> None:
        hint = self.button.sizeHint()
        top = self.height() - 52 if self._is_narrow() else (self.height() - hint.height()) / 2
        self.button.setGeometry(self.width() - hint.width(), round(top), hint.width(), hint.height())
        self.update()

    @Slot()
    def _press(self) -> None:
        if self._difference is not None:
            self.mended.emit(self._difference)


class DifferenceList(QWidget):
    """Head and rows; rows are made once and used again."""

    mended = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing differs."""
        super().__init__(parent)
        self._theme = theme
        self.rows: list[DifferenceRow] = []
        self._head = DifferencesHead(theme)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self._head.set_count(0)

    @property
    def shown(self) -> tuple[DifferenceRow, ...]:
        """The rows on screen, in their order."""
        return tuple(row for row in self.rows if not row.isHidden())

    def show_differences(self, differences: tuple[Difference, ...]) -> None:
        """Show these."""
        self._head.set_count(len(differences))
        while len(self.rows) < min(MOST_ROWS, len(differences)):
            row = DifferenceRow(self._theme)
            row.mended.connect(self.mended)
            self._column.addWidget(row)
            self.rows.append(row)
        for index, row in enumerate(self.rows):
            row.setVisible(index < len(differences))
            if index < len(differences):
                row.show_difference(differences[index])

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        for part in (self._head, *self.rows):
            part.set_theme(theme)


def _title() -> str:
    return translate("sheet", "What differs")


def _count_words(count: int) -> str:
    if count <= MOST_ROWS:
        return f"{count}"
    return translate("sheet", "{n}, the first {most} below").format(n=f"{count:,}", most=MOST_ROWS)
