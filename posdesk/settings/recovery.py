"""The recovery code: who holds it may give an administrator a new PIN, once, for all to see.

It is shown when it is made, and written down; the keyring holds what proves it, nothing that gives it away.
A cashier, who has this PC all day, has no such paper.
"""

import hashlib
import hmac
import secrets

from posdesk.domain.rights import Role
from posdesk.domain.typed_code import read_code
from posdesk.settings.settings import Settings, Staff

_SALT_BYTES = 16


def proof_of(code: str) -> str:
    """What the keyring keeps of a code. A slow hash adds nothing: it is 100 bits of chance."""
    salt = secrets.token_hex(_SALT_BYTES)
    return f"{salt}:{_digest(salt, code)}"


def fits(proof: str, typed: str) -> bool:
    """Whether that is the code whose proof is kept."""
    salt, _, digest = proof.partition(":")
    code = read_code(typed)
    return bool(code and digest) and hmac.compare_digest(digest, _digest(salt, code))


def _digest(salt: str, code: str) -> str:
    return hashlib.sha256(f"posdesk recovery {salt} {code}".encode()).hexdigest()


def recoverable(settings: Settings) -> tuple[Staff, ...]:
    """Whose PIN it may set anew: the administrators'; where there is none, those of the highest role."""
    ranks = tuple(Role)
    highest = max((ranks.index(person.role) for person in settings.staff), default=-1)
    return tuple(person for person in settings.staff if ranks.index(person.role) == highest)
