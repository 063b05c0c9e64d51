"""The topic of the platforms: the first start's own box, with the appkey and the switch."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.pane_base import Around, Pane
from posdesk.desk.settings.signing.platform_card import BoxKeys
from posdesk.desk.settings.signing.platforms_box import PlatformsBox
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate

_KEYS = BoxKeys(
    add=SettingsKey.ADD,
    following=SettingsKey.NEXT_PRINTER,
    take=SettingsKey.TEST,
    hash=SettingsKey.MAKE,
    case=SettingsKey.COPY,
    discard=SettingsKey.DISCARD,
    switch=SettingsKey.REMOVE,
)


class PartnersPane(Pane):
    """Saved by the box itself, secrets with it."""

    key = "partners"
    has_fields = True

    def __init__(self, theme: Theme, counter: Counter, books: Books) -> None:
        """Shows the first platform."""
        super().__init__(theme)
        self._said, self._bad, self._asks = "", False, ""
        self._title, self._lead = Words(theme, FontRole.HEADING), Words(theme, FontRole.BODY, Color.MUTED)
        self._foot = Words(theme, FontRole.BODY_BOLD)
        self.box = PlatformsBox(theme, counter, books, _KEYS, with_key=True)
        self.save_button = DeskButton(theme, ButtonFace("", SettingsKey.SAVE, ButtonKind.PRIMARY))
        whole, foot = within(self, 0, 0, 0, 0), QHBoxLayout()
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addWidget(self._lead)
        whole.addWidget(scrolled(self.box, keyless=True), 1)
        policy = self._foot.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._foot.setSizePolicy(policy)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.save_button)
        whole.addLayout(foot)
        self.save_button.clicked.connect(self._save)
        self.box.changed.connect(self._show)
        self.box.said.connect(self._refuse)
        self.retranslate()

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", "Platforms and secrets")

    @property
    def is_changed(self) -> bool:
        """Whether something in it is not saved."""
        return self.box.is_changed

    @property
    def said(self) -> str:
        """What the foot says."""
        return self._foot.text()

    def show_kept(self, settings: Settings) -> None:
        """The box listens for itself: what is entered stays."""

    def look_around(self, around: Around) -> None:
        """Whose PIN saving takes."""
        self._asks = around.asks
        self._show()

    def begin_typing(self) -> None:
        """Into the fields."""
        self.box.begin_typing()

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a form."""
        return self.box.take_key(event)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.say(self.title())
        self._lead.say(
            translate("settings", "A platform is never removed, since orders name it: it is switched off.")
        )
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks anew."""
        super().showEvent(event)
        self.box.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """No typed key stays."""
        super().hideEvent(event)
        self.box.leave()
        self._show()

    @Slot()
    def _save(self) -> None:
        self.box.save(self._saved)

    def _saved(self) -> None:
        self._said, self._bad = translate("settings", "Saved. It counts from now on."), False
        self._show()

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self._said, self._bad = words, True
        self._show()

    @Slot()
    def _show(self) -> None:
        changed = self.is_changed
        not_saved = translate("settings", "Not saved yet.") if changed else ""
        color = Color.BAD if self._said and self._bad else Color.WARN if changed else Color.TEXT
        self._foot.say(self._said or f"{not_saved} {self._asks}".strip(), color)
        save = translate("settings", "Save")
        self.save_button.set_face(ButtonFace(save, SettingsKey.SAVE, ButtonKind.PRIMARY, applies=changed))
        self.changed.emit()
