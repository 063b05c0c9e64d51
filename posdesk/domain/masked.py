"""What of an order may stand on a screen or be read aloud: its people's phones and addresses masked (row 59).

A customer writes a phone where there is room for one: into the remark, the name, the address; a platform puts
one where the show number or an item's name should be.
"""

from dataclasses import replace

from posdesk.domain.orders.order import Extra, OrderContent, OrderLine
from posdesk.domain.privacy import BLANK, masked_address, masked_phone, without_lone_phones, without_phones


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
