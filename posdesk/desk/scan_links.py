"""A code that was read, wherever it came from, goes to whom it is meant for; what can't be read is said."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.corner.corner import Corner
from posdesk.desk.frame.sign_in import SignInDialog
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.scan.port import PortScans
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.words.scanner import port_words
from posdesk.desk.words.states import mixed_scans_words, router_failed_words, swallowed_words
from posdesk.devices.serial_scanner import PortState
from posdesk.devices.sound import Sound
from posdesk.domain.orders.packing import ItemScan
from posdesk.domain.orders.ringing import Cue
from posdesk.domain.pickup.lookup import CodeFrom
from posdesk.domain.pickup.scan_code import Flaw

if TYPE_CHECKING:
    from posdesk.desk.pickup.page import PickupPage


class ScanLinks(QObject):
    """Between the scanners and the pages: the wizard first, then an open packing list, then the pickup."""

    def __init__(
        self,
        counter: Counter,
        window: MainWindow,
        corner: Corner,
        *,
        sound: Sound,
        wizard: Callable[[str], bool],
    ) -> None:
        """All live as long as the desk; nothing is joined yet. `wizard`: whether it takes a code."""
        super().__init__(window)
        self._counter, self._window, self._corner = counter, window, corner
        self._sound, self._wizard = sound, wizard

    def join(self, router: ScanRouter, port: PortScans, sign_in: SignInDialog) -> None:
        """Where codes come from: keys, a serial port, and those that came while a PIN was asked for."""
        self._router = router
        router.scanned.connect(self.scanned)
        router.swallowed.connect(self._swallowed)
        router.failed.connect(self._router_failed)
        sign_in.scan_came.connect(self._scan_at_sign_in)
        port.came.connect(router.take_from_port)
        port.changed.connect(self._port_changed)

    def lead_to(self, orders: OrdersPage, pickup: Callable[[], "PickupPage"]) -> None:
        """Where codes go; the pickup page may be made by the first of them."""
        self._orders, self._pickup = orders, pickup
        self._router.began.connect(self.began)
        self._router.dropped.connect(self._dropped)

    @Slot()
    def began(self) -> None:
        """The first characters of a code came."""
        self._pickup().codes.scan_began()

    @Slot()
    def _dropped(self) -> None:
        self._pickup().codes.scan_dropped()

    @Slot(str)
    def scanned(self, code: str) -> None:
        """A code was read, wherever the focus was: ask whose it is, unless a packing list is open.

        A code that is not on that list is asked of nobody: whoever packs holds a dish in the hand, and looks
        at the list, which nobody does behind another program.
        """
        if self._wizard(code):
            return
        item = None if self._corner.behind.is_so else self._orders.take_item_scan(code)
        if item is not None:
            self._item_scanned(item)
            return
        self._pickup().codes.scan_read(code, caps_lock=self._router.caps_lock, mixed=self._router.mixed)
        self._counter.look_up(code, CodeFrom.SCANNER)

    def _item_scanned(self, item: ItemScan) -> None:
        """F8 waited for the scan; its sound says whether the dish belongs there."""
        self._pickup().codes.scan_dropped()
        if item in {ItemScan.WRONG, ItemScan.TOO_MANY}:
            self._sound.play(Cue.WRONG_ITEM)
        elif item is ItemScan.ALL_DONE:
            self._sound.play(Cue.PACKED)

    @Slot(str, object)
    def _swallowed(self, _code: str, flaw: Flaw) -> None:
        self._sound.play(Cue.WRONG)
        self._pickup().codes.scan_flawed()
        words = mixed_scans_words() if self._router.mixed else swallowed_words(flaw)
        self._window.say(words)
        self._corner.show_flaw(words)

    @Slot(str)
    def _scan_at_sign_in(self, raw: str) -> None:
        self._swallowed(raw, Flaw.SIGN_IN)

    @Slot(object)
    def _port_changed(self, state: PortState | None) -> None:
        """The serial scanner is read, or is not: that one is said at once."""
        self._corner.set_port(state)
        if state is not None and state.trouble:
            self._window.say(port_words(state))

    @Slot(str)
    def _router_failed(self, _reason: str) -> None:
        self._window.say(router_failed_words())
