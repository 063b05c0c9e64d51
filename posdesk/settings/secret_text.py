"""What a secret may look like: what only surrounds it is taken off, what nobody can see in it is refused."""

import re

from posdesk.domain.key_text import BadKey, must_be_seen, number_of, trimmed
from posdesk.errors import CredentialsError

SECRET_LIMIT = 1280  # characters; Windows' credential store holds no more (product row 57)
PINS = "staff/"
_ENDS = {" ": "a blank", "\t": "a tab", "\u00a0": "a no-break space"}  # others by their numbers


def taken_off(secret: str) -> tuple[str, ...]:
    """What stands at a secret's ends and is no part of it, each by its name, in their order."""
    kept = trimmed(secret)
    before, _, behind = secret.partition(kept) if kept else (secret, "", "")
    return tuple(dict.fromkeys(_ENDS.get(each) or number_of(each) for each in before + behind))


def checked(name: str, secret: str) -> str:
    """The secret as it is kept, without what only surrounds it. Raises CredentialsError."""
    kept = trimmed(secret)
    _check(name, kept)
    try:
        must_be_seen(kept)
    except BadKey as error:
        raise CredentialsError(
            f"The secret {name} can't be right: {error.en}. Copy it anew, or type it at the prompt.", name
        ) from error
    return kept


def _check(name: str, secret: str) -> None:
    length = len(secret.encode("utf-16-le", "surrogatepass")) // 2  # as Windows counts
    if not secret:
        raise CredentialsError(f"The secret {name} is empty. Give one, or delete it.", name)
    if length > SECRET_LIMIT:
        raise CredentialsError(
            f"The secret {name} has {length} characters, the keyring holds {SECRET_LIMIT}. "
            "Check what was pasted.",
            name,
        )
    if name.startswith(PINS) and not re.fullmatch(r"[0-9]{6}", secret):
        raise CredentialsError(f"The PIN {name} must be six digits: the pad on screen has no others.", name)
