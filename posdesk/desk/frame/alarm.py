"""The alarm: rings by the rules of `domain.ringing`, and shows itself where it isn't heard.

It lives by itself, not in a page: it rings while the window is minimised too.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from posdesk.desk.bridge.counter import Counter
from posdesk.devices.sound_state import SoundDoor
from posdesk.domain.orders.board import OrderView, rings
from posdesk.domain.orders.conflict import parts_of
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.orders.ringing import (
    Bell,
    Cue,
    Deadline,
    RingClass,
    Scene,
    is_snoozed,
    plan,
    snooze,
)
from posdesk.domain.orders.scenes import Scenes
from posdesk.domain.status import EngineStatus
from posdesk.engine.actions import Actions

GATHER_MS = 20  # a burst of changes is one look; far below the 200 ms in which the alarm must stop
USUAL_ACCEPT_S = 300.0

_CUES: dict[RingClass, tuple[Cue, ...]] = {
    RingClass.CANCEL: (Cue.CANCEL,),
    RingClass.NEW: (Cue.NEW, Cue.NEW_LOUD, Cue.DEADLINE),
}


class SoundNews(QObject):
    """Carries the sound door's words from its thread into the GUI's: Sound(told.emit, ended.emit)."""

    told = Signal(object)  # SoundState
    ended = Signal(object, bool)  # Cue, whether it was played to its end


class Alarm(QObject):
    """Rings. `flash` is True while something rings that can't be proven to be heard."""

    flash = Signal(bool)
    sound_changed = Signal(object)  # SoundState, for the top bar
    snoozed_changed = Signal(bool)
    rang = Signal(object)  # frozenset[OrderKey]: the new orders that it rings for

    def __init__(self, counter: Counter, sound: SoundDoor, news: SoundNews, parent: QObject | None = None):
        """Nothing sounds before `start`."""
        super().__init__(parent)
        self._counter, self._sound = counter, sound
        self._bell = Bell()
        self._rung: Cue | None = None  # the sound of what rings
        self._refunded: set[OrderKey] | None = None
        self._flashes = self._snoozed = False
        self._able: bool | None = None
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)
        self._pressed: set[OrderKey] = set()
        self._scenes = Scenes(self._deadline)
        self._anew: set[OrderKey] | None = None  # the orders to look at again; None: all
        self._settings, self._seen_at = counter.settings, counter.clock.now()
        counter.signals.orders_changed.connect(self._look_soon)
        counter.signals.wished.connect(self._hear_wish)
        counter.signals.unwished.connect(self._hear_unwished)
        counter.signals.status_changed.connect(self._hear_status)
        news.told.connect(self._hear_sound)

    @property
    def ringing(self) -> RingClass | None:
        """What rings now, None for silence."""
        return self._bell.ringing

    @Slot()
    def start(self) -> None:
        """Begin; from here on every change is looked at."""
        self._hear_status(self._counter.status())
        self.look()

    @Slot()
    def stop(self) -> None:
        """Silence, for good: the desk closes."""
        self._counter.signals.orders_changed.disconnect(self._look_soon)
        self._counter.signals.status_changed.disconnect(self._hear_status)
        self._counter.signals.wished.disconnect(self._hear_wish)
        self._counter.signals.unwished.disconnect(self._hear_unwished)
        self._timer.stop()
        self._sound.stop()

    @Slot()
    def snooze(self) -> None:
        """F9: new orders are silent for 60 s, or until another one comes."""
        scene = self._scene()
        if scene.new:
            self._bell = snooze(self._bell, scene, self._counter.clock.monotonic())
            self._counter.act(partial(Actions.snoozed))
        self.look()

    @Slot()
    def look(self) -> None:
        """See what should sound now, and when to look again."""
        scene, now_s = self._scene(), self._counter.clock.monotonic()
        before = self._bell.ringing
        done = plan(self._bell, scene, now_s)
        self._bell = done.bell
        self._hush(before)
        if done.cue:
            self._rung = done.cue
            self._sound.play(done.cue)
        if done.cue in _CUES[RingClass.NEW]:
            self.rang.emit(frozenset(scene.new))
        self._wait(done.next_s)
        self._tell(snoozed=is_snoozed(self._bell, scene, now_s))

    def _hush(self, before: RingClass | None) -> None:
        """What no longer rings is cut off at once, not at its end."""
        if before is not self._bell.ringing and before in _CUES:
            self._sound.stop(*_CUES[before])

    def _wait(self, next_s: float | None) -> None:
        self._timer.stop()
        if next_s is not None:
            self._timer.start(ceil(next_s * 1000))

    def _tell(self, *, snoozed: bool) -> None:
        if snoozed is not self._snoozed:
            self._snoozed = snoozed
            self.snoozed_changed.emit(snoozed)
        self._show()

    def _show(self) -> None:
        hushed = not self._sound.state.proven or self._rung in self._sound.muted
        flashes = self._bell.ringing is not None and hushed
        if flashes is not self._flashes:
            self._flashes = flashes
            self.flash.emit(flashes)

    def _scene(self) -> Scene:
        """The scene now: only orders that changed are looked at, and those whose time has come."""
        now, now_s = self._counter.clock.now(), self._counter.clock.monotonic()
        if self._counter.settings is not self._settings or now < self._seen_at:
            self._anew = None  # other rules, or a clock that was set back
        self._settings, self._seen_at = self._counter.settings, now
        self._scenes.lead = timedelta(minutes=self._settings.store.preorder_lead_min)
        written = {key for key in self._pressed if not self._rings(key)}
        self._pressed -= written
        if self._anew is None:
            self._see_all(now, now_s)
        else:
            self._see(self._anew | written, now, now_s)
        self._anew = set()
        return self._scenes.scene(now, now_s)

    def _rings(self, key: OrderKey) -> bool:
        view = self._counter.view(key)
        return view is not None and rings(view)

    def _see_all(self, now: datetime, now_s: float) -> None:
        views = tuple(self._counter.views())
        self._scenes.clear()
        for view in views:
            if self._is_heard(view):
                self._scenes.see(view, now, now_s)
        self._hear_refunds(views)

    def _see(self, keys: Iterable[OrderKey], now: datetime, now_s: float) -> None:
        views = {key: self._counter.view(key) for key in keys}
        for key, view in views.items():
            if view is not None and self._is_heard(view):
                self._scenes.see(view, now, now_s)
            else:
                self._scenes.forget(key)
        self._hear_refunds(view for view in views.values() if view is not None)

    def _is_heard(self, view: OrderView) -> bool:
        return view.order.stop_open or view.order.key not in self._pressed

    def _hear_refunds(self, views: Iterable[OrderView]) -> None:
        """An order was cancelled after its end: each once, and those of an earlier start not again."""
        refunded = {v.order.key for v in views if _is_refunded(v)}
        if self._refunded is None:
            self._refunded = refunded
        elif not refunded <= self._refunded:
            self._refunded |= refunded
            self._sound.play(Cue.REFUND)

    @Slot()
    def knock(self) -> None:
        """A printer wants somebody: paper, cover, or a slip of which nobody knows whether it came out."""
        self._sound.play(Cue.PRINTER)

    @Slot(object, object)
    def _hear_wish(self, key: OrderKey, kind: Kind) -> None:
        """Silent at once, also where the disk takes seconds (row 5)."""
        if kind in {Kind.ACCEPT, Kind.REFUSE}:
            self._pressed.add(key)
            self._look_at(key)

    @Slot(object)
    def _hear_unwished(self, key: OrderKey) -> None:
        """Nothing came of it: the order rings again."""
        self._pressed.discard(key)
        self._look_at(key)

    def _look_at(self, key: OrderKey) -> None:
        self._note((key,))
        self.look()

    def _note(self, keys: tuple[OrderKey, ...]) -> None:
        self._anew = self._anew | set(keys) if keys and self._anew is not None else None

    def _deadline(self, key: OrderKey) -> Deadline | None:
        left_s = self._counter.accept_left_s(key)
        if left_s is None:
            return None
        partner = self._counter.settings.partner_named(key.partner)
        return Deadline(left_s, partner.accept_within_s if partner else USUAL_ACCEPT_S)

    @Slot(object)
    def _look_soon(self, keys: tuple[OrderKey, ...]) -> None:
        self._note(keys)
        if not 0 <= self._timer.remainingTime() <= GATHER_MS:
            self._timer.start(GATHER_MS)

    @Slot(object)
    def _hear_sound(self, state: object) -> None:
        self.sound_changed.emit(state)
        self._show()

    @Slot(object)
    def _hear_status(self, status: EngineStatus) -> None:
        """Offline and back, each once; at the start only the good news, which also tries the sound."""
        able = status.takes_orders and not any(p.unreachable_since for p in status.partners)
        if able is self._able:
            return
        if able or self._able is not None:
            self._sound.play(Cue.BACK if able else Cue.OFFLINE)
        self._able = able


def _is_refunded(view: OrderView) -> bool:
    order = view.order
    return order.state is OrderState.COMPLETED and OrderState.CANCELLED in parts_of(order.conflict)
