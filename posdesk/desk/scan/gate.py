"""Holds key presses back until the parser has told scan from typing, and delivers them in order.

What a key *is* doesn't matter here: a Qt event or a raw event of the window system are both a payload that
knows how to deliver itself.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import count

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from posdesk.domain.pickup.burst import BurstParser
from posdesk.domain.pickup.presses import BurstResult, Press, Release, Take
from posdesk.domain.pickup.scan_code import ScanProfile
from posdesk.records import dataclass, replace

_LATE_S = 0.008
"""A timer this late means that the thread was busy: keys may still be under way."""
_GRACE_MS = 15
"""Long enough for one turn of the event loop to bring them; a burst always gets it, since the thread may have
been busy until just now."""

Deliver = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A press or a release that waits; a release carries the ref of its press."""

    ref: int
    deliver: Deliver


class Gate(QObject):
    """One per application, in the GUI thread."""

    taken = Signal(object)
    """A `Take`: presses nobody else gets to see."""
    began = Signal()
    """Two characters or more wait together: a scan may be under way."""
    dropped = Signal()
    """What had begun was typing."""
    letting_go = Signal()
    """The first keys of a run are about to be delivered because nothing followed in time; they might prove a
    scan's yet."""
    broke = Signal(str)
    """The parser raised this; nothing is held any more."""

    def __init__(self, profile: ScanProfile | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parser = BurstParser(profile)
        self._refs = count(1)
        self._entries: list[_Entry] = []  # held, in order of arrival
        self._lane: deque[Deliver] = deque()  # decided, on the way out
        self._owner: dict[int, int] = {}  # key that is down -> ref of its press
        self._taken: set[int] = set()  # refs of taken presses whose keys are still down
        self._modifiers: list[tuple[int, Deliver]] = []  # down, and waiting for the next key
        self._suspects = False
        self._due_s = 0.0
        self._graced = False
        self._armed_for: float | None = None
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._timeout)
        self._modifier_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._modifier_timer.timeout.connect(self._let_modifiers_go)

    def set_profile(self, profile: ScanProfile) -> None:
        """Go by another scanner's habits from the next key on; a scan under way is not torn by it."""
        self._parser.adopt(profile)

    def passes(self, press: Press) -> bool:
        """Tell whether this press would go through untouched."""
        return not self._lane and not self._modifiers and self._parser.passes(press)

    def note_typed(self, at_s: float) -> None:
        """A character went to a secret's field or the PIN pad, past here; the time is its press's."""
        self._parser.note_typed(at_s)

    def modifier(self, *, key: int, deliver: Deliver) -> bool:
        """Keep a modifier's press until the next key says whose it is; it shares that key's fate.

        Only for raw keys: an input method must not see a scanner's Shift, alone it switches many of them.
        """
        self._modifiers.append((key, deliver))
        self._modifier_timer.start(self._parser.profile.hold_ms(in_field=True))
        return True

    def press(self, press: Press, *, key: int, deliver: Deliver, repeat: bool = False) -> bool:
        """Take in a press; True if it was kept, and will be delivered later or never.

        ``key`` tells the keys of the keyboard apart, ``repeat`` marks auto-repeat.
        """
        if repeat and self._owner.get(key) in self._taken:
            return True
        if self.passes(press):
            self._parser.press(press)
            return False if repeat else self._forget(key)
        press = replace(press, ref=next(self._refs))
        outcomes = self._parser.press(press)  # first: if it raises, this press isn't held
        self._hold_modifiers(press.ref)
        self._entries.append(_Entry(press.ref, deliver))
        if not repeat:
            self._owner[key] = press.ref
        self._settle(outcomes)
        return True

    def release(self, *, key: int, deliver: Deliver, repeat: bool = False) -> bool:
        """Take in a key's release; it shares the fate of its press. True if it was kept."""
        if any(key == waiting for waiting, _ in self._modifiers):
            self._modifiers.append((key, deliver))
            self._let_modifiers_go()
            return True
        ref = self._owner.get(key, 0)
        if not repeat:
            self._owner.pop(key, None)
        if ref in self._taken:
            self._taken = self._taken & set(self._owner.values())
            return True
        if any(entry.ref == ref for entry in self._entries):
            self._entries.append(_Entry(ref, deliver))
            return True
        if self._lane:
            self._lane.append(deliver)
        return bool(self._lane)

    def let_all_go(self) -> None:
        """Deliver all that is held, and decide nothing more about it."""
        self._timer.stop()
        self._parser = BurstParser(self._parser.profile)
        self._tell_suspicion(taken=False)
        self._lane.extend(entry.deliver for entry in self._entries)
        self._entries.clear()
        self._let_modifiers_go()

    def _hold_modifiers(self, ref: int) -> None:
        self._modifier_timer.stop()
        for key, deliver in self._modifiers:
            self._owner[key] = ref
            self._entries.append(_Entry(ref, deliver))
        self._modifiers.clear()

    @Slot()
    def _let_modifiers_go(self) -> None:
        self._modifier_timer.stop()
        self._lane.extend(deliver for _, deliver in self._modifiers)
        self._modifiers.clear()
        self._drain()

    def _forget(self, key: int) -> bool:
        self._taken.discard(self._owner.pop(key, 0))
        return False

    def _settle(self, outcomes: list[BurstResult]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, Release):
                self._lane.extend(self._withdraw(outcome.presses))
            else:
                self._discard(outcome)
        self._tell_suspicion(taken=any(isinstance(outcome, Take) for outcome in outcomes))
        self._arm()
        self._drain()

    def _tell_suspicion(self, *, taken: bool) -> None:
        suspected, self._suspects = self._suspects, self._parser.may_be_scan
        if self._suspects and (taken or not suspected):
            self._lane.append(self.began.emit)
        elif suspected and not self._suspects and not taken:
            self._lane.append(self.dropped.emit)

    def _withdraw(self, presses: tuple[Press, ...]) -> list[Deliver]:
        refs = {press.ref for press in presses}
        freed = [entry.deliver for entry in self._entries if entry.ref in refs]
        self._entries = [entry for entry in self._entries if entry.ref not in refs]
        return freed

    def _discard(self, take: Take) -> None:
        self._withdraw(take.presses)
        self._taken |= {press.ref for press in take.presses} & set(self._owner.values())
        self._lane.append(partial(self.taken.emit, take))

    def _arm(self) -> None:
        deadline_s = self._parser.deadline_s
        if deadline_s is None:
            self._timer.stop()
        elif deadline_s != self._armed_for or not self._timer.isActive():
            self._graced = False
            self._start(self._parser.wait_ms)
        self._armed_for = deadline_s

    def _start(self, wait_ms: int) -> None:
        self._due_s = time.monotonic() + wait_ms / 1000
        self._timer.start(wait_ms)

    @Slot()
    def _timeout(self) -> None:
        late = time.monotonic() - self._due_s > _LATE_S
        if late or (self._parser.in_burst and not self._graced):
            self._graced = True
            self._start(_GRACE_MS)
            return
        try:
            self._expire()
        except Exception as error:  # noqa: BLE001 - whatever it is, no key may be stuck behind it
            self.broke.emit(f"{type(error).__name__}: {error}")

    def _expire(self) -> None:
        are_first = not self._parser.has_leaked
        outcomes = self._parser.expire()
        if are_first and any(isinstance(outcome, Release) for outcome in outcomes):
            self.letting_go.emit()
        self._settle(outcomes)

    @Slot()
    def _drain(self) -> None:
        while self._lane:
            deliver = self._lane.popleft()
            if (
                self._lane
            ):  # a key may open a dialog with an event loop of its own: the rest must not wait for it
                QTimer.singleShot(0, self, self._drain)
            deliver()
