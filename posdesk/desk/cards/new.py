"""The New card: full with all that decides, folded to two lines with Accept."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Chip, Facts, Item
from posdesk.desk.cards.marks import Box, Button, Card, Fill, Tick, Ticking
from posdesk.desk.cards.parts import (
    GAP,
    PAD,
    TARGET,
    accept_button,
    band,
    chips,
    frame,
    head,
    item_lines,
    odd_lines,
    remark_box,
    unknown_block,
)
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, StateRole
from posdesk.desk.words.states import kind_name, put_away_words
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.intent import Kind

_COUNT_W = 104  # px, for the countdown at the right of the head
_LONGEST_COUNT = "00:00"
_BAR_H = SIZE.countdown_bar
_FOLDED_H = 110
_ONE = "1"  # a quantity that goes without saying
_NUMBERS = (FontRole.NUMBER_NEW, FontRole.NUMBER_NEW_SMALL, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)


def new_full(facts: Facts, measure: Measure, width: int, *, selected: bool, large: bool) -> Card:
    """The whole order as a New card; `large` takes the big number of wide windows."""
    draft = CardDraft(measure, width, keyed=selected)
    y = _head(draft, facts, 66, large=large, full=True, selected=selected) + 8
    inner = Box(PAD, y, width - 2 * PAD, 0)
    y = item_lines(draft, facts.items, inner, 25, FontRole.LARGE) + 5
    if facts.remark:
        y = remark_box(draft, facts.remark, inner._replace(y=y)) + 6
    y = odd_lines(draft, facts, inner._replace(y=y))
    if facts.overdue:
        y = _overdue_words(draft, inner._replace(y=y)) + 6
    y = chips(draft, facts, inner._replace(y=y), but=StateRole.UNKNOWN)
    if facts.unknown:
        y = unknown_block(draft, facts.unknown, inner._replace(y=y)) + 6
    y = _foot(draft, facts, inner._replace(y=y), selected=selected)
    return draft.card(y + 11, _frame(facts, width, y + 11, selected=selected))


def new_folded(facts: Facts, measure: Measure, width: int, *, large: bool, selected: bool = False) -> Card:
    """Two lines and Accept; its height is always the same."""
    draft = CardDraft(measure, width, keyed=selected)
    y = _head(draft, facts, 50, large=large, full=False, selected=selected) + 6
    label = kind_name(Kind.ACCEPT)
    key = draft.key("F2")
    wide = measure.width(label, FontRole.BODY_BOLD) + 30 + draft.room_of(key)
    right = width - PAD
    if Action.ACCEPT in facts.actions:
        draft.put(accept_button(Box(width - 8 - wide, y, wide, TARGET), key=key))
        right = width - 8 - wide - GAP
    _two_lines(draft, facts, Box(PAD, y + 2, right - PAD, 40))
    return draft.card(_FOLDED_H, _frame(facts, width, _FOLDED_H, selected=selected))


def _two_lines(draft: CardDraft, facts: Facts, at: Box) -> None:
    """The dishes, below them money or a chip's words; these take both lines where one would cut them."""
    words = facts.chips[0].text if facts.chips else ""
    if draft.measure.width(words, FontRole.CAPTION_BOLD) > at.w:
        first, *rest = draft.measure.wrap(words, FontRole.CAPTION_BOLD, at.w)
        for number, line in enumerate(filter(None, (first, " ".join(rest)))):
            _chip_words(draft, facts.chips[0], line, at._replace(y=at.y + 2 + 19 * number, h=18))
        return
    draft.text(at._replace(h=21), items_in_a_row(facts.items), FontRole.BODY)
    _money_line(draft, facts, at._replace(y=at.y + 22, h=18))


def _chip_words(draft: CardDraft, shown: Chip, words: str, at: Box) -> None:
    ink = Color.WARN if shown.role is StateRole.HALF else Color.SLATE
    draft.text(at, words, FontRole.CAPTION_BOLD, ink)


