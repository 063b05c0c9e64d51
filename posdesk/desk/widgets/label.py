"""Labels: words as high as they need, a count in its chip, a sign or tag beside them."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from posdesk.desk.paint import paint_sign, rounded
from posdesk.desk.paint.text import in_lines
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.painted import Painted, Ruled, within

Ink = str | StateRole | Callable[[Theme], QColor]
"""The name of one of the theme's plain colours, the state whose ink it is, or what a theme gives."""

CHIP_PX = 26
HEAD_PX = 46
STRIP_PX = 8
LONG_WORD_PX = 120


class Words(QLabel):
    """Never read as markup, broken to their width; takes no keys. Hidden while there is nothing to say."""

    def __init__(
        self,
        theme: Theme,
        role: FontRole = FontRole.BODY,
        color: Ink = "text",
        parent: QWidget | None = None,
        *,
        wraps: bool = True,
    ) -> None:
        """Says nothing until `say`."""
        super().__init__(parent)
        self._role, self._color = role, color
        self.setWordWrap(wraps)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.set_theme(theme)

    def say(self, text: str, color: Ink = "") -> None:
        """Say this, in another colour where one is named."""
        if color and color != self._color:
            self._color = color
            self.set_theme(self._theme)
        self.setText(in_lines(text))
        if self.isHidden() == bool(text):
            self._appear(shown=bool(text))

    def _appear(self, *, shown: bool) -> None:
        """Shown before it stands anywhere it would be a window of its own; its place will show it."""
        if shown and self.parentWidget() is None:
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
        else:
            self.setVisible(shown)

    def minimumSizeHint(self) -> QSize:
        """A stranger's long word is cut where it must be; it never makes the window wider."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), LONG_WORD_PX), hint.height()) if self.wordWrap() else hint

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.setFont(theme.font(self._role))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, ink_of(theme, self._color))
        self.setPalette(palette)


class Chip(Words):
    """A count in its state's colours."""

    def __init__(self, theme: Theme, state: StateRole, parent: QWidget | None = None) -> None:
        """`state` gives ground and ink."""
        super().__init__(theme, FontRole.CAPTION_BOLD, state, parent, wraps=False)
        self._state = state
        self.setMinimumWidth(CHIP_PX)
        self.setFixedHeight(CHIP_PX)
        self.setContentsMargins(8, 0, 8, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints its ground, then the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, QRectF(self.rect()), CHIP_PX / 2, self._theme.state(self._state).soft)
        painter.end()
        super().paintEvent(event)


class Head(Ruled):
    """A title over rows, with a count in its chip."""

    def __init__(
        self,
        theme: Theme,
        role: FontRole = FontRole.STRONG,
        state: StateRole = StateRole.HALF,
        parent: QWidget | None = None,
    ) -> None:
        """Says nothing until `say`."""
        super().__init__(theme, parent)
        self._apart = False
        self._title, self._chip = Words(theme, role, wraps=False), Chip(theme, state)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(10)
        self._row.addWidget(self._title)
        self._row.addWidget(self._chip)
        self._row.addStretch(1)

    def say(self, title: str, count: str = "", *, apart: bool = False, height: int = HEAD_PX) -> None:
        """Say this, so high in px; `apart`: a strip of the page's ground stands above it."""
        strip, self._apart = STRIP_PX if apart else 0, apart
        self._title.say(title)
        self._chip.say(count)
        self._row.setContentsMargins(16, strip, 16, 1)
        self.setFixedHeight(height + strip)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line under it, and the strip."""
        super().paintEvent(event)
        if self._apart:
            painter = self._painter()
            painter.fillRect(0, 0, self.width(), STRIP_PX, self.theme.color.surface)
            painter.fillRect(0, STRIP_PX, self.width(), 1, self.theme.color.line)
            painter.end()


class Mark(Painted):
    """A sign, or a source's tag, in a square; what it means the words beside it say."""

    def __init__(self, theme: Theme, side: int, parent: QWidget | None = None) -> None:
        """Empty; `side` in logical px."""
        super().__init__(theme, parent)
        self._paint: Callable[[QPainter, QRectF, Theme], object] | None = None
        self.setFixedSize(QSize(side, side))

    def show_sign(self, sign: Sign, color: Ink) -> None:
        """Show this sign."""

        def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
            paint_sign(painter, rect, sign, ink_of(theme, color))

        self.show_painted(paint)

    def show_painted(self, paint: Callable[[QPainter, QRectF, Theme], object] | None) -> None:
        """Show what that paints."""
        self._paint = paint
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints it."""
        if self._paint is not None:
            painter = self._painter()
            self._paint(painter, self._rect(), self.theme)
            painter.end()


class EmptyState(Painted):
    """What stands where nothing is: a sign, a title and a line, in the middle."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing until `show_words`."""
        super().__init__(theme, parent)
        self._mark = Mark(theme, 56)
        self._texts = (Words(theme, FontRole.TITLE), Words(theme, FontRole.BODY, "muted"))
        column = within(self, 24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in self._texts:
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addStretch(1)

    def show_words(self, sign: Sign, title: str, line: str, color: Ink = "muted") -> None:
        """Show these."""
        self._mark.show_sign(sign, color)
        for words, text in zip(self._texts, (title, line), strict=True):
            words.say(text)

    @property
    def words(self) -> str:
        """What it says."""
        return " ".join(words.text() for words in self._texts).strip()


def ink_of(theme: Theme, color: Ink) -> QColor:
    """The colour of words or of a sign."""
    if isinstance(color, StateRole):
        return theme.state(color).ink
    ink: QColor = getattr(theme.color, color) if isinstance(color, str) else color(theme)
    return ink
