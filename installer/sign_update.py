"""Signs a release's package: writes posdesk-update-SYSTEM.json beside it, which is what stores look for.

    .venv/bin/python installer/sign_update.py PACKAGE SYSTEM --updates-from 0.1.0 --days 90 --key FILE

PACKAGE is posdesk-setup-VERSION.exe or the .deb of this checkout's version, SYSTEM windows or debian. The key
is an Ed25519 private key in PEM, in FILE or in the environment's POSDESK_UPDATE_KEY; it is never kept in the
project. `openssl genpkey -algorithm ed25519 -out FILE` makes one; --public prints its public half, for
update_keys.txt. Stores take the package for so many days. Lay both files where `[update] from` leads.
"""

import argparse
import base64
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from update_keys import KeyRefusedError, must_be_real

from posdesk import __version__
from posdesk.journal import schema
from posdesk.updates.manifest import CONTEXT, PRODUCT, file_name

KEY = "POSDESK_UPDATE_KEY"


def main(arguments: Sequence[str]) -> int:
    """Signs the package, or prints a public key; 2 where the key is refused."""
    said = _parser().parse_args(arguments)
    try:
        private = private_key(said.key)
        must_be_real([public_bytes(private)])
    except (KeyRefusedError, OSError, ValueError, TypeError) as error:
        print(f"posdesk: {error}", file=sys.stderr)
        return 2
    if said.public:
        print(base64.b64encode(public_bytes(private)).decode())
        return 0
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=said.days)
    listed = manifest_of(said.package, said.system, updates_from=said.updates_from, expires=until)
    target = said.package.with_name(file_name(said.system))
    target.write_bytes(signed(listed, private))
    print(f"{target}: version {__version__}, until {until:%Y-%m-%d}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("package", type=Path, nargs="?")
    parser.add_argument("system", choices=("windows", "debian"), nargs="?")
    parser.add_argument("--updates-from", default="0.1.0", metavar="VERSION")
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--key", type=Path, metavar="FILE")
    parser.add_argument("--public", action="store_true")
    return parser


def private_key(file: Path | None) -> Ed25519PrivateKey:
    """The key in a file, or in the environment. Raises OSError, ValueError, TypeError."""
    text = file.read_bytes() if file is not None else os.environ.get(KEY, "").encode()
    if not text:
        raise ValueError(f"no key is named: --key FILE, or {KEY} in the environment")
    key = serialization.load_pem_private_key(text, None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("this is no Ed25519 private key")
    return key


def public_bytes(private: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of its public half."""
    return private.public_key().public_bytes_raw()


def manifest_of(
    package: Path, system: str, *, updates_from: str, expires: datetime, version: str = __version__
) -> dict[str, object]:
    """What is said of a package of this checkout. Raises OSError."""
    data = package.read_bytes()
    return {
        "product": PRODUCT,
        "system": system,
        "version": version,
        "updates_from": updates_from,
        "schema_from": 1,
        "schema_to": schema.VERSION,
        "beside": schema.OPENS_FROM[-1],
        "package": package.name,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "expires": expires.isoformat(),
    }


def signed(listed: Mapping[str, object], *keys: Ed25519PrivateKey) -> bytes:
    """The file that stores look for, signed by each of these keys."""
    text = json.dumps(listed, indent=2, sort_keys=True)
    signatures = [base64.b64encode(key.sign(CONTEXT + text.encode())).decode() for key in keys]
    return (json.dumps({"manifest": text, "signatures": signatures}, indent=2) + "\n").encode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
