"""Keys that are the same on every page: none of them is a dead button."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.page import Key
from tests.support.deskhouse import Shop, shop

pytestmark = pytest.mark.window


@pytest.fixture
def counter(tmp_path: Path, qtbot: QtBot) -> Iterator[Shop]:
    with shop(tmp_path) as opened:
        qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=20_000)
        yield opened


def test_snooze_is_no_button_on_any_page_while_nothing_rings(counter: Shop) -> None:
    for page in (counter.desk.orders, counter.desk.pickup):
        assert page.bar().action(Key.Key_F9) is None
        assert page.bar().action(Key.Key_F10) is not None
