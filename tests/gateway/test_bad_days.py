"""Killed, full, hung, ended: nothing that was answered 0 is lost, and whoever asks is told the truth."""

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.records import StoreRecord
from posdesk.platforms.relay.streams import shard_streams
from tests.gateway.making import CONFIG, Gateway, add, bills_in, cancel, gateway, messages, order, started
from tests.support.nats_server import SHARD, SMALL, NatsServer, ask, nats_server
from tests.support.processes import ask_to_end, wait_for

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]
STORE = [("001", "1")]
ENOUGH = 15


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    """One store."""
    with nats_server(tmp_path / "nats", STORE) as made:
        yield made


class Platform:
    """Pushes orders one after another, whatever happens, and knows which of them were answered 0."""

    def __init__(self) -> None:
        self.at: Gateway | None = None
        self.answered: list[str] = []
        self.others: set[int] = set()
        self._ends = threading.Event()

    def push(self, worker: int) -> None:
        """Until the end."""
        number = 0
        while not self._ends.is_set():
            number += 1
            bill = f"w{worker}-{number}"
            try:
                assert self.at is not None
                code = self.at.post(add(order(bill), seq=bill))["code"]
            except (httpx.TransportError, ValueError):
                continue  # a call that was cut off proves nothing
            if code == 0:
                self.answered.append(bill)
            else:
                self.others.add(code)

    def wait_for_more(self, what: str) -> None:
        """Until as many again were taken."""
        wanted = len(self.answered) + ENOUGH
        wait_for(lambda: len(self.answered) >= wanted, f"orders {what}", 60)

    @contextmanager
    def pushing(self, at: Gateway) -> Iterator[None]:
        """With four at once."""
        self.at = at
        with ThreadPoolExecutor(4) as workers:
            done = [workers.submit(self.push, worker) for worker in range(4)]
            try:
                yield
            finally:
                self._ends.set()
        for each in done:
            each.result()


@pytest.mark.posix("a server is killed as a power cut would")
def test_gateway_and_server_are_killed_in_turn_and_nothing_answered_0_is_lost(
    server: NatsServer, tmp_path: Path
) -> None:
    creds, platform = server.creds_for_gateway.text(), Platform()
    made = [started(tmp_path, server.url, creds)]
    try:
        wait_for(lambda: made[0].takes_orders, "the gateway")
        with platform.pushing(made[0]):
            for turn in range(2):
                platform.wait_for_more("at first")
                made[-1].kill()
                made.append(started(tmp_path, server.url, creds))
                platform.at = made[-1]
                platform.wait_for_more(f"after the gateway was killed, {turn}")
                server.restart()
                platform.wait_for_more(f"after the server was killed, {turn}")
    finally:
        for each in made:
            each.kill()
            assert each.process.stdout is not None
            each.process.stdout.close()
    there = [bill for message in messages(server) for bill in bills_in(message)]
    assert set(platform.answered) <= set(there)
    assert platform.others <= {AnswerCode.NOT_STORED}


def test_a_full_stream_is_answered_3002_and_loses_nothing_and_the_health_says_so(tmp_path: Path) -> None:
    small = replace(SMALL, orders=80_000)
    with nats_server(tmp_path / "nats", STORE, small) as server, gateway(tmp_path, server) as at:
        codes: dict[str, int] = {}
        while AnswerCode.NOT_STORED not in codes.values():
            bill = f"full-{len(codes)}"
            codes[bill] = at.post(add(order(bill), seq=bill))["code"]
        taken = [bill for bill, code in codes.items() if code == 0]
        assert [bill for message in messages(server) for bill in bills_in(message)] == taken
        assert taken
        status, said = at.health()
        assert (status, said["failing"]) == (503, [subjects.stream_of(SHARD)])
        server.run(_grow)
        wait_for(lambda: at.takes_orders, "the way out: the probe goes through")
        assert at.post(add(order("room-again")))["code"] == 0


