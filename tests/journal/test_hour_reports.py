"""An hour's reports: totals of the moment they are sent, late receipts, duplicates, and a manager's word."""

from datetime import timedelta
from functools import partial

import pytest

from posdesk.domain.books.hour import Ask, HourState, Policy, Step, state_of, step_of
from posdesk.domain.books.posting import CoverReason, HourFigures
from posdesk.domain.orders.intent import Outcome
from posdesk.errors import NotAllowed
from posdesk.journal.books import posting_acts, posting_rows
from posdesk.journal.rescue import set_back
from tests.journal.making import SetClock
from tests.journal.takings import CONFIRMED, DUPLICATE, HOUR, LOST, NOT_SENT, Store, till

AFTER = HOUR + timedelta(hours=2)


def test_an_hours_totals_are_read_when_it_is_sent(store: Store) -> None:
    store.take(till("1", 1000))
    report = store.report()
    store.take(till("2", 500), till("3", 200, takes_back="1"))
    sent = store.begin(report.seq)
    assert sent is not None
    assert sent.posting.figures == HourFigures(1300, 2, 1)
    store.take(till("4", 9000))
    store.finish(sent, CONFIRMED)
    book = store.book()
    assert book.reported == HourFigures(1300, 2, 1)
    assert book.now == HourFigures(10300, 3, 2)
    assert [late.serial_num for late in book.late] == ["4"]
    assert state_of(book, AFTER) is HourState.DIFFERS


def test_what_came_while_a_report_was_sent_is_late_though_the_clock_stood_still(store: Store) -> None:
    store.take(till("1"))
    sent = store.begin(store.report().seq)
    store.take(till("0"))
    assert sent is not None
    store.finish(sent, CONFIRMED)
    assert [late.serial_num for late in store.book().late] == ["0"]


def test_only_what_came_after_the_last_confirmed_report_is_late(store: Store) -> None:
    for serial in ("1", "2"):
        store.take(till(serial))
        store.attempt(store.report().seq, CONFIRMED)
    assert store.book().late == ()
    store.take(till("3", takes_back="1"))
    assert [late.net_fen for late in store.book().late] == [-1000]
    wanted = Step(report=True, cover=True, reason=CoverReason.LATE_RETURN, detail="3")
    assert step_of(store.book(), Policy(), AFTER) == wanted


def test_a_reason_of_another_version_is_read_and_kept_as_it_stands(store: Store) -> None:
    report = store.report()
    sql = "UPDATE postings SET reason = 'of_tomorrow', outcome = 'unknown' WHERE seq = ?"
    store.journal.write(lambda tx: tx.db.execute(sql, (report.seq,))).result(20)
    assert store.act(posting_acts.ask_again, report.seq).reason == "of_tomorrow"
    kept = store.journal.read(lambda db: db.execute("SELECT reason FROM postings").fetchall())
    assert kept == [("of_tomorrow",)]


def test_one_report_of_an_hour_is_open_at_a_time(store: Store) -> None:
    report = store.report()
    with pytest.raises(NotAllowed) as refused:
        store.report()
    assert refused.value.reason == "already_open"
    store.attempt(report.seq, CONFIRMED)
    assert store.report(cover=True).cover


def test_a_lost_answer_ends_in_the_right_figure_by_itself(store: Store) -> None:
    store.take(till("1"))
    report = store.report()
    assert store.attempt(report.seq, LOST) is Outcome.UNKNOWN
    store.take(till("2"))
    assert store.attempt(report.seq, DUPLICATE) is Outcome.UNKNOWN
    again = store.posting(report.seq)
    assert (again.cover, again.reason) == (True, CoverReason.LOST_ANSWER)
    assert store.attempt(report.seq, CONFIRMED) is Outcome.CONFIRMED
    assert store.book().reported == HourFigures(2000, 2, 2)
    attempts = store.journal.read(lambda db: posting_rows.attempts_at(db, HOUR))
    assert [(a.outcome, a.cover) for a in attempts] == [
        (Outcome.UNKNOWN, False),
        (Outcome.REFUSED, False),
        (Outcome.CONFIRMED, True),
    ]
    assert [a.figures.net_fen for a in attempts if a.figures] == [1000, 2000, 2000]


def test_a_duplicate_of_an_hour_that_never_left_stops_and_asks(store: Store) -> None:
    store.take(till("1"))
    report = store.report()
    assert store.attempt(report.seq, NOT_SENT) is Outcome.QUEUED
    assert store.attempt(report.seq, DUPLICATE) is Outcome.REFUSED
    refused = store.posting(report.seq)
    assert (refused.was_duplicate, refused.needs_person, refused.cover) == (True, True, False)
    assert step_of(store.book(), Policy(), AFTER).ask


def test_a_duplicate_in_answer_to_a_cover_stops_and_asks(store: Store) -> None:
    store.take(till("1"))
    report = store.report()
    store.attempt(report.seq, LOST)
    assert store.attempt(report.seq, DUPLICATE) is Outcome.UNKNOWN
    assert store.attempt(report.seq, DUPLICATE) is Outcome.REFUSED, "no loop: isCover=1 was refused too"
    assert step_of(store.book(), Policy(), AFTER).ask is Ask.DUPLICATE
    assert store.posting(report.seq).cover, "what goes again replaces"


