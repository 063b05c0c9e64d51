"""Sound where Windows plays it: what is said of a PC without a sound output."""

import threading
from pathlib import Path

import pytest

from posdesk.devices.outputs import windows_outputs
from posdesk.devices.sound import Sound, SoundState, SoundTrouble
from posdesk.doctor.report import State
from posdesk.doctor.snapshot import snapshot_of
from posdesk.doctor.sounds import sound as looked_at
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.ringing import Cue

pytestmark = pytest.mark.windows("winsound is Windows' own")


def test_sound_is_proven_only_where_windows_has_an_output() -> None:
    told, heard = threading.Event(), list[SoundState]()

    def hear(state: SoundState) -> None:
        heard.append(state)
        told.set()

    door = Sound(hear)
    try:
        door.play(Cue.DONE)
        assert told.wait(20)
    finally:
        door.close()
    wanted = SoundTrouble.NONE if windows_outputs() else SoundTrouble.NO_DEVICE
    assert heard == [SoundState(wanted, "winsound")]


def test_the_doctor_asks_for_a_look_where_there_is_no_output(tmp_path: Path) -> None:
    found = looked_at(snapshot_of(tmp_path, SystemClock()))
    assert (found.state is State.OK) is (windows_outputs() > 0)
