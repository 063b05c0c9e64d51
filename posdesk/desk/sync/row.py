"""One row of the sync page: what, why, since when, and the buttons that mend it."""

from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.frame.button import DeskButton
from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    paint_line,
    paint_sign,
    paint_text,
    paint_wrapped,
    wrapped_height,
)
from posdesk.desk.sync.said import sign_of, since_of, title_of, why_of
from posdesk.desk.theme import FontRole, Theme
from posdesk.domain.board import Action, actions_of
from posdesk.domain.intent import Outcome
from posdesk.domain.pending import Pending

translate = QCoreApplication.translate

_LEFT = 52.0
_TOP = 12.0


class Mend(StrEnum):
    """What a row's button does; they stand in this order."""

    ASK_AGAIN = "ask_again"
    DECIDE = "decide"  # first step: "I'll say how it ended"
    DONE = "done"
    NOT_DONE = "not_done"
    BACK = "back"
    WITHDRAW = "withdraw"
    SEND_AGAIN = "send_again"


_STEPS = frozenset({Mend.DONE, Mend.NOT_DONE, Mend.BACK})


def mends_of(row: Pending) -> tuple[Mend, ...]:
    """What can be done about it at the first step."""
    outcome = row.intent.outcome
    if outcome is Outcome.UNKNOWN:
        return (Mend.ASK_AGAIN, Mend.DECIDE)
    if outcome is Outcome.QUEUED:
        return (Mend.WITHDRAW,)
    again = outcome in {Outcome.REFUSED, Outcome.EXPIRED}
    return (Mend.SEND_AGAIN,) if again and Action(row.intent.kind) in actions_of(row.view) else ()


class PendingRow(Painted):
    """`mended` carries the Mend and the Pending that it is about; deciding is the row's own first step."""

    mended = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_row`."""
        super().__init__(theme, parent)
        self._row: Pending | None = None
        self._title = self._why = self._since = ""
        self._deciding, self._actor = False, ""
        self._build()

    @property
    def pending(self) -> Pending | None:
        """What it is about."""
        return self._row

    @property
    def texts(self) -> tuple[str, str, str]:
        """Title, why, since when."""
        return self._title, self._why, self._since

    def button(self, mend: Mend) -> DeskButton:
        """The button of a mend, hidden where it doesn't apply."""
        return self._buttons[mend]

    def show_row(self, row: Pending, actor: str, now: datetime) -> None:
        """Show this; `actor` is the name under which somebody decides."""
        self._row, self._actor = row, actor
        self._deciding = self._deciding and Mend.DECIDE in mends_of(row)
        self._title, self._why, self._since = title_of(row), why_of(row), since_of(row, now)
        self.setAccessibleName(f"{self._title}. {self._why}")
        self._show_buttons(row)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its height follows its width."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints sign and words."""
        if self._row is None:
            return
        painter, color = self._painter(), self.theme.color
        sign, role = sign_of(self._row)
        paint_sign(painter, QRectF(16, _TOP + 2, 22, 22), sign, self.theme.state(role).ink)
        room, y = self._room(), _TOP
        title = QRectF(_LEFT, y, room, 24)
        paint_text(painter, title, self._title, self.theme.font(FontRole.STRONG), color.text)
        why, font = self._said(), self.theme.font(FontRole.BODY)
        height = wrapped_height(why, font, room)
        paint_wrapped(painter, QRectF(_LEFT, y + 26, room, height + 2), why, font, color.text)
        since = QRectF(_LEFT, y + 30 + height, room, 20)
        paint_text(painter, since, self._since, self.theme.font(FontRole.CAPTION), color.muted)
        paint_line(painter, QPointF(1, self.height() - 1), self.width() - 1, color.line)
        painter.end()

    def _said(self) -> str:
        if not self._deciding:
            return self._why
        words = translate(
            "sync", "How did it end? It is recorded in the name of {who}, not as the platform's word."
        )
        return words.format(who=self._actor)

    def _room(self) -> float:
        shown = [b.sizeHint().width() for b in self._buttons.values() if not b.isHidden()]
        return max(120.0, self.width() - _LEFT - 16 - (max(shown) + 16 if shown else 0))

    def _fit(self) -> None:
        words = 2 * _TOP + 52 + wrapped_height(self._said(), self.theme.font(FontRole.BODY), self._room())
        shown = sum(not b.isHidden() for b in self._buttons.values())
        buttons = shown * 44 + max(0, shown - 1) * 8 + 20
        self.setFixedHeight(round(max(words, buttons)))
        layout = self.layout()
        if layout is not None:  # it may have been laid out for another height a moment ago
            layout.invalidate()
            layout.activate()
        self.update()

    def _show_buttons(self, row: Pending) -> None:
        shown = _STEPS if self._deciding else frozenset(mends_of(row))
        for mend, button in self._buttons.items():
            button.set_face(_face(mend, row))
            button.setVisible(mend in shown)

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addStretch(1)
        self._buttons: dict[Mend, DeskButton] = {}
        for mend in Mend:
            button = DeskButton(self.theme, ButtonFace(""))
            button.setProperty("mend", mend.value)
            button.on_click(self._press)
            button.hide()
            self._buttons[mend] = button
            column.addWidget(button)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(round(_LEFT), 0, 16, 0)
        row.addStretch(1)
        row.addLayout(column)

    @Slot()
    def _press(self) -> None:
        mend, row = Mend(self.sender().property("mend")), self._row
        if row is None:
            return
        self._deciding = mend is Mend.DECIDE
        self._show_buttons(row)
        self._fit()
        if mend not in {Mend.DECIDE, Mend.BACK}:
            self.mended.emit(mend, row)

    def sizeHint(self) -> QSize:
        """As high as its words."""
        return QSize(400, self.minimumHeight())


def _face(mend: Mend, row: Pending) -> ButtonFace:
    labels = {
        Mend.ASK_AGAIN: translate("sync", "Ask again now"),
        Mend.DECIDE: translate("sync", "I say how it ended"),
        Mend.DONE: translate("sync", "It took effect"),
        Mend.NOT_DONE: translate("sync", "It did not"),
        Mend.BACK: translate("sync", "Back"),
        Mend.WITHDRAW: translate("sync", "Withdraw"),
        Mend.SEND_AGAIN: translate("sync", "Send again"),
    }
    first = mend is Mend.DECIDE and row.intent.needs_person
    kind = ButtonKind.PRIMARY if first else ButtonKind.OUTLINED
    return ButtonFace(labels[mend], kind=ButtonKind.QUIET if mend is Mend.BACK else kind)
