"""What lies behind a panel steps back, so that nothing there is taken for a part of it, or for cut."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.theme import Theme
from posdesk.desk.widgets.painted import Painted

_OPAQUE = 190  # of 255: what is behind can be told, and not be read by mistake


class Veil(Painted):
    """Lies over a whole page and under its panels, while one of them is open; touches go through it."""

    def __init__(self, theme: Theme, page: QWidget, *panels: QWidget) -> None:
        """`panels` stand on `page`, as all that it may cover does."""
        super().__init__(theme, page)
        self._page, self._panels = page, panels
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @Slot()
    def look(self) -> None:
        """Whoever has placed, shown or hidden a part of the page calls this then."""
        opened = [panel for panel in self._panels if not panel.isHidden()]
        self.setVisible(bool(opened))
        self.setGeometry(self._page.rect())
        for part in (self, *opened) if opened else ():
            part.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the page's ground over everything, thinly."""
        ground = QColor(self.theme.color.surface)
        ground.setAlpha(_OPAQUE)
        painter = self._painter()
        painter.fillRect(self.rect(), ground)
        painter.end()
