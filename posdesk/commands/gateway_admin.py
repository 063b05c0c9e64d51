"""`posdesk gateway chain|store|counter`: what a chain's administrator says, and is told.

All of it works on the one machine that has the chain's keys; none of it on a gateway or a counter.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from posdesk.domain.clock import SystemClock, in_china
from posdesk.errors import SettingsError
from posdesk.gateway.admin import counters, identities, stores
from posdesk.gateway.admin.chain_folder import DISK_MIB, ChainFolder, ChainPlan
from posdesk.gateway.admin.stores import ListedCounter, ListedStore
from posdesk.platforms.relay.subjects import checked_shard

KeysOf = Callable[[argparse.Namespace], Path]
_DONE = 0
_LEAST_MIB = 64


def add_to(parser: argparse.ArgumentParser, keys_of: KeysOf) -> None:
    """The administrator's words behind `posdesk gateway`; `keys_of` says in which folder the keys are."""
    keys = argparse.ArgumentParser(add_help=False)
    keys.add_argument(
        "--keys", type=Path, metavar="DIR", help="the folder with the chain's signing keys; else <home>/chain"
    )
    keys.set_defaults(keys_of=keys_of)
    words = parser.add_subparsers(metavar="WHAT", title="on the administrator's machine")
    _add_chain(words.add_parser("chain", help="the chain's keys, made once"), keys)
    _add_store(words.add_parser("store", help="the stores that the gateway takes orders for"), keys)
    _add_counter(words.add_parser("counter", help="the PCs that may connect as a store's counters"), keys)


