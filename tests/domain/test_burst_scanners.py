"""Scanners of any make, slow ones and ones that stall: never a shorter code, never silence."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.pickup.burst import BurstParser
from posdesk.domain.pickup.presses import Press, PressKind, Take
from posdesk.domain.pickup.scan_code import GS, Flaw, ScanProfile
from tests.domain.pickup.test_burst import QUIET_MS, Bench, keys, text_of

SUFFIXES = {"": "", "⏎": "<Enter>", "⇥": "<Tab>", "◆": "<F12>", "#": "#"}


def free(text: str, *, at_ms: float = 0, gap_ms: float = 10) -> list[Press]:
    """Keys where no text field has the focus; ◆ is F12."""
    presses = keys(text, at_ms=at_ms, gap_ms=gap_ms)
    return [
        replace(press, in_field=False, name="F12" if press.kind is PressKind.OTHER else "")
        for press in presses
    ]


def learnt(end: str, max_gap_ms: int = 35) -> ScanProfile:
    return ScanProfile(max_gap_ms=max_gap_ms, suffix=SUFFIXES[end])


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan: its code, the time before each further key in ms, a stall before one of them, its end."""

    code: str
    gaps: list[int]
    stall: tuple[int, int]
    end: str


@st.composite
def scans(draw: st.DrawFn, slowest_ms: int, ends: str) -> Scan:
    code = draw(st.text("0123456789AB", min_size=4, max_size=12))
    gaps = draw(st.lists(st.integers(5, slowest_ms), min_size=len(code), max_size=len(code)))
    stall = draw(st.tuples(st.integers(1, len(code)), st.sampled_from([0, 0, 61, 81, 100, 200, 224])))
    return Scan(code, gaps, stall, draw(st.sampled_from(["", *ends])))


def scanned(scan: Scan, *, at_ms: int, in_field: bool) -> list[Press]:
    presses: list[Press] = []
    for index, character in enumerate(scan.code + scan.end):
        at_ms += scan.gaps[index - 1] if index else 0
        at_ms += scan.stall[1] if index == scan.stall[0] else 0
        presses += [replace(press, in_field=in_field) for press in free(character, at_ms=at_ms)]
    return presses


def judged(scan: Scan, profile: ScanProfile, *, in_field: bool) -> Bench:
    return Bench(profile).feed(scanned(scan, at_ms=5_000, in_field=in_field)).finish()


@given(scans(75, "⏎⇥◆#"))
def test_where_nobody_types_a_scan_is_read_whole_or_said_never_shortened(scan: Scan) -> None:
    bench = judged(scan, learnt(scan.end), in_field=False)
    assert bench.codes in ([], [scan.code])
    assert len(bench.codes) + len(bench.flaws) >= 1
    if not scan.stall[1]:
        assert bench.codes == [scan.code]


@given(scans(60, "⏎⇥"))
def test_in_a_field_a_scan_at_the_learnt_speed_is_read_whole_or_said(scan: Scan) -> None:
    bench = judged(scan, learnt(scan.end, 60), in_field=True)
    assert bench.codes in ([], [scan.code])
    if scan.end:
        assert len(bench.codes) + len(bench.flaws) >= 1
    if not scan.stall[1]:
        assert (bench.codes, bench.typed) == ([scan.code], [])


@given(scans(75, "⏎⇥"))
def test_in_a_field_no_scan_is_shortened_whatever_speed_was_learnt(scan: Scan) -> None:
    assert judged(scan, learnt(scan.end), in_field=True).codes in ([], [scan.code])


@pytest.mark.parametrize("gap_ms", [36, 45, 60, 75, 80])
def test_a_slow_scanner_is_read_where_nobody_types(gap_ms: int) -> None:
    assert Bench().feed(free("5550002⏎", gap_ms=gap_ms)).codes == ["5550002"]


@pytest.mark.parametrize("gap_ms", [36, 45, 60])
def test_a_slow_scan_in_a_field_stays_as_typed_and_its_enter_says_so(gap_ms: int) -> None:
    bench = Bench().feed(keys("5550002⏎", gap_ms=gap_ms)).finish()
    assert (bench.codes, bench.flaws, text_of(bench.typed)) == ([], [Flaw.SLOW], "5550002")


def test_the_enter_of_fast_typing_is_delivered_and_asked_about() -> None:
    bench = Bench().feed(keys("word⏎", gap_ms=70)).finish()
    assert (bench.flaws, text_of(bench.typed)) == ([Flaw.SLOW], "word\r")


def test_a_stall_makes_both_pieces_one_flaw() -> None:
    bench = Bench().feed(free("7700") + free("030⏎", at_ms=230)).finish()
    assert (bench.codes, bench.flaws, bench.typed) == ([], [Flaw.TORN], [])


def test_a_stall_before_the_end_leaves_the_code_whole() -> None:
    assert Bench().feed(free("7700030") + free("⏎", at_ms=300)).codes == ["7700030"]


def test_a_burst_without_an_end_is_asked_after_300_ms_of_nothing() -> None:
    parser = BurstParser()
    presses = free("7700030")
    assert [out for press in presses for out in parser.press(press)] == []
    assert parser.deadline_s == pytest.approx(presses[-1].at_s + 0.300)
    (take,) = parser.expire()
    assert isinstance(take, Take)
    assert take.code == "7700030"


@pytest.mark.parametrize("suffix", ["<Enter>", "<Tab>", "<F12>", "#"])
def test_where_an_end_was_learnt_a_burst_without_one_is_a_flaw(suffix: str) -> None:
    bench = Bench(ScanProfile(suffix=suffix)).feed(free("7700030")).finish()
    assert (bench.codes, bench.flaws) == ([], [Flaw.NO_END])


