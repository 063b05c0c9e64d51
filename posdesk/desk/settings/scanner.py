"""The scanner's topic: scans of three test codes teach its speed, case, and what it sends around a code."""

from PySide6.QtCore import QCoreApplication, QEvent, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.code_cards import CodeCards, learnt_keys, unlearnt_words
from posdesk.desk.settings.pane_base import Pane, SavedPart
from posdesk.desk.settings.port import PortBox
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.say import end_words
from posdesk.domain.pickup.scan_code import SLOWEST_IN_A_FIELD_MS
from posdesk.domain.pickup.scan_learning import Learnt, slower_of
from posdesk.settings.scanner import Scanner
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate


class ScannerPane(Pane):
    """Three test codes teach; `save_wanted` keeps that. `cards` asks for the keys of the scans."""

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
        self.cards, self.port = CodeCards(theme), PortBox(theme)
        self._learn = DeskButton(theme, ButtonFace("", kind=ButtonKind.PRIMARY))
        self._second = DeskButton(theme, ButtonFace(""))
        self._lay_out()
        self._learn.clicked.connect(self._want_first)
        self._second.clicked.connect(self._want_second)
        self.cards.changed.connect(self._read_cards)
        self.cards.learnt.connect(self._learnt)
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

    def set_window_width(self, width: int) -> None:
        """All bars side by side, where they have room."""
        self.cards.set_window_width(width)

    def saved_parts(self) -> tuple[SavedPart, ...]:
        """What was learnt, and the port."""
        return self, self.port

    def show_kept(self, settings: Settings) -> None:
        """Show what posdesk.toml says."""
        self._kept = scanner = settings.scanner
        self.port.show_kept(scanner)
        self._now.say(_kept_words(scanner))

    @Slot(object)
    def _learnt(self, learnt: Learnt | None) -> None:
        """All three were read: ask to keep what they taught."""
        if learnt is None:
            return
        both = slower_of(self._before, learnt) if self._before else learnt
        self._last = both
        self._said.say(translate("settings", "Saving"), Color.TEXT)
        self.save_wanted.emit(learnt_keys(both))

    @Slot()
    def _read_cards(self) -> None:
        fault = self.cards.fault
        if fault is not None:
            self._said.say(unlearnt_words(fault), Color.BAD)
        elif not self.cards.is_waiting and self.cards.count < len(self.cards.cards):
            self._said.say("")
        elif self.cards.is_waiting:
            self._said.say(translate("settings", "Scan the three codes. Esc ends it."), Color.TEXT)

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
        self.cards.end()

    def event(self, event: QEvent) -> bool:
        """Another window, or a dialog such as the PIN pad, gets the keys now."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self.cards.end()
        return super().event(event)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.setText(self.title())
        self._lead.say(
            translate(
                "settings",
                "Press the button, then scan the three test codes. They teach how fast the scanner types, "
                "what it sends before and behind a code, and whether it keeps capital letters.",
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
        self.cards.begin()

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
        for part in (self._title, self._lead, self.cards, self._now, self._said):
            whole.addWidget(part)
        whole.addLayout(buttons)
        whole.addWidget(self.port)
        whole.addStretch(1)
        self._area = scrolled(inner, keyless=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)


def _kept_words(scanner: Scanner) -> str:
    words = translate(
        "settings", "Now: up to {ms} ms a key in a text field; before a code {prefix}, behind it {suffix}."
    )
    nothing = translate("settings", "nothing")
    return words.format(
        ms=scanner.max_gap_ms, prefix=scanner.prefix or nothing, suffix=end_words(scanner.suffix) or nothing
    )


def _saved_words(*, slow: bool) -> str:
    if slow:
        return translate(
            "settings",
            "Learnt. This scanner is slow: its codes are read where no text field is chosen, not inside one.",
        )
    return translate("settings", "Learnt. It counts from now on.")
