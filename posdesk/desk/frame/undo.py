"""Which action of this counter can still be undone (product row 22)."""

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.paint import (
    ButtonFace,
    key_width,
    paint_key,
    paint_number,
    paint_tag,
    paint_text,
    rounded,
    text_width,
)
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.words.states import kind_name, source_name
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Intent, Outcome, Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.source import Source
from posdesk.records import dataclass

_TAG_PX = 18


@dataclass(frozen=True, slots=True)
class Undoable:
    """An intent that hasn't left, and whose it is: two platforms may have the same number."""

    intent: Intent
    show_no: str
    source: Source


def _undoable(intent: Intent, view: OrderView) -> Undoable:
    return Undoable(intent, view.order.content.number, view.order.content.source)


class UndoWatch:
    """Keeps the queued intents of this counter, so that a tick looks at a few and not at all orders."""

    def __init__(self, counter: Counter) -> None:
        """Reads all orders once."""
        self._counter = counter
        self._queued: dict[Seq, Undoable] = {}
        self.refresh(())

    def refresh(self, keys: tuple[OrderKey, ...]) -> None:
        """Read these orders again; none named: all."""
        chosen = set(keys)
        self._queued = {s: u for s, u in self._queued.items() if keys and u.intent.key not in chosen}
        views = [self._counter.view(key) for key in keys] if keys else self._counter.views()
        for view in views:
            mine = [i for i in view.intents if self._is_mine(i)] if view else []
            self._queued |= {i.seq: _undoable(i, view) for i in mine if view}

    def latest(self) -> Undoable | None:
        """The one pressed last whose undo time still runs."""
        running = [u for u in self._queued.values() if self._counter.undo_left_s(u.intent.seq) > 0]
        return max(running, key=lambda u: u.intent.pressed_at, default=None)

    def _is_mine(self, intent: Intent) -> bool:
        return intent.outcome is Outcome.QUEUED and intent.counter == self._counter.settings.store.counter


class UndoButton(DeskButton):
    """Lies over the selected order's place in the action bar, or floats there on pages without one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Hidden until there is something to undo."""
        super().__init__(theme, ButtonFace("", "Esc"), parent)
        self._undoable: Undoable | None = None
        self.hide()

    def offer(self, undoable: Undoable | None) -> None:
        """Offer to undo this, or nothing."""
        self._undoable = undoable
        if undoable is not None:
            named = f"{source_name(undoable.source)} {undoable.show_no}"
            self.set_label(f"{_what(undoable)}, {named}")
        self.setVisible(undoable is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the key, the word, and under it the order's number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, rect = self._theme.color, QRectF(self.rect())
        ground = color.sunken if self.underMouse() else color.raised
        rounded(painter, rect, self._theme.radius.control, ground, color.line_strong)
        paint_key(painter, 8, rect.center().y(), "Esc", self._theme, ink=color.text, frame=color.text)
        left = 16 + key_width("Esc", self._theme)
        if self._undoable is not None:
            caption = QRectF(left, 3, rect.width() - left - 4, 18)
            font = self._theme.font(FontRole.CAPTION)
            whole = _what(self._undoable)
            short = QCoreApplication.translate("frame", "Undo")
            words = whole if text_width(whole, font) <= caption.width() else short
            paint_text(painter, caption, words, font, color.muted)
            paint_tag(painter, QRectF(left, 22, _TAG_PX, _TAG_PX), self._undoable.source, self._theme)
            left += _TAG_PX + 6
            number = QRectF(left, 20, rect.width() - left - 4, 22)
            paint_number(painter, number, self._undoable.show_no, FontRole.STRONG, self._theme)
        painter.end()


def _what(undoable: Undoable) -> str:
    """Undo: Accept."""
    words = QCoreApplication.translate("frame", "Undo: {what}")
    return words.format(what=kind_name(undoable.intent.kind))
