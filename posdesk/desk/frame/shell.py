"""The window's inside: the frame around a stack of pages, and what lies over it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.action_bar import ActionBar
from posdesk.desk.frame.bands import Bands
from posdesk.desk.frame.overlays import FlashBar, NoticeBar
from posdesk.desk.frame.page import KeyAction
from posdesk.desk.frame.rail import Rail
from posdesk.desk.frame.top_bar import TopBar
from posdesk.desk.frame.undo import UndoButton
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.status import EngineStatus
from posdesk.settings.settings import Settings

if TYPE_CHECKING:
    from posdesk.desk.frame.key_help import KeyHelp
    from posdesk.desk.frame.sound_band import SoundBand

_LEAST_PAGE = 215  # px in which an order's card is whole, so that a key may act on it
_SHOWS = frozenset({QEvent.Type.ShowToParent, QEvent.Type.HideToParent})
_MOVES = _SHOWS | {QEvent.Type.Move, QEvent.Type.Resize}


class Shell(Painted):
    """Top bar over rail and column; in the column bands, pages, action bar. Its parts are public."""

    pages_moved = Signal()

    def __init__(
        self,
        theme: Theme,
        counter: Counter,
        run: Callable[[KeyAction], object],
        above: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        """`run` is called with what was pressed in the action bar; `above` takes its room over every page."""
        super().__init__(theme, parent)
        listens = counter.settings.listener
        self.top_bar = TopBar(theme, counter.settings, counter.clock, self)
        self.rail = Rail(theme, self)
        self.bands = Bands(theme, self, address=f"{listens.host}:{listens.port}", clock=counter.clock)
        self.stack = QStackedWidget(self)
        self.action_bar = ActionBar(theme, run, self)
        self._above = above
        self._sound_band: SoundBand | None = None
        self._help: KeyHelp | None = None
        self.notice = NoticeBar(theme, counter.clock, self)
        self.undo_button = UndoButton(theme, self)
        self.flash = FlashBar(theme, less_motion=counter.settings.desk.less_motion, parent=self)
        self._lay_out()
        above.installEventFilter(self)
        self.stack.installEventFilter(self)

    @property
    def sound_band(self) -> "SoundBand":
        """What asks whether the alarm is heard: made when it is first wanted, as the list of keys is."""
        if self._sound_band is None:
            from posdesk.desk.frame.sound_band import SoundBand  # noqa: PLC0415 - after the first look

            made = self._sound_band = SoundBand(self.theme, self)
            made.set_covered(not self._above.isHidden())
            self._column.insertWidget(self._column.indexOf(self.stack), made)
            made.installEventFilter(self)
        return self._sound_band

    @property
    def help(self) -> "KeyHelp":
        """The list of keys."""
        if self._help is None:
            from posdesk.desk.frame.key_help import KeyHelp  # noqa: PLC0415 - as seldom as somebody asks

            self._help = KeyHelp(self.theme, self)
            self._help.setGeometry(self.stack.geometry())
            for over in (self._help, *self._over):
                over.raise_()
        return self._help

    @property
    def shows_help(self) -> bool:
        """Whether the list of keys is on screen."""
        return self._help is not None and self._help.isVisible()

    def hide_help(self) -> None:
        """Put the list of keys away, where it is on screen."""
        if self._help is not None:
            self._help.hide()

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self.top_bar.adopt(settings)
        self.bands.trouble.address = f"{settings.listener.host}:{settings.listener.port}"
        self.flash.less_motion = settings.desk.less_motion

    def show_status(self, status: EngineStatus) -> None:
        """Say what the engine says."""
        self.top_bar.set_status(status)
        self.bands.show_status(status)

    def set_alone(self, *, alone: bool) -> None:
        """Show the page without top bar and rail, or with them; bands and STOP stay."""
        for part in (self.top_bar, self.rail):
            part.setVisible(not alone)
        self.bands.set_sets_up(sets_up=alone)

    def tick(self) -> None:
        """A second went by."""
        self.top_bar.tick()
        self.notice.tick()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places what lies over the rest; tells the bars the window's width."""
        width, height = self.width(), self.height()
        self.flash.setGeometry(0, 0, width, self.flash.height())
        self.rail.set_window_width(width)
        self.action_bar.set_window_width(width)
        self.undo_button.setGeometry(
            self.rail.width() + 6, height - 52, self.action_bar.left_room - 2, self.theme.size.control_height
        )
        self.notice.place(QRectF(0, 0, width, height - self.action_bar.height()))
        self._share_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What stands above the pages takes more room, or less, and they move."""
        if "_above" not in vars(self):
            return False  # this window is being collected, and what stood in it moves for the last time
        band = self._sound_band
        if watched is self._above and band is not None and event.type() in _SHOWS:
            band.set_covered(not self._above.isHidden())
        if watched is band and band is not None and event.type() in _SHOWS:
            self.bands.let_keys_wait(wait=not band.isHidden())
        if watched in {self._above, band} and event.type() in _MOVES:
            self._share_room()
        if watched is self.stack and event.type() in _MOVES:
            if self._help is not None:
                self._help.setGeometry(self.stack.geometry())
            self.pages_moved.emit()
        return False

    def _share_room(self) -> None:
        """Bands leave the page the room in which an order can be accepted."""
        parts = (self._above, self._sound_band)
        above = sum(part.height() for part in parts if part is not None and not part.isHidden())
        bars = self.theme.size.top_bar + self.theme.size.action_bar
        self.bands.set_room(self.height() - bars - above - _LEAST_PAGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground of the pages."""
        painter = self._painter()
        painter.fillRect(self.rect(), self.theme.color.surface)
        painter.end()

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout()
        column.setSpacing(0)
        for widget in (self.bands, self._above, self.stack, self.action_bar):
            column.addWidget(widget, 1 if widget is self.stack else 0)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.top_bar, 0, 0, 1, 2)
        grid.addWidget(self.rail, 1, 0)
        grid.addLayout(column, 1, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(1, 1)
        for over in self._over:
            over.raise_()

    @property
    def _over(self) -> tuple[QWidget, ...]:
        """What lies over the rest, the topmost last."""
        return self.notice, self.undo_button, self.flash
