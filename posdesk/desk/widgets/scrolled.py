"""A scroll area that shows the ground behind it and takes no keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QSizePolicy, QWidget

_VIEWPORT = "qt_scrollarea_viewport"  # as Qt's own is called, which its styles look for


class _Keyless(QScrollArea):
    """Leaves the keys that a field in it has no use for to the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Not ours."""
        event.ignore()


def scrolled(inner: QWidget, *, keyless: bool = False) -> QScrollArea:
    """`inner` in such an area, as wide as the area; `keyless` also lets PgUp and PgDn by."""
    area = _Keyless() if keyless else QScrollArea()
    own_viewport(area)
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner.setAutoFillBackground(False)
    return area


def own_viewport(area: QAbstractScrollArea) -> None:
    """A window on what is scrolled that paints no ground.

    Made here, not by Qt: for a widget that it did not make, PySide looks through all kinds of widgets, and
    makes the classes of all of them for it, from the wizard to the colour dialog: 25 ms of a start.
    """
    viewport = QWidget(area)
    viewport.setObjectName(_VIEWPORT)
    area.setViewport(viewport)
    viewport.setAutoFillBackground(False)


def follow_width(row: QWidget) -> None:
    """Let layouts ask `row.heightForWidth`; what it hints beside that must be less, since it would hold."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
