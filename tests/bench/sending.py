"""Calls sent at a steady pace from a process of their own, so that nothing here delays another measurement."""

from __future__ import annotations

import http.client
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import local
from urllib.parse import urlsplit

Call = tuple[str, bytes]
"""URL and body."""
_CONNECTIONS = 16
_HEADERS = {"Content-Type": "application/json"}
_kept = local()


class Refused(Exception):
    """A call was not answered as it must be: such a run measures nothing."""


def post(call: Call, due_s: float | None = None) -> float:
    """Make a call on this thread's kept connection; seconds from `due_s` of time.monotonic, or now, to its answer.

    Raises Refused.
    """
    begun_s = time.monotonic() if due_s is None else due_s
    url, body = call
    parts = urlsplit(url)
    connection = _connection(parts.netloc)
    connection.request("POST", f"{parts.path}?{parts.query}", body, _HEADERS)
    answer = connection.getresponse().read()
    if b'"code":0' not in answer.replace(b" ", b""):
        raise Refused(answer.decode(errors="replace"))
    return time.monotonic() - begun_s


def _connection(netloc: str) -> http.client.HTTPConnection:
    if getattr(_kept, "netloc", None) != netloc:
        _kept.netloc, _kept.connection = netloc, http.client.HTTPConnection(netloc, timeout=60)
    kept: http.client.HTTPConnection = _kept.connection
    return kept


def at_pace(calls: Sequence[Call], per_s: float) -> list[float]:
    """So many calls a second; for each the seconds from when it was due to its answer. Raises Refused."""
    begun_s = time.monotonic()
    with ThreadPoolExecutor(_CONNECTIONS) as threads:
        answered = []
        for number, call in enumerate(calls):
            due_s = begun_s + number / per_s
            time.sleep(max(0.0, due_s - time.monotonic()))
            answered.append(threads.submit(post, call, due_s))
        return [each.result() for each in answered]


@contextmanager
def beside() -> Iterator[ProcessPoolExecutor]:
    """A process of its own, started and idle."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        process.submit(_started).result()
        yield process


def sent(process: ProcessPoolExecutor, calls: Sequence[Call], per_s: float) -> Future[list[float]]:
    """`at_pace` in that process."""
    return process.submit(partial(at_pace, calls, per_s))


def _started() -> None:
    """Importing this module was all."""
