"""Values to journal text and back: Decimals as text, times as ISO 8601, nothing through a float."""

from datetime import datetime

from pydantic import TypeAdapter

from posdesk.domain.clock import from_text
from posdesk.domain.order import OrderContent, Payment

_CONTENT = TypeAdapter(OrderContent)
_PAYMENTS = TypeAdapter(tuple[Payment, ...])


def content_text(content: OrderContent) -> str:
    """An order's content as JSON text."""
    return _CONTENT.dump_json(content).decode()


def content_of(text: str) -> OrderContent:
    """The content that `content_text` wrote."""
    return _CONTENT.validate_json(text)


def payments_text(payments: tuple[Payment, ...]) -> str:
    """Payments as JSON text."""
    return _PAYMENTS.dump_json(payments).decode()


def payments_of(text: str) -> tuple[Payment, ...]:
    """The payments that `payments_text` wrote."""
    return _PAYMENTS.validate_json(text)


def time_of(text: str | None) -> datetime | None:
    """A time column that may be empty."""
    return None if text is None else from_text(text)
