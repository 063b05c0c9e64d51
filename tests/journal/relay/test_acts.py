"""Acts between two counters of a store (relay.md, 'Acts' and 'State')."""

import base64
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.board import Action, actions_of, rings
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.conflict import TWO_OUTS, parts_of
from posdesk.domain.orders.intent import Kind, Outcome, Wish
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.relay.act import ActKind
from posdesk.domain.relay.packed import unpacked
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal import Transaction
from posdesk.journal.orders import closing, intents, order_moves, print_rows, views
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import acts, applying, instance, own_acts, waiting_acts
from posdesk.journal.relay.applying import Became
from posdesk.journal.relay.own_acts import SIGNED
from tests.journal.making import KEY, START, Counter, SetClock, content, opened, received
from tests.journal.relay.making import RelayedCounter, two_counters


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def both(tmp_path: Path, clock: SetClock) -> Iterator[tuple[RelayedCounter, RelayedCounter]]:
    with two_counters(tmp_path, clock) as counters:
        yield counters


def test_a_store_without_a_relay_tells_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        counter = Counter(journal)
        counter.add()
        counter.done(Kind.ACCEPT)
        counter.write(partial(order_moves.hand_over, key=KEY, actor="Li"))
        assert journal.read(lambda db: db.execute("SELECT count(*) FROM acts").fetchone()) == (0,)
        assert counter.view().elsewhere == ()


