"""Checks a receipt's fields one by one and puts them into their canonical form.

What is sent to WDK is what the till wrote, in the document's types: what can be read without guessing is read
(platforms/values.py), nothing else. Decided here, where that leaves something open:
- An amount with a point is refused, but for a zero: whoever writes 18.0 may mean yuan.
- A misspelt field is refused by its name: what it holds would be lost.
- null, an empty text and an empty list mean that an optional field is absent; so does a time that is no date.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from posdesk.domain.clock import CHINA
from posdesk.domain.key_text import BadKey, compared, key_text, unseen_in
from posdesk.domain.money import decimals_of, rounded
from posdesk.platforms.values import decimal_of, integer_of, is_nothing, rows_of, text_of
from posdesk.platforms.values import moment_of as moment_written
from posdesk.platforms.wdk.fields import RETURN, SALE, FieldKind, ReceiptField

Row: TypeAlias = dict[str, object]
LONGEST_TEXT = 200  # characters; the document names no limit
LONGEST_QUANTITY = 30  # characters
MOST_FEN = 10**18 - 1  # sixteen digits of yuan before the point
MOST_ROWS = 2_000  # of a list in one receipt

_QUANTITY = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # plain: what WDK makes of 2E1 or .5, nobody knows
_QUANTITY_DIGITS = 12  # before and after the point; what has more behind it is dust of a float
_WHOLE = re.compile(r"[+-]?[0-9]+")
_HALVES_AND_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SHORTENED = re.compile(  # of a long number, by spreadsheets and programs in any country
    r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)\s*[EeDd]\s*\+\s*[0-9]{1,3}"  # 2E+13, 2,018 E+13, .2D+014
    r"|[+-]?([0-9]+[.,][0-9]*|[.,][0-9]+)\s*[Ee]\s*-?[0-9]{1,3}"  # 2.018E13; without a point it may be a code
    r"|[+-]?[0-9]+[.,]0*"  # 20180101000079.0
)
_SPOILT_BEGIN = frozenset("'=#Ee错")
_FORMULA_TEXT = re.compile(r'=\s*"')
_NO_VALUE = re.compile(  # what spreadsheets show where they have none
    r"#(N/A|[A-Z]+[!?]|DIV/0!|GETTING_DATA|#+)|(ERR|错误):[0-9]{3}", re.IGNORECASE
)
_UNSEEN_IS_TEXT = frozenset(
    {FieldKind.TEXT, FieldKind.FEN_TEXT, FieldKind.KEY, FieldKind.LIST}
)  # a key's is named where it is read
SHORTENED = (
    "号码被表格软件改写了（科学计数或多了 .0），请按文本保存",
    "a spreadsheet has shortened this number, keep it as text",
)


class FieldError(Exception):
    """A field that can't be taken: where it stands ("sub_orders[2].deal_amt") and why, in both languages."""

    def __init__(self, path: str, zh: str, en: str) -> None:
        """`path` is empty where the receipt as a whole is meant."""
        super().__init__(f"{path}: {en}")
        self.path, self.zh, self.en = path, zh, en


def checked(value: object, table: tuple[ReceiptField, ...], path: str = "") -> Row:
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
    """Whether a text has neither control characters nor half an emoji, which no form or till prints."""
    return not _HALVES_AND_CONTROLS.search(text)


def is_shortened(text: str) -> bool:
    """Whether a text is a long number as a spreadsheet or a float cuts it: the digits are lost."""
    return _SHORTENED.fullmatch(_folded(text)) is not None


def _folded(text: str) -> str:
    """As keys are compared; most are plain, and there are a million cells in a month's files."""
    return text.strip() if text.isascii() else compared(text)


def spoilt_by(cell: str) -> tuple[str, str] | None:
    """What a spreadsheet has left in a cell that is no value, in both languages; None for any other cell."""
    text = _folded(cell)
    if text[:1] not in _SPOILT_BEGIN:
        return None
    if cell.strip().startswith("'"):
        return "以撇号开头，请去掉撇号", "the cell begins with an apostrophe, take it away"
    if _FORMULA_TEXT.match(text):
        return '写成了公式 ="…"，请按文本保存', 'it is written as a formula ="…", keep it as text'
    if _NO_VALUE.fullmatch(text):
        return f"{text} 是表格的错误，不是值", f"{text} is a spreadsheet's error, no value"
    return None


def shown(text: str) -> str:
    """A stranger's text for a message: short, printable, encodable."""
    return _HALVES_AND_CONTROLS.sub("?", text[:40])


def is_number(text: str) -> bool:
    """Whether a text is a decimal number as a quantity may be written."""
    return len(text) <= LONGEST_QUANTITY and bool(_QUANTITY.fullmatch(text)) and _is_sane(Decimal(text))


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _check_names(value: Mapping[str, object], table: tuple[ReceiptField, ...], path: str) -> None:
    known = {field.name for field in table}
    for name in value:
        if name not in known:
            words = ("未知字段，请检查拼写", "no field of the document, look at its spelling")
            raise FieldError(_below(path, shown(name)), *words)


