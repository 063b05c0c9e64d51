"""Refused calls in the journal: a row each however often one comes, bounded; a person or taking ends it."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.orders.refused import Refused, RefusedKind, TurnedAway
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import refused_calls
from posdesk.journal.orders.refused_calls import MOST_OPEN, GatheredSigns
from tests.journal.making import Counter, SetClock, opened, wiped
from tests.support.paths import ROOT

ORDER = Refused(
    RefusedKind.ORDER, "B1", "#1", "actual_fee", 1004, "应为数字 / a number is wanted", raw='{"a":1}'
)
HOUR = timedelta(hours=1)


def note(counter: Counter, partner: str = "meituan", **changed: Any) -> None:
    counter.write(lambda tx: refused_calls.note(tx, partner, replace(ORDER, **changed)))


def told(counter: Counter) -> TurnedAway:
    return counter.journal.read(refused_calls.turned_away)


def lines(counter: Counter) -> list[tuple[str, str, str]]:
    """What, who, and the bill of every audit line about calls."""
    query = "SELECT what, actor, tbillno FROM audit WHERE what LIKE 'call.%' ORDER BY number"
    return counter.journal.read(lambda db: db.execute(query).fetchall())


def test_the_same_call_again_is_counted_on_its_row(counter: Counter, clock: SetClock) -> None:
    note(counter)
    first = clock.now()
    clock.walk(60)
    note(counter, words="另一句 / other words")
    (call,) = told(counter).calls
    assert (call.count, call.first_at, call.last_at) == (2, first, clock.now())
    assert call.what.words == "另一句 / other words"
    assert lines(counter) == [("call.refused", "", "B1")], "a repeat is no new line"


@pytest.mark.parametrize(
    "other",
    [
        {"tbillno": "B2"},
        {"field": "state"},
        {"code": 1003},
        {"kind": RefusedKind.CANCEL},
        {"partner": "eleme"},
    ],
)
def test_another_call_is_another_row(counter: Counter, other: dict[str, Any]) -> None:
    note(counter)
    note(counter, **other)
    assert [call.count for call in told(counter).calls] == [1, 1]


def test_over_the_most_they_are_only_counted_and_a_person_ends_that(
    counter: Counter, clock: SetClock
) -> None:
    for number in range(MOST_OPEN + 3):
        note(counter, tbillno=f"B{number}")
    note(counter, tbillno="B0")
    note(counter, "eleme")
    found = told(counter)
    assert len(found.calls) == MOST_OPEN + 1
    assert [(each.partner, each.count) for each in found.beyond] == [("meituan", 3)]
    assert found.refused_by_partner == {"meituan": MOST_OPEN + 3, "eleme": 1}
    counter.write(lambda tx: refused_calls.see_beyond(tx, "meituan", "李敏"))
    assert told(counter).beyond == ()
    assert lines(counter)[-1] == ("call.refused.seen", "李敏", "")


def test_a_person_ends_it_by_name_and_once(counter: Counter) -> None:
    note(counter)
    for actor in ("李敏", "王经理"):
        counter.write(lambda tx, who=actor: refused_calls.see(tx, 1, who))
    assert told(counter).calls == ()
    assert lines(counter)[1:] == [("call.refused.seen", "李敏", "B1")]
    note(counter)
    assert [call.number for call in told(counter).calls] == [2], "the platform was told and sent it again"


def test_it_ends_when_that_order_is_taken_and_no_other_does(counter: Counter) -> None:
    note(counter)
    note(counter, kind=RefusedKind.CANCEL)
    note(counter, kind=RefusedKind.OTHER)
    note(counter, tbillno="B2")
    counter.write(lambda tx: refused_calls.taken(tx, "eleme", RefusedKind.ORDER, "B1"))
    assert len(told(counter).calls) == 4
    counter.write(lambda tx: refused_calls.taken(tx, "meituan", RefusedKind.ORDER, "Ｂ1"))
    left = [(call.what.kind, call.what.tbillno) for call in told(counter).calls]
    assert left == [(RefusedKind.CANCEL, "B1"), (RefusedKind.ORDER, "B2")], "a cancel is mended by a cancel"
    assert ("call.refused.taken", "", "Ｂ1") in lines(counter)


def test_the_text_goes_after_thirty_days_and_the_row_thirty_days_after_its_end(
    counter: Counter, clock: SetClock
) -> None:
    def held() -> list[tuple[str, str]]:
        query = "SELECT tbillno, raw FROM refused_calls ORDER BY number"
        return counter.journal.read(lambda db: db.execute(query).fetchall())

    note(counter)
    note(counter, tbillno="B2")
    counter.write(lambda tx: refused_calls.see(tx, 2, "李敏"))
    clock.walk(29 * 86400)
    wiped(counter)
    assert held() == [("B1", '{"a":1}'), ("B2", '{"a":1}')]
    clock.walk(2 * 86400)
    wiped(counter)
    assert held() == [("B1", "")]
    assert [call.what.tbillno for call in told(counter).calls] == ["B1"], "nobody has seen to it"


def test_what_is_asked_by_itself_looks_at_open_rows_only(counter: Counter) -> None:
    asked: list[str] = []

    def question(db: Any) -> None:
        db.set_trace_callback(asked.append)
        refused_calls.open_ones(db)
        db.set_trace_callback(None)

    counter.journal.read(question)
    plan = counter.journal.read(lambda db: db.execute(f"EXPLAIN QUERY PLAN {asked[0]}").fetchall())
    assert "refused_calls_open" in json.dumps(plan)


def gathered(clock: SetClock, count: int = 1, *, since: bool = False) -> GatheredSigns:
    return GatheredSigns(count, clock.now(), clock.now(), clock.now() if since else None)


def test_wrongly_signed_ones_are_one_row_a_partner_and_a_line_an_hour(
    counter: Counter, clock: SetClock
) -> None:
    first = clock.now()
    for _ in range(100):
        counter.write(lambda tx: refused_calls.add_wrong_signs(tx, "meituan", gathered(clock, 7)))
        clock.walk(60)
    (wrong,) = told(counter).wrong_signs
    assert (wrong.count, wrong.first_at, wrong.since) == (700, first, None)
    assert lines(counter) == [("call.wrong_sign", "", "")] * 2


@pytest.mark.parametrize("end", ["a person", "a right one"])
def test_that_they_are_too_many_ends(counter: Counter, clock: SetClock, end: str) -> None:
    began = clock.now()
    counter.write(lambda tx: refused_calls.add_wrong_signs(tx, "meituan", gathered(clock, since=True)))
    clock.walk(60)
    counter.write(lambda tx: refused_calls.add_wrong_signs(tx, "meituan", gathered(clock, since=True)))
    assert told(counter).wrong_signs[0].since == began
    if end == "a person":
        counter.write(lambda tx: refused_calls.see_wrong_signs(tx, "李敏"))
    else:
        counter.write(lambda tx: refused_calls.end_wrong_signs(tx, "meituan"))
    assert told(counter).wrong_signs[0].since is None
    assert told(counter).wrong_signs[0].count == 2
    wanted = ("call.wrong_sign.seen", "李敏", "") if end == "a person" else ("call.wrong_sign.over", "", "")
    assert lines(counter)[-1] == wanted


def test_a_journal_of_the_fourth_version_takes_them_after_the_step(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests/data/journal/version-4.sqlite", tmp_path / FILE_NAME)
    with opened(tmp_path) as journal:
        counter = Counter(journal)
        assert told(counter) == TurnedAway()
        note(counter)
        assert len(told(counter).calls) == 1
        assert journal.read(audit.verify).broken_at is None
