"""Orders that leave the board by what this counter did, said as they go: a refusal that the platform has
confirmed, a STOP that somebody ended.
"""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.words.states import Sentence, source_name
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey

translate = QCoreApplication.translate


class EndingWatch:
    """Keeps the open refusals of this counter and the open STOPs, as far as they were seen open."""

    def __init__(self, counter: Counter) -> None:
        """What ended before the desk opened is not said."""
        self._counter = counter
        self._refusing: set[Seq] = set()
        self._stops: set[OrderKey] = set()
        self.ended(())

    def ended(self, keys: tuple[OrderKey, ...]) -> tuple[Sentence, ...]:
        """Look at these orders again, none named: at all; what to say of those that have ended since."""
        views = [self._counter.view(key) for key in keys] if keys else list(self._counter.views())
        return tuple(said for view in views if view is not None for said in self._look(view))

    def _look(self, view: OrderView) -> list[Sentence]:
        said = [_refused(view) for intent in view.intents if self._has_refused(intent)]
        key, was = view.order.key, view.order.key in self._stops
        (self._stops.add if view.order.stop_open else self._stops.discard)(key)
        return [*said, _stopped(view)] if was and not view.order.stop_open else said

    def _has_refused(self, intent: Intent) -> bool:
        """Whether it was open when it was seen last, and the platform has confirmed it since."""
        if intent.kind is not Kind.REFUSE or intent.counter != self._counter.settings.store.counter:
            return False
        was = intent.seq in self._refusing
        (self._refusing.add if intent.is_open else self._refusing.discard)(intent.seq)
        return was and intent.outcome is Outcome.CONFIRMED


def _refused(view: OrderView) -> Sentence:
    words = translate("frame", "{order} is refused, the platform has confirmed it.")
    return Sentence(words.format(order=_named(view)), _where(), is_done=True)


def _stopped(view: OrderView) -> Sentence:
    words = translate("frame", "{order}: the STOP is ended.")
    return Sentence(words.format(order=_named(view)), _where(), is_done=True)


def _where() -> str:
    return translate("frame", "F10 finds it.")


def _named(view: OrderView) -> str:
    content = view.order.content
    return f"{source_name(content.source, content.source_code)} {content.number}"
