"""Random scans and random typing by real keys in a real window, judged by the X server's own times.

No shorter code is asked, none is silent, nothing is pressed and no typing is swallowed: `Bench.scan` and
`Bench.type` say by an AssertionError what broke. What the machine itself tore is typed again.
"""

from __future__ import annotations

import random
import string
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from posdesk.desk.scan.gate import Gate
from posdesk.desk.scan.router import ScanRouter
from posdesk.domain.pickup.scan_code import Flaw, ScanProfile
from tests.support.bursts import CODE_CHARACTERS, Heard, picture
from tests.support.keys import RealKeys
from tests.support.stamps import FUNCTION_KEY, KeyStamps, key_stamps

QUICK_MS = 80
LEARNT_KEY = "F2"
_FENCE_MS = ScanProfile().quiet_ms + 60
_LATE_MS = 60  # a stall of a scanner's and so much of this process's stay within a burst's 300 ms
_COMMIT_STEPS = 500  # of 20 ms
_TOO_LONG_MS = 290
_TORN_AT_MOST = 4  # times as many as there are scans: then the machine proves nothing, and says so
_END_TEXTS = {"Return": "\r", "Tab": "\t", "space": " ", LEARNT_KEY: FUNCTION_KEY, None: ""}
_FIFTHS = {"qt": (0, 1), "x11": (2, 3), "pinyin": (4,)}
_WORDS = string.ascii_letters * 2 + string.digits + " ,.-?!()"


