"""The topic of the health: how many parts are well, a line a part, the diagnostic file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from posdesk import __version__
from posdesk.desk.bridge.health import Health
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.health.row import HealthRow
from posdesk.desk.settings.pane_base import Around, Pane
from posdesk.desk.theme import Color, FontRole, Theme, WidthClass
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card, within
from posdesk.desk.widgets.row_choice import RowChoice
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.doctor.health_words import Place
from posdesk.doctor.report import State
from posdesk.domain.clock import Clock

translate = QCoreApplication.translate

_AGAIN = SettingsKey.REMOVE  # Alt+R: nothing is removed on this topic
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_FRESH_S = 30.0


class HealthPane(Pane):
    """Asks for a quick look when it comes on screen, for one at everything by its key."""

    look_wanted = Signal(bool)  # whether it may leave out what takes long
    file_wanted = Signal()
    go_wanted = Signal(str)  # a topic's key, or "sync"

    key = "health"

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """Empty until `show_health`."""
        super().__init__(theme, parent)
        self._clock = clock
        self._health: Health | None = None
        self._leads: Sequence[Pane] = ()
        self._places: Mapping[str, str] = {}
        self._asked_s: float | None = None
        self._whole: tuple[object, ...] = ()
        self._is_looking = self._is_making = self._is_narrow = False
        self._build()
        self.choice = RowChoice(self, lambda: self.rows)
        self.retranslate()

    @property
    def said(self) -> str:
        """What the foot says."""
        return self._foot.text()

    @property
    def wants(self) -> int:
        """How many lines are to be looked at, as of the last look."""
        lines = self._health.lines if self._health else ()
        return sum(line.state is not State.OK for line in lines)

    def title(self) -> str:
        """The topic's name, in the language on screen."""
        return translate("settings", "Health")

    def lead_to(self, panes: Sequence[Pane]) -> None:
        """A fault's button leads to one of these, or to the Sync page; to a topic that is not there none."""
        self._leads = panes
        self._read_places()

    def look_around(self, around: Around) -> None:
        """The settings came on screen: a look, unless there was one a moment ago."""
        self._look_unless_fresh()

    def showEvent(self, event: QShowEvent) -> None:
        """This topic came on screen."""
        super().showEvent(event)
        self._look_unless_fresh()

    def show_health(self, health: Health) -> None:
        """This was found."""
        before, self._health = self._health, health
        self._is_looking = False
        self._show()
        if before is None:
            self._choose_first()
        self.changed.emit()

    def show_made(self, target: Path) -> None:
        """The diagnostic file is there."""
        self._is_making = False
        words = translate("health", "Made: {file}, in {folder}.")
        self._say(words.format(file=target.name, folder=target.parent))

    def show_not_made(self, why: str) -> None:
        """It could not be written."""
        self._is_making = False
        self._say(why, bad=True)

    def take_key(self, event: QKeyEvent) -> bool:
        """Up and down choose a line; whether they did."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        return bool(step) and self.choice.step(step)

    def set_window_width(self, width: int) -> None:
        """The buttons stand under the title where both don't fit."""
        ways, self._is_narrow = QBoxLayout.Direction, width < WidthClass.MEDIUM
        self._head.setDirection(ways.TopToBottom if self._is_narrow else ways.LeftToRight)
        for row in self.rows:
            row.set_narrow(narrow=self._is_narrow)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._read_places()
        self._say("")
        self._show()

    # what a person does

    @Slot()
    def _again(self) -> None:
        self._ask(quick=False)

    @Slot()
    def _make_file(self) -> None:
        self._is_making = True
        self._say(translate("health", "The diagnostic file is being made."))
        self.file_wanted.emit()

    @Slot(str)
    def _touched(self, name: str) -> None:
        self.choice.choose(name)

    def _look_unless_fresh(self) -> None:
        now_s = self._clock.monotonic()
        if self._asked_s is None or now_s - self._asked_s > _FRESH_S:
            self._ask(quick=True)

    def _ask(self, *, quick: bool) -> None:
        if self._is_looking:
            return
        self._asked_s, self._is_looking = self._clock.monotonic(), True
        self._show_head()
        self.look_wanted.emit(quick)

    # what it shows

    def _choose_first(self) -> None:
        ill = [row.identity for row in self.rows if row.line and row.line.state is not State.OK]
        self.choice.begin_anew()
        if ill:
            self.choice.choose(ill[0])

    def _read_places(self) -> None:
        named = {pane.key: pane.title() for pane in self._leads}
        self._places = named | {Place.SYNC.value: translate("pages", "Sync")} if named else {}

    def _show(self) -> None:
        lines = self._health.lines if self._health else ()
        while len(self.rows) < len(lines):
            self._add_row()
        now = self._clock.now()
        for row, line in zip(self.rows, lines, strict=False):
            place = self._places.get(line.place.value, "") if line.state is not State.OK else ""
            words = translate("health", "Go to {page}").format(page=place) if place else ""
            row.show_line(line, now, words)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(lines))
        self.choice.refresh()
        self._show_head()

    def _add_row(self) -> None:
        row = HealthRow(self.theme)
        row.set_narrow(narrow=self._is_narrow)
        row.go_wanted.connect(self.go_wanted)
        row.touched.connect(self._touched)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)

    def _show_head(self) -> None:
        self._title.say(self.title())
        lines = self._health.lines if self._health else ()
        ill = self.wants
        well = translate("health", "{n} well").format(n=len(lines) - ill) if lines else ""
        self._well.say(well, Color.GOOD)
        self._ill.say(translate("health", "{n} to look at").format(n=ill) if ill else "", Color.WARN)
        lead = translate("health", "At the right, when it was last proven. Up and down choose a line.")
        if self._is_looking:
            lead = translate("health", "Everything is being looked at.")
        self._lead.say(lead, Color.MUTED)
        again = translate("health", "Check all again")
        self.again_button.set_face(ButtonFace(again, _AGAIN, applies=not self._is_looking))
        make = translate("health", "Make diagnostic file")
        face = ButtonFace(make, SettingsKey.DIAGNOSTIC, ButtonKind.PRIMARY, applies=not self._is_making)
        self.file_button.set_face(face)

    def _say(self, words: str, *, bad: bool = False) -> None:
        about = translate(
            "health", "The diagnostic file holds no customer's data and no secret; it goes into Documents."
        )
        self._foot.say(words or about, Color.BAD if bad else Color.TEXT if words else Color.MUTED)
        self._version.say(f"posdesk {__version__}", Color.MUTED)
        self._show_head()

    # how it is laid out

    def _build(self) -> None:
        theme = self.theme
        self.rows: list[HealthRow] = []
        self._title = Words(theme, FontRole.HEADING, wraps=False)
        self._well, self._ill = (Words(theme, FontRole.BODY_BOLD, wraps=False) for _ in range(2))
        self._lead, self._foot = Words(theme, FontRole.CAPTION), Words(theme, FontRole.CAPTION)
        self._version = Words(theme, FontRole.CAPTION, wraps=False)
        self.again_button, self.file_button = (
            DeskButton(theme, ButtonFace("")),
            DeskButton(theme, ButtonFace("")),
        )
        self.again_button.clicked.connect(self._again)
        self.file_button.clicked.connect(self._make_file)
        head, keys, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (head, keys):
            row.setSpacing(10)
        for part in (self._title, self._well, self._ill):
            head.addWidget(part)
        head.addWidget(self._lead, 1)
        keys.addStretch(1)
        keys.addWidget(self.again_button)
        keys.addWidget(self.file_button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(10)
        self._head.addLayout(head, 1)
        self._head.addLayout(keys)
        foot.setContentsMargins(16, 8, 16, 10)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self._version)
        card = Card(theme)
        body = within(card, 1, 1, 1, 1)
        body.addWidget(scrolled(self._inner(), keyless=True), 1)
        body.addLayout(foot)
        whole = within(self, 0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(self._head)
        whole.addWidget(card, 1)

    def _inner(self) -> QWidget:
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        return inner
