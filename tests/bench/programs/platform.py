"""Platforms that post signed orders to gateways, each when it is due, whatever was answered before.

    python -m tests.bench.programs.platform ADDRESS[,ADDRESS…]

Told one JSON object: `per_s`, `seconds`, `stores` (codes), and `repeats_s`: what was not answered 0 is sent
again so many seconds later, to the next gateway, until it is; 0 for never. Says one JSON object at the end.
An order's remark has the nanosecond of the monotonic clock at which it was due.
"""

import asyncio
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.gateway import making

_TIMEOUT_S = 20.0
_LAST_S = 120.0  # after the last order was due: who has no 0 by then gets none
_NO_ANSWER = -1
_Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Told:
    """What came of all calls; times in ms, an order's first call from when it was due."""

    answered: list[str] = field(default_factory=list)
    calls: Counter[int] = field(default_factory=Counter)
    answer_ms: list[float] = field(default_factory=list)
    whole_ms: list[float] = field(default_factory=list)
    repeated: int = 0


class Caller:
    """Kept connections to some gateways, as many as there are calls at once."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses
        self._free: dict[str, list[_Line]] = {each: [] for each in addresses}

    async def code(self, turn: int, body: bytes) -> int:
        """Of the answer; `_NO_ANSWER` where none came."""
        address = self._addresses[turn % len(self._addresses)]
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                return int(json.loads(await self._called(address, body))["code"])
        except (OSError, TimeoutError, EOFError, ValueError, KeyError):
            return _NO_ANSWER

    async def _called(self, address: str, body: bytes) -> bytes:
        free = self._free[address]
        line = free.pop() if free else await asyncio.open_connection(*address.rsplit(":", 1))
        reader, writer = line
        try:
            writer.write(_request(address, body))
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(each[15:]) for each in head.lower().split(b"\r\n") if each.startswith(b"content-length:")
            )
            answer = await reader.readexactly(length)
        except BaseException:
            writer.close()
            while free:  # as a client does whose server is gone
                free.pop()[1].close()
            raise
        free.append(line)
        return answer


def _request(address: str, body: bytes) -> bytes:
    query = urlencode(making.signed(body))
    head = f"POST /center/gateway?{query} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


async def _bring(caller: Caller, job: Mapping[str, Any], number: int, due: float, told: Told) -> None:
    bill, store = f"B{os.getpid()}-{number}", random.choice(job["stores"])
    body = making.add(making.order(bill, store, reamrks=str(int(due * 1e9))), seq=f"s-{number}")
    turn, sent = number, due
    while True:
        code = await caller.code(turn, body)
        told.calls[code] += 1
        now = time.monotonic()
        if code == 0:
            told.answered.append(bill)
            told.answer_ms.append(1000 * (now - sent))
            told.whole_ms.append(1000 * (now - due))
            return
        if not job["repeats_s"] or now > job["ends"]:
            return
        told.repeated += 1
        turn += 1
        await asyncio.sleep(job["repeats_s"])
        sent = time.monotonic()


async def main(addresses: list[str], job: Mapping[str, Any]) -> Told:
    """All orders of the job."""
    caller, told = Caller(addresses), Told()
    began = time.monotonic() + 0.1
    job = {**job, "ends": began + job["seconds"] + _LAST_S}
    async with asyncio.TaskGroup() as group:
        for number in range(int(job["per_s"] * job["seconds"])):
            due = began + number / job["per_s"]
            if (wait := due - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            group.create_task(_bring(caller, job, number, due, told))
    return told


if __name__ == "__main__":
    found = asyncio.run(main(sys.argv[1].split(","), json.loads(sys.stdin.readline())))
    sys.stdout.write(json.dumps(vars(found)) + "\n")
    sys.stdout.flush()
