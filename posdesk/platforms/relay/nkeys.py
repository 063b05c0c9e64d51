"""NATS' own keys: Ed25519, written as letters that say whose they are (O operator, A account, U user).

Only this: nats-py's extra of the same name is not needed, `cryptography` is here anyway.
"""

import base64
import binascii
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_SEED = 18 << 3  # "S"
_RAW_BYTES = 32
_CRC_BYTES = 2


class BadNkey(ValueError):  # noqa: N818 - named as people say it
    """No such key, or one with a letter wrong."""


class Role(IntEnum):
    """Whose key it is; its letter stands first in the public key and second in the seed."""

    OPERATOR = 14 << 3  # "O"
    ACCOUNT = 0  # "A"
    USER = 20 << 3  # "U"
    SERVER = 13 << 3  # "N"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A secret key with its role. `seed` is the secret: it never goes into a log."""

    role: Role
    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key: 56 letters and digits."""
        return _written(bytes([self.role]) + self.private.public_key().public_bytes_raw())

    @property
    def seed(self) -> str:
        """The secret in NATS' own form: 58 letters and digits."""
        first, second = _SEED | (self.role >> 5), (self.role & 31) << 3
        return _written(bytes([first, second]) + self.private.private_bytes_raw())

    def sign(self, data: bytes) -> bytes:
        """The 64 bytes of its signature."""
        return self.private.sign(data)

    def __repr__(self) -> str:
        """Without its secret."""
        return f"KeyPair({self.public})"


def new_pair(role: Role) -> KeyPair:
    """A key that nobody has."""
    return KeyPair(role, Ed25519PrivateKey.generate())


def pair_of(seed: str) -> KeyPair:
    """The pair of a seed as NATS writes it. Raises BadNkey, which doesn't say the seed."""
    data = _read(seed.strip())
    if len(data) != _RAW_BYTES + 2 or data[0] & 0xF8 != _SEED:
        raise BadNkey("no seed of a NATS key")
    number = (data[0] & 7) << 5 | data[1] >> 3
    return KeyPair(_role(number), Ed25519PrivateKey.from_private_bytes(data[2:]))


def role_of(public: str) -> Role:
    """Whose public key it is. Raises BadNkey."""
    return _role(_public(public)[0])


def verifies(public: str, signature: bytes, data: bytes) -> bool:
    """Whether that key made the signature. Raises BadNkey for what is no public key."""
    try:
        Ed25519PublicKey.from_public_bytes(_public(public)[1:]).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _public(text: str) -> bytes:
    data = _read(text)
    if len(data) != _RAW_BYTES + 1:
        raise BadNkey("no public NATS key")
    _role(data[0])
    return data


def _role(number: int) -> Role:
    try:
        return Role(number)
    except ValueError as error:
        raise BadNkey("a NATS key of a role that is not used here") from error


def _written(data: bytes) -> str:
    whole = data + binascii.crc_hqx(data, 0).to_bytes(_CRC_BYTES, "little")
    return base64.b32encode(whole).decode("ascii").rstrip("=")


def _read(text: str) -> bytes:
    try:
        whole = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError as error:
        raise BadNkey("no NATS key") from error
    data, crc = whole[:-_CRC_BYTES], whole[-_CRC_BYTES:]
    if binascii.crc_hqx(data, 0).to_bytes(_CRC_BYTES, "little") != crc:
        raise BadNkey("a NATS key with a letter wrong")
    return data
