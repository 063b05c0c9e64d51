"""The day before: a store's board holds a day of ended orders, so a long day doesn't begin with none."""

import json
import random
from datetime import datetime, timedelta

from posdesk.domain.clock import CHINA, in_china
from posdesk.domain.orders.answer import Answer, Verdict, decide
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import key_of
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import intents, order_moves, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Terms
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o.reading import entries_of, read_order
from posdesk.simulator.config import SimulatedPartner, SimulatedStore
from posdesk.simulator.o2o.maker import OrderKind, OrderMaker, OrderWish
from tests.faults.trade import ORDERS

_WITHIN_S = 300.0
_DONE = Answer(Verdict.DONE, code=0)


def fill(journal: Journal, partners: tuple[SimulatedPartner, ...], end: datetime) -> int:
    """Store the orders of the 24 hours before `end`, pressed and handed out. Returns how many."""
    chance = random.Random("yesterday")
    times = sorted(_times(in_china(end), chance))
    makers = [(p, OrderMaker(p, SimulatedStore(), chance)) for p in partners]

    def job(tx: Transaction) -> None:
        present = tx.now
        for number, came_at in enumerate(times):
            _store(tx, *makers[number % len(makers)], number, came_at)
        tx.turn_to(present)

    journal.write(job).result(_WITHIN_S)
    return len(times)


def _times(end: datetime, chance: random.Random) -> list[datetime]:
    found = []
    for back in range(1, 25):
        start = end - timedelta(hours=back)
        seconds = [chance.randrange(3600) for _ in range(ORDERS[start.astimezone(CHINA).hour])]
        found += [start + timedelta(seconds=second) for second in seconds]
    return found


def _store(
    tx: Transaction, partner: SimulatedPartner, maker: OrderMaker, number: int, came_at: datetime
) -> None:
    wanted = OrderWish(kind=OrderKind.DELIVERY, paid=True, changes={"tbillno": f"9{number:012d}"})
    wire = dict(maker.make(came_at, wanted).wire)
    order = read_order(entries_of(read_json(json.dumps(wire, ensure_ascii=False).encode()))[0])
    key = key_of(partner.name, order.content)
    tx.turn_to(came_at)
    orders.add_all(tx, Terms(partner.name, "001", 300), (order,))
    for kind, minutes in ((Kind.ACCEPT, 1), (Kind.READY, 12)):
        tx.turn_to(came_at + timedelta(minutes=minutes))
        intent = intents.press(tx, Wish(key, kind, "李敏"))
        intents.begin(tx, intent.seq, expired=False)
        intents.finish(tx, intent.seq, _DONE, decide(intent, _DONE, seq_dedup=False), None)
    tx.turn_to(came_at + timedelta(minutes=25))
    order_moves.apply_status(tx, key.number, PlatformStatus.COMPLETED)
