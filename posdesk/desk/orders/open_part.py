"""The detail's boxes of open intents: what waits can be undone, what nobody knows is asked or settled."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft
from posdesk.desk.cards.marks import Box, Button, Fill, Glyph, Hatch
from posdesk.desk.cards.parts import TARGET
from posdesk.desk.orders.detail_content import DetailAct, DetailContent
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, Sign
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.say import exact_time
from posdesk.desk.words.states import (
    answer_words,
    kind_name,
    outcome_said,
    unknown_words,
)
from posdesk.domain.orders.intent import Intent, Outcome

_GAP = SIZE.card_gap


def open_intents(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    """A box for each open intent; returns where they end."""
    y, intents = at.y, detail.view.intents
    last = {intent.outcome: intent for intent in intents}  # the keys are its, as they are on the board
    for intent in intents:
        draft.keyed = last[intent.outcome] is intent
        if intent.outcome is Outcome.UNKNOWN:
            y = _unknown(draft, detail, intent, at._replace(y=y + 4)) + 8
        elif intent.outcome is Outcome.QUEUED:
            y = _queued(draft, intent, at._replace(y=y + 4)) + 8
    return y


def _queued(draft: CardDraft, intent: Intent, at: Box) -> int:
    label = QCoreApplication.translate("Orders", "Undo")
    key = draft.key(OrdersKey.TAKE_BACK)
    wide = draft.measure.width(label, FontRole.BODY_BOLD) + 32 + draft.room_of(key)
    ground, ink = (Color.WARN_SOFT, Color.WARN) if intent.attempts else (Color.SLATE_SOFT, Color.SLATE)
    draft.put(Fill(Box(at.x, at.y, at.w, TARGET), ground, RADIUS.control))
    text = outcome_said(intent).text
    draft.text(Box(at.x + 10, at.y, at.w - wide - 18, TARGET), text, FontRole.CAPTION_BOLD, ink)
    draft.put(Button(Box(at.right - wide, at.y, wide, TARGET), DetailAct.UNDO, label, key, arg=intent.seq))
    return at.y + TARGET


def _unknown(draft: CardDraft, detail: DetailContent, intent: Intent, at: Box) -> int:
    """What nobody knows: words, last answer, attempts, and the ways on."""
    start = len(draft.marks)
    inner = Box(at.x + 10, at.y + 14, at.w - 20, 0)
    draft.put(Glyph(Box(inner.x, inner.y + 1, 20, 20), Sign.QUESTION, Color.UNKNOWN))
    words = Box(inner.x + 28, inner.y, inner.w - 28, 22)
    y = draft.lines(words, unknown_words(intent), FontRole.BODY_BOLD, Color.UNKNOWN)
    y = draft.lines(Box(inner.x, y + 2, inner.w, 18), _facts(intent), FontRole.CAPTION) - 2
    settling = detail.settling is not None and detail.settling[0] == intent.seq
    ways = inner._replace(y=y + 8)
    y = _sure(draft, detail, intent, ways) if settling else _ways(draft, detail, intent, ways)
    box = Box(at.x, at.y, at.w, y + 10 - at.y)
    band = Hatch(Box(box.x + 1, box.y + 1, box.w - 2, 8))
    draft.marks[start:start] = [Fill(box, Color.RAISED, RADIUS.card, Color.UNKNOWN_FILL), band]
    return box.bottom


def _facts(intent: Intent) -> str:
    parts = [answer_words(intent)] if intent.last_answer else []
    parts.append(QCoreApplication.translate("Orders", "Attempt {n}").format(n=intent.attempts))
    if intent.next_at and not intent.needs_person:
        following = QCoreApplication.translate("Orders", "next {time}")
        parts.append(following.format(time=exact_time(intent.next_at)))
    return " · ".join(parts)


def _ways(draft: CardDraft, detail: DetailContent, intent: Intent, at: Box) -> int:
    """Ask again, or a person's word; under each other where they don't fit side by side."""
    marks = (
        (DetailAct.ASK_AGAIN, QCoreApplication.translate("Orders", "Ask now"), OrdersKey.ASK_AGAIN),
        (DetailAct.DONE, QCoreApplication.translate("Orders", "It is done"), OrdersKey.YES),
        (DetailAct.NOT_DONE, QCoreApplication.translate("Orders", "It is not done"), OrdersKey.NO),
    )
    x, y = at.x, at.y
    for act, label, letter in marks[detail.view.order.is_closed_here :]:  # a closed one makes no call
        key = draft.key(letter)
        wide = draft.measure.width(label, FontRole.BODY_BOLD) + 28 + draft.room_of(key)
        if x > at.x and x + wide > at.right:
            x, y = at.x, y + TARGET + _GAP
        draft.put(Button(Box(x, y, wide, TARGET), act, label, key, arg=intent.seq))
        x += wide + _GAP
    return y + TARGET


def _sure(draft: CardDraft, detail: DetailContent, intent: Intent, at: Box) -> int:
    """The second step: whose word it will be, said before it counts."""
    assert detail.settling is not None
    text = QCoreApplication.translate(
        "Orders", "The record will say: {who} says {what} is done. The platform did not confirm it."
    )
    if not detail.settling[1]:
        text = QCoreApplication.translate(
            "Orders", "The record will say: {who} says {what} is not done. The platform did not say so."
        )
    said = text.format(who=detail.actor, what=kind_name(intent.kind))
    y = draft.lines(at._replace(h=21), said, FontRole.BODY)
    sure = QCoreApplication.translate("Orders", "{who}: I looked it up").format(who=detail.actor)
    back = QCoreApplication.translate("Orders", "Back")
    yes, esc = OrdersKey.YES, "Esc"
    wide = min(at.w, draft.measure.width(sure, FontRole.BODY_BOLD) + 32 + draft.room_of(yes))
    box = Box(at.x, y + 8, wide, TARGET)
    draft.put(Button(box, DetailAct.SURE, sure, yes, ButtonKind.PRIMARY, arg=intent.seq))
    back_w = draft.measure.width(back, FontRole.BODY) + 32 + draft.room_of(esc)
    beside = at.x + wide + _GAP
    fits = beside + back_w <= at.right
    place = Box(beside, y + 8, back_w, TARGET) if fits else Box(at.x, y + 60, back_w, TARGET)
    draft.put(Button(place, DetailAct.BACK, back, esc, ButtonKind.QUIET, arg=intent.seq))
    return place.bottom