def test_a_store_with_as_many_orders_as_it_may_have_is_refused_alone(
    server: NatsServer, tmp_path: Path
) -> None:
    """The gateway was out for the whole chain whenever a platform pushed to that store."""
    server.add_store("002", ("1",))
    tight = {**shard_streams(SHARD, SMALL)[0], "max_msgs_per_subject": 2}
    server.run(lambda client: ask(client, f"$JS.API.STREAM.UPDATE.{tight['name']}", tight))
    with gateway(tmp_path, server) as at:
        codes = [at.post(add(order(f"full-{number}"), seq=str(number)))["code"] for number in range(3)]
        assert codes == [0, 0, AnswerCode.NOT_STORED]
        status, said = at.health()
        assert (status, said["failing"]) == (200, [])
        assert at.post(add(order("theirs", "002")))["code"] == 0


async def _grow(client: Any) -> None:
    for config in shard_streams(SHARD, SMALL):
        await ask(client, f"$JS.API.STREAM.UPDATE.{config['name']}", config)


@pytest.mark.posix("a server that hangs is one that is stopped by a signal")
def test_a_server_that_only_hangs_is_told_by_health_and_answered_3002(
    server: NatsServer, tmp_path: Path
) -> None:
    with gateway(tmp_path, server) as at:
        os.kill(server.pid, signal.SIGSTOP)
        try:
            said = at.post(add(order("hung")))
            wait_for(lambda: not at.takes_orders, "the word of it", 30)
        finally:
            os.kill(server.pid, signal.SIGCONT)
        assert said["code"] == AnswerCode.NOT_STORED
        wait_for(lambda: at.takes_orders, "the way back", 30)
        assert at.post(add(order("hung")))["code"] == 0


@pytest.mark.posix("a server that hangs is one that is stopped by a signal")
def test_what_was_taken_before_the_end_is_answered(server: NatsServer, tmp_path: Path) -> None:
    with gateway(tmp_path, server) as at, ThreadPoolExecutor(1) as platform:
        os.kill(server.pid, signal.SIGSTOP)
        try:
            answer = platform.submit(at.post, add(order("last")))
            wait_for(lambda: _is_at_work(at), "the call")
            ask_to_end(at.process)
            wait_for(lambda: not _listens(at), "the closed port")
        finally:
            os.kill(server.pid, signal.SIGCONT)
        assert answer.result()["code"] == 0
        assert at.process.wait(timeout=30) == 0
    assert [bills_in(each) for each in messages(server)] == [["last"]]


def _is_at_work(at: Gateway) -> bool:
    return "posdesk_gateway_open_calls 1.0" in at.numbers()


def _listens(at: Gateway) -> bool:
    try:
        at.health()
    except httpx.TransportError:
        return False
    return True


def test_at_the_end_it_says_503_first_and_still_takes_calls(server: NatsServer, tmp_path: Path) -> None:
    with gateway(tmp_path, server, config=CONFIG.replace("leave_s = 0", "leave_s = 3")) as at:
        ask_to_end(at.process)
        wait_for(lambda: at.health()[1]["why_not"] == "ending", "the word of it")
        assert at.post(add(order("meanwhile")))["code"] == 0
        assert at.process.wait(timeout=30) == 0


def test_it_waits_for_servers_that_are_not_up_yet(server: NatsServer, tmp_path: Path) -> None:
    server.kill()
    at = started(tmp_path, server.url, server.creds_for_gateway.text())
    try:
        status, said = at.health()
        assert (status, said["why_not"]) == (503, "not connected")
        assert at.post(add(order("early")))["code"] == AnswerCode.NOT_STORED
        server.begin()
        wait_for(lambda: at.takes_orders, "the gateway", 40)
        assert at.post(add(order("early")))["code"] == 0
    finally:
        at.kill()
        assert at.process.stdout is not None
        at.process.stdout.close()


def test_a_gateway_that_the_servers_do_not_know_says_so(server: NatsServer, tmp_path: Path) -> None:
    stranger = NatsServer(tmp_path / "other")
    at = started(tmp_path, server.url, stranger.creds_for_gateway.text())
    try:
        wait_for(lambda: any("uthorization" in line["text"] for line in at.lines()), "the word of it")
        assert at.process.poll() is not None or not at.takes_orders
    finally:
        at.kill()
        assert at.process.stdout is not None
        at.process.stdout.close()


