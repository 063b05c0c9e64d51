"""Single values as platforms and tills write them, read without guessing.

contracts.md, 'Read what can be read'. Every platform's reading goes by these; a value that can't be read is
None here, and what to say of it is the caller's. A JSON number with a fraction comes as Decimal, never by
way of a float (jsontext.py).
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from urllib.parse import quote_plus

from posdesk.domain.clock import CHINA, in_china
from posdesk.domain.money import decimals_of
from posdesk.domain.orders.dust import LAST_NO_DATE, a_date
from posdesk.domain.privacy import without_secrets

_LAST_YEAR = 9998  # a later one can't be turned into every zone
_INT64 = 2**63  # SQLite's integers end here
_MOST_INT_DIGITS = 19
_FARTHEST_ZONE = timedelta(hours=14)

_INT = re.compile(r"[+-]?[0-9]{1,19}(?:\.0*)?")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<between>[-/])(?P<month>\d{1,2})(?P=between)(?P<day>\d{1,2})"
    r"(?:(?:[Tt]| +)(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d{1,9})?)?"
    r" ?(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")


def is_nothing(value: object) -> bool:
    """Whether a value means that there is none: null, an empty text, the empty object of PHP and XML."""
    return value is None or value == {} or (isinstance(value, str) and not value.strip())


def text_of(value: object) -> str | None:
    """A text as it is; of a number the digits that were written. None for anything else.

    None for a number in scientific form, too: whoever wrote it so has shortened it.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        text = str(value)
        return text if value.is_finite() and decimals_of(value) > 0 and "E" not in text else None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def integer_of(value: object) -> int | None:
    """A whole number within 64 bits, quoted or not, 0.0 among them; None for anything else, true too."""
    number = _whole(value)
    return number if number is not None and -_INT64 <= number < _INT64 else None


def _whole(value: object) -> int | None:
    if isinstance(value, str):
        text = value.strip()
        return int(text.partition(".")[0]) if _INT.fullmatch(text) else None
    if isinstance(value, Decimal):
        fits = value.is_finite() and value.adjusted() < _MOST_INT_DIGITS
        return int(value) if fits and value == value.to_integral_value() else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def decimal_of(value: object) -> Decimal | None:
    """A number with every digit that was written, quoted or not; None for anything else, NaN and true too."""
    if isinstance(value, str):
        return Decimal(value.strip()) if _DECIMAL.fullmatch(value.strip()) else None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def flag_of(value: object) -> bool | None:
    """true and false, 1 and 0, quoted or not; None for anything else."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in {"true", "false"}:
        return value.strip().lower() == "true"
    number = integer_of(value)
    return None if number not in {0, 1} else number == 1


def rows_of(value: object) -> list[object] | None:
    """The rows of a list: nothing is none, one object is one. None for anything else.

    An object whose keys are numbers is none either: it is a list of which somebody's code lost some rows.
    """
    if isinstance(value, list):
        return value
    if is_nothing(value):
        return []
    return [value] if isinstance(value, dict) and not all(map(str.isdigit, value)) else None


def moment_of(text: str) -> datetime | None:
    """A written time in China time, without fractions of a second; None for a year that means "no date".

    A time with an offset is turned into China time, one without is China's. Raises ValueError for anything
    else; a date without a time is that, too.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError("no time")
    if int(found["year"]) <= LAST_NO_DATE:
        return None
    if found["hour"] is None or int(found["year"]) > _LAST_YEAR:
        raise ValueError("no time of day, or a year beyond reason")
    parts = (int(found[part] or 0) for part in _PARTS)
    return a_date(in_china(datetime(*parts, tzinfo=_zone(found["zone"]))))  # type: ignore[arg-type, misc]


def _zone(written: str | None) -> tzinfo:
    """Raises ValueError for an offset that is nowhere."""
    if written is None:
        return CHINA
    if written in {"Z", "z"}:
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > _FARTHEST_ZONE or int(digits[2:]) >= 60:
        raise ValueError("no offset")
    return timezone(-offset if written.startswith("-") else offset)


LONGEST_WORDS = 500  # characters of a platform's own text that are kept


def words_of(value: object) -> str:
    """A platform's own text or number, cut at LONGEST_WORDS; nothing for what is neither."""
    return (text_of(value) or "").strip()[:LONGEST_WORDS]


def hidden(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each of these secrets blotted out, however it is spelt: a platform may echo a call."""
    quoted = tuple(quote_plus(secret) for secret in secrets)
    return without_secrets(text, (*secrets, *quoted))
