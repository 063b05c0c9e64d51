"""Scan or typing: every burst whole, once and in order; every typed key delivered, none swallowed."""

from __future__ import annotations

import string
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.pickup.burst import BurstParser
from posdesk.domain.pickup.presses import BurstResult, Press, PressKind, Release, Take
from posdesk.domain.pickup.scan_code import GS, Flaw, Fold, ScanProfile, check_code, clean_code

CODE = string.ascii_letters + string.digits + "-._/"


class Bench:
    """Feeds a parser as the desk does: calls `expire` when the deadline passes before the next press."""

    def __init__(self, profile: ScanProfile | None = None) -> None:
        self.parser = BurstParser(profile)
        self.outcomes: list[BurstResult] = []
        self._ref = 0

    def feed(self, presses: list[Press]) -> Bench:
        for press in presses:
            self._ref += 1
            if self.parser.deadline_s is not None and press.at_s > self.parser.deadline_s:
                self.outcomes += self.parser.expire()
            self.outcomes += self.parser.press(replace(press, ref=self._ref))
        return self

    def finish(self) -> Bench:
        self.outcomes += self.parser.expire()
        return self

    @property
    def codes(self) -> list[str]:
        return [outcome.code for outcome in self.outcomes if isinstance(outcome, Take) and outcome.code]

    @property
    def flaws(self) -> list[Flaw]:
        return [outcome.flaw for outcome in self.outcomes if isinstance(outcome, Take) and outcome.flaw]

    @property
    def typed(self) -> list[Press]:
        return [
            press for outcome in self.outcomes if isinstance(outcome, Release) for press in outcome.presses
        ]

    @property
    def all_presses(self) -> list[Press]:
        return [press for outcome in self.outcomes for press in outcome.presses]


def keys(text: str, *, at_ms: float = 0, gap_ms: float = 10) -> list[Press]:
    """Presses of a text; ⏎ is Enter, ⇥ Tab, ␣ and a blank Space, ◆ any other key."""
    special = {
        "⏎": (PressKind.ENTER, "\r"),
        "⇥": (PressKind.TAB, "\t"),
        " ": (PressKind.SPACE, " "),
        "◆": (PressKind.OTHER, "◆"),
    }
    return [
        Press(*special.get(character, (PressKind.TEXT, character)), at_s=(at_ms + index * gap_ms) / 1000)
        for index, character in enumerate(text)
    ]


def text_of(presses: list[Press]) -> str:
    return "".join(press.text for press in presses)


@dataclass(frozen=True, slots=True)
class Burst:
    """A scan: its code, its gaps in ms, its last key."""

    code: str
    gaps: list[int]
    end: str


@dataclass(frozen=True, slots=True)
class Typing:
    """A person's keys: the time before each of them in ms."""

    text: str
    gaps: list[int]


@st.composite
def bursts(draw: st.DrawFn) -> Burst:
    code = draw(st.text(CODE, min_size=4, max_size=12))
    gaps = draw(st.lists(st.integers(0, 20), min_size=len(code) + 1, max_size=len(code) + 1))
    return Burst(code, gaps, draw(st.sampled_from(("⏎", "⇥", "", "⏎⇥"))))


@st.composite
def typings(draw: st.DrawFn) -> Typing:
    text = draw(st.text(CODE + " ⏎⇥◆", min_size=1, max_size=8))
    return Typing(text, draw(st.lists(st.integers(65, 400), min_size=len(text), max_size=len(text))))


QUIET_MS = 301
"""Longer than a burst without an end of its own waits for more; nobody types and scans within it."""


def played(acts: list[Burst | Typing]) -> list[Press]:
    """The acts one after the other; a scan that ended itself may be followed at once."""
    now_ms, presses, pause_ms = 1_000, list[Press](), QUIET_MS
    for act in acts:
        text = act.text if isinstance(act, Typing) else act.code + act.end
        first_ms = max(pause_ms, act.gaps[0]) if isinstance(act, Typing) else pause_ms
        for character, gap_ms in zip(text, [first_ms, *act.gaps[1:], act.gaps[-1]], strict=False):
            now_ms += gap_ms
            presses += keys(character, at_ms=now_ms)
        pause_ms = 1 if isinstance(act, Burst) and act.end else QUIET_MS
    return presses


