"""Orders that come, end, grow old and come again: a journal answers alike, whatever it gave up."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from posdesk.domain.orders.board import rings
from posdesk.domain.orders.order import OrderContent, OrderLine, OrderState, Origin, Received
from posdesk.domain.orders.personal import texts_of
from posdesk.journal.orders import order_moves, orders, views
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Addition
from posdesk.platforms.jsontext import write_json
from tests.journal.making import KEY, START, TERMS, Counter, SetClock, content, opened

LATER = START + timedelta(days=40)


def coming(said: OrderContent, **unknown: Any) -> Received:
    """As it is written on the wire: other values make another text, and so do keys that nobody knows."""
    return Received(
        said, write_json({**{"said": texts_of(said).content, "at": str(said.ordered_at)}, **unknown})
    )


def add(counter: Counter, said: OrderContent, origin: Origin = Origin.PUSHED, **unknown: Any) -> Addition:
    got = (coming(said, **unknown),)
    return counter.write(lambda tx: orders.add_all(tx, TERMS, got, origin))[0].what  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Coming:
    """An order that comes: what is different in it, and whether it ends then."""

    changed: dict[str, Any]
    unknown: int
    ends: bool


_LINES = [
    (OrderLine("001", "BooK", "本", Decimal("1.0"), Decimal("9.9"), Decimal("9.9"), ("少油",)),),
    (OrderLine("001", "BooK", "本", Decimal("1"), Decimal("9.90"), Decimal("9.9"), ("少油",)),),
    (
        OrderLine(
            "001", "BooK", "本", Decimal("1"), Decimal("9.9"), Decimal("9.9"), ("少油",), "不要 13507311234"
        ),
    ),
    (OrderLine("002", "笔 13507311234", "支", Decimal("2"), Decimal("1"), Decimal("2")),),
]
_CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "customer": st.sampled_from(["张生", "李生", ""]),
        "phone": st.sampled_from(["13507311234", "13907318888", ""]),
        "address": st.sampled_from(["芙蓉区石牌街12号", "五一路2号", ""]),
        "remark": st.sampled_from(["", "少辣", "打 13507311234"]),
        "show_no": st.sampled_from(["#1", "#2", "13507311234"]),
        "lines": st.sampled_from(_LINES),
        "actual_fee": st.sampled_from([Decimal("9.9"), Decimal("9.90"), Decimal(12), None]),
        "due_at": st.sampled_from([None, START, LATER]),
        "platform_state": st.sampled_from([0, 3]),
        "ordered_at": st.sampled_from(
            [START, START - timedelta(days=2), START + timedelta(hours=1), LATER, None]
        ),
    },
)
COMINGS = st.lists(st.builds(Coming, _CHANGES, st.integers(0, 1), st.booleans()), min_size=1, max_size=5)


@contextmanager
def lived(
    home: Path, first: Sequence[Coming], age_s: float, ages: Callable[[Counter], None]
) -> Iterator[Counter]:
    """A counter to which these came; all have ended, and so long after `ages` did what is due by then."""
    clock = SetClock()
    with opened(home, clock) as journal:
        counter = Counter(journal)
        for each in first:
            come(counter, each)
        for key in keys(counter):
            counter.event(PlatformStatus.COMPLETED, key)
            counter.write(lambda tx, key=key: order_moves.move(tx, key, OrderState.COMPLETED))
        clock.walk(age_s)
        ages(counter)
        yield counter


def come(counter: Counter, each: Coming) -> tuple[Addition, list[Any]]:
    """What a call is answered, and which cards ring."""
    counter.journal.clock.walk(60)  # type: ignore[attr-defined]
    what = add(counter, content(**each.changed), unknown=each.unknown)
    ringing = [key for key in keys(counter) if rings(counter.view(key))]
    if each.ends:
        counter.event(PlatformStatus.COMPLETED)
    return what, ringing


def keys(counter: Counter) -> list[Any]:
    found = counter.journal.read(lambda db: views.search(db, KEY.bill))
    return sorted(view.order.key for view in found)
