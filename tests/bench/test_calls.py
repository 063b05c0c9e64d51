"""What the bench counts are right answers, each to its last byte."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import calls
from tests.bench.messages import answered, end_of, posted
from tests.platforms.o2o.server import answers, platform

ORDERS = calls.orders(0, 3)
BODIES = st.binary(max_size=200)


@contextmanager
def served(body: bytes, status: str = "200 OK") -> Iterator[str]:
    """The address of a platform that answers everything so, in a thread of its own."""
    address: list[str] = []
    ready, done = threading.Event(), threading.Event()

    async def serve() -> None:
        async with platform(answers(body, status)) as server:
            address.append(server.url)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(20)
        yield address[0]
    finally:
        done.set()
        thread.join()


@given(first=BODIES, second=BODIES)
def test_an_answer_ends_with_its_last_byte_and_not_before(first: bytes, second: bytes) -> None:
    whole = answered(first)
    assert end_of(whole + answered(second)) == len(whole)
    assert [end_of(whole[:cut]) for cut in range(len(whole))] == [0] * len(whole)


@given(BODIES)
def test_a_call_ends_with_its_last_byte(body: bytes) -> None:
    whole = posted("/center/gateway", body, "application/json")
    assert end_of(whole) == len(whole)


def test_each_order_is_another_one() -> None:
    bodies = [json.loads(call.partition(b"\r\n\r\n")[2]) for call in ORDERS]
    assert [body["items"][0]["tbillno"] for body in bodies] == ["B00000000", "B00000001", "B00000002"]


@pytest.mark.parametrize("body", [b'{"code":0}', b'{"code": 0, "seq": "1"}'])
def test_right_answers_are_timed(body: bytes) -> None:
    with served(body) as address:
        assert len(calls.paced(address, ORDERS, connections=2, a_second=1000)) == len(ORDERS)
        with calls.kept(address) as connection:
            assert connection.seconds(ORDERS[0], calls.DONE) > 0


@pytest.mark.parametrize(("body", "status"), [(b'{"code":9}', "200 OK"), (b'{"code":0}', "503 Down")])
def test_a_wrong_answer_measures_nothing(body: bytes, status: str) -> None:
    with served(body, status) as address:
        with pytest.raises(calls.WrongAnswerError):
            calls.a_second(address, ORDERS, connections=2, seconds=20)
        with pytest.raises(calls.WrongAnswerError):
            calls.paced(address, ORDERS[:1], connections=1, a_second=1000)
        with calls.kept(address) as connection, pytest.raises(calls.WrongAnswerError):
            connection.seconds(ORDERS[0], calls.DONE)


def test_a_measurement_that_runs_out_of_calls_measures_nothing() -> None:
    with served(b'{"code":0}') as address, pytest.raises(calls.WrongAnswerError, match="all calls were made"):
        calls.a_second(address, ORDERS, connections=2, seconds=20)
