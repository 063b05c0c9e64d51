"""Many stores of a chain, a counter each: their records at the servers, and the processes that play them."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nats.aio.client import Client

from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.accounts import ChainKeys, counter_permissions
from posdesk.platforms.relay.nkeys import Role, new_pair
from posdesk.platforms.relay.records import CounterRecord, JwtRecord, StoreRecord
from posdesk.platforms.relay.subjects import STORES, jwt_record, record_subject, stream_of
from posdesk.platforms.relay.tokens import user_token
from tests.bench.processes import Program, ours, program
from tests.support.nats_server import ask

_A_PROCESS = 5_000  # counters
_LONG = timedelta(days=400)


@dataclass(frozen=True)
class Enrolment:
    """A store with its one counter."""

    shard: str
    store: str
    seed: str
    jwt: str
    user: str

    @property
    def line(self) -> str:
        """As `programs/counters` reads it."""
        return f"{self.shard}\t{self.store}\t{self.seed}\t{self.jwt}\n"


def enrolments(keys: ChainKeys, size: int, shards: Sequence[str]) -> list[Enrolment]:
    """So many stores, spread over the shards."""
    return [_enrolment(keys, f"{number:05}", shards[number % len(shards)]) for number in range(size)]


def _enrolment(keys: ChainKeys, store: str, shard: str) -> Enrolment:
    now, pair = datetime.now(UTC), new_pair(Role.USER)
    permissions = counter_permissions(shard, store, "1")
    jwt = user_token(keys.counters, pair.public, f"{store}/1", permissions, now, expires=now + _LONG)
    return Enrolment(shard, store, pair.seed, jwt, pair.public)


async def record(client: Client, rows: Sequence[Enrolment]) -> None:
    """Their records at the servers, whose streams are there; the admin's client."""
    now, epochs = datetime.now(UTC), await _epochs(client, {each.shard for each in rows})
    for number, each in enumerate(rows):
        made = CounterRecord("1", each.user, now)
        kept = StoreRecord(each.store, each.shard, epochs[each.shard], counters=(made,))
        await client.publish(record_subject(each.store, "store"), kept.write())
        identity = JwtRecord(each.jwt, each.shard).write()
        await client.publish(record_subject(each.store, jwt_record("1")), identity)
        if number % 100 == 99:
            await _kept(client, 2 * (number + 1))
    await _kept(client, 2 * len(rows))


async def _kept(client: Client, messages: int) -> None:
    """A server drops what it can't keep up with, and nobody would hear of it."""
    while (await ask(client, f"{subjects.API}.STREAM.INFO.{STORES}"))["state"]["messages"] < messages:
        await asyncio.sleep(0.05)


async def _epochs(client: Client, shards: set[str]) -> Mapping[str, str]:
    infos = {each: await ask(client, f"{subjects.API}.STREAM.INFO.{stream_of(each)}") for each in shards}
    return {each: str(info["created"]) for each, info in infos.items()}


@contextmanager
def connected(
    folder: Path, rows: Sequence[Enrolment], ports: Sequence[int], ca: Path | None = None
) -> Iterator[list[Program]]:
    """Processes that play these counters, once all of them can be reached."""
    where = ",".join(map(str, ports))
    with ExitStack() as stack:
        found = []
        for number, start in enumerate(range(0, len(rows), _A_PROCESS)):
            path = folder / f"{number}.tsv"
            path.write_text("".join(each.line for each in rows[start : start + _A_PROCESS]), encoding="utf-8")
            more = [str(ca)] if ca else []
            found.append(stack.enter_context(program(*ours("counters"), where, str(path), *more)))
        for each in found:
            each.line()
        yield found


def came(counters: Sequence[Program]) -> int:
    """How many orders so far, all together."""
    for each in counters:
        each.tell("count")
    return sum(int(each.found()["count"]) for each in counters)


@dataclass(frozen=True)
class Delivered:
    """What came to counters: bill numbers, how long each took (sorted).

    And until now: consumers that were made again, and how often one was asked whether it is there.
    """

    bills: list[str]
    waited_ms: list[float]
    silences: int
    questions: int


def report(counters: Sequence[Program]) -> Delivered:
    """What came since the last report."""
    for each in counters:
        each.tell("report")
    said: list[dict[str, Any]] = [each.found() for each in counters]
    return Delivered(
        [bill for one in said for bill in one["bills"]],
        sorted(each for one in said for each in one["waited_ms"]),
        sum(one["silences"] for one in said),
        sum(one["questions"] for one in said),
    )


@dataclass(frozen=True)
class Answered:
    """What the gateways told `programs/platform`; times in ms, sorted, of what was answered 0."""

    bills: list[str]
    codes: Mapping[str, int]
    answer_ms: list[float]
    whole_ms: list[float]
    repeated: int


@contextmanager
def posting(addresses: Sequence[str], **job: object) -> Iterator[Program]:
    """A platform that has begun: see `programs/platform` for the job; `answered` waits for its end."""
    with program(*ours("platform"), ",".join(addresses)) as poster:
        poster.tell(json.dumps(job))
        yield poster


def answered(poster: Program) -> Answered:
    """Once all orders of the job were answered, or given up."""
    said = poster.found()
    return Answered(
        said["answered"], said["calls"], sorted(said["answer_ms"]), sorted(said["whole_ms"]), said["repeated"]
    )


def at(share: float, ordered: Sequence[float]) -> float:
    """That share of the values is at most so great; 0 where there are none."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
