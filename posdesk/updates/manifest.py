"""What is signed of an update: whose it is, for whom, until when, and the package's size and hash.

The file is JSON: `manifest`, which is JSON in a text so that its bytes are what was signed, and `signatures`,
each base64 of an Ed25519 signature over CONTEXT and those bytes. One that fits a key of the build is enough.
"""

import base64
import binascii
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from posdesk.domain.clock import in_china
from posdesk.records import dataclass
from posdesk.updates.launcher import order_of
from posdesk.updates.refusals import UpdateRefused, Why

PRODUCT = "posdesk"
CONTEXT = b"posdesk update 1\n"
MOST_BYTES = 64 * 1024  # of the file
PACKAGE_MOST_BYTES = 1024 * 1024 * 1024
_Version = Annotated[str, Field(pattern=r"^\d{1,5}(\.\d{1,5}){1,3}$")]


class Manifest(BaseModel):
    """A signed update. `schema_from` to `schema_to` are the journals that it can open; what a later one adds
    to the list is not minded.

    `beside` is the oldest schema whose programs can open a journal after it.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    product: str
    system: str
    version: _Version
    updates_from: _Version
    schema_from: Annotated[int, Field(ge=1)]
    schema_to: Annotated[int, Field(ge=1)]
    beside: Annotated[int, Field(ge=1)]
    package: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    size: Annotated[int, Field(ge=1, le=PACKAGE_MOST_BYTES)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    expires: Annotated[AwareDatetime, Field(strict=False)]


@dataclass(frozen=True, slots=True)
class Here:
    """What an update must fit: the version that runs, and the journal's schema with whom it lets in.

    Both are 0 where there is no journal yet.
    """

    version: str
    schema: int = 0
    opens_from: int = 0


def this_system() -> str:
    """Which packages run on this PC."""
    return "windows" if sys.platform == "win32" else "debian"


def file_name(system: str) -> str:
    """The name under which the signed file for a system lies."""
    return f"posdesk-update-{system}.json"


def proven(data: bytes, keys: Sequence[bytes], name: str) -> Manifest:
    """The manifest in a file's bytes, signed by one of these public keys. Raises UpdateRefused."""
    text, signatures = _parts(data, name)
    if not signatures:
        raise UpdateRefused(Why.UNSIGNED)
    if not any(_is_signed(text, signature, key) for signature in signatures for key in keys):
        raise UpdateRefused(Why.WRONGLY_SIGNED)
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        found = error.errors()[0]
        where = ".".join(map(str, found["loc"])) or "manifest"
        raise UpdateRefused(Why.UNREADABLE, name=name, reason=f"{where}: {found['msg']}") from error


def _parts(data: bytes, name: str) -> tuple[bytes, tuple[bytes, ...]]:
    try:
        found = json.loads(data.decode("utf-8"))
        signed = [base64.b64decode(each, validate=True) for each in found.get("signatures", ())]
        return str(found["manifest"]).encode("utf-8"), tuple(signed)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise UpdateRefused(Why.UNREADABLE, name=name, reason="it is no signed list of ours") from error


def _is_signed(text: bytes, signature: bytes, key: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - seldom needed, and heavy
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, CONTEXT + text)
    except (InvalidSignature, ValueError):
        return False
    return True


def must_fit(manifest: Manifest, here: Here, now: datetime) -> None:
    """Raises UpdateRefused for what is proven, and yet is not for this PC, or not now."""
    if manifest.product != PRODUCT:
        raise UpdateRefused(Why.FOREIGN_PRODUCT, product=manifest.product)
    if manifest.system != this_system():
        raise UpdateRefused(Why.FOREIGN_SYSTEM, system=manifest.system, ours=this_system())
    if manifest.expires <= now:
        raise UpdateRefused(Why.EXPIRED, day=f"{in_china(manifest.expires):%Y-%m-%d}")
    _must_be_newer(manifest, here.version)
    lets_in = here.opens_from <= manifest.schema_to or here.schema <= manifest.schema_to
    if here.schema and not (lets_in and here.schema >= manifest.schema_from):
        raise UpdateRefused(Why.SCHEMA, version=manifest.version, journal=str(here.schema))


def _must_be_newer(manifest: Manifest, ours: str) -> None:
    version, least = manifest.version, manifest.updates_from
    if order_of(version) == order_of(ours):
        raise UpdateRefused(Why.SAME, version=version)
    if order_of(version) < order_of(ours):
        raise UpdateRefused(Why.OLDER, version=version, ours=ours)
    if order_of(ours) < order_of(least):
        raise UpdateRefused(Why.TOO_FAR, version=version, least=least, ours=ours)
