"""The receipts behind a number: a painted list, newest hour last, over or beside the grid."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from posdesk.desk.hours.blocks import Blocks, Para, Title
from posdesk.desk.hours.cell_paint import paint_mark
from posdesk.desk.hours.receipt_words import ReceiptText, receipt_text
from posdesk.desk.hours.words import amount
from posdesk.desk.paint import (
    ButtonFace,
    paint_card,
    paint_hatch,
    paint_line,
    paint_tag,
    paint_text,
    paint_wrapped,
    text_width,
    wrapped_height,
)
from posdesk.desk.paint.text import CENTER, RIGHT
from posdesk.desk.theme import FontRole, StateRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.plain_view import make_plain
from posdesk.domain.books.ledger import ReceiptRow
from posdesk.domain.books.receipt import Figures

translate = QCoreApplication.translate

_NO_PARENT = QModelIndex()
_PAD = 12.0
_LINE_PX = 24.0
Index = QModelIndex | QPersistentModelIndex


class ReceiptList(QAbstractListModel):
    """Receipts, put into words when a row is measured or painted: a day has thousands."""

    SAID = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._rows: Sequence[ReceiptRow] = ()

    def show_rows(self, rows: Sequence[ReceiptRow]) -> None:
        """Hold these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A receipt in words, or what a screen reader says of it."""
        spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if role not in {self.SAID, *spoken}:
            return None
        said = receipt_text(self._rows[index.row()])
        return said if role == self.SAID else said.spoken


class _ReceiptDelegate(QStyledItemDelegate):
    """Paints a receipt's row: two lines, and a line for each note."""

    def __init__(self, panel: "ReceiptsPanel") -> None:
        super().__init__(panel)
        self._panel = panel

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its notes need."""
        width = self._panel.list_width
        return QSize(width, round(_height(index.data(ReceiptList.SAID), width, self._panel.theme)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints it."""
        painter.save()
        _paint_receipt(painter, QRectF(option.rect), index.data(ReceiptList.SAID), self._panel.theme)
        painter.restore()


