"""One counter of a race: a real journal, outbox and line, in a process of its own.

    python -m tests.engine.relay.racer HOME COUNTER PLATFORM

Its standard input has, as JSON lines, who it is (see `identity_of`), then what to press; each is answered by
a JSON line.
"""

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from posdesk.domain.clock import SystemClock, from_text
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import Origin
from posdesk.engine.journal_watch import JournalWatch
from posdesk.engine.relay.claim_watch import ClaimWatch
from posdesk.engine.relay.claim_wire import NatsClaims
from posdesk.engine.relay.claims import Claims
from posdesk.engine.relay.identity import Identity
from posdesk.engine.relay.line import Line
from posdesk.engine.sending.clients import new_http_clients
from posdesk.engine.sending.outbox import Outbox
from posdesk.engine.status import StatusBoard
from posdesk.journal import Database, Journal
from posdesk.journal.orders import intent_rows, intents, orders
from posdesk.journal.orders.orders import Terms
from posdesk.journal.relay import instance
from posdesk.platforms.relay.creds import UserCredentials
from tests.engine.making import APPKEY, HeldSecrets, partner, settings
from tests.journal.making import key_of, received
from tests.support.nats_server import SHARD, NatsServer


def identity_of(server: NatsServer, store: str, counter: str) -> dict[str, str]:
    """What a counter must know of itself, as a JSON object."""
    line = server.line_for(store, counter)
    known = {"store": store, "counter": counter, "shard": SHARD, "server": server.url}
    return {**known, "store_key": line.store_key, "jwt": line.jwt, "seed": line.seed}


def read_identity(said: dict[str, str]) -> Identity:
    """The same as the relay has it."""
    credentials = UserCredentials(said["jwt"], said["seed"])
    return Identity(
        said["store"], said["counter"], said["shard"], (said["server"],), credentials, said["store_key"]
    )


class Racer:
    """The counter, while its outbox works."""

    def __init__(self, journal: Journal, outbox: Outbox, claims: Claims) -> None:
        self.journal, self.outbox, self.claims = journal, outbox, claims

    async def write(self, job: Any) -> Any:
        return await asyncio.wrap_future(self.journal.write(job))

    async def do(self, task: dict[str, Any]) -> object:
        """One line of the standard input."""
        if "orders" in task:
            coming = tuple(received(each) for each in task["orders"])
            terms = Terms("meituan", "001", 3600)
            await self.write(lambda tx: orders.add_all(tx, terms, coming, Origin.PUSHED))
            return {"stored": len(coming)}
        if "hang" in task:
            return await self._hang(task["hang"])
        if "press" in task:
            return await self._press(task)
        return await asyncio.to_thread(self.journal.read, _ended)

    async def _press(self, task: dict[str, Any]) -> object:
        """Press these at that moment, as one person does: a commit each; then wait for all the ends."""
        wishes = [Wish(key_of(each), Kind.ACCEPT, task["actor"]) for each in task["press"]]
        await asyncio.sleep(max(0.0, task["at"] - time.time()))

        def pressed(wish: Wish) -> Any:
            return lambda tx: intents.press(tx, wish)

        made = await asyncio.gather(*(self.write(pressed(wish)) for wish in wishes))
        if task.get("waits", True):
            seqs = {intent.seq for intent in made}
            while await asyncio.to_thread(self.journal.read, lambda db: _open_of(db, seqs)):
                await asyncio.sleep(0.005)
        found = await asyncio.to_thread(self.journal.read, _ended)
        return {each: found[each] for each in task["press"]}

    async def _hang(self, where: str) -> object:
        """From now on this counter stands still there, until it is killed."""
        if where == "before sending":

            async def begun(*_: object) -> None:
                await asyncio.Event().wait()

            self.outbox._begun = begun  # type: ignore[method-assign, assignment]
        return {"hangs": where}


def _open_of(db: Database, seqs: set[str]) -> bool:
    return any(intent.seq in seqs for intent in intent_rows.open_ones(db))


def _ended(db: Database) -> dict[str, dict[str, Any]]:
    """Each order's last press: its outcome, how long it took by the journal's times, who was first."""
    rows = db.execute(
        "SELECT o.tbillno, i.seq, i.outcome, i.pressed_at, i.ended_at, i.last_answer, i.attempts"
        " FROM intents i JOIN orders o USING (partner, bill, ordered) ORDER BY i.number"
    ).fetchall()
    found = {}
    for number, seq, outcome, pressed, ended, words, attempts in rows:
        took = (from_text(ended) - from_text(pressed)).total_seconds() if ended else None
        found[number] = {"seq": seq, "outcome": outcome, "took_s": took, "words": words, "tries": attempts}
    return found


@contextlib.asynccontextmanager
async def at_work(home: Path, counter: str, url: str, me: Identity) -> AsyncIterator[Racer]:
    """The counter's outbox, claims and watch until the end of the block."""
    clock = SystemClock()
    Journal.migrate(home)
    journal = Journal(home, clock, counter)
    chosen = settings(partner(url=url))
    line = await Line.opened(me.servers[0], me, None, datetime.now(UTC))
    journal.write(instance.begin).result(20)
    wire = NatsClaims(lambda: line)
    claims = Claims(wire, journal, clock)
    watch = ClaimWatch(wire, journal, clock, turns=claims.turns)
    async with new_http_clients(chosen, clock) as clients:
        status = StatusBoard(chosen, clock)
        secrets = HeldSecrets(meituan=APPKEY)
        outbox = Outbox(chosen, journal, secrets, status, clock=clock, clients=clients.each)
        outbox.claim_by(claims)
        parts = (outbox.run(), watch.run(), JournalWatch(journal).run())
        tasks = [asyncio.ensure_future(part) for part in parts]
        try:
            yield Racer(journal, outbox, claims)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await line.close()
            journal.close()


async def main(home: Path, counter: str, url: str) -> None:
    """Do what comes in, line by line, until there is no more."""
    lines = asyncio.StreamReader(limit=2**22)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    me = read_identity(json.loads(await lines.readline()))
    async with at_work(home, counter, url, me) as racer:
        _say({"ready": counter})
        while line := await lines.readline():
            _say(await racer.do(json.loads(line)))


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
