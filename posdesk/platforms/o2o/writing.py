"""What we send a platform, strictly as the tables say."""

from typing import assert_never

from posdesk.domain.orders.intent import Intent, Kind, Seq
from posdesk.domain.orders.order import OrderContent, Payment, number_of
from posdesk.errors import Ours
from posdesk.platforms.jsontext import write_json
from posdesk.platforms.o2o import wire
from posdesk.settings.settings import Partner

_CMD = {
    Kind.ACCEPT: wire.ACCEPT,
    Kind.REFUSE: wire.REFUSE,
    Kind.READY: wire.READY,
    Kind.VERIFY: wire.VERIFY,
    Kind.PAY: wire.PAY,
}


def request(intent: Intent, *, billno: str, content: OrderContent, partner: Partner) -> tuple[str, bytes]:
    """The cmd and body of an intent, under its own seq; `billno` is ours, `content` the intent's order.

    The same intent always gives the same bytes. Raises Ours for an intent that can't be one of this order.
    """
    if number_of(intent.key.partner, content.tbillno) != intent.key.number:
        raise Ours(f"intent {intent.seq} is for bill {intent.key.bill}, not for {content.tbillno}")
    entry = _entry(intent, content.tbillno, billno)
    as_list = intent.kind is Kind.PAY or partner.items == "list"
    return _CMD[intent.kind], _body(_CMD[intent.kind], intent.seq, [entry] if as_list else entry)


def capture_request(code: str, seq: Seq) -> bytes:
    """The body of CaptureSaleOrderBill for a scanned code; `items` is always an object."""
    return _body(wire.CAPTURE, seq, {"scanno": code})


def _body(cmd: str, seq: str, items: object) -> bytes:
    return write_json({"cmd": cmd, "seq": seq, "items": items}).encode("utf-8")


def _entry(intent: Intent, tbillno: str, billno: str) -> dict[str, object]:
    bill: dict[str, object] = {"tbillno": tbillno}
    match intent.kind:
        case Kind.ACCEPT | Kind.REFUSE:
            return bill
        case Kind.READY:
            return {**bill, "billno": _present(intent, "billno", billno)}
        case Kind.VERIFY:
            return {**bill, "verno": _present(intent, "verno", intent.code)}
        case Kind.PAY:
            _present(intent, "payitems", intent.payments)
            return {**bill, "payitems": [_payment(payment) for payment in intent.payments]}
        case _:
            assert_never(intent.kind)


def _present(intent: Intent, name: str, value: object) -> object:
    if not value:
        raise Ours(f"intent {intent.seq} ({intent.kind}) has no {name}")
    return value


def _payment(payment: Payment) -> dict[str, object]:
    return {
        "paycode": payment.code,
        "payname": payment.name,
        "ordersum": payment.order_sum,
        "discsum": payment.discount,
        "paymoney": payment.paid,
    }
