"""Checks a receipt's fields one by one and puts them into their canonical form.

Strict: what is sent to WDK is what the till wrote, so nothing is guessed, rounded or turned into another
type. null, an empty optional text and an empty list mean that the field is absent.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from posdesk.domain.clock import CHINA
from posdesk.platforms.wdk.fields import RETURN, SALE, Field, Kind

Row: TypeAlias = dict[str, object]
LONGEST_TEXT = 200  # characters; the document names no limit
LONGEST_QUANTITY = 30  # characters
MOST_FEN = 10**13
MOST_ROWS = 2_000  # of a list in one receipt

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})")
_QUANTITY = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # plain: what WDK makes of 2E1 or .5, nobody knows
_QUANTITY_DIGITS = 12  # before and after the point
_YEARS = range(1970, 9999)
_HALVES_AND_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class FieldError(Exception):
    """A field that can't be taken: where it stands ("sub_orders[2].deal_amt") and why, in both languages."""

    def __init__(self, path: str, zh: str, en: str) -> None:
        """`path` is empty where the receipt as a whole is meant."""
        super().__init__(f"{path}: {en}")
        self.path, self.zh, self.en = path, zh, en


def checked(value: object, table: tuple[Field, ...], path: str = "") -> Row:
    """The object with its fields checked and in the table's order. Raises FieldError."""
    if not isinstance(value, dict):
        raise FieldError(path, "应为对象", "an object is wanted")
    _check_names(value, table, path)
    row = {field.name: _field(field, value.get(field.name), _below(path, field.name)) for field in table}
    return {name: found for name, found in row.items() if found is not None}


def moment_of(text: str) -> datetime:
    """The moment of a checked date, in China time."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)


def is_clean(text: str) -> bool:
    """Whether it has neither control characters nor half an emoji: no form and no till prints those."""
    return not _HALVES_AND_CONTROLS.search(text)


def shown(text: str) -> str:
    """A stranger's text for a message: short, printable, encodable."""
    return _HALVES_AND_CONTROLS.sub("?", text[:40])


def is_number(text: str) -> bool:
    """Whether it is a decimal number as a quantity may be written."""
    return len(text) <= LONGEST_QUANTITY and bool(_QUANTITY.fullmatch(text)) and _is_sane(Decimal(text))


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _check_names(value: Mapping[str, object], table: tuple[Field, ...], path: str) -> None:
    known = {field.name for field in table}
    for name in value:
        if name not in known:
            words = ("未知字段，请检查拼写", "no field of the document, look at its spelling")
            raise FieldError(_below(path, shown(name)), *words)


def _field(field: Field, value: object, path: str) -> object:
    if value is None and field.required:
        raise FieldError(path, "缺少必填字段", "required and missing")
    if value is None or (not field.required and value == _EMPTY.get(field.kind)):
        return None
    if field.kind is Kind.LIST:
        return _rows(field, value, path)
    return _CHECKS[field.kind](value, path)


def _rows(field: Field, value: object, path: str) -> list[Row]:
    if not isinstance(value, list):
        raise FieldError(path, "应为列表", "a list is wanted")
    if len(value) > MOST_ROWS:
        raise FieldError(path, f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows")
    return [checked(row, field.rows, f"{path}[{at}]") for at, row in enumerate(value)]


def _integer(value: object, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise FieldError(path, "应为整数", "an integer is wanted")
    return _limited(value, path)


def _fen(value: object, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        words = ("应为整数，单位分，不加引号、无小数点", "an integer of fen is wanted, no quotes, no point")
        raise FieldError(path, *words)
    return _limited(value, path)


def _limited(value: int, path: str) -> int:
    if abs(value) > MOST_FEN:
        raise FieldError(path, "数字超出范围", "a number out of range")
    return value


def _trade(value: object, path: str) -> int:
    if _integer(value, path) not in {SALE, RETURN}:
        raise FieldError(path, "只能是 1（销售）或 2（退货）", "only 1 (sale) and 2 (return) are known")
    return _integer(value, path)


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise FieldError(path, "应为字符串", "a string is wanted")
    if len(value) > LONGEST_TEXT:
        raise FieldError(path, f"超过 {LONGEST_TEXT} 字", f"over {LONGEST_TEXT} characters")
    if not is_clean(value):
        raise FieldError(path, "含有控制字符或残缺字符", "it holds control characters or half a character")
    if not value.strip():
        raise FieldError(path, "不能为空", "it must not be empty")
    return value


def _quantity(value: object, path: str) -> str:
    text = _text(value, path)
    if not is_number(text):
        raise FieldError(path, "应为数量，如 “2” 或 “0.355”", 'a quantity such as "2" or "0.355" is wanted')
    return text


def _is_sane(number: Decimal) -> bool:
    return number.adjusted() < _QUANTITY_DIGITS and int(number.as_tuple().exponent) >= -_QUANTITY_DIGITS


def _date(value: object, path: str) -> str:
    text = _text(value, path)
    found = _DATE.fullmatch(text)
    if not found or int(found[1]) not in _YEARS or not _is_date(text):
        raise FieldError(path, "应为时间 yyyy-MM-dd HH:mm:ss", "a time as yyyy-MM-dd HH:mm:ss is wanted")
    return text


def _is_date(text: str) -> bool:
    try:
        moment_of(text)
    except ValueError:
        return False
    return True


_CHECKS: dict[Kind, Callable[[object, str], object]] = {
    Kind.FEN: _fen,
    Kind.UNIT_FEN: _fen,
    Kind.NUMBER: _integer,
    Kind.TRADE: _trade,
    Kind.TEXT: _text,
    Kind.FEN_TEXT: _text,
    Kind.QUANTITY: _quantity,
    Kind.DATE: _date,
}
_EMPTY: dict[Kind, object] = {Kind.LIST: [], Kind.TEXT: "", Kind.FEN_TEXT: "", Kind.DATE: ""}
"""What means absent where a field is optional, beside null."""
