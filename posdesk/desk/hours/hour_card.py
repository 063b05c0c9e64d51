"""The card of the chosen hour, or of the whole day: what it asks, its figures, what was sent and answered."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from posdesk.desk.hours.blocks import Block, Blocks, DividingLine, FigureTable, Para, Title
from posdesk.desk.hours.cases import (
    MANAGERS,
    Compare,
    HourAction,
    HourCase,
    action_label,
    case_of,
    late_words,
)
from posdesk.desk.hours.story import figures_of, records_of
from posdesk.desk.hours.words import amount, confirmed_words, number, standing_of
from posdesk.desk.paint import ButtonFace, ButtonKind, paint_card
from posdesk.desk.theme import StateRole, Theme
from posdesk.desk.widgets.alt_keys import HoursKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.button_flow import ButtonFlow
from posdesk.desk.widgets.day_switch import day_words
from posdesk.desk.widgets.key_cap import KeyCap
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.domain.books.hour import HourState
from posdesk.domain.books.ledger import DayView, HourRow, HourStory
from posdesk.domain.books.posting import HourFigures
from posdesk.domain.clock import Clock
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate

_MOST_REASON = 100
_FIRST = (HourAction.COVER, HourAction.REPORT, HourAction.REPLACE, HourAction.AGAIN)
"""The primary button, where it stands."""
_KEYS = {
    HourAction.LEAVE: HoursKey.LEAVE,
    HourAction.ASK_AGAIN: HoursKey.ASK_AGAIN,
    HourAction.RECEIPTS: HoursKey.RECEIPTS,
}


class HourCard(Painted):
    """`done` carries the HourAction, the HourRow and the reason as typed."""

    done = Signal(object, object, str)

    def __init__(self, theme: Theme, settings: Settings, clock: Clock, parent: QWidget | None = None) -> None:
        """Empty until an hour or a day is shown."""
        super().__init__(theme, parent)
        self.settings, self._clock = settings, clock
        self.row: HourRow | None = None
        self._case: HourCase | None = None
        self._reasons: dict[object, str] = {}
        self._build()

    @property
    def words(self) -> str:
        """All that it says."""
        parts = (self._top, self._note, self._below)
        return "\n".join(part.words for part in parts if part.words)

    def button(self, action: HourAction) -> DeskButton:
        """A action's button, hidden where it doesn't apply."""
        return self._buttons[action]

    def show_hour(self, row: HourRow, story: HourStory | None, *, note: str, urgent: bool) -> None:
        """Show an hour; `note` is what stands below the buttons, `urgent` in amber."""
        self._keep_reason(row)
        self.row, case = row, case_of(row, self.settings, self._clock.now())
        self._case = case
        standing = standing_of(row)
        self._top.show_blocks(
            [
                Title(case.title, standing.mark, standing.role),
                *(Para(words) for words in case.sentences),
                *_compared(case.compare),
            ]
        )
        self._show_reason(row, case)
        self._show_buttons(row, case)
        needs = bool(MANAGERS & set(case.actions)) or urgent
        role = StateRole.HALF if urgent else None
        self._note.show_blocks([Para(note, role, small=not urgent)] if note and needs else [])
        self._below.show_blocks(self._rest(row, story))

    def show_day(self, view: DayView) -> None:
        """Show the whole day."""
        self._keep_reason(None)
        self.row = self._case = None
        self._top.show_blocks([Title(day_words(view.day)), Para(confirmed_words(view))])
        self._hide_reason()
        self._hide_buttons()
        self._note.show_blocks([])
        self._below.show_blocks([figures_of(view)])

    def clear(self, blocks: Sequence[Block] = ()) -> None:
        """Show no hour and no day, only these words."""
        self._keep_reason(None)
        self.row = self._case = None
        self._top.show_blocks(blocks)
        for part in (self._note, self._below):
            part.show_blocks([])
        self._hide_reason()
        self._hide_buttons()

    def sizeHint(self) -> QSize:
        """As in the design."""
        return QSize(460, 470)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the card."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme)
        painter.end()

    def _keep_reason(self, coming: HourRow | None) -> None:
        """What somebody typed for an hour stays with that hour while others are looked at."""
        if self.row is not None and self.reason.isModified():
            self._reasons[self.row.hour] = self.reason.text()
        if coming is None or self.row is None or coming.hour != self.row.hour:
            self.reason.setModified(False)

    def _show_reason(self, row: HourRow, case: HourCase) -> None:
        for part in (self.reason, self._reason_key):
            part.setVisible(case.reason is not None)
        words = translate("hours", "Reason, is recorded with your name")
        self.reason.setPlaceholderText(words)
        self.reason.setAccessibleName(translate("hours", "Reason"))
        if not self.reason.isModified():
            self.reason.setText(self._reasons.get(row.hour, case.reason or ""))

    def _hide_reason(self) -> None:
        self.reason.hide()
        self._reason_key.hide()

    def _show_buttons(self, row: HourRow, case: HourCase) -> None:
        first = next((action for action in _FIRST if action in case.actions), None)
        for action, button in self._buttons.items():
            kind = ButtonKind.PRIMARY if action is first else ButtonKind.OUTLINED
            key = _KEYS.get(action, HoursKey.SEND)
            button.set_face(ButtonFace(action_label(action, row.hour), key, kind))
            button.setVisible(action in case.actions)
        self._flow.lay_out()

    def _hide_buttons(self) -> None:
        for button in self._buttons.values():
            button.hide()
        self._flow.lay_out()

    def _rest(self, row: HourRow, story: HourStory | None) -> list[Block]:
        records = records_of(story) if story is not None and story.hour == row.hour else ()
        told = row.state is HourState.DIFFERS
        late = [] if told else [Para(late_words(each, self._clock.now()), small=True) for each in row.late]
        head = [Title(translate("hours", "Late receipts"))] if late else []
        compared = self._case is not None and self._case.compare is not None
        figures = figures_of(row, compared=compared)
        return [figures, *head, *late, *([DividingLine()] if records else []), *records]

    def _build(self) -> None:
        inner = QWidget()
        inner.setObjectName("card")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(8)
        self._top, self._note, self._below = (Blocks(self.theme) for _ in range(3))
        self.reason = QLineEdit()
        self.reason.setMaxLength(_MOST_REASON)
        self.reason.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # it must not take the page's keys by itself
        self._buttons = {action: DeskButton(self.theme, ButtonFace("")) for action in HourAction}
        for action, button in self._buttons.items():
            button.setProperty("action", action.value)
            button.on_click(self._press)
        self._flow = ButtonFlow(tuple(self._buttons.values()))
        self._reason_key, row = KeyCap(self.theme, HoursKey.REASON), QHBoxLayout()
        row.addWidget(self._reason_key)
        row.addWidget(self.reason)
        column.addWidget(self._top)
        column.addLayout(row)
        for part in (self._flow, self._note, self._below):
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(scrolled(inner))
        self.clear()

    @Slot()
    def _press(self) -> None:
        action = HourAction(self.sender().property("action"))
        if self.row is not None:
            self.done.emit(action, self.row, self.reason.text().strip())


def _compared(compare: Compare | None) -> list[Block]:
    if compare is None:
        return []
    ours = _three(compare.ours)
    names = (translate("hours", "Receipts"), translate("hours", "Items"), translate("hours", "Net, yuan"))
    should = translate("hours", "should be") if compare.is_whole else translate("hours", "left here")
    if compare.theirs is None:
        head = translate("hours", "we would send")
        return [FigureTable(tuple(zip(names, ours, strict=True)), (head,))]
    heads = (translate("hours", "on the platform now"), should)
    return [FigureTable(tuple(zip(names, _three(compare.theirs), ours, strict=True)), heads)]


def _three(figures: HourFigures) -> tuple[str, str, str]:
    return number(figures.receipts), number(figures.items), amount(figures.net_fen)
