"""Values to journal text and back: Decimals as text, times as ISO 8601, nothing through a float.

What is as it is anyway is not written: a row of each order and receipt is kept for ever.
"""

import re
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter

from posdesk.domain.books.receipt import Mismatch, Receipt
from posdesk.domain.clock import from_text
from posdesk.domain.orders.dust import without_dust
from posdesk.domain.orders.order import OrderContent, Payment

_CONTENT = TypeAdapter(OrderContent)
_LONG_FRACTION = re.compile(r"\.[0-9]{6}")
_TINY = re.compile("[0-9]E-")
_OLD = re.compile(r"\"(?:0[0-9]{3}|1[0-8][0-9]{2}|19[0-6][0-9]|1970)-")


@cache
def _payments() -> TypeAdapter[tuple[Payment, ...]]:
    return TypeAdapter(tuple[Payment, ...])


@cache
def _receipt() -> TypeAdapter[Receipt]:
    return TypeAdapter(Receipt)


@cache
def _mismatches() -> TypeAdapter[tuple[Mismatch, ...]]:
    return TypeAdapter(tuple[Mismatch, ...])


def content_text(content: OrderContent) -> str:
    """An order's content as JSON text."""
    return _CONTENT.dump_json(content, exclude_defaults=True).decode()


def content_of(text: str) -> OrderContent:
    """The content that `content_text` wrote; what was written before dust was rounded away is, now."""
    content = _CONTENT.validate_json(text)
    return without_dust(content) if _may_be_dusty(text) else content


def _may_be_dusty(text: str) -> bool:
    """Three searches that each begin with a sign are three times as fast as one for any of them."""
    found = _LONG_FRACTION.search(text) or _OLD.search(text) or ("E-" in text and _TINY.search(text))
    return bool(found)


def payments_text(payments: tuple[Payment, ...]) -> str:
    """Payments as JSON text."""
    return _payments().dump_json(payments).decode()


def payments_of(text: str) -> tuple[Payment, ...]:
    """The payments that `payments_text` wrote."""
    return _payments().validate_json(text)


def receipt_text(receipt: Receipt) -> str:
    """A receipt's content as JSON text."""
    return _receipt().dump_json(receipt, exclude_defaults=True).decode()


def receipt_of(text: str) -> Receipt:
    """The receipt that `receipt_text` wrote."""
    return _receipt().validate_json(text)


def mismatches_text(found: tuple[Mismatch, ...]) -> str:
    """Mismatches as JSON text."""
    return _mismatches().dump_json(found).decode()


def mismatches_of(text: str) -> tuple[Mismatch, ...]:
    """The mismatches that `mismatches_text` wrote."""
    return _mismatches().validate_json(text)


def time_of(text: str | None) -> datetime | None:
    """A time column that may be empty."""
    return None if text is None else from_text(text)
