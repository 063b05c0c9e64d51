"""What a screen reader says of a card: '美团 27，待接单，剩 3 分 42 秒'."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.facts import Facts
from posdesk.desk.words.say import spoken_length
from posdesk.desk.words.states import lane_name, source_name
from posdesk.domain.orders.board import Lane


def spoken(facts: Facts, left_s: float | None) -> str:
    """Source and number, lane, and the time that matters; `left_s` is to the accept deadline."""
    parts = [f"{source_name(facts.source, facts.source_code)} {facts.number}", lane_name(facts.lane)]
    parts.append(_time(facts, left_s))
    parts.extend(chip.text for chip in facts.chips)
    return QCoreApplication.translate("Orders", ", ").join(p for p in parts if p)


def _time(facts: Facts, left_s: float | None) -> str:
    if facts.lane is Lane.NEW and left_s is not None:
        return _left(left_s)
    return facts.how


def _left(left_s: float) -> str:
    if left_s <= 0:
        return QCoreApplication.translate("Orders", "{time} late").format(time=spoken_length(-left_s))
    return QCoreApplication.translate("Orders", "{time} left").format(time=spoken_length(left_s))
