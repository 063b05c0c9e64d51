"""The two verbs of the real shape: what was asked is recorded, a test says what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from inspect import signature
from typing import Any, ClassVar, NamedTuple, TypeVar, TypeVarTuple

from posdesk.desk.bridge.calls import Act, CallBack, Go, Notices, Why
from posdesk.desk.bridge.questions import Given
from posdesk.desk.words.reasons import reason_words
from posdesk.domain.clock import Clock
from posdesk.errors import Reason
from posdesk.settings.settings import Settings

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
NOON = datetime(2026, 11, 21, 4, 41, 30, tzinfo=UTC)
"""12:41:30 in China, the moment of the design's pictures."""


@dataclass
class FakeClock:
    """A clock that goes when it is told to; both its clocks go together unless a jump is wanted."""

    at: datetime = NOON
    steady_s: float = 1000.0

    def now(self) -> datetime:
        """The wall clock, aware."""
        return self.at

    def monotonic(self) -> float:
        """The steady clock, in seconds."""
        return self.steady_s

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass on both clocks."""
        self.at += timedelta(seconds=seconds)
        self.steady_s += seconds

    def jump(self, seconds: float) -> None:
        """Set the wall clock by so many seconds; the steady one knows nothing of it."""
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Asked:
    """One call: its name and what it was given."""

    name: str
    what: tuple[object, ...] = ()


class _Wanted(NamedTuple):
    refused: CallBack
    undone: CallBack


@dataclass
class FakeCalls:
    """See `posdesk.desk.bridge.calls.Caller`; `asked` holds every call in order, `time` moves the clock."""

    settings: Settings = field(default_factory=Settings)
    time: FakeClock = field(default_factory=FakeClock)
    clock: Clock = field(init=False)
    asked: list[Asked] = field(default_factory=list)
    notices: Notices = field(init=False)
    actions: ClassVar[type]
    _wanted: list[_Wanted] = field(default_factory=list)
    _open: list[tuple[Asked, CallBack]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The clock that the desk sees is the one that a test moves."""
        self.clock = self.time

    def calls(self, name: str) -> list[tuple[object, ...]]:
        """What every call of that name was given, in order; of an act all but who does it."""
        return [asked.what for asked in self.asked if asked.name == name]

    def act(self, act: Act, *, refused: Why | None = None, undone: Go | None = None) -> None:
        """Recorded; `refuse` and `fail` say what comes of the last one. Raises TypeError for a wrong one."""
        name = act.func.__name__
        assert getattr(self.actions, name) is act.func
        given = signature(act.func).bind(None, *act.args, **act.keywords, actor="")
        given.apply_defaults()
        self._note(name, *(each for key, each in given.arguments.items() if key not in {"self", "actor"}))
        self._want(refused, undone)

    def ask(
        self,
        told: Callable[[T, *Ts], object],
        question: Callable[[Given, *Ts], T],
        *what: *Ts,
        failed: Why | None = None,
    ) -> None:
        """Recorded; open until `tell` answers it."""
        signature(question).bind(None, *what)
        self._note(question.__name__, *what)
        self._open.append((self.asked[-1], CallBack(told)))

    def tell(self, name: str, answer: Any, *what: object) -> None:
        """Answer every open question of that name about this."""
        fitting = [each for each in self._open if each[0] == Asked(name, what)]
        self._open = [each for each in self._open if each not in fitting]
        for _, told in fitting:
            told(answer, *what)

    def refuse(self, reason: Reason) -> None:
        """The last act is not allowed."""
        refused, undone = self._wanted[-1]
        undone()
        if not refused(reason):
            self.notices.notice.emit(reason_words(reason))

    def fail(self, reason: Reason) -> None:
        """The last act could not be written down."""
        refused, undone = self._wanted[-1]
        undone()
        refused(reason)
        self.notices.unsaved.emit(reason)

    def _want(self, refused: Why | None, undone: Go | None) -> None:
        self._wanted.append(_Wanted(CallBack(refused), CallBack(undone)))

    def _note(self, name: str, *what: object) -> None:
        self.asked.append(Asked(name, what))
