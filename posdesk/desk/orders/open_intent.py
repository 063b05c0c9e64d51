"""Open intents in the detail: undo what waits, ask again, or say how it ended, by name and in two steps."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.marks import Box, Button, Fill, Glyph, Hatch
from posdesk.desk.cards.parts import TARGET
from posdesk.desk.cards.sheet import Sheet
from posdesk.desk.orders.detail_wish import Act, DetailWish
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, Sign
from posdesk.desk.words.say import exact_time
from posdesk.desk.words.states import answer_words, kind_name, outcome_said, unknown_words
from posdesk.domain.orders.intent import Intent, Outcome

_GAP = SIZE.card_gap


def open_intents(sheet: Sheet, wish: DetailWish, at: Box) -> int:
    """A box for each open intent; returns where they end."""
    y = at.y
    for intent in wish.view.intents:
        if intent.outcome is Outcome.UNKNOWN:
            y = _unknown(sheet, wish, intent, at._replace(y=y + 4)) + 8
        elif intent.outcome is Outcome.QUEUED:
            y = _queued(sheet, intent, at._replace(y=y + 4)) + 8
    return y


def _queued(sheet: Sheet, intent: Intent, at: Box) -> int:
    label = QCoreApplication.translate("Orders", "Undo")
    wide = sheet.measure.width(label, FontRole.BODY_BOLD) + 32
    sheet.put(Fill(Box(at.x, at.y, at.w, TARGET), Color.SLATE_SOFT, RADIUS.control))
    text = outcome_said(intent).text
    sheet.text(Box(at.x + 10, at.y, at.w - wide - 18, TARGET), text, FontRole.CAPTION_BOLD, Color.SLATE)
    sheet.put(Button(Box(at.right - wide, at.y, wide, TARGET), Act.UNDO, label, arg=intent.seq))
    return at.y + TARGET


def _unknown(sheet: Sheet, wish: DetailWish, intent: Intent, at: Box) -> int:
    """What nobody knows: words, last answer, attempts, and the ways on."""
    start = len(sheet.marks)
    inner = Box(at.x + 10, at.y + 14, at.w - 20, 0)
    sheet.put(Glyph(Box(inner.x, inner.y + 1, 20, 20), Sign.QUESTION, Color.UNKNOWN))
    y = inner.y
    for line in sheet.measure.wrap(unknown_words(intent), FontRole.BODY_BOLD, inner.w - 28):
        sheet.text(Box(inner.x + 28, y, inner.w - 28, 22), line, FontRole.BODY_BOLD, Color.UNKNOWN)
        y += 22
    for line in sheet.measure.wrap(_facts(intent), FontRole.CAPTION, inner.w):
        sheet.text(Box(inner.x, y + 2, inner.w, 18), line, FontRole.CAPTION)
        y += 18
    settling = wish.settling is not None and wish.settling[0] == intent.seq
    ways = inner._replace(y=y + 8)
    y = _sure(sheet, wish, intent, ways) if settling else _ways(sheet, intent, ways)
    box = Box(at.x, at.y, at.w, y + 10 - at.y)
    band = Hatch(Box(box.x + 1, box.y + 1, box.w - 2, 8))
    sheet.marks[start:start] = [Fill(box, Color.RAISED, RADIUS.card, Color.UNKNOWN_FILL), band]
    return box.bottom


def _facts(intent: Intent) -> str:
    parts = [answer_words(intent)] if intent.last_answer else []
    parts.append(QCoreApplication.translate("Orders", "Attempt {n}").format(n=intent.attempts))
    if intent.next_at and not intent.needs_person:
        following = QCoreApplication.translate("Orders", "next {time}")
        parts.append(following.format(time=exact_time(intent.next_at)))
    return "   ".join(parts)


def _ways(sheet: Sheet, intent: Intent, at: Box) -> int:
    """Ask again, or a person's word; under each other where they don't fit side by side."""
    marks = (
        (Act.ASK_AGAIN, QCoreApplication.translate("Orders", "Ask now")),
        (Act.DONE, QCoreApplication.translate("Orders", "It is done")),
        (Act.NOT_DONE, QCoreApplication.translate("Orders", "It is not done")),
    )
    x, y = at.x, at.y
    for act, label in marks:
        wide = sheet.measure.width(label, FontRole.BODY_BOLD) + 28
        if x > at.x and x + wide > at.right:
            x, y = at.x, y + TARGET + _GAP
        sheet.put(Button(Box(x, y, wide, TARGET), act, label, arg=intent.seq))
        x += wide + _GAP
    return y + TARGET


def _sure(sheet: Sheet, wish: DetailWish, intent: Intent, at: Box) -> int:
    """The second step: whose word it will be, said before it counts."""
    assert wish.settling is not None
    text = QCoreApplication.translate(
        "Orders", "The record will say: {who} says {what} is done. The platform did not confirm it."
    )
    if not wish.settling[1]:
        text = QCoreApplication.translate(
            "Orders", "The record will say: {who} says {what} is not done. The platform did not say so."
        )
    said = text.format(who=wish.actor, what=kind_name(intent.kind))
    y = at.y
    for line in sheet.measure.wrap(said, FontRole.BODY, at.w):
        sheet.text(Box(at.x, y, at.w, 21), line, FontRole.BODY)
        y += 21
    sure = QCoreApplication.translate("Orders", "{who}: I looked it up").format(who=wish.actor)
    back = QCoreApplication.translate("Orders", "Back")
    wide = min(at.w, sheet.measure.width(sure, FontRole.BODY_BOLD) + 32)
    sheet.put(Button(Box(at.x, y + 8, wide, TARGET), Act.SURE, sure, kind=ButtonKind.PRIMARY, arg=intent.seq))
    back_w, beside = sheet.measure.width(back, FontRole.BODY) + 32, at.x + wide + _GAP
    fits = beside + back_w <= at.right
    place = Box(beside, y + 8, back_w, TARGET) if fits else Box(at.x, y + 60, back_w, TARGET)
    sheet.put(Button(place, Act.BACK, back, kind=ButtonKind.QUIET, arg=intent.seq))
    return place.bottom
