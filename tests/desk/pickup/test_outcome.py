"""The last scans: a found code shows how its verification ended, and only that one."""

from datetime import timedelta

import pytest

from posdesk.desk.pickup.words import record_lines
from posdesk.domain.orders.history import Happening, HistoryLine
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.pickup.lookup import ScanResult, ScanRow, with_outcomes
from tests.support import pickups
from tests.support.fake_counter import NOON

ENDS = {
    Outcome.CONFIRMED: ScanResult.DONE,
    Outcome.UNKNOWN: ScanResult.UNKNOWN,
    Outcome.REFUSED: ScanResult.WRONG,
    Outcome.SENDING: ScanResult.FOUND,
}


def scan(seconds_ago: int, code: str = pickups.CODE, result: ScanResult = ScanResult.FOUND) -> ScanRow:
    return ScanRow(NOON - timedelta(seconds=seconds_ago), code, result)


@pytest.mark.parametrize("outcome", ENDS)
def test_a_found_code_is_never_shown_better_than_its_verification(outcome: Outcome) -> None:
    view = pickups.verified(pickups.to_verify("21"), outcome)
    (row,) = with_outcomes((scan(30),), [view])
    assert row.result is ENDS[outcome]
    assert row.show_no == "21"


def test_only_the_last_scan_before_the_verification_shows_it() -> None:
    view = pickups.verified(pickups.to_verify(), Outcome.CONFIRMED)
    later, last, earlier = with_outcomes((scan(5), scan(30), scan(60)), [view])
    assert (later.result, last.result, earlier.result) == (
        ScanResult.FOUND,
        ScanResult.DONE,
        ScanResult.FOUND,
    )


def test_what_ended_by_itself_stays_as_it_ended() -> None:
    view = pickups.verified(pickups.to_verify(), Outcome.CONFIRMED)
    rows = (scan(5, result=ScanResult.USED), scan(30, code="9"))
    assert with_outcomes(rows, [view]) == rows


def test_a_hand_out_against_signature_is_not_shown_as_verified() -> None:
    view = pickups.verified(pickups.to_verify(), Outcome.QUEUED, without_answer=True)
    (row,) = with_outcomes((scan(30, result=ScanResult.CANNOT),), [view])
    assert row.result is ScanResult.SIGNED


def test_a_record_names_each_person_once() -> None:
    pressed = HistoryLine(NOON, Happening.PRESSED, "counter 1", Kind.ACCEPT)
    (row,) = record_lines([pressed])
    assert row.count("Counter 1") == 1
    assert "counter 1" not in row
