"""One topic on screen: its head, its form, the test's panel, and the foot with what to do."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind, paint_card, paint_line
from posdesk.desk.settings.fields import Topic
from posdesk.desk.settings.form import TopicForm
from posdesk.desk.settings.pane_base import Around, Pane, SavedPart
from posdesk.desk.settings.probe import ProbePanel
from posdesk.desk.theme import Color, FontRole, Theme, WidthClass
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.say import listed
from posdesk.domain.books.probe import Probe
from posdesk.settings.model import Model
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate

_PANEL_PX = 400


class TopicPane(Pane):
    """Asks by `save_wanted` and `test_wanted`; the page answers by what it calls."""

    topic_wanted = Signal()  # to be saved, secrets too
    test_wanted = Signal()

    has_fields = True

    def __init__(self, theme: Theme, topic: Topic, parent: QWidget | None = None) -> None:
        """Shows the defaults until `show_section`."""
        super().__init__(theme, parent)
        self.topic, self.key, self.section = topic, topic.place, topic.platform
        self._held: dict[str, bool] = {secret.name: False for secret in topic.secrets}
        self._said, self._bad, self._asks = "", False, ""
        self._beside: bool | None = None
        self._build()
        self._connect()
        self.retranslate()

    @property
    def said(self) -> str:
        """What the foot says."""
        return self._foot_words.text()

    @property
    def lead(self) -> str:
        """What stands under the title."""
        return " ".join(part.text() for part in (self._lead, self._lack) if not part.isHidden())

    @property
    def is_changed(self) -> bool:
        """Whether something in it is not saved."""
        return self.form.is_changed

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", self.topic.title)

    def saved_parts(self) -> tuple[SavedPart, ...]:
        """It is saved as a whole, with its secrets, by `topic_wanted`."""
        return ()

    def show_kept(self, settings: Settings) -> None:
        """Show the section as posdesk.toml has it."""
        self.show_section(getattr(settings, self.section) or self.topic.default)

    def look_around(self, around: Around) -> None:
        """Which secrets are there, and whose PIN saving takes."""
        self.set_held({secret.name: around.has_secret(secret.name) for secret in self.topic.secrets})
        self.set_asks(around.asks)

    def show_section(self, section: Model) -> None:
        """Show what is kept; what was entered is forgotten."""
        self.form.show_section(section)
        self._refresh()

    def keep(self, section: Model, secrets: Mapping[str, str]) -> None:
        """These are saved: what of them is still entered is forgotten."""
        self.form.keep(section, secrets)
        self._refresh()

    def set_held(self, held: dict[str, bool]) -> None:
        """Which secrets the keyring holds."""
        self._held = held
        for name, editor in self.form.secret_editors.items():
            editor.set_kept(kept=held[name])
        self._refresh()

    def set_asks(self, words: str) -> None:
        """Whose PIN testing and saving takes; empty where none."""
        self._asks = words
        self._refresh()

    def begin_typing(self) -> None:
        """The keyboard goes into the first field; from a field, into the next one."""
        if self.form.isAncestorOf(QApplication.focusWidget() or self):
            self.focusNextChild()
        else:
            next(iter(self.form.rows.values())).editor.first.setFocus()
        for row in self.form.rows.values():
            if row.isAncestorOf(QApplication.focusWidget() or self):
                self._area.ensureWidgetVisible(row)

    def say(self, words: str, *, bad: bool = False) -> None:
        """Say this at the foot until something is entered."""
        self._said, self._bad = words, bad
        self._refresh()

    def refuse(self, words: str, key: str = "") -> None:
        """Saving failed: the words at the key's field, or at the foot where there is none.

        `key` is a secret's name, or the setting's dotted key.
        """
        section, _, field = key.partition(".")
        if section == self.section:
            key = field.partition(".")[0]
        if key and self.form.say_wrong(key, words):
            self.show_wrong()
        else:
            self.say(words, bad=True)

    def show_wrong(self) -> None:
        """Bring the first field that is wrong into sight, with the keyboard in it."""
        row = self.form.first_wrong()
        self.say(translate("settings", "Not saved: look at what is marked red."), bad=True)
        if row is not None:
            row.editor.first.setFocus()
            self._area.ensureWidgetVisible(row)

    def show_testing(self) -> None:
        """A test call is on its way."""
        self.probe.show_idle(translate("settings", "The platform is being asked."))
        self._reveal_probe()

    def show_not_allowed(self, words: str) -> None:
        """Neither saved nor tested: who is signed in may not."""
        self.say(words, bad=True)
        self.probe.show_idle(translate("settings", self.topic.test_help))

    def show_probe(self, probe: Probe) -> None:
        """A test call came to an end."""
        self.probe.show_probe(probe)
        self._reveal_probe()

    def set_window_width(self, width: int) -> None:
        """The panel stands beside the form where there is room, else below it; words above the buttons."""
        ways = QBoxLayout.Direction
        self._foot_line.setDirection(ways.TopToBottom if width < WidthClass.SMALL else ways.LeftToRight)
        beside = width >= WidthClass.MEDIUM
        if beside == self._beside:
            return
        self._beside = beside
        self.probe.setMinimumWidth(_PANEL_PX if beside else 0)
        for layout in (self._body, self._below):
            layout.removeWidget(self.probe)
        (self._body if beside else self._below).addWidget(self.probe, 2)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.setText(self.title())
        self._lead.setText(translate("settings", self.topic.lead))
        discard = translate("settings", "Discard changes")
        self._forget.set_face(ButtonFace(discard, SettingsKey.DISCARD, ButtonKind.QUIET))
        if self.probe.is_idle:
            self.probe.show_idle(translate("settings", self.topic.test_help))
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the form's ground and the line above the foot."""
        painter, card = self._painter(), QRectF(self._card.geometry())
        paint_card(painter, card, self.theme)
        line = QPointF(card.x() + 1, card.y() + self._area.geometry().bottom() + 1)
        paint_line(painter, line, card.right() - 1, self.theme.color.line)
        painter.end()

    def _build(self) -> None:
        theme = self.theme
        self._title, self._lead = Words(theme, FontRole.HEADING), Words(theme, FontRole.BODY, Color.MUTED)
        self._lack = Words(theme, FontRole.BODY_BOLD, Color.WARN)
        self.form = TopicForm(theme, self.topic)
        self.probe = ProbePanel(theme, picks=bool(self.topic.finds))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(16, 0, 16, 16)
        column.addLayout(self._below)
        self._area = scrolled(inner, keyless=True)
        self._card = QWidget()
        card = QVBoxLayout(self._card)
        card.setContentsMargins(1, 1, 1, 0)
        card.setSpacing(0)
        card.addWidget(self._area, 1)
        card.addLayout(self._foot())
        self._body = QHBoxLayout()
        self._body.setSpacing(12)
        self._body.addWidget(self._card, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        for part in (self._title, self._lead, self._lack):
            whole.addWidget(part)
        whole.addSpacing(6)
        whole.addLayout(self._body, 1)
        self.set_window_width(0)

    def _foot(self) -> QBoxLayout:
        self._foot_words = Words(self.theme, FontRole.BODY)
        policy = self._foot_words.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._foot_words.setSizePolicy(policy)
        self._test = DeskButton(self.theme, ButtonFace(""))
        self._forget = DeskButton(self.theme, ButtonFace("", kind=ButtonKind.QUIET))
        self._save = DeskButton(self.theme, ButtonFace("", kind=ButtonKind.PRIMARY))
        self._foot_line, buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout()
        self._foot_line.setContentsMargins(16, 8, 12, 8)
        for line in (self._foot_line, buttons):
            line.setSpacing(8)
        self._foot_line.addWidget(self._foot_words, 1, Qt.AlignmentFlag.AlignVCenter)
        buttons.addStretch(1)
        for button in (self._forget, self._test, self._save):
            buttons.addWidget(button)
        self._foot_line.addLayout(buttons)
        return self._foot_line

    def _connect(self) -> None:
        self.form.edited.connect(self._edited)
        self._save.clicked.connect(self.topic_wanted)
        self._test.clicked.connect(self.test_wanted)
        self._forget.clicked.connect(self._forget_changes)
        self.probe.picked.connect(self._take_number)

    @Slot()
    def _edited(self) -> None:
        self._said = ""
        self.probe.mark_old()
        self._refresh()
        self.changed.emit()

    @Slot()
    def _forget_changes(self) -> None:
        self.form.show_section(self.form.kept)
        self._edited()

    @Slot(object)
    def _take_number(self, number: int) -> None:
        row = self.form.rows[self.topic.finds]
        row.editor.set_value(number)
        self._edited()
        self._area.ensureWidgetVisible(row)

    def _refresh(self) -> None:
        """What the head says is missing, what the foot says and offers."""
        lacking = self.form.missing(self._held)
        missing = translate("settings", "Nothing goes out yet. Missing: {names}.")
        self._lack.say(missing.format(names=listed(lacking)) if lacking else "")
        changed = self.form.is_changed
        words, color = self._foot_text(changed=changed)
        self._foot_words.say(words, color)
        save = translate("settings", "Save")
        self._save.set_face(ButtonFace(save, SettingsKey.SAVE, ButtonKind.PRIMARY, applies=changed))
        self._test.set_face(ButtonFace(translate("settings", "Test the connection"), SettingsKey.TEST))
        for part in (self._test, self.probe):
            part.setVisible(bool(self.topic.test_help))
        self._forget.setVisible(changed)

    def _foot_text(self, *, changed: bool) -> tuple[str, Color]:
        if self._said:
            return self._said, Color.BAD if self._bad else Color.TEXT
        words = translate("settings", "Not saved yet.") if changed else ""
        return f"{words} {self._asks}".strip(), Color.WARN if changed else Color.TEXT

    def _reveal_probe(self) -> None:
        """Brought into sight once it has its place."""
        if not self._beside:
            QTimer.singleShot(0, self, self._scroll_to_probe)

    def _scroll_to_probe(self) -> None:
        self._area.ensureWidgetVisible(self.probe, 0, 0)
