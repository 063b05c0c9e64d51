"""What a changed repeat changed, as old and new words (product row 3)."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.facts import how_and_when
from posdesk.desk.words.say import quantity, yuan
from posdesk.domain.orders.order import Order, OrderContent, OrderLine
from posdesk.domain.orders.personal import masked
from posdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its label, how it was, how it is."""

    label: str
    old: str
    new: str


def changes_of(order: Order) -> tuple[Change, ...]:
    """The changes that can be said, masked; a field that no one sees at the counter is named by itself."""
    if order.previous is None:
        return ()
    old, new = masked(order.previous), masked(order.content)
    said: list[Change] = []
    for name in order.changed:
        said.extend(_lines(old, new) if name == "lines" else _field(name, old, new))
    return tuple(dict.fromkeys(said))


def _field(name: str, old: OrderContent, new: OrderContent) -> tuple[Change, ...]:
    label, text = _SAID.get(name, (name, lambda content: str(getattr(content, name) or "")))
    return (Change(_label(label), text(old), text(new)),)


def _lines(old: OrderContent, new: OrderContent) -> tuple[Change, ...]:
    """Dishes that went and dishes that came, each as it would be called out."""
    before, after = [_dish(line) for line in old.lines], [_dish(line) for line in new.lines]
    went = [dish for dish in before if dish not in after]
    came = [dish for dish in after if dish not in before]
    label = QCoreApplication.translate("Orders", "Items")
    comma = QCoreApplication.translate("Orders", ", ")
    return (Change(label, comma.join(went), comma.join(came)),) if went or came else ()


def _dish(line: OrderLine) -> str:
    attributes = " ".join((*line.attributes, line.remark)).strip()
    return f"{line.name}×{quantity(line.quantity)} {attributes}".strip()


def _money(value: Decimal | None) -> str:
    return "" if value is None else yuan(value)


def _when(content: OrderContent) -> str:
    return how_and_when(content, content.due_at) if content.due_at else ""


def _label(name: str) -> str:
    labels = {
        "remark": QCoreApplication.translate("Orders", "Remark"),
        "due": QCoreApplication.translate("Orders", "Due"),
        "phone": QCoreApplication.translate("Orders", "Phone"),
        "address": QCoreApplication.translate("Orders", "Address"),
        "customer": QCoreApplication.translate("Orders", "Customer"),
        "number": QCoreApplication.translate("Orders", "Number"),
        "amount": QCoreApplication.translate("Orders", "Amount"),
        "total": QCoreApplication.translate("Orders", "Total"),
        "delivery": QCoreApplication.translate("Orders", "Delivery fee"),
        "discount": QCoreApplication.translate("Orders", "Discount"),
        "fees": QCoreApplication.translate("Orders", "Boxes and fees"),
        "paid": QCoreApplication.translate("Orders", "Payments"),
    }
    return labels.get(name, name)


def _discount(content: OrderContent) -> str:
    return _money(content.discounts.total if content.discount_total is None else content.discount_total)


_SAID: dict[str, tuple[str, Callable[[OrderContent], str]]] = {
    "remark": ("remark", lambda c: c.remark.strip()),
    "due_at": ("due", _when),
    "phone": ("phone", lambda c: c.phone),
    "address": ("address", lambda c: c.address),
    "customer": ("customer", lambda c: c.customer.strip()),
    "show_no": ("number", lambda c: c.number),
    "actual_fee": ("amount", lambda c: _money(c.actual_fee)),
    "order_total": ("total", lambda c: _money(c.order_total)),
    "delivery_fee": ("delivery", lambda c: _money(c.delivery_fee)),
    "discounts": ("discount", _discount),
    "discount_total": ("discount", _discount),
    "extras": ("fees", lambda c: ", ".join(f"{e.name}×{quantity(e.quantity)}" for e in c.extras)),
    "payments": ("paid", lambda c: ", ".join(f"{p.name} {yuan(p.paid)}" for p in c.payments)),
}
