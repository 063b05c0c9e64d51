"""The two verbs of the desk, act and ask: what comes of it goes to whoever asked."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from types import MethodType
from typing import Any, ClassVar, Protocol, TypeVar, TypeVarTuple
from weakref import WeakMethod

import shiboken6
from PySide6.QtCore import QObject, Signal

from posdesk.desk.bridge.questions import Given
from posdesk.desk.bridge.threads import Post, Worker
from posdesk.desk.words.reasons import reason_words
from posdesk.domain.clock import Clock
from posdesk.domain.rights import Right, Role
from posdesk.errors import DiskError, NotAllowed, NotDone, Reason
from posdesk.journal import Journal
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Act = partial["Future[Any]"]
"""One of the engine's actions with all it needs but who does it: `partial(Actions.undo, seq=seq)`."""
RightOf = Mapping[Callable[..., object], Right]
"""Which action takes which right; the others take none."""
Go = Callable[[], object]
Why = Callable[[Reason], object]
"""Told the reason: that of errors.NotAllowed, or a NotDone."""


class Notices(QObject):
    """What nobody who asked is there to say."""

    notice = Signal(object)  # Sentence: an act was refused
    unsaved = Signal(object)  # NotDone: an act could not be written down


class Caller(Protocol):
    """What every page may do. Both return at once; a call-back is a bound method, called in the GUI thread.

    Whoever is gone by then is not called; a refusal that nobody hears is said by the window.
    """

    settings: Settings
    clock: Clock

    def act(self, act: Act, *, refused: Why | None = None, undone: Go | None = None) -> None:
        """Write down what a person wants, under the name of who is signed in.

        `refused` is told why it can't be and says so; `undone` takes back what was shown ahead.
        """
        ...

    def ask(
        self,
        told: Callable[[T, *Ts], object],
        question: Callable[[Given, *Ts], T],
        *what: *Ts,
        failed: Why | None = None,
    ) -> None:
        """Ask the journal; `told` gets the answer and what was asked about, `failed` why there is none.

        A question that still waits is not asked twice.
        """
        ...


class AtCounter(Protocol):
    """Who is at the counter and what they may do (desk.people)."""

    @property
    def wanted(self) -> Right | None:
        """What the PIN pad is open for, None where for signing in."""
        ...

    @property
    def can_read_pins(self) -> bool:
        """Whether it is known who has a PIN; while the keyring is locked it is not."""
        ...

    @property
    def wait_s(self) -> float:
        """Seconds until a PIN is taken again, 0 where one is taken now."""
        ...

    def asks(self, right: Right) -> Role | None:
        """Whose PIN a right would ask for now, the lowest role that will do; None where it asks nothing."""
        ...

    def with_right(self, right: Right, act: Go, dropped: Go | None = None, *, of: object = None) -> None:
        """Do it if who is at the counter may, else once a right PIN is typed.

        Where none is, `dropped` is called; without it the window says so. So it is where something else is
        wanted meanwhile; what is `of` the same thing is the same, pressed twice.
        """
        ...

    def needs_name(self, right: Right) -> bool:
        """Whether nobody is known to be at the counter, and no PIN will say who does it: a name is asked."""
        ...

    def under_name(self, name: str, act: Go) -> None:
        """Do it in the name that somebody said; the record tells that from a proven one."""
        ...

    def whose(self, pin: str) -> tuple[str, ...]:
        """The names that a PIN fits now; of two neither could sign in."""
        ...

    def drop(self) -> None:
        """The PIN pad was closed without a right PIN: nothing is done, and whoever asked hears it."""
        ...


class CallBack:
    """A bound method, or a partial of one, of whoever asked: it keeps nobody alive."""

    def __init__(self, method: Callable[..., object] | None) -> None:
        """None: nobody wants to hear it."""
        bound = method.func if isinstance(method, partial) else method
        assert bound is None or isinstance(bound, MethodType)
        self._first: tuple[object, ...] = method.args if isinstance(method, partial) else ()
        self._method = None if bound is None else WeakMethod(bound)

    def __call__(self, *what: object) -> bool:
        """Whether somebody was there to hear it."""
        method = None if self._method is None else self._method()
        owner = None if method is None else method.__self__
        if method is None or (isinstance(owner, QObject) and not shiboken6.isValid(owner)):
            return False
        method(*self._first, *what)
        return True

    def __eq__(self, other: object) -> bool:
        """The same method of the same object, with the same at hand."""
        return isinstance(other, CallBack) and (self._method, self._first) == (other._method, other._first)

    def __hash__(self) -> int:
        """Goes with `==`."""
        return hash((self._method, self._first))