def share_of(numbers: range, door: str) -> tuple[list[int], list[int]]:
    """The numbers of the scans and of the lines of typing that come by this door; a line for four scans."""
    fifths = _FIFTHS[door]
    scans = [number for number in numbers if number % 5 in fifths]
    return scans, [number for number in numbers if number % 4 == 0 and number // 4 % 5 in fifths]


@dataclass(frozen=True, slots=True)
class Scan:
    """A code, the time before each further key and its end (ms), and the key that ends it, if one does."""

    code: str
    gaps_ms: tuple[int, ...]
    end: str | None

    @property
    def text(self) -> str:
        """Its keys as `KeyStamps` sees them."""
        return self.code + _END_TEXTS[self.end]


@dataclass(frozen=True, slots=True)
class Plan:
    """One scan, or two scanners' one right after the other, and how the counter has learnt them."""

    scans: tuple[Scan, ...]
    in_field: bool
    profile: ScanProfile
    pause_ms: int = 0  # between two
    name: str = ""


def plan_of(number: int) -> Plan:
    """One of all that can be scanned: without focus or in a field, slow, stalling, in twos."""
    rng = random.Random(f"scan {number}")
    kind = rng.choice(("free", "free", "field", "field", "slow", "two"))
    return replace(_KINDS[kind](rng), name=f"{kind} {number}")


def _free(rng: random.Random) -> Plan:
    end = rng.choice(("Return", "Tab", "Return", "space", None, LEARNT_KEY))
    profile = ScanProfile(suffix=f"<{LEARNT_KEY}>" if end == LEARNT_KEY else "")
    return Plan((_scan(rng, 75, end, stalls=True),), in_field=False, profile=profile)


def _field(rng: random.Random) -> Plan:
    end, learnt_ms = rng.choice(("Return", "Tab", "Return", None)), rng.randint(20, 60)
    scan = _scan(rng, learnt_ms, end, stalls=end is not None)
    return Plan((scan,), in_field=True, profile=ScanProfile(max_gap_ms=learnt_ms))


def _slow(rng: random.Random) -> Plan:
    code = _code(rng)
    gaps_ms = tuple(rng.randint(37, 75) for _ in code)
    return Plan((Scan(code, gaps_ms, "Return"),), in_field=True, profile=ScanProfile())


def _two(rng: random.Random) -> Plan:
    in_field, slower_ms = rng.choice((True, False)), rng.randint(20, 60)
    scans = (_scan(rng, 12, "Return", stalls=False), _scan(rng, slower_ms, "Tab", stalls=False))
    profile = ScanProfile(max_gap_ms=slower_ms)
    chosen = scans if rng.random() < 0.5 else scans[::-1]
    return Plan(chosen, in_field=in_field, profile=profile, pause_ms=rng.randint(100, 400))


def _scan(rng: random.Random, slowest_ms: int, end: str | None, *, stalls: bool) -> Scan:
    code = _code(rng)
    base_ms, jitter_ms = rng.randint(5, slowest_ms), rng.choice((0, 3, 70))
    gaps_ms = [_near(rng, base_ms, jitter_ms, slowest_ms) for _ in code]
    if stalls and rng.random() < 0.25:
        gaps_ms[rng.randrange(len(gaps_ms))] = rng.randint(81, 230)
    return Scan(code, tuple(gaps_ms), end)


_KINDS: dict[str, Callable[[random.Random], Plan]] = {
    "free": _free,
    "field": _field,
    "slow": _slow,
    "two": _two,
}


def _near(rng: random.Random, base_ms: int, jitter_ms: int, slowest_ms: int) -> int:
    """The X server rounds to whole milliseconds, up: two are left for it."""
    return max(5, min(base_ms + rng.randint(-jitter_ms, jitter_ms), slowest_ms - 2))


def _code(rng: random.Random) -> str:
    return "".join(rng.choices(CODE_CHARACTERS, k=rng.randint(4, 12)))


@dataclass(slots=True)
class Seen:
    """What one plan did."""

    heard: Heard
    gaps: list[list[int] | None]
    late_ms: int
    clicks: list[str]
    shortcuts: list[str]
    changes: tuple[object, ...]

    def is_torn(self) -> bool:
        """Whether the machine held keys back: those were no scanner's on a working one."""
        longest_ms = max((gap for gaps in self.gaps for gap in gaps or []), default=0)
        return self.late_ms > _LATE_MS or longest_ms > _TOO_LONG_MS


@dataclass(slots=True)
class Bench:
    """A window with fields and buttons under a router; `until` runs the event loop until a fact holds."""

    router: ScanRouter
    line: QLineEdit
    elsewhere: QWidget
    shortcuts: list[str]
    keys: RealKeys
    clear: Callable[[], object]
    until: Callable[[Callable[[], bool]], object]
    torn: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    clicks: list[str] = field(default_factory=list)
    heard: Heard = field(init=False)

    def __post_init__(self) -> None:
        """Listen to the router and to every button from now on."""
        self.heard = Heard.of(self.router)
        for button in (each for each in QApplication.allWidgets() if isinstance(each, QAbstractButton)):
            button.pressed.connect(partial(self.clicks.append, button.text()))

    def told(self) -> dict[str, int]:
        """What was scanned, read and said of each kind, what was typed, and what the machine tore."""
        return {**dict(sorted(self.counts.items())), "torn": self.torn, "faults": len(self.faults)}

    def wait(self) -> None:
        """Wait until every key queued so far has come and is decided.

        The fence is seen before the input method, which keeps every key while it composes.
        """
        gate = self.router.findChild(Gate)
        assert gate is not None
        with key_stamps() as stamps:
            self.keys.press("Pause", after_ms=_FENCE_MS)
            self.until(partial(self._came, stamps, gate))

    def _came(self, stamps: KeyStamps, gate: Gate) -> bool:
        self.keys.push()
        return stamps.fences > 0 and not gate._parser.holding

    def scan(self, plans: Sequence[Plan]) -> None:
        """Scan all of them, whatever is wrong with one; what the machine tore is scanned again."""
        for plan in plans:
            seen = self._scanned(plan)
            while seen.is_torn():
                self.torn += 1
                assert self.torn <= _TORN_AT_MOST * len(plans) + 20, "the machine tears scans by itself"
                seen = self._scanned(plan)
            self._judge(plan, seen)
        assert self.faults == [], "\n\n".join(self.faults)

    def _judge(self, plan: Plan, seen: Seen) -> None:
        kind = plan.name.partition(" ")[0]
        self.counts[f"{kind}: scans"] += len(plan.scans)
        self.counts[f"{kind}: read"] += len(seen.heard.scanned)
        self.counts[f"{kind}: said"] += len(seen.heard.swallowed)
        try:
            assert_right(plan, seen)
        except AssertionError as fault:
            self.faults.append(f"{plan.name}: {fault}")

    def _scanned(self, plan: Plan) -> Seen:
        self.router.set_profile(plan.profile)
        self.clear()
        focus: QWidget = self.line if plan.in_field else self.elsewhere
        focus.setFocus()
        self.until(focus.hasFocus)
        self.clicks.clear()
        self.shortcuts.clear()
        self._forget()
        before = picture()
        with key_stamps() as stamps:
            self._type(plan)
            self.wait()
        after = picture()
        changes = (*(before - after).elements(), *(after - before).elements())
        return Seen(deepcopy(self.heard), *_told(plan, stamps), [*self.clicks], [*self.shortcuts], changes)

    def _forget(self) -> None:
        """What was heard up to now is over."""
        for told in (self.heard.scanned, self.heard.swallowed, self.heard.failed, self.heard.flaws):
            told.clear()

    def _type(self, plan: Plan) -> None:
        for number, scan in enumerate(plan.scans):
            first_ms = plan.pause_ms if number else 30
            self.keys.type_keys(scan.code, (first_ms, *scan.gaps_ms[:-1]))
            if scan.end is not None:
                self.keys.press(scan.end, after_ms=scan.gaps_ms[-1])

    def type(self, text: str, gaps_ms: Sequence[int], *, one_of: Sequence[str], enter: bool = False) -> None:
        """Type a line as a person does: one of these stands in the field, its Enter acts, it is no scan."""
        self.router.set_profile(ScanProfile())
        self.clear()
        self.line.setFocus()
        self.until(self.line.hasFocus)
        self.shortcuts.clear()
        self._forget()
        heard = self.heard
        self.keys.type_keys(text, gaps_ms)
        if enter:
            self.keys.press("Return", after_ms=gaps_ms[-1])
        self.wait()
        self._wait_for_an_input_method(one_of)
        slow = [Flaw.SLOW] * len(heard.flaws)  # the Enter of a fast typist is asked about, and acts
        entered = ["Return"] if enter else []
        told = (self.line.text(), heard.scanned, heard.flaws, heard.failed, self.shortcuts)
        right: list[tuple[object, ...]] = [(each, [], slow if enter else [], [], entered) for each in one_of]
        self.counts["lines typed"] += 1
        assert told in right, (text, gaps_ms, told, right)

    def _wait_for_an_input_method(self, one_of: Sequence[str]) -> None:
        """It commits some time after its last key."""
        for _ in range(_COMMIT_STEPS):
            if self.line.text() in one_of:
                return
            QTest.qWait(20)


def _told(plan: Plan, stamps: KeyStamps) -> tuple[list[list[int] | None], int]:
    return stamps.gaps_of([scan.text for scan in plan.scans]), stamps.late_ms


def assert_no_shorter(plan: Plan, seen: Seen) -> None:
    """Nothing is asked but the codes, whole and in their order."""
    rest = iter(scan.code for scan in plan.scans)
    assert all(code in rest for code in seen.heard.scanned), (plan, seen)


def assert_right(plan: Plan, seen: Seen) -> None:
    """No shorter code, none silent, nothing pressed; whole where the scanner kept its pace."""
    assert_no_shorter(plan, seen)
    assert seen.heard.failed == [], seen
    limit_ms = plan.profile.gap_ms(in_field=plan.in_field)
    assert all(seen.gaps), (plan, seen)
    whole = all(max(gaps or [0]) <= limit_ms for gaps in seen.gaps)
    if whole:
        assert seen.heard.scanned == [scan.code for scan in plan.scans], (plan, seen)
        assert seen.heard.swallowed == [], (plan, seen)
    if whole or not plan.in_field:
        assert (seen.clicks, seen.shortcuts, seen.changes) == ([], [], ()), (plan, seen)
    if _is_to_be_said(plan, seen, limit_ms):
        assert len(seen.heard.scanned) + len(seen.heard.swallowed) >= len(plan.scans), (plan, seen)


def _is_to_be_said(plan: Plan, seen: Seen, limit_ms: int) -> bool:
    """Whether silence would be a fault: in a field only what ends like a scan can be told from typing."""
    if not plan.in_field:
        return True
    if any(scan.end not in ("Return", "Tab") for scan in plan.scans):
        return False
    return all(
        max(gaps or [0]) <= QUICK_MS or sum(gap > limit_ms for gap in gaps or []) <= 1 for gaps in seen.gaps
    )


def typed_line(number: int, texts: Sequence[str] = ()) -> tuple[str, list[int], bool]:
    """A line of typing (one of these texts, if any), the ms before each key, and whether Enter ends it."""
    rng = random.Random(f"line {number}")
    text = rng.choice(texts) if texts else "".join(rng.choices(_WORDS, k=rng.randint(2, 12)))
    return text, [rng.randint(65, 250) for _ in text], rng.random() < 0.3
