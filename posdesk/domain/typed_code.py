"""Codes that a person writes down and types again: 100 bits of chance, in signs that nobody mixes up."""

import re
import secrets

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
_LENGTH, _GROUP = 20, 4
_TAKEN_FOR = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A code that nobody had before, in groups: "3K7Q-…", 20 signs of 32."""
    return _grouped("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)))


def read_code(typed: str) -> str:
    """A typed code as `new_code` wrote it, whatever its blanks, lines and letters; empty where it is none."""
    signs = re.sub(r"[\s\-–—_.]", "", typed).upper().translate(_TAKEN_FOR)
    return _grouped(signs) if len(signs) == _LENGTH and set(signs) <= set(_SIGNS) else ""


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
