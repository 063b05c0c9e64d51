"""`[relay]` of posdesk.toml: how this counter reaches its chain (relay.md). Without it there is no relay."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from posdesk.settings.model import Model, Seen

SEED = "relay/seed"
"""The keyring name of the key that says which counter connects."""
STORE_KEY = "relay/store"
"""The keyring name of the key by which a store's counters believe each other."""
SECRETS = (SEED, STORE_KEY)
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")


def checked_server(address: str) -> str:
    """A server's address. Raises ValueError for what is none, or is beyond this PC and could be read."""
    parts = urlsplit(address)
    try:
        is_server = parts.scheme in {"tls", "nats"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_server = False
    if not is_server or parts.username or parts.path.strip("/") or parts.query:
        raise ValueError("a server's address belongs there: tls://relay.example.com:4222")
    if parts.scheme != "tls" and not _LOOPBACK.fullmatch(parts.hostname or ""):
        raise ValueError("orders would be readable on the way: write tls:// before the server's name")
    return address


class RelaySettings(Model):
    """The chain's `servers`, any of them, `ca` a PEM file of its own authority (from the home if relative).

    Without `ca` the system's authorities count. `shard` is the store's part of the chain. `prints`: whether
    this counter prints on an order's arrival; of several counters one does.
    """

    servers: Annotated[tuple[Annotated[Seen, AfterValidator(checked_server)], ...], Field(min_length=1)]
    ca: Seen = ""
    shard: Annotated[str, Field(pattern=r"^[a-z0-9]{1,16}$")]
    prints: bool = True
