"""A receipt as WDK gets it: its canonical text, a return's amounts under the sign that the settings name."""

from decimal import Decimal
from typing import Literal

from posdesk.errors import BadReceipt
from posdesk.platforms.jsontext import BadJson, read_json, write_json
from posdesk.platforms.wdk.checking import Row, is_number
from posdesk.platforms.wdk.fields import RECEIPT_FIELDS, RETURN, FieldKind, ReceiptField

Sign = Literal["positive", "negative"]


def payload_of(raw: str, returns: Sign) -> str:
    """The `receipt_order` of a canonical text: unchanged, or a return with every amount turned round.

    A line whose quantity bears the sign has that turned round in place of its prices for one piece. Raises
    BadReceipt for a text that is no object.
    """
    row = _row(raw)
    actual = row.get("actual_amt")
    wrong = isinstance(actual, int) and (actual > 0 if returns == "negative" else actual < 0)
    if row.get("trd_type") != RETURN or not wrong:
        return raw
    return write_json(_turned(row, RECEIPT_FIELDS))


def _row(raw: str) -> Row:
    try:
        row = read_json(raw.encode("utf-8", "surrogatepass"), strict=True)
    except BadJson as error:
        raise BadReceipt(str(error)) from error
    if not isinstance(row, dict):
        raise BadReceipt("小票应为对象 / a receipt is an object")
    return row


def _turned(row: Row, table: tuple[ReceiptField, ...]) -> Row:
    kinds = {field.name: field for field in table}
    signed = str(row.get("quantity", "")).startswith("-")
    return {name: _turned_value(value, kinds.get(name), signed=signed) for name, value in row.items()}


def _turned_value(value: object, field: ReceiptField | None, *, signed: bool) -> object:
    kind = field.kind if field is not None else None
    if field is not None and isinstance(value, list):
        return [_turned(each, field.rows) for each in value]
    if kind is FieldKind.FEN or (kind is FieldKind.UNIT_FEN and not signed):
        return -value if isinstance(value, int) else value
    if kind is FieldKind.FEN_TEXT or (kind is FieldKind.QUANTITY and signed):
        return _turned_text(str(value))
    return value


def _turned_text(text: str) -> str:
    """A number as text, turned round; what is no number, and nothing at all, stay as they are."""
    digits = text.lstrip("+-")
    if not is_number(text) or not Decimal(digits):
        return text
    return digits if text.startswith("-") else f"-{digits}"
