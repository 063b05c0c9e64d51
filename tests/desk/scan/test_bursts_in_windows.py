"""Random bursts by real keys against every kind of focus: none lost, none merged, nothing pressed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from posdesk.desk.scan.router import ScanRouter
from tests.desk.scan.bench_window import BenchWindow
from tests.desk.scan.till import RAW_KEYS
from tests.support.bursts import ENDS, assert_bursts_are_read

pytestmark = [pytest.mark.window, pytest.mark.timeout(600)]  # a busy machine scans in smaller rounds
COUNT = 60  # fifteen kinds of focus; the pages of the desk itself get over 1,000 more in tests/story

FOCUSES: dict[str, Callable[[BenchWindow], QWidget]] = {
    "line": lambda bench: bench.line,
    "note": lambda bench: bench.note,
    "button": lambda bench: bench.button,
    "check": lambda bench: bench.check,
    "list": lambda bench: bench.list,
}


RAW = [pytest.param(name, "x11", marks=RAW_KEYS.marks) for name in ("line", "note")]


@pytest.mark.parametrize(("name", "router"), [*((name, "qt") for name in FOCUSES), *RAW], indirect=["router"])
def test_a_burst_never_reaches_the_focused_widget(
    qtbot: QtBot, bench: BenchWindow, router: ScanRouter, name: str
) -> None:
    FOCUSES[name](bench).setFocus()
    assert_bursts_are_read(bench, router, qtbot=qtbot, count=COUNT, seed=len(name) + 1)
    assert bench.shortcuts == []


def _dialog(parent: QWidget) -> QDialog:
    dialog = QDialog(parent)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(QLineEdit("reason"))
    layout.addWidget(buttons)
    return dialog


def _message_box(parent: QWidget) -> QMessageBox:
    kinds = QMessageBox.StandardButton
    return QMessageBox(QMessageBox.Icon.Question, "?", "Verify?", kinds.Yes | kinds.No, parent)


@pytest.mark.parametrize("make", [_dialog, _message_box])
def test_a_burst_never_answers_a_dialog(
    qtbot: QtBot, bench: BenchWindow, router: ScanRouter, make: Callable[[QWidget], QDialog]
) -> None:
    dialog = make(bench)

    def opened() -> None:
        with qtbot.waitActive(dialog, timeout=10_000):
            dialog.open()
        qtbot.waitUntil(lambda: QApplication.focusWidget() in dialog.findChildren(QWidget))

    assert_bursts_are_read(dialog, router, qtbot=qtbot, count=COUNT, seed=77, prepare=opened)
    dialog.done(0)


def test_a_burst_never_chooses_from_an_open_combo_box(
    qtbot: QtBot, bench: BenchWindow, router: ScanRouter
) -> None:
    def opened() -> None:
        bench.box.showPopup()
        qtbot.waitUntil(bench.box.view().isVisible)

    assert_bursts_are_read(bench, router, qtbot=qtbot, count=COUNT, seed=5, prepare=opened)
    assert bench.box.view().isVisible()
    bench.box.hidePopup()


def test_a_burst_never_triggers_an_open_menu(qtbot: QtBot, bench: BenchWindow, router: ScanRouter) -> None:
    menu = QMenu(bench)
    triggered: list[str] = []
    for name in ("&Accept", "&Refuse", "1 ready"):
        menu.addAction(name).triggered.connect(lambda _checked=False, name=name: triggered.append(name))

    def opened() -> None:
        menu.popup(bench.mapToGlobal(bench.rect().center()))
        qtbot.waitUntil(menu.isVisible)

    assert_bursts_are_read(bench, router, qtbot=qtbot, count=COUNT, seed=6, prepare=opened)
    assert (menu.isVisible(), triggered) == (True, [])
    menu.close()


@pytest.mark.parametrize("end", sorted(set(ENDS), key=str))
def test_bursts_with_one_kind_of_end_are_read(
    qtbot: QtBot, bench: BenchWindow, router: ScanRouter, end: str | None
) -> None:
    bench.button.setFocus()
    assert_bursts_are_read(bench, router, qtbot=qtbot, count=20, seed=9, ends=(end,))
