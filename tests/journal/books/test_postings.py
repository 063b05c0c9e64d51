"""Postings: what is sent, what is known of it afterwards, and what only a person may do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from posdesk.domain.books.posting import CoverReason, PostingAnswer
from posdesk.domain.books.receipt import ReceiptKey
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.errors import BadReceipt, NotAllowed
from posdesk.journal import Transaction
from posdesk.journal.audit import audit
from posdesk.journal.books import posting_acts, posting_rows, postings
from tests.journal.making import START, SetClock
from tests.journal.takings import (
    CONFIRMED,
    HOUR,
    LOST,
    NOT_SENT,
    REFUSED,
    WRONG_SECRET,
    Store,
    till,
)


def serials(store: Store) -> list[str]:
    return [posting.receipt.serial_num for posting in store.open() if posting.receipt]


def test_receipts_are_queued_once_and_in_the_order_of_trade(store: Store) -> None:
    early, late = START - timedelta(hours=1), START + timedelta(hours=1)
    store.take(till("3", at=late), till("1", at=early), till("2"), till("4", lacks="pay_type 11"))
    assert (store.queue(2), serials(store)) == (2, ["1", "2"])
    assert (store.queue(), store.queue()) == (1, 0)
    assert serials(store) == ["1", "2", "3"]


def test_hours_come_before_receipts_in_their_own_order(store: Store) -> None:
    store.queued(till("1"))
    store.report(HOUR + timedelta(hours=1))
    store.report(HOUR)
    assert [posting.hour for posting in store.open()] == [HOUR, HOUR + timedelta(hours=1), None]


def test_a_receipts_text_is_frozen_at_the_first_attempt(store: Store) -> None:
    (posting,) = store.queued(till("1", raw="{}"))
    first = store.begin(posting.seq, lambda raw: f"+{raw}")
    assert first is not None
    store.finish(first, LOST)
    second = store.begin(posting.seq, lambda raw: f"-{raw}")
    assert second is not None
    assert (first.payload, second.payload) == ("+{}", "+{}")
    assert (second.posting.attempts, second.posting.ever_unknown) == (2, True)


def kept_text(store: Store) -> tuple[str, str]:
    question = "SELECT payload, last_raw FROM postings"
    found: tuple[str, str] = store.journal.read(lambda db: db.execute(question).fetchone())
    return found


def test_a_sales_text_is_not_kept_twice_and_goes_again_byte_for_byte_whatever_the_settings_say_then(
    store: Store,
) -> None:
    (posting,) = store.queued(till("1", raw='{"a":1}'))
    first = store.begin(posting.seq)
    assert first is not None
    assert kept_text(store)[0] == ""
    store.finish(first, LOST)
    second = store.begin(posting.seq, lambda raw: f"-{raw}")
    assert second is not None
    assert (first.payload, second.payload) == ('{"a":1}', '{"a":1}')


def test_attempts_at_hours_are_listed_and_those_at_receipts_stand_in_the_trail(store: Store) -> None:
    (posting,) = store.queued(till("1"))
    store.attempt(posting.seq, LOST)
    store.attempt(posting.seq, CONFIRMED)
    store.attempt(store.report().seq, CONFIRMED)
    question = "SELECT p.book FROM posting_attempts a JOIN postings p USING (seq)"
    assert store.journal.read(lambda db: db.execute(question).fetchall()) == [("hour",)]
    tried = [what for what, *_ in store.audited() if what.startswith("posting.")]
    assert tried[:5] == [
        "posting.queued",
        "posting.sending",
        "posting.unknown",
        "posting.sending",
        "posting.confirmed",
    ]


def test_a_returns_text_is_kept_since_the_settings_say_its_sign(store: Store) -> None:
    (posting,) = store.queued(till("1", raw="{}", takes_back="0"))
    first = store.begin(posting.seq)
    assert first is not None
    store.finish(first, LOST)
    second = store.begin(posting.seq, lambda raw: f"-{raw}")
    assert second is not None
    assert (first.payload, second.payload, kept_text(store)[0]) == ("{}", "{}", "{}")


def test_an_answer_is_kept_word_for_word_until_it_is_the_right_one(store: Store) -> None:
    """Then its code and the platform's number say all that anybody asks for."""
    (posting,) = store.queued(till("1"))
    store.attempt(posting.seq, replace(LOST, raw="<html>"))
    assert kept_text(store)[1] == "<html>"
    store.attempt(posting.seq, replace(CONFIRMED, raw="{}"))
    assert kept_text(store)[1] == ""
    assert store.posting(posting.seq).outcome is Outcome.CONFIRMED


