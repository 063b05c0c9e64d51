"""Wrapped words in a role's font and one of the theme's colours, as high as they need."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from posdesk.desk.theme import FontRole, Theme


class Words(QLabel):
    """Never read as markup; takes no keys. Hidden while there is nothing to say."""

    def __init__(
        self, theme: Theme, role: FontRole = FontRole.BODY, color: str = "text", parent: QWidget | None = None
    ) -> None:
        """`color` is the name of one of the theme's plain roles."""
        super().__init__(parent)
        self._role, self._color = role, color
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_theme(theme)

    def say(self, text: str, color: str = "") -> None:
        """Say this, in another colour where one is named."""
        self._color = color or self._color
        self.set_theme(self._theme)
        self.setText(text)
        self.setVisible(bool(text))

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.setFont(theme.font(self._role))
        color: QColor = getattr(theme.color, self._color)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.setPalette(palette)
