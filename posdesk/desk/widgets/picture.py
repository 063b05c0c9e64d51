"""A picture as high as it is, in the middle of its place."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget


class PictureBox(QWidget):
    """Shows a picture; what it is of is its accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until `show_picture`."""
        super().__init__(parent)
        self.picture = QPixmap()

    def show_picture(self, picture: QPixmap, name: str) -> None:
        """Show this one."""
        self.picture = picture
        self.setAccessibleName(name)
        self.setMinimumHeight(picture.height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The picture's."""
        return self.picture.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints it."""
        painter = QPainter(self)
        painter.drawPixmap((self.width() - self.picture.width()) // 2, 0, self.picture)
        painter.end()
