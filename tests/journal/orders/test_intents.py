"""Intents: who may press what and when, how attempts end, what follows for the order."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from posdesk.domain.orders.answer import DENIED_OFTEN, Answer, Decision, Verdict
from posdesk.domain.orders.board import Lane, lane_of, rings
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Wish
from posdesk.domain.orders.order import OrderState, Origin
from posdesk.errors import NotAllowed
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import intent_rows, intents, order_rows, scans, views
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import (
    KEY,
    PATIENCE_S,
    START,
    Counter,
    SetClock,
    key_of,
    one_group,
    opened,
    received,
)

DONE, REFUSED = Verdict.DONE, Verdict.REFUSED
UNKNOWN, NOT_SENT = Verdict.UNKNOWN, Verdict.NOT_SENT
DEADLINE = START + timedelta(seconds=300)


@pytest.fixture
def waiting(counter: Counter) -> Counter:
    """A new order that waits to be accepted."""
    counter.add()
    return counter


def test_an_intent_is_on_disk_with_its_guid_before_anything_is_sent(waiting: Counter) -> None:
    intent = waiting.press(Kind.ACCEPT, actor="Wang")
    assert (intent.outcome, intent.attempts, intent.counter, intent.actor) == (Outcome.QUEUED, 0, "1", "Wang")
    assert waiting.view().intents == (intent,)


def test_nothing_is_pressed_for_an_unknown_order(counter: Counter) -> None:
    with pytest.raises(NotAllowed) as refusal:
        counter.press(Kind.ACCEPT)
    assert refusal.value.reason == "unknown_order"


def test_a_verification_needs_a_code_and_a_payment_an_amount(counter: Counter) -> None:
    counter.add(is_verification=True)
    for kind, wish, reason in (
        (Kind.VERIFY, {"code": ""}, "no_code"),
        (Kind.PAY, {"payments": ()}, "no_payment"),
    ):
        with pytest.raises(NotAllowed) as refusal:
            counter.press(kind, **wish)
        assert refusal.value.reason == reason


@pytest.mark.parametrize("first", [Kind.ACCEPT, Kind.REFUSE])
@pytest.mark.parametrize("second", [Kind.ACCEPT, Kind.REFUSE])
@pytest.mark.parametrize("how", [None, DONE, UNKNOWN, NOT_SENT])
def test_accept_and_refuse_exclude_each_other_while_open_or_confirmed(
    waiting: Counter, first: Kind, second: Kind, how: Verdict | None
) -> None:
    seq = waiting.press(first).seq
    if how:
        waiting.attempt(seq, how)
    with pytest.raises(NotAllowed):
        waiting.press(second)


@pytest.mark.parametrize("second", [Kind.ACCEPT, Kind.REFUSE])
def test_after_a_refusal_a_new_wish_has_a_new_guid(waiting: Counter, second: Kind) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    assert waiting.attempt(seq, REFUSED, "门店已打烊", 7) is Outcome.REFUSED
    assert rings(waiting.view()), "the card is back and asks for attention"
    assert waiting.press(second).seq != seq
    assert (waiting.intent(seq).last_answer, waiting.intent(seq).last_code) == ("门店已打烊", 7)


@pytest.mark.parametrize(("one", "other"), [("accept", "refuse"), ("accept", "accept"), ("pay", "pay")])
@pytest.mark.parametrize("outcome", ["queued", "sending", "unknown", "confirmed"])
def test_the_index_itself_forbids_two_open_wishes(
    waiting: Counter, one: str, other: str, outcome: str
) -> None:
    row = (
        "INSERT INTO intents (seq, partner, bill, ordered, kind, counter, actor, outcome, pressed_at,"
        " leaves_at) VALUES (?, ?, ?, ?, ?, '1', '', ?, '', '')"
    )
    with contextlib.closing(sqlite3.connect(waiting.journal.path)) as db:
        db.execute(row, ("a", *KEY, one, "unknown"))
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(row, ("b", *KEY, other, outcome))


def test_two_processes_that_race_for_an_order_press_one_intent(tmp_path: Path) -> None:
    bills = [f"bill-{n}" for n in range(25)]
    won: list[tuple[str, Kind]] = []

    def press(journal: Journal, kind: Kind) -> None:
        for bill in bills:
            with contextlib.suppress(NotAllowed):
                Counter(journal).press(kind, key_of(bill))
                won.append((bill, kind))

    with opened(tmp_path) as one, opened(tmp_path, counter="2") as two:
        for bill in bills:
            Counter(one).add(bill)
        racing = ((one, Kind.ACCEPT), (two, Kind.REFUSE))
        threads = [threading.Thread(target=press, args=pair) for pair in racing]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE_S)
        stored = {(i.key.bill, i.kind) for i in one.read(intent_rows.open_ones)}
    assert sorted(bill for bill, _ in won) == sorted(bills)
    assert stored == set(won)


def _pressing(wish: Wish) -> Callable[[Transaction], Intent]:
    return lambda tx: intents.press(tx, wish)


def test_intents_of_one_moment_keep_the_order_of_pressing(waiting: Counter) -> None:
    """One group shares one `now`; ordered by time and GUID, ready would overtake accept every second time."""
    for number in range(12):
        waiting.add(f"bill-{number}")
    with one_group(waiting.journal):
        keys = [key_of(f"bill-{number}") for number in range(12)]
        wishes = [Wish(key, kind, "Li") for key in keys for kind in (Kind.ACCEPT, Kind.READY)]
        futures = [waiting.journal.write(_pressing(wish)) for wish in wishes]
    assert [future.result(PATIENCE_S).kind for future in futures] == [wish.kind for wish in wishes]
    pressed = waiting.journal.read(intent_rows.open_ones)
    assert [i.kind for i in pressed] == [Kind.ACCEPT, Kind.READY] * 12
    assert len({i.pressed_at for i in pressed}) == 1


def test_a_clock_that_jumps_back_turns_no_order_around(waiting: Counter, clock: SetClock) -> None:
    waiting.press(Kind.ACCEPT)
    clock.wall -= timedelta(hours=1)
    waiting.press(Kind.READY)
    assert [i.kind for i in waiting.view().intents] == [Kind.ACCEPT, Kind.READY]
    last = waiting.view().last
    assert last is not None
    assert last.kind is Kind.READY


def test_the_board_shows_every_intent_after_a_jump_back(counter: Counter, clock: SetClock) -> None:
    for number in range(25):
        counter.add(f"bill-{number}")
    clock.wall -= timedelta(hours=1)
    counter.press(Kind.ACCEPT, key_of("bill-3"))
    board = counter.journal.read(lambda db: tuple(views.each_on_board(db, clock.now())))
    lanes = {view.order.key.bill: lane_of(view, clock.now()) for view in board}
    assert (len(lanes), lanes["bill-3"], lanes["bill-4"]) == (25, Lane.MAKING, Lane.NEW)


@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.REFUSE, Kind.READY])
def test_undo_time_is_on_disk(waiting: Counter, kind: Kind) -> None:
    if kind is Kind.READY:
        waiting.done(Kind.ACCEPT)
    assert waiting.press(kind, leaves_after_s=2).leaves_at == START + timedelta(seconds=2)


@pytest.mark.parametrize("kind", [Kind.PAY, Kind.VERIFY])
def test_pay_and_verify_leave_at_once(counter: Counter, kind: Kind) -> None:
    counter.add(is_verification=True)
    assert counter.press(kind, leaves_after_s=2).leaves_at == START


@pytest.mark.parametrize(
    ("left_s", "waits_s"), [(13, 2), (12.001, 2), (12, 0), (11, 0), (1, 0), (0, 0), (-5, 0)]
)
@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.REFUSE])
def test_no_undo_time_near_the_deadline(
    waiting: Counter, clock: SetClock, kind: Kind, left_s: float, waits_s: float
) -> None:
    clock.wall = DEADLINE - timedelta(seconds=left_s)
    assert waiting.press(kind, leaves_after_s=2).leaves_at == clock.wall + timedelta(seconds=waits_s)


@pytest.mark.parametrize(
    ("pressed", "expires"),
    [
        (START, DEADLINE),
        (DEADLINE - timedelta(seconds=1), DEADLINE),
        (DEADLINE, DEADLINE + timedelta(seconds=60)),
        (DEADLINE + timedelta(hours=1), DEADLINE + timedelta(hours=1, seconds=60)),
        (START - timedelta(hours=1), DEADLINE - timedelta(hours=1)),  # the wall clock was set back
    ],
)
def test_an_accept_may_wait_until_the_deadline_and_a_late_one_60_s(
    waiting: Counter, clock: SetClock, pressed: datetime, expires: datetime
) -> None:
    clock.wall = pressed
    assert waiting.press(Kind.ACCEPT).expires_at == expires


def test_a_verification_may_wait_60_s_and_a_signed_one_as_long_as_it_takes(counter: Counter) -> None:
    counter.add(is_verification=True)
    counter.add("b", is_verification=True)
    assert counter.press(Kind.VERIFY).expires_at == START + timedelta(seconds=60)
    assert counter.press(Kind.VERIFY, key_of("b"), without_answer=True).expires_at is None


def test_ready_and_pay_never_expire(waiting: Counter) -> None:
    waiting.done(Kind.ACCEPT)
    assert (waiting.press(Kind.READY).expires_at, waiting.press(Kind.PAY).expires_at) == (None, None)


def test_an_accept_that_never_left_expires_and_puts_the_card_back(waiting: Counter) -> None:
    accept, ready, pay = (waiting.press(kind).seq for kind in (Kind.ACCEPT, Kind.READY, Kind.PAY))
    waiting.attempt(accept, NOT_SENT)
    assert waiting.begin(accept, expired=True) is None
    outcomes = [waiting.intent(seq).outcome for seq in (accept, ready, pay)]
    assert outcomes == [Outcome.EXPIRED, Outcome.WITHDRAWN, Outcome.QUEUED]
    assert lane_of(waiting.view(), START) is Lane.NEW


def test_an_expired_verification_takes_no_payment_along(counter: Counter) -> None:
    counter.add(is_verification=True)
    verify, pay = counter.press(Kind.VERIFY).seq, counter.press(Kind.PAY).seq
    counter.begin(verify, expired=True)
    assert [counter.intent(seq).outcome for seq in (verify, pay)] == [Outcome.EXPIRED, Outcome.QUEUED]


def test_an_unknown_never_expires(waiting: Counter) -> None:
    seq = waiting.unknown(Kind.ACCEPT)
    again = waiting.begin(seq, expired=True)
    assert again is not None
    assert waiting.intent(seq).outcome is Outcome.SENDING


def test_sending_is_on_disk_and_counted_before_the_bytes_leave(waiting: Counter) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    assert waiting.begin(seq) is not None
    assert (waiting.intent(seq).outcome, waiting.intent(seq).attempts) == (Outcome.SENDING, 1)
    assert waiting.begin(seq) is None, "nobody sends it a second time meanwhile"
    assert waiting.intent(seq).attempts == 1


def test_a_guid_stays_through_attempts_restarts_and_asking_again(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        counter = Counter(journal)
        counter.add()
        seq = counter.unknown(Kind.ACCEPT)
        counter.begin(seq)
    with opened(tmp_path, counter="2") as journal:
        counter = Counter(journal)
        assert counter.write(lambda tx: intents.recover(tx, {})) == 1
        asked = counter.write(lambda tx: intents.ask_again(tx, seq, "Li"))
        assert (asked.seq, asked.needs_person) == (seq, False)
        assert counter.attempt(seq, DONE) is Outcome.CONFIRMED
        (intent,) = counter.view().intents
    assert (intent.seq, intent.attempts, intent.counter) == (seq, 3, "1")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("dedup", [True, False])
def test_what_a_dead_process_was_sending_is_unknown(counter: Counter, kind: Kind, dedup: bool) -> None:
    counter.add(is_verification=True)
    if kind is Kind.READY:
        counter.done(Kind.ACCEPT)
    seq = counter.press(kind).seq
    counter.begin(seq)
    assert counter.write(lambda tx: intents.recover(tx, {KEY.partner: dedup})) == 1
    assert counter.write(lambda tx: intents.recover(tx, {KEY.partner: dedup})) == 0
    intent = counter.intent(seq)
    assert (intent.outcome, intent.ever_unknown, intent.answered) == (Outcome.UNKNOWN, True, False)
    assert intent.needs_person is (kind is Kind.PAY and not dedup)


@pytest.mark.parametrize("how", ["answer", "crash"])
@pytest.mark.parametrize("further", [False, True])
def test_the_platforms_event_while_sending_proves_an_unknown_accept(
    waiting: Counter, how: str, further: bool
) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    waiting.begin(seq)
    waiting.event(PlatformStatus.ACCEPTED)
    if further:
        waiting.event(PlatformStatus.COMPLETED)
    if how == "crash":
        waiting.write(lambda tx: intents.recover(tx, {}))
    else:
        waiting.finish(waiting.intent(seq), Answer(UNKNOWN))
    assert waiting.intent(seq).outcome is Outcome.CONFIRMED


@pytest.mark.parametrize(
    ("kind", "event"), [(Kind.ACCEPT, PlatformStatus.REFUSED), (Kind.REFUSE, PlatformStatus.ACCEPTED)]
)
def test_the_platforms_event_while_sending_also_proves_that_it_was_not_done(
    waiting: Counter, kind: Kind, event: PlatformStatus
) -> None:
    seq = waiting.press(kind).seq
    waiting.begin(seq)
    waiting.event(event)
    assert waiting.finish(waiting.intent(seq), Answer(UNKNOWN)) is Outcome.REFUSED
    assert waiting.begin(seq) is None


def test_a_completed_order_alone_proves_no_accept(waiting: Counter) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    waiting.begin(seq)
    waiting.event(PlatformStatus.COMPLETED)
    assert waiting.finish(waiting.intent(seq), Answer(UNKNOWN)) is Outcome.UNKNOWN


@pytest.mark.parametrize("event", [PlatformStatus.ACCEPTED, PlatformStatus.CANCELLED, PlatformStatus.REFUSED])
def test_an_accept_that_was_not_sent_is_moot_once_the_platform_decided(
    waiting: Counter, event: PlatformStatus
) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    waiting.begin(seq)
    waiting.event(event)
    assert waiting.finish(waiting.intent(seq), Answer(NOT_SENT)) is Outcome.WITHDRAWN
    assert waiting.begin(seq) is None


def test_a_refused_accept_of_an_accepted_order_leaves_its_ready_alone(waiting: Counter) -> None:
    accept, ready = waiting.press(Kind.ACCEPT).seq, waiting.press(Kind.READY).seq
    waiting.begin(accept)
    waiting.event(PlatformStatus.ACCEPTED)
    waiting.finish(waiting.intent(accept), Answer(REFUSED, "已接单", 9))
    assert waiting.intent(ready).outcome is Outcome.QUEUED
    assert waiting.order().state is OrderState.ACCEPTED


def test_a_late_accept_of_a_cancelled_order_is_a_conflict(waiting: Counter) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    waiting.begin(seq)
    waiting.event(PlatformStatus.CANCELLED)
    assert waiting.finish(waiting.intent(seq), Answer(DONE)) is Outcome.CONFIRMED
    order = waiting.order()
    assert (order.state, order.conflict) == (OrderState.CANCELLED, "accept confirmed")
    assert order.stop_open


def test_a_settled_accept_of_a_cancelled_order_is_never_called_confirmed(waiting: Counter) -> None:
    seq = waiting.unknown(Kind.ACCEPT)
    waiting.event(PlatformStatus.CANCELLED)
    waiting.write(lambda tx: intents.settle(tx, seq, "Li", done=True))
    assert waiting.order().conflict == "accept settled_done"


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("dedup", [True, False])
def test_a_refusal_after_an_unknown_proves_nothing(counter: Counter, kind: Kind, dedup: bool) -> None:
    counter.seq_dedup = dedup
    counter.add(is_verification=True)
    if kind is Kind.READY:
        counter.done(Kind.ACCEPT)
    seq = counter.unknown(kind)
    if counter.intent(seq).needs_person:
        counter.write(lambda tx: intents.ask_again(tx, seq, "Li"))
    for _ in range(2):
        if counter.begin(seq) is not None:
            assert counter.finish(counter.intent(seq), Answer(REFUSED, "已处理", 9)) is Outcome.UNKNOWN
    intent = counter.intent(seq)
    assert (intent.last_answer, intent.last_code, intent.answered) == ("已处理", 9, True)


@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.REFUSE, Kind.READY])
def test_what_is_denied_again_and_again_after_an_unknown_waits_for_a_person(
    counter: Counter, kind: Kind
) -> None:
    """The platform did it, said no, and lost a later answer: it said no for ever, and nobody was asked."""
    counter.add()
    if kind is Kind.READY:
        counter.done(Kind.ACCEPT)
    seq = counter.unknown(kind)
    for denial in range(1, DENIED_OFTEN + 1):
        assert not counter.intent(seq).needs_person
        assert counter.attempt(seq, REFUSED, "已处理", 9) is Outcome.UNKNOWN
        if denial < DENIED_OFTEN:
            assert counter.attempt(seq, NOT_SENT) is Outcome.UNKNOWN
    intent = counter.intent(seq)
    assert (intent.needs_person, intent.denials, intent.last_answer) == (True, DENIED_OFTEN, "已处理")
    assert counter.begin(seq) is None, "it is not asked again by itself"
    counter.write(lambda tx: intents.ask_again(tx, seq, "Li"))
    assert counter.attempt(seq, REFUSED, "已处理", 9) is Outcome.UNKNOWN
    assert counter.intent(seq).needs_person, "a person who asks again is told at once"


@pytest.mark.parametrize("done", [True, False])
def test_what_was_denied_often_ends_by_the_platforms_event_or_a_persons_word(
    waiting: Counter, done: bool
) -> None:
    seq = waiting.unknown(Kind.ACCEPT)
    for _ in range(DENIED_OFTEN):
        waiting.attempt(seq, REFUSED, "已接单", 9)
    if done:
        waiting.event(PlatformStatus.ACCEPTED)
        assert waiting.intent(seq).outcome is Outcome.CONFIRMED
    else:
        waiting.write(lambda tx: intents.settle(tx, seq, "Wang", done=False))
        assert waiting.order().state is OrderState.NEW
    assert not waiting.intent(seq).needs_person


def test_an_intent_that_waits_for_a_person_does_not_leave_by_itself(waiting: Counter) -> None:
    seq = waiting.unknown(Kind.PAY)
    assert waiting.intent(seq).needs_person
    assert waiting.begin(seq) is None
    waiting.write(lambda tx: intents.ask_again(tx, seq, "Li"))
    assert waiting.begin(seq) is not None


def test_an_answer_to_what_is_not_sending_changes_nothing(waiting: Counter) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    before = waiting.view()
    assert waiting.finish(waiting.intent(seq), Answer(DONE)) is None
    assert waiting.view() == before


def test_undo_withdraws_what_has_not_left_and_the_ready_behind_it(waiting: Counter) -> None:
    accept, ready = waiting.press(Kind.ACCEPT, leaves_after_s=2).seq, waiting.press(Kind.READY).seq
    waiting.write(lambda tx: intents.withdraw(tx, accept, "Li"))
    assert [waiting.intent(seq).outcome for seq in (accept, ready)] == [Outcome.WITHDRAWN] * 2
    assert rings(waiting.view())
    assert waiting.begin(accept) is None


@pytest.mark.parametrize("verdict", [None, DONE, REFUSED, UNKNOWN])
def test_what_has_left_cannot_be_undone(waiting: Counter, verdict: Verdict | None) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    waiting.begin(seq)
    if verdict:
        waiting.finish(waiting.intent(seq), Answer(verdict))
    with pytest.raises(NotAllowed) as refusal:
        waiting.write(lambda tx: intents.withdraw(tx, seq, "Li"))
    assert refusal.value.reason == "left"


def test_undone_ready_leaves_the_accept_alone(waiting: Counter) -> None:
    accept, ready = waiting.press(Kind.ACCEPT).seq, waiting.press(Kind.READY).seq
    waiting.write(lambda tx: intents.withdraw(tx, ready, "Li"))
    assert waiting.intent(accept).outcome is Outcome.QUEUED


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Kind.ACCEPT, OrderState.ACCEPTED),
        (Kind.REFUSE, OrderState.REFUSED),
        (Kind.VERIFY, OrderState.COMPLETED),
        (Kind.PAY, OrderState.NEW),
    ],
)
def test_a_persons_word_moves_the_order_and_is_shown_as_that(
    counter: Counter, kind: Kind, state: OrderState, done: bool
) -> None:
    counter.add(is_verification=True)
    seq = counter.unknown(kind)
    counter.write(lambda tx: intents.settle(tx, seq, "Wang", done=done))
    intent = counter.intent(seq)
    assert intent.outcome is (Outcome.SETTLED_DONE if done else Outcome.SETTLED_NOT_DONE)
    assert intent.settled_by == "Wang"
    assert counter.order().state is (state if done else OrderState.NEW)
    with pytest.raises(NotAllowed):
        counter.write(lambda tx: intents.settle(tx, seq, "Li", done=not done))
    with pytest.raises(NotAllowed):
        counter.write(lambda tx: intents.ask_again(tx, seq, "Li"))


def test_a_refusal_settled_as_done_withdraws_what_waits(waiting: Counter) -> None:
    refuse, pay = waiting.unknown(Kind.REFUSE), waiting.press(Kind.PAY).seq
    waiting.write(lambda tx: intents.settle(tx, refuse, "Li", done=True))
    assert waiting.intent(pay).outcome is Outcome.WITHDRAWN


@pytest.mark.parametrize("outcome", [None, DONE, REFUSED])
def test_only_an_unknown_is_settled_or_asked_again(waiting: Counter, outcome: Verdict | None) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    if outcome:
        waiting.attempt(seq, outcome)
    for job in (intents.ask_again, lambda tx, seq, actor: intents.settle(tx, seq, actor, done=True)):
        with pytest.raises(NotAllowed):
            waiting.write(lambda tx, job=job: job(tx, seq, "Li"))


def test_a_captured_order_is_verified_without_an_accept(counter: Counter) -> None:
    counter.add(origin=Origin.CAPTURED, is_verification=True)
    with pytest.raises(NotAllowed):
        counter.press(Kind.ACCEPT)
    counter.done(Kind.VERIFY)
    assert counter.order().state is OrderState.COMPLETED


def test_a_next_attempt_is_a_hint_that_ends_with_the_intent(waiting: Counter) -> None:
    seq = waiting.press(Kind.ACCEPT).seq
    for later_s in (1, 3):
        at, again = START + timedelta(seconds=later_s), Decision(Outcome.QUEUED, again=True)
        waiting.begin(seq)
        waiting.write(
            lambda tx, at=at, again=again: intents.finish(tx, seq, Answer(NOT_SENT), again, next_at=at)
        )
        assert waiting.intent(seq).next_at == at
    waiting.attempt(seq, DONE)
    assert waiting.intent(seq).next_at is None


def test_orders_of_a_code_are_those_it_was_used_for_here(counter: Counter) -> None:
    for bill in ("a", "b"):
        counter.add(bill, is_verification=True)
        counter.done(Kind.VERIFY, key_of(bill), code="123456")
    found = counter.journal.read(lambda db: scans.orders_of_code(db, "123456"))
    assert [key.bill for key in found] == ["b", "a"]
    assert counter.journal.read(lambda db: scans.orders_of_code(db, "12345")) == ()
    used = counter.journal.read(lambda db: scans.verified(db, key_of("a")))
    assert used is not None
    assert (used.actor, used.counter, used.at) == ("Li", "1", START)


def test_everything_of_an_intent_comes_back(waiting: Counter) -> None:
    wish = Wish(KEY, Kind.REFUSE, "Li", leaves_after_s=2, reason="卖完了")
    pressed = waiting.write(lambda tx: intents.press(tx, wish))
    assert waiting.intent(pressed.seq) == pressed
    assert waiting.journal.read(lambda db: intent_rows.get(db, pressed.seq)) == pressed
    assert waiting.write(lambda tx: order_rows.get(tx.db, KEY)).content == received().content
