"""The chain's accounts, and what each kind of user may do (relay.md, 'Accounts').

In one account a pull's reply may be any subject, and the server writes there: another store's orders, acts
and claims were forged so (tried). So counters have an account of their own, and reach JetStream only through
the service exports below.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.nkeys import KeyPair, Role, new_pair
from posdesk.platforms.relay.subjects import StoreSubjects
from posdesk.platforms.relay.tokens import Account, Permissions, account_token, operator_token

POSDESK: Final = "POSDESK"
COUNTERS: Final = "COUNTERS"
SYSTEM: Final = "SYS"
MOST_PAYLOAD: Final = 128 * 1024  # bytes that a counter may publish at once: an act has 64 KiB
MOST_SUBSCRIPTIONS: Final = 32

_API_EXPORTS: Final = (  # behind $JS.API; whether an answer comes in many messages
    ("CONSUMER.CREATE.*.*.posdesk.*.*.*", False),
    ("CONSUMER.DELETE.*.*", False),
    ("CONSUMER.MSG.NEXT.*.*", True),
    ("DIRECT.GET.*.posdesk.*.*.*.*", False),
)
_OWN_EXPORTS: Final = (
    "posdesk.*.*.acts",
    "posdesk.*.*.known",
    "posdesk.*.*.claims.*",
    "posdesk.*.*.record.*",
)
_HERE: Final = "here.*"


@dataclass(frozen=True, slots=True)
class ChainKeys:
    """The keys that sign: they are on the admin's machine, and nowhere else."""

    operator: KeyPair
    posdesk: KeyPair
    counters: KeyPair
    system: KeyPair

    def account_tokens(self, now: datetime, revoked: Mapping[str, datetime]) -> dict[str, str]:
        """Each account's JWT by its public key; `revoked` are users that count no more."""
        accounts = (
            (self.posdesk.public, posdesk_account(self.counters.public, revoked)),
            (self.counters.public, counters_account(self.posdesk.public, revoked)),
            (self.system.public, Account(SYSTEM)),
        )
        return {public: account_token(self.operator, public, each, now) for public, each in accounts}

    def operator_token(self, now: datetime) -> str:
        """What stands in each server's configuration."""
        return operator_token(self.operator, self.system.public, now)


def new_chain() -> ChainKeys:
    """The keys of a chain that begins."""
    account = (new_pair(Role.ACCOUNT) for _ in range(3))
    return ChainKeys(new_pair(Role.OPERATOR), *account)


def posdesk_account(counters: str, revoked: Mapping[str, datetime]) -> Account:
    """Has the streams; gateway and admin are its users. `counters` is that account's public key."""
    here = {"name": "here", "subject": _HERE, "account": counters, "type": "stream"}
    exports = [_exported(f"{subjects.API}.{each}", streams=many) for each, many in _API_EXPORTS]
    exports += [_exported(each, streams=False) for each in _OWN_EXPORTS]
    return Account(POSDESK, exports, [here], has_jetstream=True, revocations=revoked)


def counters_account(posdesk: str, revoked: Mapping[str, datetime]) -> Account:
    """Has no JetStream of its own; all counters are its users. `posdesk` is that account's public key."""
    imports = [_imported(posdesk, f"{subjects.API}.{each}", _renamed(each)) for each, _ in _API_EXPORTS]
    imports += [_imported(posdesk, each, "") for each in _OWN_EXPORTS]
    exports = [{"name": "here", "subject": _HERE, "type": "stream"}]
    return Account(COUNTERS, exports, imports, revocations=revoked)


def counter_permissions(shard: str, store: str, counter: str) -> Permissions:
    """All that a counter may: its own store's subjects, and the consumers of its own name."""
    own, name = StoreSubjects(shard, store), subjects.consumer(store, counter)
    orders, acts = subjects.stream_of(shard), subjects.acts_stream(shard)
    identity, place = subjects.jwt_record(counter), subjects.pc_record(counter)
    publish = [
        subjects.create_consumer(orders, name, own.orders),
        subjects.create_consumer(acts, name, own.acts),
        *(subjects.delete_consumer(stream, name) for stream in (orders, acts)),
        *(subjects.next_messages(stream, name) for stream in (orders, acts)),
        subjects.direct_get(subjects.claims_stream(shard), own.claims),
        *(subjects.direct_get(subjects.STORES, own.record(kind)) for kind in ("store", identity, place)),
        own.acts,
        own.known,
        own.claims,
        own.record(place),
        own.here,
    ]
    return Permissions(publish, [f"{subjects.inbox_prefix(store, counter)}.>", own.here])


def gateway_permissions() -> Permissions:
    """What the gateway's user may: publish orders and bills, read stores, hear `known` and `here`."""
    api, stores = subjects.API, subjects.STORES
    publish = [
        "posdesk.*.*.orders",
        "posdesk.bills.*.*",
        f"{api}.DIRECT.GET.{stores}.>",
        f"{api}.DIRECT.GET.{subjects.BILLS}.>",
        f"{api}.STREAM.MSG.GET.{subjects.BILLS}",
        f"{api}.STREAM.INFO.*",
        f"{api}.CONSUMER.CREATE.{stores}.>",
        f"{api}.CONSUMER.DELETE.{stores}.>",
        f"{api}.CONSUMER.MSG.NEXT.{stores}.>",
    ]
    subscribe = ["posdesk.*.*.known", _HERE, f"{subjects.GATEWAY_INBOX}.>"]
    return Permissions(publish, subscribe, replies=True)


def revoking_permissions() -> Permissions:
    """What the admin's user in SYS may: hand an account's new JWT to the servers."""
    return Permissions(["$SYS.REQ.CLAIMS.UPDATE"], [f"{subjects.ADMIN_INBOX}.>"])


def _exported(subject: str, *, streams: bool) -> dict[str, object]:
    answers = "Stream" if streams else "Singleton"
    return {"name": subject, "subject": subject, "type": "service", "response_type": answers}


def _imported(account: str, subject: str, local: str) -> dict[str, object]:
    said: dict[str, object] = {"name": subject, "subject": subject, "account": account, "type": "service"}
    return {**said, "local_subject": local} if local else said


def _renamed(subject: str) -> str:
    """`CONSUMER.DELETE.*.*` is `pos.CONSUMER.DELETE.$1.$2` to a counter."""
    parts, count = [], 0
    for part in subject.split("."):
        count += part == "*"
        parts.append(f"${count}" if part == "*" else part)
    return ".".join([subjects.COUNTER_API, *parts])
