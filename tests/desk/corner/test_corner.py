"""The corner card over another program's window: a real one, with real keys and a real pointer."""

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.corner.card import CornerAct
from posdesk.desk.corner.corner import Corner
from posdesk.desk.corner.tray import counted_icon
from posdesk.desk.theme import Theme
from posdesk.devices.serial_scanner import PortState
from posdesk.domain.corner import CornerFace
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.pickup.lookup import CodeFrom, Found, Lookup
from posdesk.domain.status import Trouble
from posdesk.settings.settings import Staff
from tests.support import sample_views
from tests.support.fake_counter import NOON, FakeCounter
from tests.support.keys import RealKeys
from tests.support.other_program import OtherProgram, other_program

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000
WELL = sample_views.healthy()


def new(number: str, left_s: float = 200) -> OrderView:
    content = sample_views.content_of("20", number, "王", "13800002046", None, sample_views.line("米粉"))
    return OrderView(sample_views.order_of(content, left_s=left_s))


def stopped(view: OrderView) -> OrderView:
    order = replace(view.order, state=OrderState.CANCELLED, stop_open=True)
    return replace(view, order=order)


@pytest.fixture
def counter() -> FakeCounter:
    made = FakeCounter()
    made.set_status(WELL)
    return made


@pytest.fixture
def other() -> Iterator[OtherProgram]:
    with other_program() as program:
        yield program


@pytest.fixture
def keys() -> Iterator[RealKeys]:
    with RealKeys() as keyboard:
        yield keyboard


@pytest.fixture
def desk(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    return window


@pytest.fixture
def corner(
    qtbot: QtBot, counter: FakeCounter, desk: QWidget, light: Theme, keys: RealKeys
) -> Iterator[Corner]:
    keys.move(700, 300)
    keys.settle()
    made = Corner(counter, light, desk, place="bottom_right")
    made.start()
    yield made
    made.close()


def behind(qtbot: QtBot, corner: Corner, other: OtherProgram) -> None:
    """The other program has the keyboard, and the corner card knows it."""

    def is_so() -> bool:
        return other.told().is_active and corner.behind.is_so

    other.come_to_front()
    qtbot.waitUntil(is_so, timeout=PATIENCE_MS)


def shows(qtbot: QtBot, corner: Corner, face: CornerFace | None) -> None:
    qtbot.waitUntil(lambda: corner.face is face, timeout=PATIENCE_MS)


def middle_of(corner: Corner, act: CornerAct | None = None) -> QPoint:
    """A point of the screen, in physical px."""
    button = corner.card.view.button(act) if act else None
    spot = button or corner.card
    middle = spot.rect().center() if button else QPoint(200, 12)
    return spot.mapToGlobal(middle) * corner.card.devicePixelRatio()


def touch(qtbot: QtBot, keys: RealKeys, corner: Corner, act: CornerAct | None = None) -> None:
    """A whole touch, whether it counts or not; waits until the card has seen it."""
    seen: list[bool] = []
    guard = corner.card._guard
    lift = guard.lift

    def noted() -> bool:
        seen.append(lift())
        return seen[-1]

    guard.lift = noted  # type: ignore[method-assign]
    place = middle_of(corner, act)
    keys.click(place.x(), place.y())
    try:
        qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE_MS)
    finally:
        del guard.lift


def wished(counter: FakeCounter) -> list[tuple[OrderKey, Kind]]:
    return [(what[0], what[1]) for what in counter.calls("wish")]  # type: ignore[misc]


