"""An engine whose counter presses accept, once for each line on stdin; says when it was pressed.

python -m tests.bench.programs.pressing HOME URL COUNT: COUNT orders wait, of a platform at URL. The moment
is that of the machine's monotonic clock, which is the same in each process, before anything is written.
"""

import sys
import time
from pathlib import Path

from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import OrderKey
from posdesk.engine.actions import Actions
from posdesk.journal.orders import orders
from posdesk.journal.orders.orders import Terms
from tests.bench.programs import word
from tests.engine.making import APPKEY, HeldSecrets, House, house, partner, settings
from tests.journal.making import key_of, received

WITHIN_S = 36_000


def main(home: Path, url: str, count: int) -> None:
    """Press until all orders are accepted."""
    with house(home, settings(partner(url=url)), HeldSecrets(meituan=APPKEY)) as at:
        actions, keys = Actions(at.journal, at.engine), _orders(at, count)
        word.say("ready")
        for key, _ in zip(keys, sys.stdin, strict=False):
            pressed = time.monotonic()
            actions.wish(Wish(key, Kind.ACCEPT, "李敏")).result()
            word.found({"pressed": pressed})
        sys.stdin.read()


def _orders(at: House, count: int) -> list[OrderKey]:
    bills = [f"B{number}" for number in range(count)]
    coming = [received(bill) for bill in bills]
    terms = Terms("meituan", "001", WITHIN_S)
    at.journal.write(lambda tx: orders.add_all(tx, terms, coming)).result()
    return [key_of(bill) for bill in bills]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
