"""Who this counter is at its chain: the JWT in a file of the home, its key and the store's in the keyring.

`<home>/relay.jwt`: in the first line the JWT, in each further one a server's address, where the chain named
others since than stand in posdesk.toml.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posdesk.domain.relay.status import RelayFault
from posdesk.errors import PosdeskError
from posdesk.host import private
from posdesk.platforms.relay.creds import BadCredentials, UserCredentials
from posdesk.platforms.relay.subjects import StoreSubjects
from posdesk.settings.credentials import Credentials
from posdesk.settings.relay import SEED, STORE_KEY
from posdesk.settings.settings import Settings

FILE_NAME = "relay.jwt"  # in the home
CA_FILE = "relay-ca.pem"


class NoIdentity(PosdeskError):  # noqa: N818 - said as it is
    """This counter can't say who it is; `fault` says why."""

    def __init__(self, fault: RelayFault, detail: str = "") -> None:
        """`detail` is for people, as RelayStatus has it."""
        super().__init__(f"relay: {fault}: {detail}")
        self.fault, self.detail = fault, detail


@dataclass(frozen=True, slots=True)
class Identity:
    """By what this counter connects and signs; any of the `servers` will do."""

    store: str
    counter: str
    shard: str
    servers: tuple[str, ...]
    credentials: UserCredentials
    store_key: str

    @property
    def subjects(self) -> StoreSubjects:
        """The store's names on the wire."""
        return StoreSubjects(self.shard, self.store)

    @property
    def until(self) -> datetime | None:
        """When the permission ends; aware."""
        return self.credentials.token.expires

    def __repr__(self) -> str:
        """Without its secrets."""
        return f"Identity({self.store}/{self.counter})"


def read(home: Path, settings: Settings, secrets: Credentials) -> Identity:
    """This counter's identity. Raises NoIdentity; waits for the disk."""
    chosen, store = settings.relay, settings.store
    assert chosen is not None
    jwt, servers = _stored(home)
    if not jwt:
        raise NoIdentity(RelayFault.NOT_ENROLLED)
    seed, store_key = (_secret(secrets, name) for name in (SEED, STORE_KEY))
    credentials = UserCredentials(jwt, seed)
    try:
        credentials.check()
    except BadCredentials as error:
        raise NoIdentity(RelayFault.NOT_ENROLLED) from error
    shard = _shard_of(credentials, store.code, chosen.shard)
    places = tuple(dict.fromkeys((*servers, *chosen.servers)))
    return Identity(store.code, store.counter, shard, places, credentials, store_key=store_key)


def _stored(home: Path) -> tuple[str, tuple[str, ...]]:
    try:
        lines = (home / FILE_NAME).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return "", ()
    except (OSError, ValueError) as error:
        raise NoIdentity(RelayFault.NOT_ENROLLED, str(home / FILE_NAME)) from error
    return (lines[0], tuple(lines[1:])) if lines else ("", ())


def _secret(secrets: Credentials, name: str) -> str:
    secret = secrets.get(name)
    if secret is None:
        raise NoIdentity(RelayFault.NOT_ENROLLED if secrets.knows(name) else RelayFault.KEYRING)
    return secret


def _shard_of(credentials: UserCredentials, store: str, chosen: str) -> str:
    """The shard that the JWT is for: a store may have moved since the settings were written.

    Raises NoIdentity where it is another store's, or none of a counter's.
    """
    allowed = credentials.token.nats.get("pub")
    subjects = allowed.get("allow") if isinstance(allowed, dict) else None
    own = {str(each) for each in subjects} if isinstance(subjects, list) else set()
    of_shards = {each.split(".")[1] for each in own if each.endswith(".acts") and each.count(".") == 3}
    known = (chosen, *sorted(of_shards))
    shard = next((each for each in known if StoreSubjects(each, store).acts in own), "")
    if not shard:
        raise NoIdentity(RelayFault.WRONG_STORE, credentials.token.name)
    return shard


def write(home: Path, jwt: str, servers: tuple[str, ...] = ()) -> None:
    """Keep a JWT, and where the chain says that its servers are. Raises OSError."""
    _keep(home / FILE_NAME, "\n".join((jwt, *servers, "")))


def write_ca(home: Path, certificates: str) -> None:
    """Keep what the chain's servers are known by (PEM). Raises OSError."""
    _keep(home / CA_FILE, certificates)


def _keep(path: Path, text: str) -> None:
    with private.whole(path) as draft, private.create(draft) as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