def test_a_record_of_another_version_is_read_and_a_broken_one_leaves_the_old_in_place(
    server: NatsServer, tmp_path: Path
) -> None:
    record = server.add_store("002", ("1",))
    newer = {**json.loads(record.write()), "colour": "red", "uids": [77]}
    with gateway(tmp_path, server) as at:
        server.put("002", "store", json.dumps(newer).encode())
        wait_for(lambda: _code(at, 77) == 0, "the newer record")
        server.put("002", "store", b'{"store": 7}')
        wait_for(lambda: any("record.store" in line["text"] for line in at.lines()), "the word of it")
        assert at.post(add(order("still", "002")))["code"] == 0


def _code(at: Gateway, uid: int) -> int:
    code: int = at.post(cancel({"storeuid": uid, "tbillno": "nobody's"}))["code"]
    return code


def test_what_is_wrong_with_the_streams_is_said(server: NatsServer, tmp_path: Path) -> None:
    loose = {**shard_streams(SHARD, SMALL)[0], "discard": "old", "discard_new_per_subject": False}
    server.run(lambda client: ask(client, f"$JS.API.STREAM.UPDATE.{loose['name']}", loose))
    old = StoreRecord("002", SHARD, "2020-01-01T00:00:00Z")
    server.put("002", "store", old.write())
    strict = CONFIG.replace("replicas = 1", "replicas = 3")
    strict = strict.replace("[listener]", "[listener]\nbody_limit_bytes = 2100000")
    with gateway(tmp_path, server, config=strict) as at:
        wanted = (
            "discard is 'old'",
            "num_replicas is 1",
            "was made anew: 1 stores",
            "bytes a message, a call of listener.body_limit_bytes needs",
        )
        wait_for(lambda: all(_is_said(at, each) for each in wanted), "the words")


def _is_said(at: Gateway, words: str) -> bool:
    return any(words in line["text"] for line in at.lines())


REFUSED: dict[str, tuple[Callable[[], tuple[bytes, dict[str, str] | None]], int]] = {
    "no json": (lambda: (b"{", None), AnswerCode.BAD_JSON),
    "a wrong sign": (lambda: (add(order()), {"appid": "meituan-app", "sign": "0" * 64}), 2003),
    "no sign": (lambda: (add(order()), {"appid": "meituan-app"}), 2002),
    "nobody's appid": (lambda: (add(order()), {"appid": "x", "sign": "0"}), 2001),
    "another command": (lambda: (b'{"cmd":"PushIt","seq":"1","items":[{}]}', None), AnswerCode.UNKNOWN_CMD),
    "no items": (lambda: (b'{"cmd":"AddSaleOrderBill","seq":"1"}', None), AnswerCode.MISSING_FIELD),
    "a field missing": (lambda: (add({"storecode": "001"}), None), AnswerCode.MISSING_FIELD),
    "too large": (lambda: (add(order("x" * 2_000_000)), None), AnswerCode.TOO_LARGE),
}


def test_every_refusal_has_the_listeners_code_and_nothing_is_published(
    server: NatsServer, tmp_path: Path
) -> None:
    with gateway(tmp_path, server) as at:
        found = {name: at.post(*made())["code"] for name, (made, _) in REFUSED.items()}
        assert found == {name: code for name, (_, code) in REFUSED.items()}
        assert messages(server) == []


def test_fewer_copies_than_the_file_wants_are_said_to_whoever_asks(
    tmp_path: Path, server: NatsServer
) -> None:
    """Orders are taken: that they stand on one server only is no reason to take none."""
    with gateway(tmp_path, server, config=CONFIG.replace("replicas = 1", "replicas = 3")) as at:
        wait_for(lambda: at.health()[1]["faults"], "the streams to be looked at")
        status, said = at.health()
        assert status == 200
        assert f"POSDESK-{SHARD}: num_replicas is 1, nats.replicas says 3" in " ".join(said["faults"])
        wait_for(lambda: "posdesk_gateway_missing_copies 2.0" in at.numbers(), "the number of copies")
