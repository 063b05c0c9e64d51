"""Which action of this counter can still be undone (product row 22)."""

from dataclasses import dataclass

from posdesk.desk.counter import Counter
from posdesk.domain.intent import Intent, Outcome, Seq
from posdesk.domain.order import OrderKey


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
            self._queued |= {i.seq: Undoable(i, view.order.content.show_no.strip()) for i in mine if view}

    def latest(self) -> Undoable | None:
        """The one pressed last whose undo time still runs."""
        running = [u for u in self._queued.values() if self._counter.undo_left_s(u.intent.seq) > 0]
        return max(running, key=lambda u: u.intent.pressed_at, default=None)

    def _is_mine(self, intent: Intent) -> bool:
        return intent.outcome is Outcome.QUEUED and intent.counter == self._counter.settings.store.counter
