"""The detail of an order as marks: number, customer, what is open, items, money, history."""

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.elsewhere import history_elsewhere
from posdesk.desk.cards.marks import Box, Button, Card, Fill, Tag
from posdesk.desk.cards.parts import TARGET, chip, large_number, remark_box
from posdesk.desk.orders.changes import Change
from posdesk.desk.orders.detail_content import DetailAct, DetailContent
from posdesk.desk.orders.open_part import open_intents
from posdesk.desk.orders.own_actions import PackingList
from posdesk.desk.orders.own_part import check_box, notes, own_part, packed_of, packing_head
from posdesk.desk.orders.pay import with_payment
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, Sign, StateRole
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.say import exact_time, plain_amount, quantity, shown_of, told_of, yuan
from posdesk.desk.words.states import (
    happening_words,
    source_name,
)
from posdesk.domain.clock import in_china
from posdesk.domain.orders.board import may_close
from posdesk.domain.orders.order import OrderContent, OrderLine
from posdesk.domain.orders.packing import may_pack
from posdesk.domain.orders.personal import hides_anything
from posdesk.domain.orders.sums import SumCheck, sums_of_order
from posdesk.domain.privacy import BLANK

_PAD = 14
_NUMBERS = (FontRole.NUMBER_DETAIL, FontRole.NUMBER_NEW, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)


def detail_card(detail: DetailContent, measure: Measure, width: int) -> Card:
    """The whole detail, as tall as it needs to be."""
    content = _content(detail)
    draft = CardDraft(measure, width)
    inner = Box(_PAD, 12, width - 2 * _PAD, 0)
    y = _head(draft, detail, inner)
    if detail.packing is not None:
        return draft.card(_packing_list(draft, detail, detail.packing, inner._replace(y=y)) + 14)
    y = _customer(draft, detail, inner._replace(y=y))
    y = open_intents(draft, detail, inner._replace(y=y))
    for said in detail.facts.chips:
        if not said.undoable and said.role is not StateRole.UNKNOWN and said.sign is not Sign.NOTE:
            y = chip(draft, said, inner._replace(y=y + 4)) + 4
    if content.remark.strip():
        y = remark_box(draft, content.remark.strip(), inner._replace(y=y + 6)) + 4
    y = own_part(draft, detail.view, detail.packing, inner._replace(y=y + 8), keys=detail.keys)
    y = _changes(draft, detail.changes, inner._replace(y=y))
    y = _items(draft, detail, inner._replace(y=y))
    y = _money(draft, detail, inner._replace(y=y + 8))
    y = _close_here(draft, detail, inner._replace(y=y + 12))
    return draft.card(_history(draft, detail, inner._replace(y=y + 16)) + 14)


def _packing_list(draft: CardDraft, detail: DetailContent, packing: PackingList, at: Box) -> int:
    """While it is open, only what whoever packs needs: the list, what was wished and noted, the changes."""
    content = _content(detail)
    y = packing_head(draft, detail.view, packing, at, keys=detail.keys)
    if content.remark.strip():
        y = remark_box(draft, content.remark.strip(), at._replace(y=y)) + 6
    y = notes(draft, detail.view, at._replace(y=y))
    y = _changes(draft, detail.changes, at._replace(y=y))
    return _items(draft, detail, at._replace(y=y))


def _content(detail: DetailContent) -> OrderContent:
    """What is shown of it: in full while the button is held."""
    return told_of(detail.view.order) if detail.revealed else shown_of(detail.view.order)


