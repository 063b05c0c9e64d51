"""`cmd` and `seq` out of a call's bytes, and nothing else of it: what a signature may be over is had before
anybody knows who the caller is, so no stranger's body is parsed for it.

Of what jsontext.read_json takes, this finds the same; of anything else it finds what comes before the fault.
"""

import re

from posdesk.platforms.jsontext import DEEPEST, BadJson, read_json
from posdesk.records import dataclass

_BLANK = rb"[ \t\r\n]*+"
_STRING = rb'"(?:[^"\\\x00-\x1f]++|\\.)*+"'
_ALONE = rb'[^\s",:\[\]{}]++'  # a number or a word
_LEAF = rb'(?:[^"\[\]{}]++|' + _STRING + rb")*+"
_START = re.compile(rb"(?:\xef\xbb\xbf)?" + _BLANK + rb"\{")
_KEY = re.compile(_BLANK + rb"(" + _STRING + rb")" + _BLANK + rb":" + _BLANK)
_SCALAR = re.compile(_STRING + rb"|" + _ALONE)
_COMMA = re.compile(_BLANK + rb",")
# What a flood is made of is passed over in one go: members of other names, brackets with none inside.
_OTHERS = re.compile(
    rb"(?:" + _BLANK + rb'"(?!cmd"|seq")[^"\\\x00-\x1f]*+"' + _BLANK + rb":" + _BLANK
    + rb"(?:" + _STRING + rb"|" + _ALONE + rb")" + _BLANK + rb",)*+"
)  # fmt: skip
_FLAT = re.compile(rb'(?:[^"\[\]{}]++|' + _STRING + rb"|\[" + _LEAF + rb"\]|\{" + _LEAF + rb"\})*+")
_NUMBER = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_PLAIN = {b'"cmd"': "cmd", b'"seq"': "seq"}
_LONGEST_KEY = 32  # bytes; six for each character of "cmd", and the quotes


@dataclass(frozen=True, slots=True)
class Named:
    """What a call says that it is; empty where it says nothing, or no text."""

    cmd: str = ""
    seq: str = ""


NOTHING = Named()


def scan(body: bytes) -> Named:
    """`cmd` and `seq` of the outermost object. Raises nothing, whatever the bytes are."""
    found = {"cmd": b"", "seq": b""}
    begun = _START.match(body)
    at = _behind_others(body, begun.end()) if begun else len(body)
    while (key := _KEY.match(body, at)) is not None:
        end = _end_of_value(body, key.end())
        if end is None:
            break
        name = _name(key[1])
        if name in found:
            found[name] = body[key.end() : end]
        comma = _COMMA.match(body, end)
        if comma is None:
            break
        at = _behind_others(body, comma.end())
    return Named(_text(found["cmd"]), _text(found["seq"]))


def _behind_others(body: bytes, at: int) -> int:
    others = _OTHERS.match(body, at)
    return others.end() if others else at


def _name(key: bytes) -> str:
    """A key's text; empty for one that is longer than either name could be written."""
    if b"\\" not in key:
        return _PLAIN.get(key, "")
    return _text(key) if len(key) <= _LONGEST_KEY else ""


def _end_of_value(body: bytes, at: int) -> int | None:
    """Where the value that begins here ends; None where it does not."""
    if body[at : at + 1] in {b"{", b"["}:
        return _end_of_nested(body, at)
    scalar = _SCALAR.match(body, at)
    return scalar.end() if scalar else None


def _end_of_nested(body: bytes, at: int) -> int | None:
    """Behind the bracket that closes the one here. Which kind closes which is the parser's business."""
    depth = 0
    while at < len(body) and depth <= DEEPEST:
        depth += 1 if body[at : at + 1] in {b"{", b"["} else -1 if body[at : at + 1] in {b"}", b"]"} else 0
        at += 1
        if depth == 0:
            return at
        flat = _FLAT.match(body, at)
        at = flat.end() if flat else at
        if body[at : at + 1] == b'"':  # a string that never ends
            return None
    return None


def _text(token: bytes) -> str:
    """A string's text, a number as it is written; empty for all else, and where it is no UTF-8."""
    if _NUMBER.fullmatch(token):
        return token.decode("ascii")
    if not token.startswith(b'"'):
        return ""
    try:
        return str(read_json(token))
    except BadJson:
        return ""
