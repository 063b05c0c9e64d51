"""The settings page (Ctrl+6): topics at the left, the chosen one's form at the right."""

from collections.abc import Iterator
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.page import BarState, Key, KeyAction, Page, PageCount
from posdesk.desk.paint import ButtonFace, ButtonKind, paint_text, rounded
from posdesk.desk.settings.all_panes import all_panes
from posdesk.desk.settings.counter import CounterPane
from posdesk.desk.settings.health.pane import HealthPane
from posdesk.desk.settings.pane import TopicPane
from posdesk.desk.settings.pane_base import Around, Pane
from posdesk.desk.settings.printers.pane import PrintersPane
from posdesk.desk.settings.relay.pane import RelayPane
from posdesk.desk.settings.saving import Saving
from posdesk.desk.settings.scanner import ScannerPane
from posdesk.desk.settings.sound import SoundPane
from posdesk.desk.settings.start.pane import StartPane
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme
from posdesk.desk.theme.layout import gutter
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.key_cap import KeyCap
from posdesk.desk.widgets.keyboard import let_go
from posdesk.desk.widgets.painted import within
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.rights import asks_words
from posdesk.domain.rights import Right

translate = QCoreApplication.translate

_LIST_PX, _ROW_PX, _PILL_PX = 228, 48, 28
_STEPS = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}
P = TypeVar("P", bound=Pane)


class TopicButton(DeskButton):
    """A topic's place in the list, with a dot while something in it is not saved, and how much it wants."""

    def __init__(self, theme: Theme, pane: Pane, parent: QWidget | None = None) -> None:
        """`pane` gives the name and says whether something is not saved."""
        self.pane = pane
        super().__init__(theme, ButtonFace(pane.title(), kind=ButtonKind.QUIET), parent)
        self.setCheckable(True)

    def read(self) -> None:
        """Take the name and the dot from the pane again."""
        self.set_label(self.pane.title())
        not_saved = translate("settings", "not saved") if self.pane.is_changed else ""
        said = (self.pane.title(), str(self.pane.wants or ""), not_saved)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the list lets it be."""
        return QSize(self._theme.size.target_min, _ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground, name and dot."""
        painter, color, rect = QPainter(self), self._theme.color, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            ground = color.accent_soft if self.isChecked() else color.sunken
            rounded(painter, rect, self._theme.radius.control, ground)
        role = FontRole.BODY_BOLD if self.isChecked() else FontRole.BODY
        words = rect.adjusted(14, 0, -26 - _PILL_PX * bool(self.pane.wants), 0)
        paint_text(painter, words, self.pane.title(), self._theme.font(role), color.text)
        right = rect.right() - 12
        if self.pane.wants:
            pill = QRectF(right - _PILL_PX, rect.center().y() - 11, _PILL_PX, 22)
            rounded(painter, pill, 11, color.warn_soft)
            font = self._theme.font(FontRole.CAPTION_BOLD)
            paint_text(
                painter, pill, str(self.pane.wants), font, color.warn, align=Qt.AlignmentFlag.AlignCenter
            )
            right = pill.left()
        if self.pane.is_changed:
            rounded(painter, QRectF(right - 10, rect.center().y() - 5, 10, 10), 5, color.warn)
        painter.end()