NOBODY = CallBack(None)


class Calls(QObject):
    """The one way to journal and engine. Lives in the GUI thread; nothing here waits."""

    rights: ClassVar[RightOf] = {}

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        clock: Clock,
        *,
        thread: str,
        actions: object,
        notices: Notices,
    ) -> None:
        """Questions are read in a thread of that name; `actions` is what the acts are functions of."""
        super().__init__()
        self.settings, self.clock = settings, clock
        self._journal, self._actions, self._notices = journal, actions, notices
        self._post, self._reader = Post(), Worker(thread)
        self._asked: set[tuple[object, ...]] = set()
        self._took_s = 0.0
        self._unwritten: dict[Future[Any], float] = {}

    @property
    def people(self) -> AtCounter:
        """Who may do what."""
        raise NotImplementedError

    def actor(self) -> str:
        """The name that goes into the record."""
        raise NotImplementedError

    def act(self, act: Act, *, refused: Why | None = None, undone: Go | None = None) -> None:
        """Write it down under the name of whose act it is."""
        backs = CallBack(refused), CallBack(undone)

        def go() -> None:
            self.follow(act(self._actions, actor=self.actor()), *backs)

        of = act.func, act.args, act.keywords
        self.with_right(self.rights.get(act.func), go, *backs, of=of)

    def ask(
        self,
        told: Callable[[T, *Ts], object],
        question: Callable[[Given, *Ts], T],
        *what: *Ts,
        failed: Why | None = None,
    ) -> None:
        """Read in the reader's thread, tell in this one."""
        back, not_read = CallBack(told), CallBack(failed)
        key = back, question, what
        if key in self._asked:
            return
        self._asked.add(key)

        def work() -> None:
            self._asked.discard(key)  # what changes from here on is worth another question
            began = self.clock.monotonic()
            try:
                answer = self._journal.read(
                    lambda db: question(Given(db, self.settings, self.clock.now()), *what)
                )
            except DiskError as error:
                log.error("desk: it could not be read: %s", error)
                reason = NotDone.of(error)
                self._post.hand_in(lambda: not_read(reason))
                return
            self._took_s = self.clock.monotonic() - began
            self._post.hand_in(lambda: back(answer, *what))

        self._reader.ask(work)

    def with_right(
        self, right: Right | None, go: Go, refused: CallBack, undone: CallBack = NOBODY, *, of: object = None
    ) -> None:
        """At once, or after a PIN; without one nothing is done, and that is said."""
        if right is None:
            go()
        else:
            self.people.with_right(right, go, lambda: self._refuse(NotDone.NO_PIN, refused, undone), of=of)

    def follow(self, future: "Future[Any]", refused: CallBack = NOBODY, undone: CallBack = NOBODY) -> None:
        """See what becomes of something that is being written down."""
        self._unwritten[future] = self.clock.monotonic()
        future.add_done_callback(
            lambda done: self._post.hand_in(lambda: self._written(done, refused, undone))
        )

    def close(self) -> None:
        """End the reader; nothing is told any more."""
        self._post.close()
        self._reader.close()

    def _written(self, done: "Future[Any]", refused: CallBack, undone: CallBack) -> None:
        self._unwritten.pop(done, None)
        error = done.exception()
        if isinstance(error, NotAllowed):
            self._refuse(error.reason, refused, undone)
        elif error is not None:
            log.error("desk: it could not be written down: %s", error)
            reason = NotDone.of(error)
            undone()
            refused(reason)
            self._notices.unsaved.emit(reason)

    def _refuse(self, reason: Reason, refused: CallBack, undone: CallBack) -> None:
        """Said where it was asked for, else at the window's foot."""
        undone()
        if not refused(reason):
            self._notices.notice.emit(reason_words(reason))
