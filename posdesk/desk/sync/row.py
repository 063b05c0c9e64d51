"""One row of the sync page: what, why, since when, and the buttons that mend it."""

from dataclasses import replace
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.frame.button import DeskButton
from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import ButtonFace, paint_line, paint_sign, paint_text, paint_wrapped, wrapped_height
from posdesk.desk.sync.deed_faces import deed_face, question
from posdesk.desk.sync.entry import FIRST_STEPS, Deed, Entry
from posdesk.desk.sync.scrolled import follow_width
from posdesk.desk.theme import SIZE, FontRole, Theme

_LEFT = 52.0
_RIGHT = 16.0
_TOP = 12.0
_TITLE_PX = 24.0
_SINCE_PX = 20.0
_GAP = 8
_MOST_BESIDE = 0.32  # of the width


class EntryRow(Painted):
    """`pressed` carries the Deed and the Entry that it is about; a first step is the row's own.

    One button stands at the right, several under the words.
    """

    pressed = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_entry`."""
        super().__init__(theme, parent)
        self._entry: Entry | None = None
        self._step: Deed | None = None
        self._actor = ""
        self._buttons: dict[Deed, DeskButton] = {}
        follow_width(self)

    @property
    def entry(self) -> Entry | None:
        """What it is about."""
        return self._entry

    @property
    def texts(self) -> tuple[str, str, str]:
        """Title, why, since when."""
        entry = self._entry
        return (entry.title, entry.why, entry.since) if entry else ("", "", "")

    @property
    def shown(self) -> tuple[Deed, ...]:
        """The deeds whose buttons stand on it now."""
        if self._entry is None:
            return ()
        return FIRST_STEPS[self._step] if self._step else self._entry.deeds

    def button(self, deed: Deed) -> DeskButton:
        """The button of a deed, hidden where it doesn't apply."""
        made = self._buttons.get(deed)
        if made is None:
            made = self._buttons[deed] = DeskButton(self.theme, ButtonFace(""), self)
            made.setProperty("deed", deed.value)
            made.on_click(self._press)
            made.hide()
        return made

    def show_entry(self, entry: Entry, actor: str) -> None:
        """Show this; `actor` is the name under which somebody decides."""
        same = self._entry is not None and replace(self._entry, since=entry.since) == entry
        if same and self._actor == actor:
            self._entry = entry
            self.update()
            return
        self._entry, self._actor = entry, actor
        self._step = self._step if self._step in entry.deeds else None
        self.setAccessibleName(f"{entry.title}. {entry.why}")
        self._show_buttons()

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        super().set_theme(theme)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its buttons stand where there is room."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints sign and words."""
        entry = self._entry
        if entry is None:
            return
        painter, color = self._painter(), self.theme.color
        paint_sign(painter, QRectF(16, _TOP + 2, 22, 22), entry.sign, self.theme.state(entry.role).ink)
        room, y = self._room(self.width()), _TOP
        title = QRectF(_LEFT, y, room, _TITLE_PX)
        paint_text(painter, title, entry.title, self.theme.font(FontRole.STRONG), color.text)
        why, font, height = self._said(), self.theme.font(FontRole.BODY), self._why_height(self.width())
        paint_wrapped(painter, QRectF(_LEFT, y + 26, room, height + 2), why, font, color.text)
        since = QRectF(_LEFT, y + 30 + height, room, _SINCE_PX)
        paint_text(painter, since, entry.since, self.theme.font(FontRole.CAPTION), color.muted)
        paint_line(painter, QPointF(1, self.height() - 1), self.width() - 1, color.line)
        painter.end()

    def sizeHint(self) -> QSize:
        """A line; how high it is, its width says."""
        return QSize(400, 64)

    def heightForWidth(self, width: int) -> int:
        """What its words and buttons need at that width, in px."""
        words = self._words_px(width)
        if self._beside(width) is not None:
            return ceil(max(words, 64.0))
        return _flow([self.button(deed) for deed in self.shown], width, words, place=False)

    def _said(self) -> str:
        if self._step is not None:
            return question(self._step, self._actor)
        return self._entry.why if self._entry else ""

    def _why_height(self, width: int) -> float:
        return wrapped_height(self._said(), self.theme.font(FontRole.BODY), self._room(width))

    def _room(self, width: int) -> float:
        """How wide the words may be: a single button stands beside them."""
        whole = width - _LEFT - _RIGHT
        beside = self._beside(width)
        return max(120.0, whole - (beside.sizeHint().width() + 16 if beside else 0))

    def _beside(self, width: int) -> DeskButton | None:
        """The one button that stands beside the words, unless it would leave them too little room."""
        if len(self.shown) != 1:
            return None
        button = self.button(self.shown[0])
        return button if button.sizeHint().width() <= _MOST_BESIDE * (width - _LEFT) else None

    def _words_px(self, width: int) -> float:
        since = _SINCE_PX if self._entry is not None and self._entry.since else 0.0
        return _TOP + 30 + self._why_height(width) + since + 10

    def _fit(self) -> None:
        beside = self._beside(self.width())
        if beside is not None:
            hint = beside.sizeHint()
            left = round(self.width() - _RIGHT - hint.width())
            beside.setGeometry(
                left, round((self.height() - SIZE.target_min) / 2), hint.width(), SIZE.target_min
            )
        else:
            shown = [self.button(deed) for deed in self.shown]
            _flow(shown, self.width(), self._words_px(self.width()), place=True)
        self.update()

    def _show_buttons(self) -> None:
        entry, shown = self._entry, self.shown
        if entry is None:
            return
        for deed in shown:
            self.button(deed).set_face(deed_face(deed, entry))
        self.updateGeometry()
        self._fit()
        for deed, button in self._buttons.items():
            button.setVisible(deed in shown)

    @Slot()
    def _press(self) -> None:
        deed, entry = Deed(self.sender().property("deed")), self._entry
        if entry is None:
            return
        self._step = deed if deed in FIRST_STEPS else None
        self._show_buttons()
        if deed not in FIRST_STEPS and deed is not Deed.BACK:
            self.pressed.emit(deed, entry)


def _flow(buttons: list[DeskButton], width: int, top: float, *, place: bool) -> int:
    """Buttons under the words, broken into lines, placed there or not; returns the height that all takes."""
    left = x = round(_LEFT)
    y = round(top)
    for button in buttons:
        wide = button.sizeHint().width()
        if x > left and x + wide > width - _RIGHT:
            x, y = left, y + 44 + _GAP
        if place:
            button.setGeometry(x, y, wide, SIZE.target_min)
        x += wide + _GAP
    return y + 44 + 12 if buttons else ceil(top)