def items_in_a_row(items: tuple[Item, ...], most: int = 99) -> str:
    """Dishes one after the other, with ×n where not just one is wanted: 2, 0.3, 0, −1."""
    shown = (i.name if i.quantity == _ONE else f"{i.name}×{i.quantity}" for i in items[:most])
    return QCoreApplication.translate("Orders", ", ").join(shown)


def _frame(facts: Facts, width: int, height: int, *, selected: bool) -> Fill:
    border = Color.BAD_FILL if facts.overdue else Color.UNKNOWN_FILL if facts.unknown else Color.LINE
    return frame(width, height, selected=selected, border=border)


def _head(draft: CardDraft, facts: Facts, h: int, *, large: bool, full: bool, selected: bool) -> int:
    """Tag, number, name, how, countdown and its bar; returns where the head ends."""
    count_x = draft.width - PAD - _COUNT_W
    fonts = _NUMBERS if large else _NUMBERS[1:]
    row = Box(PAD + 1, 2 if full else 0, count_x - PAD - 90, h)
    end = head(draft, facts, row, SIZE.tag_new, fonts)
    x = max(end + 17, 157 if large else 145)
    ends = count_x if facts.overdue else draft.width - PAD - _count_width(draft, full=full)
    _who(draft, facts, Box(x, h // 2 - 18, ends - x - GAP, 21))
    _count(draft, facts, Box(count_x, 0, _COUNT_W, h), full=full)
    inset = 3 if selected else 1
    if not facts.overdue:
        bar = Box(inset, h, draft.width - 2 * inset, _BAR_H)
        draft.put(Ticking(bar, Tick.BAR))
    if facts.unknown:
        band(draft, selected=selected)
    return h + _BAR_H


def _who(draft: CardDraft, facts: Facts, at: Box) -> None:
    four = draft.measure.width(facts.last4, FontRole.BODY)
    name = at._replace(w=max(0, at.w - four - 5))
    end = draft.text(name, facts.name, FontRole.BODY)
    draft.text(at._replace(x=end + 5, w=at.right - end - 5), facts.last4, FontRole.BODY, Color.MUTED)
    draft.text(at._replace(y=at.bottom - 2, h=18), facts.how, FontRole.CAPTION, Color.MUTED)


def _count_width(draft: CardDraft, *, full: bool) -> int:
    """The room the countdown's own words need, in px; the name may take the rest."""
    figures = draft.measure.width(_LONGEST_COUNT, FontRole.COUNTDOWN)
    return max(figures, draft.measure.width(_count_words(), FontRole.CAPTION) if full else 0)


def _count_words() -> str:
    return QCoreApplication.translate("Orders", "to accept")


def _count(draft: CardDraft, facts: Facts, at: Box, *, full: bool) -> None:
    if facts.overdue:
        draft.put(Ticking(at._replace(y=at.y + (at.h - 30) // 2, h=30), Tick.OVERDUE, FontRole.STRONG))
        return
    top = at._replace(y=at.y + 8, h=32) if full else at
    draft.put(Ticking(top, Tick.COUNTDOWN, FontRole.COUNTDOWN))
    if full:
        draft.right(at._replace(y=at.y + 41, h=18), _count_words(), FontRole.CAPTION, Color.MUTED)


def _overdue_words(draft: CardDraft, at: Box) -> int:
    first = QCoreApplication.translate("Orders", "Too late: the platform may have cancelled it.")
    second = QCoreApplication.translate("Orders", "You can still accept; the platform's answer decides.")
    y = draft.lines(at._replace(h=18), first, FontRole.CAPTION_BOLD, Color.BAD)
    return draft.lines(at._replace(y=y, h=18), second, FontRole.CAPTION, Color.MUTED)


def _foot(draft: CardDraft, facts: Facts, at: Box, *, selected: bool) -> int:
    right = at.right
    if Action.ACCEPT in facts.actions:
        right = _foot_buttons(draft, facts, at, selected=selected)
    _money(draft, facts, Box(at.x, at.y, right - GAP - at.x, TARGET))
    return at.y + TARGET


def _foot_buttons(draft: CardDraft, facts: Facts, at: Box, *, selected: bool) -> int:
    """Accept and the quiet Refuse, or that an own order is put away; returns where they begin."""
    extra = 38 if selected else 0  # px, for the key on the selected card
    accept = draft.measure.width(kind_name(Kind.ACCEPT), FontRole.BODY_BOLD)
    away = Action.PUT_AWAY in facts.actions
    refuse_word = put_away_words() if away else kind_name(Kind.REFUSE)
    refuse = draft.measure.width(refuse_word, FontRole.BODY) + 14 + extra
    wide = accept + (24 + extra if selected else 64)
    accept_x = at.right - wide
    draft.put(accept_button(Box(accept_x, at.y, wide, TARGET), key="F2" if selected else ""))
    refuse_x = accept_x - refuse - GAP
    key = "F3" if selected else ""
    act = Action.PUT_AWAY if away else Action.REFUSE
    draft.put(Button(Box(refuse_x, at.y, refuse, TARGET), act, refuse_word, key, ButtonKind.QUIET))
    return refuse_x


def _money(draft: CardDraft, facts: Facts, at: Box) -> None:
    if facts.paid:
        _paid(draft, facts, at)
        return
    lines = draft.measure.wrap(unpaid_words(facts), FontRole.CAPTION_BOLD, at.w - 20)
    if len(lines) > 2:
        short = QCoreApplication.translate("Orders", "Unpaid {amount}").format(amount=facts.money)
        lines = draft.measure.wrap(short, FontRole.CAPTION_BOLD, at.w - 20)[:2]
    wide = max(draft.measure.width(line, FontRole.CAPTION_BOLD) for line in lines) + 20
    height = 8 + 18 * len(lines)
    pill = Box(at.x, at.y + (at.h - height) // 2, wide, height)
    draft.put(Fill(pill, Color.WARN_SOFT, RADIUS.chip))
    for number, line in enumerate(lines):
        box = Box(pill.x + 10, pill.y + 4 + 18 * number, wide - 20, 18)
        draft.text(box, line, FontRole.CAPTION_BOLD, Color.WARN)


def _paid(draft: CardDraft, facts: Facts, at: Box) -> None:
    """Paid and the amount; the amount alone and smaller rather than cut."""
    word = QCoreApplication.translate("Orders", "Paid")
    end = at.x + draft.measure.width(word, FontRole.BODY) + 6
    if end + draft.measure.width(facts.money, FontRole.BODY_BOLD) > at.right:
        draft.text(at, facts.money, FontRole.CAPTION_BOLD)
        return
    draft.text(at, word, FontRole.BODY, Color.MUTED)
    draft.text(at._replace(x=end, w=at.right - end), facts.money, FontRole.BODY_BOLD)


def unpaid_words(facts: Facts) -> str:
    """That it is unpaid, and how much is wanted here."""
    return QCoreApplication.translate("Orders", "Unpaid, pay here {amount}").format(amount=facts.money)


def _money_line(draft: CardDraft, facts: Facts, at: Box) -> None:
    """Paid or unpaid and the remark, in one small line; a chip's words stand before them."""
    if facts.chips:
        _chip_words(draft, facts.chips[0], facts.chips[0].text, at)
        return
    if facts.paid:
        end = draft.text(at, QCoreApplication.translate("Orders", "Paid"), FontRole.CAPTION, Color.MUTED) + 4
        end = draft.text(at._replace(x=end, w=at.right - end), facts.money, FontRole.CAPTION_BOLD)
    else:
        end = draft.text(at, unpaid_words(facts), FontRole.CAPTION_BOLD, Color.WARN)
    if facts.remark:
        word = QCoreApplication.translate("Orders", "Remark")
        remark = at._replace(x=end + 14, w=max(0, at.right - end - 14))
        draft.text(remark, f"{word} {facts.remark}", FontRole.CAPTION_BOLD)
