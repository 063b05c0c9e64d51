"""A list view whose items stand on a shelf: what Qt asks of any item view, answered from the shelf."""

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from posdesk.desk.cards.marks import Box
from posdesk.desk.orders.shelf import Shelf

_AnyIndex = QModelIndex | QPersistentModelIndex
_ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


def qrect(box: Box) -> QRect:
    """A box as Qt's rectangle."""
    return QRect(box.x, box.y, box.w, box.h)


class ShelfView(QAbstractItemView):
    """Has no keyboard, no scroll bars and no selection of its own; a screen reader reads its items."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """The shelf is empty."""
        super().__init__(parent)
        self._shelf = Shelf()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    @property
    def shelf(self) -> Shelf:
        """What is shown now, with the boxes that presses go by; never that of rows as they were before."""
        self.executeDelayedItemsLayout()
        return self._shelf

    def show_place(self, place: int) -> None:
        """Scroll so that the card at a place is shown whole."""
        raise NotImplementedError

    def visualRect(self, index: _AnyIndex) -> QRect:
        """Where a card is painted; empty for one that isn't shown."""
        placed = next((p for p in self.shelf.placed if p.at == index.row()), None)
        return qrect(placed.box) if placed else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The card at a point of the viewport."""
        placed = self.shelf.at(point.x(), point.y())
        return self.model().index(placed.at, 0) if placed else QModelIndex()

    def scrollTo(
        self,
        index: _AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Show a card whole."""
        if index.isValid():
            self.show_place(index.row())

    def horizontalOffset(self) -> int:
        """Nothing scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """Cards are scrolled whole, so there is no offset in px."""
        return 0

    def isIndexHidden(self, index: _AnyIndex) -> bool:
        """No row is hidden."""
        return False

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The page moves the selection, not the view."""
        return QModelIndex()

    def setSelection(self, rect: QRect, command: object) -> None:
        """Selection is the page's."""

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Selection is painted with its card."""
        return QRegion()
