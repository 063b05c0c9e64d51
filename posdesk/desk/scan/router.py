"""The scan router: one filter for the whole application that tells a scanner from a person.

It reads keys at the window, before any widget sees them. Small on purpose, and it disarms itself: if
anything in it raises, every key goes through from then on and `failed` says so.
"""

from __future__ import annotations

import logging
from typing import Final, Protocol

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow

from posdesk.desk.scan.composing import ComposingWatch
from posdesk.desk.scan.gate import Gate
from posdesk.desk.scan.keys import KeptEvent, caps_lock_is_on, is_alt_letter, key_id, press_of
from posdesk.desk.scan.lesson import Lesson
from posdesk.desk.scan.quiet import is_for_a_button
from posdesk.desk.scan.repair import (
    FieldMemory,
    remember_field,
    typing_goes_to_a_field,
    typing_goes_to_a_secret,
)
from posdesk.desk.scan.x11 import X11Keys, input_method_in_use
from posdesk.desk.scan.xserver import XServer, XServerError
from posdesk.domain.key_text import typed_code
from posdesk.domain.pickup.presses import HeldKeys, Press, PressKind, Take
from posdesk.domain.pickup.scan_code import Flaw, ScanProfile, check_code, clean_code
from posdesk.records import replace

_log = logging.getLogger(__name__)
_Type = QEvent.Type
_WATCHED: Final = frozenset((_Type.ShortcutOverride, _Type.KeyPress, _Type.KeyRelease, _Type.InputMethod))
_TURNS: Final = frozenset((Qt.Key.Key_PageUp, Qt.Key.Key_PageDown))


class PinPad(Protocol):
    """A window in which a PIN is typed: it gets its keys itself."""

    def windowHandle(self) -> QWindow | None:
        """Its window in the window system."""

    def take(self, press: Press, profile: ScanProfile) -> bool:
        """Take in a press of a key; False for one that does something else there, as Esc does."""


