"""The authorities that httpx trusts, read once a process: it wants them for each client, 40 ms each time."""

import ssl
from functools import cache
from typing import Any

import certifi

_CONTEXT = ssl.create_default_context


def read_once() -> None:
    """From now on."""
    setattr(ssl, "create_default_context", _context)  # noqa: B010 - of whatever shape it is


def _context(*args: Any, **kwargs: Any) -> ssl.SSLContext:
    if args or kwargs != {"cafile": certifi.where()}:
        return _CONTEXT(*args, **kwargs)
    return of_certifi()


@cache
def of_certifi() -> ssl.SSLContext:
    """What a client without words of its own trusts."""
    return _CONTEXT(cafile=certifi.where())
