"""What the slips of an order may say of it (design.md, 'Slips': the table of who sees what).

Each slip has facts of its own, so that no layout can show a phone where none belongs.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from posdesk.domain.clock import in_china, time_of_day
from posdesk.domain.money import yuan_text
from posdesk.domain.orders.order import Extra, Order, OrderContent, OrderLine
from posdesk.domain.orders.personal import masked
from posdesk.domain.orders.source import Source
from posdesk.domain.orders.sums import SumCheck, sums_of
from posdesk.domain.printing.layout import Entry, Facts
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.privacy import last_four, without_any_phone
from posdesk.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Print:
    """One paper: which slip, the how-manieth, and why it is not the first. Times are aware."""

    slip: SlipKind
    version: int
    copy: int
    at: datetime
    is_second: bool = False  # the one before may have come out
    again_by: str = ""  # who asked for one more
    is_training: bool = False
    is_masked: bool = False  # no phone and address on it, whatever the slip
    promised: datetime | None = None
    note: str = ""  # what the store noted to the order


def order_facts(order: Order, printed: Print, words: Mapping[str, str]) -> Facts:
    """Everything that this slip may say. `words` are those of resources/slips in the slip's language."""
    if printed.is_masked:
        order = replace(order, content=masked(order.content))
    own = {
        SlipKind.KITCHEN: _nothing,
        SlipKind.PACKING: _short_name,
        SlipKind.STOP: _nothing,
        SlipKind.COURIER: _whole_person,
        SlipKind.CUSTOMER: _money,
    }[printed.slip]
    return {**_common(order, printed, words), **own(order, printed, words)}


def _common(order: Order, printed: Print, words: Mapping[str, str]) -> Facts:
    content = masked(order.content)
    pieces = _amount(sum(line.quantity for line in content.lines))
    taken = order.accepted_at or order.received_at
    return {
        "source": _source(order, words),
        "number": content.number,
        "due": _due(order, printed.at, words),
        "taken": words["taken_at"].format(time=_exact(taken)),
        "promise": words["promised"].format(time=_minute(printed.promised)) if printed.promised else "",
        "dishes": [_dish(line) for line in content.lines],
        "remark": content.remark,
        "counted": words["dishes"].format(kinds=len(content.lines), pieces=pieces),
        "bill_no": words["bill"].format(bill=order.billno),
        **copy_facts(printed, words),
    }


def copy_facts(printed: Print, words: Mapping[str, str]) -> Mapping[str, str]:
    """What is a copy's own, whatever slip it is of: its number, its time, its bars."""
    again = words["again"].format(time=_minute(printed.at), actor=printed.again_by)
    return {
        "printed": words["printed_at"].format(time=_exact(printed.at)),
        "copy_no": words["copy"].format(copy=printed.copy),
        "training": words["training"],
        "second": words["second"],
        "is_training": "yes" if printed.is_training else "",
        "is_second": "yes" if printed.is_second else "",
        "printed_again": again if printed.again_by else "",
        "changed": words["version"].format(version=printed.version) if printed.version > 1 else "",
    }


def _nothing(_order: Order, _printed: Print, _words: Mapping[str, str]) -> Facts:
    return {}


def _short_name(order: Order, printed: Print, words: Mapping[str, str]) -> Facts:
    shown = masked(order.content)
    four = last_four(order.content.phone)
    name = words["last_four"].format(name=shown.customer, last_four=four) if four else shown.customer
    paid = words["paid" if sums_of(order.content).paid else "unpaid"]
    return {"customer": name, "paid": paid, "note": _note(printed, words)}


def _note(printed: Print, words: Mapping[str, str]) -> str:
    """What the store noted, for whoever packs: without a phone, and not at all where the slip is masked."""
    if not printed.note or printed.is_masked:
        return ""
    return words["note"].format(text=without_any_phone(printed.note))


def _whole_person(order: Order, _printed: Print, words: Mapping[str, str]) -> Facts:
    """The only slip that a phone and an address stand on whole: who delivers needs them (row 59)."""
    content, sums = order.content, sums_of(order.content)
    owed = words["collect"].format(amount=yuan_text(sums.unpaid_amount))
    return {
        "name": content.customer,
        "phone": content.phone,
        "address": content.address,
        "remark": content.remark,
        "to_collect": words["collect_nothing"] if sums.paid else owed,
    }


def _money(order: Order, _printed: Print, words: Mapping[str, str]) -> Facts:
    content, sums = masked(order.content), sums_of(order.content)
    actual = content.actual_fee
    is_even = sums.check is not SumCheck.DIFFERS
    return {
        "store": content.store_name,
        "customer": " ".join(filter(None, (content.customer, content.phone))),
        "address": content.address,
        "priced": [_priced(line) for line in content.lines],
        "amounts": [*map(_extra, content.extras), *_sums(content, words)],
        "discounts": list(_discounts(content, words)),
        "actual": f"￥{yuan_text(sums.expected if actual is None else actual)}",
        "paid": words["paid" if sums.paid else "unpaid"],
        "differs": "" if is_even else words["differs"].format(amount=yuan_text(sums.difference)),
    }


def _priced(line: OrderLine) -> Entry:
    times = f"{_amount(line.quantity)} × {yuan_text(line.price)}"
    return {**_dish(line), "times": times, "amount": yuan_text(line.amount)}


def _extra(extra: Extra) -> Entry:
    return _named(f"{extra.name} {_amount(extra.quantity)} × {yuan_text(extra.price)}", extra.amount)


def _sums(content: OrderContent, words: Mapping[str, str]) -> Iterator[Entry]:
    if content.delivery_fee:
        yield _named(words["delivery"], content.delivery_fee)
    if content.order_total is not None:
        yield _named(words["total"], content.order_total)


def _discounts(content: OrderContent, words: Mapping[str, str]) -> Iterator[Entry]:
    """Each share with who bears it; what the platform gave as a sum alone, as that."""
    for bearer in ("platform", "store", "agent", "courier"):
        share = getattr(content.discounts, bearer)
        if share:
            yield _named(words[f"off_{bearer}"], -share)


def _named(what: str, amount: Decimal) -> Entry:
    return {"what": what, "amount": yuan_text(amount)}


def _source(order: Order, words: Mapping[str, str]) -> str:
    source = order.content.source
    if order.is_training:
        return words["training"]
    if source is Source.OTHER:
        return words["other"].format(code=order.content.source_code)
    return words[source.value]


def _due(order: Order, now: datetime, words: Mapping[str, str]) -> str:
    """With its day where that is not today: nobody is told to make an order a day early."""
    content = order.content
    if content.due_at is None:
        return words["soon"]
    words_of = words["fetched" if content.is_pickup else "delivered"]
    return words_of.format(time=time_of_day(content.due_at, now))


def _dish(line: OrderLine) -> Entry:
    attributes: Sequence[str] = line.attributes
    return {
        "quantity": _amount(line.quantity),
        "name": line.name,
        "attributes": "、".join(attributes),
        "wish": line.remark,
    }


def _amount(quantity: Decimal | int) -> str:
    """A quantity as it is, without noughts that say nothing: 2, 0.3, -1, 0."""
    return f"{Decimal(quantity).normalize():f}"


def _minute(moment: datetime) -> str:
    return f"{in_china(moment):%H:%M}"


def _exact(moment: datetime) -> str:
    return f"{in_china(moment):%H:%M:%S}"