@given(st.lists(st.one_of(bursts(), typings()), max_size=12))
def test_every_burst_is_found_once_and_every_typed_key_is_delivered(acts: list[Burst | Typing]) -> None:
    bench = Bench().feed(played(acts)).finish()
    assert bench.codes == [act.code for act in acts if isinstance(act, Burst)]
    typed = "".join(act.text for act in acts if isinstance(act, Typing))
    assert text_of(bench.typed) == text_of(keys(typed))
    assert set(bench.flaws) <= {Flaw.SLOW}  # fast typing and Enter may be asked about; nothing of it is lost


press_values = st.builds(
    lambda kind, text, gap, in_field: (
        Press(
            kind,
            text if kind is PressKind.TEXT else "7" if kind is PressKind.ALT_DIGIT else kind.value,
            0.0,
            in_field=in_field,
        ),
        gap,
    ),
    st.sampled_from(PressKind),
    st.sampled_from(["a", "9", "]", "é", GS, "中"]),
    st.sampled_from([0, 1, 8, 16, 34, 35, 36, 41, 43, 60, 71, 80, 81, 300, 301, -5]),
    st.booleans(),
)


@given(st.lists(press_values, max_size=40), st.lists(st.booleans(), min_size=40, max_size=40))
def test_whatever_comes_each_press_comes_out_once_and_typing_in_order(
    made: list[tuple[Press, int]], expiring: list[bool]
) -> None:
    bench, now_ms = Bench(), 5_000
    for (press, gap_ms), expire in zip(made, expiring, strict=False):
        now_ms += gap_ms
        bench.feed([replace(press, at_s=now_ms / 1000)])
        if expire:
            bench.finish()
    bench.finish()
    assert sorted(press.ref for press in bench.all_presses) == list(range(1, len(made) + 1))
    characters = [press.ref for press in bench.typed if press.kind not in (PressKind.OTHER, PressKind.HELD)]
    assert characters == sorted(characters)
    assert not bench.parser.holding


@given(st.lists(press_values, max_size=30))
def test_what_passes_is_released_alone_and_at_once(made: list[tuple[Press, int]]) -> None:
    parser, now_ms = BurstParser(), 5_000
    for press, gap_ms in made:
        now_ms += gap_ms
        timed = replace(press, at_s=now_ms / 1000)
        if parser.passes(timed):
            assert parser.press(timed) == [Release((timed,))]
        else:
            parser.press(timed)


@given(st.text(CODE, min_size=2, max_size=3), st.integers(0, 20))
def test_keys_rolled_together_stay_typing(text: str, gap_ms: int) -> None:
    assert text_of(Bench().feed(keys(text, gap_ms=gap_ms)).finish().typed) == text


def test_a_roll_is_not_swallowed_by_a_later_enter() -> None:
    bench = Bench().feed(keys("ab", gap_ms=20) + keys("⏎", at_ms=120)).finish()
    assert text_of(bench.typed) == "ab\r"


def test_a_lone_enter_is_an_ordinary_key() -> None:
    assert text_of(Bench().feed(keys("⏎")).typed) == "\r"


def test_two_characters_and_enter_at_a_scanners_pace_are_said_not_typed() -> None:
    bench = Bench().feed(keys("12⏎"))
    assert (bench.typed, bench.flaws) == ([], [Flaw.TOO_SHORT])


def test_a_second_end_key_is_taken_with_the_scan() -> None:
    bench = Bench().feed(keys("69341234⏎⏎ ")).finish()
    assert (bench.codes, bench.typed, bench.flaws) == (["69341234"], [], [])


def test_two_scans_with_enter_at_full_speed_do_not_merge() -> None:
    assert Bench().feed(keys("69341234⏎70012345⏎", gap_ms=8)).codes == ["69341234", "70012345"]


def test_two_scans_without_enter_are_parted_by_the_gap() -> None:
    bench = Bench().feed(keys("69341234") + keys("70012345", at_ms=70 + QUIET_MS)).finish()
    assert bench.codes == ["69341234", "70012345"]


def test_the_gap_decides_even_when_the_deadline_was_slept_through() -> None:
    parser = BurstParser()
    outcomes = [out for press in keys("69341234") + keys("7", at_ms=900) for out in parser.press(press)]
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Take)] == ["69341234"]


