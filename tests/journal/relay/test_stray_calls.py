"""Stray calls: kept whole, known again, ended by being taken or by a person's name."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.relay.stray import CallByRelay, StrayCall
from posdesk.journal.orders import refused_calls
from posdesk.journal.relay import stray_calls
from tests.journal.making import START, Counter, SetClock, wiped

DAY_S = 86_400.0
CALL = CallByRelay("meituan", "appid=1&sign=2", b'{"cmd": "AddSaleOrderBill"}', START - timedelta(minutes=3))
WHY = Refused(RefusedKind.ORDER, "B1", "#7", "sign", 1003, "签名不对 / the signature is wrong")


def note(counter: Counter, call: CallByRelay = CALL, why: Refused = WHY, names: tuple[str, ...] = ()) -> bool:
    return bool(counter.write(lambda tx: stray_calls.note(tx, call, why, names)))


def open_ones(counter: Counter) -> tuple[StrayCall, ...]:
    return counter.journal.read(stray_calls.open_ones)


def whole(counter: Counter, after: int = 0) -> tuple[int, CallByRelay] | None:
    return counter.journal.read(lambda db: stray_calls.next_whole(db, after))


def lines(counter: Counter) -> list[tuple[Any, ...]]:
    query = "SELECT what, actor, tbillno FROM audit WHERE what LIKE 'call.stray%' ORDER BY number"
    return counter.journal.read(lambda db: db.execute(query).fetchall())


def test_a_stray_call_is_kept_whole_and_told_with_why(counter: Counter, clock: SetClock) -> None:
    assert note(counter)
    (found,) = open_ones(counter)
    assert (found.partner, found.received, found.at, found.what) == (
        "meituan",
        CALL.received,
        clock.now(),
        WHY,
    )
    assert whole(counter) == (found.number, CALL)
    assert lines(counter) == [("call.stray", "", "B1")]


def test_the_same_call_read_again_from_the_beginning_is_known(counter: Counter) -> None:
    note(counter)
    assert not note(counter, why=replace(WHY, code=1004))
    assert [each.what.code for each in open_ones(counter)] == [1003]


def test_one_that_was_closed_by_name_stays_known_and_does_not_come_back(counter: Counter) -> None:
    note(counter)
    counter.write(lambda tx: stray_calls.close(tx, 1, "李敏"))
    assert open_ones(counter) == ()
    assert not note(counter)
    assert open_ones(counter) == ()
    assert lines(counter)[-1] == ("call.stray.closed", "李敏", "B1")
    counter.write(lambda tx: stray_calls.close(tx, 1, "王强"))
    assert len(lines(counter)) == 2, "only the first time counts"


def test_one_that_is_taken_keeps_none_of_its_text(counter: Counter) -> None:
    note(counter)
    counter.write(lambda tx: stray_calls.taken(tx, 1))
    assert open_ones(counter) == ()
    row = counter.journal.read(
        lambda db: db.execute("SELECT query, body, show_no FROM stray_calls").fetchone()
    )
    assert row == ("", b"", "")
    assert not note(counter), "and it is known all the same"


def test_one_that_is_still_not_taken_says_why_as_of_now(counter: Counter) -> None:
    note(counter)
    counter.write(lambda tx: stray_calls.still(tx, 1, replace(WHY, field="appid", code=1001)))
    assert [(each.what.field, each.what.code) for each in open_ones(counter)] == [("appid", 1001)]


def test_they_are_read_again_one_after_another(counter: Counter) -> None:
    for number in range(3):
        note(counter, replace(CALL, body=b"%d" % number))
    counter.write(lambda tx: stray_calls.close(tx, 2, "李敏"))
    first = whole(counter)
    assert first is not None
    second = whole(counter, first[0])
    assert second is not None
    assert (first[1].body, second[1].body, whole(counter, second[0])) == (b"0", b"2", None)


def counted(counter: Counter) -> dict[str, int]:
    """By platform, how many calls beyond the kept ones there were."""
    return {each.partner: each.count for each in counter.journal.read(refused_calls.beyond)}


def test_of_a_flood_the_newest_of_each_platform_stay_and_the_others_are_counted(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is in the gateway floods one platform, or makes names up: another's calls stay."""
    monkeypatch.setattr(stray_calls, "MOST", 3)
    monkeypatch.setattr(stray_calls, "LOOKED_EVERY", 1)
    flood = [replace(CALL, partner="eleme", body=b"%d" % number) for number in range(5)]
    made_up = [replace(CALL, partner=f"name {number}", body=b"%d" % number) for number in range(4)]
    for call in (CALL, *flood, *made_up):
        assert note(counter, call, names=("meituan", "eleme"))
    left = [(each.partner, each.number) for each in open_ones(counter)]
    assert left[:4] == [("meituan", 1), ("eleme", 4), ("eleme", 5), ("eleme", 6)]
    assert [partner for partner, _ in left[4:]] == ["name 1", "name 2", "name 3"]
    assert counted(counter) == {"eleme": 2, "": 1}
    assert not note(counter, flood[0], names=("meituan", "eleme")), "one that ended is known"


def test_their_texts_together_have_a_bound_too(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stray_calls, "MOST_BYTES", 250)
    monkeypatch.setattr(stray_calls, "LOOKED_EVERY", 1)
    for number in range(3):
        note(counter, replace(CALL, query="", body=b"%d" % number * 100), names=("meituan",))
    assert [each.number for each in open_ones(counter)] == [2, 3]
    assert counted(counter) == {"meituan": 1}


def test_its_text_goes_with_what_is_personal_and_an_open_one_stays_to_be_seen_to(
    counter: Counter, clock: SetClock
) -> None:
    note(counter)
    note(counter, replace(CALL, body=b"other"))
    counter.write(lambda tx: stray_calls.close(tx, 1, "李敏"))
    clock.walk(31 * DAY_S)
    assert wiped(counter)["stray_calls"] == 2
    (left,) = open_ones(counter)
    assert (left.number, left.what.show_no, left.what.words) == (2, "", "")
    assert whole(counter) is None
    rows = counter.journal.read(lambda db: db.execute("SELECT count(*) FROM stray_calls").fetchone())
    assert rows == (1,)
