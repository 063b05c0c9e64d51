"""Rows 17, 20 and 21: what the store adds to an order by itself is kept, audited, wiped, told to nobody."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderLine
from posdesk.domain.orders.own import NOTE_LENGTH, note_text, promised_in
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal.orders import own_rows
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import KEY, START, Counter, SetClock, key_of, wiped

NOTE = "顾客来电，打 13507311234，晚到半小时"
DISHES = tuple(
    OrderLine(code, name, "份", Decimal(count), Decimal(9), Decimal(9) * count)
    for code, name, count in (("001", "饭", 2), ("002", "汤", 1))
)


def note(counter: Counter, text: str, actor: str = "Li") -> None:
    counter.write(partial(own_rows.note, key=KEY, text=text, actor=actor))


def pack(counter: Counter, line: int, pieces: int) -> None:
    counter.write(partial(own_rows.pack, key=KEY, line=line, pieces=pieces, actor="Li"))


@pytest.fixture
def accepted(counter: Counter) -> Counter:
    """An order of two dishes that is being made."""
    counter.add(lines=DISHES)
    counter.done(Kind.ACCEPT)
    return counter


def test_notes_stay_with_the_order_in_their_order(accepted: Counter, clock: SetClock) -> None:
    note(accepted, "  少放辣\n和醋 ")
    clock.walk(60)
    note(accepted, "骑手来过", actor="Wang")
    note(accepted, " \t ")
    own = accepted.view().own
    assert [(each.text, each.actor) for each in own.notes] == [("少放辣 和醋", "Li"), ("骑手来过", "Wang")]
    assert own.notes[1].at - own.notes[0].at == timedelta(seconds=60)
    assert own.words() == "少放辣 和醋；骑手来过"
    assert accepted.happened().count(Happening.NOTED) == 2


def test_the_trail_says_that_there_is_a_note_and_never_what_it_says(accepted: Counter) -> None:
    note(accepted, NOTE)
    rows = accepted.journal.read(
        lambda db: db.execute("SELECT actor, detail FROM audit WHERE what = 'order.noted'").fetchall()
    )
    assert [actor for actor, _ in rows] == ["Li"]
    everything = accepted.journal.read(lambda db: db.execute("SELECT * FROM audit").fetchall())
    assert not any("13507311234" in str(row) or "顾客" in str(row) for row in everything)


def test_a_note_is_one_line_without_anything_unseen() -> None:
    assert note_text("a\x00b\u200bc\u2028d\x1b[2J") == "a b c d [2J"
    assert len(note_text("长" * 999)) == NOTE_LENGTH
    assert note_text("\ud800") == ""


def test_a_note_to_an_order_that_has_ended_is_still_kept_and_one_to_none_is_refused(
    accepted: Counter,
) -> None:
    accepted.event(PlatformStatus.CANCELLED)
    note(accepted, "已退款")
    assert accepted.view().own.words() == "已退款"
    with pytest.raises(NotAllowed) as refused:
        accepted.write(partial(own_rows.note, key=key_of("nobody"), text="x", actor="Li"))
    assert refused.value.reason is OrderReason.UNKNOWN_ORDER


def test_the_last_promise_counts_and_no_platform_is_told(accepted: Counter) -> None:
    for minutes in (20, 10):
        at = promised_in(minutes, START)
        accepted.write(partial(own_rows.promise, key=KEY, at=at, actor="Li"))
    view = accepted.view()
    assert view.own.promised == START.replace(second=0) + timedelta(minutes=11)
    assert view.own.notes == ()
    assert [intent.kind for intent in view.intents] == [Kind.ACCEPT]
    assert accepted.audited().count("order.promised") == 2


def test_nothing_is_promised_of_an_order_that_has_ended(accepted: Counter) -> None:
    accepted.event(PlatformStatus.CANCELLED)
    with pytest.raises(NotAllowed):
        accepted.write(partial(own_rows.promise, key=KEY, at=START, actor="Li"))


def test_packing_is_kept_and_the_last_piece_is_told_once(accepted: Counter) -> None:
    pack(accepted, 0, 1)
    pack(accepted, 1, 1)
    assert accepted.view().own.packed == {0: 1, 1: 1}
    assert Happening.PACKED not in accepted.happened()
    pack(accepted, 0, 7)
    pack(accepted, 0, 2)
    assert accepted.view().own.packed == {0: 2, 1: 1}, "never more than is wanted"
    assert accepted.happened().count(Happening.PACKED) == 1
    pack(accepted, 1, 0)
    assert accepted.view().own.packed == {0: 2}


def test_nothing_is_packed_of_an_order_that_nobody_makes(counter: Counter) -> None:
    counter.add(lines=DISHES)
    with pytest.raises(NotAllowed):
        pack(counter, 0, 1)
    counter.done(Kind.ACCEPT)
    with pytest.raises(NotAllowed):
        pack(counter, 2, 1)
    counter.event(PlatformStatus.CANCELLED)
    with pytest.raises(NotAllowed):
        pack(counter, 0, 1)


def test_a_changed_order_keeps_packed_what_is_wanted_as_it_was(accepted: Counter) -> None:
    pack(accepted, 0, 2)
    pack(accepted, 1, 1)
    rice, soup = DISHES
    accepted.add(lines=(replace(soup, quantity=Decimal(2)), replace(rice, attributes=("少油",))))
    assert accepted.view().own.packed == {0: 1}, "the rice is another one now"


def test_a_note_is_wiped_with_its_order_and_what_is_no_text_stays(accepted: Counter, clock: SetClock) -> None:
    note(accepted, NOTE)
    accepted.write(partial(own_rows.promise, key=KEY, at=START, actor="Li"))
    accepted.event(PlatformStatus.COMPLETED)
    clock.walk(29 * 86_400)
    wiped(accepted)
    assert accepted.view().own.words() == NOTE
    clock.walk(2 * 86_400)
    assert wiped(accepted)["notes"] == 1
    own = accepted.view().own
    assert own.notes == ()
    assert own.promised == START
    assert NOTE.encode() not in accepted.journal.path.read_bytes()


def test_an_orders_own_rows_are_read_by_an_index(accepted: Counter) -> None:
    asked: list[str] = []

    def watched(db: Any) -> None:
        db.set_trace_callback(asked.append)
        own_rows.of_order(db, KEY)
        db.set_trace_callback(None)

    accepted.journal.read(watched)
    assert len(asked) == 2
    for plan in (_plan(accepted, question) for question in asked):
        assert all("USING INDEX" in row for row in plan), plan


def _plan(counter: Counter, question: str) -> list[str]:
    rows = counter.journal.read(lambda db: db.execute(f"EXPLAIN QUERY PLAN {question}").fetchall())
    return [row[-1] for row in rows]
