"""Receipts as tills hand them in: the document's ReceiptOrderDO as JSON, one or a list; all or none."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from posdesk.domain.books.receipt import TILL, Handed, Receipt, ReceiptKey, ReceiptLine, SaleRef, Tendered
from posdesk.domain.orders.order import OrderKey
from posdesk.errors import BadReceipt
from posdesk.platforms.jsontext import BadJson, read_json, write_json
from posdesk.platforms.wdk.checking import FieldError, Row, checked, moment_of, shown
from posdesk.platforms.wdk.fields import PAY_CHANNELS, RECEIPT_FIELDS, RETURN, SUB_ORDERS

_Made = TypeVar("_Made")
MOST_RECEIPTS = 10_000  # in one file or call: one transaction, two seconds of the writer


def read_receipts(body: bytes) -> tuple[Handed, ...]:
    """The receipts of a JSON text, one object or a list. Raises BadReceipt naming receipt and field."""
    value = _json(body)
    if not isinstance(value, list):
        return (_numbered(value, 1),)
    if not value:
        raise BadReceipt("列表为空，没有小票 / the list is empty, there is no receipt in it")
    check_count(len(value))
    return tuple(_numbered(each, number) for number, each in enumerate(value, 1))


def read_receipt_lines(data: bytes) -> tuple[Handed, ...]:
    """The receipts of a JSON Lines text, an object on each line. Raises BadReceipt naming line and field."""
    lines = enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1)
    filled = [(line, number) for number, line in lines if line.strip()]
    check_count(len(filled))
    found = tuple(_of_line(line, number) for line, number in filled)
    if not found:
        raise BadReceipt("文件为空，没有小票 / the file is empty, there is no receipt in it")
    return found


def check_count(receipts: int) -> None:
    """Raises BadReceipt for more receipts than one file or call may hold."""
    if receipts > MOST_RECEIPTS:
        zh, en = f"超过 {MOST_RECEIPTS} 张小票，请拆分", f"more than {MOST_RECEIPTS} receipts, split it"
        raise BadReceipt(f"{zh} / {en}")


def handed_of(row: Row, *, source: str = TILL, order: OrderKey | None = None, lacks: str = "") -> Handed:
    """A checked ReceiptOrderDO on its way into the journal."""
    return Handed(_receipt(row), write_json(row), source, order, lacks)


def _json(body: bytes) -> object:
    try:
        return read_json(body, strict=True)
    except BadJson as error:
        raise BadReceipt(_encodable(str(error))) from error


def _of_line(line: bytes, number: int) -> Handed:
    place = (f"第 {number} 行", f"line {number}")
    try:
        return _placed(read_json(line, strict=True), place)
    except BadJson as error:
        raise BadReceipt(f"{place[0]} / {place[1]}: {_encodable(str(error))}") from error


def _numbered(value: object, number: int) -> Handed:
    return _placed(value, (f"第 {number} 张小票", f"receipt {number}"))


def _placed(value: object, place: tuple[str, str]) -> Handed:
    try:
        return handed_of(checked(value, RECEIPT_FIELDS))
    except FieldError as error:
        raise BadReceipt(_complaint(error, place, _serial_of(value))) from error


def _complaint(error: FieldError, place: tuple[str, str], serial: str) -> str:
    zh = f"{place[0]}（流水号 {serial}）" if serial else place[0]
    en = f"{place[1]} (serial_num {serial})" if serial else place[1]
    where = f" {error.path}" if error.path else ""
    return f"{zh}{where}：{error.zh} / {en}{where}: {error.en}"


def _serial_of(value: object) -> str:
    found = value.get("serial_num") if isinstance(value, dict) else None
    return shown(found) if isinstance(found, str) else ""


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _receipt(row: Row) -> Receipt:
    return Receipt(
        key=ReceiptKey(_text(row, "store_id"), _text(row, "pos_no"), _text(row, "serial_num")),
        is_return=row.get("trd_type") == RETURN,
        traded_at=moment_of(_text(row, "trd_time")) if "trd_time" in row else None,
        actual_fen=_fen(row, "actual_amt") or 0,
        operator=_text(row, "op_name"),
        lines=_each(row, SUB_ORDERS, _line),
        tenders=_each(row, PAY_CHANNELS, _tendered),
        overflow_fen=_fen(row, "overflow_amt"),
        change_fen=_fen(row, "change_amt"),
        discount_fen=_fen(row, "discount_amt"),
        original=_original(row),
    )


def _line(row: Row) -> ReceiptLine:
    return ReceiptLine(
        serial_num=_text(row, "serial_num"),
        item_code=_text(row, "item_code"),
        item_name=_text(row, "item_name"),
        unit=_text(row, "unit"),
        quantity=Decimal(_text(row, "quantity")),
        original_price_fen=_fen(row, "original_price") or 0,
        promotion_fen=_fen(row, "promotion_discount") or 0,
        deal_fen=_fen(row, "deal_amt") or 0,
    )


def _tendered(row: Row) -> Tendered:
    return Tendered(_text(row, "pay_type"), _text(row, "serial_num"), _fen(row, "pay_amount"))


def _original(row: Row) -> SaleRef | None:
    """The sale that a return takes back; the document's sample names one in a sale, which means nothing.

    Without `original_pos_no` it was rung at the same till (ASSUMED).
    """
    if row.get("trd_type") != RETURN or "original_serial_num" not in row:
        return None
    at = moment_of(_text(row, "original_trd_time")) if "original_trd_time" in row else None
    pos_no = _text(row, "original_pos_no") or _text(row, "pos_no")
    return SaleRef(pos_no, _text(row, "original_serial_num"), at)


def _each(row: Row, name: str, make: Callable[[Row], _Made]) -> tuple[_Made, ...]:
    found = row.get(name, [])
    return tuple(make(each) for each in found) if isinstance(found, list) else ()


def _text(row: Row, name: str) -> str:
    found = row.get(name, "")
    return found if isinstance(found, str) else ""


def _fen(row: Row, name: str) -> int | None:
    found = row.get(name)
    return found if isinstance(found, int) else None
