"""A shift of the real shape that records what was asked of it, and the picture's evening to show."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypeVar, TypeVarTuple

from posdesk.desk.bridge.calls import Notices, Why
from posdesk.desk.bridge.questions import Given
from posdesk.desk.bridge.shifts import ShiftSignals
from posdesk.domain.books.receipt import Figures
from posdesk.domain.shift.cash import Cash
from posdesk.domain.shift.checklist import Checklist, HandOver, Item, Line, LineKind
from posdesk.domain.shift.figures import After, ShiftFigures, Taken
from posdesk.domain.shift.shift import Count, Note, Rules, Shift, ShiftNumber
from posdesk.domain.shift.view import OpenShift, ShiftView
from posdesk.domain.shift.z import Z
from posdesk.engine.shift import ShiftActions, rules_of
from tests.support.fake_books import EVENING
from tests.support.fake_calls import FakeCalls, FakeClock

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
OPENED = datetime(2026, 11, 21, 0, 2, tzinfo=UTC)


@dataclass
class FakeShifts(FakeCalls):
    """See `posdesk.desk.bridge.shifts.Shifts`; a view that was put there answers at once."""

    time: FakeClock = field(default_factory=lambda: FakeClock(EVENING))
    signals: ShiftSignals = field(default_factory=ShiftSignals)
    actions: ClassVar[type] = ShiftActions
    people: Any = None
    shown: ShiftView | None = None
    took_s: float = 0.0
    name: str = "李敏"

    def __post_init__(self) -> None:
        """The real ones have the counter's notices."""
        super().__post_init__()
        self.notices = Notices()

    @property
    def current(self) -> Shift | None:
        """The shift of the view."""
        return self.shown.open.shift if self.shown and self.shown.open else None

    @property
    def is_open(self) -> bool:
        """Whether there is one."""
        return self.current is not None

    @property
    def rules(self) -> Rules:
        """By the settings."""
        return rules_of(self.settings)

    def actor(self) -> str:
        """Whose name a test has put there."""
        return self.name

    def look(self, given: Given) -> ShiftView:
        """Never called: `ask` answers."""
        raise NotImplementedError

    def put(self, view: ShiftView) -> None:
        """From now on this is there."""
        self.shown = view
        self.signals.changed.emit()

    def ask(
        self,
        told: Callable[[T, *Ts], object],
        question: Callable[[Given, *Ts], T],
        *what: *Ts,
        failed: Why | None = None,
    ) -> None:
        """Answered with what was put there."""
        super().ask(told, question, *what, failed=failed)
        if self.shown is not None:
            self.tell(question.__name__, self.shown)


def _sold(net: int, receipts: int) -> Figures:
    return Figures(receipts=receipts, items=receipts, gross_fen=net)


def picture_shift() -> ShiftView:
    """The design's evening: two lines to do, the cash not counted."""
    hours = dict(
        zip(
            (f"11-21 {hour:02}" for hour in range(8, 21)),
            (
                52930,
                45180,
                75850,
                182880,
                260300,
                207480,
                102900,
                90460,
                93130,
                162790,
                283220,
                246470,
                54910,
            ),
            strict=True,
        )
    )
    figures = ShiftFigures(
        first=100,
        last=0,
        accepted=461,
        refused=2,
        cancelled=2,
        stops=2,
        verified=137,
        total=Figures(461, 1, 900, 2_037_350, 176_650, 2_200),
        by_source={
            "4": _sold(921_640, 228),
            "20": _sold(610_890, 154),
            "3": _sold(120_450, 27),
            "17": _sold(205_520, 52),
        },
        by_hour=hours,
        by_tender=(Taken("现金", 14, 41_200), Taken("扫码", 41, 138_560)),
        by_cashier=(Taken("周强", 32, 102_130), Taken("李敏", 23, 77_630)),
        cash=Cash(50_000, 1, 20_000, 2, 8_600, 41_200, 0, 0),
        after=After(146, 1, 0, -1_800, 0),
    )
    shift = Shift(ShiftNumber(9), "1", OPENED, "周强", 50_000, 100, 100, 0, 0)
    now = OpenShift(shift, figures, _checklist(), notes=(Note("B21 等顾客电话", "李敏", EVENING),))
    last = Z(146, ShiftNumber(8), EVENING - timedelta(days=1), 1, 99, 0, "{}", "Z 单 0146", "zh_CN", "")
    return ShiftView(EVENING, now, 147, last_z=last, left=(Note("饿了么 110 等骑手", "周强", EVENING),))


def handed(kind: LineKind, name: str, items: tuple[Item, ...]) -> HandOver:
    """That line went to somebody."""
    return HandOver(kind, name, "", frozenset(item.key for item in items), "李敏", EVENING)


def _checklist() -> Checklist:
    orders = (Item("a", "20", "#110"), Item("b", "20", "#111"), Item("c", "17", "B21"))
    unknown = (Item("d", "4", "#17", "verify"),)
    hours = tuple(Item(f"h{n}", number=f"{n}:00") for n in (13, 17, 18, 19))
    receipts = tuple(Item(f"r{n}", "till", f"000204{n}") for n in (1, 2, 3))
    lines = (
        Line(LineKind.ORDERS, orders, 3, handed(LineKind.ORDERS, "周强", orders)),
        Line(LineKind.UNKNOWN, unknown, 1),
        Line(LineKind.HOURS, hours, 4, handed(LineKind.HOURS, "王静", hours)),
        Line(LineKind.RECEIPTS, receipts, 3, handed(LineKind.RECEIPTS, "王静", receipts)),
        Line(LineKind.PRINTS),
        Line(LineKind.SIGNATURES),
        Line(LineKind.STOPS),
        Line(LineKind.CASH, count=1, note="not_counted"),
    )
    return Checklist(lines)


def counted_shift() -> ShiftView:
    """The same, everything done: 3.50 yuan too much in the drawer."""
    view = picture_shift()
    assert view.open is not None
    lines = tuple(
        replace(line, note="", count=0, items=()) if line.kind in {LineKind.CASH, LineKind.UNKNOWN} else line
        for line in view.open.checklist.lines
    )
    cash = view.open.figures.cash
    count = Count((cash.expected_fen or 0) + 350, {}, cash, "", "李敏", EVENING)
    return replace(view, open=replace(view.open, checklist=Checklist(lines), count=count))


def before_opening() -> ShiftView:
    """No shift is open, after a restore."""
    return replace(picture_shift(), open=None, next_z=149, missing=(147, 148), unopened=3)