def test_what_a_manager_leaves_as_it_is_asks_no_more(store: Store) -> None:
    store.take(till("1"))
    report = store.report()
    store.attempt(report.seq, DUPLICATE)
    with pytest.raises(NotAllowed):
        store.act(posting_acts.settle, report.seq, done=True)
    store.leave()
    assert step_of(store.book(), Policy(), AFTER) == Step()
    assert not any(posting.needs_person for posting in store.all_postings())
    store.take(till("2"))
    assert step_of(store.book(), Policy(), AFTER).report, "a late receipt is another question"


def test_a_managers_cover_ends_the_question_of_the_refused_report(store: Store) -> None:
    store.take(till("1"))
    first = store.report()
    store.attempt(first.seq, DUPLICATE)
    store.report(actor="Wang", cover=True, reason=CoverReason.PERSON, detail="对过了")
    assert not store.posting(first.seq).needs_person


def test_an_hour_that_fell_below_zero_while_it_waited_asks_a_manager(store: Store) -> None:
    store.take(till("1", 1000))
    report = store.report()
    store.take(till("2", 3000, takes_back="0"))
    assert store.begin(report.seq) is None
    assert store.posting(report.seq).outcome is Outcome.WITHDRAWN
    assert step_of(store.book(), Policy(), AFTER).ask
    by_person = store.report(actor="Wang", reason=CoverReason.PERSON)
    sent = store.begin(by_person.seq)
    assert sent is not None
    assert sent.posting.figures == HourFigures(-2000, 1, 0)


def test_an_unknown_report_of_an_hour_below_zero_waits_for_a_person(store: Store) -> None:
    store.take(till("1", 1000))
    report = store.report()
    store.attempt(report.seq, LOST)
    store.take(till("2", 3000, takes_back="0"))
    assert store.begin(report.seq) is None
    assert store.posting(report.seq).needs_person
    store.act(posting_acts.ask_again, report.seq)
    assert store.attempt(report.seq, CONFIRMED) is Outcome.CONFIRMED


def test_an_unknown_report_goes_again_by_itself_once_its_hour_is_above_zero(
    store: Store, clock: SetClock
) -> None:
    store.take(till("1", 1000))
    report = store.report()
    store.attempt(report.seq, LOST)
    store.take(till("2", 3000, takes_back="0"))
    assert store.begin(report.seq) is None
    assert not store.write(partial(posting_acts.go_on, hour=HOUR)), "it is below zero still"
    store.take(till("3", 5000))
    assert store.write(partial(posting_acts.go_on, hour=HOUR))
    assert not store.posting(report.seq).needs_person
    assert store.attempt(report.seq, CONFIRMED) is Outcome.CONFIRMED
    assert store.book().reported == HourFigures(3000, 2, 1)
    assert not store.write(partial(posting_acts.go_on, hour=HOUR)), "nothing waits any more"


def test_a_report_that_a_rescue_left_to_a_person_goes_only_by_a_persons_word(store: Store) -> None:
    store.take(till("1", 1000))
    report = store.report()
    store.attempt(report.seq, LOST)
    store.take(till("2", 3000, takes_back="0"))
    store.begin(report.seq)
    store.write(lambda tx: set_back.hand_to_people(tx.db))
    store.take(till("3", 5000))
    assert not store.write(partial(posting_acts.go_on, hour=HOUR))
    assert store.posting(report.seq).needs_person


def test_a_managers_word_about_a_negative_hour_outlives_a_lost_answer(store: Store) -> None:
    store.take(till("1", 1000, takes_back="0"))
    report = store.report(actor="Wang", reason=CoverReason.PERSON)
    store.attempt(report.seq, LOST)
    store.attempt(report.seq, DUPLICATE)
    assert store.posting(report.seq).cover
    assert store.attempt(report.seq, CONFIRMED) is Outcome.CONFIRMED


def test_a_negative_hour_that_a_manager_reported_has_its_second_look_without_another_word(
    store: Store, clock: SetClock
) -> None:
    store.take(till("1", 1000, takes_back="0"))
    report = store.report(actor="Wang", reason=CoverReason.PERSON)
    store.attempt(report.seq, LOST)
    store.attempt(report.seq, CONFIRMED)
    step = step_of(store.book(), Policy(), clock.wall + timedelta(minutes=70))
    assert step.reason is CoverReason.MAY_HAVE_LANDED_LAST
    again = store.report(cover=step.cover, reason=step.reason)
    assert store.attempt(again.seq, CONFIRMED) is Outcome.CONFIRMED


def test_a_negative_hour_that_changed_after_a_managers_word_asks_again(store: Store) -> None:
    store.take(till("1", 1000, takes_back="0"))
    store.attempt(store.report(actor="Wang", reason=CoverReason.PERSON).seq, CONFIRMED)
    report = store.report(cover=True, reason=CoverReason.MAY_HAVE_LANDED_LAST)
    store.take(till("2", 10))
    assert store.begin(report.seq) is None
    assert step_of(store.book(), Policy(), AFTER).ask is Ask.NEGATIVE
