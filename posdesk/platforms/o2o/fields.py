"""The wire's field types: what a platform may write for a number, a flag, a text or a time.

Tolerant in: integers and amounts may come quoted. Strict out: they leave as the tables say.
A wrong value raises with both languages in its context; reading.py makes the refusal of it.
"""

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

from posdesk.domain.clock import CHINA, in_china

WRONG_TYPE = "posdesk_wrong_type"
BAD_VALUE = "posdesk_bad_value"

_INT = re.compile(r"[+-]?[0-9]{1,19}")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_INT64 = 2**63  # SQLite's integers end here
_YEARS = range(1970, 9999)  # others can't be turned into UTC or mean "no date"
_MOST_DIGITS = 12  # before the point: no shop's amount is longer
_FINEST = -30  # decimal exponent: what a platform's own floats leave behind still passes


def wrong_type(zh: str, en: str) -> PydanticCustomError:
    """The error of a value that is not of the wanted kind, named in both languages."""
    return PydanticCustomError(WRONG_TYPE, "{en}", {"zh": f"应为{zh}", "en": f"{en} is wanted"})


def bad_value(zh: str, en: str) -> PydanticCustomError:
    """The error of a value of the right kind that is not allowed."""
    return PydanticCustomError(BAD_VALUE, "{en}", {"zh": zh, "en": en})


def _integer(value: object) -> int:
    number = _int_of(value)
    if number is None or not -_INT64 <= number < _INT64:
        raise wrong_type("整数", "an integer")
    return number


def _int_of(value: object) -> int | None:
    if isinstance(value, str) and _INT.fullmatch(value.strip()):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _amount(value: object) -> Decimal:
    number = _decimal_of(value)
    if number is None or not number.is_finite():
        raise wrong_type("数字", "a number")
    exponent = int(number.as_tuple().exponent)
    if number.adjusted() >= _MOST_DIGITS or not _FINEST <= exponent <= _MOST_DIGITS:
        raise bad_value("数字超出范围", "a number out of range")
    return number


def _decimal_of(value: object) -> Decimal | None:
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        raise wrong_type("整数 0 或 1", "the integer 0 or 1")
    number = _integer(value)
    if number not in {0, 1}:
        raise bad_value("只能是 0 或 1", "only 0 or 1 is allowed")
    return number == 1


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise wrong_type("字符串", "a string")
    return value


def _named(value: object) -> str:
    text = _text(value)
    if not text.strip():
        raise bad_value("不能为空", "it must not be empty")
    return text


def _code(value: object) -> str:
    number = _int_of(value)
    return _text(value).strip() if number is None else str(number)


def _moment(value: object) -> datetime | None:
    text = _text(value).strip() if not isinstance(value, datetime) else _moment_text(value)
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    if found is None or int(found[1]) not in _YEARS:
        raise _no_moment()
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=CHINA)  # type: ignore[arg-type, misc]
    except ValueError as error:
        raise _no_moment() from error


def _no_moment() -> PydanticCustomError:
    return wrong_type("时间 yyyy-MM-dd HH:mm:ss", "a time as yyyy-MM-dd HH:mm:ss")


def _moment_text(value: datetime | None) -> str:
    return f"{in_china(value):%Y-%m-%d %H:%M:%S}" if value else ""


def _blank_is_absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


Integer = Annotated[int, BeforeValidator(_integer)]
Amount = Annotated[Decimal, BeforeValidator(_amount)]  # yuan, or a quantity
Flag = Annotated[bool, BeforeValidator(_flag), PlainSerializer(int)]
Text = Annotated[str, BeforeValidator(_text)]
Stripped = Annotated[str, BeforeValidator(lambda value: _text(value).strip())]
Named = Annotated[str, BeforeValidator(_named)]  # a text that must say something
Code = Annotated[str, BeforeValidator(_code)]  # an integer or a text, kept as text
Moment = Annotated[datetime | None, BeforeValidator(_moment), PlainSerializer(_moment_text)]  # China time
OptionalInteger = Annotated[Integer | None, BeforeValidator(_blank_is_absent)]
OptionalAmount = Annotated[Amount | None, BeforeValidator(_blank_is_absent)]
