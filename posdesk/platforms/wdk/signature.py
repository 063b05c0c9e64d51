"""The Taobao Open Platform's signature: all parameters sent but `sign`, sorted by name."""

import hashlib
import hmac
from collections.abc import Mapping

_HMACS = {"hmac": "md5", "hmac-sha256": "sha256"}


def sign(params: Mapping[str, str], secret: str) -> str:
    """The upper-case hex `sign` of these parameters; `sign_method` in them is md5, hmac or hmac-sha256.

    Pairs with an empty value are left out, of the request as of the text; values are raw UTF-8 text.
    Raises ValueError for another `sign_method`. Source: TOP's signing page, with its official vector.
    """
    method = params.get("sign_method", "hmac-sha256")
    named = sorted((name, value) for name, value in params.items() if name != "sign" and value)
    text = "".join(name + value for name, value in named)
    if method == "md5":
        whole = f"{secret}{text}{secret}".encode()
        return hashlib.md5(whole, usedforsecurity=False).hexdigest().upper()
    if method not in _HMACS:
        raise ValueError(f"sign_method: {method!r} is not one of md5, {', '.join(_HMACS)}")
    return hmac.new(secret.encode(), text.encode(), _HMACS[method]).hexdigest().upper()
