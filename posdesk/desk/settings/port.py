"""The part of the scanner's topic that is about a serial scanner: its port, its speed, whether it is read."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.settings.fields import Field, FieldKind
from posdesk.desk.settings.form import FieldRow
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.scanner import port_words
from posdesk.devices.serial_scanner import PortState
from posdesk.settings.scanner import Scanner
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate

_PORT = Field(
    "port",
    QT_TRANSLATE_NOOP("settings", "Port of a serial scanner"),
    QT_TRANSLATE_NOOP(
        "settings", "As COM3, on Linux as /dev/ttyACM0. Empty where every scanner is a keyboard."
    ),
)
_SPEED = Field(
    "speed",
    QT_TRANSLATE_NOOP("settings", "Speed (bits a second)"),
    QT_TRANSLATE_NOOP("settings", "9600 unless the scanner was set otherwise; on a USB port any will do."),
    FieldKind.WHOLE,
    rule=QT_TRANSLATE_NOOP("settings", "It must be a whole number from 300 to 1000000."),
)


class PortBox(Painted):
    """Asks by `save_wanted` to keep what was entered."""

    save_wanted = Signal(object)  # the keys of [scanner] with their values

    section = "scanner"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Shows that there is no such scanner."""
        super().__init__(theme, parent)
        self._title, self._now = Words(theme, FontRole.TITLE), Words(theme, FontRole.BODY_BOLD)
        self._lead, self._said = Words(theme, FontRole.BODY, Color.MUTED), Words(theme, FontRole.BODY_BOLD)
        self.port, self.speed = FieldRow(theme, _PORT), FieldRow(theme, _SPEED)
        self.save_button = DeskButton(theme, ButtonFace("", SettingsKey.SAVE))
        self._state: PortState | None = None
        for row in (self.port, self.speed):  # by touch or Alt+V only: into a field a slow scanner types
            row.editor.first.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self.save_button.clicked.connect(self._save)
        self.retranslate()

    @property
    def said(self) -> str:
        """How the port is, and what came of saving."""
        return f"{self._now.text()} {self._said.text()}".strip()

    def begin_typing(self) -> None:
        """The keyboard goes into the port's field, from there into the speed's."""
        port, speed = self.port.editor.first, self.speed.editor.first
        (speed if port.hasFocus() else port).setFocus()

    def show_kept(self, scanner: Scanner) -> None:
        """Show what posdesk.toml says."""
        self.port.editor.set_value(scanner.port)
        self.speed.editor.set_value(scanner.speed)

    def show_state(self, state: PortState | None) -> None:
        """Show whether it is read; None where there is none."""
        self._state = state
        words = str(port_words(state)) if state is not None else ""
        bad = state is not None and not state.is_read and bool(state.trouble)
        self._now.say(words, Color.BAD if bad else Color.GOOD)

    def show_saved(self, settings: Settings) -> None:
        """What was entered is kept."""
        self.show_kept(settings.scanner)
        self._said.say(translate("settings", "Saved. It counts from now on."), Color.TEXT)

    def refuse(self, words: str, key: str = "") -> None:
        """It was not kept: why, at its field."""
        row = {"scanner.port": self.port, "scanner.speed": self.speed}.get(key)
        if row is None:
            self._said.say(words, Color.BAD)
        else:
            row.say_wrong(words)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.setText(translate("settings", "Serial scanner"))
        self._lead.setText(
            translate(
                "settings",
                "A scanner on a serial port is read while another program is in front, too. One that types "
                "as a keyboard is read in front only: posdesk never reads another program's keys.",
            )
        )
        for row in (self.port, self.speed):
            row.retranslate()
        self.save_button.set_label(translate("settings", "Save"))
        self._said.say("")
        self.show_state(self._state)

    @Slot()
    def _save(self) -> None:
        self._said.say("")
        try:
            speed = self.speed.editor.value()
        except ValueError:
            self.speed.say_wrong(self.speed.rule())
            return
        port = self.port.editor.value()
        self.save_wanted.emit({"port": port or None, "speed": speed})

    def _lay_out(self) -> None:
        foot, column = QHBoxLayout(), QVBoxLayout(self)
        foot.addWidget(self.save_button)
        foot.setSpacing(12)
        foot.addWidget(self._said, 3)
        foot.addStretch(1)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        for part in (self._title, self._lead, self._now, self.port, self.speed):
            column.addWidget(part)
        column.addLayout(foot)
