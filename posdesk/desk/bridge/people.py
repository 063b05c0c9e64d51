"""Who is at the counter, what they may do, and whose PIN is asked for first where they may not."""

import hmac
import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from posdesk.desk.bridge.calls import Go
from posdesk.desk.bridge.counter import CounterSignals
from posdesk.desk.words.reasons import reason_words
from posdesk.domain.clock import Clock
from posdesk.domain.pins import PinTries
from posdesk.domain.rights import PAD_WAITING, Right, Role, asked_role, holds, said_actor
from posdesk.errors import DiskError, NotDone
from posdesk.journal import Journal, pin_tries
from posdesk.records import dataclass
from posdesk.settings.recovery import recoverable
from posdesk.settings.settings import Settings, Staff

log = logging.getLogger(__name__)
Follow = Callable[["Future[Any]"], None]


class Pins(Protocol):
    """The part of the credentials that is asked here."""

    def knows(self, name: str) -> bool:
        """Whether the keyring has answered about this one since the start."""
        ...

    def get(self, name: str) -> str | None:
        """A secret as last read."""
        ...


class PeopleTrail(Protocol):
    """What is written down of people coming and going (engine.actions)."""

    def signed_in(self, name: str) -> "Future[None]":
        """Somebody is at the counter from now on."""
        ...

    def signed_out(self, name: str) -> "Future[None]":
        """Somebody is not any more."""
        ...

    def pins_tried(self, actor: str, *, wrong: int, untold: int, tell: int) -> "Future[None]":
        """How many wrong PINs there were."""
        ...


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What goes on once the right PIN is typed; `dropped` is called where none is."""

    right: Right
    act: Go
    dropped: Go
    of: object

    def is_again(self, before: "_Wanted | None") -> bool:
        """Whether it is the same pressed twice: the same right, for the same thing."""
        return (
            before is not None and self.of is not None and (self.right, self.of) == (before.right, before.of)
        )


class People:
    """In the GUI thread. With nobody signed in a PIN signs in; else it is its owner's word for one act."""

    def __init__(
        self,
        settings: Settings,
        pins: Pins,
        record: PeopleTrail,
        clock: Clock,
        *,
        signals: CounterSignals,
        follow: Follow,
        kept: tuple[int, int] = (0, 0),
    ) -> None:
        """`kept` is the count of wrong PINs in the journal, and of how many the trail doesn't tell yet."""
        self._settings, self._pins, self._record = settings, pins, record
        self._clock, self._signals, self._follow = clock, signals, follow
        now_s = clock.monotonic()
        self._tries = PinTries(*kept, wrong_at_s=now_s, told_at_s=now_s if kept[1] else float("-inf"))
        self._staff: Staff | None = None
        self._word = ""  # in whose name an act goes on that another than who is signed in may do
        self._granted: Right | None = None
        self._wanted: _Wanted | None = None
        self.touched()

    def adopt(self, settings: Settings) -> None:
        """These are the people now: who is signed in is what they are there, or is signed out."""
        self._settings = settings
        if self._staff is None:
            return
        now = next(
            (each for each in settings.staff if self._staff is not None and each.name == self._staff.name),
            None,
        )
        if now is None:
            self.sign_out()
        elif now != self._staff:
            self._staff = now
            self._signals.staff_changed.emit(now)

    @property
    def staff(self) -> Staff | None:
        """Who is signed in."""
        return self._staff

    @property
    def actor(self) -> str:
        """The name that goes into the record."""
        return self._word or (self._staff.name if self._staff else self._counter)

    @property
    def wanted(self) -> Right | None:
        """What the PIN pad is open for, None where for signing in."""
        return self._wanted.right if self._wanted else None

    @property
    def can_read_pins(self) -> bool:
        """Whether it is known who has a PIN; while the keyring is locked it is not."""
        staff = self._settings.staff
        return any(map(self._pin_of, staff)) or all(self._pins.knows(each.secret_name) for each in staff)

    @property
    def wait_s(self) -> float:
        """Seconds until a PIN is taken again, 0 where one is taken now."""
        return self._tries.left_s(self._clock.monotonic())

    def asks(self, right: Right) -> Role | None:
        """Whose PIN a right would ask for now, the lowest role that will do; None where it asks nothing."""
        return None if self._may(self._staff, right) else asked_role(right, self._held())

    def with_right(self, right: Right, act: Go, dropped: Go | None = None, *, of: object = None) -> None:
        """Do it if who is at the counter may, else once a right PIN is typed; `dropped` where none is."""
        wanted = _Wanted(right, act, dropped or self._say_no_pin, of)
        if self._granted is right or self._may(self._staff, right):
            act()
        elif right is Right.END_STOP and not self._takes_pins():
            if wanted.is_again(self._wanted):
                self._wanted = None  # no PIN is wanted for it any more
            self._do(wanted, f"{self._counter}, {PAD_WAITING}")
        else:
            self._ask_for(wanted)

    def needs_name(self, right: Right) -> bool:
        """Whether nobody is signed in, and no PIN is asked for: the record would name the counter alone."""
        return self._staff is None and not self._word and self.asks(right) is None

    def under_name(self, name: str, act: Go) -> None:
        """Do it in the name that somebody said."""
        self._word = said_actor(self._counter, name)
        try:
            act()
        finally:
            self._word = ""

    def tried_wrong(self) -> None:
        """A recovery code that is none was typed: it counts as a wrong PIN does."""
        self._keep(self._tries.after_wrong(self._clock.monotonic()))

    @property
    def can_be_recovered(self) -> bool:
        """Whether any of those whose PIN a recovery code sets anew has one."""
        return any(map(self._pin_of, recoverable(self._settings)))

    def whose(self, pin: str) -> tuple[str, ...]:
        """The names that a PIN fits now; of two neither could sign in."""
        return tuple(person.name for person in self._settings.staff if self._is_pin(person, pin))

    def _say_no_pin(self) -> None:
        self._signals.notice.emit(reason_words(NotDone.NO_PIN))

    def _ask_for(self, wanted: _Wanted) -> None:
        """The pad asks for one at a time; the same wanted once more is no second act."""
        before, self._wanted = self._wanted, wanted
        if before is not None and not wanted.is_again(before):
            before.dropped()
        self._signals.right_wanted.emit(wanted.right)

    def drop(self) -> None:
        """The PIN pad was closed without a right PIN: nothing is done, and whoever asked hears it."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted.dropped()

    def sign_in(self, pin: str) -> None:
        """Take a PIN: sign in, go on with what was wanted, or say that it fits nobody."""
        now_s = self._clock.monotonic()
        if self._tries.left_s(now_s):
            self._signals.sign_in_failed.emit()
            return
        fitting = [person for person in self._settings.staff if self._is_pin(person, pin)]
        if len(fitting) != 1:
            self._keep(self._tries.after_wrong(now_s))
            self._signals.sign_in_failed.emit()
        elif self._wanted is not None and not self._may(fitting[0], self._wanted.right):
            self._signals.right_lacking.emit(fitting[0])
        else:
            self._keep(self._tries.after_right())
            self._admit(fitting[0])

    def sign_out(self) -> None:
        """Nobody is signed in."""
        if self._staff is not None:
            self._follow(self._record.signed_out(self._staff.name))
        self._staff = None
        self._signals.staff_changed.emit(None)

    @property
    def idle_s(self) -> float:
        """Seconds since somebody pressed a key or touched; by both clocks, since a PC's sleep stops one."""
        by_the_wall = (self._clock.now() - self._touched_at).total_seconds()
        return max(self._clock.monotonic() - self._touched_s, by_the_wall)

    def touched(self) -> None:
        """A key was pressed, or the screen touched."""
        self._touched_s, self._touched_at = self._clock.monotonic(), self._clock.now()

    def look(self) -> None:
        """Now and then: who has gone is signed out, and the trail is told of wrong PINs.

        What they wanted is dropped: whoever comes next gives no PIN for an order that they never saw.
        """
        now_s = self._clock.monotonic()
        self._keep(self._tries.after_quiet(now_s))
        after_s = self._settings.desk.sign_out_min * 60
        if not after_s or self.idle_s < after_s:
            return
        self.drop()
        if self._staff is not None:
            self.sign_out()

    def _admit(self, person: Staff) -> None:
        """Whoever is signed in stays so: another one's PIN is a word for this one act."""
        wanted, self._wanted = self._wanted, None
        if wanted is None or self._staff is None:
            self._staff = person
            self.touched()
            self._follow(self._record.signed_in(person.name))
            self._signals.staff_changed.emit(person)
        self._signals.right_ended.emit()
        if wanted is not None:
            self._do(wanted, person.name)

    def _do(self, wanted: _Wanted, name: str) -> None:
        self._word, self._granted = name, wanted.right
        try:
            wanted.act()
        finally:
            self._word, self._granted = "", None

    def _may(self, person: Staff | None, right: Right) -> bool:
        return holds(person.role if person else None, right, self._held())

    def _held(self) -> frozenset[Role]:
        """The roles of those who have a PIN, or of whom the keyring has not answered yet."""
        pins = self._pins
        staff = self._settings.staff
        return frozenset(p.role for p in staff if self._pin_of(p) or not pins.knows(p.secret_name))

    def _takes_pins(self) -> bool:
        return self.can_read_pins and not self.wait_s

    def _keep(self, tries: PinTries) -> None:
        """From now on it is these: written down, with a line of the trail where a minute is over."""
        now_s = self._clock.monotonic()
        tell = tries.untold if tries.is_to_be_told(now_s) else 0
        after = tries.told(now_s) if tell else tries
        changed = (after.wrong, after.untold) != (self._tries.wrong, self._tries.untold)
        self._tries = after
        if changed or tell:
            kept = self._record.pins_tried(self._counter, wrong=after.wrong, untold=after.untold, tell=tell)
            self._follow(kept)

    @property
    def _counter(self) -> str:
        return f"counter {self._settings.store.counter}"

    def _pin_of(self, person: Staff) -> str:
        return self._pins.get(person.secret_name) or ""

    def _is_pin(self, person: Staff, pin: str) -> bool:
        known = self._pin_of(person)
        return bool(known) and hmac.compare_digest(known.encode(), pin.encode())


def kept_tries(journal: Journal) -> tuple[int, int]:
    """The count of wrong PINs; with a journal that can't be read it begins anew, and the engine says why."""
    try:
        return journal.read(pin_tries.read)
    except DiskError as error:
        log.error("desk: the count of wrong PINs can't be read: %s", error)
        return (0, 0)
