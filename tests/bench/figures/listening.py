"""What the listener costs: an answer, and orders that are on disk before they are answered."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from tests.bench import calls
from tests.bench.desk import On, running_desk, screen
from tests.bench.homes import home_in, running_engine
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.messages import got
from tests.bench.processes import ours, program
from tests.bench.slow_disk import slow_disk

ANSWERS = 300
AT_ONCE = 16
SECONDS = 1.5
CALM_S = 1.0  # after a window has come up
MOST = 40_000  # calls made for a measurement: more than anything answers meanwhile
BURST, BURST_S = 1_000, 10.0
_ENOUGH = 10_000_000


@contextmanager
def _answers(bench: Bench) -> Iterator[Sequence[Side]]:
    numbers = iter(range(0, _ENOUGH, ANSWERS))
    with running_engine(home_in(bench.new_folder("answers"))) as engine, _bare(bench, "none") as bare:
        yield (
            Side("an order", lambda: _each(engine.address, calls.orders(next(numbers), ANSWERS), calls.DONE)),
            Side("its own /healthz", lambda: _each(engine.address, [got("/healthz")] * ANSWERS)),
            Side("bare uvicorn", lambda: _each(bare, [got("/")] * ANSWERS)),
        )


def _each(address: str, made: Sequence[bytes], wanted: bytes = b"") -> Values:
    with calls.kept(address) as connection:
        took = [connection.seconds(call, wanted) for call in made]
    return {"p50": calls.percentile(took, 50), "p99": calls.percentile(took, 99)}


ANSWER = Figure(
    "answer.kept",
    "answer to an order on a kept connection ÷ to `/healthz`; ÷ bare uvicorn",
    {"p50": "ms", "p99": "ms"},
    _answers,
)


@contextmanager
def _intake(bench: Bench) -> Iterator[Sequence[Side]]:
    rate = _Rate(bench)
    with screen() as on:
        yield (
            Side("posdesk", lambda: rate.of_posdesk(on)),
            Side("the same listener not storing", lambda: rate.of(_not_storing())),
            Side("bare uvicorn with group commit", lambda: rate.of(_bare(bench, "group"))),
        )


@contextmanager
def _slow_intake(bench: Bench) -> Iterator[Sequence[Side]]:
    rate, slow = _Rate(bench), slow_disk(bench.folder)
    with screen() as on:
        yield (
            Side("posdesk", lambda: rate.of_posdesk(on, slow)),
            Side("one commit a request", lambda: rate.of(_bare(bench, "each", slow))),
        )


class _Rate:
    """Orders answered a second, each time by something that has just started, with nothing stored yet."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._made = bench, calls.orders(0, MOST)

    def of_posdesk(self, on: On, env: Mapping[str, str] | None = None) -> Values:
        with running_engine(home_in(self._bench.new_folder("engine")), env=env) as engine:
            alone = self._a_second(engine.address)
        home = home_in(self._bench.new_folder("desk"))
        with running_desk(home, {**on, **(env or {})}):
            time.sleep(CALM_S)
            return {"engine alone": alone, "desk open": self._a_second(home.gateway)}

    def of(self, started: AbstractContextManager[str]) -> Values:
        with started as address:
            return dict.fromkeys(_RATES, self._a_second(address))

    def _a_second(self, address: str) -> float:
        return calls.a_second(address, self._made, connections=AT_ONCE, seconds=SECONDS)


@contextmanager
def _bare(bench: Bench, how: str, env: Mapping[str, str] | None = None) -> Iterator[str]:
    file = bench.new_folder("bare") / "calls.sqlite"
    with program(*ours("bare"), str(file), how, env=env) as started:
        yield started.address()


@contextmanager
def _not_storing() -> Iterator[str]:
    with program(*ours("not_storing")) as started:
        yield started.address()


_RATES = {"engine alone": "orders/s", "desk open": "orders/s"}
INTAKE = Figure(
    "intake.rate",
    "durable intake, 16 at once ÷ the same listener not storing; ÷ bare uvicorn with group commit",
    _RATES,
    _intake,
)
SLOW_INTAKE = Figure(
    "intake.slow-disk",
    "durable intake, 16 at once, with 5 ms added a sync ÷ one commit a request",
    _RATES,
    _slow_intake,
)


@contextmanager
def _burst(bench: Bench) -> Iterator[Sequence[Side]]:
    made = calls.orders(0, BURST)

    def answers(started: AbstractContextManager[str]) -> Values:
        with started as address:
            took = calls.paced(address, made, connections=AT_ONCE, a_second=BURST / BURST_S)
        return {"p50": calls.percentile(took, 50), "p99": calls.percentile(took, 99)}

    yield (Side("engine alone", lambda: answers(_engine(bench))),)


@contextmanager
def _engine(bench: Bench) -> Iterator[str]:
    with running_engine(home_in(bench.new_folder("burst"))) as engine:
        yield engine.address


BURST_ANSWER = Figure(
    "burst.answer",
    "answer to each of 1,000 orders that come within 10 s, engine alone",
    {"p50": "ms", "p99": "ms"},
    _burst,
    runs=3,
)
