"""The topic of the chain's relay: the enrolment line, how the relay is, whether this counter prints."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.settings.pane_base import Pane
from posdesk.desk.settings.relay.line_box import LineBox, LineKeys
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card, within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.relay import relay_lines
from posdesk.desk.words.say import listed
from posdesk.domain.clock import Clock
from posdesk.domain.relay.status import RelayStatus
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate
_KEYS = LineKeys(take=SettingsKey.SAVE, file=SettingsKey.ADD)


class RelayPane(Pane):
    """What it asks to save is whether this counter prints; the line is kept by who takes it."""

    key = section = "relay"
    has_fields = True

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """A store without a relay until `show_kept`."""
        super().__init__(theme, parent)
        self._clock, self._settings = clock, Settings()
        self._relay: RelayStatus | None = None
        self._title = Words(theme, FontRole.HEADING)
        self.box = LineBox(theme, _KEYS)
        self.state = _StateCard(theme)
        self.state.prints.clicked.connect(self._turn_prints)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.state)
        column.addWidget(self.box)
        column.addStretch(1)
        whole = within(self, 0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addWidget(scrolled(inner, keyless=True), 1)
        self.retranslate()

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", "Chain's relay")

    def begin_typing(self) -> None:
        """The keyboard goes into the field of the line."""
        self.box.begin_typing()

    def show_kept(self, settings: Settings) -> None:
        """What posdesk.toml says."""
        self._settings = settings
        self._say_state()

    def show_saved(self, settings: Settings) -> None:
        """It is kept, and counts from now on."""
        self.show_kept(settings)

    def refuse(self, words: str, key: str = "") -> None:
        """It was not kept: why."""
        self.state.said.say(words, Color.BAD)
        self.state.said.show()

    def show_status(self, relay: RelayStatus | None) -> None:
        """What the engine says of the relay."""
        if relay != self._relay:
            self._relay = relay
            self._say_state()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.say(self.title())
        self._say_state()

    @Slot()
    def _turn_prints(self) -> None:
        relay = self._settings.relay
        if relay is not None:
            self.save_wanted.emit({"prints": not relay.prints})

    def _say_state(self) -> None:
        self.state.show_relay(self._settings, self._relay, self._clock)


class _StateCard(Card):
    """Enrolled or not, and the relay's own lines."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._head, self.lines = Words(theme, FontRole.STRONG), Words(theme, FontRole.BODY)
        self.said = Words(theme, FontRole.BODY_BOLD)
        self.prints = DeskButton(theme, ButtonFace("", SettingsKey.MAKE))
        self.who_prints = Words(theme, FontRole.BODY)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        for part in (self._head, self.lines, self.said, self.who_prints):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.prints)
        row.addStretch(1)
        column.addLayout(row)
        self.said.hide()

    @property
    def head(self) -> str:
        """What it says first."""
        return self._head.text()

    def show_relay(self, settings: Settings, told: RelayStatus | None, clock: Clock) -> None:
        """Say how it is; a store without one says what one is for."""
        relay, store = settings.relay, settings.store
        for part in (self.prints, self.who_prints):
            part.setVisible(relay is not None)
        self.said.hide()
        if relay is None:
            self.lines.show()
            self._head.say(translate("enrolment", "This counter works by itself."))
            self.lines.say(
                translate(
                    "enrolment",
                    "With the chain's relay platforms reach it behind any router, and several counters of a"
                    " store see the same orders. Without a line from the chain nothing is to be done here.",
                )
            )
            return
        head = translate("enrolment", "Store {store}, counter {n}: enrolled at {servers}")
        servers = listed(server.rpartition("/")[2] for server in relay.servers)
        self._head.say(head.format(store=store.code, n=store.counter, servers=servers))
        self.lines.say("\n".join(relay_lines(told, clock.now())) if told else "")
        self.lines.setVisible(told is not None)
        self.who_prints.say(
            translate("enrolment", "When an order comes, this counter prints.")
            if relay.prints
            else translate("enrolment", "When an order comes, another counter prints.")
        )
        self.prints.set_label(
            translate("enrolment", "Leave that to another counter")
            if relay.prints
            else translate("enrolment", "Print at this counter")
        )
