"""Which action of this counter can still be undone (product row 22)."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.paint import ButtonFace, key_width, paint_key, paint_number, paint_text, rounded
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.domain.orders.intent import Intent, Outcome, Seq
from posdesk.domain.orders.order import OrderKey


@dataclass(frozen=True, slots=True)
class Undoable:
    """An intent that hasn't left, and the number of its order."""

    intent: Intent
    show_no: str


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
            self._queued |= {i.seq: Undoable(i, view.order.content.number) for i in mine if view}

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
        self._number = ""
        self.hide()

    def offer(self, undoable: Undoable | None) -> None:
        """Offer to undo this, or nothing."""
        self._number = undoable.show_no if undoable else ""
        words = QCoreApplication.translate("frame", "Undo {number}").format(number=self._number)
        self.set_label(words)
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
        word = QCoreApplication.translate("frame", "Undo")
        caption = QRectF(left, 3, rect.width() - left - 4, 18)
        paint_text(painter, caption, word, self._theme.font(FontRole.CAPTION), color.muted)
        number = QRectF(left, 20, rect.width() - left - 4, 22)
        paint_number(painter, number, self._number, FontRole.STRONG, self._theme)
        painter.end()
