"""Calls the store: signed pushes, repeated until the store has acknowledged them."""

import asyncio
import json
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

import httpx

from posdesk.domain.clock import Clock
from posdesk.simulator.config import SimulatedPartner, SimulatorConfig
from posdesk.simulator.o2o.commands import Cmd
from posdesk.simulator.o2o.signing import sign
from posdesk.simulator.tally import PushSeen, Sent, Tally


@dataclass(frozen=True, slots=True)
class Push:
    """One message to the store; `body` is signed and sent as it stands here, each time."""

    partner: SimulatedPartner
    cmd: Cmd
    seq: str
    subject: str
    body: bytes


class Pusher:
    """Sends pushes. Its repeats run in the background until `close`."""

    def __init__(self, config: SimulatorConfig, tally: Tally, clock: Clock, rng: Random) -> None:
        self._config = config
        self._tally = tally
        self._clock = clock
        self._rng = rng
        self._client = httpx.AsyncClient(timeout=config.push_timeout_s, trust_env=False)
        self._repeats: set[asyncio.Task[None]] = set()

    def message(
        self, partner: SimulatedPartner, cmd: Cmd, subject: str, items: object, *, spelt: str = ""
    ) -> Push:
        """A new push; `spelt` is its command on the wire where that differs."""
        seq = str(UUID(int=self._rng.getrandbits(128), version=4))
        frame = {"cmd": spelt or str(cmd), "seq": seq, "items": items}
        return Push(partner, cmd, seq, subject, json.dumps(frame, ensure_ascii=False).encode())

    async def send(self, push: Push) -> PushSeen:
        """Makes the first attempt and tells how it went; unacknowledged, it is repeated later."""
        seen = PushSeen(push.partner.name, push.cmd, push.seq, push.subject)
        seen = await self._attempt(push, seen)
        if not seen.acknowledged:
            task = asyncio.create_task(self._repeat(push, seen))
            self._repeats.add(task)
            task.add_done_callback(self._repeats.discard)
        return seen

    async def close(self) -> None:
        """Gives the repeats up."""
        for task in self._repeats:
            task.cancel()
        await asyncio.gather(*self._repeats, return_exceptions=True)
        await self._client.aclose()

    async def _repeat(self, push: Push, seen: PushSeen) -> None:
        pauses = self._config.push_retry_s
        for tries in range(self._config.push_tries - 1):
            await asyncio.sleep(pauses[min(tries, len(pauses) - 1)])
            seen = await self._attempt(push, seen)
            if seen.acknowledged:
                return

    async def _attempt(self, push: Push, seen: PushSeen) -> PushSeen:
        at = self._clock.now()
        try:
            code, words = await self._posted(push)
        except httpx.HTTPError as error:
            code, words = None, f"{type(error).__name__}: {error}"
        seen = replace(seen, sent=(*seen.sent, Sent(at, code, words)))
        self._tally.pushed(seen)
        return seen

    async def _posted(self, push: Push) -> tuple[int | None, str]:
        signature = sign(push.partner, push.body, _spelling(push.body), push.seq)
        query = {"appid": push.partner.appid} | ({"sign": signature} if signature else {})
        headers = {"Content-Type": "application/json; charset=utf-8"}
        response = await self._client.post(
            self._config.target, params=query, content=push.body, headers=headers
        )
        return _answer(response)


def _spelling(body: bytes) -> str:
    return str(json.loads(body)["cmd"])


def _answer(response: httpx.Response) -> tuple[int | None, str]:
    """The store's code and words; no code where it is not an answer as the document has it."""
    try:
        frame = response.json()
    except ValueError:
        frame = None
    code = frame.get("code") if isinstance(frame, dict) else None
    if response.status_code != 200 or not isinstance(code, int):
        return None, f"HTTP {response.status_code}: {response.text[:200]}"
    return code, str(frame.get("msg") or "")
