"""The wire's field types: what a platform may write for a number, a flag, a text or a time.

Tolerant in: what can be read without guessing is read (platforms/values.py). Strict out: we write as the
tables say. A wrong value raises with both languages in its context; reading.py makes the refusal of it.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, PlainValidator
from pydantic_core import PydanticCustomError

from posdesk.domain.key_text import BadKey, key_text
from posdesk.domain.money import rounded
from posdesk.platforms.values import (
    decimal_of,
    flag_of,
    integer_of,
    is_nothing,
    moment_of,
    rows_of,
    text_of,
)

PERSONAL = {"customername": "name", "mobileno": "phone", "consignee": "address"}


WRONG_TYPE = "posdesk_wrong_type"
BAD_VALUE = "posdesk_bad_value"

_MOST_DIGITS = 16  # before the point: no shop's amount is longer
_Value = TypeVar("_Value")


def wrong_type(zh: str, en: str) -> PydanticCustomError:
    """The error of a value that is not of the wanted kind, named in both languages."""
    return PydanticCustomError(WRONG_TYPE, "{en}", {"zh": f"应为{zh}", "en": f"{en} is wanted"})


def bad_value(zh: str, en: str) -> PydanticCustomError:
    """The error of a value of the right kind that is not allowed."""
    return PydanticCustomError(BAD_VALUE, "{en}", {"zh": zh, "en": en})


def _read(value: _Value | None, zh: str, en: str) -> _Value:
    if value is None:
        raise wrong_type(zh, en)
    return value


def _integer(value: object) -> int:
    return _read(integer_of(value), "整数", "an integer")


def _amount(value: object) -> Decimal:
    number = _read(decimal_of(value), "数字", "a number")
    if number.adjusted() >= _MOST_DIGITS:  # of its first digit; nought may have an exponent, too
        raise bad_value("数字超出范围", "a number out of range")
    return rounded(number)


def _amount_if_any(value: object) -> Decimal | None:
    try:
        return _amount(value)
    except PydanticCustomError:
        return None


def _flag(value: object) -> bool:
    found = flag_of(value)
    if found is None and integer_of(value) is not None:
        raise bad_value("只能是 0 或 1", "only 0 or 1 is allowed")
    return _read(found, "0 或 1", "0 or 1")


def _written(value: object) -> str:
    return _read(text_of(value), "字符串", "a string")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if is_nothing(value) else _written(value)


def _key(value: object) -> str:
    try:
        return key_text(_written(value))
    except BadKey as error:
        raise bad_value(error.zh, error.en) from error


def _code(value: object) -> str:
    number = integer_of(value)
    return _written(value).strip() if number is None else str(number)


def _moment(value: object) -> datetime | None:
    words = ("时间 yyyy-MM-dd HH:mm:ss", "a time as yyyy-MM-dd HH:mm:ss")
    if is_nothing(value):
        return None
    try:
        return moment_of(_read(value if isinstance(value, str) else None, *words))
    except ValueError as error:
        raise wrong_type(*words) from error


def _rows(value: object) -> list[object]:
    if isinstance(value, str | dict) and rows_of(value) is None:
        raise wrong_type("列表（不是字符串，也不是以数字为键的对象）", "a list (no text, no numbered object)")
    return _read(rows_of(value), "列表", "a list")


def _some_rows(value: object) -> object:
    """The rows of a list that must be there: nothing is not none, and is named as missing or as no list."""
    return value if is_nothing(value) else _rows(value)


def _nothing_is(default: object) -> BeforeValidator:
    return BeforeValidator(lambda value: default if is_nothing(value) else value)


# What a reader gives is of its type: pydantic looks no second time.
Integer = Annotated[int, PlainValidator(_integer)]
Amount = Annotated[Decimal, PlainValidator(_amount)]  # yuan, or a quantity, without dust
OptionalAmount = Annotated[Amount | None, _nothing_is(None)]
ZeroAmount = Annotated[Amount, _nothing_is(0)]
Flag = Annotated[bool, PlainValidator(_flag)]
Text = Annotated[str, PlainValidator(_text)]  # nothing is an empty text
Stripped = Annotated[str, PlainValidator(lambda value: _text(value).strip())]
StoreCode = Annotated[str, PlainValidator(lambda value: _written(value).strip())]  # must be there
Key = Annotated[str, PlainValidator(_key)]  # names something: domain/key_text.py
Code = Annotated[str, PlainValidator(_code)]  # an integer or a text, kept as text
OptionalCode = Annotated[Code, _nothing_is("")]
Moment = Annotated[datetime | None, PlainValidator(_moment)]  # China time, None for no date

UnusedInteger = Annotated[int | None, PlainValidator(integer_of)]  # what nothing uses refuses nothing
UnusedAmount = Annotated[Decimal | None, PlainValidator(_amount_if_any)]

Rows = BeforeValidator(_rows)  # before a tuple of rows: nothing is none, one object is one
SomeRows = BeforeValidator(_some_rows)  # as Rows, for a list that must be there
