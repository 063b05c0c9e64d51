"""JSON as a tree that can be bent in ways no JSON library writes: raw tokens, keys that stand twice."""

import json
import random
from collections.abc import Callable
from typing import Any

Chance = random.Random

TEXTS = (
    "", " ", "\t\r\n", "\0", "\x1b[31m", "\ud83d", "\udc00\ud83d", "😀", "\u202e\u2066", "\u2028", "\ufeff",
    "\ufffd",
    "=cmd|' /C calc'!A0", "\x01=1+1", "@SUM(A1)", "<b>x</b>", "<img src=/etc/passwd>", "&amp;",
    "a&b", "%s%n",
    "{appkey}", "'; DROP TABLE orders; --", "../../etc/passwd", "NaN", "1e400", "-0", "０", "٣", "1" * 400,
    "9" * 5000,
    "湘" * 300, "x" * 20_000, "2018-02-30 12:00:00", "9999-12-31 23:59:59", "0001-01-01 00:00:00", "1",
    "99", "001",
    "1970-01-01 08:00:00", "0000-00-00 00:00:00", "2026/11/28 4:05:06", "2026-11-28T04:05:06.123Z",
    "2026-11-28 04:05:06 +0800", "2026-11-28T04:05:06+99:00", "0.0", "1.", "9.8999999999999986", "B7     ",
    "\u3000B7\u00a0", "B\u200b7", "Ｂ７", "\ufe0fB7", "9999999999999999.99", "999999999999999999",
    "XS20161010001", "null", "true", "[]", "\\", '"', "\\u0000", "\\ud800",
)  # fmt: skip
TOKENS = (
    "null", "true", "false", "0", "-0", "1", "-1", "2", "4", "99", "1.5", "-9.9", "1e2", "1E-400", "1e400",
    "1e999999999",
    "1e-999999999", "9" * 19, "9" * 400, "9" * 401, "0." + "1" * 399, "0." + "1" * 401, str(2**63),
    str(-(2**63) - 1),
    "9.8999999999999986", "5.551115123125783e-17", "0.30000000000000004", "0.0", "1.0", "13500001234",
    "27060100123456789", "2.7060100123456789E16", "9999999999999999.99", "9" * 18, '{"0":{},"2":{}}',
    "1e99999999999999999999", "NaN", "Infinity", "-Infinity", "01", "1.", ".5", "+1", "0x10", "nul",
    "undefined", "''",
    "[" * 70 + "]" * 70, "[" * 3000, '{"a":' * 66 + "1" + "}" * 66, "[1,]", '{"a":1,}', "[]", "{}", "[[]]",
    '[{}]', "",
    '"\\x"', '"\t"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\udc00\\ud83d"', "/* */1", "1e5" + "0" * 300,
)  # fmt: skip


class Raw(str):
    """A token written as it stands."""

    __slots__ = ()


class Pairs(list[tuple[str, Any]]):
    """An object; a key may stand in it twice."""


def tree_of(text: bytes) -> Any:
    """The tree of a sample."""
    return json.loads(text, object_pairs_hook=Pairs, parse_float=Raw)


def written(tree: Any, chance: Chance) -> str:
    """Its text; escapes and blanks as chance wants them."""
    ascii_only, gap = chance.random() < 0.5, chance.choice(("", "", " ", "\n\t"))
    return _text(tree, gap, ascii_only)


def _text(tree: Any, gap: str, ascii_only: bool) -> str:
    if isinstance(tree, Raw):
        return str(tree)
    if isinstance(tree, Pairs):
        inner = ("," + gap).join(
            f"{json.dumps(key, ensure_ascii=ascii_only)}:{gap}{_text(value, gap, ascii_only)}"
            for key, value in tree
        )
        return "{" + inner + "}"
    if isinstance(tree, list):
        return "[" + ("," + gap).join(_text(each, gap, ascii_only) for each in tree) + "]"
    return json.dumps(tree, ensure_ascii=ascii_only)