def test_a_text_that_never_left_is_written_anew(store: Store) -> None:
    """The sign of a return was set right while nothing could be sent."""
    (posting,) = store.queued(till("1", raw="{}"))
    first = store.begin(posting.seq, lambda raw: f"+{raw}")
    assert first is not None
    store.finish(first, NOT_SENT)
    second = store.begin(posting.seq, lambda raw: f"-{raw}")
    assert second is not None
    assert second.payload == "-{}"


def test_a_refusal_after_an_unknown_attempt_proves_nothing_and_a_person_says_what_is_there(
    store: Store,
) -> None:
    (posting,) = store.queued(till("1"))
    store.attempt(posting.seq, LOST)
    assert store.attempt(posting.seq, REFUSED) is Outcome.UNKNOWN
    waiting = store.posting(posting.seq)
    assert (waiting.needs_person, waiting.halts, waiting.last_code) == (True, False, REFUSED.code)
    with pytest.raises(NotAllowed):
        store.act(posting_acts.withdraw, posting.seq)
    store.act(posting_acts.settle, posting.seq, done=False)
    assert not store.act(posting_acts.retry, posting.seq).ever_unknown, "a person said that it is not there"


def test_a_wrong_secret_after_an_unknown_attempt_takes_no_doubt_away(store: Store) -> None:
    (posting,) = store.queued(till("1", raw="{}"))
    sent = store.begin(posting.seq, lambda raw: f"+{raw}")
    assert sent is not None
    store.finish(sent, LOST)
    assert store.attempt(posting.seq, WRONG_SECRET) is Outcome.REFUSED
    with pytest.raises(NotAllowed):
        store.act(posting_acts.withdraw, posting.seq)
    store.write(lambda tx: posting_acts.lift(tx, "wdk", "Wang"))
    (again,) = store.open()
    assert again.ever_unknown
    with pytest.raises(NotAllowed):
        store.act(posting_acts.withdraw, again.seq)
    sent = store.begin(again.seq, lambda raw: f"-{raw}")
    assert sent is not None
    assert sent.payload == "+{}", "byte for byte"


def test_a_receipt_that_cannot_be_written_stays_queued(store: Store) -> None:
    def freeze(raw: str) -> str:
        raise BadReceipt(raw)

    (posting,) = store.queued(till("1"))
    with pytest.raises(BadReceipt):
        store.begin(posting.seq, freeze)
    assert store.posting(posting.seq) == posting


def test_what_is_being_sent_has_ended_or_waits_for_a_person_is_not_sent(store: Store) -> None:
    (posting,) = store.queued(till("1"))
    sent = store.begin(posting.seq)
    assert sent is not None
    assert store.begin(posting.seq) is None
    store.finish(sent, LOST, repeat_unknown=False)
    assert store.posting(posting.seq).needs_person
    assert store.begin(posting.seq) is None
    store.act(posting_acts.ask_again, posting.seq)
    assert store.attempt(posting.seq, CONFIRMED) is Outcome.CONFIRMED
    assert store.begin(posting.seq) is None


def test_the_proof_of_a_receipt_is_kept(store: Store) -> None:
    (posting,) = store.queued(till("1"))
    store.attempt(posting.seq, CONFIRMED)
    row = store.row("1")
    assert (row.wdk, row.target, row.code) == (Outcome.CONFIRMED, "9007199254740993001", "0")


def test_a_receipt_that_wdk_has_or_may_have_is_never_wanted_twice(store: Store) -> None:
    (posting,) = store.queued(till("1"))
    store.attempt(posting.seq, LOST)
    with pytest.raises(NotAllowed, match="open"):
        store.act(posting_acts.retry, posting.seq)
    store.act(posting_acts.settle, posting.seq, done=True)
    with pytest.raises(NotAllowed):
        store.act(posting_acts.retry, posting.seq)
    assert store.queue() == 0