class SettingsPage(Page):
    """What is entered stays on the page until it is saved or discarded, whichever page is on screen."""

    first_start_wanted = Signal()
    """The wizard shall open again."""

    key = "settings"
    number = 6
    sign = Sign.SLIDERS

    def __init__(self, counter: Counter, books: Books, theme: Theme, parent: QWidget | None = None) -> None:
        """Listens to `counter` and `books` from here on."""
        super().__init__(parent)
        self._counter, self._books = counter, books
        self._saving = Saving(books, self)
        self.panes = all_panes(theme, counter, books)
        self.scanner, self.sound = self.of(ScannerPane), self.of(SoundPane)
        self.counter_pane, self.printers = self.of(CounterPane), self.of(PrintersPane)
        self.health, self.start = self.of(HealthPane), self.of(StartPane)
        self.health.lead_to(self.panes)
        self._build(theme)
        self._connect()
        for pane in self.panes:
            pane.show_kept(books.settings)
        self._show_printers()
        self._show_relay()
        self._show_topic(0)

    def of(self, kind: type[P]) -> P:
        """The topic of this kind. Raises StopIteration where there is none."""
        return next(pane for pane in self.panes if isinstance(pane, kind))

    def pane(self, platform: str) -> TopicPane:
        """A platform's form with all around it. Raises StopIteration where there is none."""
        return next(pane for pane in self._forms() if pane.section == platform)

    def _forms(self) -> Iterator[TopicPane]:
        return (pane for pane in self.panes if isinstance(pane, TopicPane))

    def title(self) -> str:
        """The page's name in the rail."""
        return translate("pages", "Settings")

    def count(self) -> PageCount:
        """In how many topics something is not saved."""
        return PageCount(sum(pane.is_changed for pane in self.panes), StateRole.HALF)

    def bar(self) -> BarState:
        """A letter puts the keyboard into the form, and from field to field."""
        pane = self._in_front
        run = pane.begin_typing if pane.has_fields else None
        words = translate("settings", "Into the fields, then the next one")
        return BarState(keys=(KeyAction(SettingsKey.CHANGE, words, run, shown=False, acts=False),))

    def handle_key(self, event: QKeyEvent) -> bool:
        """The keys of the topic in front, where it has any; PgUp and PgDn go from topic to topic."""
        if self._in_front.take_key(event):
            return True
        step = _STEPS.get(Key(event.key()), 0)
        at = self._stack.currentIndex() + step
        if step and 0 <= at < len(self.panes):
            self._show_topic(at)
        return bool(step)

    def set_window_width(self, width: int) -> None:
        """The list keeps its width, the form takes the rest."""
        room = gutter(width)
        self._row.setContentsMargins(room, room, room, room)
        self._row.setSpacing(room)
        for pane in self.panes:
            pane.set_window_width(width)

    def retranslate(self) -> None:
        """The language on screen changed."""
        self._name_first_start()
        self._read_list()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks again which secrets are kept and who is signed in."""
        super().showEvent(event)
        self._read_around()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A list that got shorter still shows which topic is in front."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._keep_topic_in_sight)  # once it is laid out

    @Slot()
    def _keep_topic_in_sight(self) -> None:
        self._names.ensureWidgetVisible(self.topics[self._stack.currentIndex()], 0, _ROW_PX)

    def _name_first_start(self) -> None:
        self.first_start.set_label(translate("first_start", "First start"))

    @property
    def _in_front(self) -> Pane:
        return self.panes[self._stack.currentIndex()]

    def _build(self, theme: Theme) -> None:
        self.setObjectName("page")
        self.topics = tuple(TopicButton(theme, pane) for pane in self.panes)  # the list, from the top
        names, inner, side = QWidget(), QVBoxLayout(), QWidget()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        for button in self.topics:
            button.clicked.connect(self._pick)
            inner.addWidget(button)
        self.first_start = DeskButton(theme, ButtonFace("", SettingsKey.FIRST_START))
        self.first_start.clicked.connect(self.first_start_wanted)
        self._name_first_start()
        inner.addSpacing(8)
        inner.addWidget(self.first_start)
        inner.addStretch(1)
        names.setLayout(inner)
        self._names = scrolled(names, keyless=True)
        keys, column = QHBoxLayout(), within(side, 0, 0, 0, 0)
        for key in ("PgUp", "PgDn", SettingsKey.CHANGE):
            keys.addWidget(KeyCap(theme, key))
        keys.addStretch(1)
        column.setSpacing(8)
        column.addWidget(self._names, 1)
        column.addLayout(keys)
        side.setFixedWidth(_LIST_PX)
        self._stack = QStackedLayout()
        self._row = QHBoxLayout(self)
        self._row.addWidget(side)
        self._row.addLayout(self._stack, 1)
        for pane in self.panes:  # in the page by now: it shows the first one, which would be a window
            self._stack.addWidget(pane)

    def _connect(self) -> None:
        for pane in self.panes:
            pane.changed.connect(self._read_list)
            for part in pane.saved_parts():
                part.save_wanted.connect(partial(self._saving.save_section, part))
        for form in self._forms():
            form.topic_wanted.connect(self._saving.save_topic)
            form.test_wanted.connect(self._saving.test_topic)
        self._books.signals.settings_changed.connect(self._show_kept)
        self._books.signals.secrets_changed.connect(self._read_around)
        self._saving.kept.connect(self._read_around)
        self._saving.kept.connect(self._read_list)
        self._saving.acted.connect(self.acted)
        self.health.go_wanted.connect(self.show_platform)
        self._counter.signals.staff_changed.connect(self._read_around)
        self._counter.signals.status_changed.connect(self._show_printers)
        self._counter.signals.status_changed.connect(self._show_relay)

    def show_platform(self, key: str) -> None:
        """Bring this topic to the front; another name changes nothing."""
        places = [pane.key for pane in self.panes]
        if key in places:
            self._show_topic(places.index(key))

    def _show_topic(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        let_go(self)
        for button in self.topics:
            button.setChecked(button.pane is self.panes[place])
        self._names.ensureWidgetVisible(self.topics[place], 0, _ROW_PX)

    @Slot()
    def _pick(self) -> None:
        button = self.sender()
        if isinstance(button, TopicButton):
            self._show_topic(self.topics.index(button))

    @Slot()
    def _show_kept(self) -> None:
        """Other settings count: topics in which nothing is entered show them, the others go on from them."""
        for pane in self.panes:
            if pane.is_changed:
                pane.keep_up(self._books.settings)
            else:
                pane.show_kept(self._books.settings)

    @Slot()
    def _read_list(self) -> None:
        for button in self.topics:
            button.read()
        self.count_changed.emit()

    @Slot()
    def _read_around(self) -> None:
        asks = asks_words(self._counter.people.asks(Right.SETTINGS))
        for pane in self.panes:
            pane.look_around(Around(asks, self._books.has_secret))

    @Slot()
    def _show_printers(self) -> None:
        self.printers.show_states(self._counter.status().printers)

    @Slot()
    def _show_relay(self) -> None:
        self.of(RelayPane).show_status(self._counter.status().relay)
