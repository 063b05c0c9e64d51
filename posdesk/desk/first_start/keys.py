"""Step 4: each platform's key into this PC's keyring, read back from there."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout

from posdesk.desk.bridge.books import Entered
from posdesk.desk.first_start.lines import LineList, StepLine
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import ReportLine, Standing, Step, StepState
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.scan.repair import mark_secret
from posdesk.desk.settings.editors import new_line
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.alt_keys import KeysStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Ink, Words
from posdesk.desk.words.partners import called
from posdesk.desk.words.reasons import here_words
from posdesk.desk.words.say import listed
from posdesk.domain.key_text import trimmed
from posdesk.errors import Reason
from posdesk.settings.credentials import OVOPARK_SECRET, WDK_SECRET
from posdesk.settings.settings import SECRETS, Settings

translate = QCoreApplication.translate

_FIELD_PX = 150


class WantedKey(NamedTuple):
    """A secret that the settings need: its keyring name, whose it is, and what goes wrong without it."""

    name: str
    words: str
    without: str


def wanted_keys(settings: Settings) -> Iterator[WantedKey]:
    """Every secret without which something that is set up does nothing, in the language on screen."""
    for partner in settings.partner:
        if partner.signature != "none":
            words = translate("first_start", "{partner} appkey").format(partner=called(partner.name))
            without = translate("first_start", "Without it no order of theirs can be taken.")
            yield WantedKey(partner.secret_name, words, without)
    unsent = translate("first_start", "Without it nothing is sent there.")
    if settings.ovopark is not None:
        yield WantedKey(OVOPARK_SECRET, translate("first_start", "ovopark secret"), unsent)
    if settings.wdk is not None:
        yield WantedKey(WDK_SECRET, translate("first_start", "WDK secret"), unsent)


class KeyLine(StepLine):
    """`save_wanted` carries the typed secret. It is shown to nobody, and forgotten once it is kept."""

    save_wanted = Signal(str)

    def __init__(self, theme: Theme, wanted: WantedKey) -> None:
        """Nothing is known of it yet."""
        super().__init__(theme)
        self.wanted, self.is_kept, self.proved, self.why = wanted, False, False, ""
        self.field = new_line(theme)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setFixedWidth(_FIELD_PX)
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        mark_secret(self.field)
        self.act = DeskButton(theme, ButtonFace(""))
        self.side.addWidget(self.field)
        self.side.addWidget(self.act)
        self.act.clicked.connect(self._act)
        self.field.textEdited.connect(self._typed)

    def set_chosen(self, *, chosen: bool) -> None:
        """Its button shows the key that presses it now."""
        super().set_chosen(chosen=chosen)
        self.read()

    def read(self) -> None:
        """Words, sign and button as things are."""
        said, ink, sign = self._words()
        self.say(self.wanted.words, said, ink)
        self.show_sign(sign, ink)
        self.field.setAccessibleName(self.wanted.words)
        self.field.setPlaceholderText("• • • • • •" if self.is_kept else "")
        typed = bool(self.field.text())
        again = translate("first_start", "Save again") if self.why else translate("first_start", "Save")
        change = translate("first_start", "Change") if self.is_kept else translate("first_start", "Enter")
        key = (KeysStepKey.SAVE if typed else KeysStepKey.CHANGE) if self.is_chosen else ""
        kind = ButtonKind.PRIMARY if typed and self.is_chosen else ButtonKind.OUTLINED
        self.act.set_face(ButtonFace(again if typed else change, key, kind))

    def kept(self) -> None:
        """The keyring took it and gave the same back."""
        self.field.clear()
        self.is_kept, self.proved, self.why = True, True, ""
        self.read()

    def failed(self, why: str) -> None:
        """It was not kept: what was typed stays, to be saved again."""
        self.why = why
        self.read()

    def _words(self) -> tuple[str, Ink, Sign]:
        if self.why:
            return self.why, Color.BAD, Sign.CROSS
        if self.field.text():
            return translate("first_start", "Not saved yet."), Color.WARN, Sign.WARNING
        if self.proved:
            return translate("first_start", "Saved, and read back the same."), Color.GOOD, Sign.CHECK_CIRCLE
        if self.is_kept:
            return translate("first_start", "In the keyring, read from there."), Color.GOOD, Sign.CHECK_CIRCLE
        missing = translate("first_start", "Not there yet.")
        return f"{missing} {self.wanted.without}", Color.WARN, Sign.WARNING

    @Slot()
    def _typed(self) -> None:
        self.why = ""
        self.read()

    @Slot()
    def _act(self) -> None:
        self.touched.emit()
        secret = trimmed(self.field.text())
        if secret:
            self.save_wanted.emit(secret)
        else:
            self.field.setFocus()


class KeysStep(Step):
    """Each is saved by itself; what was typed and not saved is forgotten with the step."""

    key = "keys"
    topic = "partners"

    def __init__(self, parts: StepParts) -> None:
        """No platform is known yet."""
        super().__init__(parts.theme)
        self._books = parts.books
        self.list, self._saving = LineList(parts.theme), ""  # the name of the secret that is being kept
        self._none = Words(parts.theme, FontRole.BODY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._none)
        column.addWidget(self.list)
        column.addStretch(1)
        for news in (self._books.signals.settings_changed, self._books.signals.secrets_changed):
            news.connect(self._read)
        self._show()

    @property
    def rows(self) -> tuple[KeyLine, ...]:
        """One a secret."""
        return tuple(line for line in self.list.lines if isinstance(line, KeyLine))

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Keys")

    def title(self) -> str:
        """What to do."""
        return translate("first_start", "Put the keys into this PC's keyring")

    def lead(self) -> str:
        """Where they are, and where not."""
        return translate(
            "first_start",
            "A key stands only in the system's keyring, in no file and no record. "
            "Once saved it is never shown again, only changed.",
        )

    def hint(self) -> str:
        """What stands open."""
        lacking = [row.wanted.words for row in self.rows if not row.is_kept]
        words = translate("first_start", "Open: {what}. The report names it.")
        return words.format(what=listed(lacking)) if lacking else ""

    def state(self) -> StepState:
        """Done once every key is kept."""
        lines = self.lines()
        lacking = [line.what for line in lines if not line.state.is_done]
        if lacking:
            words = translate("first_start", "Missing: {what}.").format(what=listed(lacking))
            return StepState(Standing.OPEN, words, self.mend())
        settings = self._books.settings
        if not (self.rows or settings.partner or settings.books):
            none = translate("first_start", "No platform is set up, so no key is there.")
            return StepState(Standing.OPEN, none, self.mend())
        return StepState(Standing.DONE, listed(line.what for line in lines))

    def lines(self) -> tuple[ReportLine, ...]:
        """One a key."""
        return tuple(ReportLine(row.wanted.words, self._state_of(row)) for row in self.rows)

    def begin(self) -> None:
        """Asks anew which are kept."""
        self._show()

    def leave(self) -> None:
        """Nothing that was typed stays in a field."""
        for row in self.rows:
            row.field.clear()
            row.read()

    def take_key(self, event: QKeyEvent) -> bool:
        """Up and down choose a key, with the keyboard out of the field."""
        took = self.list.take_key(event)
        field = QApplication.focusWidget()
        if took and isinstance(field, QLineEdit) and self.isAncestorOf(field):
            field.clearFocus()
        return took

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._show()

    def finish(self) -> None:
        """What is typed and not saved is not forgotten by going on."""
        typed = next((row for row in self.rows if row.field.text()), None)
        if typed is not None:
            self.list.choose(self.rows.index(typed))
            self.say(translate("first_start", "Not saved yet: Alt+S saves it."))
        else:
            super().finish()

    def _state_of(self, row: KeyLine) -> StepState:
        if not row.is_kept:
            return StepState(Standing.OPEN, row.wanted.without, self.mend())
        proved = translate("first_start", "In the keyring, read back the same.")
        held = translate("first_start", "In the keyring.")
        return StepState(Standing.DONE, proved if row.proved else held)

    @Slot()
    def _read(self) -> None:
        wanted = tuple(wanted_keys(self._books.settings))
        if wanted != tuple(row.wanted for row in self.rows) or not any(row.field.text() for row in self.rows):
            self._show()

    def _show(self) -> None:
        proved = {row.wanted.name for row in self.rows if row.proved}
        rows = [KeyLine(self.theme, wanted) for wanted in wanted_keys(self._books.settings)]
        for row in rows:
            row.is_kept = self._books.has_secret(row.wanted.name)
            row.proved = row.is_kept and row.wanted.name in proved
            row.save_wanted.connect(self._save)
        self.list.show_lines(rows)
        none = translate("first_start", "No platform is set up, so no key is needed yet.")
        self._none.say("" if rows else none)
        self.changed.emit()

    @Slot(str)
    def _save(self, secret: str) -> None:
        row = self.sender()
        if isinstance(row, KeyLine):
            self._saving = row.wanted.name
            entered = Entered(SECRETS, {}, {row.wanted.name: secret})
            self._books.save(entered, saved=self._saved, failed=self._failed, refused=self._refused)
            self.acted.emit()

    def _row(self) -> KeyLine | None:
        return next((row for row in self.rows if row.wanted.name == self._saving), None)

    def _saved(self) -> None:
        if (row := self._row()) is not None:
            row.kept()
        self.say("")

    def _failed(self, why: str, _key: str) -> None:
        if (row := self._row()) is not None:
            row.failed(why)
        self.say("")

    def _refused(self, reason: Reason) -> None:
        self._failed(str(here_words(reason)), "")