def test_a_refund_is_held_while_its_sale_goes_by_itself(store: Store) -> None:
    later = START + timedelta(minutes=5)
    store.take(till("1"), till("2", at=later, takes_back="1"), till("3", at=later, takes_back="gone"))
    store.queue()
    sale, refund, _ = store.open()
    held = store.journal.read(posting_rows.held_refunds)
    assert held == {refund.seq}
    assert store.begin(refund.seq) is None
    store.attempt(sale.seq, LOST)
    assert store.journal.read(posting_rows.held_refunds) == {refund.seq}
    store.attempt(sale.seq, CONFIRMED)
    assert store.journal.read(posting_rows.held_refunds) == frozenset()


def test_a_refund_is_not_held_by_a_sale_that_waits_for_a_person(store: Store) -> None:
    later = START + timedelta(minutes=5)
    sale, refund = store.queued(till("1"), till("2", at=later, takes_back="1"))
    assert store.journal.read(posting_rows.held_refunds) == {refund.seq}
    store.attempt(sale.seq, REFUSED)
    assert store.journal.read(posting_rows.held_refunds) == frozenset()


def test_a_refund_is_not_held_by_another_stores_sale_of_the_same_number(store: Store) -> None:
    other = ReceiptKey("002", "01", "1")
    later = START + timedelta(minutes=5)
    store.queued(till("1", key=other), till("2", at=later, takes_back="1"))
    assert store.journal.read(posting_rows.held_refunds) == frozenset()


def test_what_may_be_there_stays_unknown_though_the_next_attempt_never_left(store: Store) -> None:
    (receipt,) = store.queued(till("1"))
    for seq in (receipt.seq, store.report().seq):
        store.attempt(seq, LOST)
        assert store.attempt(seq, NOT_SENT) is Outcome.UNKNOWN


def test_a_refund_is_held_by_a_sale_that_is_about_to_be_queued(store: Store) -> None:
    (refund,) = store.queued(till("2", takes_back="1"))
    store.take(till("1"))
    assert store.journal.read(posting_rows.held_refunds) == {refund.seq}


def test_two_returns_that_name_each_other_do_not_wait_for_ever(store: Store) -> None:
    store.queued(till("1", takes_back="2"), till("2", takes_back="1"))
    assert store.journal.read(posting_rows.held_refunds) == frozenset()


def test_a_wrong_secret_halts_its_platform_until_a_person_has_acted(store: Store) -> None:
    one, two = store.queued(till("1"), till("2"))
    store.attempt(two.seq, REFUSED)
    store.attempt(one.seq, WRONG_SECRET)
    assert store.journal.read(posting_rows.halted) == {"wdk"}
    assert store.write(lambda tx: posting_acts.lift(tx, "ovopark", "Wang")) == 0
    assert store.write(lambda tx: posting_acts.lift(tx, "wdk", "Wang")) == 1
    assert store.journal.read(posting_rows.halted) == frozenset()
    (again,) = store.open()
    assert again.receipt == one.receipt
    assert (again.seq == one.seq, again.actor) == (False, "Wang")
    assert {p.seq for p in store.journal.read(posting_rows.waiting)} == {again.seq, two.seq}


def test_what_is_held_back_is_not_marked_as_sending(store: Store) -> None:
    """Whoever looked before that: a look is some moments old when its receipts leave."""
    one, two = store.queued(till("1"), till("2"))
    store.attempt(one.seq, WRONG_SECRET)
    assert store.begin(two.seq) is None, "its platform waits for a person"
    assert store.posting(two.seq).outcome is Outcome.QUEUED
    store.write(lambda tx: posting_acts.lift(tx, "wdk", "Wang"))
    assert store.begin(two.seq) is not None


def test_all_that_the_same_code_refused_goes_again_at_once(store: Store) -> None:
    one, two, three = store.queued(till("1"), till("2"), till("3"))
    store.attempt(one.seq, REFUSED)
    store.attempt(two.seq, REFUSED)
    store.attempt(three.seq, WRONG_SECRET)
    assert store.act(posting_acts.retry_each, store.write(lambda tx: posting_acts.alike(tx, one.seq))) == 2
    assert serials(store) == ["1", "2"]
    assert not store.posting(one.seq).needs_person
    assert store.posting(three.seq).needs_person


