"""Watches whether another program is in front, and says there what the desk would say (row 10)."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QRect, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.draft import ThemeMeasure
from posdesk.desk.corner.card import WIDTH, CornerAct, card_of, spoken
from posdesk.desk.corner.scan_words import said_of_flaw, said_of_lookup
from posdesk.desk.corner.scene import ScanSaid, Scene, Waiting, scene_of, waiting_of
from posdesk.desk.corner.tray import Tray
from posdesk.desk.corner.window import CornerWindow, can_stand
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.screens import room_at
from posdesk.desk.words.scanner import port_words
from posdesk.desk.words.states import Sentence
from posdesk.devices.serial_scanner import PortState
from posdesk.domain.corner import CornerFace, Point, PointerRest
from posdesk.domain.orders.board import rings
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.lookup import CodeFrom, Lookup
from posdesk.domain.rights import Right
from posdesk.settings.settings import Corner as Place

EDGE_PX = 16
BEHIND_MS = 300  # without the keyboard for so long: another program is in front, no dialog of ours follows
POLL_MS = 200
LOOK_EVERY = 5  # polls: once a second
GATHER_MS = 20  # a burst of changes is one look
SCAN_SHOWN_S = 15.0


class Corner(QObject):
    """The card, the taskbar's flash and the tray's number; it acts on an order by `Counter` only."""

    open_wanted = Signal(object)  # OrderKey of the order to show, None for none
    snooze_wanted = Signal()
    touched = Signal()  # somebody is there, and touched it

    def __init__(self, counter: Counter, theme: Theme, desk: QWidget, *, place: Place) -> None:
        """`desk` is the window that the taskbar shows; nothing is shown before `start`."""
        super().__init__(desk)
        self._counter, self._desk, self._place_name = counter, desk, place
        self._theme, self._measure = theme, ThemeMeasure(theme)
        self.card = CornerWindow(theme, counter.clock.monotonic)
        self.tray = Tray(theme, self)
        self.is_behind = False
        self._snoozed = self._waits = False
        self._pressed: set[OrderKey] = set()
        self._known: frozenset[OrderKey] = frozenset()
        self._stopped: frozenset[OrderKey] = frozenset()
        self._scan: ScanSaid | None = None
        self._port: PortState | None = None
        self._scan_until_s = 0.0
        self._scene = Scene(CornerFace.QUIET)
        self._polls = 0
        self._rest = PointerRest(0.0)
        self._leaving = QTimer(self, singleShot=True, interval=BEHIND_MS)
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._poll = QTimer(self, interval=POLL_MS)
        self._connect()

    @property
    def face(self) -> CornerFace | None:
        """What the card shows now; None while it isn't there."""
        return None if self.card.isHidden() else self._scene.face

    @Slot()
    def start(self) -> None:
        """Begin to look whether another program is in front."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._focus_changed)
        self._focus_changed(QGuiApplication.focusWindow())
        self._look_soon()

    def close(self) -> None:
        """Take all of it away, for good."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.disconnect(self._focus_changed)
        for timer in (self._leaving, self._gather, self._poll):
            timer.stop()
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
        self._theme, self._measure = theme, ThemeMeasure(theme)
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
        if self.is_behind and lookup.origin is CodeFrom.SCANNER and lookup.number >= newest:
            self._show_scan(said_of_lookup(lookup, self._counter))

    def show_flaw(self, words: Sentence) -> None:
        """A code could not be read."""
        if self.is_behind:
            self._show_scan(said_of_flaw(words))

    @Slot()
    def look(self) -> None:
        """See what waits, and say it where it should be said now."""
        waiting = waiting_of(self._counter, self._still_pressed())
        self._tell(waiting)
        if not self._stands():
            self._waits = False
            self.card.hide()
            return
        scene = self._scene_now(waiting)
        card = card_of(scene, self._measure)
        place = self._place(card.height)
        self._waits = self._comes_under_the_hand(place)
        if not self._waits:
            self._scene = scene
            self.card.put(card, place, scene.about, spoken(scene))

    def _connect(self) -> None:
        signals = self._counter.signals
        for signal in (signals.orders_changed, signals.status_changed, signals.staff_changed):
            signal.connect(self._look_soon)
        signals.wished.connect(self._hear_wish)
        signals.unwished.connect(self._hear_unwished)
        signals.lookup_changed.connect(self.show_lookup)
        self._leaving.timeout.connect(self._left)
        self._gather.timeout.connect(self.look)
        self._poll.timeout.connect(self._polled)
        self.card.used.connect(self._used)
        self.card.touched.connect(self._touched_beside)
        self.tray.touched.connect(partial(self.open_wanted.emit, None))

    def _stands(self) -> bool:
        return self.is_behind and self._place_name != "off" and can_stand()

    def _scene_now(self, waiting: Waiting) -> Scene:
        now_s = self._counter.clock.monotonic()
        if now_s >= self._scan_until_s:
            self._scan = None
        return scene_of(
            self._counter,
            waiting,
            scan=self._scan,
            snoozed=self._snoozed,
            only_opens=self._only_opens(),
            hint=self._hint(),
        )

    def _hint(self) -> str:
        """What scanning takes while another program is in front: nothing where a serial scanner is read."""
        if self._port is None:
            return QCoreApplication.translate("corner", "To scan, bring posdesk to the front: touch here.")
        return "" if self._port.is_read else port_words(self._port).what

    def _only_opens(self) -> bool:
        """Signed out, where people are set up: who passes by acts on no order."""
        return self._counter.people.asks(Right.END_STOP) is not None

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
        pointer = QCursor.pos()
        now_s = self._counter.clock.monotonic()
        self._rest.look(Point(pointer.x(), pointer.y()), now_s)
        covers = not self.card.isHidden() and self.card.geometry().contains(pointer)
        return place.contains(pointer) and not covers and not self._rest.rests(now_s)

    def _tell(self, waiting: Waiting) -> None:
        """The tray's number always; the taskbar flashes for what has come while nobody looked here."""
        self.tray.show_counts(len(waiting.new), len(waiting.stops), self._theme)
        keys = frozenset(view.order.key for view in (*waiting.stops, *waiting.new))
        stops = frozenset(view.order.key for view in waiting.stops)
        fresh = (keys - self._known) | (stops - self._stopped)
        self._known, self._stopped = keys, stops
        if fresh and self.is_behind:
            QApplication.alert(self._desk)

    def _still_pressed(self) -> frozenset[OrderKey]:
        """What was pressed and still rings: it is being written down."""
        views = map(self._counter.view, self._pressed)
        self._pressed = {view.order.key for view in views if view is not None and rings(view)}
        return frozenset(self._pressed)

    def _show_scan(self, said: ScanSaid) -> None:
        self._scan = said
        self._scan_until_s = self._counter.clock.monotonic() + SCAN_SHOWN_S
        self._look_soon()

    @Slot(object)
    @Slot()
    def _look_soon(self, _what: object = None) -> None:
        if not self._gather.isActive():
            self._gather.start()

    @Slot(object, object)
    def _hear_wish(self, key: OrderKey, kind: Kind) -> None:
        if kind in {Kind.ACCEPT, Kind.REFUSE}:
            self._pressed.add(key)
            self._look_soon()

    @Slot(object)
    def _hear_unwished(self, key: OrderKey) -> None:
        self._pressed.discard(key)
        self._look_soon()

    @Slot(QWindow)
    def _focus_changed(self, focused: QWindow | None) -> None:
        """A window of ours has the keyboard, or none has: then for how long is waited for."""
        if focused is None:
            self._leaving.start()
            return
        self._leaving.stop()
        self._poll.stop()
        self._scan = None
        self.is_behind = False
        self.look()

    @Slot()
    def _left(self) -> None:
        self.is_behind = True
        self._rest = PointerRest(self._counter.clock.monotonic())
        self._poll.start()
        self.look()

    @Slot()
    def _polled(self) -> None:
        pointer = QCursor.pos()
        self._rest.look(Point(pointer.x(), pointer.y()), self._counter.clock.monotonic())
        self._polls += 1
        if self._waits or self._polls % LOOK_EVERY == 0:
            self.look()

    @Slot(object)
    def _used(self, act: object) -> None:
        """A button, with a touch that counts."""
        self.touched.emit()
        if act is CornerAct.ACCEPT:
            self._accept()
        elif act is CornerAct.SNOOZE:
            self.snooze_wanted.emit()
        else:
            self.open_wanted.emit(self._scene.key)

    def _accept(self) -> None:
        """Once an order: what is shown next is another card, for which touches count later."""
        key = self._scene.key
        view = self._counter.view(key) if key is not None else None
        if key is None or view is None or key in self._pressed or not rings(view) or self._only_opens():
            return
        self._pressed.add(key)
        self._counter.wish(key, Kind.ACCEPT, undone=partial(self._hear_unwished, key))
        self.look()

    @Slot()
    def _touched_beside(self) -> None:
        """Beside its buttons the card opens the desk, but not where a touch was meant for a button."""
        if self._scene.face is not CornerFace.NEW:
            self.touched.emit()
            self.open_wanted.emit(self._scene.key)
