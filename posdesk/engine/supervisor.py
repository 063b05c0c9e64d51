"""Keeps the engine's parts running: a part that fails is started again, and the desk is told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from posdesk.domain.status import Trouble
from posdesk.engine.status import StatusBoard

log = logging.getLogger(__name__)
LONGEST_PAUSE_S = 30.0
PROVEN_S = 2.0  # a part that lived this long after a restart counts as mended

Part = Callable[[], Awaitable[None]]


async def supervise(parts: Mapping[str, Part], status: StatusBoard) -> None:
    """Run all parts until cancelled."""
    async with asyncio.TaskGroup() as group:
        for name, part in parts.items():
            group.create_task(_keep(name, part, status), name=name)


async def _keep(name: str, part: Part, status: StatusBoard) -> None:
    pause_s = 1.0
    while True:
        proof = asyncio.get_running_loop().call_later(PROVEN_S, status.mended, Trouble.PART_FAILED)
        try:
            await part()
            log.error("engine: the %s ended by itself, starting it again", name)
        except Exception:
            log.exception("engine: the %s failed, starting it again in %.0f s", name, pause_s)
        finally:
            proof.cancel()
        status.trouble(Trouble.PART_FAILED, name)
        await asyncio.sleep(pause_s)
        pause_s = min(LONGEST_PAUSE_S, pause_s * 2)
