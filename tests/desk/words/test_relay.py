"""What is said of relay and other counters: what happened, what to do; nothing without one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from posdesk.desk.words import relay as words
from posdesk.desk.words.language import Choice, Languages
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.relay.status import Away, OtherCounter, RelayFault, RelayStatus
from posdesk.domain.status import PartnerStatus, Way
from tests.support.fake_counter import NOON
from tests.support.pickups import to_verify, verified

LANGUAGES: tuple[Choice, ...] = ("en", "zh_CN")
AGO = NOON - timedelta(minutes=9)
WELL = RelayStatus(connected=True, since=AGO, fault=RelayFault.NONE, counters=(OtherCounter("2", NOON),))
LOST = RelayStatus(connected=False, since=AGO, fault=RelayFault.UNREACHED)
UNSEEN = replace(WELL, counters=(OtherCounter("2", AGO, unseen_since=AGO),))

EVERY_WORD: list[Callable[[], str]] = [
    *(lambda f=f: str(words.why_words(replace(LOST, fault=f))) for f in RelayFault if f),
    *(lambda f=f: str(words.relay_words(replace(LOST, fault=f), NOON)) for f in RelayFault if f),
    *(lambda k=k: words.done_words(k, "2", "王芳", NOON) for k in (*Kind, None)),
    *(lambda k=k: str(words.takes_over_words(k, "2", "王芳", NOON)) for k in (*Kind, None)),
    lambda: str(words.counters_words(UNSEEN, NOON)),
    lambda: str(words.strays_words(replace(WELL, strays=2))),
    lambda: words.away_words(Away(12, AGO, NOON)),
    lambda: str(words.permission_words(replace(WELL, jwt_until=NOON + timedelta(days=3)), NOON)),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_fills_its_places(languages: Languages, language: Choice) -> None:
    languages.choose(language)
    for said in (say() for say in EVERY_WORD):
        assert "{" not in said, said


def test_a_store_without_a_relay_is_told_nothing_of_one() -> None:
    assert not words.relay_words(None, NOON).what
    assert not words.counters_words(None, NOON).what
    assert not words.strays_words(None).what
    assert not words.permission_words(None, NOON).what


def test_a_relay_that_is_well_says_nothing() -> None:
    assert not words.relay_words(WELL, NOON).what
    assert not words.counters_words(WELL, NOON).what
    assert not words.strays_words(WELL).what


def test_the_first_seconds_of_a_connection_are_no_trouble() -> None:
    assert not words.relay_words(RelayStatus(), NOON).what


def test_servers_that_take_nothing_more_are_told_though_it_is_connected(languages: Languages) -> None:
    full = replace(WELL, fault=RelayFault.FULL)
    assert words.relay_words(full, NOON) == words.why_words(full)
    assert str(words.relay_words(full, NOON)) == (
        "The chain's relay takes nothing more: what is done here does not reach the others."
        " Ask there before you hand out; tell the chain's administrator. All is kept and follows later."
    )
    assert not full.is_well
    languages.choose("zh_CN")
    assert words.relay_words(full, NOON).what == "连锁中继不再接收：本机做的事传不到其他台。"


def test_a_lost_relay_says_since_when_why_and_what_to_do(languages: Languages) -> None:
    said = words.relay_words(LOST, NOON)
    assert said.what == (
        "The chain's relay is not connected since 12:32: no order comes by it. None of its servers answers."
    )
    assert "platforms' own pages" in said.todo
    languages.choose("zh_CN")
    assert words.relay_words(LOST, NOON).what.startswith("连锁中继从 12:32 起连不上")


def test_a_counter_that_cannot_be_seen_is_said_with_its_time(languages: Languages) -> None:
    assert words.counters_words(UNSEEN, NOON).what == "Counter 2 can't be seen since 12:32."
    languages.choose("zh_CN")
    assert words.counters_words(UNSEEN, NOON).what == "从 12:32 起看不到 2 号台。"


def test_who_is_away_itself_blames_no_other_counter() -> None:
    assert not words.counters_words(replace(UNSEEN, connected=False), NOON).what


def test_what_lacks_of_a_counter_is_counted(languages: Languages) -> None:
    lacking = replace(WELL, counters=(OtherCounter("2", NOON, missing=3),))
    assert words.counters_words(lacking, NOON).what == "Of what counter 2 did, 3 have not come here."


def test_who_did_it_at_which_counter_is_said_as_the_design_has_it(languages: Languages) -> None:
    assert words.done_words(Kind.ACCEPT, "2", "王芳", NOON) == "Counter 2 王芳 accepted 12:41"
    languages.choose("zh_CN")
    assert words.done_words(Kind.ACCEPT, "2", "王芳", NOON) == "2 号台 王芳 已接 12:41"
    assert words.done_words(Kind.ACCEPT, "2", "counter 2", NOON) == "2 号台 已接 12:41"


def test_money_and_goods_are_asked_about_before_they_are_taken_over(languages: Languages) -> None:
    assert "has paid" in words.takes_over_words(Kind.PAY, "2", "王芳", NOON).todo
    assert "gone already" in words.takes_over_words(None, "2", "王芳", NOON).todo


def test_what_went_out_here_against_signature_says_when_and_by_whom(languages: Languages) -> None:
    (signed,) = verified(to_verify(), Outcome.WITHDRAWN, actor="王芳", pressed_at=NOON).intents
    assert words.signed_once_words(signed).what.startswith("王芳 handed it out here at 12:41")
    languages.choose("zh_CN")
    assert words.signed_once_words(signed).what.startswith("王芳 12:41 已在这里签字交货")


def test_by_which_way_a_partner_was_last_heard(languages: Languages) -> None:
    heard = PartnerStatus("meituan", last_received=NOON)
    assert words.way_words(PartnerStatus("meituan")) == ""
    assert words.way_words(heard) == "to this PC"
    assert words.way_words(replace(heard, way=Way.RELAY)) == "by the relay"


def test_a_permission_that_ends_soon_was_not_renewed(languages: Languages) -> None:
    long, soon = (replace(WELL, jwt_until=NOON + timedelta(days=days)) for days in (300, 3))
    assert not words.permission_words(long, NOON).what
    assert "chain's administrator" in words.permission_words(soon, NOON).todo
    assert "renewed" not in words.permission_line(long, NOON)
    assert "renewed" in words.permission_line(soon, NOON)


def test_a_gateways_wrong_clock_is_told_with_what_counts_instead(languages: Languages) -> None:
    assert words.clock_line(WELL) == ""
    fast, slow = (replace(WELL, gateway_ahead=timedelta(minutes=minutes)) for minutes in (12, -90))
    assert words.clock_line(fast).startswith("The gateway's clock is 12 min fast: orders count by its")
    assert words.clock_line(slow).startswith("The gateway's clock is 90 min slow")
    assert words.clock_line(fast) in words.relay_lines(fast, NOON)
    languages.choose("zh_CN")
    assert words.clock_line(fast) == "网关的时钟快了 12 分钟：订单按服务器的时钟算。告诉总部管理员。"


def test_sync_says_how_far_the_relay_has_read(languages: Languages) -> None:
    assert words.position_line(WELL) == "Nothing read yet."
    assert words.position_line(replace(WELL, sequence=40, lag=0)) == "Read up to 40: that is all."
    assert words.position_line(replace(WELL, sequence=40, lag=7)) == "Read up to 40, 7 to come."
    assert words.connection_line(WELL, NOON) == "Connected since 12:32."
    assert words.counter_line(OtherCounter("2"), NOON) == "Counter 2: no word from it yet."
    assert words.counter_line(OtherCounter("2", NOON), NOON) == "Counter 2: last word 12:41."
