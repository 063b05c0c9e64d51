"""One print on screen: what it is of, what happened, what to do, and its buttons."""

from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind, paint_card, paint_hatch, paint_tag
from posdesk.desk.theme import Color, FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import PrintsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import FigureLabel, Ink, Mark, Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.prints import order_words, paper_words, slip_name
from posdesk.desk.words.say import joined, same_day_time
from posdesk.domain.printing.board import PaperView
from posdesk.domain.printing.outcome import Trouble
from posdesk.domain.printing.print_job import PrintState

translate = QCoreApplication.translate

_BAND_PX, _NUMBER_PX, _BUTTONS_PX = 9, 128, 168
_LOOKS: dict[PrintState, tuple[Sign, Ink]] = {
    PrintState.DOUBTFUL: (Sign.QUESTION, StateRole.UNKNOWN),
    PrintState.HANDED_OVER: (Sign.ARROW, Color.MUTED),
}
_NOT_SENT: tuple[Sign, Ink] = (Sign.WARNING, Color.WARN)


class PrintAct(StrEnum):
    """What a button does, in their order."""

    CAME_OUT = "came_out"
    AGAIN = "again"  # one more, or now
    DROP = "drop"


_KEYS = {
    PrintAct.CAME_OUT: PrintsKey.CAME_OUT,
    PrintAct.AGAIN: PrintsKey.AGAIN,
    PrintAct.DROP: PrintsKey.DROP,
}


def acts_of(view: PaperView) -> tuple[PrintAct, ...]:
    """What a person may do with it; what can't be made is only dropped."""
    job = view.job
    if job.outcome is PrintState.DOUBTFUL:
        return tuple(PrintAct)
    if job.outcome is PrintState.HANDED_OVER:
        return (PrintAct.AGAIN,)
    can_be_made = job.needs_person and job.trouble is not Trouble.OURS
    return (PrintAct.AGAIN, PrintAct.DROP) if can_be_made else (PrintAct.DROP,)


class PrintRow(Painted):
    """`pressed` carries the act and what it is about; a touch elsewhere chooses the row."""

    pressed = Signal(object, object)
    touched = Signal(object)  # PaperView

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_view`."""
        super().__init__(theme, parent)
        self.view: PaperView | None = None
        self._chosen = False
        self._tag, self._mark = Mark(theme, theme.size.tag_new), Mark(theme, 20)
        self._number = FigureLabel(theme, FontRole.NUMBER_MAKING, FontRole.NUMBER_S, FontRole.STRONG)
        self._title, self._what = Words(theme, FontRole.BODY_BOLD), Words(theme, FontRole.BODY_BOLD)
        self._todo = Words(theme)
        self.buttons = {act: DeskButton(theme, ButtonFace("")) for act in PrintAct}
        self._lay_out()
        for act, button in self.buttons.items():
            button.setProperty("act", act.value)
            button.clicked.connect(self._press)

    @property
    def texts(self) -> tuple[str, str, str]:
        """Which slip, what happened, what to do."""
        return (self._title.text(), self._what.text(), self._todo.text())

    def show_view(self, view: PaperView, said: tuple[str, str, str], *, chosen: bool) -> None:
        """Show this, in words that are said; its keys are painted on the chosen one only."""
        self.view, self._chosen = view, chosen
        sign, ink = _LOOKS.get(view.job.outcome, _NOT_SENT)
        self._mark.show_sign(sign, ink)
        self._show_order(view)
        title, what, todo = said
        self._title.say(title)
        self._what.say(what, ink)
        self._todo.say(todo)
        self.setAccessibleName(f"{order_words(view)}, {title}")
        self.setAccessibleDescription(joined(what, todo))
        acts = acts_of(view) if chosen else acts_of(view)[:2]  # so that more of them are on screen
        for act, button in self.buttons.items():
            button.setVisible(act in acts)
            button.set_face(_face(act, view, chosen=chosen))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch beside the buttons chooses it."""
        if event.button() is Qt.MouseButton.LeftButton and self.view is not None:
            self.touched.emit(self.view)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the card, hatched at its top where nobody knows."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme, selected=self._chosen)
        if self.view is not None and self.view.job.outcome is PrintState.DOUBTFUL:
            paint_hatch(painter, QRectF(4, 3, self.width() - 8, _BAND_PX), self.theme)
        painter.end()

    def _show_order(self, view: PaperView) -> None:
        source = view.source
        self._tag.setVisible(source is not None)
        if source is not None:

            def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
                paint_tag(painter, rect, source, theme)

            self._tag.show_painted(paint)
        self._number.say_in(_NUMBER_PX - 50, view.number)

    def _lay_out(self) -> None:
        order, words, said, buttons = QHBoxLayout(), QVBoxLayout(), QHBoxLayout(), QVBoxLayout()
        order.setSpacing(10)
        order.addWidget(self._tag)
        order.addWidget(self._number)
        order.addStretch(1)
        place = QWidget()
        place.setLayout(order)
        order.setContentsMargins(0, 0, 0, 0)
        place.setFixedWidth(_NUMBER_PX)
        said.setSpacing(8)
        said.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._what, 1)
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addLayout(said)
        words.addWidget(self._todo)
        words.addStretch(1)
        buttons.setSpacing(8)
        for button in self.buttons.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        side = QWidget()
        side.setLayout(buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        side.setMinimumWidth(_BUTTONS_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 16, 12, 12)
        row.setSpacing(12)
        row.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _press(self) -> None:
        if self.view is not None:
            self.pressed.emit(PrintAct(self.sender().property("act")), self.view)


def _face(act: PrintAct, view: PaperView, *, chosen: bool) -> ButtonFace:
    more = view.job.is_perhaps_there
    labels = {
        PrintAct.CAME_OUT: translate("prints", "It came out"),
        PrintAct.AGAIN: translate("prints", "Print one more") if more else translate("prints", "Print now"),
        PrintAct.DROP: translate("prints", "Don't print"),
    }
    primary = chosen and act is PrintAct.AGAIN
    kind = ButtonKind.PRIMARY if primary else ButtonKind.OUTLINED
    return ButtonFace(labels[act], _KEYS[act] if chosen else "", kind)


def said_of(view: PaperView, now: datetime) -> tuple[str, str, str]:
    """Which slip and copy, when and where; what happened; what to do."""
    job = view.job
    title = translate("prints", "{slip}, copy {n}    {printer}    {time}").format(
        slip=slip_name(job.slip), n=job.copy, printer=job.printer, time=same_day_time(job.wanted_at, now)
    )
    words = paper_words(view, now)
    return (title, words.what, words.todo)