def test_what_may_be_sent_was_tried_least_and_waits_for_nobody(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting_rows, "MOST", 3)
    one, two, three, four, five = store.queued(
        *(till(f"{n}", at=START + timedelta(minutes=n)) for n in range(5))
    )
    for again in (one, one, two):
        store.attempt(again.seq, NOT_SENT)
    store.attempt(three.seq, LOST, repeat_unknown=False)
    sendable = store.journal.read(posting_rows.sendable)
    assert [posting.seq for posting in sendable] == [four.seq, five.seq, two.seq]
    tried_less = store.journal.read(lambda db: posting_rows.tried_less(db, 2))
    assert tried_less == {two.seq, four.seq, five.seq}


def test_what_one_book_has_too_much_of_takes_no_other_books_place(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WDK waits for a person for days, and an hour has been tried more often than its receipts."""
    monkeypatch.setattr(posting_rows, "MOST", 2)
    store.queued(till("1"), till("2"), till("3"))
    hour = store.report(HOUR)
    store.attempt(hour.seq, NOT_SENT)
    assert hour.seq in {posting.seq for posting in store.journal.read(posting_rows.sendable)}


def test_what_cannot_go_again_holds_back_nothing_that_a_new_secret_lifts(store: Store) -> None:
    one, two = store.queued(till("1"), till("2"))
    under_way = store.begin(two.seq)
    store.attempt(one.seq, WRONG_SECRET)
    store.write(lambda tx: tx.db.execute("UPDATE receipts SET wiped = '' WHERE serial_num = '1'"))
    assert under_way is not None
    store.finish(under_way, WRONG_SECRET)
    assert store.write(lambda tx: posting_acts.lift(tx, "wdk", "Wang")) == 1
    assert serials(store) == ["2"]


def test_a_refused_receipt_goes_again_under_a_new_guid_only_once(store: Store) -> None:
    (old,) = store.queued(till("1"))
    store.attempt(old.seq, REFUSED)
    new = store.act(posting_acts.retry, old.seq)
    assert new.seq != old.seq
    with pytest.raises(NotAllowed) as refused:
        store.act(posting_acts.retry, old.seq)
    assert refused.value.reason == "already_open"


def test_only_a_receipt_that_never_left_or_was_refused_is_withdrawn(store: Store) -> None:
    one, two, three = store.queued(till("1"), till("2"), till("3"))
    store.act(posting_acts.withdraw, one.seq)
    store.attempt(two.seq, REFUSED)
    store.act(posting_acts.withdraw, two.seq)
    store.attempt(three.seq, LOST)
    hour = store.report()
    for seq in (three.seq, hour.seq, one.seq):
        with pytest.raises(NotAllowed):
            store.act(posting_acts.withdraw, seq)
    assert store.queue() == 0, "what a person withdrew is not queued again"
    assert store.act(posting_acts.retry, one.seq).is_open


def test_only_what_is_unknown_is_settled_and_it_never_reads_as_confirmed(store: Store) -> None:
    one, two = store.queued(till("1"), till("2"))
    with pytest.raises(NotAllowed):
        store.act(posting_acts.settle, one.seq, done=True)
    store.attempt(one.seq, LOST)
    store.attempt(two.seq, LOST)
    store.act(posting_acts.settle, one.seq, done=True)
    store.act(posting_acts.settle, two.seq, done=False)
    ended = [store.posting(one.seq), store.posting(two.seq)]
    assert [p.outcome for p in ended] == [Outcome.SETTLED_DONE, Outcome.SETTLED_NOT_DONE]
    assert {p.settled_by for p in ended} == {"Wang"}
    assert store.act(posting_acts.retry, two.seq).is_open


def test_what_a_dead_process_was_sending_is_unknown(store: Store) -> None:
    store.queued(till("1"))
    store.report()
    for posting in store.open():
        assert store.begin(posting.seq) is not None
    assert store.write(lambda tx: postings.recover(tx, repeat_unknown=False)) == 2
    hour, receipt = store.open()
    assert (hour.outcome, hour.needs_person) == (Outcome.UNKNOWN, False)
    assert (receipt.outcome, receipt.needs_person) == (Outcome.UNKNOWN, True)
    assert {hour.last_words, receipt.last_words} == {CallFault.DIED}
    assert store.write(lambda tx: postings.recover(tx, repeat_unknown=True)) == 0
    (attempt,) = store.journal.read(lambda db: posting_rows.attempts_at(db, HOUR))
    assert (attempt.outcome, attempt.words) == (Outcome.UNKNOWN, CallFault.DIED)


def test_the_next_attempts_time_is_kept_only_while_there_is_one(store: Store, clock: SetClock) -> None:
    (posting,) = store.queued(till("1"))
    due = clock.wall + timedelta(seconds=30)
    sent = store.begin(posting.seq)
    assert sent is not None
    store.finish(sent, NOT_SENT, next_at=due)
    assert store.posting(posting.seq).next_at == due
    sent = store.begin(posting.seq)
    assert sent is not None
    store.finish(sent, CONFIRMED, next_at=due)
    ended = store.posting(posting.seq)
    assert (ended.next_at, ended.ended_at) == (None, clock.wall)


def test_an_answer_to_nothing_that_is_being_sent_changes_nothing(store: Store) -> None:
    (posting,) = store.queued(till("1"))
    sent = store.begin(posting.seq)
    assert sent is not None
    assert store.finish(sent, CONFIRMED) is Outcome.CONFIRMED
    assert store.finish(sent, LOST) is None
    assert store.posting(posting.seq).outcome is Outcome.CONFIRMED


def test_every_act_has_its_name_and_no_platforms_words(store: Store) -> None:
    one, two = store.queued(till("1"), till("2"))
    store.attempt(one.seq, REFUSED)
    store.act(posting_acts.retry, one.seq)
    store.act(posting_acts.withdraw, two.seq)
    store.report(actor="Wang", reason=CoverReason.PERSON, detail="张生说的")
    lines = store.audited()
    acts = [line[0] for line in lines if line[1] == "Wang"]
    assert acts == ["posting.queued", "posting.withdrawn", "posting.queued"]
    assert {line[2:4] for line in lines if line[0] == "posting.withdrawn"} == {("wdk", "001/01/2")}
    assert ("ovopark", HOUR.isoformat()) in {line[2:4] for line in lines}
    assert "pay_type is invalid" not in repr(lines)
    assert "张生" not in repr(lines)
    assert store.journal.read(audit.verify).broken_at is None


def test_what_the_platform_said_is_kept_with_the_posting(store: Store) -> None:
    (posting,) = store.queued(till("1"))
    store.attempt(posting.seq, REFUSED)
    kept = store.posting(posting.seq)
    assert (kept.last_code, kept.last_words, kept.answered) == (REFUSED.code, REFUSED.words, True)
    unable = PostingAnswer(Verdict.UNABLE, fault=CallFault.NO_SECRET)
    again = store.act(posting_acts.retry, posting.seq)
    store.attempt(again.seq, unable)
    assert store.posting(again.seq).last_words == CallFault.NO_SECRET
    assert not store.posting(again.seq).answered


@pytest.mark.parametrize("act", [posting_acts.retry, posting_acts.ask_again, posting_acts.withdraw])
def test_an_unknown_guid_is_refused_in_a_word(store: Store, act: object) -> None:
    with pytest.raises(NotAllowed) as refused:
        store.act(act, Seq("nothing"))
    assert refused.value.reason == "unknown_posting"


def test_the_pages_are_told_of_every_change(store: Store) -> None:
    seen: list[frozenset[str]] = []
    end = store.journal.subscribe(lambda notice: seen.append(notice.topics))
    (posting,) = store.queued(till("1"))
    store.attempt(posting.seq, REFUSED)
    store.act(posting_acts.withdraw, posting.seq)
    end()
    assert seen == [frozenset({"receipts"}), *[frozenset({"postings"})] * 4]


def test_a_damaged_posting_hides_no_other(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    one, two = store.queued(till("1"), till("2"))

    def spoil(tx: Transaction) -> None:
        tx.db.execute("UPDATE postings SET made_at = 'x' WHERE seq = ?", (one.seq,))

    store.write(spoil)
    assert [posting.seq for posting in store.open()] == [two.seq]
    assert one.seq in caplog.text
