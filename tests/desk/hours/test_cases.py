"""What an hour asks of a manager, and what its card has for it."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from posdesk.desk.hours.cases import HourAction, case_of
from posdesk.domain.books.hour import Ask, HourState
from posdesk.domain.books.posting import HourFigures
from posdesk.domain.orders.intent import Outcome
from posdesk.settings.settings import Settings
from tests.journal.making import START
from tests.support.sample_ledgers import (
    DIFFERING,
    closed_row,
    differing_row,
    negative_row,
    posting,
    refused_row,
)


def test_an_hour_that_may_lack_receipts_can_be_sent_by_a_manager(qapp: QApplication) -> None:
    row = differing_row(Ask.LACKS)
    case = case_of(row, Settings(), START)
    assert HourAction.LEAVE in case.actions
    assert case.compare is not None
    assert not case.compare.is_whole
    assert case_of(row, Settings(), START).actions[0] is HourAction.COVER
    assert case_of(replace(row, reported=None), Settings(), START).actions[0] is HourAction.REPORT


def test_a_differing_hour_that_a_manager_left_is_not_said_to_be_sent_again(qapp: QApplication) -> None:
    row = differing_row(Ask.NONE)
    left = posting(row.hour, Outcome.SETTLED_DONE, figures=row.now, settled_by="Wang")
    said = case_of(replace(row, last=left), Settings(), START)
    assert said.actions == (HourAction.RECEIPTS,)
    assert not any("sent once more" in sentence for sentence in said.sentences)
    other = replace(left, figures=HourFigures(1, 1, 1))
    assert HourAction.COVER in case_of(replace(row, last=other), Settings(), START).actions


def test_a_figure_that_this_till_may_have_sent_is_not_called_a_strangers(qapp: QApplication) -> None:
    row = replace(refused_row("208001", duplicate=True), may_lack=True)
    case = case_of(row, Settings(), START)
    assert not any("never sent" in sentence for sentence in case.sentences)
    assert case.compare is not None
    assert not case.compare.is_whole


def test_a_report_that_waits_for_a_word_about_lost_receipts_says_so(qapp: QApplication) -> None:
    last = posting(DIFFERING, Outcome.UNKNOWN, needs_person=True)
    row = replace(differing_row(Ask.NONE), last=last, may_lack=True)
    case = case_of(row, Settings(), START)
    assert "may be lost" in case.title
    assert HourAction.ASK_AGAIN not in case.actions
    assert {HourAction.COVER, HourAction.LEAVE} <= set(case.actions)


def test_an_hour_of_which_all_may_be_lost_says_so(qapp: QApplication) -> None:
    row = replace(closed_row(), may_lack=True, due_at=None)
    assert any("lost receipts" in sentence for sentence in case_of(row, Settings(), START).sentences)


def test_figures_that_were_confirmed_before_receipts_were_lost_are_not_said_to_be_held_now(
    qapp: QApplication,
) -> None:
    row = replace(differing_row(Ask.NONE), state=HourState.CONFIRMED, may_lack=True)
    assert row.last is not None
    row = replace(row, last=replace(row.last, is_old=True))
    assert "ovopark holds these figures." not in case_of(row, Settings(), START).sentences


def test_a_refused_hour_that_may_lack_receipts_can_be_left(qapp: QApplication) -> None:
    row = replace(refused_row("7"), may_lack=True)
    case = case_of(row, Settings(), START)
    assert HourAction.LEAVE in case.actions
    assert any("lost receipts" in sentence for sentence in case.sentences)


def test_an_hour_in_its_grace_that_another_counter_was_not_seen_since_promises_no_report(
    qapp: QApplication,
) -> None:
    row = replace(closed_row(), unseen=("2",))
    said = " ".join(case_of(row, Settings(), START).sentences)
    assert "once counter 2 was seen by then; else it asks" in said


def test_an_hour_below_zero_that_waits_for_another_counter_says_both(qapp: QApplication) -> None:
    row = replace(negative_row(), ask=Ask.UNSEEN, unseen=("2",))
    said = case_of(row, Settings(), START).sentences
    assert [words in " ".join(said) for words in ("Counter 2", "negative figure", "Switch it on")] == [
        True
    ] * 3
