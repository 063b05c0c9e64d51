"""posdesk never reads another program's keys: no line of it could."""

import re
from pathlib import Path

import pytest

from tests.support.paths import ROOT

WAYS = {
    "a hook": "SetWindowsHook|SetWinEventHook|UnhookWindowsHook",
    "the keys' state": "GetAsyncKeyState|GetKeyboardState|XQueryKeymap|xcb_query_keymap|query_keymap",
    "a raw-input sink": "RegisterRawInputDevices|RIDEV_|GetRawInput",
    "a hot key": "RegisterHotKey|XGrabKey|xcb_grab_key|grab_key|grabKeyboard|grabShortcut",
    "XRecord": "XRecord|xcb_record|record_create_context|ext import record",
    "XInput's events": "XISelectEvents|XI_Raw|xinput|xcb_input",
    "all windows' events": "XSelectInput|xcb_change_window_attributes|SubstructureNotify",
    "the devices themselves": "/dev/input|evdev|libinput|uinput|hidraw|hidapi",
    "a package that does": r"\bpynput\b|^\s*(import|from) (keyboard|pyHook|pyxhook)\b",
}
"""Every way there is to see keys that were meant for another window, on the systems that posdesk runs on."""


@pytest.mark.parametrize("way", WAYS)
def test_no_line_of_posdesk_could_see_another_programs_keys(way: str) -> None:
    wrong = re.compile(WAYS[way], re.MULTILINE)
    files = [*(ROOT / "posdesk").rglob("*.py"), ROOT / "pyproject.toml", ROOT / "requirements-runtime.lock"]
    assert len(files) > 300
    assert [str(file) for file in files if wrong.search(Path(file).read_text(encoding="utf-8"))] == []