class ScanRouter(QObject):
    """Reads scans wherever the focus is; nothing of a scan reaches a field, a button or a dialog."""

    scanned = Signal(str)
    """A code, cleaned and checked: scanned, typed or pasted."""
    swallowed = Signal(str, object)
    """A scan, or typed code, that could not be used, as it came, and its `Flaw`."""
    began = Signal()
    """Two characters came as a scanner sends them: until `scanned`, `swallowed` or `dropped`, one is read."""
    learnt = Signal(object)
    """The presses of the scan that `learn` asked for, a tuple."""
    dropped = Signal()
    """What had begun was typing."""
    failed = Signal(str)
    """The router had to disarm itself; keys arrive everywhere as they are."""

    def __init__(self, profile: ScanProfile | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.profile = profile or ScanProfile()  # the scanner's habits that are gone by
        self._gate = Gate(self.profile, self)
        self._memory: FieldMemory | None = None
        self._composing = ComposingWatch(self.profile, self)
        self._composing.swallowed.connect(self._lost_to_input_method)
        self._lesson = Lesson(self)
        self._lesson.over.connect(self.learnt)
        self._held, self._chord, self.caps_lock = HeldKeys(), 0, False
        self._pad: PinPad | None = None
        self._x11: X11Keys | None = None
        self._first: QWindow | None = None  # the only one that is watched yet
        self.mixed = False  # whether the last scan may hold keys of two scanners
        self._gate.taken.connect(self._tell)
        self._gate.letting_go.connect(self._remember)
        self._gate.broke.connect(self._disarm)
        self._gate.began.connect(self.began)
        self._gate.dropped.connect(self.dropped)

    def set_profile(self, profile: ScanProfile) -> None:
        """Go by another scanner's habits from now on."""
        self.profile = profile
        self._gate.set_profile(profile)
        self._composing.set_profile(profile)

    def set_pin_pad(self, pad: PinPad) -> None:
        """The keys that come to this window are its own; the router only tells it their times."""
        self._pad = pad

    def attach(self) -> None:
        """Begin to read the keys of all windows of the application, those to come included."""
        if self._x11 is None and self._first is None:
            self._open_x11_door()
        self._leave_first()
        _application().installEventFilter(self)

    def attach_first(self, window: QWindow) -> None:
        """Begin to read the keys of this window, and those of all as soon as another one gets them.

        PySide makes the classes of all that Qt has for who looks at the events of all objects; a start has
        no time for that, and no other window and no field.
        """
        self._open_x11_door()
        self._first = window
        window.installEventFilter(self)
        _application().focusWindowChanged.connect(self._focus_moved)

    @Slot(object)
    def _focus_moved(self, window: QWindow | None) -> None:
        if window is not None and window is not self._first:
            self.attach()

    def _leave_first(self) -> None:
        if self._first is not None:
            _application().focusWindowChanged.disconnect(self._focus_moved)
            if shiboken6.isValid(self._first):
                self._first.removeEventFilter(self)
            self._first = None

    def detach(self) -> None:
        """Stop; what is held is delivered."""
        app = QCoreApplication.instance()
        if app is not None:
            self._leave_first()
            app.removeEventFilter(self)
        if app is not None and self._x11 is not None:
            app.removeNativeEventFilter(self._x11)
        self._gate.let_all_go()

    def learn(self) -> None:
        """Read the next scan as it comes, whatever its speed, for `learnt`; nobody else sees its keys."""
        self._lesson.begin()

    @Slot()
    def stop_learning(self) -> None:
        """Whoever asked for `learn` looks elsewhere: `learnt` tells of no press, and scans are read again."""
        self._lesson.give_up()

    def submit(self, code: str) -> None:
        """Take a typed or pasted code the way of a scanned one: the same cleaning, checks and signals."""
        self._judge(code, clean_code(typed_code(code), self.profile.by_hand))

    @Slot(str)
    def take_from_port(self, raw: str) -> None:
        """What a serial scanner sent, ends taken off: by the same rules as what comes by keys."""
        self.caps_lock = self.mixed = False  # neither can happen to it
        self._judge(raw, clean_code(raw, self.profile))

    def _judge(self, raw: str, code: str) -> None:
        flaw = check_code(code, keep_gs=self.profile.keep_gs)
        if flaw is None:
            self.scanned.emit(code)
        else:
            self.swallowed.emit(raw, flaw)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See every event of the application; True keeps it from its receiver."""
        if event.type() not in _WATCHED:
            return False
        try:
            return self._filter(watched, event)
        except Exception as error:  # noqa: BLE001 - a till whose keyboard is dead is worse than any error here
            self._disarm(f"{type(error).__name__}: {error}")
            return False

    def _filter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent) and self._x11 is None and not typing_goes_to_a_secret():
            self._composing.note(event)
        if not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QWindow):
            if self._x11 is not None and self._x11.is_taken_back(event):
                return True
            if self._lesson.is_on and is_alt_letter(event):
                return False  # a person's: no scanner sends Alt and a letter
            return self._from_device(event) and self._at_window(watched, event)
        return event.type() == QEvent.Type.KeyPress and is_for_a_button(watched, event)

    def _open_x11_door(self) -> None:
        if not input_method_in_use():
            return
        try:
            self._x11 = X11Keys(
                self._gate,
                self._lesson,
                XServer(),
                on_caps_lock=self._note_caps_lock,
                on_error=self._disarm,
            )
        except XServerError as error:
            _log.warning("scans in text fields pass the input method: %s", error)
            return
        _application().installNativeEventFilter(self._x11)

    def _from_device(self, event: QKeyEvent) -> bool:
        judged = self._x11 is not None and self._x11.judged(event)
        return event.spontaneous() and event.timestamp() > 0 and not judged

    def _at_window(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Alt:
            self._chord += 1
        key, at_s, marked = key_id(event), event.timestamp() / 1000, event.isAutoRepeat()
        held = self._held.repeats(key, at_s, marked=marked)
        press = press_of(event, held=held, in_field=typing_goes_to_a_field(), chord=self._chord)
        if press is None:
            return False
        is_press = event.type() != QEvent.Type.KeyRelease
        if is_press and not self._lesson.is_on and self._is_no_scan(window):
            return self._typed(window, event, press)
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._override(event, self._gate.passes(press) and not self._lesson.is_on)
        deliver = KeptEvent.of(event, window).deliver
        if event.type() == QEvent.Type.KeyRelease:
            self._held.release(key, at_s)
            return self._gate.release(key=key, deliver=deliver, repeat=marked)
        press = replace(press, beside=self._held.is_beside(key, at_s))
        self._held.press(key, at_s, marked=marked)
        self._note_caps_lock(caps_lock_is_on(event))
        if self._lesson.is_on:
            return self._is_lessons(event, press)
        return self._gate.press(press, key=key, deliver=deliver, repeat=held)

    def _is_lessons(self, event: QKeyEvent, press: Press) -> bool:
        """Whether a scan that teaches goes on by this key."""
        if event.key() in _TURNS and not self._lesson.has_begun:
            return False  # no scanner begins so: a person goes to another step
        return self._lesson.take_down(press, is_escape=event.key() == Qt.Key.Key_Escape)

    def _is_no_scan(self, window: QWindow) -> bool:
        """Whether keys are typing here, however fast they come."""
        return typing_goes_to_a_secret() or self._is_pad(window)

    def _is_pad(self, window: QWindow) -> bool:
        return self._pad is not None and self._pad.windowHandle() == window

    def _typed(self, window: QWindow, event: QKeyEvent, press: Press) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            return False
        self._held.press(key_id(event), press.at_s, marked=event.isAutoRepeat())
        if press.text and press.kind in (PressKind.TEXT, PressKind.ALT_DIGIT):
            self._gate.note_typed(press.at_s)
        return self._pad is not None and self._is_pad(window) and self._pad.take(press, self.profile)

    def _override(self, event: QKeyEvent, passes: bool) -> bool:
        """Keep Qt from trying shortcuts with a key that will be held; it tries them at the delivery."""
        if not passes:
            event.accept()
        return not passes

    def _note_caps_lock(self, on: bool) -> None:
        self.caps_lock = on  # whether CapsLock was on at the last key that was read

    @Slot()
    def _remember(self) -> None:
        self._memory = remember_field()

    @Slot(object)
    def _tell(self, take: Take) -> None:
        if take.leaked and self._memory is not None:
            if self._x11 is None or self._x11.take_back(take.leaked):
                QGuiApplication.inputMethod().reset()
            self._memory.restore()
        self._memory, self.mixed = None, take.is_mixed
        if take.code is not None:
            self.scanned.emit(take.code)
        elif take.flaw is not None:
            self.swallowed.emit(take.raw, take.flaw)

    @Slot(str)
    def _lost_to_input_method(self, text: str) -> None:
        self.swallowed.emit(text, Flaw.INPUT_METHOD)

    @Slot(str)
    def _disarm(self, reason: str) -> None:
        self.detach()
        self.failed.emit(reason)


def _application() -> QGuiApplication:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    return app