def test_an_accept_is_told_and_silences_the_other_counter(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    assert rings(second.view())
    seq = first.done(Kind.ACCEPT, actor="王芳")
    (act,) = first.sends()
    assert (act.kind, act.outcome, act.state, act.n) == (
        ActKind.ACCEPT,
        Outcome.CONFIRMED,
        OrderState.ACCEPTED,
        1,
    )
    assert act.content == {"seq": seq}
    assert act.billno == first.order().billno
    assert second.hears([act]) == [Became.APPLIED]
    view = second.view()
    assert view.order.state is OrderState.ACCEPTED
    assert not rings(view)
    assert view.intents == ()
    (done,) = view.elsewhere
    assert (done.kind, done.counter, done.actor) == (Kind.ACCEPT, "1", "王芳")


def test_an_own_act_read_back_and_one_that_comes_twice_do_nothing(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    told = first.sends()
    assert first.hears(told) == [Became.KNOWN]
    second.hears(told)
    before = second.audited()
    assert second.hears(told) == [Became.KNOWN]
    assert second.audited() == before
    assert first.view().elsewhere == ()


def test_it_is_written_with_what_it_tells_or_not_at_all(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, _ = both
    first.stream_add()

    def job(tx: Transaction) -> None:
        intents.press(tx, Wish(KEY, Kind.ACCEPT, "Li"))
        acts.tell(tx, ActKind.HELLO)
        raise ValueError("the whole job fails")

    with pytest.raises(ValueError, match="whole job"):
        first.write(job)
    assert first.unsent() == ()
    first.done(Kind.ACCEPT)
    assert [each.n for each in first.unsent()] == [1]


def test_numbers_have_no_hole(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, _ = both
    for bill in ("A", "B", "C"):
        key = KEY._replace(bill=bill)
        first.stream_add(bill)
        first.done(Kind.ACCEPT, key)
        first.done(Kind.READY, key)
    assert [each.n for each in first.unsent()] == [1, 2, 3, 4, 5, 6]


def test_every_ending_is_told_and_unknown_once(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, _ = both
    first.stream_add()
    seq = first.unknown(Kind.ACCEPT)
    first.attempt(seq, Verdict.UNKNOWN)
    first.attempt(seq, Verdict.DONE)
    pressed = first.press(Kind.READY)
    first.write(partial(intents.withdraw, seq=pressed.seq, actor="Li"))
    told = [(each.kind, each.outcome) for each in first.unsent()]
    assert told == [
        (ActKind.ACCEPT, Outcome.UNKNOWN),
        (ActKind.ACCEPT, Outcome.CONFIRMED),
        (ActKind.READY, Outcome.WITHDRAWN),
    ]


def test_a_hand_over_completes_the_order_at_both(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    first.write(partial(order_moves.hand_over, key=KEY, actor="Li"))
    second.hears(first.sends())
    assert second.order().state is OrderState.COMPLETED
    assert [each.kind for each in second.view().elsewhere] == [Kind.ACCEPT, None]


def test_a_hand_out_against_signature_is_told_before_the_platform_answers(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    for each in both:
        each.stream_add(is_verification=True)
    first.done(Kind.ACCEPT)
    first.press(Kind.VERIFY, without_answer=True)
    told = first.sends()
    assert (told[-1].kind, told[-1].outcome, told[-1].state) == (ActKind.OUT, SIGNED, None)
    assert told[-1].content["code"] == "6901234567891"
    second.hears(told)
    assert second.order().state is OrderState.ACCEPTED
    assert [each.kind for each in second.view().elsewhere] == [Kind.ACCEPT, None]


def test_what_another_counter_gave_out_is_verified_here_after_a_question_only(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    for each in both:
        each.stream_add(is_verification=True)
    first.press(Kind.VERIFY, without_answer=True)
    second.hears(first.sends())
    for without_answer in (False, True):
        with pytest.raises(NotAllowed) as caught:
            second.press(Kind.VERIFY, without_answer=without_answer)
        assert caught.value.reason is OrderReason.OUT_ELSEWHERE
    second.press(Kind.VERIFY, without_answer=True, takes_over=True)
    first.hears(second.sends())
    for each in both:
        assert parts_of(each.order().conflict) == (TWO_OUTS,)


def test_a_payment_elsewhere_is_not_asked_for_again(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    for each in both:
        each.stream_add(payments=())
    first.done(Kind.ACCEPT)
    second.hears(first.sends())
    assert Action.PAY in actions_of(second.view())
    first.done(Kind.PAY)
    second.hears(first.sends())
    assert Action.PAY not in actions_of(second.view())


def test_a_stop_that_one_acknowledged_ends_at_both(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    second.hears(first.sends())
    for each in both:
        each.stream_event(PlatformStatus.CANCELLED)
        assert each.order().stop_open
    second.write(partial(order_moves.acknowledge_stop, key=KEY, actor="张伟"))
    first.hears(second.sends())
    assert not first.order().stop_open
    assert not second.order().stop_open


def test_a_stop_before_its_cancel_counts_when_that_comes(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    first.stream_event(PlatformStatus.CANCELLED)
    first.write(partial(order_moves.acknowledge_stop, key=KEY, actor="Li"))
    second.hears(first.sends())
    assert second.order().state is OrderState.ACCEPTED
    second.stream_event(PlatformStatus.CANCELLED)
    assert second.order().state is OrderState.CANCELLED
    assert not second.order().stop_open


def test_an_accept_that_comes_behind_its_cancel_is_a_stop_there_too(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    second.stream_event(PlatformStatus.CANCELLED)
    assert not second.order().stop_open
    second.hears(first.sends())
    assert second.order().stop_open


def test_a_cancel_that_another_counter_tells_late_is_a_stop_where_it_is_made(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    """Late by the line, or by a clock that nobody has measured yet: the food may be in the pan."""
    first, second = both
    for each in both:
        each.stream_add()
    second.done(Kind.ACCEPT)
    first.event(PlatformStatus.CANCELLED)
    told = first.sends()
    clock.walk(3600)
    second.hears(told)
    assert second.order().stop_open
    first.hears(second.sends())
    assert first.order().stop_open


@pytest.mark.parametrize("order", list(permutations(("accept", "closed", "cancel"))))
def test_what_somebody_closed_is_no_stop_whichever_word_came_first(
    both: tuple[RelayedCounter, RelayedCounter], order: tuple[str, ...]
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    (accept,) = first.sends()
    first.write(partial(closing.close, key=KEY, reason=CloseReason.OTHER, actor="Li"))
    (closed,) = first.sends()
    for word in order:
        if word == "cancel":
            second.stream_event(PlatformStatus.CANCELLED)
        else:
            second.hears([accept if word == "accept" else closed])
    first.stream_event(PlatformStatus.CANCELLED)
    for each in both:
        assert each.order().state is OrderState.CANCELLED
        assert not each.order().stop_open


@pytest.mark.parametrize("order", list(permutations(("accept", "closed", "cancel"))))
def test_what_was_accepted_after_a_closing_that_came_late_is_a_stop_at_both(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock, order: tuple[str, ...]
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.write(partial(closing.close, key=KEY, reason=CloseReason.OTHER, actor="Li"))
    closed = first.sends()
    clock.walk(60)
    second.done(Kind.ACCEPT)
    accepted = second.sends()
    for word in order:
        if word == "accept":
            first.hears(accepted)
        elif word == "closed":
            second.hears(closed)
        else:
            first.stream_event(PlatformStatus.CANCELLED)
            second.stream_event(PlatformStatus.CANCELLED)
    for each in both:
        assert each.order().state is OrderState.CANCELLED
        assert each.order().stop_open, "nobody at the counter that makes it has heard of the cancel"


def test_what_was_opened_again_before_its_cancel_is_a_stop_at_both(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    first.write(partial(closing.close, key=KEY, reason=CloseReason.OTHER, actor="Li"))
    second.hears(first.sends())
    clock.walk(60)
    first.write(partial(closing.open_again, key=KEY, actor="Li"))
    second.stream_event(PlatformStatus.CANCELLED)
    second.hears(first.sends())
    first.stream_event(PlatformStatus.CANCELLED)
    for each in both:
        assert each.order().stop_open


def test_nothing_rings_that_was_accepted_and_cancelled_long_ago(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    second.stream_event(PlatformStatus.CANCELLED)
    clock.walk(3 * 3600)
    second.hears(first.sends())
    assert not second.order().stop_open


def test_the_highest_word_counts_whatever_came_first_and_two_final_ones_are_a_conflict(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    second.hears(first.sends())
    second.stream_event(PlatformStatus.CANCELLED)
    first.write(partial(order_moves.hand_over, key=KEY, actor="Li"))
    second.hears(first.sends())
    first.stream_event(PlatformStatus.CANCELLED)
    for each in both:
        assert each.order().state is OrderState.COMPLETED
        assert parts_of(each.order().conflict) == ("cancelled",)


def test_closed_here_and_opened_again_count_at_both_by_the_last_word(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.write(partial(closing.close, key=KEY, reason=CloseReason.OTHER, actor="Li", note="写错"))
    closed = first.sends()
    second.hears(closed)
    assert second.order().closed == first.order().closed
    clock.walk(60)
    first.write(partial(closing.open_again, key=KEY, actor="Li"))
    reopened = first.sends()
    second.hears(reopened)
    assert second.order().closed is None
    second.hears(closed)
    assert second.order().closed is None


def test_acts_wait_for_their_order(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    first.stream_add()
    first.done(Kind.ACCEPT)
    first.done(Kind.READY)
    assert second.hears(first.sends()) == [Became.WAITS, Became.WAITS]
    second.stream_add()
    assert second.order().state is OrderState.READY
    assert not rings(second.view())
    assert second.journal.read(waiting_acts.waiting) == 0


def test_an_act_waits_seven_days_and_a_thousand_wait_at_the_most(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = both
    monkeypatch.setattr(waiting_acts, "MOST", 3)
    for bill in "ABCDE":
        first.stream_add(bill)
        first.done(Kind.ACCEPT, KEY._replace(bill=bill))
    told = first.sends()
    second.hears(told)
    assert second.journal.read(waiting_acts.waiting) == 3
    assert second.audited().count("act.passed_over") == 2
    clock.walk(8 * 86_400)
    second.hears([replace(told[0], id="another", n=99)])
    assert second.journal.read(waiting_acts.waiting) == 1


def test_a_pc_whose_clock_is_set_to_another_week_passes_no_waiting_act_over(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    """The days that an act waits are counted by the stream's clock."""
    first, second = both
    for bill in "ABC":
        first.stream_add(bill)
        first.done(Kind.ACCEPT, KEY._replace(bill=bill))
    told, stored = first.sends(), clock.now()
    for shown_day, act, day in ((0, told[0], 0), (9, told[1], 1), (-20, told[2], 6)):
        clock.wall = stored + timedelta(days=shown_day)
        at = stored + timedelta(days=day)
        second.write(partial(applying.apply, act=act, stored=at))
    assert second.journal.read(waiting_acts.waiting) == 3
    late = stored + timedelta(days=7, hours=1)
    second.write(partial(applying.apply, act=replace(told[0], id="another", n=99), stored=late))
    assert second.journal.read(waiting_acts.waiting) == 3, "the first one's week is over"
    assert second.audited().count("act.passed_over") == 1


def test_an_order_that_came_by_another_way_is_told_whole(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, _ = both
    first.add()
    (act,) = first.unsent()
    assert (act.kind, act.outcome) == (ActKind.ORDER, Origin.PUSHED)
    assert act.content["raw"] == received(KEY.bill).raw
    first.event(PlatformStatus.CANCELLED)
    assert (first.unsent()[-1].kind, first.unsent()[-1].state) == (ActKind.ORDER, OrderState.CANCELLED)


@pytest.mark.parametrize("is_first", [True, False])
def test_one_that_was_looked_up_is_accepted_at_both_whichever_way_came_first(
    both: tuple[RelayedCounter, RelayedCounter], is_first: bool
) -> None:
    first, second = both
    first.add(origin=Origin.CAPTURED)
    told = first.sends()
    first.stream_add()
    if is_first:
        second.stream_add()
    second.hears(told)
    if not is_first:
        second.stream_add()
        second.hears(told)
    assert first.order().state is OrderState.ACCEPTED
    assert second.order().state is OrderState.ACCEPTED


def test_what_comes_by_the_stream_is_told_to_nobody(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, _ = both
    first.stream_add()
    first.stream_event(PlatformStatus.ACCEPTED)
    assert first.unsent() == ()


def test_what_waits_here_ends_once_another_counter_did_it(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    pressed = second.press(Kind.ACCEPT, leaves_after_s=2.0)
    second.hears(first.sends())
    assert second.intent(pressed.seq).outcome is Outcome.WITHDRAWN


def test_an_unknown_verdict_is_known_by_the_others_answer(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    seq = second.unknown(Kind.ACCEPT)
    second.hears(first.sends())
    assert second.intent(seq).outcome is Outcome.CONFIRMED


def test_a_replaced_pc_learns_its_own_past(tmp_path: Path, clock: SetClock) -> None:
    with two_counters(tmp_path, clock) as (first, second):
        for each in (first, second):
            each.stream_add()
        first.done(Kind.ACCEPT)
        first.write(partial(order_moves.hand_over, key=KEY, actor="Li"))
        told = first.sends()
        second.hears(told)
    clock.walk(3600)
    with opened(tmp_path / "new", clock, "1") as journal:
        new = RelayedCounter(journal)
        new.begin_relay()
        new.stream_add()
        new.hears(told)
        assert new.order().state is OrderState.COMPLETED
        assert [each.counter for each in new.view().elsewhere] == ["1", "1"]


def test_an_older_copy_of_a_journal_learns_how_its_own_intent_ended(tmp_path: Path, clock: SetClock) -> None:
    """A restore hands what was open to a person; the stream says what became of it."""
    with opened(tmp_path / "1", clock, "1") as journal:
        counter = RelayedCounter(journal)
        counter.begin_relay()
        counter.stream_add()
        seq = counter.unknown(Kind.ACCEPT)
        before = counter.sends()
        counter.attempt(seq, Verdict.DONE)
        told = (*before, *counter.sends())
    with opened(tmp_path / "2", clock, "1") as journal:
        older = RelayedCounter(journal)
        older.begin_relay()
        older.stream_add()
        unknown = older.unknown(Kind.ACCEPT)
        older.write(
            lambda tx: tx.db.execute(
                "UPDATE intents SET seq = ?, needs_person = 1 WHERE seq = ?", (seq, unknown)
            )
        )
        older.hears(told)
        assert older.intent(seq).outcome is Outcome.CONFIRMED
        assert older.order().state is OrderState.ACCEPTED


def test_what_the_stream_lost_is_sent_again(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    first, _ = both
    for bill in "AB":
        first.stream_add(bill)
        first.done(Kind.ACCEPT, KEY._replace(bill=bill))
    kept, lost = first.sends()
    first.hears([kept])
    clock.walk(1)
    assert first.write(partial(acts.send_again, before=clock.now())) == 1
    assert [each.id for each in first.unsent()] == [lost.id]


def test_of_a_stream_that_is_read_anew_only_what_lacks_is_sent_again(
    both: tuple[RelayedCounter, RelayedCounter], clock: SetClock
) -> None:
    """A week of acts sent once more would push those of others out of it."""
    first, _ = both
    for bill in "AB":
        first.stream_add(bill)
        first.done(Kind.ACCEPT, KEY._replace(bill=bill))
    kept, lost = first.sends()
    first.hears([kept, lost])
    assert first.write(acts.doubt_all) == 2
    first.hears([kept])
    clock.walk(1)
    assert first.write(partial(acts.send_again, before=clock.now())) == 1
    assert [each.id for each in first.unsent()] == [lost.id]


def test_an_act_of_a_newer_version_is_counted_and_passed_over(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    first.stream_add()
    first.done(Kind.ACCEPT)
    (act,) = first.sends()
    assert second.hears([replace(act, kind=ActKind("packed"))]) == [Became.PASSED]


def test_an_own_order_is_told_to_nobody(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, _ = both
    first.write(partial(acts.tell, kind=ActKind.ACCEPT, key=KEY._replace(partner="own order")))
    assert first.unsent() == ()


def test_a_text_beyond_the_streams_bound_is_left_out_and_the_number_is_not(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, _ = both
    noise = base64.b64encode(random.Random(7).randbytes(90_000)).decode()
    first.write(partial(acts.tell, kind=ActKind.ORDER, key=KEY, content={"raw": noise}))
    (act,) = first.unsent()
    assert act.content == {"too_long": 120_011}


def test_a_text_that_fits_once_it_is_packed_is_packed(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, _ = both
    first.write(partial(acts.tell, kind=ActKind.ORDER, key=KEY, content={"raw": "x" * 70_000}))
    (act,) = first.unsent()
    assert unpacked({**act.content, "sent": "now"}) == {"raw": "x" * 70_000, "sent": "now"}


def test_hello_counts_as_an_act_and_old_ones_go(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, _ = both
    for _each in range(60):
        first.write(own_acts.hello)
        first.hears(first.sends())
    rows = first.journal.read(lambda db: db.execute("SELECT count(*), max(n) FROM acts").fetchone())
    assert rows[0] <= 52
    assert rows[1] == 60


def test_after_a_restore_numbers_begin_anew_under_another_name(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, _ = both
    first.stream_add()
    first.done(Kind.ACCEPT)
    before = first.unsent()[0].instance
    first.write(instance.renew)
    first.done(Kind.READY)
    act = first.unsent()[-1]
    assert act.instance != before
    assert act.n == 1


def test_a_cancel_of_one_of_two_is_decided_at_both(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    for each in both:
        each.stream_add()
        each.stream_add(
            lines=(replace(content().lines[0], name="别的"),), ordered_at=START + timedelta(days=1)
        )
        each.stream_event(PlatformStatus.CANCELLED)
    found = first.journal.read(lambda db: list(views.each_on_board(db, START)))
    keys = [view.order.key for view in found]
    assert len(keys) == 2
    first.write(partial(order_moves.cancel_this, key=KEY, actor="Li"))
    second.hears(first.sends())
    for each in both:
        assert [each.order(key).state for key in keys].count(OrderState.CANCELLED) == 1
        assert not any(each.order(key).is_unclear for key in keys)


def _two_of_a_number(both: tuple[RelayedCounter, RelayedCounter]) -> OrderKey:
    """KEY and a newer one of its number, which is returned: both are accepted at the second counter."""
    first, second = both
    for each in both:
        each.stream_add()
        each.stream_add(
            lines=(replace(content().lines[0], name="别的"),), ordered_at=START + timedelta(days=1)
        )
    found = first.journal.read(lambda db: [view.order.key for view in views.each_on_board(db, START)])
    (newer,) = (key for key in found if key != KEY)
    for key in (KEY, newer):
        second.done(Kind.ACCEPT, key)
    first.hears(second.sends())
    return newer


def test_one_that_a_cancel_was_not_for_is_a_stop_when_it_is_cancelled_itself(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, second = both
    newer = _two_of_a_number(both)
    for each in both:
        each.stream_event(PlatformStatus.CANCELLED)
    first.write(partial(order_moves.cancel_this, key=KEY, actor="Li"))
    second.hears(first.sends())
    for each in both:
        assert not each.order(newer).stop_open
        each.stream_event(PlatformStatus.CANCELLED)
        assert each.order(newer).state is OrderState.CANCELLED
        assert each.order(newer).stop_open, "it is made, and nobody has heard of this cancel"


@pytest.mark.parametrize("printing", [0, 1])
def test_which_one_was_cancelled_is_said_at_one_counter_and_its_stop_prints_where_slips_print(
    both: tuple[RelayedCounter, RelayedCounter], printing: int
) -> None:
    first, second = both
    for number, each in enumerate(both):
        stop = PlannedSlip(SlipKind.STOP, "kitchen")
        each.journal.print_by(PrintPlan((stop,), by_itself=number == printing))
    newer = _two_of_a_number(both)
    for each in both:
        each.stream_event(PlatformStatus.CANCELLED)
    first.write(partial(order_moves.cancel_this, key=KEY, actor="Li"))
    second.hears(first.sends())
    for number, each in enumerate(both):
        made = each.journal.read(lambda db: [job.slip for job in print_rows.of_order(db, KEY)])
        assert made == ([SlipKind.STOP] if number == printing else [])
        assert each.journal.read(lambda db: list(print_rows.of_order(db, newer))) == []


@pytest.mark.parametrize(("kind", "what"), [(Kind.PAY, "two_pays"), (Kind.VERIFY, "two_outs")])
def test_what_was_done_at_two_counters_is_told_at_both(
    both: tuple[RelayedCounter, RelayedCounter], kind: Kind, what: str
) -> None:
    first, second = both
    for each in both:
        each.stream_add(payments=(), is_verification=True)
    first.done(Kind.ACCEPT)
    second.hears(first.sends())
    for each in both:
        each.done(kind)
    told = first.sends(), second.sends()
    second.hears(told[0])
    first.hears(told[1])
    for each in both:
        assert parts_of(each.order().conflict) == (what,)


@pytest.mark.parametrize(("kind", "what"), [(Kind.PAY, "two_pays"), (Kind.VERIFY, "two_outs")])
def test_what_a_restored_pc_did_once_more_is_told_at_both(
    both: tuple[RelayedCounter, RelayedCounter], kind: Kind, what: str
) -> None:
    """It doesn't know yet what it did before under another instance."""
    first, _ = both
    for each in both:
        each.stream_add(payments=(), is_verification=True)
    first.done(kind)
    (now,) = first.sends()
    before = replace(now, id="before", instance="the journal before", content={"seq": "another"})
    for each in both:
        each.hears([before, now])
        assert parts_of(each.order().conflict) == (what,)


def test_an_intent_that_a_restored_pc_has_from_its_older_copy_was_done_once(
    both: tuple[RelayedCounter, RelayedCounter],
) -> None:
    first, _ = both
    for each in both:
        each.stream_add(payments=(), is_verification=True)
    first.done(Kind.PAY)
    (now,) = first.sends()
    before = replace(now, id="before", instance="the journal before")
    for each in both:
        each.hears([before, now])
        assert not each.order().conflict


@pytest.mark.parametrize(("kind", "what"), [(Kind.PAY, "two_pays"), (Kind.VERIFY, "two_outs")])
def test_it_is_told_at_both_where_the_others_act_came_while_the_own_was_on_its_way(
    both: tuple[RelayedCounter, RelayedCounter], kind: Kind, what: str
) -> None:
    first, second = both
    for each in both:
        each.stream_add(payments=(), is_verification=True)
    first.done(Kind.ACCEPT)
    second.hears(first.sends())
    sending = second.begin(second.press(kind).seq)
    assert sending is not None
    first.done(kind)
    second.hears(first.sends())
    second.finish(sending.intent, Answer(Verdict.DONE))
    first.hears(second.sends())
    for each in both:
        assert parts_of(each.order().conflict) == (what,)


def test_who_was_first_stands_with_what_was_lost(both: tuple[RelayedCounter, RelayedCounter]) -> None:
    first, second = both
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT, actor="王芳")
    pressed = second.press(Kind.ACCEPT, leaves_after_s=2.0)
    second.hears(first.sends())
    assert second.intent(pressed.seq).last_answer == "other_counter 1 王芳"
    assert second.unsent() == ()


def test_of_hellos_the_old_ones_go_and_of_all_acts_only_the_last_are_looked_through(
    both: tuple[RelayedCounter, RelayedCounter], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = both
    monkeypatch.setattr(own_acts, "HELLOS_KEPT", 3)
    for _ in range(9):
        first.write(own_acts.hello)
        first.hears(first.sends())
    kept = first.journal.read(lambda db: [row[0] for row in db.execute("SELECT n FROM acts ORDER BY n")])
    assert kept == [6, 7, 8, 9]
    monkeypatch.setattr(own_acts, "LOOKED_THROUGH", 2)
    first.write(own_acts.hello)
    left = first.journal.read(lambda db: [row[0] for row in db.execute("SELECT n FROM acts ORDER BY n")])
    assert left == [*kept, 10], "what lies further behind is not looked at"


@pytest.mark.parametrize("is_told_late", [False, True])
def test_a_pc_whose_clock_is_behind_costs_no_slip_at_the_counter_that_prints(
    both: tuple[RelayedCounter, RelayedCounter], is_told_late: bool
) -> None:
    first, second = both
    second.journal.print_by(PrintPlan((PlannedSlip(SlipKind.KITCHEN, "kitchen"),)))
    for each in both:
        each.stream_add()
    first.done(Kind.ACCEPT)
    (act,) = first.sends()
    behind = replace(act, at=act.at - timedelta(hours=1))
    done_at = act.at - timedelta(hours=1) if is_told_late else act.at
    second.write(partial(applying.apply, act=behind, done_at=done_at))
    made = second.journal.read(lambda db: [job.slip for job in print_rows.of_order(db, KEY)])
    assert made == ([] if is_told_late else [SlipKind.KITCHEN])
