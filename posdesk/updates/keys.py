"""The public keys in this build: two, one of which is kept offline. Without any, no update is taken."""

import base64
import binascii

from posdesk.host.resources import resource

FILE_NAME = "update_keys.txt"  # among the resources of a build; the project has none
MOST = 2
KEY_BYTES = 32


def keys_in(text: str) -> tuple[bytes, ...]:
    """The keys of a file: one a line in base64, # begins a remark. Raises ValueError for what is none."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    keys = tuple(_key(line) for line in lines if line)
    if len(keys) > MOST or len(set(keys)) != len(keys):
        raise ValueError(f"there are more than {MOST} keys, or one stands there twice")
    return keys


def _key(line: str) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
    except binascii.Error as error:
        raise ValueError(f"{line!r} is not base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"{line!r} is no Ed25519 public key: it has {len(key)} bytes, not {KEY_BYTES}")
    return key


def of_build() -> tuple[bytes, ...]:
    """The keys of this build; none where it was built without, or with a file that can't be read."""
    try:
        return keys_in(resource(FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
