"""Codes on their way to an order, scanned or typed: F8 waits for their results."""

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.pickup.entry import EntryStrip
from posdesk.desk.pickup.words import caps_lock_words, mixed_words
from posdesk.domain.key_text import typed_code, unseen_in
from posdesk.domain.pickup.lookup import CodeFrom
from posdesk.domain.pickup.pickup import Hold, ScanGuard
from posdesk.domain.pickup.scan_code import check_code, clean_code

translate = QCoreApplication.translate


class Codes(QObject):
    """Told what scanner and person do. `guard` says whether F8 waits, `profile` what the scanner sends."""

    changed = Signal()  # F8 waits now, or waits no longer

    def __init__(self, counter: Counter, entry: EntryStrip, parent: QObject) -> None:
        """Listens to `entry` from here on."""
        super().__init__(parent)
        self._counter, self._entry = counter, entry
        self.guard, self.profile = ScanGuard(), counter.settings.scanner.profile
        self._turned_over = self._mixed = ""
        entry.entered.connect(self._enter)

    @Slot()
    def scan_began(self) -> None:
        """The first characters of a scan came: F8 waits for its result."""
        self.guard.began()

    @Slot()
    def scan_dropped(self) -> None:
        """They were typing."""
        self.guard.dropped()

    def scan_flawed(self) -> None:
        """It could not be read: F8 waits for a new one, or for a person's choice."""
        self.guard.flaw()
        self.changed.emit()

    def scan_read(self, code: str, *, caps_lock: bool = False, mixed: bool = False) -> None:
        """Its code is asked for now; CapsLock may have turned its letters over, a second scanner mixed in."""
        self.guard.asked(code)
        self._turned_over = code if caps_lock and code.lower() != code.upper() else ""
        self._mixed = code if mixed else ""
        self.changed.emit()

    def pick(self) -> bool:
        """A person keeps to the order on the page; whether F8 had to wait, and needn't any more."""
        if self.guard.hold in (None, Hold.READING):
            return False
        self.guard.picked()
        return True

    def hint(self, code: str) -> str:
        """Why nobody may know this code; empty where nothing speaks for it."""
        if code and code == self._mixed:
            return mixed_words()
        return caps_lock_words() if code and code == self._turned_over else ""

    @Slot(str)
    def _enter(self, typed: str) -> None:
        """A typed or pasted code goes the way of a scanned one, with the same cleaning and checks."""
        code = clean_code(typed_code(typed), self.profile.by_hand)
        if check_code(code, keep_gs=self.profile.keep_gs) is not None:
            self._entry.complain(_what_is_wrong(code))
            return
        self._entry.clear()
        self.guard.asked(code)
        self._turned_over = self._mixed = ""
        self._counter.look_up(code, CodeFrom.TYPED)


def _what_is_wrong(code: str) -> str:
    """Why it can't be looked up; what can't be seen is named."""
    unseen = unseen_in(code)
    if unseen:
        words = translate("pickup", "It holds {name}, which can't be seen. Type the code by hand.")
        return words.format(name=unseen)
    return translate("pickup", "A code has 1 to 64 letters, digits and signs.")
