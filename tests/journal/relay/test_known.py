"""The gateway is told of what it didn't send, of nothing else, and of nothing old."""

from typing import Any

from posdesk.domain.orders.order import Origin
from posdesk.journal.orders import order_rows, orders
from posdesk.journal.relay import known
from tests.journal.making import TERMS, Counter, SetClock, received

DAY_S = 86_400.0


def by_stream(counter: Counter, tbillno: str) -> None:
    def job(tx: Any) -> None:
        before = order_rows.last_number(tx.db)
        with tx.by_stream(tx.now):
            orders.add_all(tx, TERMS, (received(tbillno),))
        known.by_stream(tx, before)

    counter.write(job)


def to_tell(counter: Counter) -> list[str]:
    """All that would be told now, one after another."""
    told: list[str] = []
    while (found := counter.journal.read(known.next_own)) is not None:
        told.append(found.tbillno)
        counter.write(lambda tx, number=found.number: known.told(tx, number))
    return told


def test_what_the_stream_brought_is_known_there(counter: Counter) -> None:
    by_stream(counter, "A")
    by_stream(counter, "B")
    assert to_tell(counter) == []


def test_what_the_listener_took_or_a_code_found_is_told_once(counter: Counter) -> None:
    by_stream(counter, "A")
    counter.add("B")
    counter.add("C", Origin.CAPTURED)
    assert to_tell(counter) == ["B", "C"]
    assert to_tell(counter) == []


def test_none_is_left_out_where_the_stream_brings_more_before_it_was_told(counter: Counter) -> None:
    counter.add("A")
    by_stream(counter, "B")
    assert to_tell(counter) == ["A", "B"], "one may be told though it is known"


def test_a_past_that_the_gateway_would_forget_is_not_told(counter: Counter, clock: SetClock) -> None:
    counter.add("A")
    clock.walk(15 * DAY_S)
    counter.add("B")
    counter.write(known.begin)
    assert to_tell(counter) == ["B"]
