"""A list of rows that a function paints: it scrolls in whole rows, and what is chosen comes into sight."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from posdesk.desk.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class RowKind(Protocol):
    """How rows of one kind look. `row` is what `show_rows` was given."""

    def paint(self, painter: QPainter, rect: QRectF, row: Any, theme: Theme, *, chosen: bool) -> None:
        """Paint a row into its rect."""

    def height(self, row: Any, width: int, theme: Theme) -> int:
        """How high a row stands at that width, in logical px."""

    def words(self, row: Any) -> str:
        """What a screen reader says of it."""


class _Rows(QAbstractListModel):
    """The rows as a model."""

    def __init__(self, kind: RowKind) -> None:
        super().__init__()
        self._kind = kind
        self.rows: tuple[Any, ...] = ()

    def hold(self, rows: tuple[Any, ...]) -> None:
        """Hold these instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a row."""
        said = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return self._kind.words(self.rows[index.row()]) if said else None


class _Delegate(QStyledItemDelegate):
    """Hands painting and height on to the kind of row."""

    def __init__(self, view: "RowList") -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A row, without anything of the style's own."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._view.paint_row(painter, QRectF(option.rect), index.row())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the row needs at the view's width."""
        return QSize(1, self._view.height_of(index.row()))


class RowList(QListView):
    """`touched` carries the place of the row that was touched; no key reaches it."""

    touched = Signal(int)

    def __init__(self, theme: Theme, kind: RowKind, parent: QWidget | None = None) -> None:
        """Empty until `show_rows`."""
        super().__init__(parent)
        self._theme, self._kind, self._model = theme, kind, _Rows(kind)
        self._chosen: int | None = None
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._touched)

    @property
    def rows(self) -> tuple[Any, ...]:
        """What it shows."""
        return self._model.rows

    @property
    def rows_px(self) -> int:
        """How high all rows are together, in logical px."""
        return sum(map(self.height_of, range(len(self.rows))))

    def show_rows(self, rows: Sequence[Any], chosen: int | None = None) -> None:
        """Show these; the same ones stay scrolled to where they were. Another `chosen` comes into sight."""
        is_new = (tuple(rows), chosen) != (self.rows, self._chosen)
        self._chosen = chosen
        if tuple(rows) != self.rows:
            before = self.verticalScrollBar().value()
            self._model.hold(tuple(rows))
            self.doItemsLayout()
            self.verticalScrollBar().setValue(before)
        self._fit()
        if is_new:
            self.reveal()
        self.viewport().update()

    def reveal(self) -> None:
        """Bring the chosen row into sight, wherever a hand has scrolled to."""
        if self._chosen is not None:
            self.scrollTo(self._model.index(self._chosen))

    def box_of(self, place: int) -> QRect:
        """Where that row is painted, in the list's px; empty where it is not wholly on screen."""
        box = self.visualRect(self._model.index(place))
        return box.translated(self.viewport().pos()) if self.viewport().rect().contains(box) else QRect()

    def height_of(self, place: int) -> int:
        """How high that row stands, in logical px."""
        return self._kind.height(self.rows[place], self.viewport().width(), self._theme)

    def paint_row(self, painter: QPainter, rect: QRectF, place: int) -> None:
        """Paint that row."""
        self._kind.paint(painter, rect, self.rows[place], self._theme, chosen=place == self._chosen)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(200, self.rows_px)

    def minimumSizeHint(self) -> QSize:
        """It scrolls."""
        return QSize(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows may stand higher or lower at another width."""
        super().resizeEvent(event)
        self._fit()
        self.reveal()

    def _fit(self) -> None:
        """Whole rows only, where they scroll."""
        shown = 0
        heights = [self.height_of(place) for place in range(len(self.rows))]
        for height in heights:
            if shown + height > self.height():
                break
            shown += height
        scrolls = shown < sum(heights)
        below = self.height() - shown if scrolls and shown else 0
        if below != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, below)
        self.scheduleDelayedItemsLayout()

    @Slot(QModelIndex)
    def _touched(self, index: QModelIndex) -> None:
        self.touched.emit(index.row())
