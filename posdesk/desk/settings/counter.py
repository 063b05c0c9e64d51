"""The topic of this counter's screen: where the corner card stands while another program is in front."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.fields import Field, FieldKind, Option
from posdesk.desk.settings.form import FieldRow
from posdesk.desk.settings.pane_base import Pane
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.settings.settings import Desk, Settings

translate = QCoreApplication.translate

_CORNER = Field(
    "corner",
    QT_TRANSLATE_NOOP("settings", "Corner card"),
    QT_TRANSLATE_NOOP(
        "settings",
        "It shows new orders and STOPs over the till's program and never takes its keyboard. A touch on it "
        "counts 0.7 s after it came up.",
    ),
    FieldKind.CHOICE,
    (
        Option(QT_TRANSLATE_NOOP("settings", "At the bottom, right"), value="bottom_right"),
        Option(QT_TRANSLATE_NOOP("settings", "At the bottom, left"), value="bottom_left"),
        Option(QT_TRANSLATE_NOOP("settings", "At the top, right"), value="top_right"),
        Option(QT_TRANSLATE_NOOP("settings", "At the top, left"), value="top_left"),
        Option(QT_TRANSLATE_NOOP("settings", "None: the taskbar and the tray only"), value="off"),
    ),
)


class CounterPane(Pane):
    """Asks by `save_wanted` to keep what was chosen."""

    key, section = "corner", "desk"
    has_fields = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Shows the default until `show_kept`."""
        super().__init__(theme, parent)
        self._kept = Desk()
        self._title, self._said = Words(theme, FontRole.HEADING), Words(theme, FontRole.BODY_BOLD)
        self.corner = FieldRow(theme, _CORNER)
        face = ButtonFace("", SettingsKey.SAVE, kind=ButtonKind.PRIMARY)
        self.save_button = DeskButton(theme, face)
        self._lay_out()
        self.save_button.clicked.connect(self._save)
        self.retranslate()

    @property
    def said(self) -> str:
        """What came of saving."""
        return self._said.text()

    @property
    def is_changed(self) -> bool:
        """Whether something is not saved."""
        return bool(self.corner.editor.value() != self._kept.corner)

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", "Other programs")

    def begin_typing(self) -> None:
        """The keyboard goes to the places to choose from."""
        self.corner.editor.first.setFocus()

    def show_kept(self, settings: Settings) -> None:
        """Show what posdesk.toml says."""
        self._kept = settings.desk
        self.corner.editor.set_value(settings.desk.corner)

    def show_saved(self, settings: Settings) -> None:
        """It is kept, and counts from now on."""
        self.show_kept(settings)
        self._said.say(translate("settings", "Saved. It counts from now on."), Color.TEXT)

    def refuse(self, words: str, key: str = "") -> None:
        """It was not kept: why."""
        self._said.say(words, Color.BAD)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.setText(self.title())
        self.corner.retranslate()
        self.save_button.set_label(translate("settings", "Save"))
        self._said.say("")

    @Slot()
    def _save(self) -> None:
        self.save_wanted.emit({"corner": self.corner.editor.value()})

    def _lay_out(self) -> None:
        foot, column = QHBoxLayout(), QVBoxLayout(self)
        foot.addWidget(self.save_button)
        foot.setSpacing(12)
        foot.addWidget(self._said, 3)
        foot.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._title, self.corner):
            column.addWidget(part)
        column.addLayout(foot)
        column.addStretch(1)
