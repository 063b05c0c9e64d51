"""Keeps the engine's parts running: a part that fails is started again, and the desk is told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from posdesk.domain.status import Trouble
from posdesk.engine.status import StatusBoard

log = logging.getLogger(__name__)
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
PROVEN_S = 2.0  # a part that lived this long after a restart counts as mended

Part = Callable[[], Awaitable[None]]


async def supervise(
    parts: Mapping[str, Part], status: StatusBoard, stopping: asyncio.Event | None = None
) -> None:
    """Run all parts until cancelled; once `stopping` is set, a part that ends is left so."""
    stopping = stopping or asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for name, part in parts.items():
            group.create_task(_keep(name, part, status, stopping), name=name)


async def _keep(name: str, part: Part, status: StatusBoard, stopping: asyncio.Event) -> None:
    pause_s = FIRST_PAUSE_S
    while True:
        began = asyncio.get_running_loop().time()
        await _run_once(name, part, status, stopping)
        if stopping.is_set():
            return
        if asyncio.get_running_loop().time() - began >= LONGEST_PAUSE_S:
            pause_s = FIRST_PAUSE_S  # what failed last week says nothing about today
        status.trouble(Trouble.PART_FAILED, name)
        await asyncio.sleep(pause_s)
        pause_s = min(LONGEST_PAUSE_S, pause_s * 2)


async def _run_once(name: str, part: Part, status: StatusBoard, stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    proof = loop.call_later(PROVEN_S, status.mended, Trouble.PART_FAILED, name)
    try:
        await part()
        if not stopping.is_set():
            log.error("engine: the %s ended by itself, starting it again", name)
    except Exception:
        log.exception("engine: the %s failed, starting it again", name)
    finally:
        proof.cancel()
