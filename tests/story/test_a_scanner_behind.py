"""A serial scanner is read while another program is in front; that program's own keys are nobody else's."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posdesk.domain.corner import CornerFace
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.intent import Kind
from posdesk.settings.scanner import Scanner
from posdesk.settings.settings import Settings
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.support.bursts import Heard
from tests.support.deskhouse import PINS, Shop, shop
from tests.support.keys import RealKeys
from tests.support.other_program import OtherProgram, other_program
from tests.support.simulator import key_at_counter

pytestmark = [pytest.mark.window, pytest.mark.posix("a pty pair stands for the serial port")]
PATIENCE_MS = 20_000


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[int]:
    """The scanner's end of a serial line; the port is `scanner` in the folder."""
    near, far = os.openpty()
    (tmp_path / "scanner").symlink_to(os.ttyname(far))
    yield near
    for end in (near, far):
        os.close(end)


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot, wire: int) -> Iterator[Shop]:
    def with_scanner(chosen: Settings) -> Settings:
        return chosen.model_copy(update={"scanner": Scanner(port=str(tmp_path / "scanner"), prefix="~")})

    home = tmp_path / "home"
    home.mkdir()
    with shop(home, changed=with_scanner, language="en") as opened:
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
        qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: port_is_read(opened), timeout=PATIENCE_MS)
        yield opened


@pytest.fixture
def other() -> Iterator[OtherProgram]:
    with other_program() as program:
        yield program


def port_is_read(counter: Shop) -> bool:
    state = counter.desk.port.state
    return state is not None and state.is_read


def taken(counter: Shop, qtbot: QtBot) -> OrderSeen:
    """An order that waits to be verified, on the board."""
    seen = counter.simulator.post_order(OrderWish(partner="meituan", kind=OrderKind.VERIFICATION))
    key = key_at_counter(seen)
    qtbot.waitUntil(lambda: counter.desk.bridge.view(key) is not None, timeout=PATIENCE_MS)
    counter.desk.bridge.wish(key, Kind.ACCEPT)
    making = counter.desk.orders.lanes[Lane.MAKING]
    qtbot.waitUntil(lambda: making.place(key) is not None, timeout=PATIENCE_MS)
    return seen


def behind(qtbot: QtBot, counter: Shop, other: OtherProgram) -> None:
    other.come_to_front()
    qtbot.waitUntil(lambda: other.told().is_active and counter.desk.corner.behind.is_so, timeout=PATIENCE_MS)


def said(counter: Shop) -> str:
    corner = counter.desk.corner
    return corner.card.accessibleName() if corner.face is CornerFace.SCAN else ""


def test_codes_come_in_behind_another_program_whose_keys_are_its_own_and_nothing_is_verified_there(
    counter: Shop, qtbot: QtBot, wire: int, other: OtherProgram
) -> None:
    desk, heard = counter.desk, Heard.of(counter.desk.router)
    assert "is read" in desk.settings_page.scanner.port.said
    first, second = taken(counter, qtbot), taken(counter, qtbot)
    behind(qtbot, counter, other)
    with RealKeys() as keys:
        keys.type_burst("6934567", 5, "Return")
        keys.settle()
    qtbot.waitUntil(lambda: other.told().text == "6934567", timeout=PATIENCE_MS)
    assert (heard.scanned, heard.swallowed) == ([], [])
    os.write(wire, f"~]C1{first.code}\r\n{second.code}\t{first.code}".encode())  # the last one by its silence
    codes = [first.code, second.code, first.code]
    qtbot.waitUntil(lambda: heard.scanned == codes, timeout=PATIENCE_MS)
    view = desk.bridge.view(key_at_counter(first))
    assert view is not None
    number = view.order.content.number
    qtbot.waitUntil(lambda: number in said(counter).split(), timeout=PATIENCE_MS)
    assert "To verify it, bring posdesk to the front" in said(counter)
    with RealKeys() as keys:
        keys.press("F8", after_ms=400)
        keys.settle()
    os.write(wire, b"\xff\xfe\xff\r")
    qtbot.waitUntil(lambda: len(heard.swallowed) == 1, timeout=PATIENCE_MS)
    assert other.told().is_active
    view = desk.bridge.view(key_at_counter(first))
    assert view is not None
    assert [intent.kind for intent in view.intents] == [Kind.ACCEPT]
    assert desk.window.page is desk.pickup  # the order stands there when the desk comes to the front
    desk.window.come_to_front()
    qtbot.waitUntil(lambda: desk.corner.face is None, timeout=PATIENCE_MS)
    assert desk.pickup.bar().action(Qt.Key.Key_F8) is not None


def test_a_packing_list_that_was_left_open_takes_no_code_behind_another_program(
    counter: Shop, qtbot: QtBot, wire: int, other: OtherProgram
) -> None:
    desk = counter.desk
    packed, fetched = key_at_counter(taken(counter, qtbot)), taken(counter, qtbot)
    desk.orders.selection.choose(packed)
    desk.orders.placement.show_detail()
    desk.orders.own.toggle_packing(packed)
    assert desk.orders.own.packing is not None
    behind(qtbot, counter, other)
    os.write(wire, f"~{fetched.code}\r".encode())
    view = desk.bridge.view(key_at_counter(fetched))
    assert view is not None
    number = view.order.content.number
    qtbot.waitUntil(lambda: number in said(counter).split(), timeout=PATIENCE_MS)


def test_the_corner_of_the_settings_page_is_where_the_card_stands_next(
    counter: Shop, qtbot: QtBot, other: OtherProgram
) -> None:
    desk = counter.desk
    desk.bridge.sign_in(PINS["staff/王经理/pin"])
    pane = desk.settings_page.counter_pane
    pane.corner.editor.set_value("top_left")
    pane.save_button.click()
    qtbot.waitUntil(lambda: "It counts" in pane.said, timeout=PATIENCE_MS)
    behind(qtbot, counter, other)
    qtbot.waitUntil(lambda: desk.corner.face is CornerFace.QUIET, timeout=PATIENCE_MS)
    assert (desk.corner.card.x(), desk.corner.card.y()) == (16, 16)
