"""A laid-out card as a widget: painted marks, and a real button over each painted one."""

from collections.abc import Iterator
from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.cards.marks import Button, Card, Mark, Text
from posdesk.desk.cards.painter import CardPainter, TickTexts
from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.button import DeskButton

_OVER = 8  # px that ink may stand over its mark's box


class MarkButton(DeskButton):
    """A desk button that stands in its mark's own box."""

    def __init__(self, mark: Button, theme: Theme, parent: QWidget) -> None:
        """Shown at once."""
        super().__init__(theme, face_of(mark), parent)
        self.mark = mark
        self.renew(mark, theme)
        self.show()

    def renew(self, mark: Button, theme: Theme) -> None:
        """The same button, perhaps elsewhere or otherwise worded; a press under way goes on."""
        self.mark = mark
        if theme is not self._theme:
            self.set_theme(theme)
        self.set_face(face_of(mark))
        self.setGeometry(mark.box.x, mark.box.y, mark.box.w, mark.box.h)


def face_of(mark: Button) -> ButtonFace:
    """How a mark's button looks."""
    stacked = mark.sign is not None and mark.stacked
    return ButtonFace(
        mark.label, mark.key, mark.kind, mark.sign, chosen=mark.chosen, stacked=stacked, applies=mark.applies
    )


class CardView(QWidget):
    """Shows one card. `used` says which button was pressed; `held` and `let_go`, that one went down, up.

    A screen reader finds what is painted as its name and description, and the buttons in it.
    """

    used = Signal(object, str)  # the button's act, its arg
    held = Signal(object)
    let_go = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_card`."""
        super().__init__(parent)
        self.card = Card(0, 0)  # what is shown
        self._theme, self._spoken = theme, ""
        self._now = TickTexts()
        self._buttons: dict[tuple[StrEnum, str], MarkButton] = {}

    def show_card(self, card: Card, theme: Theme, spoken: str = "") -> None:
        """Show this card; `spoken` is what a screen reader says of it. What stays as it was is left alone."""
        before, old_theme, old_spoken = self.card, self._theme, self._spoken
        self.card, self._theme, self._spoken = card, theme, spoken
        changed = tuple(_changed(before.marks, card.marks))
        if changed or spoken != old_spoken:
            self._tell(card, spoken)
        self.setFixedHeight(max(1, card.height))
        if changed or theme is not old_theme:
            self._put_all(card.buttons(), theme)
        if theme is not old_theme or (before.width, before.height) != (card.width, card.height):
            self.update()
            return
        for mark in changed:
            self.update(_inked(mark))

    def _tell(self, card: Card, spoken: str) -> None:
        painted = tuple(m.text for m in card.marks if isinstance(m, Text) and m.text)
        self.setAccessibleName(spoken or next(iter(painted), ""))
        self.setAccessibleDescription("\n".join(painted if spoken else painted[1:]))

    def _put_all(self, buttons: tuple[Button, ...], theme: Theme) -> None:
        marks = {(m.act, m.arg): m for m in buttons}
        for gone in self._buttons.keys() - marks.keys():
            button = self._buttons.pop(gone)
            button.hide()
            button.deleteLater()
        for place, mark in marks.items():
            self._put(place, mark, theme)

    def button(self, act: StrEnum, arg: str = "") -> MarkButton | None:
        """The button of an act, None where there is none now."""
        return self._buttons.get((act, arg))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks that touch what must be painted, but no buttons, which paint themselves."""
        painter, around, wanted = QPainter(self), event.rect(), event.region()
        near = (m for m in self.card.marks if not isinstance(m, Button) and _touches(m, around))
        rest = tuple(m for m in near if wanted.rectCount() == 1 or wanted.intersects(_inked(m)))
        CardPainter(painter, self._theme, self._now).paint(Card(self.card.width, self.card.height, rest))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """A source's letter is another in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.update()
        super().changeEvent(event)

    def _put(self, place: tuple[StrEnum, str], mark: Button, theme: Theme) -> None:
        known = self._buttons.get(place)
        if known is not None:
            if known.mark is not mark or known.theme is not theme:
                known.renew(mark, theme)
            return
        button = MarkButton(mark, theme, self)
        self._buttons[place] = button
        button.clicked.connect(self._clicked)
        button.pressed.connect(self._went_down)
        button.released.connect(self._went_up)

    @Slot()
    def _clicked(self) -> None:
        mark = self._sender()
        if mark:
            self.used.emit(mark.act, mark.arg)

    @Slot()
    def _went_down(self) -> None:
        mark = self._sender()
        if mark:
            self.held.emit(mark.act)

    @Slot()
    def _went_up(self) -> None:
        mark = self._sender()
        if mark:
            self.let_go.emit(mark.act)

    def _sender(self) -> Button | None:
        sender = self.sender()
        return sender.mark if isinstance(sender, MarkButton) else None


def _changed(old: tuple[Mark, ...], new: tuple[Mark, ...]) -> Iterator[Mark]:
    """The marks that are gone and those that came, between what both cards begin with and end with."""
    least = min(len(old), len(new))
    start = next((n for n in range(least) if not _same(old[n], new[n])), least)
    end = next((n for n in range(least - start) if not _same(old[-1 - n], new[-1 - n])), least - start)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if len(before) != len(after):
        yield from before
        yield from after
        return
    for one, other in zip(before, after, strict=True):
        if not _same(one, other):
            yield one
            yield other


def _same(one: Mark, other: Mark) -> bool:
    return one is other or one == other


def _inked(mark: Mark) -> QRect:
    box = mark.box
    return QRect(box.x - _OVER, box.y - _OVER, box.w + 2 * _OVER, box.h + 2 * _OVER)


def _touches(mark: Mark, wanted: QRect) -> bool:
    box = mark.box
    return (
        box.x - _OVER <= wanted.right()
        and wanted.left() < box.right + _OVER
        and box.y - _OVER <= wanted.bottom()
        and wanted.top() < box.bottom + _OVER
    )
