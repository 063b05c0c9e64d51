"""A scroll area that shows the ground behind it and takes no keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class _Keyless(QScrollArea):
    """Leaves the keys that a field in it has no use for to the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Not ours."""
        event.ignore()


def scrolled(inner: QWidget, *, keyless: bool = False) -> QScrollArea:
    """`inner` in such an area, as wide as the area; `keyless` also lets PgUp and PgDn by."""
    area = _Keyless() if keyless else QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for plain in (area.viewport(), inner):
        plain.setAutoFillBackground(False)
    return area


def follow_width(row: QWidget) -> None:
    """Let layouts ask `row.heightForWidth`; what it hints beside that must be less, since it would hold."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
