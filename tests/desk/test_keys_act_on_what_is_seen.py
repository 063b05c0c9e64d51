"""Whatever a key did, it did to an order that stood on the screen, whole and painted as the chosen one.

A window is walked through at random: keys, other orders, STOPs, sizes, scrolling, pages. Before each key that
acts the window is pictured; what the key then did is looked for in that picture.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.lane_view import LaneView
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.theme import ThemeSource, load_fonts
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.orders.refused import Refused, RefusedCall, RefusedKind, TurnedAway, WrongSigns
from posdesk.domain.pickup.lookup import Found
from posdesk.domain.status import Gap
from posdesk.settings.settings import Settings, Staff, Store, Tender
from tests.support import pickups
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter
from tests.support.silent_sound import SilentSound

Key = Qt.Key
WALK_KEYS = (Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_F5, Key.Key_F10, Key.Key_Escape)
ACT_KEYS = (Key.Key_F2, Key.Key_F3, Key.Key_F4, Key.Key_F8)
SIZES = ((900, 600), (1024, 768), (1366, 768), (1920, 1080))
STEPS = 120


class Counter:
    """A window with both pages of orders, and a hand that wanders over it."""

    def __init__(self, seed: int, qtbot: QtBot) -> None:
        self.rng, self.numbers = random.Random(seed), iter(range(100, 100_000))
        tenders = (Tender(code="cash", name="现金", cash=True),)
        self.counter = FakeCounter(settings=Settings(store=Store(name="湘阴一店"), tender=tenders))
        self.counter.set_status(sample.healthy())
        self.counter.set_staff(Staff(name="李敏"))
        themes = ThemeSource("light")
        self.focus = themes.theme.color.focus
        self.window = MainWindow(self.counter, themes)
        qtbot.addWidget(self.window)
        self.orders = OrdersPage(self.counter, themes.theme)
        self.pickup = PickupPage(self.counter, SilentSound(), themes.theme)
        self.orders.open_pickup.connect(self.pickup.open_order)
        for page in (self.orders, self.pickup):
            self.window.add_page(page)
        self.counter.set_views(*sample.board())
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()

    def settle(self) -> None:
        """All that was asked for is on screen, and no key is deaf any more."""
        self.counter.time.advance(1)
        for _ in range(3):
            QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key of the window system's, to the window."""
        QTest.keyClick(self.window.windowHandle(), key, held)

    def numbered(self, view: OrderView) -> OrderView:
        """Another order like that one."""
        number = str(next(self.numbers))
        key = OrderKey(view.order.key.partner, f"bill-{number}", "")
        content = replace(view.order.content, show_no=number, tbillno=key.bill)
        return replace(view, order=replace(view.order, key=key, content=content))

    def wander(self) -> None:
        """One step of any kind."""
        deeds: tuple[tuple[int, Callable[[], object]], ...] = (
            (10, lambda: self.press(self.rng.choice(WALK_KEYS))),
            (3, self._ring),
            (3, self._leave),
            (1, self._stop),
            (1, lambda: self.press(Key.Key_F11)),
            (2, lambda: self.window.resize(*self.rng.choice(SIZES))),
            (5, self._scroll),
            (1, lambda: self.orders.board.tabs.chosen.emit(self.rng.randrange(3))),
            (1, self._turn_page),
            (1, self._scan),
            (1, self._search),
        )
        (deed,) = self.rng.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])
        deed()
        self.settle()

    def act(self) -> None:
        """Press a key that acts, and look for what it did in the picture before it."""
        before = self.window.grab().toImage()
        marked, page = self._marked(before), self.window.page
        done = len(self.counter.asked)
        refusing, top = self.orders.order_actions.refusing, self.pickup.at_hand()
        (key,) = self.rng.choices(ACT_KEYS, (6, 1, 3, 3))
        self.press(key)
        for each in self.counter.asked[done:]:
            if each.name not in {"wish", "hand_over"}:
                continue
            (target, *_) = each.what
            if page is self.pickup and target not in marked:
                assert top is not None, f"{key.name} acted on {target}, and no card was shown"
                assert not top.isEmpty()
                assert self.pickup.panes.choice is not self.pickup.panes.shown
            elif refusing is None:
                assert target in marked, f"{key.name} acted on {target}; seen and marked were {marked}"
        opened = self.orders.order_actions.refusing
        if opened is not None and refusing is None:
            assert opened.facts.key in marked
        self.settle()
        self._assert_no_word_lies_over_what_is_at_hand()

    def _assert_no_word_lies_over_what_is_at_hand(self) -> None:
        notice, page = self.window.shell.notice, self.window.page
        box = page.at_hand() if page is not None else None
        if page is not None and box is not None and notice.isVisible() and box.height() < page.height() / 2:
            corner = notice.mapTo(self.window, QPoint(0, 0))
            words = QRect(corner, notice.size())
            assert not words.intersects(box.translated(page.mapTo(self.window, QPoint(0, 0))))

    def _marked(self, picture: QImage) -> set[OrderKey]:
        """The orders that stand in this picture whole and framed in the colour of what is chosen."""
        found: set[OrderKey] = set()
        for view in (*self.orders.board.views.values(), self.orders.finder.list):
            found |= {key for key, box in _cards(view) if self._is_framed(picture, view.viewport(), box)}
        detail, choice = self.orders.detail, self.pickup.panes.choice
        if detail.isVisible() and detail.closable and detail.key is not None:
            found.add(detail.key)
        if choice.isVisible():
            for key in (order.order.key for order in self.counter.views()):
                box = choice.rect_of(key).adjusted(0, 2, 0, -2)
                if box.height() > 20 and self._is_framed(picture, choice, box):
                    found.add(key)
        return found

    def _is_framed(self, picture: QImage, widget: QWidget, box: QRect) -> bool:
        """Whether both sides of the frame are in the picture: nothing lies over the card's edges."""
        if not widget.isVisible() or not widget.rect().contains(box):
            return False
        corner = widget.mapTo(self.window, box.topLeft())
        middle = corner.y() + box.height() // 2
        return all(
            any(picture.pixelColor(QPoint(x + at, middle)) == self.focus for at in range(4))
            for x in (corner.x(), corner.x() + box.width() - 4)
        )

    def _ring(self) -> None:
        kinds = (sample.new_27, sample.new_104, sample.overdue_98, sample.new_8)
        self.counter.put(self.numbered(self.rng.choice(kinds)()))

    def _leave(self) -> None:
        """An order goes another way: accepted, ready or completed elsewhere."""
        view = self.rng.choice(list(self.counter.views()))
        state = self.rng.choice((OrderState.ACCEPTED, OrderState.READY, OrderState.COMPLETED))
        self.counter.put(replace(view, order=replace(view.order, state=state), intents=()))

    def _stop(self) -> None:
        self.counter.put(self.numbered(sample.stop_25()))

    def _scroll(self) -> None:
        views = (*self.orders.board.views.values(), self.orders.finder.list)
        self.rng.choice(views).scroll_cards(self.rng.choice((-2, -1, 1, 2, 5)))

    def _turn_page(self) -> None:
        self.press(self.rng.choice((Key.Key_1, Key.Key_2)), Qt.KeyboardModifier.ControlModifier)

    def _scan(self) -> None:
        views = [self.numbered(pickups.to_verify()) for _ in range(self.rng.choice((1, 2, 9)))]
        self.counter.put(*views)
        found = Found.ONE if len(views) == 1 else Found.SEVERAL
        keys = (view.order.key for view in views)
        self.counter.show_lookup(pickups.lookup(next(self.numbers), found, *keys))
        self.window.show_page(self.pickup.number)

    def _search(self) -> None:
        if self.orders.finder.isVisible():
            self.orders.finder.field.setText("1")
            found = self.rng.sample(list(self.counter.views()), 8)
            self.counter.show_found("1", *found)


