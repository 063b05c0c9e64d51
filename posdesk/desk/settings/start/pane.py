"""The topic of the start at sign-in and of updates: what is here, what is there, the way back."""

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.updates import Program
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.fields import Field
from posdesk.desk.settings.form import FieldRow
from posdesk.desk.settings.pane_base import Around, Pane
from posdesk.desk.settings.start.boxes import BackBox, Box, SignInBox, VersionBox, in_a_row
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.updates import refused_words
from posdesk.settings.settings import Settings
from posdesk.updates.refusals import UpdateRefused, Why

translate = QCoreApplication.translate

# The letters of acts that other topics have; only one topic is on screen.
_LOOK, _TAKE, _CANCEL = SettingsKey.LEARN, SettingsKey.ADD, SettingsKey.DISCARD
_PLACE = Field(
    "from",
    QT_TRANSLATE_NOOP("settings", "Where updates lie"),
    QT_TRANSLATE_NOOP(
        "settings",
        "A folder this PC reaches, or an address that begins with https://. Empty: nothing is ever called.",
    ),
)


class StartPane(Pane):
    """Asks by its signals; what comes of it is shown by what the desk calls."""

    read_wanted = Signal()
    sign_in_wanted = Signal(bool)  # whether it shall start by itself
    look_wanted = Signal(str)  # the place
    take_wanted = Signal()
    cancel_wanted = Signal()
    back_wanted = Signal()
    again_wanted = Signal()  # close, and open what is current

    key, section = "start", "update"
    has_fields = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Knows nothing until `show_program`."""
        super().__init__(theme, parent)
        self._program: Program | None = None
        self._kept, self._found = "", ""
        self._is_busy = self._is_copying = False
        self._build()
        self._connect()
        self.retranslate()

    @property
    def said(self) -> str:
        """What came of the last act."""
        return self._said.text()

    @property
    def everything(self) -> str:
        """All that stands on it."""
        return "\n".join(label.text() for label in self.findChildren(Words) if not label.isHidden())

    @property
    def is_changed(self) -> bool:
        """Whether the place is entered and not saved."""
        return bool(self.place.editor.value() != self._kept)

    @property
    def wants(self) -> int:
        """A version that did not come up is to be looked at."""
        return int(bool(self._program and self._program.went_back_from))

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("updates", "Start and updates")

    def begin_typing(self) -> None:
        """The keyboard goes into the place."""
        self.place.editor.first.setFocus()

    def look_around(self, around: Around) -> None:
        """The settings came on screen."""
        self.read_wanted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """This topic came on screen: an order may have come meanwhile."""
        super().showEvent(event)
        self.read_wanted.emit()

    def show_kept(self, settings: Settings) -> None:
        """Show what posdesk.toml says."""
        self._kept = settings.update.source
        self.place.editor.set_value(self._kept)
        self._refresh()

    def show_saved(self, settings: Settings) -> None:
        """The place is kept."""
        self.show_kept(settings)
        self._found = ""
        self._say(translate("settings", "Saved. It counts from now on."))

    def refuse(self, words: str, key: str = "") -> None:
        """The place was not kept: why."""
        self._say(words, bad=True)

    def show_program(self, program: Program) -> None:
        """What is installed."""
        self._program = program
        self._refresh()
        self.changed.emit()

    def show_found(self, version: str, until: date) -> None:
        """There is one that fits."""
        self._found, self._is_busy = version, False
        words = translate("updates", "Version {version} is there and proven; it can be taken until {day}.")
        self._say(words.format(version=version, day=until.isoformat()))

    def show_refused(self, refused: UpdateRefused) -> None:
        """There is none, or it is not taken."""
        self._is_busy = self._is_copying = False
        self._say(refused_words(refused), bad=True)

    def show_progress(self, done_kib: int, whole_kib: int) -> None:
        """So much of the package is copied."""
        self._is_copying, self._is_busy = done_kib < whole_kib, True
        words = translate("updates", "Copied {done} of {whole} MB.")
        if not self._is_copying:
            words = translate("updates", "Copied. Now it is laid beside this version and tried.")
        self._say(words.format(done=done_kib // 1024, whole=max(whole_kib // 1024, 1)))

    def show_taken(self, version: str, backup: str) -> None:
        """It starts the next time."""
        self._is_busy = self._is_copying = False
        self._found = ""
        words = translate("updates", "Version {version} is taken. The journal is backed up as {file}.")
        self._say(words.format(version=version, file=backup))
        self.read_wanted.emit()

    def show_back(self, version: str) -> None:
        """The former one starts the next time."""
        self._is_busy = False
        words = translate("updates", "Version {version} is current again. The journal stays as it is.")
        self._say(words.format(version=version))
        self.read_wanted.emit()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.place.retranslate()
        self._title.setText(self.title())
        self._say("")

    # what a person does

    @Slot()
    def _switch(self) -> None:
        if self._program is not None and self._program.at_sign_in is not None:
            self.sign_in_wanted.emit(not self._program.at_sign_in)

    @Slot()
    def _save(self) -> None:
        self.save_wanted.emit({"from": self.place.editor.value() or None})

    @Slot()
    def _look(self) -> None:
        self._is_busy, self._found = True, ""
        self._say(translate("updates", "Looking."))
        self.look_wanted.emit(str(self.place.editor.value()))

    @Slot()
    def _take(self) -> None:
        self._say(translate("updates", "It takes a minute. The shop may go on meanwhile."))
        self.take_wanted.emit()

    # what it shows

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._said.say(words, Color.BAD if bad else Color.TEXT)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        is_busy = self._is_busy or self._is_copying
        self.sign_in.show_program(self._program)
        self.version.show_program(self._program)
        self.back.show_program(self._program, is_busy=is_busy)
        self._update.entitle(translate("updates", "Updates"))
        self._show_update(free=not is_busy)

    def _show_update(self, *, free: bool) -> None:
        self.save_button.set_face(ButtonFace(translate("settings", "Save"), SettingsKey.SAVE))
        self.save_button.setVisible(self.is_changed)
        self.look_button.set_face(ButtonFace(translate("updates", "Look for an update"), _LOOK))
        no_way = self._program.no_way if self._program else None
        is_here = no_way is None or no_way.why is not Why.NOT_LAUNCHED  # else nothing could be taken
        self.look_button.setVisible(free and is_here and bool(self.place.editor.value()))
        label = translate("updates", "Take version {version}").format(version=self._found)
        self.take_button.set_face(ButtonFace(label, _TAKE, ButtonKind.PRIMARY))
        self.take_button.setVisible(bool(self._found) and free)
        self.cancel_button.set_face(ButtonFace(translate("updates", "Cancel"), _CANCEL))
        self.cancel_button.setVisible(self._is_copying)

    # how it is laid out

    def _build(self) -> None:
        theme = self.theme
        self._title, self._said = Words(theme, FontRole.HEADING), Words(theme, FontRole.BODY_BOLD)
        self.sign_in, self.version, self.back = SignInBox(theme), VersionBox(theme), BackBox(theme)
        self._update = Box(theme)
        acts = [DeskButton(theme, ButtonFace("")) for _ in range(4)]
        self.save_button, self.look_button, self.take_button, self.cancel_button = acts
        self.place = FieldRow(theme, _PLACE)
        self.place.editor.first.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a slow scanner types into it
        self._update.add(self.place, in_a_row(*acts), self._said)
        inner = QWidget()
        parts = within(inner, 0, 0, 12, 0)
        for box in (self.sign_in, self.version, self._update, self.back):
            parts.addWidget(box)
        parts.addStretch(1)
        column = within(self, 0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(scrolled(inner, keyless=True), 1)

    def _connect(self) -> None:
        self.sign_in.button.clicked.connect(self._switch)
        self.version.button.clicked.connect(self.again_wanted)
        self.save_button.clicked.connect(self._save)
        self.look_button.clicked.connect(self._look)
        self.take_button.clicked.connect(self._take)
        self.cancel_button.clicked.connect(self.cancel_wanted)
        self.back.button.clicked.connect(self.back_wanted)
        self.place.edited.connect(self._refresh)
        self.place.edited.connect(self.changed)
