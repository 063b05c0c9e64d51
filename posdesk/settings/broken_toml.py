"""What stands in posdesk.toml where it breaks TOML's rules; imported once it does.

What an editor, a Chinese input method or a copied line put there is often not to be seen: each is named with
its line, its column and what to do about it.
"""

import re
import tomllib
import unicodedata

from posdesk.domain.key_text import number_of, unseen_in
from posdesk.errors import SettingsError, SettingsFault
from posdesk.settings.faults import fault_at

_CURLY = "“”„‟‘’‚‛«»‹›〝〞〟＂＇「」『』´`"
_CLOSING = re.compile(rf"[{_CURLY}](?=\s*(?:$|[#,\]}}]))", re.MULTILINE)
_PLACE = re.compile(r"at line (\d+), column (\d+)")
_ESCAPE_FAULTS = ("Unescaped", "Invalid hex", "Escaped character")
_TWICE_FAULTS = ("Cannot declare", "Cannot overwrite", "Cannot redefine", "Duplicate inline")
_LONG_NUMBER = re.compile(r"[0-9_]{1000}")
_WHOLE = re.compile(  # a comment, or a text with its end
    r"""\#[^\n]* | \"{3}(?:\\.|[^\\])*?\"{3} | '{3}.*?'{3} | "(?:\\.|[^"\\\n])*" | '[^'\n]*'""",
    re.VERBOSE | re.DOTALL,
)


def too_deep(text: str, file: str, deepest: int) -> SettingsError:
    """It has more levels than that."""
    at = _deep_place(text, deepest)
    return fault_at(SettingsFault.TOO_DEEP, file, "" if at is None else place_of(text, at), str(deepest))


def long_number(text: str, file: str) -> SettingsError:
    """An integer in it has more digits than Python reads."""
    found = _LONG_NUMBER.search(text)
    return fault_at(SettingsFault.LONG_NUMBER, file, place_of(text, found.start()) if found else "")


def _deep_place(text: str, deepest: int) -> int | None:
    """Where the nesting goes too deep, by brackets or by the points of a key."""
    at, depth = 0, 0
    while at < len(text):
        if whole := _WHOLE.match(text, at):
            at = whole.end()
            continue
        depth += (text[at] in "[{") - (text[at] in "]}")
        if depth > deepest:
            return at
        at += 1
    found = re.search(rf"(?:[^\s.=\[\]]+\s*\.\s*){{{deepest}}}", text)
    return found.start() if found else None


def not_toml(error: tomllib.TOMLDecodeError, text: str, file: str) -> SettingsError:
    """Names what stands there; where we don't know it, the reader's own words."""
    said, found = str(error), _PLACE.search(str(error))
    at = _offset(text, int(found[1]), int(found[2])) if found else len(text)
    fault, at, detail = _named(said, text, at) or (SettingsFault.NOT_TOML, at, said)
    ends_there = fault is SettingsFault.NOT_TOML and found is None
    return fault_at(fault, file, "" if ends_there else place_of(text, at), detail)


_Named = tuple[SettingsFault, int, str]


def _named(said: str, text: str, at: int) -> _Named | None:
    """The fault of a text that is not TOML, with its place."""
    if said.startswith(_ESCAPE_FAULTS):
        return SettingsFault.BACKSLASH, text.rfind("\\", 0, at), ""
    if said.startswith(_TWICE_FAULTS):
        return SettingsFault.TWICE, _line_start(text, at), ""
    if at >= len(text) or text[at] == "\n":
        return _unclosed(text, at)
    if said.startswith("Invalid value") and text[at].isalpha():
        return SettingsFault.UNQUOTED, at, ""
    return _strange(text, at) or _closed_too_late(text, at)


def _strange(text: str, at: int) -> _Named | None:
    """A character that TOML doesn't know, there or further on: in `2.<U+FEFF>5` the point is told."""
    while at < len(text) and text[at] not in " \t\n\"'#":
        if fault := _fault_of(text[at]):
            return fault, at, _shown(text[at])
        at += 1
    return None


def _fault_of(character: str) -> SettingsFault | None:
    """Which kind of character that TOML doesn't know it is; None for one whose place only is wrong."""
    category = unicodedata.category(character)
    if unseen_in(character):
        return SettingsFault.INVISIBLE
    if character in _CURLY:
        return SettingsFault.CURLY_QUOTE
    if category == "Zs" and character != " ":
        return SettingsFault.STRANGE_SPACE
    if category in {"Cc", "Zl", "Zp"}:
        return SettingsFault.CONTROL
    is_wide = unicodedata.east_asian_width(character) in {"F", "W"} and not category.startswith("Lo")
    return SettingsFault.FULL_WIDTH if is_wide else None


def _unclosed(text: str, end: int) -> _Named | None:
    """A text that goes on to the line's end: what should have closed it, else where it begins."""
    begins = _opened(text, end)
    if begins is None:
        return None
    inside = text[begins:end]
    if curly := _CLOSING.search(inside) or re.search(f"[{_CURLY}]", inside):
        return SettingsFault.CURLY_QUOTE, begins + curly.start(), _shown(curly[0])
    backslash = text.rfind('\\"', begins, end) if text[begins] == '"' else -1
    if backslash >= 0:
        return SettingsFault.BACKSLASH, backslash, ""
    return SettingsFault.UNCLOSED, begins, ""


def _closed_too_late(text: str, end: int) -> _Named | None:
    """In `["a”, "b"]` the first text ends at the next straight quote: the curly one should have done so."""
    begins = _line_start(text, end)
    for whole in _WHOLE.finditer(text, begins, end):
        if curly := _CLOSING.search(whole[0]):
            return SettingsFault.CURLY_QUOTE, whole.start() + curly.start(), _shown(curly[0])
    return None


def _opened(text: str, end: int) -> int | None:
    """Where the quote stands that nothing closes before `end`."""
    at = 0
    while at < end:
        if whole := _WHOLE.match(text, at):
            at = whole.end()
        elif text[at] in "\"'":
            return at
        else:
            at += 1
    return None


def _shown(character: str) -> str:
    is_seen = not unseen_in(character) and unicodedata.category(character)[0] not in "CZ"
    return f"{character} ({number_of(character)})" if is_seen else number_of(character)


def _offset(text: str, line: int, column: int) -> int:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return starts[line - 1] + column - 1


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def place_of(text: str, at: int) -> str:
    """ "line, column", both from 1, as editors count."""
    return f"{text.count(chr(10), 0, at) + 1}, {at - _line_start(text, at) + 1}"
