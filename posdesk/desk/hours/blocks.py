"""Words, figures and records one below the other, as labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from posdesk.desk.hours.cell_paint import paint_mark
from posdesk.desk.hours.words import StateSign
from posdesk.desk.paint import text_width
from posdesk.desk.theme import Color, FontRole, StateRole, Theme
from posdesk.desk.widgets.label import Ink, Mark, Words
from posdesk.desk.widgets.painted import Painted, Ruled, within

_GAP_PX = 4
_FIGURE_SHARE = 36  # of the width, in hundredths


@dataclass(frozen=True, slots=True)
class Title:
    """A heading with the sign of a state; no sign without one."""

    text: str
    mark: StateSign | None = None
    role: StateRole = StateRole.MAKING


@dataclass(frozen=True, slots=True)
class Para:
    """A sentence; `role` colours it, `small` is a caption in muted colour."""

    text: str
    role: StateRole | None = None
    small: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A small table: names at the left, columns of figures at the right, the last one bold."""

    rows: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with their figures, two pairs a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A line of what happened: its time, then what; colours as of a state."""

    time: str
    text: str
    role: StateRole | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Block = Title | Para | Figures | Pairs | Record | Rule


class Blocks(Painted):
    """Labels, one below the other; takes no keys."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing until `show_blocks`."""
        super().__init__(theme, parent)
        self.blocks: tuple[Block, ...] = ()
        self._widgets: list[QWidget] = []
        self._column = within(self, 0, 0, 0, 0)

    @property
    def words(self) -> str:
        """All of it as plain lines."""
        return "\n".join(filter(None, map(spoken, self.blocks)))

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Show these."""
        self.setVisible(bool(blocks))
        if self.blocks == tuple(blocks):
            return
        self.blocks = tuple(blocks)
        for widget in self._widgets:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._widgets = [widget_of(block, self.theme) for block in blocks]
        for widget in self._widgets:
            self._column.addWidget(widget)
            widget.show()  # now, not with the next event: nothing flickers


def spoken(block: Block) -> str:
    """A block as a screen reader says it."""
    if isinstance(block, Figures):
        return "\n".join(", ".join(row) for row in (block.heads, *block.rows) if row)
    if isinstance(block, Pairs):
        return "\n".join(" ".join(row) for row in block.rows)
    if isinstance(block, Record):
        return f"{block.time} {block.text}"
    return "" if isinstance(block, Rule) else block.text


def widget_of(block: Block, theme: Theme) -> QWidget:
    """The labels of a block."""
    if isinstance(block, Rule):
        return _line(theme, 7)
    widget = Painted(theme)
    if isinstance(block, Title):
        _add_title(widget, block, theme)
    elif isinstance(block, Para):
        _add_para(widget, block, theme)
    elif isinstance(block, Figures):
        _add_figures(widget, block, theme)
    elif isinstance(block, Pairs):
        _add_pairs(widget, block, theme)
    else:
        _add_record(widget, block, theme)
    return widget


def _say(text: str, theme: Theme, role: FontRole = FontRole.BODY, color: Ink = Color.TEXT) -> Words:
    words = Words(theme, role, color)
    words.say(text)
    return words


def _line(theme: Theme, height: int = 1) -> Ruled:
    line = Ruled(theme)
    line.setFixedHeight(height)
    return line


def _across(widget: QWidget, spacing: int) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, _GAP_PX)
    row.setSpacing(spacing)
    return row


def _grid(widget: QWidget, across: int, down: int) -> QGridLayout:
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, _GAP_PX)
    grid.setHorizontalSpacing(across)
    grid.setVerticalSpacing(down)
    return grid


def _add_title(widget: QWidget, block: Title, theme: Theme) -> None:
    row = _across(widget, 8)
    if block.mark is not None:
        mark = Mark(theme, 18)
        mark.show_painted(partial(_paint_state, block.mark, block.role))
        row.addWidget(mark)
    row.addWidget(_say(block.text, theme, FontRole.STRONG), 1)


def _paint_state(mark: StateSign, role: StateRole, painter: QPainter, rect: QRectF, theme: Theme) -> None:
    paint_mark(painter, rect, mark, theme.state(role).ink)


def _add_para(widget: QWidget, block: Para, theme: Theme) -> None:
    font = FontRole.CAPTION if block.small else FontRole.BODY
    ink = block.role or (Color.MUTED if block.small else Color.TEXT)
    _across(widget, 0).addWidget(_say(block.text, theme, font, ink))


def _add_record(widget: QWidget, block: Record, theme: Theme) -> None:
    row, time = _across(widget, 16), _say(block.time, theme, color=Color.MUTED)
    time.setFixedWidth(round(text_width("00:00:00", time.font())) + 1)
    row.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(_say(block.text, theme, color=block.role or Color.TEXT), 1)


def _add_pairs(widget: QWidget, block: Pairs, theme: Theme) -> None:
    grid = _grid(widget, 8, 4)
    grid.setColumnMinimumWidth(2, 16)
    for at, (name, value) in enumerate(block.rows):
        line, column = divmod(at, 2)
        grid.addWidget(_say(name, theme, color=Color.MUTED), line, 3 * column)
        grid.addWidget(_figure(value, theme, FontRole.BODY_BOLD), line, 3 * column + 1)


def _add_figures(widget: QWidget, block: Figures, theme: Theme) -> None:
    """The figures have the right of the width, the last column is bold."""
    grid, columns = _grid(widget, 8, 3), len(block.rows[0]) - 1
    for at in range(columns):
        grid.setColumnStretch(at + 1, _FIGURE_SHARE)
    grid.setColumnStretch(0, 100 - columns * _FIGURE_SHARE)
    for at, head in enumerate(block.heads):
        grid.addWidget(
            _figure(head, theme, FontRole.CAPTION, Color.MUTED), 0, columns - len(block.heads) + at + 1
        )
    lines = 2 if block.heads else 0
    if block.heads:
        grid.addWidget(_line(theme), 1, 0, 1, columns + 1)
    for number, (name, *values) in enumerate(block.rows):
        top = lines + 2 * number
        grid.addWidget(_say(name, theme, color=Color.MUTED), top, 0)
        for at, value in enumerate(values, 1):
            role = FontRole.BODY_BOLD if at == columns else FontRole.BODY
            grid.addWidget(_figure(value, theme, role), top, at)
        grid.addWidget(_line(theme), top + 1, 0, 1, columns + 1)


def _figure(text: str, theme: Theme, role: FontRole, color: Ink = Color.TEXT) -> Words:
    words = _say(text, theme, role, color)
    words.setWordWrap(False)
    words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return words
