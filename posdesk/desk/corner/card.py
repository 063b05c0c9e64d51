"""The corner card's looks, one for each thing it shows: 360 px wide, as high as that takes."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Align, Box, Button, Card, Fill, Glyph, Mark, Tag, Text
from posdesk.desk.cards.new import items_in_a_row
from posdesk.desk.cards.parts import head, large_number
from posdesk.desk.corner.scene import Scene
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, Sign, inks_of
from posdesk.desk.words.say import clock_time, countdown_words
from posdesk.desk.words.states import kind_name
from posdesk.domain.corner import CornerFace
from posdesk.domain.orders.board import Countdown, Phase
from posdesk.domain.orders.intent import Kind

translate = QCoreApplication.translate

WIDTH = 360
_PAD, _TARGET, _GAP = 14, SIZE.target_min, SIZE.card_gap
_HEAD_H, _BAR_H = 36, 6
_FRAME = 2
_NUMBERS = (FontRole.NUMBER_NEW, FontRole.NUMBER_NEW_SMALL, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)


class CornerAct(StrEnum):
    """What can be touched on it."""

    ACCEPT = "accept"
    SNOOZE = "snooze"
    OPEN = "open"


def card_of(scene: Scene, measure: Measure) -> Card:
    """The card that says this."""
    return _CARDS[scene.face](scene, CardDraft(measure, WIDTH))


def spoken(scene: Scene) -> str:
    """What a screen reader says of it."""
    words = [mark.text for mark in card_of(scene, _NO_MEASURE).marks if isinstance(mark, Text)]
    return " ".join(word for word in words if word)


class _NoMeasure:
    """Every text fits."""

    def width(self, text: str, font: FontRole) -> int:
        return 0

    def wrap(self, text: str, font: FontRole, width: int) -> tuple[str, ...]:
        return (text,)


_NO_MEASURE = _NoMeasure()


def _stop(scene: Scene, draft: CardDraft) -> Card:
    assert scene.facts is not None
    ink = Color.ON_BAD_FILL
    sign = Box(14, 14, 54, 54)
    draft.put(Glyph(sign, Sign.STOP, ink))
    draft.put(Text(sign, translate("corner", "STOP"), FontRole.CAPTION_BOLD, ink, Align.CENTER))
    draft.put(Tag(Box(80, 22, 38, 38), scene.facts.source))
    more = translate("corner", "and {n} more").format(n=scene.more) if scene.more else ""
    right = draft.right(Box(130, 30, WIDTH - 146, 22), more, FontRole.BODY_BOLD, ink)
    room = Box(130, 4, right - 138, 70)
    number, font = large_number(draft, scene.facts.number, room.w, _NUMBERS)
    draft.text(room, number, font, ink)
    title = translate("corner", "Cancelled: don't make it, don't hand it over")
    y = draft.lines(Box(16, 76, WIDTH - 32, 22), title, FontRole.BODY_BOLD, ink) + 8
    label = translate("corner", "Open and end it")
    draft.put(Button(Box(16, y, WIDTH - 32, _TARGET), CornerAct.OPEN, label, kind=ButtonKind.ON_STOP))
    height = y + _TARGET + 14
    ground = Fill(Box(0, 0, WIDTH, height), Color.BAD_FILL, RADIUS.corner_card, Color.ON_BAD_FILL, _FRAME)
    return draft.card(height, ground)


def _new(scene: Scene, draft: CardDraft) -> Card:
    facts = scene.facts
    assert facts is not None
    _new_head(scene, draft)
    row = Box(_PAD + 1, _HEAD_H + 6, WIDTH - 2 * _PAD - 112, 66)
    head(draft, facts, row, 40, _NUMBERS)
    if scene.countdown is not None:
        _count(draft, scene.countdown)
    y = _HEAD_H + 74
    money = facts.money if facts.paid else _unpaid_words(facts)
    right = draft.right(
        Box(_PAD, y, WIDTH - 2 * _PAD, 24),
        money,
        FontRole.BODY_BOLD,
        Color.TEXT if facts.paid else Color.WARN,
    )
    draft.text(Box(_PAD, y, max(40, right - _PAD - 12), 24), items_in_a_row(facts.items), FontRole.BODY)
    y = _remark(draft, facts.remark, y + 26)
    bar = Box(_FRAME, y + 4, WIDTH - 2 * _FRAME, _BAR_H)
    if scene.countdown is not None:
        draft.put(Fill(bar, Color.SUNKEN), *_drained(bar, scene.countdown))
    y = _buttons(draft, scene, bar.bottom + 12)
    ground = Fill(Box(0, 0, WIDTH, y + 12), Color.RAISED, RADIUS.corner_card)
    frame = Fill(Box(0, 0, WIDTH, y + 12), None, RADIUS.corner_card, Color.TEXT, _FRAME)
    draft.put(frame)
    return draft.card(y + 12, ground)


def _unpaid_words(facts: Facts) -> str:
    return translate("corner", "Unpaid {amount}").format(amount=facts.money)


def _remark(draft: CardDraft, remark: str, y: int) -> int:
    """One line: that there is one must be seen before it is accepted."""
    if not remark:
        return y
    word = translate("corner", "Remark")
    draft.put(Fill(Box(_PAD, y, WIDTH - 2 * _PAD, 26), Color.WARN_SOFT, RADIUS.remark))
    draft.text(Box(_PAD + 8, y + 2, WIDTH - 2 * _PAD - 16, 22), f"{word} {remark}", FontRole.BODY_BOLD)
    return y + 30


def _new_head(scene: Scene, draft: CardDraft) -> None:
    draft.put(Fill(Box(0, 0, WIDTH, _HEAD_H), Color.ACCENT))
    draft.put(Glyph(Box(_PAD, 8, 20, 20), Sign.BELL, Color.ON_ACCENT))
    words = translate("corner", "{n} to accept").format(n=scene.more + 1)
    draft.text(Box(_PAD + 28, 0, 220, _HEAD_H), words, FontRole.BODY_BOLD, Color.ON_ACCENT)
    draft.right(Box(_PAD, 0, WIDTH - 2 * _PAD, _HEAD_H), "posdesk", FontRole.BODY, Color.ON_ACCENT)


def _count(draft: CardDraft, countdown: Countdown) -> None:
    at = Box(WIDTH - _PAD - 130, _HEAD_H + 10, 130, 34)
    ink = {Phase.CALM: Color.TEXT, Phase.HALF: Color.WARN}.get(countdown.phase, Color.BAD)
    if countdown.left_s <= 0:
        draft.right(at._replace(y=at.y + 14), countdown_words(countdown.left_s), FontRole.STRONG, ink)
        return
    draft.right(at, countdown_words(countdown.left_s), FontRole.COUNTDOWN, ink)
    words = translate("corner", "to accept")
    draft.right(Box(at.x, at.y + 34, at.w, 20), words, FontRole.CAPTION, Color.MUTED)


def _drained(bar: Box, countdown: Countdown) -> tuple[Mark, ...]:
    ink = {Phase.CALM: Color.SLATE, Phase.HALF: Color.WARN_FILL}.get(countdown.phase, Color.BAD_FILL)
    left = round(bar.w * countdown.share_left)
    return (Fill(bar._replace(w=left), ink),) if left else ()


def _buttons(draft: CardDraft, scene: Scene, y: int) -> int:
    """Side by side, the same width; returns where they end."""
    faces = [(CornerAct.OPEN, translate("corner", "Open"), ButtonKind.OUTLINED)]
    if scene.snoozes:
        faces.insert(0, (CornerAct.SNOOZE, translate("corner", "Snooze 60 s"), ButtonKind.OUTLINED))
    if scene.accepts:
        faces.insert(0, (CornerAct.ACCEPT, kind_name(Kind.ACCEPT), ButtonKind.PRIMARY))
    wide = (WIDTH - 2 * 12 - (len(faces) - 1) * _GAP) // len(faces)
    for at, (act, label, kind) in enumerate(faces):
        draft.put(Button(Box(12 + at * (wide + _GAP), y, wide, _TARGET), act, label, kind=kind))
    return y + _TARGET


def _scan(scene: Scene, draft: CardDraft) -> Card:
    """What came of a scan: whose it is and how it stands; verified it is on the desk."""
    scan = scene.scan
    assert scan is not None
    inks, x, y = inks_of(scan.role), _PAD + 4, 12
    if scan.facts is not None:
        head(draft, scan.facts, Box(x, 6, WIDTH - 2 * _PAD, 66), 40, _NUMBERS)
        y = 76
    draft.put(Glyph(Box(x, y + 2, 22, 22), scan.sign, inks.ink))
    room = Box(x + 32, y, WIDTH - x - 32 - _PAD, 24)
    y = draft.lines(room, scan.what, FontRole.STRONG, inks.ink)
    if scan.todo:
        y = draft.lines(room._replace(y=y, h=20), scan.todo, FontRole.BODY)
    label = translate("corner", "Open posdesk")
    draft.put(Button(Box(12, y + 10, WIDTH - 24, _TARGET), CornerAct.OPEN, label, kind=ButtonKind.PRIMARY))
    return _framed(draft, y + 10 + _TARGET + 12, Color.RAISED, Color.TEXT)


def _gap(scene: Scene, draft: CardDraft) -> Card:
    draft.put(Glyph(Box(16, 14, 28, 28), Sign.WARNING, Color.WARN))
    room = Box(56, 11, WIDTH - 56 - _PAD, 22)
    y = draft.lines(room, scene.said.what, FontRole.BODY_BOLD)
    if scene.said.todo:
        y = draft.lines(room._replace(y=y, h=20), scene.said.todo, FontRole.CAPTION)
    return _framed(draft, max(y + 11, 56), Color.WARN_SOFT, Color.WARN_FILL)


def _quiet(scene: Scene, draft: CardDraft) -> Card:
    draft.put(Glyph(Box(16, 14, 24, 24), Sign.RECEIPT, Color.ACCENT))
    names = (translate("corner", "new"), translate("corner", "making"), translate("corner", "ready"))
    received = _received_words(scene)
    right = draft.right(Box(_PAD, 0, WIDTH - 2 * _PAD, 52), received, FontRole.CAPTION, Color.MUTED)
    x = 54
    for number, name in zip(scene.counts, names, strict=True):
        end = draft.text(Box(x, 0, right - x - 8, 52), str(number), FontRole.BODY_BOLD) + 5
        x = draft.text(Box(end, 0, max(0, right - end - 8), 52), name, FontRole.CAPTION) + 11
    y = 52
    if scene.hint:
        y = draft.lines(Box(16, 46, WIDTH - 32, 20), scene.hint, FontRole.CAPTION, Color.MUTED) + 10
    return _framed(draft, y, Color.RAISED, Color.LINE_STRONG)


def _received_words(scene: Scene) -> str:
    if scene.received is None:
        return translate("corner", "nothing received yet")
    return translate("corner", "received {time}").format(time=clock_time(scene.received))


def _framed(draft: CardDraft, height: int, ground: Color, border: Color) -> Card:
    return draft.card(height, Fill(Box(0, 0, WIDTH, height), ground, RADIUS.corner_card, border, _FRAME))


_CARDS = {
    CornerFace.STOP: _stop,
    CornerFace.SCAN: _scan,
    CornerFace.NEW: _new,
    CornerFace.GAP: _gap,
    CornerFace.QUIET: _quiet,
}
