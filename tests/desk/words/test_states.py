"""Every word of the domain has its sentence, in both languages, in the design's words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.desk.hours.story import cover_words
from posdesk.desk.words import say, states
from posdesk.desk.words.language import Choice, Languages, is_chinese, language_of
from posdesk.desk.words.reasons import reason_words
from posdesk.domain.books.posting import CoverReason
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.history import Happening, HistoryLine
from posdesk.domain.orders.intent import Intent, Kind, LostTo, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.orders.source import Source
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.domain.status import Gap
from posdesk.errors import (
    DiskError,
    DiskFault,
    HourReason,
    NotDone,
    OrderReason,
    PostingReason,
    PrintReason,
    Reason,
)
from tests.support import sample_views
from tests.support.fake_counter import NOON
from tests.support.sample_views import at

LANGUAGES: tuple[Choice, ...] = ("en", "zh_CN")
REASONS: tuple[Reason, ...] = (*OrderReason, *HourReason, *PostingReason, *PrintReason, *NotDone)


def _line(happening: Happening) -> HistoryLine:
    details = {
        Happening.PASSED_OVER: f"completed {NOON.isoformat()}",
        Happening.PROMISED: NOON.isoformat(),
    }
    detail = details.get(happening, "4")
    return HistoryLine(NOON, happening, "李敏", Kind.ACCEPT, Outcome.CONFIRMED, detail)


EVERY_WORD: list[Callable[[], str]] = [
    *(lambda s=s: states.source_name(s, "31") for s in Source),
    *(lambda k=k: states.kind_name(k) for k in Kind),
    *(lambda x=x: states.lane_name(x) for x in Lane),
    *(lambda x=x: states.state_name(x) for x in OrderState),
    *(lambda f=f: states.fault_words(f) for f in CallFault if f),
    *(lambda r=r: reason_words(r).what for r in REASONS),
    *(lambda r=r: reason_words(r).todo for r in REASONS),
    *(lambda h=h: states.happening_words(_line(h)) for h in Happening),
    *(lambda s=s: states.scan_said(s).text for s in ScanResult),
    *(lambda o=o: states.outcome_said(_intent(o)).text for o in Outcome),
]


def _intent(outcome: Outcome) -> Intent:
    view = sample_views.accept_sending()
    return replace(view.intents[0], outcome=outcome, settled_by="李敏", last_answer="")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("say_it", EVERY_WORD)
def test_every_word_of_the_domain_is_said_in_the_language_on_screen(
    languages: Languages, language: Choice, say_it: Callable[[], str]
) -> None:
    languages.choose(language)
    said = say_it().replace("李敏", "")
    assert said
    assert "{" not in said
    assert said.isascii() == (language == "en")


def test_two_books_with_one_word_have_a_sentence_each() -> None:
    assert reason_words(OrderReason.LEFT) != reason_words(PostingReason.LEFT)
    assert reason_words(OrderReason.NOT_UNKNOWN) != reason_words(PostingReason.NOT_UNKNOWN)


@pytest.mark.parametrize("fault", DiskFault)
def test_each_fault_of_the_disk_has_a_reason_with_words(fault: DiskFault) -> None:
    assert reason_words(NotDone.of(DiskError("no", fault))).what.startswith("Nothing was done")
    assert NotDone.of(ValueError("a bug")) is NotDone.OURS


@pytest.mark.parametrize(
    ("kept", "english", "chinese"),
    [
        ("refused", "Platform later said: refused; not applied", "平台后来说：已拒单，本店未改"),
        (
            "accept confirmed",
            "The platform later confirmed: Accept; not applied",
            "平台后来确认了接单，本店未改",
        ),
        (
            "accept settled_done",
            "Accept was said to be done later; not applied",
            "后来有人说接单已办，本店未改",
        ),
        (
            "changed: phone dishes",
            "The platform later sent it with other content; not applied",
            "平台后来推来的内容不一样，本店未改",
        ),
        (
            "one_of_another_version",
            "The platform later sent it with other content; not applied",
            "平台后来推来的内容不一样，本店未改",
        ),
    ],
)
def test_what_came_after_the_end_is_said_in_words(
    languages: Languages, kept: str, english: str, chinese: str
) -> None:
    line = HistoryLine(NOON, Happening.CONFLICT, detail=kept)
    for language, said in zip(LANGUAGES, (english, chinese), strict=True):
        languages.choose(language)
        assert states.conflict_words(kept) == states.happening_words(line) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_of_another_version_is_said_in_plain_words(languages: Languages, language: Choice) -> None:
    languages.choose(language)
    line = HistoryLine(NOON, Happening("of_tomorrow"))
    for said in (states.happening_words(line), cover_words(CoverReason("of_tomorrow"), "")):
        assert said
        assert "of_tomorrow" not in said
        assert said.isascii() == (language == "en")


@pytest.mark.parametrize(
    ("outcome", "chinese", "english"),
    [
        (Outcome.SENDING, "接单发送中", "Accept: sending"),
        (Outcome.CONFIRMED, "平台已确认接单", "Accept confirmed"),
        (Outcome.EXPIRED, "过时未发：没来得及接单", "Accept: expired before it could be sent"),
    ],
)
def test_states_are_said_in_the_designs_words(
    languages: Languages, outcome: Outcome, chinese: str, english: str
) -> None:
    assert states.outcome_said(_intent(outcome)).text == english
    languages.choose("zh_CN")
    assert states.outcome_said(_intent(outcome)).text == chinese


def test_a_refusal_is_said_in_the_platforms_own_words(languages: Languages) -> None:
    intent = sample_views.accept_refused().intents[0]
    assert states.outcome_said(intent).text == 'Accept refused. Platform says: "订单已取消"'
    languages.choose("zh_CN")
    assert states.outcome_said(intent).text == "接单被拒：平台说“订单已取消”"


def test_unknown_is_never_said_as_done(languages: Languages) -> None:
    intent = sample_views.accept_unknown().intents[0]
    assert "asking again with the same number" in states.unknown_words(intent)
    assert "a person must look" in states.unknown_words(sample_views.verify_unknown().intents[0])
    languages.choose("zh_CN")
    assert states.unknown_words(intent) == "接单结果未知，正用同一编号再问"


def test_another_counters_accept_names_the_counter(languages: Languages) -> None:
    intent = sample_views.accepted_elsewhere().intents[-1]
    languages.choose("zh_CN")
    assert states.outcome_said(intent, now_counter="1").text == "2 号台已接"


def test_undo_says_whole_seconds_and_never_zero(languages: Languages) -> None:
    languages.choose("zh_CN")
    assert states.waiting_words(Kind.ACCEPT, 2.0) == "接单 2 秒后发出"
    assert states.waiting_words(Kind.ACCEPT, 0.01) == "接单 1 秒后发出"


def test_a_gap_says_from_when_to_when_and_what_to_do(languages: Languages) -> None:
    languages.choose("zh_CN")
    said = states.gap_words(Gap(1, at("12:03"), at("12:09"), ""))
    assert said.what == "12:03 – 12:09 收不到单。"
    assert "6 分钟" in said.todo
    lasting = states.gap_words(Gap(1, at("12:03"), None, ""))
    assert lasting.what == "12:03 起收不到单。"
    assert lasting.todo


def test_lateness_and_time_left(languages: Languages) -> None:
    languages.choose("zh_CN")
    assert say.countdown_words(222.9) == "3:42"
    assert say.countdown_words(-72) == "超时 1:12"
    assert say.minutes_waited(at("12:24"), NOON) == "等 17 分"
    languages.choose("en")
    assert say.countdown_words(-72) == "1:12 late"


@given(st.floats(-360_000, 360_000))
def test_a_countdown_never_shows_60_seconds_or_a_sign(seconds: float) -> None:
    parts = say.minutes_seconds(seconds).split(":")
    assert all(part.isdigit() for part in parts)
    assert all(int(part) < 60 for part in parts[1:])


def test_another_day_is_said_with_its_date() -> None:
    assert say.same_day_time(at("12:45"), NOON) == "12:45"
    assert say.same_day_time(at("12:45") + timedelta(days=1), NOON) == "11-22 12:45"


def test_the_day_is_said_as_people_do(languages: Languages) -> None:
    assert say.date_words(NOON) == "Sat 21 Nov"
    languages.choose("zh_CN")
    assert say.date_words(NOON) == "11月21日 周六"


def test_amounts_and_quantities() -> None:
    assert say.yuan(Decimal("57")) == "¥57.00"
    assert say.yuan(Decimal("-4.5")) == "−¥4.50"
    assert say.plain_amount(Decimal("123456789.01")) == "123,456,789.01"
    assert [say.quantity(Decimal(q)) for q in ("2.000", "0.5", "10", "0")] == ["2", "0.5", "10", "0"]


def test_an_unknown_source_shows_its_number(languages: Languages) -> None:
    assert states.source_name(Source.OTHER, " 31 ") == "Other (31)"
    languages.choose("zh_CN")
    assert states.source_name(Source.OTHER, "31") == "其他 (31)"


def test_auto_speaks_the_systems_language_or_english() -> None:
    assert language_of("zh_CN") == "zh_CN"
    assert language_of("auto") in {"zh_CN", "en"}


def test_the_language_on_screen_is_known(languages: Languages) -> None:
    assert not is_chinese()
    languages.choose("zh_CN")
    assert is_chinese()


def test_a_gap_within_one_minute_is_told_by_its_seconds(languages: Languages) -> None:
    languages.choose("en")
    assert "12:03:05 – 12:03:40" in states.gap_words(Gap(1, at("12:03:05"), at("12:03:40"), "")).what


@pytest.mark.parametrize(
    ("done", "actor", "english", "chinese"),
    [
        (Kind.ACCEPT, "王芳", "Accepted at counter 2 by 王芳", "2 号台 王芳 已接"),
        (Kind.ACCEPT, "counter 2", "Accepted at counter 2", "2 号台已接"),
        (Kind.REFUSE, "王芳", "Refused at counter 2 by 王芳", "2 号台 王芳 已拒"),
        (Kind.REFUSE, "counter 2", "Refused at counter 2", "2 号台已拒"),
    ],
)
def test_a_lost_accept_says_what_was_done_there_and_not_what_was_wanted_here(
    languages: Languages, done: Kind, actor: str, english: str, chinese: str
) -> None:
    intent = replace(_intent(Outcome.WITHDRAWN), kind=Kind.ACCEPT, last_answer=str(LostTo("2", actor)))
    third = DoneElsewhere(Kind.REFUSE if done is Kind.ACCEPT else Kind.ACCEPT, "3", "Li", NOON)
    known = (third, DoneElsewhere(done, "2", actor, NOON), DoneElsewhere(Kind.READY, "2", actor, NOON))
    assert states.outcome_said(intent, elsewhere=known).text == english
    languages.choose("zh_CN")
    assert states.outcome_said(intent, elsewhere=known).text == chinese


@pytest.mark.parametrize(
    ("kind", "actor", "english", "chinese"),
    [
        (Kind.ACCEPT, "王芳", "Counter 2 is handling it: 王芳", "2 号台 王芳 正在处理"),
        (Kind.REFUSE, "counter 2", "Counter 2 is handling it", "2 号台正在处理"),
        (Kind.PAY, "王芳", "Pay: counter 2 was first, 王芳", "收款：2 号台 王芳 已先处理"),
        (Kind.VERIFY, "counter 2", "Verify: counter 2 was first", "核销：2 号台已先处理"),
    ],
)
def test_who_was_first_at_another_counter_is_named(
    languages: Languages, kind: Kind, actor: str, english: str, chinese: str
) -> None:
    words = str(LostTo("2", actor))
    intent = replace(_intent(Outcome.WITHDRAWN), kind=kind, last_answer=words)
    assert states.outcome_said(intent).text == english
    assert "2" in states.told_words(words)
    languages.choose("zh_CN")
    assert states.outcome_said(intent).text == chinese
