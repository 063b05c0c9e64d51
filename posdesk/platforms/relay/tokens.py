"""NATS' JWTs: who an operator, an account or a user is, and what it may do; made and read here.

`resolver: full` takes an account's as a file; a user shows its own when it connects.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from posdesk.platforms.relay.nkeys import BadNkey, KeyPair, role_of, verifies

_HEADER: Final = {"typ": "JWT", "alg": "ed25519-nkey"}
_VERSION: Final = 2
NO_LIMIT: Final = -1


class BadToken(ValueError):  # noqa: N818 - named as people say it
    """No JWT of NATS, or one that its issuer didn't sign."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a JWT says: `subject` is whose it is, `issuer` who signed it, both public keys.

    `expires` is aware, None where it never does. `nats` is the rest.
    """

    subject: str
    issuer: str
    name: str
    issued: datetime
    expires: datetime | None
    nats: Mapping[str, object]
    text: str

    def has_expired(self, now: datetime) -> bool:
        """Whether a server takes it no more."""
        return self.expires is not None and now >= self.expires


@dataclass(frozen=True, slots=True)
class Permissions:
    """The only subjects that a user may publish to and subscribe.

    `replies` is whether it may also answer what it is asked, for a minute and once.
    """

    publish: Sequence[str]
    subscribe: Sequence[str]
    replies: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What an account exports, imports and has of JetStream.

    `revocations` are users' public keys, each with the moment up to which its JWTs count no more.
    """

    name: str
    exports: Sequence[Mapping[str, object]] = ()
    imports: Sequence[Mapping[str, object]] = ()
    has_jetstream: bool = False
    revocations: Mapping[str, datetime] = field(default_factory=dict)


def operator_token(operator: KeyPair, system_account: str, now: datetime) -> str:
    """The operator's own, which stands in each server's configuration; signed by itself."""
    nats = {"type": "operator", "version": _VERSION, "system_account": system_account}
    return _signed(operator, operator.public, "posdesk", nats, now)


def account_token(operator: KeyPair, public: str, account: Account, now: datetime) -> str:
    """An account's, signed by the operator."""
    nats: dict[str, object] = {
        "type": "account",
        "version": _VERSION,
        "imports": list(account.imports),
        "exports": list(account.exports),
        "limits": _limits(account),
        "default_permissions": {"pub": {}, "sub": {}},
    }
    if account.revocations:
        nats["revocations"] = {user: int(at.timestamp()) for user, at in account.revocations.items()}
    return _signed(operator, public, account.name, nats, now)


def user_token(
    account: KeyPair,
    user: str,
    name: str,
    permissions: Permissions | None,
    now: datetime,
    *,
    expires: datetime | None = None,
    most_subscriptions: int = NO_LIMIT,
    most_payload: int = NO_LIMIT,
) -> str:
    """A user's, signed by its account; `permissions` None: all that the account may.

    `most_payload` in bytes. `now` and `expires` are aware.
    """
    nats: dict[str, object] = {
        "type": "user",
        "version": _VERSION,
        "pub": {"allow": list(permissions.publish)} if permissions else {},
        "sub": {"allow": list(permissions.subscribe)} if permissions else {},
        "subs": most_subscriptions,
        "data": NO_LIMIT,
        "payload": most_payload,
    }
    if permissions and permissions.replies:
        nats["resp"] = {"max": 1, "ttl": 60_000_000_000}  # nanoseconds
    return _signed(account, user, name, nats, now, expires=expires)


def read(text: str) -> Token:
    """What a JWT says. Raises BadToken where its issuer didn't sign exactly this."""
    try:
        head, body, signature = text.strip().split(".")
        header, claims = (json.loads(_plain(each)) for each in (head, body))
        is_signed = verifies(claims["iss"], _plain(signature), f"{head}.{body}".encode("ascii"))
        role_of(claims["sub"])
        token = _token(claims, text.strip())
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, BadNkey) as error:
        raise BadToken("no JWT of NATS") from error
    if header != _HEADER or not is_signed:
        raise BadToken("a JWT that its issuer didn't sign")
    return token


def _token(claims: Mapping[str, object], text: str) -> Token:
    expires = _whole(claims.get("exp", 0))
    nats = claims["nats"]
    if not isinstance(nats, dict):
        raise BadToken("a JWT that says nothing")
    return Token(
        subject=str(claims["sub"]),
        issuer=str(claims["iss"]),
        name=str(claims.get("name", "")),
        issued=datetime.fromtimestamp(_whole(claims["iat"]), UTC),
        expires=datetime.fromtimestamp(expires, UTC) if expires else None,
        nats=nats,
        text=text,
    )


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise BadToken("a time that is no number")
    return value


def _limits(account: Account) -> dict[str, object]:
    """JetStream's are what the server has: each stream has bounds of its own."""
    stored = NO_LIMIT if account.has_jetstream else 0
    counts = ("subs", "data", "payload", "imports", "exports", "conn", "leaf", "streams", "consumer")
    bounds: dict[str, object] = dict.fromkeys(counts, NO_LIMIT)
    return {**bounds, "mem_storage": stored, "disk_storage": stored, "wildcards": True}


def _signed(
    issuer: KeyPair,
    subject: str,
    name: str,
    nats: Mapping[str, object],
    now: datetime,
    *,
    expires: datetime | None = None,
) -> str:
    claims: dict[str, object] = {"iat": int(now.timestamp()), "iss": issuer.public, "name": name}
    claims |= {"sub": subject, "nats": dict(nats)}
    if expires is not None:
        claims["exp"] = int(expires.timestamp())
    claims["jti"] = _letters(hashlib.sha256(_compact(claims)).digest())
    said = f"{_url(_compact(_HEADER))}.{_url(_compact(claims))}"
    return f"{said}.{_url(issuer.sign(said.encode('ascii')))}"


def _compact(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _letters(data: bytes) -> str:
    return base64.b32encode(data).decode("ascii").rstrip("=")


def _url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
