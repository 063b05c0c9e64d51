"""Sound where Windows plays it: what Core Audio tells of the output, and a PC without one."""

import threading
from pathlib import Path

import pytest

from posdesk.devices import core_audio
from posdesk.devices.outputs import windows_output, windows_outputs
from posdesk.devices.sound import Sound
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.doctor.report import State
from posdesk.doctor.snapshot import snapshot_of
from posdesk.doctor.sounds import sound as looked_at
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.ringing import Cue

pytestmark = pytest.mark.windows("winsound and Core Audio are Windows' own")


def test_sound_plays_only_where_windows_has_an_output_that_is_not_muted_and_nobody_has_heard_it() -> None:
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
    output = windows_output()
    silent = SoundTrouble.MUTED if output.is_silent else SoundTrouble.NONE
    wanted = silent if output.exists else SoundTrouble.NO_DEVICE
    assert heard == [SoundState(wanted, "winsound", device=output.device, volume=output.volume)]


def test_core_audio_is_asked_in_any_thread_and_agrees_with_the_count_of_outputs() -> None:
    told: list[core_audio.Endpoint | None] = [core_audio.default_output()]
    asking = threading.Thread(target=lambda: told.append(core_audio.default_output()))
    asking.start()
    asking.join()
    assert told[0] == told[1]
    assert told[0] is not None
    assert told[0].exists is (windows_outputs() > 0)
    if told[0].exists:
        assert told[0].name
        assert told[0].muted is not None
        assert 0 <= (told[0].volume or 0) <= 100


def test_the_doctor_asks_for_a_look_where_there_is_no_output(tmp_path: Path) -> None:
    found = looked_at(snapshot_of(tmp_path, SystemClock()))
    output = windows_output()
    assert (found.state is State.OK) is (output.exists and not output.is_silent)
