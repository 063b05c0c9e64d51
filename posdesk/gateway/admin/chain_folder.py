"""The folder with a chain's signing keys, on its administrator's machine and nowhere else.

    chain.toml          where counters reach the servers, and what new stores get
    keys/               the seeds of operator and accounts, and each store's key for its counters' acts
    revoked.json        users that count no more, with the moment
    for-servers/        copied to each server: the operator and the accounts, no secret
    for-gateway/        copied to the gateways: `nats.creds`, a secret

Who has it can enrol counters and read all; a copy on a stick in a safe is the only way back.
"""

import json
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from posdesk.domain.clock import from_text, to_text
from posdesk.errors import SettingsError, SettingsFault, Yours
from posdesk.host import private
from posdesk.platforms.relay import nkeys, subjects
from posdesk.platforms.relay.accounts import (
    ChainKeys,
    gateway_permissions,
    new_chain,
    revoking_permissions,
)
from posdesk.platforms.relay.creds import UserCredentials, read_creds
from posdesk.platforms.relay.nkeys import KeyPair, Role, new_pair
from posdesk.platforms.relay.tokens import Permissions, user_token

DISK_MIB: Final = 40 * 1024
_SETTINGS: Final = "chain.toml"
_ROLES: Final = ("operator", "posdesk", "counters", "system")
_AT_WORK: Final = timedelta(hours=1)  # a command's own user
_GATEWAYS: Final = timedelta(days=3650)


