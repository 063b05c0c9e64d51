"""Raw keys that are on their way back from the X server when a scan proves whole."""

from __future__ import annotations

import struct
from itertools import count

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.scan.gate import Gate
from posdesk.desk.scan.rawkeys import RawKey
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.scan.x11 import X11Keys
from tests.desk.scan.bench_window import BenchWindow
from tests.desk.scan.till import RAW_KEYS, Till

pytestmark = [pytest.mark.window, pytest.mark.parametrize("router", [RAW_KEYS], indirect=True)]
SAME_SCREEN = 1
RETURN = 0xFF0D


def pressed(keys: Till, character: str, at_ms: int) -> RawKey:
    """A press as the X server sends it to the window."""
    keysym = RETURN if character == "\r" else ord(character)
    code = keys.keys._display.keysym_to_keycode(keysym)
    window = int(keys.bench.winId())
    return RawKey(struct.pack("<BBHIIIIhhhhHBx", 2, code, 0, at_ms, 0, window, 0, 0, 0, 0, 0, 0, SAME_SCREEN))


def test_a_key_that_is_on_its_way_back_when_its_scan_is_whole_reaches_nothing(
    qtbot: QtBot, bench: BenchWindow, router: ScanRouter, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first key was let go as typing; the others came late, and before it was back."""
    bench.line.setText("old")
    gate, door = router.findChild(Gate), router._x11
    assert gate is not None
    assert isinstance(door, X11Keys)
    send, times = door._server.send, count(1_012, 12)

    def with_the_rest_behind_it(window: int, event: bytes) -> None:
        send(window, event)
        monkeypatch.setattr(door._server, "send", send)
        for character in "ihao\r":
            door._filter(pressed(till, character, next(times)))

    monkeypatch.setattr(door._server, "send", with_the_rest_behind_it)
    with qtbot.waitSignal(router.scanned) as scanned:
        door._filter(pressed(till, "n", 1_000))
    till.wait()
    assert (scanned.args, bench.line.text()) == (["nihao"], "old")
