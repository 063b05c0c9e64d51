"""Somebody who sets a counter up sends himself an order: real window, port, alarm and printer (row 63)."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.books import BooksStep
from posdesk.desk.first_start.own_order import OwnOrderStep
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.order import TRAINING, OrderKey, OrderState
from posdesk.settings.printers import PrintedSlip, Printer
from posdesk.settings.settings import Settings
from tests.support.deskhouse import Shop, shop
from tests.support.virtual_printer import printing

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000


def pressed(at: Shop, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(at.desk.window.windowHandle(), key, held)


def test_the_tills_folder_is_tried_out_and_nothing_of_it_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with shop(tmp_path, language="en", ovopark={}) as at:
        wizard = at.desk.wizard.page
        step = next(each for each in wizard.steps if isinstance(each, BooksStep))
        qtbot.waitUntil(lambda: bool(at.house.engine.status.status.address), timeout=PATIENCE_MS)
        at.desk.window.show_page(wizard.number)
        wizard.rail.chosen.emit(step)
        at.desk.window.activateWindow()
        qtbot.waitUntil(at.desk.window.isActiveWindow, timeout=PATIENCE_MS)
        pressed(at, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: "3 receipts was taken" in step.rows.texts[0], timeout=PATIENCE_MS)
        kept = at.house.journal.read(lambda db: db.execute("SELECT count(*) FROM receipts").fetchone()[0])
        assert kept == 0
        assert step.lines()[0].state.is_done


def has_a_loudspeaker(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A player that plays all it is given: what rang without one is not proven."""
    tools.mkdir()
    player = tools / "pw-play"
    player.write_text("#!/bin/sh\nexit 0\n")
    player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")


def lane_of(at: Shop, key: OrderKey) -> Lane | None:
    """In which lane its card stands."""
    view = at.desk.bridge.view(key)
    return None if view is None else at.desk.orders.model.row_of(view).facts.lane


def is_accepted(at: Shop, step: OwnOrderStep) -> bool:
    """F2, and once more where it was deaf still: a step was chosen a moment ago."""
    if "It rings" in step.rows.texts[2]:
        pressed(at, Qt.Key.Key_F2)
    return "accepted with F2" in step.rows.texts[2]


def test_it_comes_in_rings_is_accepted_prints_and_is_put_away_while_every_platform_hears_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_a_loudspeaker(tmp_path / "tools", monkeypatch)
    with printing(tmp_path / "paper") as (paper, port):

        def with_printer(chosen: Settings) -> Settings:
            printer = Printer(name="kitchen", address=f"127.0.0.1:{port}", answers="job")
            slip = PrintedSlip(kind="kitchen", printer="kitchen", sources=(4,))
            return chosen.model_copy(update={"printer": (printer,), "slip": (slip,)})

        with shop(tmp_path / "home", language="en", changed=with_printer) as at:
            wizard = at.desk.wizard.page
            step = next(each for each in wizard.steps if isinstance(each, OwnOrderStep))
            qtbot.waitUntil(lambda: bool(at.house.engine.status.status.address), timeout=PATIENCE_MS)
            at.desk.window.show_page(wizard.number)
            wizard.rail.chosen.emit(step)
            at.desk.window.activateWindow()
            qtbot.waitUntil(at.desk.window.isActiveWindow, timeout=PATIENCE_MS)
            pressed(at, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
            qtbot.waitUntil(lambda: "It rings" in step.rows.texts[2], timeout=PATIENCE_MS)
            assert "signature right, on disk" in step.rows.texts[0]
            assert "as number 1" in step.rows.texts[1]
            qtbot.waitUntil(lambda: is_accepted(at, step), timeout=PATIENCE_MS)
            qtbot.waitUntil(lambda: step.state().is_done, timeout=PATIENCE_MS)
            assert len(paper.texts) == 1
            assert "练习" in paper.texts[0]
            (view,) = at.desk.bridge.views()
            assert view.order.key.partner == TRAINING
            key = view.order.key
            qtbot.waitUntil(lambda: lane_of(at, key) is Lane.MAKING, timeout=PATIENCE_MS)
            now = at.desk.bridge.view(key)
            assert now is not None
            assert "practice" in at.desk.orders.model.row_of(now).facts.chips[0].text
            pressed(at, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
            qtbot.waitUntil(
                lambda: at.desk.bridge.view(view.order.key).order.state is OrderState.CANCELLED,  # type: ignore[union-attr]
                timeout=PATIENCE_MS,
            )
            assert at.simulator.tally().calls == ()
            assert all(p.last_received is None for p in at.house.engine.status.status.partners)
