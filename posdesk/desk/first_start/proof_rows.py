"""Lines, each proven by a fact of its own: what is known, since when, and what a person may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import Color, FontRole, Sign, StateRole, Theme, WidthClass
from posdesk.desk.widgets.alt_keys import AltKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Ink, Mark, Words
from posdesk.desk.widgets.painted import Card, Painted, paint_chosen

_NAME_PX, _ROW_PX = 150, 48
_TURNS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_MOST_ACTS = 3
_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Look(Enum):
    """How a line stands."""

    PROVEN = auto()
    WAITS = auto()
    ASKS = auto()  # a person
    FAILED = auto()
    LACKS = auto()


class _Paint(NamedTuple):
    """Never colour alone."""

    sign: Sign
    mark: Ink
    words: Ink


_PAINTS = {
    Look.PROVEN: _Paint(Sign.CHECK_CIRCLE, Color.GOOD, Color.TEXT),
    Look.WAITS: _Paint(Sign.CLOCK, Color.MUTED, Color.MUTED),
    Look.ASKS: _Paint(Sign.QUESTION, StateRole.UNKNOWN, StateRole.UNKNOWN),
    Look.FAILED: _Paint(Sign.CROSS, Color.BAD, Color.BAD),
    Look.LACKS: _Paint(Sign.WARNING, Color.WARN, Color.WARN),
}


@dataclass(frozen=True, slots=True)
class RowAct:
    """What a person may do with a line: its key is drawn on the chosen one."""

    key: AltKey
    label: str
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """A line: `name` of what is proven, `said` of what is known, `time` of when or how long it took."""

    name: str
    said: str
    look: Look
    time: str = ""
    acts: tuple[RowAct, ...] = ()


class ProofRow(Painted):
    """One of them."""

    pressed = Signal(object)  # AltKey of the act
    touched = Signal()

    def __init__(self, theme: Theme) -> None:
        """Empty until `show_proof`."""
        super().__init__(theme)
        self._is_framed = False
        self._mark = Mark(theme, 22)
        self._name, self._said = Words(theme, FontRole.BODY_BOLD), Words(theme)
        self._time = Words(theme, FontRole.CAPTION, Color.MUTED, wraps=False)
        self.buttons = tuple(DeskButton(theme, ButtonFace("")) for _ in range(_MOST_ACTS))
        self._acts: tuple[RowAct, ...] = ()
        self._name.setFixedWidth(_NAME_PX)
        self.setMinimumHeight(_ROW_PX)
        self._whole, words, acts = QBoxLayout(_BESIDE), QHBoxLayout(), QHBoxLayout()
        for layout in (self._whole, words, acts):
            layout.setSpacing(10)
        self._whole.setContentsMargins(16, 7, 12, 8)
        for part in (self._mark, self._name):
            words.addWidget(part)
        words.addWidget(self._said, 1)
        words.addWidget(self._time)
        for button in self.buttons:
            acts.addWidget(button)
            button.clicked.connect(self._press)
        self._whole.addLayout(words, 1)
        self._whole.addLayout(acts)
        self._whole.setAlignment(acts, Qt.AlignmentFlag.AlignRight)
        self.setLayout(self._whole)

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join(part.text() for part in (self._name, self._said, self._time) if part.text())

    def show_proof(self, proof: Proof, *, is_chosen: bool, is_framed: bool, is_narrow: bool) -> None:
        """Say this; the keys of its acts are drawn where it is chosen, a frame where there is a choice.

        Several acts stand below the words where there is little room beside them.
        """
        self._whole.setDirection(_BELOW if is_narrow and len(proof.acts) > 1 else _BESIDE)
        self._is_framed, self._acts = is_framed, proof.acts
        paint = _PAINTS[proof.look]
        self._mark.show_sign(paint.sign, paint.mark)
        self._name.say(proof.name)
        self._said.say(proof.said, paint.words)
        self._time.say(proof.time)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(proof.acts))
            if place < len(proof.acts):
                button.set_face(_face_of(proof.acts[place], is_chosen=is_chosen))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line below, and the frame of the chosen one."""
        painter = self._painter()
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), self.theme.color.line)
        painter.end()
        if self._is_framed:
            paint_chosen(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch chooses it."""
        self.touched.emit()

    @Slot()
    def _press(self) -> None:
        self.touched.emit()
        place = [button is self.sender() for button in self.buttons].index(True)
        if place < len(self._acts):
            self.pressed.emit(self._acts[place].key)


def _face_of(act: RowAct, *, is_chosen: bool) -> ButtonFace:
    kind = ButtonKind.PRIMARY if act.is_primary and is_chosen else ButtonKind.OUTLINED
    return ButtonFace(act.label, act.key if is_chosen else "", kind)


class ProofRows(Card):
    """`pressed` carries the place of a line and the key of what was pressed on it."""

    pressed = Signal(int, object)

    def __init__(self, theme: Theme) -> None:
        """Empty until `show_proofs`."""
        super().__init__(theme)
        self._proofs: tuple[Proof, ...] = ()
        self.rows: list[ProofRow] = []
        self.at, self._is_narrow = 0, False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)

    @property
    def texts(self) -> tuple[str, ...]:
        """What each line says."""
        return tuple(row.text for row in self.rows[: len(self._proofs)])

    def show_proofs(self, proofs: Sequence[Proof]) -> None:
        """These lines; a line that a person is asked about is chosen before one where nobody is."""
        self._proofs = tuple(proofs)
        while len(self.rows) < len(proofs):
            self._add_row()
        self.at = min(self.at, max(0, len(proofs) - 1))
        asking = [place for place, proof in enumerate(proofs) if proof.look is Look.ASKS]
        if asking and self._proofs[self.at].look is not Look.ASKS:
            self.at = asking[0]
            QTimer.singleShot(0, self, self._reveal)
        self._show()

    def set_window_width(self, width: int) -> None:
        """The window is so wide now, in logical px."""
        if self._is_narrow is not (width < WidthClass.MEDIUM):
            self._is_narrow = width < WidthClass.MEDIUM
            self._show()

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a line; whether they did."""
        turn = _TURNS.get(Qt.Key(event.key()), 0)
        if not turn or not self._proofs:
            return False
        self.at = (self.at + turn) % len(self._proofs)
        self._show()
        QTimer.singleShot(0, self, self._reveal)
        return True

    def _add_row(self) -> None:
        row = ProofRow(self.theme)
        row.touched.connect(self._choose)
        row.pressed.connect(self._pressed)
        self.rows.append(row)
        self._column.addWidget(row)

    @Slot()
    def _reveal(self) -> None:
        """The chosen line comes into sight: its keys act on what is seen."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea) and self.at < len(self.rows):
            area.ensureWidgetVisible(self.rows[self.at], 0, 8)

    @Slot()
    def _choose(self) -> None:
        row = self.sender()
        self.at = next((at for at, each in enumerate(self.rows) if each is row), self.at)
        self._show()

    @Slot(object)
    def _pressed(self, key: AltKey) -> None:
        self.pressed.emit(self.at, key)

    def _show(self) -> None:
        has_choice = sum(bool(proof.acts) for proof in self._proofs) > 1
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(self._proofs))
            if place < len(self._proofs):
                is_chosen = place == self.at
                row.show_proof(
                    self._proofs[place],
                    is_chosen=is_chosen,
                    is_framed=is_chosen and has_choice,
                    is_narrow=self._is_narrow,
                )
