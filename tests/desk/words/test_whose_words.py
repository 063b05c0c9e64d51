"""Whose word it is: no code of ours is shown to people, only what a platform wrote stands in quotes."""

import re
from dataclasses import replace
from itertools import product

import pytest

from posdesk.desk.words import states
from posdesk.desk.words.language import Choice, Languages
from posdesk.desk.words.partners import called, partner_name
from posdesk.desk.words.reasons import here_words, reason_words
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.history import Happening, HistoryLine
from posdesk.domain.orders.intent import Intent, Kind, Outcome
from posdesk.domain.orders.order import OrderState, PassedOver
from posdesk.domain.orders.source import Source
from posdesk.domain.status import PartnerStatus
from posdesk.errors import NotDone, OrderReason
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.support import sample_views
from tests.support.fake_counter import NOON
from tests.support.paths import ROOT

LANGUAGES: tuple[Choice, ...] = ("en", "zh_CN")
QUOTES = re.compile('["“”]')
CONFLICTS = (
    *PlatformStatus,
    *(f"{kind} {outcome}" for kind, outcome in product(Kind, (Outcome.CONFIRMED, Outcome.SETTLED_DONE))),
    "changed: remark lines",
    "changed: personal",
)
"""All that `order_moves.record_conflict` is given."""
EVENTS = ("orderStatus 1", "orderStatus 2")
"""All that `intent_rows.settle_by_event` writes."""


def refused(last_answer: str, *, answered: bool) -> Intent:
    """An accept that was refused, with what came back last."""
    intent = sample_views.accept_sending().intents[0]
    return replace(intent, outcome=Outcome.REFUSED, last_answer=last_answer, answered=answered)


def line(detail: str, outcome: Outcome = Outcome.REFUSED) -> HistoryLine:
    """The end of an accept as the history keeps it."""
    return HistoryLine(NOON, Happening.OUTCOME, "", Kind.ACCEPT, outcome, detail)


def test_what_came_after_an_orders_end_is_said_without_a_code(languages: Languages) -> None:
    languages.choose("zh_CN")
    for what in CONFLICTS:
        assert not re.search("[A-Za-z]", states.conflict_words(what)), states.conflict_words(what)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_say_of_an_order_is_never_quoted_as_the_platforms(
    languages: Languages, language: Choice
) -> None:
    languages.choose(language)
    said = [states.conflict_words(what) for what in CONFLICTS]
    said += [states.passed_over_words(PassedOver(state, NOON)) for state in OrderState if state in PLACED]
    said += [states.outcome_said(refused(fault, answered=False)).text for fault in CallFault if fault]
    said += [states.outcome_said(refused(event, answered=True)).text for event in EVENTS]
    said += [states.happening_words(line(detail)) for detail in (*EVENTS, *filter(None, CallFault))]
    assert [words for words in said if QUOTES.search(words)] == []
    assert [words for words in said if "orderStatus" in words] == []


PLACED = frozenset(OrderState(status.value) for status in PlatformStatus)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_platform_wrote_stands_in_quotes_wherever_it_is_shown(
    languages: Languages, language: Choice
) -> None:
    languages.choose(language)
    own = "店铺已打烊"
    for said in (states.outcome_said(refused(own, answered=True)).text, states.happening_words(line(own))):
        assert re.search(f'["“]{own}["”]', said), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_platform_that_gave_no_reason_is_not_quoted_with_nothing(
    languages: Languages, language: Choice
) -> None:
    languages.choose(language)
    assert not QUOTES.search(states.answer_words(refused("", answered=True)))


def test_what_the_windows_band_says_is_not_said_a_second_time_where_it_was_asked_for() -> None:
    for reason in NotDone:
        assert (here_words(reason) == str(reason_words(reason))) is not reason.is_unsaved
    assert here_words(OrderReason.STATE) == str(reason_words(OrderReason.STATE))


def test_a_partner_of_several_sites_is_called_as_in_the_settings(languages: Languages) -> None:
    assert partner_name(PartnerStatus("meituan", (Source.MEITUAN,))) == "Meituan"
    assert partner_name(PartnerStatus("aggregator", (Source.MEITUAN, Source.ELEME))) == "aggregator"
    assert (called("meituan"), called("aggregator"), called("other")) == ("Meituan", "aggregator", "other")


def test_one_role_has_one_word_in_chinese() -> None:
    words = (ROOT / "resources/translations/posdesk_zh_CN.ts").read_text(encoding="utf-8")
    assert "经理" in words
    assert "店长" not in words, "the design says 经理"
