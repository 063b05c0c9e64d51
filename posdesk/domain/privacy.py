"""What of a customer is shown: a phone as 138****1234, an address by its beginning (product row 59)."""

import json
import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit, urlunsplit

_SECRET_NAME = re.compile(r"key|secret|token|session|pass|pin$|credential", re.IGNORECASE)
_SHOWN_OF_ADDRESS = 6
_STARS = "****"
BLANK = "***"
_LEAST_SECRET = 4  # characters: a shorter one would blank half of every text
_D = r"\d"  # of any script, full-width ones too
# A blank, a dash or a mark that nobody sees.
_BETWEEN = r"[^\S\r\n]|[\-\u2010-\u2015\u2212\uff0d]|[\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
_GUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_CHINA = f"(?:[+＋]|[0０]{{2}})?[8８][6６][)）]?(?:{_BETWEEN}){{0,3}}"
_SPACED = f"[1１](?:{_BETWEEN}){{1,3}}[3-9３-９](?:(?:{_BETWEEN}){{1,3}}{_D}){{9}}"  # each figure by itself
_DOTTED = rf"[1１][3-9３-９]{_D}\.{_D}{{4}}\.{_D}{{4}}"
_MOBILE = f"[1１][3-9３-９](?:(?:{_BETWEEN}){{0,3}}{_D}){{9}}|{_DOTTED}|{_SPACED}"
_LANDLINE = f"[0０][1-9１-９]{_D}{{1,2}}(?:{_BETWEEN})?{_D}{{7,8}}"  # with its area
_NUMBERS = re.compile(f"{_GUID}|(?<!{_D})(?P<china>(?:{_CHINA})?)(?P<phone>{_MOBILE}|{_LANDLINE})(?!{_D})")
_SIGN = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"  # of a code
_JOINT = r"[\-_./]"
_EXTENSION = f"[_\\-转]{_D}{{3,6}}(?!{_SIGN})"


@cache
def _alone() -> re.Pattern[str]:
    """Compiled when it is first wanted, as few are: no start waits for it."""
    return re.compile(
        f"(?<!{_SIGN})(?<!{_SIGN}{_JOINT})(?P<china>(?:{_CHINA})?)(?P<phone>{_MOBILE})"
        f"(?:(?={_EXTENSION})|(?!{_SIGN})(?!{_JOINT}{_SIGN}))"
    )


def names_secret(key: str) -> bool:
    """Whether what a setting of that name holds is told to nobody, be it a secret or what goes with one."""
    return bool(_SECRET_NAME.search(key))


def plain_address(text: str) -> str:
    """A web address without the name, password and query that somebody may have put into it."""
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return BLANK
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def masked_phone(phone: str) -> str:
    """First three and last four of a mobile number; of a shorter one the end only: most stays hidden."""
    phone = phone.strip()
    if len(phone) >= 11:
        return f"{phone[:3]}{_STARS}{phone[-4:]}"
    if len(phone) >= 8:
        return f"{_STARS}{phone[-4:]}"
    return f"{_STARS}{phone[-2:]}" if len(phone) > 2 else _STARS if phone else ""


def last_four(phone: str) -> str:
    """The last four digits, by which a counter calls a customer; empty for none."""
    digits = "".join(c for c in phone if c.isdigit())
    return digits[-4:] if len(digits) >= 7 else ""


def short_number(number: str) -> str:
    """What is written large of a show number: of a masked phone the last four, of any other one all of it."""
    return f"*{number[-4:]}" if _STARS in number else number


def masked_address(address: str) -> str:
    """The first six characters, the rest starred; a phone among them is masked first; a wiped one stays."""
    address = without_phones(address.strip())
    return (
        address
        if len(address) <= 2 or address == BLANK
        else f"{address[: min(_SHOWN_OF_ADDRESS, len(address) // 2)]}{_STARS}"
    )


def without_phones(text: str) -> str:
    """A text of anybody's with its Chinese phone numbers masked, however they are spelt; the rest stays.

    Eleven figures of a mobile number count, with or without +86, blanks, dashes or an extension behind them,
    and a landline's with its area. In a longer row of digits there is none, nor in a GUID.
    """
    return _NUMBERS.sub(_masked, text)


def without_any_phone(text: str) -> str:
    """As `without_phones`, with nothing left of them: not even the last four (row 60)."""
    return _NUMBERS.sub(lambda found: BLANK if found["phone"] else found[0], text)


def without_lone_phones(text: str) -> str:
    """A name of goods or a show number: a mobile number that stands alone is masked.

    One that has letters or digits at its ends, or joined to it by a dash, dot or stroke, is a code and stays.
    """
    return _alone().sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    if not found["phone"]:
        return found[0]
    return found["china"] + masked_phone("".join(c for c in found["phone"] if c.isdecimal()))


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