class ChainError(Yours):
    """What the administrator wants can't be done; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class ChainPlan:
    """`chain.toml`: `servers` as the counters reach them, `admin_servers` as this machine does.

    `ca` is PEM text, empty where the servers' certificates are of an authority that every system knows.
    `disk_mib`: what the streams with one shard may take of each server's disk; they refuse more.
    """

    servers: tuple[str, ...]
    ca: str = ""
    shard: str = "s1"
    replicas: int = 3
    disk_mib: int = DISK_MIB
    admin_servers: tuple[str, ...] = ()

    @property
    def reached_here(self) -> tuple[str, ...]:
        """By which addresses this machine connects."""
        return self.admin_servers or self.servers

    def text(self) -> str:
        """As it stands in the file."""
        values: dict[str, object] = {
            "servers": list(self.servers),
            "admin_servers": list(self.admin_servers),
            "ca": self.ca,
            "shard": self.shard,
            "replicas": self.replicas,
            "disk_mib": self.disk_mib,
        }
        return "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())


class ChainFolder:
    """The folder; each method reads or writes it at once."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.path = path

    def begin(self, plan: ChainPlan, now: datetime) -> None:
        """Make a chain's keys and what its servers and gateways need. Raises ChainError if one is there."""
        if self.path.exists() and any(self.path.iterdir()):
            raise ChainError(f"{self.path} is not empty: a chain's keys are made once. Name another folder.")
        keys = new_chain()
        for name, pair in zip(_ROLES, (keys.operator, keys.posdesk, keys.counters, keys.system), strict=True):
            self._write(self._seed(name), pair.seed)
        self._write(self.path / _SETTINGS, plan.text())
        self.write_server_files(now)
        self._write(self._for_gateway, self._gateway(keys, now).text())

    def plan(self) -> ChainPlan:
        """What `chain.toml` says. Raises ChainError where there is no chain, SettingsError for a bad file."""
        path = self.path / _SETTINGS
        if not path.is_file():
            raise ChainError(
                f"No chain's keys in {self.path}. Name their folder by --keys, or begin a chain there:"
                " posdesk gateway chain begin"
            )
        try:
            value = tomllib.loads(path.read_text(encoding="utf-8"))
            return ChainPlan(
                servers=tuple(map(str, value["servers"])),
                ca=str(value.get("ca", "")),
                shard=subjects.checked_shard(str(value.get("shard", "s1"))),
                replicas=int(value["replicas"]),
                disk_mib=int(value["disk_mib"]),
                admin_servers=tuple(map(str, value.get("admin_servers", ()))),
            )
        except (ValueError, KeyError, TypeError) as error:
            said = f"{path} can't be read: {error}."
            raise SettingsError(said, SettingsFault.UNREADABLE, file=str(path)) from error

    def keys(self) -> ChainKeys:
        """The signing keys. Raises ChainError where one is missing or broken."""
        return ChainKeys(*(self._pair(name) for name in _ROLES))

    def store_key(self, store: str) -> str:
        """What the counters of a store MAC their acts with; made at the first, the same for ever."""
        path = self.path / "keys" / f"store-{subjects.token(store)}.key"
        if not path.is_file():
            self._write(path, secrets.token_urlsafe(32))
        return path.read_text(encoding="ascii").strip()

    def revoked(self) -> Mapping[str, datetime]:
        """Users whose JWTs count no more, by their public keys."""
        path = self.path / "revoked.json"
        if not path.is_file():
            return {}
        found: dict[str, str] = json.loads(path.read_text(encoding="ascii"))
        return {user: from_text(at) for user, at in found.items()}

    def revoke(self, user: str, now: datetime) -> None:
        """From now on that user counts no more; the servers are still to be told."""
        said = {each: to_text(at) for each, at in {**self.revoked(), user: now}.items()}
        self._write(self.path / "revoked.json", json.dumps(said, indent=1))
        self.write_server_files(now)

    def renew_gateway(self, now: datetime) -> None:
        """Another user for the gateways; the one before counts no more, the servers are still to be told."""
        try:
            old = read_creds(self._for_gateway.read_text(encoding="ascii")).token.subject
        except (OSError, ValueError) as error:
            raise ChainError(
                f"{self._for_gateway} can't be read: put the folder's copy in its place."
            ) from error
        self.revoke(old, now)
        self._write(self._for_gateway, self._gateway(self.keys(), now).text())

    def account_tokens(self, now: datetime) -> tuple[str, ...]:
        """The accounts' JWTs, with all that were revoked: what the servers are told."""
        return tuple(self.keys().account_tokens(now, self.revoked()).values())

    def write_server_files(self, now: datetime) -> None:
        """What each server is given: also a new one, that must not let in who was revoked."""
        keys, folder = self.keys(), self.path / "for-servers"
        operator = f"operator: {keys.operator_token(now)}\nsystem_account: {keys.system.public}\n"
        self._write(folder / "operator.conf", operator)
        for public, token in keys.account_tokens(now, self.revoked()).items():
            self._write(folder / "accounts" / f"{public}.jwt", token)

    def admin(self, now: datetime) -> UserCredentials:
        """A user of the streams' account that may all, for an hour."""
        return _user(self.keys().posdesk, "admin", None, now, _AT_WORK)

    def revoker(self, now: datetime) -> UserCredentials:
        """A user that may hand the servers an account's new JWT, for an hour."""
        return _user(self.keys().system, "admin", revoking_permissions(), now, _AT_WORK)

    def _gateway(self, keys: ChainKeys, now: datetime) -> UserCredentials:
        return _user(keys.posdesk, "gateway", gateway_permissions(), now, _GATEWAYS)

    @property
    def _for_gateway(self) -> Path:
        return self.path / "for-gateway" / "nats.creds"

    def _pair(self, name: str) -> KeyPair:
        try:
            return nkeys.pair_of(self._seed(name).read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise ChainError(
                f"The key {self._seed(name)} can't be read: put the folder's copy in its place."
            ) from error

    def _seed(self, name: str) -> Path:
        return self.path / "keys" / f"{name}.seed"

    @staticmethod
    def _write(path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with private.whole(path) as draft, private.create(draft, "x", encoding="utf-8") as file:
            file.write(text)


def _user(
    account: KeyPair, name: str, permissions: Permissions | None, now: datetime, lives: timedelta
) -> UserCredentials:
    pair = new_pair(Role.USER)
    return UserCredentials(
        user_token(account, pair.public, name, permissions, now, expires=now + lives), pair.seed
    )
