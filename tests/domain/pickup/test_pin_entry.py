"""A PIN however fast it is typed, and no scan that becomes one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.pickup.presses import Press, PressKind
from posdesk.domain.pins import PinEntry, PinProgress

_PIN = st.from_regex(r"[0-9]{6}", fullmatch=True)
_FAST_MS = st.integers(0, 60)
_END = st.sampled_from([PressKind.ENTER, PressKind.TAB, PressKind.OTHER])


def enter(
    entry: PinEntry, text: str, gaps_ms: Sequence[int], *, after_ms: int = 1_000, end: PressKind | None = None
) -> list[PinProgress]:
    """Press the keys of a text, so long after one another, `pause` wherever nothing came for long enough."""
    waits = [after_ms, *gaps_ms]
    start_s = max(entry._last_s, 0.0)
    came: list[PinProgress] = []
    for character, wait_ms, at_ms in zip(
        [*text, *([""] if end else [])], waits, accumulate(waits), strict=False
    ):
        if wait_ms > entry.wait_ms:
            came.append(entry.pause())
        kind = PressKind.TEXT if character else end or PressKind.ENTER
        came.append(entry.press(Press(kind, character, start_s + at_ms / 1000, in_field=False)))
    return [*came, entry.pause()]


@given(_PIN, st.lists(st.integers(0, 500), min_size=5, max_size=5))
def test_six_digits_without_an_end_are_a_pin_unless_a_machine_tore_them(pin: str, gaps_ms: list[int]) -> None:
    entry = PinEntry()
    came = enter(entry, pin, gaps_ms)
    if PinProgress.SCAN not in came:
        assert came.count(PinProgress.PIN) == 1
        assert entry.digits == pin


@given(_PIN, st.lists(st.integers(0, 80), min_size=5, max_size=5))
def test_six_fast_digits_are_a_pin_once_nothing_followed(pin: str, gaps_ms: list[int]) -> None:
    entry = PinEntry()
    came = enter(entry, pin, gaps_ms)
    assert came[-1] is PinProgress.PIN
    assert set(came[:-1]) == {PinProgress.MORE}
    assert entry.digits == pin


@given(_PIN, st.lists(st.integers(81, 2_000), min_size=5, max_size=5))
def test_a_slow_pin_waits_for_a_bursts_gap_alone(pin: str, gaps_ms: list[int]) -> None:
    entry = PinEntry()
    came = enter(entry, pin, gaps_ms)
    assert came[-1] is PinProgress.PIN
    assert entry.wait_ms < 100
    assert entry.digits == pin


@given(
    _PIN, st.lists(st.integers(65, 400), min_size=5, max_size=5), st.integers(0, 4), st.integers(61, 2_000)
)
def test_a_person_who_rolls_two_keys_and_presses_enter_types_a_pin(
    pin: str, gaps_ms: list[int], rolled: int, enter_ms: int
) -> None:
    gaps_ms[rolled] = 20
    came = enter(PinEntry(), pin, [*gaps_ms, enter_ms], end=PressKind.ENTER)
    assert PinProgress.SCAN not in came
    assert PinProgress.PIN in came


@given(st.data(), st.from_regex(r"[0-9]{4,20}", fullmatch=True), _END, st.sampled_from(["", "1", "12345"]))
def test_a_burst_with_an_end_is_never_a_pin_and_what_was_typed_stays(
    data: st.DataObject, code: str, end: PressKind, typed: str
) -> None:
    entry = PinEntry()
    enter(entry, typed, [200] * len(typed))
    gaps_ms = data.draw(st.lists(_FAST_MS, min_size=len(code), max_size=len(code)))
    came = enter(entry, code, gaps_ms, end=end)
    assert came.count(PinProgress.SCAN) == 1
    assert PinProgress.PIN not in came
    assert entry.digits == typed


@given(
    st.data(),
    st.from_regex(r"[0-9]{4,5}|[0-9]{7,20}|[0-9A-Z]{2,9}[A-Z][0-9A-Z]{1,9}", fullmatch=True),
    st.sampled_from(["", "12"]),
)
def test_any_other_burst_without_an_end_is_no_pin_either(data: st.DataObject, code: str, typed: str) -> None:
    entry = PinEntry()
    enter(entry, typed, [200] * len(typed))
    gaps_ms = data.draw(st.lists(_FAST_MS, min_size=len(code) - 1, max_size=len(code) - 1))
    came = enter(entry, code, gaps_ms)
    assert came.count(PinProgress.SCAN) == 1
    assert PinProgress.PIN not in came
    assert entry.digits == typed


@given(st.integers(4, 12), st.integers(81, 300))
def test_a_scan_that_a_stall_tore_is_one_scan(before_stall: int, stall_ms: int) -> None:
    code = "2211418700359"
    gaps_ms = [10] * (len(code) - 1)
    gaps_ms[before_stall - 1] = stall_ms
    entry = PinEntry()
    came = enter(entry, code, [*gaps_ms, 10], end=PressKind.ENTER)
    assert came.count(PinProgress.SCAN) == 1
    assert PinProgress.PIN not in came
    assert entry.digits == ""


def test_a_pin_is_typed_anew_after_a_scan() -> None:
    entry = PinEntry()
    enter(entry, "2211418700359", [5] * 13, end=PressKind.ENTER)
    assert enter(entry, "730164", [5] * 5)[-1] is PinProgress.PIN
    assert entry.digits == "730164"


def test_six_fast_digits_behind_a_digit_typed_before_are_the_pin() -> None:
    entry = PinEntry()
    enter(entry, "9", [])
    assert enter(entry, "730164", [5] * 5)[-1] is PinProgress.PIN
    assert entry.digits == "730164"


@pytest.mark.parametrize(
    "kind", [PressKind.ENTER, PressKind.TAB, PressKind.OTHER, PressKind.SPACE, PressKind.HELD]
)
def test_a_key_by_itself_is_neither(kind: PressKind) -> None:
    entry = PinEntry()
    enter(entry, "12", [200])
    assert entry.press(Press(kind, " " if kind is PressKind.SPACE else "", 99.0)) is PinProgress.MORE
    assert entry.digits == "12"


def test_touch_and_rubbing_out_are_a_persons() -> None:
    entry = PinEntry()
    came = [entry.touch(digit) for digit in "12345"]
    entry.rub_out()
    assert entry.digits == "1234"
    assert [*came, entry.touch("5"), entry.touch("6")][-2:] == [PinProgress.MORE, PinProgress.PIN]


@pytest.mark.parametrize(("after_ms", "alone"), [(0, False), (60, False), (300, False), (301, True)])
def test_a_key_stands_alone_where_nothing_came_so_shortly_before(after_ms: int, alone: bool) -> None:
    entry = PinEntry()
    entry.press(Press(PressKind.TEXT, "1", 5.0, in_field=False))
    key = Press(PressKind.OTHER, "", 5.0 + after_ms / 1000, in_field=False, name="F11")
    assert entry.stands_alone(key) is alone
    entry.clear()
    assert entry.stands_alone(key)
