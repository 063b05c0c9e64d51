"""A list view of whole cards: what Qt asks of any item view, answered from the lane's layout."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from posdesk.desk.cards.marks import Box, Button
from posdesk.desk.orders.lane_layout import LaneLayout
from posdesk.desk.orders.lanes import FoundRows, LaneProxy
from posdesk.desk.widgets.scrolled import own_viewport
from posdesk.desk.widgets.spoken import focus_on_item
from posdesk.domain.orders.order import OrderKey

_AnyIndex = QModelIndex | QPersistentModelIndex
_ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


def qrect(box: Box) -> QRect:
    """A box as Qt's rectangle."""
    return QRect(box.x, box.y, box.w, box.h)


class CardListView(QListView):
    """Has no keyboard, no scroll bars and no selection of its own; a screen reader reads its items.

    To Qt only a list, a table or a tree has items that can be read; nothing else of a list view is used.

    Presses go by the boxes that were painted, and count when they are let go where they began.
    """

    chosen = Signal(object)  # OrderKey: a person touched the card
    pressed_button = Signal(object, object)  # OrderKey, Action

    def __init__(self, proxy: LaneProxy | FoundRows, parent: QWidget | None = None) -> None:
        """Nothing is laid out yet."""
        super().__init__(parent)
        self.proxy = proxy
        self._shown = LaneLayout()
        self._pressed: tuple[OrderKey, Button] | None = None
        self._hovered: tuple[OrderKey, Button] | None = None
        self._pressed_more = 0
        self.setModel(proxy)
        self.setAutoScroll(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        own_viewport(self)
        self.viewport().setMouseTracking(True)

    @property
    def shown(self) -> LaneLayout:
        """What is shown now, with the boxes that presses go by; never that of rows as they were before."""
        self.executeDelayedItemsLayout()
        return self._shown

    def doItemsLayout(self) -> None:
        """The lane's own layout, not a list's, which would measure every row."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """There are no scroll bars to go by a list's layout."""

    def say_chosen(self, place: int | None, *, tell: bool) -> None:
        """A screen reader finds the focus on that card; `tell` says that it has just come there."""
        index = QModelIndex() if place is None else self.model().index(place, 0)
        if index != self.currentIndex():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if tell and place is not None:
            focus_on_item(self, place)

    def show_place(self, place: int) -> None:
        """Scroll so that the card at a place is shown whole."""
        raise NotImplementedError

    def turn_page(self, direction: int) -> None:
        """Scroll to the cards above where −1, to those below where 1."""
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what was pressed; it counts when it is let go on the same."""
        x, y = event.position().toPoint().x(), event.position().toPoint().y()
        self._pressed = self._button(x, y)
        self._pressed_more = self._more_at(x, y)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that ends where it began: a button, the words "n more", or the card."""
        x, y = event.position().toPoint().x(), event.position().toPoint().y()
        pressed, self._pressed = self._pressed, None
        more, self._pressed_more = self._pressed_more, 0
        self.viewport().update()
        placed = self.shown.at(x, y)
        if more and more == self._more_at(x, y):
            self.turn_page(more)
        elif pressed is not None:
            if pressed == self._button(x, y):
                self.pressed_button.emit(pressed[0], pressed[1].act)
        elif placed is not None:
            self.chosen.emit(self.proxy.row_at(placed.at).key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two quick ones is a press like another."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the button under the pointer."""
        hovered = self._button(event.position().toPoint().x(), event.position().toPoint().y())
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()

    def visualRect(self, index: _AnyIndex) -> QRect:
        """Where a card is painted; empty for one that isn't shown."""
        placed = next((p for p in self.shown.placed if p.at == index.row()), None)
        return qrect(placed.box) if placed else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The card at a point of the viewport."""
        placed = self.shown.at(point.x(), point.y())
        return self.model().index(placed.at, 0) if placed else QModelIndex()

    def scrollTo(
        self,
        index: _AnyIndex,
        hint: QAbstractItemView.ScrollHint = _ENSURE_VISIBLE,
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

    def _button(self, x: int, y: int) -> tuple[OrderKey, Button] | None:
        placed = self.shown.at(x, y)
        button = placed.card.button_at(x - placed.box.x, y - placed.box.y) if placed else None
        return (self.proxy.row_at(placed.at).key, button) if placed and button else None

    def _more_at(self, x: int, y: int) -> int:
        """−1 on the words "n more above", 1 on those below, else 0."""
        for box, direction in ((self.shown.above_box, -1), (self.shown.below_box, 1)):
            if box and box.contains(x, y):
                return direction
        return 0
