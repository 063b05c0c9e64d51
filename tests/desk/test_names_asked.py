"""A STOP where nobody is set up, in the real window with real keys: under which name it ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from posdesk.domain.orders.order import OrderKey
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import Counter, key_of
from tests.support import deskhouse
from tests.support.deskhouse import Shop, shop
from tests.support.keys import RealKeys

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(deskhouse, "STAFF", ())
    with shop(tmp_path) as opened:
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
        yield opened


def stop(counter: Shop, qtbot: QtBot, bill: str) -> OrderKey:
    """An order that was cancelled after its accept, and the band shows it."""
    till, key = Counter(counter.house.journal), key_of(bill)
    till.add(bill)
    till.event(PlatformStatus.ACCEPTED, key)
    till.event(PlatformStatus.CANCELLED, key)
    band = counter.desk.window.stops
    qtbot.waitUntil(lambda: band.target == key, timeout=PATIENCE_MS)
    return key


def ended_by(counter: Shop, key: OrderKey) -> list[str]:
    question = "SELECT actor FROM audit WHERE what = 'order.stop_acknowledged' AND tbillno = ?"
    rows = counter.house.journal.read(lambda db: db.execute(question, (key.bill,)).fetchall())
    return [actor for (actor,) in rows]


def test_a_name_is_typed_once_and_chosen_by_its_letter_the_next_time(counter: Shop, qtbot: QtBot) -> None:
    names, window = counter.desk.window.stops.names, counter.desk.window
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle(), timeout=PATIENCE_MS)
    first = stop(counter, qtbot, "one")
    with RealKeys() as keys:
        keys.press("F11", after_ms=600)
        qtbot.waitUntil(names.field.hasFocus, timeout=PATIENCE_MS)
        keys.type_slowly("zhou", 120)
        qtbot.waitUntil(lambda: names.typed == "zhou", timeout=PATIENCE_MS)
        keys.press("m", modifiers=("Alt_L",))
        qtbot.waitUntil(lambda: ended_by(counter, first) == ["counter 1, said zhou"], timeout=PATIENCE_MS)
        second = stop(counter, qtbot, "two")
        qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle(), timeout=PATIENCE_MS)
        keys.press("F11", after_ms=600)
        qtbot.waitUntil(names.field.hasFocus, timeout=PATIENCE_MS)
        assert names.names == ("zhou",)
        keys.press("a", modifiers=("Alt_L",))
        qtbot.waitUntil(lambda: ended_by(counter, second) == ["counter 1, said zhou"], timeout=PATIENCE_MS)
        keys.settle()
    assert names.field.text() == ""