def _cards(view: LaneView) -> Iterator[tuple[OrderKey, QRect]]:
    for placed in view.shown.placed if view.isVisible() else ():
        box = placed.box
        yield view.proxy.row_at(placed.at).key, QRect(box.x, box.y, box.w, box.h)


@pytest.mark.window
@pytest.mark.parametrize("seed", range(10))
def test_a_key_acts_on_what_is_seen_and_marked_whatever_went_before(qtbot: QtBot, seed: int) -> None:
    load_fonts()
    walker = Counter(seed, qtbot)
    for _ in range(STEPS):
        walker.wander()
        if walker.rng.random() < 0.7:
            walker.act()


@pytest.mark.window
def test_f8_verifies_the_order_that_is_on_screen_among_nine_in_a_small_window(qtbot: QtBot) -> None:
    load_fonts()
    at = Counter(0, qtbot)
    at.window.resize(900, 600)
    views = [at.numbered(pickups.to_verify()) for _ in range(9)]
    at.counter.put(*views)
    at.counter.show_lookup(pickups.lookup(1, Found.SEVERAL, *(view.order.key for view in views)))
    at.window.show_page(at.pickup.number)
    at.settle()
    at.press(Key.Key_Up)
    at.settle()
    marked = at._marked(at.window.grab().toImage())
    assert marked == {views[-1].order.key}
    at.press(Key.Key_F8)
    assert [what[0] for what in at.counter.calls("wish")] == [views[-1].order.key]


@pytest.mark.window
@pytest.mark.parametrize("size", [(900, 600), (1024, 768)])
def test_f2_accepts_in_a_small_window_whatever_is_said_above_the_orders(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    load_fonts()
    at = Counter(0, qtbot)
    at.window.resize(*size)
    wrong = WrongSigns("meituan", 9, NOON, NOON, NOON)
    refused = RefusedCall(
        1, "meituan", Refused(RefusedKind.ORDER, "B1", "#12", "", 1004, "x / x"), NOON, NOON, 1
    )
    told = TurnedAway((refused,), (), (wrong,))
    gap = Gap(1, NOON, NOON, "asleep")
    at.counter.set_status(replace(sample.healthy(), turned_away=told, gaps=(gap,), shared="receipts-in"))
    at.counter.put(sample.stop_25())
    at.settle()
    for pressed in range(1, 4):
        at.press(Key.Key_F2)
        at.settle()
        assert len(at.counter.calls("wish")) == pressed
