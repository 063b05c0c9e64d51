"""What a scanner sends is read alike by Qt's key events and, before an input method, by raw ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from posdesk.domain.pickup.presses import Press
from posdesk.domain.pickup.scan_code import GS, ScanProfile
from posdesk.domain.pickup.scan_learning import TEST_CODE
from tests.desk.scan.till import RAW_KEYS, Till
from tests.support.bursts import Heard
from tests.support.keys import RealKeys

pytestmark = [pytest.mark.window, pytest.mark.parametrize("router", ["qt", RAW_KEYS], indirect=True)]
NUM_LOCK_OFF = ["KP_End", "KP_Down", "KP_Next", "KP_Left", "KP_Begin", "KP_Right", "KP_Home", "KP_Up"]


@pytest.fixture(autouse=True)
def empty_line(till: Till) -> None:
    """The field that has the focus is empty."""
    till.line.clear()


def until_read(till: Till, scan: Callable[[RealKeys], object], code: str) -> Heard:
    """Scan until the machine didn't tear it; what was said then. No part of the code is ever read."""
    for _ in range(10):
        said = Heard.of(till.router)
        till.line.clear()
        till.keys.pause(400)
        scan(till.keys)
        till.wait()
        if said.scanned:
            break
    assert (said.scanned, till.line.text()) == ([code], "")
    return said


def test_a_learnt_function_key_ends_a_scan_in_a_field(till: Till) -> None:
    till.router.set_profile(ScanProfile(suffix="<F2>"))
    heard = until_read(till, lambda keys: keys.type_burst("7700030", 5, "F2"), "7700030")
    assert (heard.flaws, till.bench.shortcuts) == ([], [])


def test_a_keypad_without_num_lock_gives_its_digits_in_a_field(till: Till) -> None:
    def scan(keys: RealKeys) -> None:
        for name in (*NUM_LOCK_OFF, "Return"):
            keys.press(name, after_ms=5)

    until_read(till, scan, "12345678")


@pytest.mark.posix("keys under Alt are typed by the X server; Windows sends the character when Alt comes up")
def test_a_group_separator_as_alt_029_is_one_code_in_a_field(till: Till) -> None:
    till.router.set_profile(ScanProfile(keep_gs=True))

    def scan(keys: RealKeys) -> None:
        keys.type_burst("01069", 5, None)
        keys.press_under("Alt_L", ("KP_Insert", "KP_Down", "KP_Prior"), gap_ms=5)
        keys.type_burst("21AB", 5, "Return", after_ms=5)

    until_read(till, scan, f"01069{GS}21AB")


def test_caps_lock_is_known_from_a_scan_in_a_field(till: Till) -> None:
    till.keys.press("Caps_Lock", after_ms=50)
    until_read(till, lambda keys: keys.type_burst("ab12", 5, "Return"), "AB12")
    on = till.router.caps_lock
    till.keys.press("Caps_Lock", after_ms=50)
    until_read(till, lambda keys: keys.type_burst("ab12", 5, "Return"), "ab12")
    assert (on, till.router.caps_lock) == (True, False)


def test_a_scan_that_is_to_be_learnt_from_reaches_no_field(till: Till) -> None:
    learnt: list[tuple[Press, ...]] = []
    till.router.learnt.connect(learnt.append)
    till.router.learn()
    till.keys.type_burst(TEST_CODE, 12, "Return", after_ms=50)
    till.qtbot.waitUntil(lambda: bool(learnt))
    till.wait()
    (presses,) = learnt
    assert "".join(press.text for press in presses).strip() == TEST_CODE
    assert (till.line.text(), till.heard) == ("", Heard())
    assert till.line.hasFocus()