def test_space_ends_a_scan_where_the_profile_says_so() -> None:
    bench = Bench(ScanProfile(suffix="<Space>")).feed(keys("6934 7001 "))
    assert (bench.codes, bench.typed) == (["6934", "7001"], [])


def test_space_at_the_end_is_cut_off_where_it_does_not() -> None:
    assert Bench().feed(keys("6934 ")).finish().codes == ["6934"]


def test_characters_let_go_too_early_are_still_read_and_named() -> None:
    parser = BurstParser()
    first, *rest = keys("69341234⏎")
    parser.press(first)
    assert parser.expire() == [Release((first,))]
    (take,) = [out for press in rest for out in parser.press(press)]
    assert isinstance(take, Take)
    assert (take.code, take.leaked, take.presses) == ("69341234", (first,), tuple(rest))


def test_the_rest_of_a_scan_cut_by_its_deadline_is_no_scan() -> None:
    parser = BurstParser()
    presses = keys("69341234⏎")
    outcomes = [out for press in presses[:5] for out in parser.press(press)] + parser.expire()
    outcomes += [out for press in presses[5:] for out in parser.press(press)]
    takes = [outcome for outcome in outcomes if isinstance(outcome, Take)]
    assert len(takes) == len(outcomes)
    assert [(take.code, take.flaw) for take in takes] == [("69341", None), (None, Flaw.CUT)]


def test_a_function_key_waits_behind_typing() -> None:
    early = Bench().feed(keys("a◆")).finish()
    assert [press.kind for press in early.typed] == [PressKind.TEXT, PressKind.OTHER]


def test_a_function_key_alone_passes_at_once() -> None:
    (press,) = keys("◆")
    assert BurstParser().passes(press)


def test_a_clock_that_jumps_back_ends_the_run() -> None:
    bench = Bench().feed(keys("ab", at_ms=9_000) + keys("cd", at_ms=10)).finish()
    assert (text_of(bench.typed), bench.codes) == ("abcd", [])


def test_flush_releases_what_is_held() -> None:
    parser = BurstParser()
    presses = keys("69341")
    for press in presses:
        parser.press(press)
    assert (parser.flush(), parser.holding, parser.deadline_s) == ([Release(tuple(presses))], False, None)


def test_a_typed_key_waits_under_fifty_milliseconds() -> None:
    parser = BurstParser()
    parser.press(Press(PressKind.TEXT, "a", 10.0))
    assert parser.deadline_s is not None
    assert parser.deadline_s - 10.0 < 0.050


@pytest.mark.parametrize(
    ("raw", "profile", "code"),
    [
        ("]C169341234", ScanProfile(), "69341234"),
        ("]C169341234", ScanProfile(strip_aim=False), "]C169341234"),
        ("]d20104012345" + GS + "17", ScanProfile(), "010401234517"),
        ("0104" + GS + "17", ScanProfile(keep_gs=True), "0104" + GS + "17"),
        ("X]Q3ab12", ScanProfile(prefix="X"), "ab12"),
        ("ab12", ScanProfile(prefix="X", fold=Fold.UPPER), "AB12"),
        ("AB12", ScanProfile(fold=Fold.LOWER), "ab12"),
        ("  Ab 12\r\n", ScanProfile(), "Ab 12"),
    ],
)
def test_what_the_scanner_added_comes_off(raw: str, profile: ScanProfile, code: str) -> None:
    assert clean_code(raw, profile) == code


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.EMPTY),
        ("1", None),
        ("a" * 64, None),
        ("a" * 65, Flaw.TOO_LONG),
        ("取货1234", Flaw.UNREADABLE),
        ("12\x0734", Flaw.UNREADABLE),
        ("12" + GS, Flaw.UNREADABLE),
    ],
)
def test_a_code_is_one_to_64_printable_ascii_characters(text: str, flaw: Flaw | None) -> None:
    assert check_code(text) is flaw


def test_a_long_burst_is_said_and_none_of_it_typed() -> None:
    bench = Bench().feed(keys("https://example.com/" + "a" * 90 + "⏎"))
    assert (bench.flaws, bench.typed) == ([Flaw.TOO_LONG], [])


def test_a_burst_of_unknown_characters_is_said_and_none_of_it_typed() -> None:
    bench = Bench().feed(keys("取货码12⏎"))
    assert (bench.flaws, bench.typed) == ([Flaw.UNREADABLE], [])
