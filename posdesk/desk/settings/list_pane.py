"""A topic of a list: people, tenders, platforms' rules. One row on screen at a time, saved by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.books import Entered
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.fields import Topic
from posdesk.desk.settings.form import TopicForm
from posdesk.desk.settings.pane_base import Around, Pane
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.button_flow import ButtonFlow
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card, within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.settings.model import Model
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_NAMES_PX = 190


class RowKind(Protocol):
    """What the rows of a list are."""

    def rows(self, settings: Settings) -> tuple[Model, ...]:
        """Those of the settings, as the form shows them."""
        ...

    def entered(self, row: Model) -> Mapping[str, object]:
        """A row as posdesk.toml says it."""
        ...

    def name(self, row: Model) -> str:
        """What people call it, in the list."""
        ...

    def secret(self, row: Model) -> str:
        """The keyring name of its secret; empty where it has none."""
        ...


@dataclass(frozen=True, slots=True)
class ListTopic:
    """`topic.default` is a new row; `fixed` the key that a kept row never changes.

    `is_open`: rows can be added and go.
    """

    topic: Topic
    kind: Callable[[], RowKind]
    fixed: str
    is_open: bool = True


class RowButton(DeskButton):
    """A row's place in the list; the arrows go through them."""


class ListPane(Pane):
    """Asks by `save_wanted` to keep the whole list with the row on screen."""

    has_fields = True

    def __init__(self, theme: Theme, listed: ListTopic, parent: QWidget | None = None) -> None:
        """Empty until `show_kept`."""
        super().__init__(theme, parent)
        self._listed, self._topic, self._kind = listed, listed.topic, listed.kind()
        self.key, self.section = listed.topic.place, listed.topic.platform
        self._kept: tuple[Model, ...] = ()
        self._at = 0
        self._goes, self._said, self._bad, self._asks = False, "", False, ""
        self._has_secret: object = None
        self.form = TopicForm(theme, listed.topic)
        self._build()
        self.retranslate()

    @property
    def said(self) -> str:
        """What the foot says."""
        return self._foot.text()

    @property
    def is_new(self) -> bool:
        """Whether the row on screen is none of those that are kept."""
        return self._at >= len(self._kept)

    @property
    def is_changed(self) -> bool:
        """Whether something in it is not saved."""
        return self.form.is_changed or self._goes

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", self._topic.title)

    def show_kept(self, settings: Settings) -> None:
        """Show what is kept; what was entered is forgotten."""
        name = self._name_of(self._at)
        self._kept = self._kind.rows(settings)
        names = [self._kind.name(row) for row in self._kept]
        self._choose(names.index(name) if name in names else min(self._at, max(0, len(names) - 1)))

    def keep_up(self, settings: Settings) -> None:
        """Other rows are others now; the one on screen stays as it is entered, a new one where it went."""
        before, is_new = self._kept[self._at : self._at + 1], self.is_new
        self._kept = self._kind.rows(settings)
        fixed = self._listed.fixed
        names = [getattr(row, fixed) for row in self._kept]
        at = next((names.index(name) for row in before if (name := getattr(row, fixed)) in names), None)
        if at is None and not is_new and (self._goes or not self._listed.is_open):
            self._choose(min(self._at, max(0, len(names) - 1)))
            return
        self._at = len(names) if at is None else at
        self._show()

    def show_saved(self, settings: Settings) -> None:
        """The row is kept, and counts from now on."""
        self.show_kept(settings)
        self._say(translate("settings", "Saved. It counts from now on."))

    def refuse(self, words: str, key: str = "") -> None:
        """It was not kept: why, at the field where it has one."""
        field = next(iter(self.form.secret_editors), "") if "/" in key else key.rpartition(".")[2]
        if field and self.form.say_wrong(field, words):
            words = translate("settings", "Not saved: look at what is marked red.")
        self._say(words, bad=True)

    def look_around(self, around: Around) -> None:
        """Which secrets are there, and whose PIN saving takes."""
        self._asks, self._has_secret = around.asks, around.has_secret
        self._show_secret()
        self._show()

    def begin_typing(self) -> None:
        """The keyboard goes into the first field; from a field, into the next one."""
        if self.form.isAncestorOf(QApplication.focusWidget() or self):
            self.focusNextChild()
            return
        fields = (row.editor.first for row in self.form.rows.values())
        field = next((each for each in fields if each.isEnabled()), None)
        if field is not None:  # a list that has no row and takes none has no field either
            field.setFocus()

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a row; whether they did."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step and 0 <= self._at + step < len(self._kept):
            self._leave_for(self._at + step)
        return bool(step)

    def set_window_width(self, width: int) -> None:
        """The buttons flow."""
        self._buttons.lay_out()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.setText(self.title())
        self._lead.setText(translate("settings", self._topic.lead))
        self._said = ""
        self._show()

    # what a person does

    def _leave_for(self, place: int) -> None:
        if self.is_changed:
            self._say(translate("settings", "First save this one, or discard its changes."), bad=True)
        else:
            self._choose(place)

    @Slot()
    def _pick(self) -> None:
        self._leave_for(self._names.index(self.sender()))  # type: ignore[arg-type]

    @Slot()
    def _add(self) -> None:
        self._leave_for(len(self._kept))
        if self.is_new:
            self.begin_typing()

    @Slot()
    def _remove(self) -> None:
        self._goes, self._said = True, ""
        self._changed()

    @Slot()
    def _discard(self) -> None:
        self._choose(min(self._at, max(0, len(self._kept) - 1)))

    @Slot()
    def _save(self) -> None:
        if self._goes:
            self._ask_without()
            return
        entered = self.form.checked()
        if entered is None:
            self._say(translate("settings", "Not saved: look at what is marked red."), bad=True)
            return
        rows = [*self._kept]
        rows[self._at : self._at + 1] = [entered]
        secrets = {self._kind.secret(entered): typed for typed in self.form.typed_secrets().values()}
        self._ask(rows, secrets)

    def _ask_without(self) -> None:
        gone = self._kept[self._at]
        name = self._kind.secret(gone)
        held = callable(self._has_secret) and bool(name) and self._has_secret(name)
        self._ask([row for row in self._kept if row is not gone], {name: ""} if held else {})

    def _ask(self, rows: list[Model], secrets: Mapping[str, str]) -> None:
        self._say(translate("settings", "Saving"))
        values = [dict(self._kind.entered(row)) for row in rows]
        self.save_wanted.emit(Entered(self.section, {self.section: values}, secrets))

    @Slot()
    def _changed(self) -> None:
        self._said = ""
        self._show()
        self.changed.emit()

    # what it shows

    def _name_of(self, place: int) -> str:
        return self._kind.name(self._kept[place]) if place < len(self._kept) else ""

    def _choose(self, place: int) -> None:
        self._at, self._goes, self._said = place, False, ""
        self.form.show_section(self._topic.default if self.is_new else self._kept[place])
        self.form.setEnabled(self._listed.is_open or not self.is_new)
        self.form.rows[self._listed.fixed].editor.first.setEnabled(self.is_new)
        self._show_secret()
        self._show()
        self.changed.emit()

    def _show_secret(self) -> None:
        for editor in self.form.secret_editors.values():
            name = "" if self.is_new else self._kind.secret(self._kept[self._at])
            editor.set_kept(kept=bool(name and callable(self._has_secret) and self._has_secret(name)))

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._said, self._bad = words, bad
        self._show()

    def _show(self) -> None:
        self._show_names()
        changed, is_kept = self.is_changed, not self.is_new
        goes = translate("settings", "{name} goes once you save.").format(name=self._name_of(self._at))
        not_saved = goes if self._goes else translate("settings", "Not saved yet.") if changed else ""
        color = Color.BAD if self._said and self._bad else Color.WARN if changed else Color.TEXT
        self._foot.say(self._said or f"{not_saved} {self._asks}".strip(), color)
        for button, label, key, applies in (
            (self.add_button, translate("settings", "Add a new one"), SettingsKey.ADD, True),
            (self.remove_button, translate("settings", "Take it away"), SettingsKey.REMOVE, is_kept),
            (self.discard_button, translate("settings", "Discard changes"), SettingsKey.DISCARD, changed),
        ):
            button.set_face(ButtonFace(label, key, applies=applies))
        save = translate("settings", "Save")
        self.save_button.set_face(ButtonFace(save, SettingsKey.SAVE, ButtonKind.PRIMARY, applies=changed))
        self.discard_button.setVisible(changed)
        for button in (self.add_button, self.remove_button):
            button.setVisible(self._listed.is_open)
        self._buttons.lay_out()

    def _show_names(self) -> None:
        names = [self._kind.name(row) for row in self._kept]
        names += [translate("settings", "A new one")] if self.is_new and self._listed.is_open else []
        while len(self._names) < len(names):
            button = RowButton(self.theme, ButtonFace("", kind=ButtonKind.QUIET))
            button.setCheckable(True)
            button.clicked.connect(self._pick)
            self._list.insertWidget(len(self._names), button)
            self._names.append(button)
        for place, button in enumerate(self._names):
            button.setVisible(place < len(names))
            if place < len(names):
                kind = ButtonKind.OUTLINED if place == self._at else ButtonKind.QUIET
                button.set_face(ButtonFace(names[place], kind=kind))
                button.setChecked(place == self._at)

    def _build(self) -> None:
        theme = self.theme
        self._title, self._lead = Words(theme, FontRole.HEADING), Words(theme, FontRole.BODY, Color.MUTED)
        self._foot = Words(theme, FontRole.BODY_BOLD)
        self._names: list[RowButton] = []
        self.add_button, self.remove_button, self.discard_button, self.save_button = (
            DeskButton(theme, ButtonFace("")) for _ in range(4)
        )
        self._buttons = ButtonFlow(
            (self.save_button, self.add_button, self.remove_button, self.discard_button)
        )
        names, card, body = QWidget(), Card(theme), QHBoxLayout()
        self._list = QVBoxLayout(names)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self._list.addStretch(1)
        area = scrolled(names, keyless=True)
        area.setFixedWidth(_NAMES_PX)
        within(card, 1, 1, 1, 1).addWidget(scrolled(self.form, keyless=True))
        body.setSpacing(12)
        body.addWidget(area)
        body.addWidget(card, 1)
        whole = within(self, 0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addWidget(self._lead)
        whole.addLayout(body, 1)
        whole.addWidget(self._foot)
        whole.addWidget(self._buttons)
        self.form.edited.connect(self._changed)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.discard_button.clicked.connect(self._discard)
        self.save_button.clicked.connect(self._save)
