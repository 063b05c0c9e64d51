"""The settings page (Ctrl+6): topics at the left, the chosen one's form at the right."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.page import BarState, Key, KeyAction, Page, PageCount
from posdesk.desk.paint import ButtonFace, ButtonKind, paint_text, rounded
from posdesk.desk.settings.counter import CounterPane
from posdesk.desk.settings.pane import TopicPane
from posdesk.desk.settings.printers.pane import PrintersPane
from posdesk.desk.settings.saving import Saving, SectionPane
from posdesk.desk.settings.scanner import ScannerPane
from posdesk.desk.settings.sound import SoundPane
from posdesk.desk.settings.topics import OVOPARK_TOPIC, WDK_TOPIC
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme
from posdesk.desk.theme.layout import gutter
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.key_cap import KeyCap
from posdesk.desk.words.rights import asks_words
from posdesk.domain.rights import Right

translate = QCoreApplication.translate

_TOPICS = (OVOPARK_TOPIC, WDK_TOPIC)
_LIST_PX = 212
_STEPS = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}


Pane = TopicPane | ScannerPane | SoundPane | CounterPane | PrintersPane


class TopicButton(DeskButton):
    """A topic's place in the list, with a dot while something in it is not saved."""

    def __init__(self, theme: Theme, pane: Pane, parent: QWidget | None = None) -> None:
        """`pane` gives the name and says whether something is not saved."""
        self._pane = pane
        super().__init__(theme, ButtonFace(pane.title(), kind=ButtonKind.QUIET), parent)
        self.setCheckable(True)

    @property
    def platform(self) -> str:
        """The topic's section."""
        return self._pane.platform

    def read(self) -> None:
        """Take the name and the dot from the pane again."""
        self.set_label(self._pane.title())
        if self._pane.is_changed:
            not_saved = translate("settings", "not saved")
            self.setAccessibleName(f"{self._pane.title()}, {not_saved}")

    def sizeHint(self) -> QSize:
        """As wide as the list lets it be."""
        return QSize(self._theme.size.target_min, 52)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground, name and dot."""
        painter, color, rect = QPainter(self), self._theme.color, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            ground = color.accent_soft if self.isChecked() else color.sunken
            rounded(painter, rect, self._theme.radius.control, ground)
        role = FontRole.BODY_BOLD if self.isChecked() else FontRole.BODY
        words = rect.adjusted(14, 0, -26, 0)
        paint_text(painter, words, self._pane.title(), self._theme.font(role), color.text)
        if self._pane.is_changed:
            dot = QRectF(rect.right() - 22, rect.center().y() - 5, 10, 10)
            rounded(painter, dot, 5, color.warn)
        painter.end()


class SettingsPage(Page):
    """What is entered stays on the page until it is saved or discarded, whichever page is on screen."""

    key = "settings"
    number = 6
    sign = Sign.SLIDERS

    def __init__(self, counter: Counter, books: Books, theme: Theme, parent: QWidget | None = None) -> None:
        """Listens to `counter` and `books` from here on."""
        super().__init__(parent)
        self._counter, self._books = counter, books
        self._saving = Saving(books, self)
        self._build(theme)
        self._connect()
        for pane in self._panes:
            section = getattr(books.settings, pane.topic.platform)
            pane.show_section(section or pane.topic.default)
        self.scanner.show_kept(books.settings.scanner)
        self.counter_pane.show_kept(books.settings.desk)
        self.sound.show_kept(books.settings.sound)
        self.printers.show_kept(books.settings)
        self._show_topic(self._panes[0].platform)

    def pane(self, platform: str) -> TopicPane:
        """A topic's form with all around it. Raises StopIteration where there is none."""
        return next(pane for pane in self._panes if pane.topic.platform == platform)

    def title(self) -> str:
        """The page's name in the rail."""
        return translate("pages", "Settings")

    def count(self) -> PageCount:
        """In how many topics something is not saved."""
        return PageCount(
            sum(pane.form.is_changed for pane in self._panes) + self.printers.is_changed, StateRole.HALF
        )

    def bar(self) -> BarState:
        """A letter puts the keyboard into the form, and from field to field."""
        pane = self._stack.currentWidget()
        run = pane.begin_typing if isinstance(pane, TopicPane | ScannerPane | CounterPane) else None
        words = translate("settings", "Into the fields, then the next one")
        return BarState(keys=(KeyAction(SettingsKey.CHANGE, words, run, shown=False, acts=False),))

    def handle_key(self, event: QKeyEvent) -> bool:
        """The keys of the topic in front, where it has any; PgUp and PgDn go from topic to topic."""
        in_front = self._stack.currentWidget()
        if isinstance(in_front, SoundPane | PrintersPane) and in_front.take_key(event):
            return True
        step = _STEPS.get(Key(event.key()), 0)
        places = [button.platform for button in self.topics]
        at = self._stack.currentIndex() + step
        if step and 0 <= at < len(places):
            self._show_topic(places[at])
        return bool(step)

    def set_window_width(self, width: int) -> None:
        """The list keeps its width, the form takes the rest."""
        room = gutter(width)
        self._row.setContentsMargins(room, room, room, room)
        self._row.setSpacing(room)
        self.printers.set_window_width(width)
        for pane in self._panes:
            pane.set_window_width(width)

    def retranslate(self) -> None:
        """The language on screen changed."""
        self.scanner.retranslate()
        self.counter_pane.retranslate()
        self.sound.retranslate()
        self.printers.retranslate()
        self._read_list()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks again which secrets are kept and who is signed in."""
        super().showEvent(event)
        self._read_around()

    def _build(self, theme: Theme) -> None:
        self.setObjectName("page")
        self._panes = tuple(TopicPane(theme, topic) for topic in _TOPICS)
        self.scanner, self.sound, self.counter_pane = ScannerPane(theme), SoundPane(theme), CounterPane(theme)
        self.printers = PrintersPane(theme, self._counter.clock)
        others = (self.printers, self.scanner, self.sound, self.counter_pane)
        listed: tuple[Pane, ...] = (*self._panes, *others)
        self.topics = tuple(TopicButton(theme, pane) for pane in listed)  # the list, from the top
        names, side = QVBoxLayout(), QWidget()
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(8)
        for button in self.topics:
            button.clicked.connect(self._pick)
            names.addWidget(button)
        names.addStretch(1)
        keys = QHBoxLayout()
        for key in ("PgUp", "PgDn", SettingsKey.CHANGE):
            keys.addWidget(KeyCap(theme, key))
        keys.addStretch(1)
        names.addLayout(keys)
        side.setLayout(names)
        side.setFixedWidth(_LIST_PX)
        self._stack = QStackedLayout()
        for shown in listed:
            self._stack.addWidget(shown)
        self._row = QHBoxLayout(self)
        self._row.addWidget(side)
        self._row.addLayout(self._stack, 1)

    def _connect(self) -> None:
        for pane in self._panes:
            pane.changed.connect(self._read_list)
            pane.save_wanted.connect(self._saving.save_topic)
            pane.test_wanted.connect(self._saving.test_topic)
        sections: tuple[SectionPane, ...] = (
            self.scanner,
            self.scanner.port,
            self.counter_pane,
            self.sound,
            self.printers,
        )
        for part in sections:
            part.save_wanted.connect(partial(self._saving.save_section, part))
        self._saving.kept.connect(self._read_around)
        self._saving.kept.connect(self._read_list)
        self._saving.acted.connect(self.acted)
        self.printers.changed.connect(self._read_list)
        self._counter.signals.staff_changed.connect(self._read_around)
        self._counter.signals.status_changed.connect(self._show_printers)

    def show_platform(self, platform: str) -> None:
        """Bring this platform's topic to the front; another name changes nothing."""
        if any(button.platform == platform for button in self.topics):
            self._show_topic(platform)

    def _show_topic(self, platform: str) -> None:
        self._stack.setCurrentIndex([button.platform for button in self.topics].index(platform))
        for button in self.topics:
            button.setChecked(button.platform == platform)

    @Slot()
    def _pick(self) -> None:
        button = self.sender()
        if isinstance(button, TopicButton):
            self._show_topic(button.platform)

    @Slot()
    def _read_list(self) -> None:
        for button in self.topics:
            button.read()
        self.count_changed.emit()

    @Slot()
    def _read_around(self) -> None:
        asks = asks_words(self._counter.people.asks(Right.SETTINGS))
        for pane in self._panes:
            pane.set_held({s.name: self._books.has_secret(s.name) for s in pane.topic.secrets})
            pane.set_asks(asks)

    @Slot()
    def _show_printers(self) -> None:
        self.printers.show_states(self._counter.status().printers)
