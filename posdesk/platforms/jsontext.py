"""JSON text in and out, the same for every platform: strict about JSON and exact about numbers.

- Numbers with a fraction or an exponent become Decimal from their text, never by way of a float.
- NaN, Infinity, numbers of over 400 characters and nesting deeper than 64 levels are refused.
- A key that stands twice in an object is taken once where both values are the same, else refused.
- A lone surrogate (an emoji that somebody's code cut in half) becomes U+FFFD: SQLite and UTF-8 can't hold
  it, and no order is refused for half an emoji in a remark.
- What tills hand in is read with `strict`: it goes on to WDK as it came, so neither is mended.
"""

import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

DEEPEST = 64  # levels; the documents use four
_LONGEST_NUMBER = 400  # characters
_SPELLED_OUT = 40  # decimal exponents up to this, either way, are written without an E
_quoted = json.encoder.encode_basestring  # what json.dumps makes of a text, `ensure_ascii` off

_ESCAPED = re.compile(
    r"\\\\"  # an escaped backslash: what follows it is no escape
    r"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a pair
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"  # half a pair
)
_HALF = 6  # the length of half a pair


class BadJson(ValueError):  # noqa: N818 - named as people say it
    """No JSON that we take: what is wrong in both languages, and the line and column where known."""

    def __init__(self, zh: str, en: str, line: int = 0, column: int = 0) -> None:
        """`line` and `column` count from 1; 0 means that the place is not known."""
        self.line, self.column = line, column
        place = (f"第{line}行第{column}列：", f"line {line} column {column}: ") if line else ("", "")
        super().__init__(f"{place[0]}{zh} / {place[1]}{en}")


def read_json(body: bytes, *, strict: bool = False) -> object:
    """The value of a JSON text in UTF-8 (a byte order mark is passed over). Raises BadJson.

    `strict` refuses every key that stands twice, and leaves half an emoji in for the caller to refuse.
    """
    text = _decoded(body)
    if "\\u" in text and not strict:
        text = _ESCAPED.sub(_whole, text)
    value = _parsed(text, _STRICT if strict else _TOLERANT)
    if text.count("{") + text.count("[") > DEEPEST:
        _check_depth(value)
    return value


def write_json(value: object) -> str:
    """Compact JSON text of dicts, sequences, strings, ints, Decimals, booleans and None.

    A Decimal keeps its digits: Decimal("34.00") is 34.00. Raises TypeError for anything else, a float too.
    """
    return _WRITERS[type(value)](value)


def _object_text(value: dict[object, object]) -> str:
    members = [f"{_quoted(str(key))}:{_WRITERS[type(each)](each)}" for key, each in value.items()]
    return "{" + ",".join(members) + "}"


def _array_text(value: Iterable[object]) -> str:
    return "[" + ",".join([_WRITERS[type(each)](each) for each in value]) + "]"


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError(f"{value} has no JSON")
    text = str(value)
    if "E" not in text:
        return text
    exponent = value.as_tuple().exponent
    spelled = isinstance(exponent, int) and abs(exponent) <= _SPELLED_OUT
    return format(value, "f") if spelled else text


class _Writers(dict[type, Callable[[Any], str]]):
    """How each type is written, found by the type alone: every value of every order passes here."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        """That of a type derived from one of them. Raises TypeError where it is none's."""
        for known in tuple(self):
            if issubclass(kind, known):
                self[kind] = self[known]
                return self[known]
        raise TypeError(f"{kind.__name__} has no JSON here")


_WRITERS = _Writers(
    {
        str: _quoted,
        dict: _object_text,
        list: _array_text,
        tuple: _array_text,
        Decimal: _number,
        bool: {True: "true", False: "false"}.__getitem__,
        int: int.__repr__,
        type(None): lambda _: "null",
    }
)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        column = error.start - body.rfind(b"\n", 0, error.start)
        raise BadJson("不是 UTF-8 文本", "not UTF-8 text", line, column) from error


def _whole(match: re.Match[str]) -> str:
    found = match[0]
    return r"\ufffd" if len(found) == _HALF else found


def _parsed(text: str, decoder: json.JSONDecoder) -> object:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        raise _located(error) from error
    except RecursionError as error:
        raise _too_deep() from error


def _limited(kind: Callable[[str], object]) -> Callable[[str], object]:
    def number(text: str) -> object:
        if len(text) > _LONGEST_NUMBER:
            raise BadJson(f"数字太长（{len(text)} 位）", f"a number of {len(text)} characters")
        try:
            return kind(text)
        except InvalidOperation as error:
            raise BadJson(f"数字超出范围：{text}", f"a number out of range: {text}") from error

    return number


def _no_constant(name: str) -> object:
    raise BadJson(f"JSON 中没有 {name}", f"{name} is not JSON")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) < len(pairs):
        _check_repeats(pairs, result)
    return result


def _object_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, value in pairs:
        if key in result:
            shown = key[:40]
            raise BadJson(f"键“{shown}”重复", f"the key {shown!r} stands twice")
        result[key] = value
    return result


def _decoder(hook: Callable[[list[tuple[str, object]]], dict[str, object]]) -> json.JSONDecoder:
    return json.JSONDecoder(
        parse_float=_limited(Decimal),
        parse_int=_limited(int),
        parse_constant=_no_constant,
        object_pairs_hook=hook,
    )


_TOLERANT, _STRICT = _decoder(_object), _decoder(_object_once)  # made once: a call has one text


def _check_repeats(pairs: Iterable[tuple[str, object]], result: dict[str, object]) -> None:
    for key, value in pairs:
        last = result[key]
        if value is not last and write_json(value) != write_json(last):
            shown = key[:40]
            raise BadJson(f"键“{shown}”重复且值不同", f"the key {shown!r} stands twice with different values")


def _check_depth(value: object) -> None:
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise _too_deep()


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _too_deep() -> BadJson:
    return BadJson(f"嵌套超过 {DEEPEST} 层", f"nested deeper than {DEEPEST} levels")


def _located(error: json.JSONDecodeError) -> BadJson:
    comma = _trailing_comma(error.doc, error.pos)
    if comma is None:
        return BadJson("不是 JSON", error.msg, error.lineno, error.colno)
    line = error.doc.count("\n", 0, comma) + 1
    return BadJson("多余的逗号", "trailing comma", line, comma - error.doc.rfind("\n", 0, comma))


def _trailing_comma(text: str, at: int) -> int | None:
    """Where the comma before a closing bracket is. Python 3.13 names the comma, 3.11 what follows it."""
    start = at if text[at : at + 1] == "," else len(text[:at].rstrip()) - 1
    follows = text[start + 1 :].lstrip()[:1]
    return start if start >= 0 and text[start] == "," and follows in {"]", "}"} else None
