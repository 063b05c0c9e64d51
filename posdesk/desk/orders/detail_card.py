"""The detail of an order as marks: number, customer, items, money, what is open, history."""

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.marks import Box, Button, Card, Fill, Tag
from posdesk.desk.cards.parts import TARGET, chip, large_number, remark_box
from posdesk.desk.cards.sheet import Measure, Sheet
from posdesk.desk.orders.changes import Change
from posdesk.desk.orders.detail_wish import Act, DetailWish
from posdesk.desk.orders.open_intent import open_intents
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, Sign, StateRole
from posdesk.desk.words.say import exact_time, plain_amount, quantity, shown_of, told_of, yuan
from posdesk.desk.words.states import happening_words, source_name
from posdesk.domain.orders.order import OrderContent, OrderLine
from posdesk.domain.orders.personal import hides_anything
from posdesk.domain.orders.sums import SumCheck, sums_of
from posdesk.domain.privacy import BLANK

_PAD = 14
_NUMBERS = (FontRole.NUMBER_DETAIL, FontRole.NUMBER_NEW, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)


def detail_card(wish: DetailWish, measure: Measure, width: int) -> Card:
    """The whole detail, as tall as it needs to be."""
    content = _content(wish)
    sheet = Sheet(measure, width)
    inner = Box(_PAD, 12, width - 2 * _PAD, 0)
    y = _head(sheet, wish, inner)
    y = _customer(sheet, wish, inner._replace(y=y))
    y = open_intents(sheet, wish, inner._replace(y=y))
    for shown in wish.facts.chips:
        if not shown.undoable and shown.role is not StateRole.UNKNOWN:
            y = chip(sheet, shown, inner._replace(y=y + 4)) + 4
    if content.remark.strip():
        y = remark_box(sheet, content.remark.strip(), inner._replace(y=y + 6)) + 4
    y = _changes(sheet, wish.changes, inner._replace(y=y))
    for line in content.lines:
        y = _item(sheet, line, inner._replace(y=y))
    y = _money(sheet, wish, inner._replace(y=y + 8))
    return sheet.card(_history(sheet, wish, inner._replace(y=y + 16)) + 14)


def _content(wish: DetailWish) -> OrderContent:
    """What is shown of it: in full while the button is held."""
    return told_of(wish.view.order) if wish.revealed else shown_of(wish.view.order)


def _head(sheet: Sheet, wish: DetailWish, at: Box) -> int:
    facts = wish.facts
    number = wish.view.order.content.full_number if wish.revealed else ""
    number = number or facts.number
    right = at.right
    if wish.closable:
        right = _close(sheet, at)
    sheet.put(Tag(Box(at.x, at.y + 16, SIZE.tag_detail, SIZE.tag_detail), facts.source))
    room = Box(at.x + 58, at.y, right - at.x - 58 - 110, 76)
    number, font = large_number(sheet, number, room.w, _NUMBERS)
    end = sheet.text(room, number, font) + 18
    name = source_name(facts.source, facts.source_code)
    sheet.text(Box(end, at.y + 16, right - end, 22), name, FontRole.STRONG)
    sheet.text(Box(end, at.y + 39, right - end, 22), facts.how, FontRole.STRONG)
    return at.y + 82


def _close(sheet: Sheet, at: Box) -> int:
    label = QCoreApplication.translate("Orders", "Close")
    wide = sheet.measure.width(label, FontRole.BODY) + 74
    box = Box(at.right - wide, at.y + 16, wide, TARGET)
    sheet.put(Button(box, Act.CLOSE, label, "Esc", ButtonKind.QUIET))
    return box.x - 8