def test_another_program_keeps_its_focus_and_every_key_while_orders_come_and_one_is_accepted_by_touch(
    qtbot: QtBot, counter: FakeCounter, corner: Corner, other: OtherProgram, keys: RealKeys
) -> None:
    behind(qtbot, corner, other)
    shows(qtbot, corner, CornerFace.QUIET)
    before = other.told().lost
    first, second = new("104", left_s=60), new("105")
    keys.type_slowly("12", 30)
    counter.put(first)
    keys.type_slowly("34", 30)
    shows(qtbot, corner, CornerFace.NEW)
    counter.put(second)
    keys.type_slowly("56", 30)
    touch(qtbot, keys, corner, CornerAct.ACCEPT)
    assert wished(counter) == []  # it has only just come up
    counter.time.advance(0.8)
    touch(qtbot, keys, corner, CornerAct.ACCEPT)
    assert wished(counter) == [(first.order.key, Kind.ACCEPT)]
    touch(qtbot, keys, corner, CornerAct.ACCEPT)  # the same touch once more: the next order stands there now
    assert wished(counter) == [(first.order.key, Kind.ACCEPT)]
    counter.put(sample_views.with_intent(first, Kind.ACCEPT, Outcome.QUEUED))
    counter.time.advance(0.8)
    touch(qtbot, keys, corner, CornerAct.ACCEPT)
    assert wished(counter) == [(first.order.key, Kind.ACCEPT), (second.order.key, Kind.ACCEPT)]
    keys.type_slowly("78", 30)
    qtbot.waitUntil(lambda: other.told().text == "12345678", timeout=PATIENCE_MS)
    told = other.told()
    assert told.is_active
    assert told.lost == before
    assert QGuiApplication.focusWindow() is None


def test_it_says_the_worst_first_and_only_opens_where_nobody_may_act(
    qtbot: QtBot, counter: FakeCounter, corner: Corner, other: OtherProgram, keys: RealKeys
) -> None:
    opened: list[object] = []
    corner.open_wanted.connect(opened.append)
    behind(qtbot, corner, other)
    shows(qtbot, corner, CornerFace.QUIET)
    assert "touch here" in corner.card.accessibleName()  # a keyboard's scanner is read in front only
    counter.time.advance(0.8)
    touch(qtbot, keys, corner)
    assert opened == [None]
    opened.clear()
    counter.set_status(replace(WELL, trouble=Trouble.PORT_TAKEN))
    shows(qtbot, corner, CornerFace.GAP)
    order = new("104")
    counter.put(order)
    shows(qtbot, corner, CornerFace.NEW)
    counter.settings = counter.settings.model_copy(update={"staff": (Staff(name="李敏"),)})
    counter.set_staff(None)
    qtbot.waitUntil(lambda: corner.card.view.button(CornerAct.ACCEPT) is None, timeout=PATIENCE_MS)
    counter.time.advance(0.8)
    touch(qtbot, keys, corner, CornerAct.OPEN)
    assert opened == [order.order.key]
    counter.set_staff(Staff(name="李敏"))
    qtbot.waitUntil(lambda: corner.card.view.button(CornerAct.ACCEPT) is not None, timeout=PATIENCE_MS)
    counter.put(stopped(new("99")), order)
    shows(qtbot, corner, CornerFace.STOP)
    assert [mark.act for mark in corner.card.view.card.buttons()] == [CornerAct.OPEN]
    assert wished(counter) == []


def test_it_never_appears_under_a_pointer_that_moved_in_the_last_second(
    qtbot: QtBot, counter: FakeCounter, corner: Corner, other: OtherProgram, keys: RealKeys
) -> None:
    behind(qtbot, corner, other)
    shows(qtbot, corner, CornerFace.QUIET)
    strip = corner.card.geometry()
    above = QPoint(strip.center().x(), strip.top() - 60)
    place = above * corner.card.devicePixelRatio()
    keys.move(place.x(), place.y())
    keys.settle()
    qtbot.waitUntil(lambda: QCursor.pos() == above, timeout=PATIENCE_MS)
    counter.put(new("104"))
    qtbot.waitUntil(lambda: corner.waits, timeout=PATIENCE_MS)
    assert corner.face is CornerFace.QUIET
    assert corner.card.geometry() == strip
    counter.time.advance(1.1)
    shows(qtbot, corner, CornerFace.NEW)
    assert corner.card.geometry().contains(above)


def test_it_goes_when_the_desk_is_in_front_again_stands_in_the_corner_that_was_set_and_ends_no_program(
    qtbot: QtBot, corner: Corner, other: OtherProgram, desk: QWidget
) -> None:
    behind(qtbot, corner, other)
    shows(qtbot, corner, CornerFace.QUIET)
    corner.set_place("top_left")
    assert (corner.card.x(), corner.card.y()) == (16, 16)
    corner.set_place("off")
    assert corner.face is None
    corner.set_place("bottom_left")
    assert corner.face is CornerFace.QUIET
    assert not corner.card.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    desk.activateWindow()
    shows(qtbot, corner, None)