class ReceiptsPanel(Painted):
    """`closed` says that a person put it away."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_asking` and `show_rows`."""
        super().__init__(theme, parent)
        self.model = ReceiptList(self)
        self._title, self._loading = "", True
        self._build()

    @property
    def list_width(self) -> int:
        """The width of a row, logical px: beside the scroll bar, which comes after rows are measured."""
        return self._list.width() - self._list.verticalScrollBar().sizeHint().width()

    @property
    def words(self) -> str:
        """What its head says."""
        return self._head.words

    def show_asking(self, title: str) -> None:
        """The receipts of this title are being read."""
        self._title, self._loading = title, True
        self.model.show_rows(())
        self._say(translate("hours", "Reading the receipts"))

    def show_rows(self, title: str, rows: Sequence[ReceiptRow]) -> None:
        """Show these; a list that stands stays where it was scrolled to."""
        self._title, self._loading = title, False
        bar = self._list.verticalScrollBar()
        before = bar.value()
        self.model.show_rows(rows)
        bar.setValue(before)
        self._say(_summed(rows))

    def scroll_by(self, rows: int) -> None:
        """So many rows down, up where negative."""
        bar = self._list.verticalScrollBar()
        bar.setValue(bar.value() + round(rows * 2 * _LINE_PX))

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        super().set_theme(theme)
        self._list.doItemsLayout()

    def retranslate(self) -> None:
        """The words on its button."""
        self._close.set_label(translate("hours", "Back"))
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their width makes them."""
        super().resizeEvent(event)
        self._list.doItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the card, and what an empty one says."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme)
        if not self.model.rowCount() and not self._loading:
            rect, font = self._rect().adjusted(24, 60, -24, 0), self.theme.font(FontRole.BODY)
            words = translate("hours", "No receipts in this hour")
            paint_text(painter, rect, words, font, self.theme.color.muted, align=CENTER)
        painter.end()

    def _say(self, words: str) -> None:
        self._head.show_blocks([Title(self._title), Para(words, small=True)])
        self.update()

    def _build(self) -> None:
        self._head = Blocks(self.theme)
        self._close = DeskButton(self.theme, ButtonFace(translate("hours", "Back"), "Esc"))
        self._close.on_click(self.closed.emit)
        self._list = QListView()
        self._list.setModel(self.model)
        self._list.setItemDelegate(_ReceiptDelegate(self))
        self._list.setLayoutMode(QListView.LayoutMode.Batched)
        make_plain(self._list)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 12, 0)
        top.addWidget(self._head, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 6)
        column.addLayout(top)
        column.addWidget(self._list, 1)


def _summed(rows: Sequence[ReceiptRow]) -> str:
    total = sum((row.figures for row in rows), Figures())
    words = translate("hours", "receipts: {receipts}, returns: {returns}, net {net}")
    return words.format(receipts=total.receipts, returns=total.returns, net=amount(total.net_fen))


def _height(said: ReceiptText, width: float, theme: Theme) -> float:
    font, room = theme.font(FontRole.CAPTION), width - 2 * _PAD - 18 - 6
    notes = sum(wrapped_height(note, font, room) + 3 for _, note in said.notes)
    return 2 * _LINE_PX + 12 + notes + (18 if said.proof else 0)


def _paint_receipt(painter: QPainter, rect: QRectF, said: ReceiptText, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = rect.adjusted(_PAD + 4, 5, -_PAD, 0)
    line = QRectF(inner.x(), inner.y(), inner.width(), _LINE_PX)
    _paint_first(painter, line, said, theme)
    _paint_second(painter, line.translated(0, _LINE_PX), said, theme)
    y = line.bottom() + _LINE_PX
    caption = theme.font(FontRole.CAPTION)
    if said.proof:
        paint_text(painter, QRectF(inner.x(), y, inner.width(), 18), said.proof, caption, theme.color.muted)
        y += 18
    for mark, note in said.notes:
        height = wrapped_height(note, caption, inner.width() - 18)
        paint_mark(painter, QRectF(inner.x(), y + 2, 14, 14), mark, theme.color.warn)
        paint_wrapped(
            painter, QRectF(inner.x() + 20, y, inner.width() - 18, height), note, caption, theme.color.warn
        )
        y += height + 3
    paint_line(painter, QPointF(inner.x(), rect.bottom() - 1), inner.right(), theme.color.line)


def _paint_first(painter: QPainter, line: QRectF, said: ReceiptText, theme: Theme) -> None:
    """Time, tag, serial; the amount at the right."""
    color, x = theme.color, line.x()
    font = theme.font(FontRole.BODY)
    x += paint_text(painter, line, said.time, font, color.muted) + 12
    if said.site is not None:
        paint_tag(painter, QRectF(x, line.center().y() - 10, 20, 20), said.site, theme)
        x += 28
    bold = theme.font(FontRole.BODY_BOLD)
    room = line.right() - x - text_width(said.net, bold) - 12
    paint_text(painter, QRectF(x, line.y(), room, line.height()), said.serial, bold, color.text)
    paint_text(painter, line, said.net, bold, color.text, align=RIGHT)


def _paint_second(painter: QPainter, line: QRectF, said: ReceiptText, theme: Theme) -> None:
    """Items, discount, order; WDK's outcome at the right."""
    ink, caption = theme.state(said.role).ink, theme.font(FontRole.CAPTION_BOLD)
    wide = text_width(said.wdk, caption)
    words = QRectF(line.right() - wide - 1, line.y(), wide + 1, line.height())
    sign = QRectF(words.x() - 22, line.center().y() - 8, 16, 16)
    if said.role is StateRole.UNKNOWN:
        paint_hatch(painter, QRectF(sign.x() - 12, sign.y(), 8, 16), theme)
    paint_mark(painter, sign, said.mark, ink)
    paint_text(painter, words, said.wdk, caption, ink)
    room = QRectF(line.x(), line.y(), sign.x() - line.x() - 16, line.height())
    paint_text(painter, room, said.about, theme.font(FontRole.CAPTION), theme.color.muted)
