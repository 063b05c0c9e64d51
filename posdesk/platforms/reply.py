"""What is kept of a reply's own words, and what must not stand in them."""

from urllib.parse import quote_plus

from posdesk.domain.privacy import without_secrets
from posdesk.platforms.values import text_of

LONGEST_WORDS = 500  # characters of a platform's own text that are kept


def words_of(value: object) -> str:
    """A platform's own text or number, cut at LONGEST_WORDS; nothing for what is neither."""
    return (text_of(value) or "").strip()[:LONGEST_WORDS]


def hidden(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each of these secrets blotted out, however it is spelt: a platform may echo a call."""
    quoted = tuple(quote_plus(secret) for secret in secrets)
    return without_secrets(text, (*secrets, *quoted))
