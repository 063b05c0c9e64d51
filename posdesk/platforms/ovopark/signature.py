"""ovopark's signature: every parameter sent but `_sig`, sorted by name, between two copies of the secret."""

import hashlib
from collections.abc import Mapping

_HASHES = ("md5", "sha1")


def sign(params: Mapping[str, str], secret: str) -> str:
    """The upper-case hex `_sig` of these parameters; `_sm` in them names the hash, md5 or sha1.

    Names sort in plain code-unit order, values are raw UTF-8 text. Empty values take part, so never send
    one. Raises ValueError for another `_sm`. Source: ovopark's signing page, with its official vector.
    """
    method = params.get("_sm", "md5")
    if method not in _HASHES:
        raise ValueError(f"_sm: {method!r} is not one of {', '.join(_HASHES)}")
    named = sorted((name, value) for name, value in params.items() if name != "_sig")
    text = secret + "".join(name + value for name, value in named) + secret
    return hashlib.new(method, text.encode("utf-8"), usedforsecurity=False).hexdigest().upper()
