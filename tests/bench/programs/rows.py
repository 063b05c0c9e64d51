"""Rows of an outbox, by 16 threads at once: put, then taken and acknowledged, each durable before the next.

python -m tests.bench.programs.rows FOLDER WHOSE COUNT: `posdesk` is the journal, where a row is an accept
of an order of its own; `persist-queue` is its SQLiteAckQueue, whose connection is WAL with SQLite's own
`synchronous = FULL`, as the journal's is. Says rows a second.
"""

import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import persistqueue

from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.answer import Answer, Verdict, decide
from posdesk.domain.orders.intent import Intent, Kind, Wish, new_seq
from posdesk.domain.orders.order import OrderKey
from posdesk.journal import Journal
from posdesk.journal.orders import intents, orders
from tests.bench.programs import word
from tests.journal.making import TERMS, key_of, received

THREADS = 16
ACTOR = "李敏"
_ORDERS_A_COMMIT = 500
Act = Callable[[], object]


def rows_a_second(acts: Iterable[Act]) -> float:
    """All of these by the threads, each act one row."""
    waiting = list(acts)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: None, range(THREADS)))  # the threads are there
        start = time.perf_counter()
        list(pool.map(lambda act: act(), waiting))
        return len(waiting) / (time.perf_counter() - start)


def of_journal(home: Path, count: int) -> dict[str, float]:
    """Pressed, marked as sending, confirmed."""
    Journal.migrate(home)
    journal = Journal(home, SystemClock(), "1")
    pressed: list[Intent] = []

    def put(key: OrderKey) -> None:
        pressed.append(journal.write(partial(intents.press, wish=Wish(key, Kind.ACCEPT, ACTOR))).result())

    def take_and_ack(intent: Intent) -> None:
        taken = journal.write(lambda tx: intents.begin(tx, intent.seq, expired=False)).result()
        assert taken is not None
        answer = Answer(Verdict.DONE)
        end = decide(taken.intent, answer, seq_dedup=False)
        journal.write(lambda tx: intents.finish(tx, intent.seq, answer, end, None)).result()

    try:
        keys = _with_orders(journal, count)
        put_rate = rows_a_second(partial(put, key) for key in keys)
        return {"put": put_rate, "take + ack": rows_a_second(partial(take_and_ack, each) for each in pressed)}
    finally:
        journal.close()


def _with_orders(journal: Journal, count: int) -> list[OrderKey]:
    bills = [f"B{number}" for number in range(count)]
    for first in range(0, count, _ORDERS_A_COMMIT):
        coming = [received(bill) for bill in bills[first : first + _ORDERS_A_COMMIT]]
        journal.write(partial(orders.add_all, terms=TERMS, received=coming)).result()
    return [key_of(bill) for bill in bills]


def of_persist_queue(folder: Path, count: int) -> dict[str, float]:
    """What a row says of an intent, as that library keeps it."""
    queue = persistqueue.SQLiteAckQueue(str(folder), multithreading=True)
    row = {"kind": str(Kind.ACCEPT), "actor": ACTOR, "outcome": "queued", "counter": "1"}

    def put(number: int) -> None:
        queue.put({**row, "seq": new_seq(), "key": tuple(key_of(f"B{number}"))})

    def take_and_ack() -> None:
        queue.ack(queue.get(raw=True))

    try:
        put_rate = rows_a_second(partial(put, number) for number in range(count))
        return {"put": put_rate, "take + ack": rows_a_second([take_and_ack] * count)}
    finally:
        queue.close()


if __name__ == "__main__":
    measured = {"posdesk": of_journal, "persist-queue": of_persist_queue}[sys.argv[2]]
    word.found(measured(Path(sys.argv[1]), int(sys.argv[3])))
