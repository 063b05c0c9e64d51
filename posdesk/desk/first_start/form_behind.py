"""A step of lines to be proven, with the Settings' own forms behind them: one thought in one place."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QSize, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.proof_rows import ProofRows
from posdesk.desk.first_start.step import Step
from posdesk.desk.frame.page import KeyAction
from posdesk.desk.paint import ButtonFace
from posdesk.desk.settings.pane_base import Around, Pane
from posdesk.desk.settings.saving import Saving
from posdesk.desk.widgets.alt_keys import AltKey, SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.key_cap import KeyCap
from posdesk.desk.widgets.keyboard import let_go
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted, within
from posdesk.desk.words.rights import asks_words
from posdesk.domain.rights import Right

translate = QCoreApplication.translate

_FORM_PX = 240  # at the least: its own room scrolls


class _Room(QWidget):
    """The room of a form: what is left of the step's, so that its foot stays on screen."""

    def __init__(self, form: Pane) -> None:
        """The form fills it."""
        super().__init__()
        within(self, 0, 0, 0, 0).addWidget(form)

    def hasHeightForWidth(self) -> bool:
        """The form scrolls in itself."""
        return False

    def sizeHint(self) -> QSize:
        """It asks for no more than it must have."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """So much must be there."""
        return QSize(0, _FORM_PX)


class FormBehind(Painted):
    """`front` is shown, or one of the forms with a key back; what a form saves goes the Settings' way."""

    turned = Signal()  # the other side is in front now

    def __init__(self, parts: StepParts, front: QWidget, back_key: AltKey) -> None:
        """No form yet: `add`."""
        super().__init__(parts.theme)
        self._books, self._people, self._front = parts.books, parts.counter.people, front
        self.saving = Saving(parts.books, self)
        self.form: Pane | None = None
        self._rooms: dict[Pane, _Room] = {}
        self.back = DeskButton(parts.theme, ButtonFace("", back_key))
        self.back.clicked.connect(self.show_front)
        keys = QHBoxLayout()
        self._into, self._into_words = KeyCap(parts.theme, SettingsKey.CHANGE), Words(parts.theme)
        for part in (self.back, self._into, self._into_words):
            keys.addWidget(part)
        keys.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addLayout(keys)
        self._column.addWidget(front)
        self.back.hide()
        self.retranslate()
        parts.books.signals.settings_changed.connect(self._show_kept)
        self.saving.kept.connect(self._look_around)

    def add(self, form: Pane) -> None:
        """A form that may be in front."""
        form.show_kept(self._books.settings)
        for part in form.saved_parts():
            part.save_wanted.connect(partial(self.saving.save_section, part))
        self._rooms[form] = _Room(form)
        self._rooms[form].hide()
        self._column.addWidget(self._rooms[form], 1)

    @property
    def is_changed(self) -> bool:
        """Whether something in a form is not saved."""
        return any(form.is_changed for form in self._rooms)

    def show_form(self, form: Pane) -> None:
        """This form, with what is here."""
        self.form = form
        self._look_around()
        let_go(self)
        self._front.hide()
        for each, room in self._rooms.items():
            room.setVisible(each is form)
        self.back.show()
        self._show_into()
        self.turned.emit()

    @Slot()
    def show_front(self) -> None:
        """The lines; what was entered and not saved stays in its form."""
        self.form = None
        let_go(self)
        for part in (*self._rooms.values(), self.back):
            part.hide()
        self._show_into()
        self._front.show()
        self.turned.emit()

    def keys(self) -> tuple[KeyAction, ...]:
        """Alt+V, into the fields of the form that is in front."""
        form = self.form
        if form is None or not form.has_fields:
            return ()
        return (KeyAction(SettingsKey.CHANGE, _into_words(), form.begin_typing, shown=False, acts=False),)

    def take_key(self, event: QKeyEvent) -> bool:
        """The form's own keys, where one is in front."""
        return self.form is not None and self.form.take_key(event)

    def set_window_width(self, width: int) -> None:
        """Its forms go by it."""
        for form in self._rooms:
            form.set_window_width(width)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.back.set_label(translate("first_start", "Back to the list"))
        self._show_into()

    def _show_into(self) -> None:
        has_fields = self.form is not None and self.form.has_fields
        self._into.setVisible(has_fields)
        self._into_words.say(_into_words() if has_fields else "")

    @Slot()
    def _look_around(self) -> None:
        """Which secrets are there now, and whose PIN saving takes."""
        if self.form is not None:
            asks = asks_words(self._people.asks(Right.SETTINGS))
            self.form.look_around(Around(asks, self._books.has_secret))

    @Slot()
    def _show_kept(self) -> None:
        for form in self._rooms:
            if not form.is_changed:
                form.show_kept(self._books.settings)


def _into_words() -> str:
    return translate("settings", "Into the fields, then the next one")


class ListStep(Step):
    """A step of such lines and forms: `rows` stand in front, `behind` holds the forms."""

    rows: ProofRows
    behind: FormBehind

    def finish(self) -> None:
        """What is entered is not lost silently."""
        if self.behind.is_changed:
            self.say(translate("first_start", "Not saved yet: Alt+S saves, Alt+X discards."))
            return
        super().finish()

    def keys(self) -> tuple[KeyAction, ...]:
        """Alt+V, into the fields of a form."""
        return self.behind.keys()

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a line, or a field of the form."""
        return self.behind.take_key(event) or (self.behind.form is None and self.rows.take_key(event))

    def set_window_width(self, width: int) -> None:
        """Lines and forms go by it."""
        self.behind.set_window_width(width)
        self.rows.set_window_width(width)
