"""WDK's reply: an `error_response`, or an `is_success`, wrapped or (with TOP's `simplify`) not.

An error comes at HTTP 200 too. Anything else is no answer (contracts.md, rule 0).
"""

import re

from posdesk.domain.books.posting import LONGEST_BAN_S
from posdesk.platforms.jsontext import BadJson, read_json
from posdesk.platforms.posting import Reply
from posdesk.platforms.values import integer_of, text_of, words_of
from posdesk.platforms.wdk.failures import DONE, LIMITED, NOT_SUCCESS, code_of

WRAPPER = "alibaba_wdk_order_sync_response"
BAN_S = 60.0  # where a limit names no time
_LONGEST_CODE = 100  # characters
_UNITS_S = {"秒": 1, "s": 1, "分": 60, "m": 60, "小": 3600, "时": 3600, "h": 3600}
_BAN = re.compile(
    r"(\d{1,7})\s*(?:more\s+)?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|秒|分|小时|时)(?![a-z])", re.I
)


def reply_of(body: bytes) -> Reply | None:
    """The platform's own JSON. Numbers are exact: a `target` beyond 2^53 keeps every digit."""
    try:
        value = read_json(body)
    except BadJson:
        return None
    if not isinstance(value, dict):
        return None
    if "error_response" in value:
        return _error(value["error_response"])
    return _result(value.get(WRAPPER, value))


def _error(error: object) -> Reply | None:
    if not isinstance(error, dict):
        return None
    code, sub_code = integer_of(error.get("code")), words_of(error.get("sub_code"))[:_LONGEST_CODE]
    if code is None:
        return None
    kept = code_of(str(code), sub_code)
    msg, sub_msg = words_of(error.get("msg")), words_of(error.get("sub_msg"))
    also = "" if sub_code in kept else f"({sub_code})"
    wait_s = ban_s(f"{sub_msg} {msg}") if kept == LIMITED else 0.0
    return Reply(kept, words_of(f"{sub_msg or msg} {also}"), wait_s=wait_s)


def _result(result: object) -> Reply | None:
    success = _truth(result.get("is_success")) if isinstance(result, dict) else None
    if success is None or not isinstance(result, dict):
        return None
    if success:
        return Reply(DONE, words_of(result.get("message")), target=_code(result.get("target")))
    said = (_code(result.get("return_code")), words_of(result.get("message")))
    return Reply(NOT_SUCCESS, words_of(" ".join(said)))


def ban_s(words: str) -> float:
    """How long a limit lasts, in seconds, as its words say ("This ban will last for 31 more seconds")."""
    found = _BAN.search(words)
    if found is None:
        return BAN_S
    return min(LONGEST_BAN_S, max(1.0, float(int(found[1]) * _UNITS_S[found[2][0].lower()])))


def _truth(value: object) -> bool | None:
    known = {"true": True, "false": False}
    return known.get(str(value).strip().lower()) if isinstance(value, bool | str) else None


def _code(value: object) -> str:
    """A number or a text, as text."""
    return (text_of(value) or "").strip()[:_LONGEST_CODE]
