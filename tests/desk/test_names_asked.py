"""A STOP where nobody is set up, in the real window with real keys: under which name it ends."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.theme import Theme
from posdesk.desk.widgets.name_dialog import NameDialog
from posdesk.desk.widgets.signer import Signer
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.rights import Right
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import Counter, key_of
from tests.support import deskhouse
from tests.support.deskhouse import Shop, shop
from tests.support.fake_counter import FakeCounter
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


@pytest.mark.parametrize("put_away", [Signer.forget, lambda signer: signer.dialog.put_away()])
def test_names_that_are_read_too_late_ask_for_nothing(
    qtbot: QtBot, light: Theme, put_away: Callable[[Signer], None]
) -> None:
    """The STOP was ended elsewhere while the names were read: nobody is asked who stopped."""
    window, counter = QWidget(), FakeCounter()
    qtbot.addWidget(window)
    window.show()
    signer = Signer(counter, light, window)
    dialog: NameDialog = signer.dialog
    signer.sign(Right.END_STOP, lambda: None, "Who?", of=1)
    put_away(signer)
    counter.tell("read_names", ("zhou",))
    assert not dialog.isVisible()
    for _ in range(2):  # a second press before the names are there
        signer.sign(Right.END_STOP, lambda: None, "Who?", of=1)
    counter.tell("read_names", ("zhou",))
    assert dialog.isVisible()
    dialog.reject()
