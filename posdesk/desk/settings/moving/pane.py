"""The topic of a new PC and a forgotten PIN; the desk joins it with what does all that."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from posdesk.desk.bridge.handover import Found
from posdesk.desk.settings.moving.boxes import PackBox, RecoveryBox, TakeOverBox
from posdesk.desk.settings.pane_base import Around, Pane
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.domain.clock import from_text, in_china
from posdesk.moving.leaving import Packed
from posdesk.moving.packed import Note
from posdesk.settings.credentials import RECOVERY
from posdesk.settings.recovery import recoverable
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate


class MovingPane(Pane):
    """What is shown once is gone when somebody leaves the topic."""

    seen = Signal()  # it came on screen: files and folders are looked for

    key = "moving"
    has_fields = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_kept`."""
        super().__init__(theme, parent)
        self._settings = Settings()
        self.found: Found | None = None
        self._title = Words(theme, FontRole.HEADING)
        self.recovery, self.pack, self.take_over = RecoveryBox(theme), PackBox(theme), TakeOverBox(theme)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for box in (self.recovery, self.pack, self.take_over):
            column.addWidget(box)
        column.addStretch(1)
        self._area = scrolled(inner, keyless=True)
        whole = within(self, 0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addWidget(self._area, 1)
        self.retranslate()

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", "New PC, lost PIN")

    def show_kept(self, settings: Settings) -> None:
        """Who is set up."""
        self._settings = settings

    def look_around(self, around: Around) -> None:
        """Whether there is a recovery code."""
        self.recovery.show_people(recoverable(self._settings), has_code=around.has_secret(RECOVERY))

    def begin_typing(self) -> None:
        """The keyboard goes into the first field; from a field, into the next one."""
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self.focusNextChild()
        else:
            fields = (*self.recovery.fields, self.take_over.field)
            next((field for field in fields if field.isVisible()), fields[0]).setFocus()
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused)

    def show_place(self, folder: str) -> None:
        """Where a packed file would go; its last name is enough for a person, a drive stands whole."""
        self.pack.show_folder(Path(folder).name or folder)

    def show_found(self, found: Found | None) -> None:
        """A packed file lies here, or none does."""
        self.found = found
        words = translate("moving", "Store {store}, packed {at}: {file}")
        if found is None:
            self.take_over.show_found("")
            return
        words = words.format(store=found.note.store, at=_at(found.note), file=found.file.name)
        self.take_over.show_found(words)

    def show_code(self, code: str) -> None:
        """A new recovery code was made."""
        words = translate(
            "moving", "Write this down now: it is never shown again. Keep it where no cashier gets at it."
        )
        self.recovery.show_code(code, words)

    def show_recovered(self, code: str) -> None:
        """The PIN is set; the next code takes the place of the one that was used."""
        words = translate(
            "moving", "The new PIN counts from now on. The old code is used up: write down this one."
        )
        self.recovery.show_code(code, words)

    def show_packed(self, packed: Packed) -> None:
        """It is packed; the code opens it on the new PC."""
        words = translate("moving", "Packed: {file}. Write down its code, and close posdesk on this PC.")
        if not packed.has_seal_key:
            words = translate(
                "moving", "Packed, without the key of the audit trail's seals: {file}. Write down its code."
            )
        self.pack.say(words.format(file=packed.file.name), code=packed.code)
        self._bring(self.pack)

    def show_laid_ready(self, note: Note) -> None:
        """The next start takes it over."""
        words = translate(
            "moving",
            "Store {store} is ready. Close posdesk and open it again, then enter keys and PINs anew.",
        )
        self.take_over.field.clear()
        self.take_over.say(words.format(store=note.store))
        self._bring(self.take_over)

    @Slot(str)
    def say_not_recovered(self, why: str) -> None:
        """The PIN is as it was."""
        self.recovery.say(why, bad=True)

    @Slot(str)
    def say_not_packed(self, why: str) -> None:
        """No file was made."""
        self.pack.say(why, bad=True)

    @Slot(str)
    def say_not_taken(self, why: str) -> None:
        """Nothing will be taken over."""
        self.take_over.say(why, bad=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks here."""
        super().showEvent(event)
        self.seen.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody does any more: what was shown once is gone."""
        super().hideEvent(event)
        for box in (self.recovery, self.pack, self.take_over):
            box.say("")
        for field in (*self.recovery.fields, self.take_over.field):
            field.clear()

    def _bring(self, box: QWidget) -> None:
        """Into sight, once what it says is laid out."""
        QTimer.singleShot(0, box, lambda: self._area.ensureWidgetVisible(box))

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.say(self.title())
        self.show_found(self.found)


def _at(note: Note) -> str:
    try:
        return f"{in_china(from_text(note.at)):%Y-%m-%d %H:%M}"
    except ValueError:
        return note.at