def test_a_learnt_key_asks_at_once() -> None:
    parser = BurstParser(learnt("◆"))
    *_, take = [out for press in free("7700030◆") for out in parser.press(press)]
    assert isinstance(take, Take)
    assert (take.code, parser.holding) == ("7700030", False)


def test_a_learnt_sign_asks_as_soon_as_no_character_can_follow_it() -> None:
    parser = BurstParser(learnt("#"))
    presses = free("7700030#")
    assert [out for press in presses for out in parser.press(press)] == []
    assert parser.deadline_s == pytest.approx(presses[-1].at_s + 0.042)
    (take,) = parser.expire()
    assert isinstance(take, Take)
    assert (take.code, parser.holding) == ("7700030", False)


@given(
    st.text("17#A ", min_size=2, max_size=10),
    st.sampled_from(["#", "7", "A", "##", "7#", " "]),
    st.booleans(),
)
def test_a_code_that_holds_what_was_learnt_as_an_end_is_never_shortened(
    code: str, suffix: str, in_field: bool
) -> None:
    code = f"1{code}1"
    presses = [replace(press, in_field=in_field) for press in free(code + suffix)]
    bench = Bench(ScanProfile(suffix=suffix)).feed(presses).finish()
    assert (bench.codes, bench.flaws) == ([code], [])


@pytest.mark.parametrize("end", ["", "⏎"])
def test_scans_with_a_learnt_sign_at_their_end_do_not_merge(end: str) -> None:
    text = f"7700#{end}"
    presses = [press for number in range(5) for press in free(text, at_ms=number * 100)]
    assert Bench(learnt("#")).feed(presses).finish().codes == ["7700"] * 5


def test_other_habits_learnt_in_the_middle_of_a_scan_do_not_tear_it() -> None:
    bench = Bench().feed(free("5550"))
    bench.parser.adopt(learnt("⏎", 59))
    assert bench.feed(free("001⏎", at_ms=40)).codes == ["5550001"]


def test_a_function_key_within_the_gap_belongs_to_the_burst_and_does_nothing_else() -> None:
    bench = Bench().feed(free("7700030◆")).finish()
    assert (bench.codes, bench.typed) == (["7700030"], [])
    after = Bench().feed(free("7700030⏎◆")).finish()
    assert (after.codes, after.typed) == (["7700030"], [])


def test_what_follows_a_function_key_in_a_burst_makes_both_a_flaw() -> None:
    bench = Bench().feed(keys("69◆341234⏎"))
    assert (bench.codes, bench.flaws, bench.typed) == ([], [Flaw.TORN], [])


def test_a_function_key_outside_the_gap_acts() -> None:
    bench = Bench().feed(free("7700030") + free("◆", at_ms=160)).finish()
    assert (bench.codes, [press.name for press in bench.typed]) == (["7700030"], ["F12"])


def test_the_end_of_a_scan_right_after_typing_is_no_scan() -> None:
    bench = Bench().feed(keys("77", gap_ms=20) + keys("00030⏎", at_ms=150)).finish()
    assert (bench.codes, bench.flaws) == ([], [Flaw.CUT])


def test_a_scan_after_a_pause_in_typing_is_read() -> None:
    bench = Bench().feed(keys("77", gap_ms=20) + keys("00030⏎", at_ms=20 + QUIET_MS)).finish()
    assert bench.codes == ["00030"]


def held(text: str, *, at_ms: float, in_field: bool) -> list[Press]:
    presses = keys(text, at_ms=at_ms, gap_ms=33)
    return [replace(press, kind=PressKind.HELD, in_field=in_field) for press in presses]


@pytest.mark.parametrize("in_field", [True, False])
def test_a_held_keys_repeats_begin_no_code(in_field: bool) -> None:
    bench = Bench().feed(held("111111", at_ms=500, in_field=in_field)).finish()
    assert (bench.codes, bench.flaws, text_of(bench.typed)) == ([], [], "111111")


def test_a_held_keys_repeat_in_a_burst_makes_it_a_flaw() -> None:
    bench = Bench().feed(free("1110") + held("0", at_ms=40, in_field=False) + free("3⏎", at_ms=50)).finish()
    assert (bench.codes, bench.flaws, bench.typed) == ([], [Flaw.HELD_KEY], [])


def alt(number: str, *, at_ms: float, chord: int) -> list[Press]:
    presses = keys(number, at_ms=at_ms, gap_ms=8)
    return [replace(press, kind=PressKind.ALT_DIGIT, chord=chord, in_field=False) for press in presses]


def test_a_group_separator_as_alt_029_leaves_one_code() -> None:
    presses = [*free("0106901"), *alt("029", at_ms=70, chord=1), *free("21ABC⏎", at_ms=100)]
    assert Bench().feed(presses).codes == ["010690121ABC"]
    assert Bench(ScanProfile(keep_gs=True)).feed(presses).codes == [f"0106901{GS}21ABC"]


def test_a_scanner_that_sends_each_character_as_a_number_is_read() -> None:
    numbers = [f"{ord(character):03}" for character in "7700030"]
    presses = [
        press
        for chord, number in enumerate(numbers)
        for press in alt(number, at_ms=chord * 30, chord=chord + 1)
    ]
    assert Bench().feed([*presses, *free("⏎", at_ms=215)]).codes == ["7700030"]


def test_a_scan_under_way_is_known_from_its_second_character() -> None:
    parser = BurstParser()
    first, second = free("77")
    parser.press(first)
    assert not parser.may_be_scan
    parser.press(second)
    assert parser.may_be_scan
