"""What looks each second looks together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge import ticker as ticker_module
from posdesk.desk.bridge.ticker import Ticker, until_next_ms


@given(st.floats(0, 1e7), st.sampled_from([20, 250, 1000]))
def test_the_next_time_is_between_two_whole_multiples_and_not_now(now_s: float, every_ms: int) -> None:
    wait_ms = until_next_ms(now_s, every_ms)
    assert 0 < wait_ms <= every_ms
    assert (int(now_s * 1000) + wait_ms) % every_ms == every_ms // 2


def test_whenever_it_was_begun_it_goes_on_by_its_length_until_it_is_stopped(qtbot: QtBot) -> None:
    owner = QObject()
    ticker = Ticker(owner, every_ms=20)
    assert not ticker.isActive()
    for _ in range(2):
        with qtbot.waitSignals([ticker.timeout, ticker.timeout]):
            ticker.begin()
        assert ticker.interval() == 20
        ticker.stop()


@pytest.mark.parametrize(
    ("fired_s", "wait_ms"), [(7.5, 1000), (7.54, 1000), (7.46, 1000), (7.8, 700), (7.2, 300)]
)
def test_one_that_a_stall_held_up_is_in_step_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, fired_s: float, wait_ms: int
) -> None:
    monkeypatch.setattr(ticker_module, "monotonic", lambda: fired_s)
    owner = QObject()
    ticker = Ticker(owner)
    ticker.timeout.emit()
    assert ticker.interval() == wait_ms
    assert not ticker.isActive()
