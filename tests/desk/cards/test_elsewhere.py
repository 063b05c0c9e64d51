"""A card names who did it, who is at it and who is silent at another counter."""

from dataclasses import replace
from datetime import timedelta

import pytest

from posdesk.desk.cards.draft import ThemeMeasure
from posdesk.desk.cards.elsewhere import history_elsewhere
from posdesk.desk.cards.facts import Moment, chips_of, facts_of
from posdesk.desk.cards.marks import Text
from posdesk.desk.cards.new import new_folded
from posdesk.desk.words.language import Choice, Languages
from posdesk.domain.orders.board import Lane, OrderView
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState, SeenClaim
from tests.support.fake_counter import NOON
from tests.support.sample_views import new_104

ACCEPTED = DoneElsewhere(Kind.ACCEPT, "2", "王芳", NOON)


def _claim(state: ClaimState, group: ClaimGroup = ClaimGroup.VERDICT) -> SeenClaim:
    return SeenClaim(group, state, "2", "other", "王芳", NOON, 3, NOON)


def _said(view: OrderView) -> list[str]:
    return [chip.text for chip in chips_of(view, NOON, "1", frozenset())]


def test_a_counter_alone_says_nothing_of_others() -> None:
    assert not any("ounter" in said for said in _said(new_104()))
    assert history_elsewhere(new_104()) == ()


def test_who_accepted_where_stands_on_the_card(languages: Languages) -> None:
    view = replace(new_104(), elsewhere=(ACCEPTED,))
    assert "Counter 2 王芳 accepted 12:41" in _said(view)
    languages.choose("zh_CN")
    assert "2 号台 王芳 已接 12:41" in _said(view)


def test_the_card_tells_what_was_done_last_and_the_detail_all_of_it() -> None:
    ready = replace(ACCEPTED, kind=Kind.READY, at=NOON + timedelta(minutes=4))
    view = replace(new_104(), elsewhere=(ACCEPTED, ready))
    assert _said(view).count("Counter 2 王芳 called it ready 12:45") == 1
    assert not any("accepted" in said for said in _said(view))
    assert [at for at, _ in history_elsewhere(view)] == [ACCEPTED.at, ready.at]


@pytest.mark.parametrize("group", ClaimGroup)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_on_a_folded_card_what_is_to_be_done_about_a_silent_counter_is_not_cut(
    languages: Languages, measure: ThemeMeasure, language: Choice, group: ClaimGroup
) -> None:
    languages.choose(language)
    view = replace(new_104(), claims=(_claim(ClaimState.SILENT, group),))
    card = new_folded(facts_of(view, Lane.NEW, Moment(NOON, "1")), measure, 360, large=False)
    marks = [mark for mark in card.marks if isinstance(mark, Text)]
    (whole,) = (each for each in _said(view) if "王芳" in each)
    assert "".join(whole.split()) in "".join("".join(mark.text.split()) for mark in marks)
    assert all(measure.width(mark.text, mark.font) <= mark.box.w for mark in marks)
    assert all(mark.box.bottom <= card.height for mark in marks)


@pytest.mark.parametrize("group", ClaimGroup)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_who_is_at_it_and_who_is_silent_are_named(
    languages: Languages, language: Choice, group: ClaimGroup
) -> None:
    languages.choose(language)
    told = set()
    for state in (ClaimState.THEIRS, ClaimState.SILENT):
        (said,) = (
            each for each in _said(replace(new_104(), claims=(_claim(state, group),))) if "王芳" in each
        )
        told.add(said)
    assert len(told) == 2
    assert all("{" not in said for said in told)


def test_what_was_sent_without_asking_anybody_says_so() -> None:
    assert any(
        "could not be asked" in s for s in _said(replace(new_104(), claims=(_claim(ClaimState.UNCLAIMED),)))
    )


def test_our_own_claim_is_no_news() -> None:
    assert _said(replace(new_104(), claims=(_claim(ClaimState.OURS),))) == _said(new_104())