def _customer(sheet: Sheet, wish: DetailWish, at: Box) -> int:
    content = _content(wish)
    end = sheet.text(at._replace(h=24, w=at.w // 2), content.customer.strip(), FontRole.LARGE) + 16
    sheet.text(Box(end, at.y, at.right - end, 24), content.phone.strip(), FontRole.LARGE)
    y = at.y + 28
    if content.address.strip() not in {"", BLANK}:
        address = " ".join(content.address.split())
        for line in sheet.measure.wrap(address, FontRole.BODY, at.w):
            sheet.text(Box(at.x, y, at.w, 21), line, FontRole.BODY, Color.MUTED)
            y += 21
    return _reveal_and_paid(sheet, wish, at._replace(y=y + 4))


def _reveal_and_paid(sheet: Sheet, wish: DetailWish, at: Box) -> int:
    label = QCoreApplication.translate("Orders", "Hold to show")
    wide = sheet.measure.width(label, FontRole.BODY_BOLD) + 64
    if hides_anything(wish.view.order.content):
        box = Box(at.x, at.y, wide, TARGET)
        sheet.put(Button(box, Act.REVEAL, label, sign=Sign.EYE, stacked=False))
    paid, word = wish.facts.paid, QCoreApplication.translate("Orders", "Paid")
    if not paid:
        word = QCoreApplication.translate("Orders", "Unpaid {amount}").format(amount=wish.facts.money)
    pill_w = sheet.measure.width(word, FontRole.BODY_BOLD) + 24
    pill = Box(at.right - pill_w, at.y + 9, pill_w, 27)
    sheet.put(Fill(pill, Color.GOOD_SOFT if paid else Color.WARN_SOFT, RADIUS.chip))
    sheet.text(pill._replace(x=pill.x + 12), word, FontRole.BODY_BOLD, Color.GOOD if paid else Color.WARN)
    return at.y + 52


def _changes(sheet: Sheet, changes: tuple[Change, ...], at: Box) -> int:
    """What a changed repeat changed: old struck through, new bold."""
    if not changes:
        return at.y
    title = QCoreApplication.translate("Orders", "Changed by the platform")
    y = at.y + 6
    sheet.text(Box(at.x, y, at.w, 22), title, FontRole.BODY_BOLD, Color.WARN)
    y += 24
    for change in changes:
        y = _change(sheet, change, at._replace(y=y))
    return y + 4


def _change(sheet: Sheet, change: Change, at: Box) -> int:
    label_w = sheet.measure.width(change.label, FontRole.CAPTION) + 12
    sheet.text(Box(at.x, at.y, label_w, 20), change.label, FontRole.CAPTION, Color.MUTED)
    y, x, w = at.y, at.x + label_w, at.w - label_w
    for line in sheet.measure.wrap(change.old, FontRole.BODY, w) if change.old else ():
        end = sheet.text(Box(x, y, w, 20), line, FontRole.BODY, Color.MUTED)
        sheet.put(Fill(Box(x, y + 10, end - x, 1), Color.MUTED))
        y += 20
    for line in sheet.measure.wrap(change.new, FontRole.BODY_BOLD, w) if change.new else ():
        sheet.text(Box(x, y, w, 20), line, FontRole.BODY_BOLD)
        y += 20
    return y + 4


def _item(sheet: Sheet, line: OrderLine, at: Box) -> int:
    """Quantity, name over its attributes, amount; a hairline under it."""
    count = quantity(line.quantity)
    many = Color.ACCENT if line.quantity > 1 else Color.TEXT
    qty_w = max(22, sheet.measure.width(count, FontRole.STRONG))
    amount = plain_amount(line.amount)
    amount_w = sheet.measure.width(amount, FontRole.BODY)
    x = at.x + qty_w + 12
    names = sheet.measure.wrap(line.name, FontRole.LARGE, at.right - amount_w - 12 - x)
    sheet.right(Box(at.x, at.y + 6, qty_w, 24), count, FontRole.STRONG, many)
    sheet.right(Box(at.right - amount_w, at.y + 6, amount_w, 24), amount, FontRole.BODY)
    y = at.y + 6
    for name in names:
        sheet.text(Box(x, y, at.right - amount_w - 12 - x, 24), name, FontRole.LARGE)
        y += 24
    y = _attributes(sheet, line, Box(x, y, at.right - x, 0))
    sheet.put(Fill(Box(at.x, y + 5, at.w, 1), Color.LINE))
    return y + 6


def _attributes(sheet: Sheet, line: OrderLine, at: Box) -> int:
    said = (*line.attributes, *((line.remark.strip(),) if line.remark.strip() else ()))
    text = "、".join(said)
    y = at.y
    for part in sheet.measure.wrap(text, FontRole.CAPTION_BOLD, at.w) if text else ():
        sheet.text(Box(at.x, y, at.w, 18), part, FontRole.CAPTION_BOLD)
        y += 18
    return y


def _money(sheet: Sheet, wish: DetailWish, at: Box) -> int:
    """Boxes, fees, each discount with who bears it, the total, and whether it adds up."""
    content = wish.view.order.content
    y = at.y
    for label, value in _fees(wish):
        sheet.text(Box(at.x, y, at.w - 110, 26), label, FontRole.BODY, Color.MUTED)
        sheet.right(Box(at.right - 110, y, 110, 26), plain_amount(value), FontRole.BODY)
        y += 26
    sheet.put(Fill(Box(at.x, y + 4, at.w, 2), Color.TEXT))
    sums = sums_of(content)
    total = sums.expected if content.actual_fee is None else content.actual_fee
    word = QCoreApplication.translate("Orders", "Customer pays")
    if sums.paid:
        word = QCoreApplication.translate("Orders", "Customer paid")
    sheet.text(Box(at.x, y + 10, at.w // 2, 34), word, FontRole.STRONG)
    fits = (
        f for f in (FontRole.NUMBER_M, FontRole.STRONG) if sheet.measure.width(yuan(total), f) < at.w * 0.6
    )
    sheet.right(
        Box(at.x + at.w // 3, y + 10, at.w - at.w // 3, 34), yuan(total), next(fits, FontRole.BODY_BOLD)
    )
    return _adds_up(sheet, wish, at._replace(y=y + 46))


def _fees(wish: DetailWish) -> tuple[tuple[str, Decimal], ...]:
    content = _content(wish)
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


def _adds_up(sheet: Sheet, wish: DetailWish, at: Box) -> int:
    sums = sums_of(wish.view.order.content)
    texts = {
        SumCheck.MATCHES: QCoreApplication.translate("Orders", "Lines add up to the amount paid"),
        SumCheck.UNKNOWN: QCoreApplication.translate("Orders", "The platform named no amount to compare"),
        SumCheck.DIFFERS: QCoreApplication.translate("Orders", "Lines come to {sum}, {difference} apart"),
    }
    text = texts[sums.check].format(sum=yuan(sums.expected), difference=yuan(abs(sums.difference)))
    odd = sums.check is SumCheck.DIFFERS
    font, role = (FontRole.CAPTION_BOLD, Color.WARN) if odd else (FontRole.CAPTION, Color.MUTED)
    for number, line in enumerate(lines := sheet.measure.wrap(text, font, at.w)):
        sheet.right(Box(at.x, at.y + 18 * number, at.w, 18), line, font, role)
    return at.y + 18 * len(lines)


def _history(sheet: Sheet, wish: DetailWish, at: Box) -> int:
    """Bill number, then what happened, each with its time."""
    sheet.put(Fill(Box(at.x, at.y, at.w, 1), Color.LINE))
    label = QCoreApplication.translate("Orders", "Bill no.")
    column = max(66, sheet.measure.width(label, FontRole.BODY)) + 12
    y = _history_line(sheet, label, wish.view.order.content.tbillno, at._replace(y=at.y + 10), column)
    for line in wish.history:
        words = happening_words(line)
        if words:
            y = _history_line(sheet, exact_time(line.at), words, at._replace(y=y), column)
    return y


def _history_line(sheet: Sheet, label: str, text: str, at: Box, column: int) -> int:
    sheet.text(Box(at.x, at.y, column, 24), label, FontRole.BODY, Color.MUTED)
    y = at.y
    for line in sheet.measure.wrap(text, FontRole.BODY, at.w - column):
        sheet.text(Box(at.x + column, y, at.w - column, 24), line, FontRole.BODY)
        y += 24
    return y
