"""How many cells of a printer's line a character takes: one half-width, two full-width, none combining."""

import unicodedata
from functools import lru_cache

_FULL = frozenset({"W", "F", "A"})  # ambiguous ones are full in every Chinese set: ×, ①, …
_NO_ROOM = frozenset({"Mn", "Me", "Cf"})


@lru_cache(maxsize=4096)
def cells_of(character: str) -> int:
    """The cells of one character at plain size."""
    if unicodedata.category(character) in _NO_ROOM:
        return 0
    if ord(character) < 0x80:
        return 1
    return 2 if unicodedata.east_asian_width(character) in _FULL else 1


def width_of(text: str) -> int:
    """The cells of a text at plain size."""
    return sum(map(cells_of, text))


def printable(text: str) -> str:
    """The text in one line: control characters, line breaks and what turns the writing are blanks or gone.

    Foreign text goes through here before any encoder: an ESC or DLE in a dish's name is no command. The
    yuan's half-width sign is the full-width one, which every Chinese set has (product row 50).
    """
    return "".join(map(_harmless, unicodedata.normalize("NFC", text))).replace("¥", "￥")


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    return "" if category in {"Cf", "Cs", "Co", "Cn"} else character
