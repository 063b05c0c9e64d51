"""Prints each ratio with its figures; judges nothing."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from posdesk.domain.clock import SystemClock
from posdesk.domain.order import OrderContent, Received
from posdesk.journal import Journal, orders, views
from posdesk.journal.orders import Terms
from posdesk.platforms.o2o.reading import AddOrders, read_call, read_events
from posdesk.settings import Store
from tests.support.paths import ROOT

TERMS = Terms("meituan", "001", 300)
SAMPLE = (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes()
NAMES = ("张生", "李女士", "欧阳先生", "陈女士", "吴女士")


def sample() -> OrderContent:
    """The document's own order."""
    event = read_events(read_call(SAMPLE), Store())[0]
    assert isinstance(event, AddOrders)
    return event.orders[0].content


def many(start: int, count: int) -> list[Received]:
    """So many different orders."""
    content = sample()
    return [
        Received(
            replace(
                content,
                tbillno=f"B{number:08d}",
                show_no=f"#{number % 1000}",
                customer=NAMES[number % len(NAMES)],
                phone=f"138{number:08d}",
            ),
            "{}",
        )
        for number in range(start, start + count)
    ]


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """The median duration of a few runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def one_by_one(journal: Journal, received: list[Received]) -> None:
    for each in received:
        journal.write(partial(orders.add_all, terms=TERMS, received=(each,))).result()


def at_once(journal: Journal, received: list[Received]) -> None:
    futures = [journal.write(partial(orders.add_all, terms=TERMS, received=(each,))) for each in received]
    for future in futures:
        future.result()


def group_commit(journal: Journal) -> None:
    alone = seconds(lambda: one_by_one(journal, many(0, 300)))
    group = seconds(lambda: at_once(journal, many(300, 300)))
    say("300 orders, one after the other : at once", alone, group)


def search(journal: Journal) -> None:
    for text in ("104", "7718", "欧阳", "B0000"):
        few = seconds(lambda text=text: journal.read(lambda db: views.search(db, text)), 5)  # type: ignore[misc]
        FEW[text] = few
    fill(journal, 100_000)
    for text, few in FEW.items():
        full = seconds(lambda text=text: journal.read(lambda db: views.search(db, text)), 5)  # type: ignore[misc]
        say(f"search {text!r} in 100,000 orders : in 600", full, few)


FEW: dict[str, float] = {}


def fill(journal: Journal, count: int) -> None:
    for start in range(1000, count, 5000):
        batch = tuple(many(start, 5000))
        journal.write(partial(orders.add_all, terms=TERMS, received=batch)).result()


def say(what: str, one: float, other: float) -> None:
    sys.stdout.write(f"{what}: {one * 1000:.1f} ms : {other * 1000:.1f} ms = {one / other:.1f}\n")


def main() -> None:
    """Run them all in a throw-away home."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        Journal.migrate(home)
        journal = Journal(home, SystemClock(), "1")
        try:
            group_commit(journal)
            search(journal)
        finally:
            journal.close()


main()
