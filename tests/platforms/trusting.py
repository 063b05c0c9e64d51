"""A process of its own that says with whom it would talk: `python -m tests.platforms.trusting URL`."""

import asyncio
import sys

from posdesk.domain.clock import SystemClock
from posdesk.platforms.http import JSON, Call, new_http, post


async def main(url: str) -> str:
    """The verdict and the fault of one call."""
    async with new_http() as http:
        exchange = await post(http, Call(url, b"{}", JSON), SystemClock())
    return f"{exchange.verdict} {exchange.fault}"


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(main(sys.argv[1])))
