"""Signing in by PIN: six dots over any page, the queue visible behind; keys 0-9 or touch."""

from math import ceil

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QDialog, QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.pin_pad import PinPad
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import Theme, apply_style
from posdesk.desk.widgets.alt_keys import DialogKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.letter_keys import LetterKeys
from posdesk.desk.widgets.screens import room_at
from posdesk.desk.words.rights import act_words, asks_words
from posdesk.desk.words.say import joined
from posdesk.domain.pickup.presses import Press
from posdesk.domain.pickup.scan_code import ScanProfile
from posdesk.domain.pins import PIN_LENGTH, PinEntry, PinProgress
from posdesk.domain.rights import Right
from posdesk.settings.settings import Staff

translate = QCoreApplication.translate

WIDTH_PX = 360
_TICK_MS = 250
_GRACE_MS = 15
"""Long enough for one turn of the event loop to bring keys that wait while the thread was busy."""


class SignInDialog(QDialog):
    """Opens by F12, and before what takes a right that nobody at the counter holds (domain/rights.py).

    Asks the counter once six digits are in; Esc closes, and nothing is done. No key presses a button. After
    too many wrong PINs it takes none for a while.
    """

    finished_well = Signal()
    scan_came = Signal(str)
    """What a scanner sent into the pad; it was discarded."""

    def __init__(self, counter: Counter, theme: Theme, parent: QWidget | None = None) -> None:
        """Not shown until `open_up`."""
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._counter, self._theme = counter, theme
        self._entry, self._pin, self._typed = PinEntry(), "", ""
        self._asked = self._failed = self._scanned = self._graced = False
        self._lacking: Staff | None = None
        self._asks_for: Right | None = None
        self._ticker = QTimer(self, interval=_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self.waits = False  # whether no PIN is taken now
        self._pause = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._pause.timeout.connect(self._nothing_came)
        self._build(theme)
        counter.signals.staff_changed.connect(self._hear_staff)
        counter.signals.sign_in_failed.connect(self._hear_failed)
        counter.signals.right_ended.connect(self._hear_ended)
        counter.signals.right_lacking.connect(self._hear_lacking)

    @property
    def words(self) -> str:
        """What it says under the dots."""
        return self._pad.words

    @property
    def title(self) -> str:
        """What it asks a PIN for."""
        return self._pad.title

    @property
    def filled(self) -> int:
        """How many digits are in."""
        return len(self._pin or self._entry.digits)

    def button(self, digit: str) -> DeskButton:
        """The touch key of a digit."""
        return self._pad.button(digit)

    @Slot()
    def open_up(self) -> None:
        """Show it, empty, in the middle of its window; the pages behind stay as they are.

        One that stands there already stays where it is: it may have made room for a STOP.
        """
        self._begin()
        self._read()
        self._come_before_modal_ones()
        self._ticker.start()
        parent = self.parentWidget()
        if not self.isVisible():  # else it may have moved aside for a STOP
            middle = parent.window().geometry().center() if parent is not None else self.pos()
            self.fit_into(room_at(middle), middle)
        self.show()
        self.activateWindow()

    def fit_into(self, room: QRect, middle: QPoint) -> None:
        """Around `middle`, and nothing of it outside `room`; global, in logical px: 768 are 472 at 150 %."""
        self._stand(QBoxLayout.Direction.TopToBottom)
        if self.height() > room.height():
            self._stand(QBoxLayout.Direction.LeftToRight)
        place = middle - self.rect().center()
        most = room.bottomRight() - self.rect().bottomRight()
        self.move(
            max(room.left(), min(place.x(), most.x())),
            max(room.top(), min(place.y(), most.y())),
        )

    def _stand(self, way: QBoxLayout.Direction) -> None:
        """The last two buttons below or beside each other, and as high as that makes it."""
        self._last.setDirection(way)
        self._column.invalidate()  # a layout tells none around it
        self.adjustSize()

    def _come_before_modal_ones(self) -> None:
        """A dialog that is modal would keep all keys from it; else the window behind stays in use."""
        other = QApplication.activeModalWidget()
        if other is not None and other is not self:
            self.hide()
            self.setWindowModality(Qt.WindowModality.ApplicationModal)
        elif other is None:
            self.setWindowModality(Qt.WindowModality.NonModal)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        apply_style(self, theme)
        for part in (self._pad, self.out_button, self._close_button):
            part.set_theme(theme)

    def take(self, press: Press, profile: ScanProfile) -> bool:
        """A key as the scan router read it: a PIN may be typed as fast as a scanner sends its codes.

        F11 ends a STOP from here too, where it is no scan's end.
        """
        if press.name in ("Esc", "Backspace") or (press.name == "F11" and self._entry.stands_alone(press)):
            return False
        if not self._asked:
            self._entry.set_profile(profile)
            self._step(self._entry.press(press))
            self._graced = False
            self._pause.start(self._entry.wait_ms)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Backspace, Esc; Enter, Tab and Space do nothing here."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.key() == Qt.Key.Key_Backspace:
            self._rub_out()
        elif event.text() in set("0123456789") and event.text() and not event.isAutoRepeat():
            self._type(event.text())
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Translates anew when the language changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._read()
        super().changeEvent(event)

    def done(self, result: int) -> None:
        """However it is closed: the digits go with it, and what waited for a PIN is not done."""
        self._begin()
        self._ticker.stop()
        super().done(result)
        self._counter.people.drop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints a frame: the window has none of its own."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color.raised)
        painter.setPen(self._theme.color.line_strong)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    @Slot(str)
    def _type(self, digit: str) -> None:
        """A digit by touch, or by a key while the scan router is off."""
        if not self._asked and len(self._entry.digits) < PIN_LENGTH:
            self._step(self._entry.touch(digit))
            self._pause.start(self._entry.wait_ms)  # fast keys may be among them

    @Slot()
    def _nothing_came(self) -> None:
        if not self._graced:
            self._graced = True
            self._pause.start(_GRACE_MS)
        elif not self._asked:
            self._step(self._entry.pause())

    def _step(self, entered: PinProgress) -> None:
        """Go on from what a key, a touch or a pause came to."""
        if entered is PinProgress.SCAN:
            self._failed, self._scanned = False, True
        elif self._entry.digits != self._typed:
            self._failed = self._scanned = False
            self._lacking = None
        self._typed = self._entry.digits
        if entered is PinProgress.PIN:
            self._ask()
        self._read()
        if entered is PinProgress.SCAN:
            self.scan_came.emit(self._entry.scanned)

    def _ask(self) -> None:
        pin = self._entry.digits
        self._pause.stop()
        self._entry.clear()
        if self._counter.settings.staff and not self.waits:
            self._pin, self._asked = pin, True
            self._counter.sign_in(pin)

    def _begin(self) -> None:
        """Nothing typed, nothing said."""
        self._pause.stop()
        self._entry.clear()
        self._pin = self._typed = ""
        self._asked = self._failed = self._scanned = False
        self._lacking = None

    @Slot()
    def _rub_out(self) -> None:
        if not self._asked:
            self._entry.rub_out()
            self._read()

    @Slot()
    def _sign_out(self) -> None:
        self._counter.sign_out()
        self.accept()

    @Slot(object)
    def _hear_staff(self, staff: Staff | None) -> None:
        if self.isVisible() and self._asked and staff is not None:
            self._begin()
            self.accept()
            self.finished_well.emit()

    @Slot()
    def _hear_ended(self) -> None:
        """What waited for a PIN goes on, in the name of whose PIN it was."""
        if self.isVisible() and self._asked:
            self.accept()
            self.finished_well.emit()

    @Slot(object)
    def _hear_lacking(self, staff: Staff) -> None:
        self._begin()
        self._lacking = staff
        self._read()

    @Slot()
    def _hear_failed(self) -> None:
        self._begin()
        self._failed = True
        self._read()

    @Slot()
    def _tick(self) -> None:
        """The seconds until a PIN is taken go on; what was typed meanwhile is none."""
        before = self.waits
        if before or self._is_waiting() or self._asks_for is not self._counter.people.wanted:
            self._read()
        if before and not self.waits:
            self._begin()
            self._read()

    def _is_waiting(self) -> bool:
        people = self._counter.people
        return bool(self._counter.settings.staff) and (people.wait_s > 0 or not people.can_read_pins)

    def _read(self) -> None:
        """Words and buttons as they are now."""
        self.waits = self._is_waiting()
        filled = self.filled if self._counter.settings.staff and not self.waits else 0
        wanted = self._asks_for = self._counter.people.wanted
        title = act_words(wanted) if wanted else translate("sign_in", "Sign in with your PIN")
        bad = self._failed or self._scanned or self.waits or self._lacking is not None
        self._pad.show_state(filled, title, self._line(), bad=bad)
        staff = self._counter.staff()
        label = translate("sign_in", "Sign {name} out").format(name=staff.name if staff else "")
        self.out_button.set_label(label)
        self.out_button.setVisible(staff is not None and wanted is None)
        self._close_button.set_label(translate("sign_in", "Close"))
        erase = translate("sign_in", "Erase one digit")
        self._pad.show_keys(erase, shown=bool(self._counter.settings.staff), apply=not self.waits)

    def _line(self) -> str:
        if self._scanned:
            return translate("sign_in", "That was a scan, and it was not read. Close sign-in, then scan.")
        if not self._counter.settings.staff:
            return translate(
                "sign_in",
                "Nobody is set up. Enter people with their PINs: Settings, People and PIN.",
            )
        return self._waiting_line() if self.waits else self._asking_line()

    def _waiting_line(self) -> str:
        stop = translate("sign_in", "F11 ends a STOP now without a PIN.") if self._is_stopped() else ""
        if not self._counter.people.can_read_pins:
            locked = translate("sign_in", "The PINs can't be read yet: unlock this PC's keyring.")
            return f"{locked}\n{stop}".strip()
        words = translate("sign_in", "Too many wrong PINs: wait {n} s.")
        return f"{words.format(n=ceil(self._counter.people.wait_s))}\n{stop}".strip()

    def _is_stopped(self) -> bool:
        return any(view.order.stop_open for view in self._counter.views())

    def _asking_line(self) -> str:
        wanted = self._counter.people.wanted
        asks = asks_words(self._counter.people.asks(wanted)) if wanted else ""
        if self._lacking is not None:
            may_not = translate("sign_in", "{name} may not do that.").format(name=self._lacking.name)
            return joined(may_not, asks)
        if self._failed:
            return translate("sign_in", "This PIN fits nobody. Type it again.")
        if self._asked:
            return translate("sign_in", "Looking it up")
        return asks or translate("sign_in", "Six digits")

    def _build(self, theme: Theme) -> None:
        self.setFixedWidth(WIDTH_PX)
        self._pad = PinPad(theme)
        self._pad.touched.connect(self._type)
        self._pad.erased.connect(self._rub_out)
        self._close_button = DeskButton(theme, ButtonFace("", "Esc", ButtonKind.QUIET))
        self._close_button.on_click(self.reject)
        self.out_button = DeskButton(
            theme, ButtonFace("", DialogKey.SIGN_OUT)
        )  # signs out; hidden while nobody is signed in
        self.out_button.on_click(self._sign_out)
        self._letters = LetterKeys(self)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(self._pad)
        self._last = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._last.addWidget(self.out_button, 1)
        self._last.addWidget(self._close_button)
        column.addLayout(self._last)
        apply_style(self, theme)
        self._read()
