"""Signing by recipe: the algorithm is each partner's own, so it is settings, not code.

Everything is signed over raw UTF-8, never over URL-encoded text. This module imports nothing heavy.
"""

import functools
import hashlib
import hmac
import string

from posdesk.settings.settings import SignatureRecipe

_PLAIN = "surrogatepass"  # hostile text must not raise; it only never matches


def sign(recipe: SignatureRecipe, *, appid: str, appkey: str, body: bytes, cmd: str, seq: str) -> str:
    """The hex digest that the recipe makes of a call, in the recipe's case."""
    fields = {
        "appid": _raw(appid),
        "appkey": _raw(appkey),
        "body": body,
        "cmd": _raw(cmd),
        "seq": _raw(seq),
    }
    digest = _digest(recipe.hash, _raw(appkey), _filled(recipe.text, fields))
    return digest.upper() if recipe.case == "upper" else digest


def matches(
    given: str, recipe: SignatureRecipe, *, appid: str, appkey: str, body: bytes, cmd: str, seq: str
) -> bool:
    """Whether `given` is the recipe's signature of the call; takes the same time whatever differs.

    An empty appkey matches nothing: anyone could sign with it.
    """
    expected = sign(recipe, appid=appid, appkey=appkey, body=body, cmd=cmd, seq=seq)
    return hmac.compare_digest(_raw(given), _raw(expected)) and bool(appkey)


def needs_call(recipe: SignatureRecipe) -> bool:
    """Whether the recipe takes cmd or seq, so that a call must be read before it can be checked."""
    return bool(recipe.fields & {"cmd", "seq"})


def _filled(template: str, fields: dict[str, bytes]) -> bytes:
    return b"".join(literal + (fields[name] if name else b"") for literal, name in _pieces(template))


@functools.lru_cache(maxsize=64)
def _pieces(template: str) -> tuple[tuple[bytes, str | None], ...]:
    """The template's texts, each with the name of the field behind it; of no secret."""
    return tuple((_raw(literal), name) for literal, name, _, _ in string.Formatter().parse(template))


def _digest(name: str, key: bytes, text: bytes) -> str:
    if name.startswith("hmac-"):
        return hmac.digest(key, text, name.removeprefix("hmac-")).hex()
    return hashlib.new(name, text, usedforsecurity=False).hexdigest()


def _raw(text: str) -> bytes:
    return text.encode("utf-8", _PLAIN)
