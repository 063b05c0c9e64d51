"""Where keys can't be read before an input method, a scan that it took is noticed and said."""

from __future__ import annotations

from itertools import count

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from posdesk.desk.scan.composing import ComposingWatch
from posdesk.desk.scan.router import ScanRouter
from posdesk.domain.pickup.scan_code import ScanProfile
from tests.support.bursts import Heard


class Hand:
    """Feeds a watch with events and moves its clock."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.said: list[str] = []
        self.watch = ComposingWatch(ScanProfile(), clock=lambda: self.now_s)
        self.watch.swallowed.connect(self.said.append)

    def show(self, preedit: str, commit: str = "", *, after_ms: int) -> None:
        self.now_s += after_ms / 1000
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        self.watch.note(event)


@pytest.mark.parametrize(("gap_ms", "said"), [(12, ["年ab"]), (90, [])])
def test_results_at_a_scanners_pace_are_said(qtbot: QtBot, gap_ms: int, said: list[str]) -> None:
    hand = Hand()
    for preedit, commit in (("n", ""), ("ni", ""), ("", "年"), ("a", ""), ("ab", "")):
        hand.show(preedit, commit, after_ms=gap_ms)
    hand.watch.end()
    assert hand.said == said


def test_the_three_events_of_one_key_count_once(qtbot: QtBot) -> None:
    hand = Hand()
    for word in ("n", "ni"):
        hand.show(word, after_ms=20)
        hand.show("", word, after_ms=2)
        hand.show(word, after_ms=1)
    hand.watch.end()
    assert hand.said == []


def test_the_router_looks_at_what_a_field_gets(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    line, router = QLineEdit(), ScanRouter()
    qtbot.addWidget(line)
    heard = Heard.of(router)
    router.attach()
    watch = router.findChild(ComposingWatch)
    assert watch is not None
    ticks = count(1)
    monkeypatch.setattr(watch, "_clock", lambda: next(ticks) * 0.006)
    for length in range(1, 9):
        QApplication.sendEvent(line, QInputMethodEvent("x" * length, []))
    watch.end()
    router.detach()
    assert (heard.scanned, heard.swallowed) == ([], ["x" * 8])
