"""Row 53: which platform was compared by whom stands in the journal, and the last one ends the gap."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from posdesk.domain.status import Gap
from posdesk.journal import heartbeats
from tests.journal.making import Counter, SetClock

EVERY = ("meituan", "eleme")


def gaps(counter: Counter) -> tuple[Gap, ...]:
    return counter.journal.read(lambda db: heartbeats.open_gaps(db, "1"))


def compare(counter: Counter, partner: str, actor: str, numbers: Sequence[int] = (1, 2)) -> None:
    job = partial(heartbeats.check_partner, numbers=numbers, partner=partner, actor=actor, every=EVERY)
    counter.write(job)


def test_each_partner_is_compared_by_name_for_every_gap_and_the_last_one_ends_them(
    counter: Counter, clock: SetClock
) -> None:
    for _ in range(2):
        counter.write(lambda tx: heartbeats.add_gap(tx, tx.now - timedelta(minutes=9), tx.now, "asleep"))
    compare(counter, "meituan", "Li")
    clock.walk(60)
    compare(counter, "meituan", "Wang")
    assert [[(c.partner, c.actor) for c in gap.checks] for gap in gaps(counter)] == [[("meituan", "Li")]] * 2
    assert counter.audited().count("gap.compared") == 2
    compare(counter, "eleme", "Wang")
    assert gaps(counter) == ()
    assert counter.audited().count("gap.checked") == 2
    compare(counter, "eleme", "Li")
    assert counter.audited().count("gap.compared") == 4, "what is ended is compared no more"
