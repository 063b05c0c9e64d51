"""Views of the desk: they show, take no keys, and paint nothing of their own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView


def make_plain(view: QAbstractItemView) -> None:
    """No frame, no ground, no selection of its own, no keys."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.viewport().setAutoFillBackground(False)


def make_plain_table(view: QTableView) -> None:
    """The same, without grid lines and numbers at its side; widths and heights are set, not dragged."""
    make_plain(view)
    view.setShowGrid(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    view.verticalHeader().hide()
    for header in (view.horizontalHeader(), view.verticalHeader()):
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
