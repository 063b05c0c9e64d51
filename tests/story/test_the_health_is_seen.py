"""Somebody looks at the health in a real window, mends what it leads to, and makes the diagnostic file."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.settings.health.pane import HealthPane
from posdesk.doctor.report import State
from posdesk.simulator.o2o.maker import OrderWish
from tests.support.deskhouse import shop
from tests.support.keys import RealKeys

pytestmark = [pytest.mark.window, pytest.mark.timeout(180)]
PATIENCE_MS = 30_000
NEVER = "No call of it ever came in."


def test_the_health_says_what_came_in_and_one_key_makes_the_file(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "Documents"
    documents.mkdir()
    monkeypatch.setattr("posdesk.desk.links.documents", lambda: str(documents))
    with shop(tmp_path / "home", language="en") as opened, RealKeys() as keys:
        pane = opened.desk.settings_page.health
        qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        keys.press("6", modifiers=["Control_L"])
        for _ in opened.desk.settings_page.panes:
            keys.press("Page_Down")
        seen = _waits(qtbot, pane)
        seen(lambda: bool(pane.rows))
        assert _row(pane, "partner/meituan") == (State.LOOK, NEVER)
        opened.simulator.post_order(OrderWish(partner="meituan"))
        keys.press("r", modifiers=["Alt_L"])
        seen(lambda: _row(pane, "partner/meituan")[0] is State.OK)
        assert _row(pane, "partner/eleme") == (State.LOOK, NEVER)
        assert "audit" in {row.identity for row in pane.rows}, "all of it was looked at"
        keys.press("d", modifiers=["Alt_L"])
        seen(lambda: pane.said.startswith("Made: posdesk-diagnostic-"))
        (made,) = documents.iterdir()
        assert made.name in pane.said
        with zipfile.ZipFile(made) as packed:
            told = packed.read("doctor.en.txt").decode()
        assert all(row.texts[0] in told for row in pane.rows if not row.isHidden())


def _waits(qtbot: QtBot, pane: HealthPane) -> Callable[[Callable[[], bool]], None]:
    qtbot.waitUntil(pane.isVisible, timeout=PATIENCE_MS)
    return lambda fact: qtbot.waitUntil(fact, timeout=PATIENCE_MS)


def _row(pane: HealthPane, name: str) -> tuple[State, str]:
    row = next(row for row in pane.rows if row.identity == name and row.line is not None)
    assert row.line is not None
    return row.line.state, row.line.found.en
