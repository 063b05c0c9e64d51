"""The corner card: says what the desk would say, while another program is in front (row 10)."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QRect, QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.draft import measure_of
from posdesk.desk.corner.accepting import Accepting
from posdesk.desk.corner.behind import Behind
from posdesk.desk.corner.card import WIDTH, CornerAct, card_of, spoken
from posdesk.desk.corner.news import News
from posdesk.desk.corner.scan_words import said_of_flaw, said_of_lookup
from posdesk.desk.corner.scene import ScanSaid, Scene, scene_of
from posdesk.desk.corner.tray import Tray
from posdesk.desk.corner.waiting import Waiting
from posdesk.desk.corner.window import CornerWindow, can_stand
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.screens import room_at
from posdesk.desk.words.scanner import port_words
from posdesk.desk.words.states import Sentence
from posdesk.devices.serial_scanner import PortState
from posdesk.domain.corner import CornerFace
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.lookup import CodeFrom, Lookup
from posdesk.settings.settings import Corner as Place

EDGE_PX = 16
LOOK_EVERY = 5  # polls: once a second
GATHER_MS = 20  # a burst of changes is one look
SCAN_SHOWN_S = 15.0


class Corner(QObject):
    """The card with the tray's number and the taskbar's flash; it acts on an order by `Counter` only."""

    open_wanted = Signal(object)  # OrderKey of the order to show, None for none
    snooze_wanted = Signal()
    touched = Signal()  # somebody is there, and touched it

    def __init__(self, counter: Counter, theme: Theme, desk: QWidget, *, place: Place) -> None:
        """`desk` is the window that the taskbar shows; nothing is shown before `start`."""
        super().__init__(desk)
        self._counter, self._desk, self._place_name = counter, desk, place
        self._theme, self._measure = theme, measure_of(theme)
        self.card = CornerWindow(theme, counter.clock.monotonic)
        self.tray = Tray(theme, self)
        self._news, self._accepting = News(self.tray, desk), Accepting(counter, self)
        self._waiting, self._came = Waiting(counter), True
        self.behind = Behind(counter.clock, self)
        self._snoozed = self.waits = False  # whether a pointer that moves holds it back
        self._scan: ScanSaid | None = None
        self._scan_until_s = 0.0
        self._port: PortState | None = None
        self._scene = Scene(CornerFace.QUIET)
        self._polls = 0
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._connect()

    @property
    def face(self) -> CornerFace | None:
        """What the card shows now; None while it isn't there."""
        return None if self.card.isHidden() else self._scene.face

    def start(self) -> None:
        """Begin to look whether another program is in front."""
        self.behind.start()
        self._look_soon()

    def close(self) -> None:
        """Take all of it away, for good."""
        self.behind.close()
        self._gather.stop()
        self.card.hide()
        self.card.deleteLater()
        self.tray.close()

    def set_place(self, place: Place) -> None:
        """Another corner of the screen, or none."""
        self._place_name = place
        self.look()

    @Slot(object)
    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme, self._measure = theme, measure_of(theme)
        self.card.set_theme(theme)
        self.look()

    def set_port(self, state: PortState | None) -> None:
        """How the serial scanner is; None where there is none."""
        self._port = state
        self._look_soon()

    @Slot(bool)
    def set_snoozed(self, snoozed: bool) -> None:
        """Whether the alarm is silent for a while."""
        self._snoozed = snoozed
        self._look_soon()

    @Slot(object)
    def show_lookup(self, lookup: Lookup) -> None:
        """An answer about a code; shown while another program is in front, the newest code only."""
        newest = self._scan.number if self._scan is not None else -1
        if lookup.origin is CodeFrom.SCANNER and lookup.number >= newest:
            self._show_scan(said_of_lookup(lookup, self._counter))

    def show_flaw(self, words: Sentence) -> None:
        """A code could not be read."""
        self._show_scan(said_of_flaw(words))

    @Slot()
    def look(self) -> None:
        """See what waits, and say it where it should be said now."""
        self._waiting.pressed = self._accepting.pressed
        came, self._came = self._came, False
        self._news.tell(self._waiting, self._theme, came=came, is_behind=self.behind.is_so)
        self.waits = False
        if not self.behind.is_so:
            self._scan = None
        if not self.behind.is_so or self._place_name == "off" or not can_stand():
            self.card.hide()
            return
        scene = self._scene_now()
        card = card_of(scene, self._measure)
        place = self._place(card.height)
        self.waits = self._comes_under_the_hand(place)
        if not self.waits:
            self._scene = scene
            self.card.put(card, place, scene.about, spoken(scene))

    def _connect(self) -> None:
        signals = self._counter.signals
        for signal in (signals.status_changed, signals.staff_changed):
            signal.connect(self._look_soon)
        signals.orders_changed.connect(self._orders_changed)
        self._accepting.changed.connect(self._look_soon)
        signals.lookup_changed.connect(self.show_lookup)
        self.behind.changed.connect(self.look)
        self.behind.polled.connect(self._polled)
        self._gather.timeout.connect(self.look)
        self.card.used.connect(self._used)
        self.card.touched.connect(self._touched_beside)
        self.tray.touched.connect(partial(self.open_wanted.emit, None))

    def _scene_now(self) -> Scene:
        if self._counter.clock.monotonic() >= self._scan_until_s:
            self._scan = None
        return scene_of(
            self._counter,
            self._waiting,
            scan=self._scan,
            snoozed=self._snoozed,
            only_opens=self._accepting.is_barred,
            hint=self._hint(),
        )

    def _hint(self) -> str:
        """What scanning takes while another program is in front: nothing where a serial scanner is read."""
        if self._port is None:
            return QCoreApplication.translate("corner", "To scan, bring posdesk to the front: touch here.")
        return "" if self._port.is_read else port_words(self._port).what

    def _place(self, height: int) -> QRect:
        """In its corner of the screen that the desk is on, beside the system's bars; global, logical px."""
        room = room_at(self._desk.geometry().center())
        inner = room.adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
        place = QRect(inner.topLeft(), QSize(WIDTH, height))
        if "right" in self._place_name:
            place.moveRight(inner.right())
        if "bottom" in self._place_name:
            place.moveBottom(inner.bottom())
        return place

    def _comes_under_the_hand(self, place: QRect) -> bool:
        """Whether it would now cover a pointer that moves: it may be about to press something else there."""
        pointer = self.behind.pointer()
        covers = not self.card.isHidden() and self.card.geometry().contains(pointer)
        return place.contains(pointer) and not covers and not self.behind.pointer_rests()

    def _show_scan(self, said: ScanSaid) -> None:
        if self.behind.is_so:
            self._scan = said
            self._scan_until_s = self._counter.clock.monotonic() + SCAN_SHOWN_S
            self._look_soon()

    @Slot(object)
    def _orders_changed(self, keys: tuple[OrderKey, ...]) -> None:
        self._came = self._waiting.refresh(keys) or self._came
        self._look_soon()

    @Slot(object)
    @Slot()
    def _look_soon(self, _what: object = None) -> None:
        if not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _polled(self) -> None:
        self._polls += 1
        if self.waits or self._polls % LOOK_EVERY == 0:
            self.look()

    @Slot(object)
    def _used(self, act: object) -> None:
        """A button, with a touch that counts; after an accept another card stands there at once."""
        self.touched.emit()
        key = self._scene.key
        if act is CornerAct.ACCEPT and key is not None:
            self._accepting.accept(key)
            self.look()
        elif act is CornerAct.SNOOZE:
            self.snooze_wanted.emit()
        else:
            self.open_wanted.emit(key)

    @Slot()
    def _touched_beside(self) -> None:
        """Beside its buttons the card opens the desk, but not where a touch was meant for a button."""
        if self._scene.face is not CornerFace.NEW:
            self.touched.emit()
            self.open_wanted.emit(self._scene.key)
