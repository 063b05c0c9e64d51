"""The scanner's topic: one scan of a test code teaches its speed, case, and what it sends around a code."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.pane_base import Pane, SavedPart
from posdesk.desk.settings.port import PortBox
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.domain.pickup.presses import Press
from posdesk.domain.pickup.scan_code import SLOWEST_IN_A_FIELD_MS, Fold
from posdesk.domain.pickup.scan_learning import TEST_CODE, Learnt, Unlearnt, learn, slower_of
from posdesk.settings.scanner import Scanner
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate

TEST_CODE_BARS = "2112141112421341111142121221323121313121311231221231221231222211321231221123314111312331112"
"""`scan_learning.TEST_CODE` as Code 128: the widths of bars and spaces in turn, in modules."""
_MODULE_PX, _QUIET_MODULES, _BARS_PX = 2, 10, 84


class TestCode(QWidget):
    """The test code as bars, always black on white: a scanner reads no dark theme."""

    __test__ = False

    def __init__(self, parent: QWidget | None = None) -> None:
        """As large as a scanner needs it."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(TEST_CODE)

    def sizeHint(self) -> QSize:
        """Bars, with the quiet zones that belong to the code."""
        modules = sum(map(int, TEST_CODE_BARS)) + 2 * _QUIET_MODULES
        return QSize(modules * _MODULE_PX, _BARS_PX + 2 * _QUIET_MODULES)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground and bars."""
        painter, x = QPainter(self), _QUIET_MODULES * _MODULE_PX
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for index, width in enumerate(map(int, TEST_CODE_BARS)):
            bar = QRectF(x, _QUIET_MODULES, width * _MODULE_PX, _BARS_PX)
            if index % 2 == 0:
                painter.fillRect(bar, Qt.GlobalColor.black)
            x += width * _MODULE_PX
        painter.end()


class ScannerPane(Pane):
    """Asks by `learn_wanted` for the keys of the next scan, and by `save_wanted` to keep what they teach."""

    learn_wanted = Signal()
    left = Signal()
    """Nobody looks here any more: no scan is waited for."""

    key = section = "scanner"
    has_fields = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Shows the defaults until `show_kept`."""
        super().__init__(theme, parent)
        self._kept = Scanner()
        self._before: Learnt | None = None  # of the scanner learnt first, where a second one is being learnt
        self._last: Learnt | None = None
        self._title, self._lead = Words(theme, FontRole.HEADING), Words(theme, FontRole.BODY, Color.MUTED)
        self._now, self._said = Words(theme, FontRole.BODY), Words(theme, FontRole.BODY_BOLD)
        self.code, self.port = TestCode(), PortBox(theme)
        self._learn = DeskButton(theme, ButtonFace("", kind=ButtonKind.PRIMARY))
        self._second = DeskButton(theme, ButtonFace(""))
        self._lay_out()
        self._learn.clicked.connect(self._want_first)
        self._second.clicked.connect(self._want_second)
        self.retranslate()

    @property
    def said(self) -> str:
        """What came of the last scan."""
        return self._said.text()

    @property
    def buttons(self) -> tuple[DeskButton, DeskButton]:
        """Learn the scanner; learn a second one beside it."""
        return self._learn, self._second

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", "Scanner")

    def begin_typing(self) -> None:
        """The keyboard goes into the fields of the serial port."""
        self._area.ensureWidgetVisible(self.port)
        self.port.begin_typing()

    def saved_parts(self) -> tuple[SavedPart, ...]:
        """What was learnt, and the port."""
        return self, self.port

    def show_kept(self, settings: Settings) -> None:
        """Show what posdesk.toml says."""
        self._kept = scanner = settings.scanner
        self.port.show_kept(scanner)
        self._now.say(_kept_words(scanner))

    def show_keys(self, presses: Sequence[Press]) -> None:
        """The scan that was asked for came: learn from it, and ask to keep that."""
        if not presses:
            self._said.say("")
            return
        learnt = learn(presses)
        if isinstance(learnt, Unlearnt):
            self._said.say(_unlearnt_words(learnt), Color.BAD)
            return
        both = slower_of(self._before, learnt) if self._before else learnt
        self._last = both
        self._said.say(translate("settings", "Saving"), Color.TEXT)
        self.save_wanted.emit(
            {
                "max_gap_ms": both.max_gap_ms,
                "prefix": both.prefix or None,
                "suffix": both.suffix or None,
                "case": both.fold.value if both.fold is not Fold.NONE else None,
            }
        )

    def show_saved(self, settings: Settings) -> None:
        """What was learnt is kept."""
        self.show_kept(settings)
        slow = self._last is not None and self._last.slowest_ms > SLOWEST_IN_A_FIELD_MS
        self._said.say(_saved_words(slow=slow), Color.TEXT)
        self._offer()

    def refuse(self, words: str, key: str = "") -> None:
        """It was not kept: why."""
        self._said.say(words, Color.BAD)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another topic or page came to the front."""
        super().hideEvent(event)
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Another window, or a dialog such as the PIN pad, gets the keys now."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self.left.emit()
        return super().event(event)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.setText(self.title())
        self._lead.say(
            translate(
                "settings",
                "Press the button, then scan this test code, from the screen or printed. It teaches how fast "
                "the scanner types and what it sends before and behind a code.",
            )
        )
        self._now.say(_kept_words(self._kept))
        self._said.say("")
        self.port.retranslate()
        self._offer()

    @Slot()
    def _want_first(self) -> None:
        self._before = None
        self._ask()

    @Slot()
    def _want_second(self) -> None:
        self._before = self._last
        self._ask()

    def _ask(self) -> None:
        self._said.say(translate("settings", "Scan the test code now. Esc ends it."), Color.TEXT)
        self.learn_wanted.emit()

    def _offer(self) -> None:
        learn_it = translate("settings", "Learn the scanner")
        self._learn.set_face(ButtonFace(learn_it, SettingsKey.LEARN, ButtonKind.PRIMARY))
        too = translate("settings", "Learn a second scanner, too")
        self._second.set_face(ButtonFace(too, SettingsKey.LEARN_SECOND, applies=self._last is not None))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in self.buttons:
            buttons.addWidget(button)
        buttons.addStretch(1)
        inner = QWidget()
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        for part in (self._title, self._lead, self.code, self._now, self._said):
            whole.addWidget(part)
        whole.addLayout(buttons)
        whole.addWidget(self.port)
        whole.addStretch(1)
        self._area = scrolled(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)


def _kept_words(scanner: Scanner) -> str:
    words = translate(
        "settings", "Now: up to {ms} ms a key in a text field; before a code {prefix}, behind it {suffix}."
    )
    nothing = translate("settings", "nothing")
    return words.format(
        ms=scanner.max_gap_ms, prefix=scanner.prefix or nothing, suffix=scanner.suffix or nothing
    )


def _saved_words(*, slow: bool) -> str:
    if slow:
        return translate(
            "settings",
            "Learnt. This scanner is slow: its codes are read where no text field is chosen, not inside one.",
        )
    return translate("settings", "Learnt. It counts from now on.")


def _unlearnt_words(fault: Unlearnt) -> str:
    if fault is Unlearnt.CAPS_LOCK:
        return translate(
            "settings", "Nothing was learnt: CapsLock is on. Switch it off, and press the button again."
        )
    return translate("settings", "Nothing was learnt: that was not the test code. Press the button again.")
