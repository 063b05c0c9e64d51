"""How the board answers a person through ten minutes of trade, with a year of it behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import cycle

from posdesk.simulator.config import SimulatedTill, SimulatorConfig, Traffic
from tests.bench import seeds
from tests.bench.beside import process_beside
from tests.bench.debt import owed
from tests.bench.desk import Window, running_desk
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.ping import ping
from tests.bench.stage import Stage, stage
from tests.support.bookshop import POS, STORE, TOKEN
from tests.support.engine import EngineHome
from tests.support.processes import free_port
from tests.support.simulator import MEITUAN, OVOPARK, WDK, running_simulator

_TRADES_S = 600
_ORDERS_A_MINUTE = 6
_KEYS = ("F2", "F4", "Down", "F2", "Up")
_KEY_EVERY_S = 5.0


@contextmanager
def _trading(bench: Bench) -> Iterator[Sequence[Side]]:
    with ExitStack() as stack:
        at, pinger = stack.enter_context(stage()), stack.enter_context(process_beside())
        port, folder = free_port(), seeds.kept(bench, seeds.YEAR)
        home = seeds.engine_of(folder, f"http://127.0.0.1:{port}", at.platform.address)
        desk = stack.enter_context(running_desk(home, at.on))
        stack.enter_context(running_simulator(_town(home, port)))
        at.watch.settled()
        yield (Side("a year behind it", partial(_stalls, at, desk, pinger)),)


def _town(home: EngineHome, port: int) -> SimulatorConfig:
    """Customers, books and a till; another platform agrees to whatever the counter says."""
    till = SimulatedTill(target=home.receipts, token=TOKEN, store_id=STORE, pos_no=POS)
    return SimulatorConfig(
        partners=(MEITUAN,),
        target=home.gateway,
        port=port,
        seed=1,
        orders_per_minute=_ORDERS_A_MINUTE,
        traffic=Traffic(burst=0),
        ovopark=OVOPARK,
        wdk=WDK,
        till=till,
    )


def _stalls(at: Stage, desk: Window, pinger: ProcessPoolExecutor) -> Values:
    pinged = pinger.submit(ping, at.display, at.watch.window_of(desk.pid), _TRADES_S)
    for key in cycle(_KEYS):
        if pinged in wait([pinged], _KEY_EVERY_S).done:
            break
        at.keys.press(key)
    debt = owed(pinged.result())
    return {"longest silence": debt.longest_s * 1000, "owed over 16 ms": debt.share * 100}


STALL = Figure(
    "board.stall",
    "the board in 10 minutes of trade, with a year behind it",
    {"longest silence": "ms", "owed over 16 ms": "% of the time"},
    _trading,
    once=True,
)