def test_a_code_that_is_read_behind_shows_whose_it_is_until_the_desk_is_in_front(
    qtbot: QtBot, counter: FakeCounter, corner: Corner, other: OtherProgram
) -> None:
    corner.set_port(PortState("COM3", is_read=True))
    behind(qtbot, corner, other)
    shows(qtbot, corner, CornerFace.QUIET)
    assert "touch here" not in corner.card.accessibleName()
    ready = new("27")
    counter.put(replace(ready, order=replace(ready.order, state=OrderState.READY)))
    asking = Lookup(7, "2211418700359", NOON, CodeFrom.SCANNER)
    counter.show_lookup(asking)
    shows(qtbot, corner, CornerFace.SCAN)
    assert "2211" in corner.card.accessibleName()
    counter.show_lookup(replace(asking, found=Found.ONE, keys=(ready.order.key,)))
    qtbot.waitUntil(lambda: "27" in corner.card.accessibleName(), timeout=PATIENCE_MS)
    counter.show_lookup(replace(asking, number=6))  # an older one's answer comes late
    counter.show_lookup(replace(asking, number=8, found=Found.USED))
    qtbot.waitUntil(lambda: "27" not in corner.card.accessibleName(), timeout=PATIENCE_MS)
    counter.time.advance(60)
    shows(qtbot, corner, CornerFace.QUIET)


def test_the_tray_tells_how_many_wait(
    qtbot: QtBot, counter: FakeCounter, corner: Corner, other: OtherProgram
) -> None:
    order = new("104")
    counter.put(new("103"), order)
    qtbot.waitUntil(lambda: "2 to accept" in corner.tray.icon.toolTip(), timeout=PATIENCE_MS)
    counter.put(stopped(order))
    qtbot.waitUntil(lambda: "1 to stop" in corner.tray.icon.toolTip(), timeout=PATIENCE_MS)
    assert "1 to accept" in corner.tray.icon.toolTip()


def test_each_number_is_another_picture_in_the_tray(light: Theme) -> None:
    pictures = [counted_icon(n, light).pixmap(32, 32).toImage() for n in (0, 1, 2, 12, 100)]
    assert all(one != another for at, one in enumerate(pictures) for another in pictures[:at])


if sys.platform != "win32":
    from tests.support.front import asks_for_attention, window_on_top

    def test_the_taskbar_flashes_for_an_order_that_comes_behind_another_program_and_for_none_in_front(
        qtbot: QtBot, counter: FakeCounter, corner: Corner, other: OtherProgram, desk: QWidget
    ) -> None:
        window = int(desk.winId())
        counter.put(new("103"))
        qtbot.waitUntil(lambda: "1 to accept" in corner.tray.icon.toolTip(), timeout=PATIENCE_MS)
        assert not asks_for_attention(window)
        behind(qtbot, corner, other)
        shows(qtbot, corner, CornerFace.NEW)
        assert not asks_for_attention(window)  # it was there before
        counter.put(new("104"))
        qtbot.waitUntil(lambda: asks_for_attention(window), timeout=PATIENCE_MS)

    def test_it_lies_over_a_program_that_fills_the_screen(
        qtbot: QtBot, corner: Corner, other: OtherProgram
    ) -> None:
        behind(qtbot, corner, other)
        shows(qtbot, corner, CornerFace.QUIET)
        other.fill_screen()
        other.come_to_front()
        qtbot.waitUntil(lambda: window_on_top() == int(corner.card.winId()), timeout=PATIENCE_MS)
        assert other.told().is_active

else:
    import ctypes

    def test_windows_never_activates_it(qtbot: QtBot, corner: Corner, other: OtherProgram) -> None:
        behind(qtbot, corner, other)
        shows(qtbot, corner, CornerFace.QUIET)
        user = ctypes.WinDLL("user32")
        style = user.GetWindowLongW(ctypes.c_void_p(int(corner.card.winId())), -20)
        assert style & 0x08000000  # WS_EX_NOACTIVATE
        assert style & 0x00000008  # WS_EX_TOPMOST
