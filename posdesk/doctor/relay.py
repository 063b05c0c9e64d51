"""The lines of a store with a relay: how far it has read, the permission, stray calls, the other counters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from posdesk.doctor.health_words import Line, Place
from posdesk.doctor.report import NOTHING, State, Text
from posdesk.domain.clock import in_china
from posdesk.domain.relay.status import LINE_ENDS_SOON, UNSEEN_AFTER
from posdesk.host.late import late
from posdesk.journal.journal import Database

if TYPE_CHECKING:
    from posdesk.doctor.snapshot import Snapshot
    from posdesk.journal.relay import counters, position, stray_calls
    from posdesk.journal.relay.counters import CounterRow
    from posdesk.platforms.relay import tokens
else:  # a store without a relay imports nothing of it
    counters = late("posdesk.journal.relay.counters")
    position = late("posdesk.journal.relay.position")
    stray_calls = late("posdesk.journal.relay.stray_calls")
    tokens = late("posdesk.platforms.relay.tokens")

JWT_FILE = "relay.jwt"
QUIET = timedelta(minutes=10)
"""A relay that all was read of so long ago is not connected, or the desk does not run."""
_TITLE = Text("连锁中继", "Chain's relay")
_ASK = Text("请总部管理员给一行新的登记行。", "Ask the chain's administrator for a new enrolment line.")


@dataclass(frozen=True, slots=True)
class RelayFacts:
    """What the journal says: `sequence` is the last message that was read, `heard` when all was read.

    `gateway_ahead` is set where the gateway's clock was far from its servers' at the last order.
    """

    sequence: int | None = None
    heard: datetime | None = None
    counters: "tuple[CounterRow, ...]" = ()
    strays: int = 0
    gateway_ahead: timedelta | None = None


def facts_of(db: Database) -> RelayFacts:
    """A few rows by their indexes."""
    at = position.get(db, position.ORDERS)
    sequence = at.sequence if at is not None else None
    strays, ahead = stray_calls.count(db), position.gateway_ahead(db)
    return RelayFacts(sequence, position.last_heard(db), counters.every(db), strays, ahead)


def relay_lines(snapshot: "Snapshot") -> Iterator[Line]:
    """Nothing in a store without a relay, or while the journal can't be asked."""
    told = snapshot.facts.relay if snapshot.facts is not None else None
    if told is None:
        return
    yield _permission(snapshot.home, snapshot.now) or _reading(told, snapshot.now)
    if told.strays:
        found = Text(
            f"网关收下、这里读不了的请求：{told.strays} 个。", f"{told.strays} calls can't be read here."
        )
        todo = Text("在“同步”页看原因，改好后再读。", "See why on the Sync page; they are read again then.")
        yield Line("relay/strays", _TITLE, State.BROKEN, found, todo, None, Place.SYNC)
    if told.gateway_ahead is not None:
        yield _gateways_clock(told.gateway_ahead)
    yield from (_counter(each, told.heard or snapshot.now) for each in told.counters)


def _reading(told: RelayFacts, now: datetime) -> Line:
    if told.heard is None:
        found = Text("还没有连上过。", "It was never connected.")
        return Line("relay", _TITLE, State.LOOK, found, _SEE, None, Place.RELAY)
    count = told.sequence or 0
    found = Text(f"读到第 {count} 条，全部读完。", f"Read up to {count}: that was all.")
    if now - told.heard > QUIET:
        found = Text(f"读到第 {count} 条，之后没有连上。", f"Read up to {count}, not connected since.")
        return Line("relay", _TITLE, State.LOOK, found, _SEE, told.heard, Place.RELAY)
    return Line("relay", _TITLE, State.OK, found, NOTHING, told.heard, Place.RELAY)


_SEE = Text("原因写在“设置”的“连锁中继”里。", "Why stands in Settings, Chain's relay.")


def _gateways_clock(ahead: timedelta) -> Line:
    minutes = max(1, round(abs(ahead) / timedelta(minutes=1)))
    zh, en = ("快", "fast") if ahead > timedelta() else ("慢", "slow")
    found = Text(
        f"网关的时钟{zh}了 {minutes} 分钟：订单按服务器的时钟算。",
        f"The gateway's clock is {minutes} min {en}: orders count by its servers' clock.",
    )
    todo = Text("告诉总部管理员。", "Tell the chain's administrator.")
    return Line("relay/clock", _TITLE, State.LOOK, found, todo, None, Place.RELAY)


def _permission(home: Path, now: datetime) -> Line | None:
    """That it lacks, ran out, or ends soon; None where it lasts."""
    try:
        token = tokens.read((home / JWT_FILE).read_text(encoding="ascii").split("\n", 1)[0].strip())
    except (OSError, ValueError):
        found = Text("这台电脑没有登记。", "This PC is not enrolled.")
        return Line("relay", _TITLE, State.BROKEN, found, _ASK, None, Place.RELAY)
    if token.has_expired(now):
        found = Text("这台电脑的许可到期了。", "This PC's permission has run out.")
        return Line("relay", _TITLE, State.BROKEN, found, _ASK, None, Place.RELAY)
    if token.expires is not None and token.expires - now < LINE_ENDS_SOON:
        until = f"{in_china(token.expires):%Y-%m-%d %H:%M}"
        found = Text(f"许可 {until} 到期，没有续期。", f"The permission ends {until}, nobody renewed it.")
        return Line("relay", _TITLE, State.LOOK, found, _ASK, None, Place.RELAY)
    return None


def _counter(row: "CounterRow", heard: datetime) -> Line:
    name, title = f"counter/{row.counter}", Text(f"{row.counter} 号台", f"Counter {row.counter}")
    if heard - row.heard_at > UNSEEN_AFTER:
        found = Text("看不到它。", "It can't be seen.")
        todo = Text("看它开着没有、连上没有。", "Look whether it is on and connected.")
        return Line(name, title, State.LOOK, found, todo, row.heard_at, Place.RELAY)
    if row.lacking:
        found = Text(
            f"它做的事有 {row.lacking} 件没有传到。", f"Of what it did, {row.lacking} have not come here."
        )
        todo = Text("对照两个台的屏幕。", "Compare both boards.")
        return Line(name, title, State.LOOK, found, todo, row.heard_at, Place.RELAY)
    found = Text("看得到，它做的都在这里。", "It is seen, and all that it did is here.")
    return Line(name, title, State.OK, found, NOTHING, row.heard_at, Place.RELAY)
