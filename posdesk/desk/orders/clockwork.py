"""What the clock says of a row at this moment: the texts that tick."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.ink import Clockwork
from posdesk.desk.cards.phrases import minutes_words
from posdesk.desk.orders.model import Row
from posdesk.desk.theme import Color
from posdesk.desk.words.say import countdown_words
from posdesk.desk.words.states import waiting_words
from posdesk.domain.orders.board import Countdown, Lane, countdown_of
from posdesk.domain.orders.order import OrderState

USUAL_ACCEPT_S = 300.0  # where a partner has left the settings since
HURRY_S = 5 * 60
LONG_WAIT_S = 15 * 60


def countdown(row: Row, counter: Counter) -> Countdown | None:
    """The accept countdown of a new order, None where there is none."""
    if row.view.order.state is not OrderState.NEW:
        return None
    left_s = counter.accept_left_s(row.key)
    partner = counter.settings.partner_named(row.key.partner)
    total_s = partner.accept_within_s if partner else USUAL_ACCEPT_S
    return None if left_s is None else countdown_of(left_s, total_s)


def clockwork(row: Row, counter: Counter, comes: str) -> Clockwork:
    """All texts that tick, for one row; `comes` is the word for who fetches it."""
    lane = row.facts.lane
    if lane is Lane.NEW:
        count = countdown(row, counter)
        words = countdown_words(count.left_s) if count else ""
        return Clockwork(count, words, words, undo=_undo(row, counter))
    return Clockwork(
        minutes=_minutes(row, counter), waiting=_waiting(row, counter, comes), undo=_undo(row, counter)
    )


def _minutes(row: Row, counter: Counter) -> tuple[str, Color]:
    due, now = row.view.order.content.due_at, counter.clock.now()
    if due is None:
        return "", Color.MUTED
    left_s = (due - now).total_seconds()
    role = Color.BAD if left_s < 0 else Color.WARN if left_s < HURRY_S else Color.MUTED
    return minutes_words(int(abs(left_s) // 60), late=left_s < 0), role


def _waiting(row: Row, counter: Counter, comes: str) -> tuple[str, Color]:
    since, now = row.view.order.state_at, counter.clock.now()
    waited_s = max(0.0, (now - since).total_seconds())
    words = QCoreApplication.translate("Orders", "for {n} min").format(n=int(waited_s // 60))
    return f"{comes}  {words}", Color.WARN if waited_s >= LONG_WAIT_S else Color.MUTED


def _undo(row: Row, counter: Counter) -> str:
    chip = row.facts.chip_of_undo()
    if chip is None or chip.seq is None or chip.kind is None:
        return ""
    return waiting_words(chip.kind, counter.undo_left_s(chip.seq))
