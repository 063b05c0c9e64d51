"""An order without personal data: masked where it is shown, and what of it stays once it is wiped.

On a screen its people's phones and addresses are masked (row 59). A customer writes a phone where there is
room for one: into the remark, the name, the address; a platform puts one where the show number or an item's
name should be.

When an order or a receipt is wiped (row 60), lines, fees, times, ids and amounts stay. Names, phones,
addresses and remarks go, a phone in the rest too. What is known again later is hashed before. Many months
later it is thinned: its lines and fees go as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from posdesk.domain.books.receipt import Receipt, ReceiptLine
from posdesk.domain.clock import to_text
from posdesk.domain.orders.identity import TELLING
from posdesk.domain.orders.order import Extra, OrderContent, OrderLine, Payment, changed_fields
from posdesk.domain.privacy import (
    BLANK,
    masked_address,
    masked_phone,
    without_any_phone,
    without_lone_phones,
    without_phones,
)
from posdesk.records import dataclass, replace


def masked(content: OrderContent) -> OrderContent:
    """The same order with what is personal in it masked."""
    return replace(
        content,
        show_no=without_lone_phones(content.show_no),
        customer=without_phones(content.customer),
        phone=masked_phone(content.phone),
        address=masked_address(content.address),
        remark=without_phones(content.remark),
        lines=tuple(map(_line, content.lines)),
        extras=tuple(map(_extra, content.extras)),
    )


def hides_anything(content: OrderContent) -> bool:
    """Whether masking takes anything away, so that it must be possible to see it in full."""
    blank = replace(content, phone="", address="")
    has_one = bool(content.phone.strip()) or content.address.strip() not in {"", BLANK}
    return has_one or masked(blank) != blank


def _line(line: OrderLine) -> OrderLine:
    return replace(
        line,
        name=without_lone_phones(line.name),
        attributes=tuple(map(without_lone_phones, line.attributes)),
        remark=without_phones(line.remark),
    )


def _extra(extra: Extra) -> Extra:
    return replace(extra, name=without_lone_phones(extra.name))


_Clean = Callable[[str], str]
_Named = TypeVar("_Named", Extra, Payment)
_LEAST_PHONE = 7  # digits: what is shorter may stand in a name by chance


@dataclass(frozen=True, slots=True)
class Texts:
    """What is hashed of an order before it is wiped: what it says, and what tells it from another one."""

    content: str
    telling: str


def without_personal(content: OrderContent) -> OrderContent:
    """An order without what is personal; that it had an address stays, since it says how it is fetched."""
    clean = _cleaner(content.phone.strip())
    return replace(
        content,
        show_no=clean(content.show_no),
        customer="",
        phone="",
        address=BLANK if content.address.strip() else "",
        remark="",
        lines=tuple(_wiped_line(each, clean) for each in content.lines),
        extras=tuple(_named(each, clean) for each in content.extras),
        payments=tuple(_named(each, clean) for each in content.payments),
    )


def receipt_without_personal(receipt: Receipt) -> Receipt:
    """A receipt without the phones that somebody wrote into its names."""
    lines = tuple(_of_receipt(each) for each in receipt.lines)
    return replace(receipt, operator=without_any_phone(receipt.operator), lines=lines)


def _cleaner(phone: str) -> _Clean:
    """The order's own phone goes however short it is, and what looks like anybody's."""
    own = phone if sum(each.isdigit() for each in phone) >= _LEAST_PHONE else ""
    return lambda text: without_any_phone(text.replace(own, BLANK) if own else text)


def _wiped_line(line: OrderLine, clean: _Clean) -> OrderLine:
    attributes = tuple(map(clean, line.attributes))
    return replace(line, name=clean(line.name), unit=clean(line.unit), attributes=attributes, remark="")


def _named(each: _Named, clean: _Clean) -> _Named:
    return replace(each, name=clean(each.name))


def _of_receipt(line: ReceiptLine) -> ReceiptLine:
    return replace(line, item_name=without_any_phone(line.item_name), unit=without_any_phone(line.unit))


def texts_of(content: OrderContent) -> Texts:
    """Two orders say the same where their texts are the same, however numbers and times were written."""
    telling = tuple(getattr(content, name) for name in TELLING)
    timeless = replace(content, platform_state=None, tbillno="", ordered_at=None)
    return Texts(_canonical(timeless), _canonical(telling))


PUT_AWAY = ("lines", "extras")
"""The fields of an order that go when it is thinned. That one of them differs is told all the same."""


def put_away(content: OrderContent) -> OrderContent:
    """A wiped order without what only the making of it needed; amounts, payments and times stay."""
    return replace(content, lines=(), extras=())


def put_away_texts(content: OrderContent) -> tuple[str, str]:
    """What is hashed of each of `PUT_AWAY` before it goes, however its numbers were written."""
    return _canonical(content.lines), _canonical(content.extras)


def changed_since(
    left: OrderContent, coming: OrderContent, hashes: Mapping[str, str], hash_of: Callable[[str], str]
) -> tuple[str, ...]:
    """The fields in which what stayed of a wiped order differs from what would stay of this one.

    `hashes` are those of a thinned one by the name of the field, empty of another.
    """
    clean = without_personal(coming)
    found = set(changed_fields(left, clean))
    for name, text in zip(PUT_AWAY, put_away_texts(clean), strict=True) if hashes else ():
        found.discard(name)
        found |= {name} if hash_of(text) != hashes[name] else set()
    return tuple(each.name for each in fields(OrderContent) if each.name in found)


def _canonical(value: object) -> str:
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, tuple):
        return f"({','.join(map(_canonical, value))})"
    if is_dataclass(value):
        return _canonical(tuple(getattr(value, each.name) for each in fields(value)))
    return repr(value)


def _number(value: Decimal) -> str:
    """The same text for 9.9 and 9.90, of however many digits."""
    sign, digits, exponent = value.as_tuple()
    figures = "".join(map(str, digits))
    short = figures.rstrip("0")
    return f"{'-' * sign}{short}E{int(exponent) + len(figures) - len(short)}" if short else "0"
