"""Reading a reply, tolerant of how a platform writes its values: codes as numbers or as text."""

import re
from urllib.parse import quote_plus

from posdesk.domain.privacy import without_secrets

LONGEST_WORDS = 500  # characters of a platform's own text that are kept
_INT = re.compile(r"[+-]?[0-9]{1,18}")
_INT64 = 2**63


def int_of(value: object) -> int | None:
    """A whole number within 64 bits, quoted or not; None for anything else, true and 1.0 too."""
    if isinstance(value, str) and _INT.fullmatch(value.strip()):
        return int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if -_INT64 <= value < _INT64 else None


def words_of(value: object) -> str:
    """A platform's own text, cut at LONGEST_WORDS; nothing for what is no text."""
    return value.strip()[:LONGEST_WORDS] if isinstance(value, str) else ""


def hidden(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each of these secrets blotted out, however it is spelt: a platform may echo a call."""
    quoted = tuple(quote_plus(secret) for secret in secrets)
    return without_secrets(text, (*secrets, *quoted))
