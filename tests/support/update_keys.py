"""The keys that updates are signed with in tests. Everybody has them: a release refuses them."""

import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from posdesk.updates.keys import keys_in
from tests.support.paths import ROOT

FILE = ROOT / "tests" / "data" / "update_keys.txt"


def private(number: int) -> Ed25519PrivateKey:
    """1 and 2 are known to the build, any other is a stranger's."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"posdesk tests {number}".encode()).digest())


def public() -> Sequence[bytes]:
    """What a build of the tests knows."""
    return keys_in(FILE.read_text(encoding="utf-8"))