Place = tuple[Any, int]


def _places(tree: Any, found: list[Place]) -> list[Place]:
    if isinstance(tree, list):
        for at, child in enumerate(tree):
            found.append((tree, at))
            _places(child[1] if isinstance(tree, Pairs) else child, found)
    return found


def _put(place: Place, value: Any) -> None:
    holder, at = place
    holder[at] = (holder[at][0], value) if isinstance(holder, Pairs) else value


def _value(place: Place) -> Any:
    holder, at = place
    return holder[at][1] if isinstance(holder, Pairs) else holder[at]


def _new_text(place: Place, chance: Chance) -> None:
    _put(place, chance.choice(TEXTS))


def _new_token(place: Place, chance: Chance) -> None:
    _put(place, Raw(chance.choice(TOKENS)))


def _longer_text(place: Place, chance: Chance) -> None:
    _put(place, f"{_value(place)}{chance.choice(TEXTS)}{chance.randrange(1000)}")


def _quoted(place: Place, chance: Chance) -> None:
    value = _value(place)
    _put(place, str(value) if not isinstance(value, list) else _text(value, "", ascii_only=False))


def _gone(place: Place, chance: Chance) -> None:
    holder, at = place
    del holder[at]


def _twice(place: Place, chance: Chance) -> None:
    holder, at = place
    holder.insert(chance.randrange(len(holder) + 1), holder[at])


def _twice_and_different(place: Place, chance: Chance) -> None:
    _twice(place, chance)
    _new_text(place, chance)


def _renamed(place: Place, chance: Chance) -> None:
    holder, at = place
    if isinstance(holder, Pairs):
        holder[at] = (
            chance.choice((*TEXTS, "tbillno", "orderStatus", "items", "cmd", "~extra")),
            holder[at][1],
        )


def _wrapped(place: Place, chance: Chance) -> None:
    _put(place, [_value(place)])


def _unwrapped(place: Place, chance: Chance) -> None:
    value = _value(place)
    if isinstance(value, list) and value:
        _put(place, value[0][1] if isinstance(value, Pairs) else value[0])


def _swapped(place: Place, chance: Chance) -> None:
    holder, at = place
    other = chance.randrange(len(holder))
    holder[at], holder[other] = holder[other], holder[at]


def _number(place: Place, chance: Chance) -> None:
    _put(place, chance.choice((0, 1, -1, chance.randrange(-(10**6), 10**6), 2**31, 2**53 + 1)))


def _unquoted(place: Place, chance: Chance) -> None:
    value = _value(place)
    if isinstance(value, str) and value.isdecimal() and value.isascii():
        _put(place, Raw(value.lstrip("0") or "0"))


def _padded(place: Place, chance: Chance) -> None:
    if isinstance(value := _value(place), str) and not isinstance(value, Raw):
        _put(place, chance.choice((f"{value}      ", f"\t{value}", f"{value}\u3000\r\n")))


def _dusty(place: Place, chance: Chance) -> None:
    """As a platform's floats write an amount."""
    _put(place, Raw(format(chance.randrange(10**6) / 100, ".17g")))


def _other_flag(place: Place, chance: Chance) -> None:
    _put(place, chance.choice((True, False, Raw("0.0"), Raw("1.0"), "true", "False")))


def _nothing(place: Place, chance: Chance) -> None:
    _put(place, chance.choice((None, "", Pairs(), [])))


BENDS: tuple[Callable[[Place, Chance], None], ...] = (
    _new_text, _new_text, _new_token, _new_token, _longer_text, _quoted, _gone, _twice, _twice_and_different,
    _renamed, _wrapped, _unwrapped, _swapped, _number, _unquoted, _padded, _dusty, _other_flag, _nothing,
)  # fmt: skip


def bend(tree: Any, chance: Chance) -> None:
    """Change one place of a tree."""
    places = _places(tree, [])
    if places:
        chance.choice(BENDS)(chance.choice(places), chance)
