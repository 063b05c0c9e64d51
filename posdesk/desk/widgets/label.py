"""Labels: words as high as they need, a count in its chip, a sign or tag beside them."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from posdesk.desk.paint import elided, paint_sign, rounded, text_width
from posdesk.desk.paint.text import in_lines
from posdesk.desk.theme import Color, FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.painted import Painted, Ruled, within

Ink = Color | StateRole | Callable[[Theme], QColor]
"""A plain colour, the state whose ink it is, or what a theme gives."""

CHIP_PX = 26
HEAD_PX = 46
STRIP_PX = 8
LONG_WORD_PX = 120
_REPOLISHED = frozenset({QEvent.Type.PaletteChange, QEvent.Type.StyleChange})
HIGHEST_PX = 200  # no figures are higher


class Words(QLabel):
    """Never read as markup, broken to their width; takes no keys. Hidden while there is nothing to say."""

    def __init__(
        self,
        theme: Theme,
        role: FontRole = FontRole.BODY,
        color: Ink = Color.TEXT,
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

    def say(self, text: str, color: Ink | None = None) -> None:
        """Say this, in another colour where one is named."""
        if color is not None and color != self._color:
            self._color = color
            self.set_theme(self._theme)
        self.setText(in_lines(text))
        if self.isHidden() == bool(text):
            self._appear(shown=bool(text))

    def set_role(self, role: FontRole) -> None:
        """Another step of the type scale."""
        if role is not self._role:
            self._role = role
            self.setFont(self._theme.font(role))

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

    def changeEvent(self, event: QEvent) -> None:
        """Qt gives back the colour of its first polish where a label gets another parent: ours counts."""
        super().changeEvent(event)
        if event.type() in _REPOLISHED and self.palette().windowText().color() != ink_of(
            self._theme, self._color
        ):
            self.set_theme(self._theme)


class FigureLabel(Words):
    """A number in the largest of some steps of the type scale that has room, its digits in the middle."""

    def __init__(self, theme: Theme, *roles: FontRole, parent: QWidget | None = None) -> None:
        """`roles` from the largest on. Says nothing until `say_in`."""
        super().__init__(theme, roles[0], parent=parent, wraps=False)
        self._roles = roles

    def say_in(self, room: float, short: str, whole: str = "", high: int = HIGHEST_PX) -> None:
        """Say the number in so many px: as large as its short form can be, whole where that fits, too."""
        fonts = ((role, self._theme.font(role)) for role in self._roles)
        fits = (r for r, f in fonts if f.pixelSize() <= high and text_width(short, f) <= room)
        self.set_role(next(fits, self._roles[-1]))
        font = self._theme.font(self._role)
        text = whole if whole and text_width(whole, font) <= room else short
        self.setContentsMargins(0, 0, 0, round(-2 * self._theme.optical_shift * font.pixelSize()))
        self.say(elided(text, font, room))

    def sizeHint(self) -> QSize:
        """As high as digits are, without the room that letters need."""
        font = self._theme.font(self._role)
        return QSize(ceil(text_width(self.text(), font)) + 2, round(font.pixelSize() * 1.1))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()


class Chip(Words):
    """A count in its state's colours."""

    def __init__(
        self, theme: Theme, state: StateRole, parent: QWidget | None = None, *, filled: bool = False
    ) -> None:
        """`state` gives ground and ink; `filled`: larger, on the state's full colour."""
        self._state, self._filled = state, filled
        ink: Ink = self._text_on_fill if filled else state
        role = FontRole.BODY_BOLD if filled else FontRole.CAPTION_BOLD
        super().__init__(theme, role, ink, parent, wraps=False)
        self.setMinimumWidth(CHIP_PX)
        self.setFixedHeight(CHIP_PX)
        side = 6 if filled else 8
        self.setContentsMargins(side, 0, side, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints its ground, then the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self._theme.state(self._state)
        rounded(painter, QRectF(self.rect()), CHIP_PX / 2, colors.fill if self._filled else colors.soft)
        painter.end()
        super().paintEvent(event)

    def _text_on_fill(self, theme: Theme) -> QColor:
        return theme.state(self._state).text


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


class Mark(QLabel):
    """A sign, or a source's tag, in a square; what it means the words beside it say, or its accessible name.

    To a screen reader it is a label: what paints itself as a plain widget is passed by.
    """

    def __init__(self, theme: Theme, side: int, parent: QWidget | None = None) -> None:
        """Empty; `side` in logical px."""
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, QRectF(self.rect()), self._theme)
            painter.end()

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.update()


class EmptyState(Painted):
    """What stands where nothing is: a sign, a title and a line, in the middle."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing until `show_words`."""
        super().__init__(theme, parent)
        self._mark = Mark(theme, 56)
        self._texts = (Words(theme, FontRole.TITLE), Words(theme, FontRole.BODY, Color.MUTED))
        column = within(self, 24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in self._texts:
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addStretch(1)

    def show_words(self, sign: Sign, title: str, line: str, color: Ink = Color.MUTED) -> None:
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
    return theme.color[color] if isinstance(color, Color) else color(theme)
