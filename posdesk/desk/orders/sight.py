"""Where that stands on the Orders page which the keys act on: painted as chosen, whole, nothing over it."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from posdesk.desk.orders.board import Board
from posdesk.desk.orders.detail import DetailPanel
from posdesk.desk.orders.find import FindPanel
from posdesk.desk.orders.model import Row
from posdesk.desk.orders.panel import DeedPanel


class Sight:
    """Asks the parts of the page; the topmost one counts."""

    def __init__(
        self, page: QWidget, board: Board, detail: DetailPanel, *, finder: FindPanel, panel: DeedPanel
    ) -> None:
        """All four stand on `page`."""
        self._page, self._board, self._detail = page, board, detail
        self._finder, self._panel = finder, panel

    def box(self, row: Row | None) -> QRect | None:
        """Where the panel of a deed stands, else that order, in the page's px; empty where it is not seen.

        None while there is neither.
        """
        if self._panel.isVisible():
            return self._whole(self._panel.geometry())
        if row is None:
            return None
        if self._detail.isVisible() and self._detail.closable and self._detail.key == row.key:
            return self._whole(self._detail.geometry())
        if self._finder.isVisible():
            return self._whole(self._finder.box_of_selected().translated(self._finder.pos()))
        return self._whole(self._board.box_of_selected().translated(self._board.pos()))

    def _whole(self, box: QRect) -> QRect:
        """A box of the page, empty where not all of it is on the page."""
        return box if self._page.rect().contains(box) else QRect()