def _field(field: ReceiptField, value: object, path: str) -> object:
    if value is None and field.required:
        raise FieldError(path, "缺少必填字段", "required and missing")
    if value is None or (not field.required and is_nothing(value)):
        return None
    if field.kind is FieldKind.LIST:
        return _rows(field, value, path)
    if isinstance(value, str) and field.kind not in _UNSEEN_IS_TEXT:
        check_seen(value, path)
    return _CHECKS[field.kind](value, path)


def check_seen(text: str, path: str) -> None:
    """Raises FieldError for a number or time with a character that shows as nothing: it looks right."""
    if not text.isascii() and (name := unseen_in(text)):
        raise FieldError(path, f"含有看不见的字符 {name}", f"it holds the invisible character {name}")


def _rows(field: ReceiptField, value: object, path: str) -> list[Row] | None:
    rows = rows_of(value)
    if rows is None:
        raise FieldError(path, "应为列表", "a list is wanted")
    if len(rows) > MOST_ROWS:
        raise FieldError(path, f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows")
    return [checked(row, field.rows, f"{path}[{at}]") for at, row in enumerate(rows)] or None


def _integer(value: object, path: str) -> int:
    number = integer_of(value)
    if number is None:
        raise FieldError(path, "应为整数", "an integer is wanted")
    return _limited(number, path)


def fen_of(value: object) -> int | None:
    """Whole fen, quoted or not; None for anything else, for 18.0 too: that may be yuan. A zero is a zero."""
    number = integer_of(value)
    has_point = isinstance(value, Decimal) or (isinstance(value, str) and not _WHOLE.fullmatch(value.strip()))
    return None if number and has_point else number


def _fen(value: object, path: str) -> int:
    fen = fen_of(value)
    if fen is None:
        words = ("应为整数，单位分，无小数点", "an integer of fen is wanted, without a point")
        raise FieldError(path, *words)
    return _limited(fen, path)


def _limited(value: int, path: str) -> int:
    if abs(value) > MOST_FEN:
        raise FieldError(path, "数字超出范围", "a number out of range")
    return value


def _trade(value: object, path: str) -> int:
    if _integer(value, path) not in {SALE, RETURN}:
        raise FieldError(path, "只能是 1（销售）或 2（退货）", "only 1 (sale) and 2 (return) are known")
    return _integer(value, path)


def _written(value: object, path: str) -> str:
    text = text_of(value)
    if text is None:
        raise FieldError(path, "应为字符串", "a string is wanted")
    return text


def _text(value: object, path: str) -> str:
    text = _written(value, path)
    if len(text) > LONGEST_TEXT:
        raise FieldError(path, f"超过 {LONGEST_TEXT} 字", f"over {LONGEST_TEXT} characters")
    if found := _HALVES_AND_CONTROLS.search(text):
        name = f"U+{ord(found[0]):04X}"
        raise FieldError(path, f"含有控制字符或残缺字符 {name}", f"it holds {name}, which can't be printed")
    if not text.strip():
        raise FieldError(path, "不能为空", "it must not be empty")
    return text


def _key(value: object, path: str) -> str:
    try:
        key = key_text(_written(value, path))
    except BadKey as error:
        raise FieldError(path, error.zh, error.en) from error
    if is_shortened(key):
        raise FieldError(path, *SHORTENED)
    return key


def _quantity(value: object, path: str) -> str:
    text = _without_dust(_text(value, path).strip())
    if not is_number(text):
        raise FieldError(path, "应为数量，如 “2” 或 “0.355”", 'a quantity such as "2" or "0.355" is wanted')
    return text


def _without_dust(text: str) -> str:
    """A number with more digits behind the point than any scale has, rounded; all else as it is."""
    number = decimal_of(text)
    if number is None or not _QUANTITY_DIGITS < decimals_of(number) <= LONGEST_TEXT:
        return text
    return format(rounded(number).normalize(), "f")


def _is_sane(number: Decimal) -> bool:
    return number.adjusted() < _QUANTITY_DIGITS and int(number.as_tuple().exponent) >= -_QUANTITY_DIGITS


def _date(value: object, path: str) -> str | None:
    try:
        moment = moment_written(value if isinstance(value, str) else "")
    except ValueError as error:
        words = ("应为时间 yyyy-MM-dd HH:mm:ss", "a time as yyyy-MM-dd HH:mm:ss is wanted")
        raise FieldError(path, *words) from error
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment is not None else None


_CHECKS: dict[FieldKind, Callable[[object, str], object]] = {
    FieldKind.FEN: _fen,
    FieldKind.UNIT_FEN: _fen,
    FieldKind.NUMBER: _integer,
    FieldKind.TRADE: _trade,
    FieldKind.KEY: _key,
    FieldKind.TEXT: _text,
    FieldKind.FEN_TEXT: _text,
    FieldKind.QUANTITY: _quantity,
    FieldKind.DATE: _date,
}
