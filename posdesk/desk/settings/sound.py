"""The sound's topic: which classes are silent, how each sounds, and whether anybody has heard the alarm."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind, paint_text, rounded, text_width
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.settings.pane_base import Pane
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.row_list import RowList
from posdesk.desk.words.sound import class_words, recordings_words, state_words
from posdesk.devices.recordings import BadRecording
from posdesk.devices.sound_state import SoundState
from posdesk.domain.orders.sound_classes import CUES, NEVER_MUTED, SoundClass
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate

_PAD = 12


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of sounds, and whether it is silent."""

    kind: SoundClass
    muted: bool = False

    @property
    def words(self) -> str:
        """When and how it sounds, and whether it does."""
        return f"{class_words(self.kind)}, {self.state}"

    @property
    def state(self) -> str:
        """Whether it sounds."""
        if self.kind in NEVER_MUTED:
            return translate("settings", "never muted")
        return translate("settings", "muted") if self.muted else translate("settings", "sounds")


class _Rows:
    """See `widgets.row_list.RowKind`."""

    def paint(self, painter: QPainter, rect: QRectF, row: ClassRow, theme: Theme, *, chosen: bool) -> None:
        """The class at the left, its state at the right."""
        if chosen:
            rounded(painter, rect, theme.radius.control, theme.color.accent_soft)
        font, bold = theme.font(FontRole.BODY), theme.font(FontRole.BODY_BOLD)
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        ink = theme.color.warn if row.muted else theme.color.muted
        took = text_width(row.state, bold) + _PAD
        paint_text(painter, inner.adjusted(0, 0, -took, 0), class_words(row.kind), font, theme.color.text)
        paint_text(painter, inner, row.state, bold, ink, align=RIGHT)

    def height(self, row: ClassRow, width: int, theme: Theme) -> int:
        """A target's."""
        return theme.size.target_min

    def words(self, row: ClassRow) -> str:
        """What a screen reader says."""
        return row.words


class SoundPane(Pane):
    """`save_wanted` carries the keys of `[sound]`; `try_wanted` the sound to be played (Cue)."""

    try_wanted = Signal(object)
    check_wanted = Signal()
    looked_at = Signal()  # it came on screen: what it tells of the folder is read anew

    key = section = "sound"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Shows the defaults until `show_kept`."""
        super().__init__(theme, parent)
        self._muted: frozenset[SoundClass] = frozenset()
        self._chosen = 0
        self._state = SoundState()
        self._laid: tuple[str, ...] = ()
        self._bad: tuple[BadRecording, ...] = ()
        self._title, self._now = Words(theme, FontRole.HEADING), Words(theme, FontRole.BODY)
        self._recordings, self._said = (
            Words(theme, FontRole.BODY, Color.MUTED),
            Words(theme, FontRole.BODY_BOLD),
        )
        self.list = RowList(theme, _Rows())
        self.check = DeskButton(theme, ButtonFace("", kind=ButtonKind.PRIMARY))
        self.change, self.hear = DeskButton(theme, ButtonFace("")), DeskButton(theme, ButtonFace(""))
        self._lay_out()
        self.list.touched.connect(self._choose)
        self.check.clicked.connect(self.check_wanted)
        self.change.clicked.connect(self._turn)
        self.hear.clicked.connect(self._try)
        self.retranslate()

    @property
    def rows(self) -> tuple[ClassRow, ...]:
        """The classes from the top."""
        return tuple(ClassRow(each, each in self._muted) for each in SoundClass)

    @property
    def said(self) -> str:
        """What it tells of the output, of recordings, and of what was saved."""
        return " ".join(words.text() for words in (self._now, self._recordings, self._said)).strip()

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", "Sound")

    def show_kept(self, settings: Settings) -> None:
        """Show what posdesk.toml says."""
        self._muted = frozenset(settings.sound.muted)
        self._said.say("")
        self._read()

    def show_state(self, state: SoundState) -> None:
        """Tell what is known of the output, and whether it was heard."""
        self._state = state
        self._now.say(state_words(state), Color.TEXT if state.proven else Color.WARN)

    def show_recordings(self, laid: Iterable[str], bad: Iterable[BadRecording]) -> None:
        """Tell what lies in the home's folder."""
        self._laid, self._bad = tuple(laid), tuple(bad)
        self._recordings.say(recordings_words(self._laid, self._bad), Color.BAD if self._bad else Color.MUTED)

    def show_saved(self, settings: Settings) -> None:
        """It is kept, and counts from now on."""
        self.show_kept(settings)
        self._said.say(translate("settings", "Saved. It counts from now on."), Color.TEXT)

    def refuse(self, words: str, key: str = "") -> None:
        """It was not kept: why."""
        self._said.say(words, Color.BAD)

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a class; whether it was one of them."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and held == Qt.KeyboardModifier.NoModifier:
            self._choose(min(max(0, self._chosen + step), len(SoundClass) - 1))
            return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody may have laid recordings there."""
        super().showEvent(event)
        self.looked_at.emit()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._title.setText(self.title())
        self.list.setAccessibleName(self.title())
        check = translate("settings", "Check that the alarm is heard")
        self.check.set_face(ButtonFace(check, SettingsKey.CHECK_SOUND, ButtonKind.PRIMARY))
        self.show_state(self._state)
        self.show_recordings(self._laid, self._bad)
        self._said.say("")
        self._read()

    @Slot(int)
    def _choose(self, place: int) -> None:
        self._chosen = place
        self._read()

    @Slot()
    def _turn(self) -> None:
        row = self.rows[self._chosen]
        if row.kind in NEVER_MUTED:
            return
        muted = self._muted ^ {row.kind}
        wanted = [each.value for each in SoundClass if each in muted]
        self._said.say(translate("settings", "Saving"), Color.TEXT)
        self.save_wanted.emit({"muted": wanted or None})

    @Slot()
    def _try(self) -> None:
        self.try_wanted.emit(CUES[self.rows[self._chosen].kind][0])

    def _read(self) -> None:
        self.list.show_rows(self.rows, self._chosen)
        row = self.rows[self._chosen]
        words = translate("settings", "Let it sound") if row.muted else translate("settings", "Mute it")
        self.change.set_face(ButtonFace(words, SettingsKey.CHANGE, applies=row.kind not in NEVER_MUTED))
        hear = translate("settings", "Play it")
        self.hear.set_face(ButtonFace(hear, SettingsKey.TEST, applies=not row.muted))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.change, self.hear, self.check):
            buttons.addWidget(button)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        for part in (self._title, self._now, self._recordings):
            whole.addWidget(part)
        whole.addWidget(self.list, 1)
        whole.addWidget(self._said)
        whole.addLayout(buttons)
