"""A lane on screen: a list view that paints whole cards and takes presses by the boxes that were painted."""

from collections.abc import Callable

from PySide6.QtCore import (
    QRect,
    QRectF,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.cards.draft import Measure
from posdesk.desk.cards.marks import Card
from posdesk.desk.cards.painter import CardPainter, TickTexts
from posdesk.desk.orders.card_list_view import CardListView, qrect
from posdesk.desk.orders.lane_cards import CardSpec, LaneCards
from posdesk.desk.orders.lane_layout import MORE_H, LaneArranger, LaneLayout, LaneSpec, PlacedCard
from posdesk.desk.orders.lanes import FoundRows, LaneProxy
from posdesk.desk.orders.model import Row
from posdesk.desk.paint import paint_text, rounded
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import FontRole, Theme
from posdesk.domain.orders.order import OrderKey

_NEAR = 20  # lines of cards


class LaneView(CardListView):
    """Paints the cards of one lane from a first one on, each whole; scrolls by cards."""

    scrolled = Signal()  # a person looks at other cards

    def __init__(self, proxy: LaneProxy | FoundRows, parent: QWidget | None = None) -> None:
        """The lane's rows in the lane's order."""
        super().__init__(proxy, parent)
        self._theme: Theme | None = None
        self._selected: OrderKey | None = None
        self._keeps = True  # the selected card stays on screen until a person scrolls away from it
        self._top: OrderKey | None = None  # the first card shown, None at the lane's start
        self._top_place = 0  # where it was last, for when it leaves the lane
        self._shown_full: dict[OrderKey, bool] = {}
        self._told_of: LaneLayout | None = None
        self._told: dict[OrderKey, TickTexts] = {}  # what the cards of that layout say by the clock
        self.empty: tuple[str, ...] = ()
        for changed in (proxy.rowsInserted, proxy.rowsRemoved, proxy.rowsMoved, proxy.dataChanged):
            changed.connect(self._rows_changed)
        proxy.layoutChanged.connect(self._rows_changed)
        proxy.modelReset.connect(self._rows_changed)

    def set_up(
        self,
        *,
        theme: Theme,
        measure: Measure,
        cards: LaneCards,
        spec: LaneSpec,
        ticks: Callable[[Row], TickTexts],
        more: Callable[[int, Row | None], str],
    ) -> None:
        """How to show: `more` says how many are above (negative) or below, with the next one's row."""
        self._theme, self._measure, self._cards, self._spec = theme, measure, cards, spec
        self._ticks, self._more = ticks, more
        self.scheduleDelayedItemsLayout()

    def set_empty(self, lines: tuple[str, ...]) -> None:
        """What to say while the lane is empty."""
        if lines != self.empty:
            self.empty = lines
            self.viewport().update()

    def select(self, key: OrderKey | None, *, reveal: bool) -> None:
        """Mark a card as the selected one; `reveal` scrolls to it, and it stays on screen from then on."""
        changed, self._selected = key != self._selected, key
        self._keeps = self._keeps or reveal
        if changed or reveal:
            self.doItemsLayout()
        self.say_chosen(self._place_of_selected(), tell=changed)

    def box_of_selected(self) -> QRect:
        """Where the selected card is painted, in the view's px; empty where it is not on screen whole."""
        place = self.proxy.place(self._selected) if self._selected else None
        if place is None or not self.isVisible():
            return QRect()
        box = self.visualRect(self.proxy.index(place, 0))
        return box if self.viewport().rect().contains(box) else QRect()

    def scroll_cards(self, by: int) -> None:
        """Scroll by so many lines of cards, down where positive."""
        first = self._first() + by * self._spec.columns
        last = self.proxy.rowCount() - 1
        if by > 0 and not self._shown.below:
            return
        self._look_at(min(max(0, first), max(0, last)))

    def to_start(self) -> None:
        """Scroll back to the lane's first card."""
        self._look_at(0)

    def repaint_ticking(self) -> None:
        """Repaint only what the clock has changed since it was asked last; all once after a new layout."""
        shown = self.shown
        if self._told_of is not shown:
            self._told_of, self._told = shown, {}
        for placed in shown.placed:
            boxes = placed.card.ticking()
            if boxes and self._says_another(placed):
                for box in boxes:
                    self.viewport().update(qrect(box.moved(placed.box.x, placed.box.y)))

    def _says_another(self, placed: PlacedCard) -> bool:
        row = self.proxy.row_at(placed.at)
        before, now = self._told.get(row.key), self._ticks(row)
        self._told[row.key] = now
        return now != before

    def doItemsLayout(self) -> None:
        """Lay the cards out anew, from the same first card on."""
        super().doItemsLayout()
        if self._theme is None:
            return
        self._lay_out()
        place = self._place_of_selected()
        if place is not None and self._keeps:
            self._bring(place)
        self.say_chosen(place, tell=False)
        self.viewport().update()

    def _place_of_selected(self) -> int | None:
        return self.proxy.place(self._selected) if self._selected else None

    def _lay_out(self) -> None:
        self._lay_cards()
        self._fill_up()

    def _lay_cards(self) -> None:
        self._top_place = self._first()
        if self._top is not None and self._top_place < self.proxy.rowCount():
            self._top = self.proxy.row_at(self._top_place).key
        self._shown = self._arrange(self._top_place)
        self._shown_full = {self.proxy.row_at(p.at).key: p.full for p in self._shown.placed}

    def wanted_height(self, most: int) -> int:
        """The height that shows every card, in px; `most` if that is less."""
        height = 0
        for at in range(self.proxy.rowCount()):
            height += self._card(at, full=True).height + self._spec.gap
            if height > most:
                return most
        return height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size shows other cards, the selected one still among them."""
        super().resizeEvent(event)
        self.doItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards that touch what must be painted."""
        if self._theme is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        for placed in self.shown.placed:
            if event.rect().intersects(qrect(placed.box)):
                self._paint_card(painter, placed)
        self._paint_more(painter)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One notch is one line of cards."""
        steps = event.angleDelta().y()
        if steps:
            self.scroll_cards(-1 if steps > 0 else 1)
        event.accept()

    @Slot()
    def _rows_changed(self) -> None:
        """However many rows changed, the cards are laid out once."""
        self.scheduleDelayedItemsLayout()

    def _arrange(self, first: int) -> LaneLayout:
        selected = self.proxy.place(self._selected) if self._selected else None
        size = self.viewport().size()
        return LaneArranger(
            self._spec,
            self.proxy.rowCount(),
            first,
            size.width(),
            size.height(),
            self._card,
            selected,
            lambda at: self._shown_full.get(self.proxy.row_at(at).key, False),
        ).layout()

    def _card(self, at: int, *, full: bool) -> Card:
        row = self.proxy.row_at(at)
        columns, gap = self._spec.columns, self._spec.gap
        width = (self.viewport().width() - (columns - 1) * gap) // columns
        chosen = row.key == self._selected
        room = self.viewport().height() - 2 * MORE_H - self._spec.gap
        return self._cards.card(row, CardSpec(self._measure, width, room, full, chosen))

    def _first(self) -> int:
        """The first card's place; where it left the lane, that of the one that took its place."""
        if self._top is None or self._theme is None:
            return 0
        place = self.proxy.place(self._top)
        kept = min(self._top_place, max(0, self.proxy.rowCount() - 1))
        return self._line_start(kept if place is None else place)

    def _line_start(self, place: int) -> int:
        return place // self._spec.columns * self._spec.columns

    def _look_at(self, place: int) -> None:
        """A person scrolls: the selected card stays only where it is still shown."""
        self._keeps = False
        self._lay_from(place)
        at = self.proxy.place(self._selected) if self._selected else None
        self._keeps = at is None or self._shows(at)
        self.viewport().update()
        self.scrolled.emit()

    def _lay_from(self, place: int) -> None:
        self._set_top(place)
        self._lay_out()

    def _set_top(self, place: int) -> None:
        place = self._line_start(place)
        self._top = self.proxy.row_at(place).key if place and place < self.proxy.rowCount() else None

    def _fill_up(self) -> None:
        """No room is left empty below while cards are hidden above."""
        while self._first() and not self._shown.below:
            before = self._first()
            self._set_top(before - self._spec.columns)
            self._lay_cards()
            if self._shown.below:
                self._set_top(before)
                self._lay_cards()
                return

    def show_place(self, place: int) -> None:
        """Scroll as little as shows the card whole; from far away, to the card itself."""
        self.executeDelayedItemsLayout()
        self._bring(place)
        self.viewport().update()

    def _bring(self, place: int) -> None:
        if self._theme is None or self._shows(place):
            return
        if not self._first() < place < self._first() + _NEAR * self._spec.columns:
            self._lay_from(place)
        while self._first() < self._line_start(place) and not self._shows(place):
            self._lay_from(self._first() + self._spec.columns)

    def _shows(self, place: int) -> bool:
        return any(p.at == place for p in self._shown.placed)

    def turn_page(self, direction: int) -> None:
        """A person pressed the words "n more": scroll by what is shown."""
        shown = max(1, len(self._shown.placed))
        first = self._first() + direction * shown
        self._look_at(max(0, min(first, self.proxy.rowCount() - 1)))

    def _paint_ground(self, painter: QPainter) -> None:
        """Rows without gaps stand in one box; an empty lane says so."""
        if not self.shown.placed:
            self._paint_empty(painter)
        if self._spec.gap or not self.shown.placed or self._theme is None:
            return
        color = self._theme.color
        box = QRectF(0, 0, self.viewport().width(), self.shown.bottom)
        rounded(painter, box, self._theme.radius.card, color.raised, color.line)
        for placed in self.shown.placed[:-1]:
            painter.fillRect(QRectF(1, placed.box.bottom - 1, placed.box.w - 2, 1), color.line)

    def _paint_empty(self, painter: QPainter) -> None:
        assert self._theme is not None
        for number, text in enumerate(self.empty):
            font = self._theme.font(FontRole.BODY if number == 0 else FontRole.CAPTION)
            box = QRectF(2, 4 + 24 * number, self.viewport().width() - 4, 24)
            paint_text(painter, box, text, font, self._theme.color.muted)

    def _paint_card(self, painter: QPainter, placed: PlacedCard) -> None:
        row = self.proxy.row_at(placed.at)
        pressed = self._pressed[1] if self._pressed and self._pressed[0] == row.key else None
        hovered = self._hovered[1] if self._hovered and self._hovered[0] == row.key else None
        assert self._theme is not None
        painter.save()
        painter.translate(placed.box.x, placed.box.y)
        CardPainter(painter, self._theme, self._ticks(row), pressed, hovered).paint(placed.card)
        painter.restore()

    def _paint_more(self, painter: QPainter) -> None:
        assert self._theme is not None
        lines = ((self.shown.above_box, -self.shown.above), (self.shown.below_box, self.shown.below))
        for box, count in lines:
            if box:
                beyond = len(self.shown.placed) + self.shown.above if count > 0 else 0
                following = self.proxy.row_at(beyond) if beyond < self.proxy.rowCount() else None
                font = self._theme.font(FontRole.CAPTION_BOLD)
                text = self._more(count, following)
                paint_text(painter, QRectF(qrect(box)), text, font, self._theme.color.muted, align=CENTER)
