"""Which row of a page's rows has the keys: its buttons show them, and no other row's do."""

from collections.abc import Callable, Hashable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from posdesk.desk.widgets.letter_keys import bring_into_sight


class ChoosableRow(Protocol):
    """A row with buttons."""

    @property
    def identity(self) -> Hashable:
        """What it is about; it may stand elsewhere, or on another widget, next time."""

    def show_chosen(self, *, chosen: bool) -> None:
        """Paint its frame and its buttons' keys, or neither."""

    def isHidden(self) -> bool:
        """Whether it is put away; a row that was just made is on screen only later."""


class RowChoice(QObject):
    """A person chooses by arrow or touch; of fresh rows the first is chosen.

    Where the chosen row goes away, none is chosen until the next arrow: a letter pressed twice would act on
    the row that slid into its place.
    """

    def __init__(self, page: QWidget, rows: Callable[[], Sequence[ChoosableRow]]) -> None:
        """`rows` are those of the panes on screen, from the top."""
        super().__init__(page)
        self._rows = rows
        self._chosen: Hashable | None = None
        self._place = 0
        self._is_fresh = True

    @property
    def row(self) -> ChoosableRow | None:
        """The chosen one."""
        return next((row for row in self._shown() if row.identity == self._chosen), None)

    def begin_anew(self) -> None:
        """The page came to the front: the first row will be chosen."""
        self._chosen, self._is_fresh = None, True
        self.refresh()

    def refresh(self) -> None:
        """Rows came, went or changed their places."""
        shown = self._shown()
        if self._is_fresh and shown:
            self._chosen, self._is_fresh = shown[0].identity, False
        self._paint(shown)

    def choose(self, identity: Hashable) -> None:
        """A person touched that row."""
        self._chosen = identity
        self._paint(self._shown())

    def step(self, by: int) -> bool:
        """The row above or below; whether there are rows at all. It comes into sight."""
        shown = self._shown()
        if not shown:
            return False
        places = [row.identity for row in shown]
        at = places.index(self._chosen) + by if self._chosen in places else self._place
        row = shown[min(max(0, at), len(shown) - 1)]
        self.choose(row.identity)
        if isinstance(row, QWidget):
            bring_into_sight(row)
        return True

    def _shown(self) -> list[ChoosableRow]:
        return [row for row in self._rows() if not row.isHidden()]

    def _paint(self, shown: Sequence[ChoosableRow]) -> None:
        for place, row in enumerate(shown):
            chosen = row.identity == self._chosen
            self._place = place if chosen else self._place
            row.show_chosen(chosen=chosen)
