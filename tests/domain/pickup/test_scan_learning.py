"""One scan of the test code teaches speed, prefix, suffix and case; anything else teaches nothing."""

from dataclasses import replace

import pytest

from posdesk.domain.pickup.presses import Press
from posdesk.domain.pickup.scan_code import Fold
from posdesk.domain.pickup.scan_learning import (
    TEST_CODE,
    TEST_CODES,
    Learnt,
    Unlearnt,
    card_of,
    learn,
    slower_of,
    together,
)
from tests.domain.test_burst_scanners import free


def scan(text: str, gap_ms: float = 12) -> list[Press]:
    return [replace(press, in_field=False) for press in free(text, gap_ms=gap_ms)]


@pytest.mark.parametrize(
    ("sent", "prefix", "suffix"),
    [
        (f"{TEST_CODE}⏎", "", "<Enter>"),
        (f"{TEST_CODE}⇥", "", "<Tab>"),
        (f"{TEST_CODE}⏎⇥", "", "<Enter>"),
        (f"{TEST_CODE}◆", "", "<F12>"),
        (f"]C1{TEST_CODE}#", "]C1", "#"),
        (f"{TEST_CODE}#⏎", "", "#"),
        (f"◆{TEST_CODE}", "", ""),
        (f"◆{TEST_CODE}⏎", "", "<Enter>"),
        (TEST_CODE, "", ""),
    ],
)
def test_what_a_scanner_sends_around_a_code_is_learnt(sent: str, prefix: str, suffix: str) -> None:
    learnt = learn(scan(sent))
    assert isinstance(learnt, Learnt)
    assert (learnt.prefix, learnt.suffix) == (prefix, suffix)


@pytest.mark.parametrize(("gap_ms", "limit_ms"), [(5, 35), (30, 39), (45, 59), (60, 60), (75, 60)])
def test_the_speed_is_learnt_with_room_and_never_over_60_ms(gap_ms: int, limit_ms: int) -> None:
    learnt = learn(scan(f"{TEST_CODE}⏎", gap_ms))
    assert isinstance(learnt, Learnt)
    assert (learnt.max_gap_ms, learnt.slowest_ms) == (limit_ms, gap_ms)


@pytest.mark.parametrize(
    ("sent", "fold"),
    [(TEST_CODE, Fold.NONE), (TEST_CODE.upper(), Fold.UPPER), (TEST_CODE.lower(), Fold.LOWER)],
)
def test_a_scanner_that_sends_one_case_only_is_known_by_it(sent: str, fold: Fold) -> None:
    learnt = learn(scan(f"{sent}⏎"))
    assert isinstance(learnt, Learnt)
    assert learnt.fold is fold


def test_letters_turned_over_are_caps_lock_and_teach_nothing() -> None:
    assert learn(scan(f"{TEST_CODE.swapcase()}⏎")) is Unlearnt.CAPS_LOCK


@pytest.mark.parametrize("sent", ["69341234⏎", TEST_CODE[:-1] + "⏎", "Pd1-011⏎"])
def test_another_code_and_a_shortened_one_teach_nothing(sent: str) -> None:
    assert learn(scan(sent)) is Unlearnt.OTHER_CODE


def test_of_two_scanners_the_slower_counts_and_what_both_send() -> None:
    one = Learnt(35, "", "<Enter>", Fold.NONE, 12)
    other = Learnt(59, "]C1", "<Tab>", Fold.NONE, 45)
    assert slower_of(one, other) == Learnt(59, "", "", Fold.NONE, 45)


def test_the_three_cards_are_known_by_their_codes_in_whatever_case_they_come() -> None:
    assert [card_of(scan(f"]C1{code.upper()}⏎")) for code in TEST_CODES] == [0, 1, 2]
    assert card_of(scan("69341234⏎")) is None


def test_of_three_scans_the_slowest_counts_and_only_what_each_of_them_had() -> None:
    sent = (f"]C1{TEST_CODES[0]}⏎", f"]C1{TEST_CODES[1]}⏎", f"{TEST_CODES[2]}⏎")
    learnt = [learn(scan(text, gap_ms)) for text, gap_ms in zip(sent, (5, 40, 12), strict=True)]
    each = [one for one in learnt if isinstance(one, Learnt)]
    assert together(each) == Learnt(52, "", "<Enter>", Fold.NONE, 40)
