"""What the sync page is narrowed to: one of the books, and a text."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.alt_keys import SyncKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.key_cap import KeyCap
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.lines import Part

translate = QCoreApplication.translate

_ALL = QT_TRANSLATE_NOOP("sync", "All")
_NAMES = {
    Part.ORDERS: QT_TRANSLATE_NOOP("sync", "Orders"),
    Part.RECEIPTS: QT_TRANSLATE_NOOP("sync", "Receipts"),
    Part.HOURS: QT_TRANSLATE_NOOP("sync", "Hours"),
    Part.INTAKE: QT_TRANSLATE_NOOP("sync", "Intake"),
}


class FilterBar(Painted):
    """One button a book, and a field; `changed` follows each change."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """All is shown."""
        super().__init__(theme, parent)
        self.part: Part | None = None
        self.field = QLineEdit(self)
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # nothing is typed into it by chance
        self._buttons: dict[Part | None, DeskButton] = {}
        self._build()
        self.field.textChanged.connect(self._text_changed)
        self.retranslate()

    @property
    def _next(self) -> Part | None:
        """What the key shows next: it goes round."""
        parts: tuple[Part | None, ...] = (None, *Part)
        return parts[(parts.index(self.part) + 1) % len(parts)]

    @property
    def text(self) -> str:
        """What is searched, in small letters."""
        return self.field.text().strip().lower()

    @property
    def is_narrow(self) -> bool:
        """Whether anything may be hidden by it."""
        return self.part is not None or bool(self.text)

    def button(self, part: Part | None) -> DeskButton:
        """A book's button; None is that of all."""
        return self._buttons[part]

    def clear(self) -> bool:
        """Show all again; whether something was hidden."""
        was = self.is_narrow
        self.field.clearFocus()
        self.field.clear()
        self._choose(None)
        return was

    def retranslate(self) -> None:
        """Words in the language on screen."""
        for part, button in self._buttons.items():
            label = translate("sync", _NAMES[part] if part else _ALL)
            kind = ButtonKind.OUTLINED if part is self.part else ButtonKind.QUIET
            key = SyncKey.FILTER if part is self._next else ""
            button.set_face(ButtonFace(label, key, kind))
        self.field.setPlaceholderText(translate("sync", "Find"))
        self.field.setAccessibleName(translate("sync", "Find by number, hour or code"))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(2)
        for part in (None, *Part):
            button = DeskButton(self.theme, ButtonFace(""))
            button.setProperty("part", part.value if part else "")
            button.on_click(self._pressed)
            self._buttons[part] = button
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(KeyCap(self.theme, SyncKey.FIND))
        row.addWidget(self.field, 1)

    def _choose(self, part: Part | None) -> None:
        self.part = part
        self.retranslate()
        self.changed.emit()

    @Slot()
    def _pressed(self) -> None:
        name = self.sender().property("part")
        self._choose(Part(name) if name else None)

    @Slot()
    def _text_changed(self) -> None:
        self.changed.emit()
