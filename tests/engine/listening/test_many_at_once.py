"""Sixteen platforms at once, over real connections: what their orders cost the engine, counted."""

import asyncio.selector_events
import functools
import json
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from posdesk.journal import Journal, Notice
from posdesk.journal.orders.arrivals import Arrival
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o import reading
from tests.engine.listening.test_listener import SAMPLE, orders_in, post, signed
from tests.engine.making import PATIENCE_S, House
from tests.journal.making import one_group
from tests.support.processes import wait_for

AT_ONCE = 16


def _is_ours(notice: Notice) -> bool:
    return any(key.bill.startswith("B") for key in notice.keys)


def a_body(number: int) -> bytes:
    """The documents' sample, as another order in another call."""
    call = json.loads(SAMPLE)
    entry = call["items"][0] | {"tbillno": f"B{number:03}"}
    return json.dumps({**call, "seq": f"seq-{number}", "items": [entry]}).encode()


def test_orders_that_wait_share_a_commit_and_each_is_read_once(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Notice] = []
    reads: list[int] = []
    queued: list[object] = []
    changes: list[object] = []
    write_all = Journal.write_all

    @functools.wraps(read_json)
    def counting(body: bytes, **how: Any) -> object:
        reads.append(len(body))
        return read_json(body, **how)

    def counted(self: Journal, jobs: Iterable[Any]) -> Any:
        handed = list(jobs)
        futures = write_all(self, handed)
        queued.extend(job for job in handed if isinstance(job, Arrival))
        return futures

    assert post(counter)["code"] == 0
    monkeypatch.setattr(reading, "read_json", counting)
    counter.journal.subscribe(lambda notice: told.append(notice) if _is_ours(notice) else None)
    with ThreadPoolExecutor(AT_ONCE) as platforms, monkeypatch.context() as patch:
        with one_group(counter.journal):
            patch.setattr(Journal, "write_all", counted)
            counter.engine.status.subscribe(changes.append)
            calls = [
                platforms.submit(post, counter, body, signed(body)) for body in map(a_body, range(AT_ONCE))
            ]
            wait_for(lambda: len(queued) >= AT_ONCE, "all orders to wait for the writer")
        assert [call.result(PATIENCE_S)["code"] for call in calls] == [0] * AT_ONCE
    assert len(told) == 1
    assert len(told[0].keys) == AT_ONCE
    assert len(reads) == AT_ONCE
    assert len(changes) < AT_ONCE  # it is told to the second when a platform called last
    assert orders_in(counter.journal) == AT_ONCE + 1


def test_an_answer_is_one_write(counter: House) -> None:
    """Head and body apart are two system calls, and two packets where TCP_NODELAY is set."""
    body = a_body(1)
    query = urlencode(signed(body))
    head = f"POST /center/gateway?{query} HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    place = urlsplit(counter.address)
    written: list[bytes] = []
    transport: Any = asyncio.selector_events._SelectorSocketTransport  # type: ignore[attr-defined]
    write = transport.write

    def watched(self: Any, data: bytes) -> None:
        written.append(bytes(data))
        write(self, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport, "write", watched)
        with socket.create_connection((str(place.hostname), int(place.port or 0)), PATIENCE_S) as line:
            for _ in range(3):
                line.sendall(head + body)
                answer = line.recv(65536)
                assert answer.startswith(b"HTTP/1.1 200")
                assert answer.endswith(b"}")
    answers = [each for each in written if b'"code"' in each]  # others are the door's own proof
    assert len(answers) == 3
    assert all(each.startswith(b"HTTP/1.1 200") for each in answers)
