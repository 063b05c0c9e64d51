"""ovopark's reply: its own JSON has a `stat` with a whole `code`; anything else is no answer."""

from datetime import UTC, datetime

from posdesk.platforms.clock_offset import NOT_AFTER, NOT_BEFORE
from posdesk.platforms.jsontext import BadJson, read_json
from posdesk.platforms.posting import Reply
from posdesk.platforms.reply import words_of
from posdesk.platforms.values import integer_of

_FIRST_MS, _LAST_MS = (int(moment.timestamp() * 1000) for moment in (NOT_BEFORE, NOT_AFTER))


def reply_of(body: bytes) -> Reply | None:
    """The platform's own JSON; `code` and `systime` may be numbers or text. None for anything else.

    Its words are those of `result`, else the code's own name.
    """
    try:
        value = read_json(body)
    except BadJson:
        return None
    stat = value.get("stat") if isinstance(value, dict) else None
    code = integer_of(stat.get("code")) if isinstance(stat, dict) else None
    if code is None or not isinstance(stat, dict) or not isinstance(value, dict):
        return None
    words = words_of(value.get("result")) or words_of(stat.get("codename"))
    return Reply(str(code), words, server_time=_systime(stat.get("systime")))


def _systime(value: object) -> datetime | None:
    """Epoch milliseconds; None for what can't be a clock."""
    milliseconds = integer_of(value)
    if milliseconds is None or not _FIRST_MS <= milliseconds <= _LAST_MS:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
