"""Rows of figures, painted: words at the left, one or two numbers at the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posdesk.desk.paint import paint_tag, paint_text, text_width
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.orders.source import Source


class Look(Enum):
    """How a row looks."""

    PLAIN = auto()
    HEAD = auto()  # small words over a line
    TOTAL = auto()  # under a heavy line, bold
    BIG = auto()  # the one sum
    PAIR = auto()  # two of them beside each other
    LINE = auto()


_HEIGHTS = {Look.PLAIN: 24, Look.HEAD: 26, Look.TOTAL: 32, Look.BIG: 42, Look.PAIR: 23, Look.LINE: 9}
HIGHEST_PX = max(_HEIGHTS.values())


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row; `mid` stands at the right of its own column, `more` and `most` are the second of a pair."""

    left: str = ""
    right: str = ""
    mid: str = ""
    look: Look = Look.PLAIN
    source: Source | None = None
    more: str = ""
    most: str = ""

    @property
    def words(self) -> str:
        """What a screen reader says of it."""
        return " ".join(filter(None, (self.left, self.mid, self.right, self.more, self.most)))


class FigureList(Painted):
    """Shows rows, as high as they are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_rows`."""
        super().__init__(theme, parent)
        self.rows: tuple[FigureRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[FigureRow]) -> None:
        """Show these."""
        if tuple(rows) != self.rows:
            self.rows = tuple(rows)
            self.setAccessibleName("\n".join(row.words for row in self.rows if row.words))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(240, sum(_HEIGHTS[row.look] for row in self.rows))

    def whole_rows(self) -> tuple[FigureRow, ...]:
        """Those that stand in sight whole: no other is painted, since half a figure reads as another one."""
        return tuple(row for row, _ in self._placed())

    def _placed(self) -> Iterator[tuple[FigureRow, QRectF]]:
        seen, y = self.visibleRegion().boundingRect(), 0
        for row in self.rows:
            box = QRect(0, y, self.width(), _HEIGHTS[row.look])
            if seen.contains(box):
                yield row, QRectF(box)
            y += box.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints them from the top."""
        painter = self._painter()
        for row, rect in self._placed():
            self._paint(painter, rect, row)
        painter.end()

    def _paint(self, painter: QPainter, rect: QRectF, row: FigureRow) -> None:
        color = self.theme.color
        if row.look is Look.LINE:
            painter.fillRect(QRectF(0, rect.center().y(), rect.width(), 1), color.line)
        elif row.look is Look.PAIR:
            self._paint_pair(painter, rect, row)
        else:
            self._paint_row(painter, rect, row)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: FigureRow) -> None:
        color, bold = self.theme.color, row.look in {Look.TOTAL, Look.BIG}
        font = self.theme.font(_FONTS.get(row.look, FontRole.BODY))
        if row.look is Look.HEAD:
            painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), color.line)
        if bold:
            painter.fillRect(QRectF(0, rect.y() + 3, rect.width(), 2), color.text)
            rect = rect.adjusted(0, 5, 0, 0)
        big = self.theme.font(FontRole.NUMBER_M) if row.look is Look.BIG else font
        ink = color.muted if row.look is Look.HEAD else color.text
        taken = paint_text(painter, rect, row.right, big, ink, align=RIGHT)
        left = rect.adjusted(0, 0, -taken - 10, 0)
        if row.mid:
            middle = QRectF(0, rect.y(), rect.width() * 0.66, rect.height())
            paint_text(painter, middle, row.mid, font, ink, align=RIGHT)
            left.setRight(min(left.right(), middle.right() - text_width(row.mid, font) - 10))
        if row.source is not None:
            paint_tag(painter, QRectF(0, rect.center().y() - 10, 20, 20), row.source, self.theme)
            left.setLeft(28)
        quiet = ink if bold or row.mid or row.source is not None else color.muted
        paint_text(painter, left, row.left, font, ink if bold else quiet)

    def _paint_pair(self, painter: QPainter, rect: QRectF, row: FigureRow) -> None:
        half, font = rect.width() / 2 - 14, self.theme.font(FontRole.BODY)
        for at, (left, right) in enumerate(((row.left, row.mid), (row.more, row.most))):
            box = QRectF(at * (half + 28), rect.y(), half, rect.height())
            taken = paint_text(painter, box, right, font, self.theme.color.text, align=RIGHT)
            paint_text(painter, box.adjusted(0, 0, -taken - 6, 0), left, font, self.theme.color.muted)


_FONTS = {Look.HEAD: FontRole.CAPTION, Look.TOTAL: FontRole.BODY_BOLD, Look.BIG: FontRole.BODY_BOLD}
