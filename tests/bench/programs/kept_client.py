"""httpx with one client that is kept posts what stands in a file, as a program would that keeps nothing.

python -m tests.bench.programs.kept_client HOW URL FILE: `async` posts eight at once, as posdesk does, `sync`
one call after the other. The file has a body a line. The authority that BENCH_TRUST names is trusted.
"""

import asyncio
import os
import ssl
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

from posdesk.engine.sending.poster import AT_ONCE
from posdesk.platforms.http import FORM
from tests.bench.programs.trusting import TRUST

_HEADERS = {"content-type": FORM, "accept": "application/json", "accept-encoding": "identity"}


def one_after_the_other(url: str, bodies: Sequence[bytes]) -> None:
    """Raises HTTPStatusError where one is not answered with 200."""
    with httpx.Client(verify=_trust(), trust_env=False, headers=_HEADERS) as client:
        for body in bodies:
            client.post(url, content=body).raise_for_status()


async def some_at_once(url: str, bodies: Sequence[bytes]) -> None:
    """Raises HTTPStatusError where one is not answered with 200."""
    waiting = iter(bodies)

    async def post_on(client: httpx.AsyncClient, waiting: Iterator[bytes]) -> None:
        for body in waiting:
            (await client.post(url, content=body)).raise_for_status()

    async with httpx.AsyncClient(verify=_trust(), trust_env=False, headers=_HEADERS) as client:
        await asyncio.gather(*(post_on(client, waiting) for _ in range(AT_ONCE)))


def _trust() -> ssl.SSLContext | bool:
    named = os.environ.get(TRUST)
    return ssl.create_default_context(cafile=named) if named else True


def main(how: str, url: str, bodies: Sequence[bytes]) -> None:
    """Post them all."""
    if how == "async":
        asyncio.run(some_at_once(url, bodies))
    else:
        one_after_the_other(url, bodies)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]).read_bytes().splitlines())
