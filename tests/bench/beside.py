"""A process of its own for calls at a steady pace and for pings: no other work of the bench delays them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager


@contextmanager
def process_beside() -> Iterator[ProcessPoolExecutor]:
    """A process of its own, started and idle."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        process.submit(_started).result()
        yield process


def _started() -> None:
    """Being imported was all."""