def _head(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    facts = detail.facts
    number = detail.view.order.content.full_number if detail.revealed else ""
    number = number or facts.number
    right = at.right
    if detail.closable:
        right = _close(draft, at)
    draft.put(Tag(Box(at.x, at.y + 16, SIZE.tag_detail, SIZE.tag_detail), facts.source))
    room = Box(at.x + 58, at.y, right - at.x - 58 - 110, 76)
    number, font = large_number(draft, number, room.w, _NUMBERS)
    end = draft.text(room, number, font) + 18
    name = source_name(facts.source, facts.source_code)
    draft.text(Box(end, at.y + 16, right - end, 22), name, FontRole.STRONG)
    draft.text(Box(end, at.y + 39, right - end, 22), facts.how, FontRole.STRONG)
    return at.y + 82


def _close(draft: CardDraft, at: Box) -> int:
    label = QCoreApplication.translate("Orders", "Close")
    wide = draft.measure.width(label, FontRole.BODY) + 74
    box = Box(at.right - wide, at.y + 16, wide, TARGET)
    draft.put(Button(box, DetailAct.CLOSE, label, "Esc", ButtonKind.QUIET))
    return box.x - 8


def _customer(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    content = _content(detail)
    room = at.w // 2 if content.phone.strip() else at.w
    end = draft.text(at._replace(h=24, w=room), content.customer.strip(), FontRole.LARGE) + 16
    draft.text(Box(end, at.y, at.right - end, 24), content.phone.strip(), FontRole.LARGE)
    y = at.y + 28
    if content.address.strip() not in {"", BLANK}:
        address = " ".join(content.address.split())
        y = draft.lines(Box(at.x, y, at.w, 21), address, FontRole.BODY, Color.MUTED)
    return _reveal_and_paid(draft, detail, at._replace(y=y + 4))


def _reveal_and_paid(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    label, key = QCoreApplication.translate("Orders", "Hold to show"), OrdersKey.REVEAL
    wide = draft.measure.width(label, FontRole.BODY_BOLD) + 64 + draft.room_of(key)
    if hides_anything(detail.view.order.content):
        box = Box(at.x, at.y, wide, TARGET)
        draft.put(Button(box, DetailAct.REVEAL, label, key, sign=Sign.EYE, stacked=False))
    paid, word = detail.facts.paid, QCoreApplication.translate("Orders", "Paid")
    if not paid:
        word = QCoreApplication.translate("Orders", "Unpaid {amount}").format(amount=detail.facts.money)
    pill_w = draft.measure.width(word, FontRole.BODY_BOLD) + 24
    pill = Box(at.right - pill_w, at.y + 9, pill_w, 27)
    draft.put(Fill(pill, Color.GOOD_SOFT if paid else Color.WARN_SOFT, RADIUS.chip))
    draft.text(pill._replace(x=pill.x + 12), word, FontRole.BODY_BOLD, Color.GOOD if paid else Color.WARN)
    return at.y + 52


def _changes(draft: CardDraft, changes: tuple[Change, ...], at: Box) -> int:
    """What a changed repeat changed: old struck through, new bold."""
    if not changes:
        return at.y
    title = QCoreApplication.translate("Orders", "Changed by the platform")
    y = at.y + 6
    draft.text(Box(at.x, y, at.w, 22), title, FontRole.BODY_BOLD, Color.WARN)
    y += 24
    for change in changes:
        y = _change(draft, change, at._replace(y=y))
    return y + 4


def _change(draft: CardDraft, change: Change, at: Box) -> int:
    label_w = draft.measure.width(change.label, FontRole.CAPTION) + 12
    draft.text(Box(at.x, at.y, label_w, 20), change.label, FontRole.CAPTION, Color.MUTED)
    y, x, w = at.y, at.x + label_w, at.w - label_w
    for line in draft.measure.wrap(change.old, FontRole.BODY, w) if change.old else ():
        end = draft.text(Box(x, y, w, 20), line, FontRole.BODY, Color.MUTED)
        draft.put(Fill(Box(x, y + 10, end - x, 1), Color.MUTED))
        y += 20
    if change.new:
        y = draft.lines(Box(x, y, w, 20), change.new, FontRole.BODY_BOLD)
    return y + 4


def _items(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    """The dishes, each with its own check where they are packed; the chosen one of an open list is marked."""
    y, packed = _thinned(draft, detail, at), packed_of(detail.view, detail.packing)
    with_checks = may_pack(detail.view.order)
    for place, line in enumerate(_content(detail).lines):
        start, top = len(draft.marks), y
        room = Box(at.x + TARGET + 12, y, at.w - TARGET - 12, 0) if with_checks else at._replace(y=y)
        y = _item(draft, line, room, least=TARGET + 4 if with_checks else 0)
        if with_checks:
            check_box(draft, line, place, packed.get(place, 0), Box(at.x, top + 2, TARGET, TARGET))
        if detail.packing is not None and detail.packing.at == place:
            chosen = Fill(
                Box(at.x - 4, top, at.w + 8, y - top), Color.ACCENT_SOFT, RADIUS.control, Color.FOCUS
            )
            draft.marks.insert(start, chosen)
    return y


def _thinned(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    """Where its dishes stood: that they are not kept any more, and since when."""
    thinned = detail.view.order.thinned
    if thinned is None:
        return at.y
    words = QCoreApplication.translate(
        "Orders", "Dishes and fees are not kept since {date}. They came to {sum}."
    )
    said = words.format(date=f"{in_china(thinned.at):%Y-%m-%d}", sum=yuan(thinned.goods))
    return draft.lines(Box(at.x, at.y + 8, at.w, 22), said, FontRole.BODY, Color.MUTED) + 8


def _item(draft: CardDraft, line: OrderLine, at: Box, least: int = 0) -> int:
    """Quantity, name over its attributes, amount; a hairline under it. At least so high, in px."""
    count = quantity(line.quantity)
    many = Color.ACCENT if line.quantity > 1 else Color.TEXT
    qty_w = max(22, draft.measure.width(count, FontRole.STRONG))
    amount = plain_amount(line.amount)
    amount_w = draft.measure.width(amount, FontRole.BODY)
    x = at.x + qty_w + 12
    draft.right(Box(at.x, at.y + 6, qty_w, 24), count, FontRole.STRONG, many)
    draft.right(Box(at.right - amount_w, at.y + 6, amount_w, 24), amount, FontRole.BODY)
    y = draft.lines(Box(x, at.y + 6, at.right - amount_w - 12 - x, 24), line.name, FontRole.LARGE)
    y = _attributes(draft, line, Box(x, y, at.right - x, 0))
    y = max(y + 6, at.y + least)
    draft.put(Fill(Box(at.x, y - 1, at.w, 1), Color.LINE))
    return y


def _attributes(draft: CardDraft, line: OrderLine, at: Box) -> int:
    said = (*line.attributes, *((line.remark.strip(),) if line.remark.strip() else ()))
    text = "、".join(said)
    return draft.lines(at._replace(h=18), text, FontRole.CAPTION_BOLD) if text else at.y


def _money(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    """Boxes, fees, each discount with who bears it, the total, and whether it adds up."""
    content = detail.view.order.content
    y = at.y
    for label, value in _fees(detail):
        draft.text(Box(at.x, y, at.w - 110, 26), label, FontRole.BODY, Color.MUTED)
        draft.right(Box(at.right - 110, y, 110, 26), plain_amount(value), FontRole.BODY)
        y += 26
    draft.put(Fill(Box(at.x, y + 4, at.w, 2), Color.TEXT))
    sums = sums_of_order(detail.view.order)
    total = sums.expected if content.actual_fee is None else content.actual_fee
    word = QCoreApplication.translate("Orders", "Customer pays")
    if sums.paid:
        word = QCoreApplication.translate("Orders", "Customer paid")
    draft.text(Box(at.x, y + 10, at.w // 2, 34), word, FontRole.STRONG)
    fits = (
        f for f in (FontRole.NUMBER_M, FontRole.STRONG) if draft.measure.width(yuan(total), f) < at.w * 0.6
    )
    draft.right(
        Box(at.x + at.w // 3, y + 10, at.w - at.w // 3, 34), yuan(total), next(fits, FontRole.BODY_BOLD)
    )
    return _adds_up(draft, detail, at._replace(y=y + 46))


def _fees(detail: DetailContent) -> tuple[tuple[str, Decimal], ...]:
    content = _content(detail)
    shares = content.discounts
    boxes = tuple((f"{e.name} ×{quantity(e.quantity)}", e.amount) for e in content.extras)
    delivery = QCoreApplication.translate("Orders", "Delivery fee")
    rows = [*boxes, (delivery, content.delivery_fee or Decimal(0))]
    borne = (
        (QCoreApplication.translate("Orders", "Discount borne by platform"), shares.platform),
        (QCoreApplication.translate("Orders", "Discount borne by store"), shares.store),
        (QCoreApplication.translate("Orders", "Discount borne by agent"), shares.agent),
        (QCoreApplication.translate("Orders", "Discount borne by courier"), shares.courier),
    )
    rows += [(label, -share) for label, share in borne]
    return tuple((label, value) for label, value in rows if value)


def _adds_up(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    sums = sums_of_order(detail.view.order)
    texts = {
        SumCheck.MATCHES: QCoreApplication.translate("Orders", "Lines add up to the amount paid"),
        SumCheck.UNKNOWN: QCoreApplication.translate("Orders", "The platform named no amount to compare"),
        SumCheck.DIFFERS: QCoreApplication.translate("Orders", "Lines come to {sum}, {difference} apart"),
    }
    text = texts[sums.check].format(sum=yuan(sums.expected), difference=yuan(abs(sums.difference)))
    odd = sums.check is SumCheck.DIFFERS
    font, role = (FontRole.CAPTION_BOLD, Color.WARN) if odd else (FontRole.CAPTION, Color.MUTED)
    for number, line in enumerate(lines := draft.measure.wrap(text, font, at.w)):
        draft.right(Box(at.x, at.y + 18 * number, at.w, 18), line, font, role)
    return at.y + 18 * len(lines)


def _close_here(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    """The way out of a card that nobody can end, and back again."""
    if detail.view.order.is_closed_here:
        label = QCoreApplication.translate("Orders", "Open again")
    elif may_close(detail.view):
        label = QCoreApplication.translate("Orders", "Close here")
    else:
        return at.y - 12
    wide = min(at.w, draft.measure.width(label, FontRole.BODY_BOLD) + 90)
    box = Box(at.right - wide, at.y, wide, TARGET)
    draft.put(Button(box, DetailAct.CLOSE_HERE, label, OrdersKey.CLOSE_HERE, ButtonKind.QUIET))
    return box.bottom


def _history(draft: CardDraft, detail: DetailContent, at: Box) -> int:
    """Bill number, then what happened, each with its time."""
    draft.put(Fill(Box(at.x, at.y, at.w, 1), Color.LINE))
    label = QCoreApplication.translate("Orders", "Bill no.")
    column = max(66, draft.measure.width(label, FontRole.BODY)) + 12
    y = _history_line(draft, label, detail.view.order.content.tbillno, at._replace(y=at.y + 10), column)
    told = [
        (each.at, with_payment(happening_words(each), each, detail.view.intents)) for each in detail.history
    ]
    told += history_elsewhere(detail.view)
    for moment, words in sorted(told, key=lambda each: each[0]) if detail.view.elsewhere else told:
        if words:
            y = _history_line(draft, exact_time(moment), words, at._replace(y=y), column)
    return y


def _history_line(draft: CardDraft, label: str, text: str, at: Box, column: int) -> int:
    draft.text(Box(at.x, at.y, column, 24), label, FontRole.BODY, Color.MUTED)
    return draft.lines(Box(at.x + column, at.y, at.w - column, 24), text, FontRole.BODY)
