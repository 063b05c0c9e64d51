"""What of a customer is shown: a phone as 138****1234, an address by its beginning (product row 59)."""

import json
import re
from collections.abc import Iterable

_SHOWN_OF_ADDRESS = 6
BLANK = "***"
_LEAST_SECRET = 4  # characters: a shorter one would blank half of every text
_D, _BETWEEN = "[0-9０-９]", "[ \\-－]?"
_GUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_MOBILE = f"[1１][3-9３-９](?:{_BETWEEN}{_D}){{9}}"  # however it is spaced
_LANDLINE = f"[0０][1-9１-９]{_D}{{1,2}}{_BETWEEN}{_D}{{7,8}}"  # with its area
_NUMBERS = re.compile(f"{_GUID}|(?<!{_D})(?P<phone>{_MOBILE}|{_LANDLINE})(?!{_D})")


def masked_phone(phone: str) -> str:
    """First three and last four of a mobile number; of a shorter one the end only: most stays hidden."""
    phone = phone.strip()
    if len(phone) >= 11:
        return f"{phone[:3]}****{phone[-4:]}"
    if len(phone) >= 8:
        return f"****{phone[-4:]}"
    return f"****{phone[-2:]}" if len(phone) > 2 else "****" if phone else ""


def last_four(phone: str) -> str:
    """The last four digits, by which a counter calls a customer; empty for none."""
    digits = "".join(c for c in phone if c.isdigit())
    return digits[-4:] if len(digits) >= 7 else ""


def masked_address(address: str) -> str:
    """The first six characters, the rest starred."""
    address = address.strip()
    return address if len(address) <= 2 else f"{address[: min(_SHOWN_OF_ADDRESS, len(address) // 2)]}****"


def without_phones(text: str) -> str:
    """A text of anybody's with its Chinese phone numbers masked; a GUID's digits are none."""
    return _NUMBERS.sub(lambda found: masked_phone(found["phone"]) if found["phone"] else found[0], text)


def without_secrets(text: str, secrets: Iterable[str], pins: Iterable[str] = ()) -> str:
    """A text with these secrets blanked, also as JSON or the log of bytes spells them.

    The longest goes first, since one may hold another. A PIN is only found where it stands alone: six digits
    stand in many a number.
    """
    told = {secret for secret in secrets if len(secret) >= _LEAST_SECRET}
    for each in sorted({each for secret in told for each in _spellings(secret)}, key=len, reverse=True):
        text = text.replace(each, BLANK)
    for pin in pins:
        text = re.sub(f"(?<![0-9]){re.escape(pin)}(?![0-9])", BLANK, text)
    return text


def _spellings(secret: str) -> tuple[str, ...]:
    as_bytes = repr(secret.encode("utf-8", "surrogatepass"))[2:-1]
    return secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], as_bytes