def _add_chain(parser: argparse.ArgumentParser, keys: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(metavar="WHAT", required=True)
    begin = words.add_parser(
        "begin", parents=[keys], help="make the keys, and the files for servers and gateways"
    )
    begin.add_argument(
        "--server",
        dest="servers",
        action="append",
        required=True,
        metavar="URL",
        help="where counters reach a server: tls://relay.example.com:443; once for each",
    )
    begin.add_argument("--ca", type=Path, metavar="FILE", help="the chain's own certificate authority (PEM)")
    begin.add_argument("--replicas", type=int, default=3, choices=(1, 3, 5), help="copies of each message")
    begin.add_argument(
        "--disk-mib",
        type=_mib,
        default=DISK_MIB,
        metavar="N",
        help="what a server's streams may take",
    )
    begin.set_defaults(command=_begin)
    renew = words.add_parser(
        "renew-gateway", parents=[keys], help="another nats.creds; gateways with the one before are put out"
    )
    renew.set_defaults(command=_renew_gateway)


def _add_store(parser: argparse.ArgumentParser, keys: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(metavar="WHAT", required=True)
    add = words.add_parser("add", parents=[keys], help="a store, new or changed; a disabled one is enabled")
    add.add_argument("store", metavar="STORE", help="its code, as `storecode` has it")
    add.add_argument("--name", help="as people call it")
    add.add_argument("--uid", dest="uids", type=int, action="append", metavar="N", help="a `storeuid` of it")
    add.add_argument("--shard", type=_shard, help="another group of streams than the chain's first")
    add.set_defaults(command=_add)
    disable = words.add_parser("disable", parents=[keys], help="no new orders; events still pass")
    disable.add_argument("store", metavar="STORE")
    disable.set_defaults(command=_disable)
    words.add_parser("list", parents=[keys], help="all stores and counters").set_defaults(command=_list)


def _add_counter(parser: argparse.ArgumentParser, keys: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(metavar="WHAT", required=True)
    enroll = words.add_parser("enroll", parents=[keys], help="print the line for a counter's PC, a secret")
    enroll.add_argument(
        "--replace", action="store_true", help="another PC in its place: the old one is put out"
    )
    revoke = words.add_parser("revoke", parents=[keys], help="put a counter out at once")
    for each, command in ((enroll, _enroll), (revoke, _revoke)):
        each.add_argument("store", metavar="STORE")
        each.add_argument("counter", metavar="COUNTER")
        each.set_defaults(command=command)
    renew = words.add_parser(
        "renew", parents=[keys], help="identities for 400 more days; nothing to do there"
    )
    renew.add_argument("store", metavar="STORE", nargs="?", help="else of all stores")
    renew.set_defaults(command=_renew)


def _shard(text: str) -> str:
    try:
        return checked_shard(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _mib(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < _LEAST_MIB:
        raise argparse.ArgumentTypeError(f"a number of MiB, {_LEAST_MIB} at least")
    return int(text)


def _begin(arguments: argparse.Namespace) -> int:
    folder, ca = _folder(arguments), ""
    if arguments.ca:
        try:
            ca = arguments.ca.read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            raise SettingsError(f"{arguments.ca} can't be read: {error}.") from error
    plan = ChainPlan(tuple(arguments.servers), ca, replicas=arguments.replicas, disk_mib=arguments.disk_mib)
    folder.begin(plan, _now())
    _say(f"The chain's keys are in {folder.path}. Keep a copy where only you reach it.")
    _say(f"For each server: {folder.path / 'for-servers'}")
    _say(f"For the gateways, a secret: {folder.path / 'for-gateway' / 'nats.creds'}")
    return _DONE


def _renew_gateway(arguments: argparse.Namespace) -> int:
    folder = _folder(arguments)
    asyncio.run(identities.renew_gateway(folder, _now()))
    _say(f"Gateways are let in with {folder.path / 'for-gateway' / 'nats.creds'} alone: give it to them now.")
    return _DONE


def _add(arguments: argparse.Namespace) -> int:
    record = asyncio.run(
        stores.add(
            _folder(arguments),
            arguments.store,
            _now(),
            name=arguments.name,
            uids=arguments.uids,
            shard=arguments.shard,
        )
    )
    _say(f"Store {record.store} takes orders, in shard {record.shard}.")
    return _DONE


def _disable(arguments: argparse.Namespace) -> int:
    record = asyncio.run(stores.disable(_folder(arguments), arguments.store, _now()))
    again = f"To take them again: posdesk gateway store add {record.store}"
    _say(f"Store {record.store} takes no new orders. {again}")
    return _DONE


def _list(arguments: argparse.Namespace) -> int:
    for each in asyncio.run(stores.listed(_folder(arguments), _now())):
        _say(_store_line(each))
        for counter in each.counters:
            _say(_counter_line(counter))
    return _DONE


def _store_line(store: ListedStore) -> str:
    record = store.record
    parts = [record.store, f"shard {record.shard}", record.name, *(f"storeuid {uid}" for uid in record.uids)]
    return "  ".join(filter(None, [*parts, "DISABLED" if record.disabled else ""]))


def _counter_line(counter: ListedCounter) -> str:
    until = f"until {in_china(counter.until):%Y-%m-%d}" if counter.until else "no identity"
    place = f"PC {counter.pc.name} since {in_china(counter.pc.since):%Y-%m-%d}" if counter.pc else "no PC yet"
    return f"    counter {counter.counter}  {until}  {place}"


def _enroll(arguments: argparse.Namespace) -> int:
    enrolled = asyncio.run(
        counters.enroll(
            _folder(arguments), arguments.store, arguments.counter, _now(), replace=arguments.replace
        )
    )
    _say(enrolled.line.text())
    said = "This line is a secret, for one PC, within 24 hours: paste it there into Settings, Chain's relay."
    put_out = " The PC before it is put out." if enrolled.replaced else ""
    sys.stderr.write(f"{said}{put_out}\n")
    return _DONE


def _revoke(arguments: argparse.Namespace) -> int:
    asyncio.run(counters.revoke(_folder(arguments), arguments.store, arguments.counter, _now()))
    _say(f"Counter {arguments.counter} of store {arguments.store} is put out.")
    _say("Its PC still knows the appkeys: where it was stolen, have the platforms give you new ones.")
    return _DONE


def _renew(arguments: argparse.Namespace) -> int:
    count = asyncio.run(counters.renew(_folder(arguments), _now(), arguments.store))
    _say(f"{count} counters have identities for 400 days; each takes its own within a day.")
    return _DONE


def _folder(arguments: argparse.Namespace) -> ChainFolder:
    return ChainFolder(arguments.keys or arguments.keys_of(arguments))


def _now() -> datetime:
    return SystemClock().now()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
