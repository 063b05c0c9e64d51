"""A chain's own recordings: a good one is played, everything else is named and ours is played."""

import os
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.devices.recordings import BIGGEST, BadRecording, RecordingFault, Recordings, cue_file, longest_s
from posdesk.domain.orders.ringing import Cue
from posdesk.domain.orders.sound_classes import RECORDED


def laid(
    home: Path, name: str, seconds: float = 0.5, *, width: int = 2, level: int = 9_000, rate: int = 8_000
) -> Path:
    """A WAV in the home's folder of sounds."""
    path = home / "sounds" / name
    path.parent.mkdir(exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(level.to_bytes(2, "little", signed=True)[:width] * round(seconds * rate))
    return path


def test_a_good_recording_is_played_instead_of_ours(tmp_path: Path) -> None:
    theirs = laid(tmp_path, "new.wav")
    recordings = Recordings(tmp_path)
    assert recordings.file_of(Cue.NEW) == theirs
    assert recordings.file_of(Cue.CANCEL) == cue_file(Cue.CANCEL)
    assert (recordings.laid, recordings.bad) == (("new.wav",), ())


def test_without_a_folder_all_is_ours(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    assert [recordings.file_of(cue) for cue in Cue] == [cue_file(cue) for cue in Cue]
    assert (recordings.laid, recordings.bad) == ((), ())


def test_nobody_lays_a_recording_over_the_notes_that_are_counted(tmp_path: Path) -> None:
    laid(tmp_path, "check_2.wav")
    recordings = Recordings(tmp_path)
    assert recordings.file_of(Cue.CHECK_2) == cue_file(Cue.CHECK_2)
    assert recordings.bad == (BadRecording("check_2.wav", RecordingFault.NO_SOUND),)


@pytest.mark.parametrize("cue", RECORDED)
def test_a_recording_may_last_until_it_rings_again_and_no_longer(tmp_path: Path, cue: Cue) -> None:
    theirs = laid(tmp_path, f"{cue.value}.wav", longest_s(cue))
    recordings = Recordings(tmp_path)
    assert recordings.file_of(cue) == theirs
    laid(tmp_path, f"{cue.value}.wav", longest_s(cue) + 0.5)
    assert recordings.file_of(cue) == cue_file(cue)
    assert [each.fault for each in recordings.bad] == [RecordingFault.TOO_LONG]


def test_each_fault_is_named_and_ours_is_played(tmp_path: Path) -> None:
    laid(tmp_path, "new.wav", level=100)
    laid(tmp_path, "back.wav", width=1)
    laid(tmp_path, "done.wav", 0.0)
    cut_off = laid(tmp_path, "offline.wav")
    os.truncate(cut_off, 3_000)
    folder = tmp_path / "sounds"
    (folder / "used.wav").write_bytes(b"ID3 not a WAV at all")
    (folder / "packed.wav").mkdir()
    (folder / "hello.wav").write_bytes(b"")
    with (folder / "printer.wav").open("wb") as big:
        big.truncate(BIGGEST + 1)
    recordings = Recordings(tmp_path)
    assert {each.name: each.fault for each in recordings.bad} == {
        "back.wav": RecordingFault.NO_WAV,
        "done.wav": RecordingFault.SILENT,
        "hello.wav": RecordingFault.NO_SOUND,
        "new.wav": RecordingFault.SILENT,
        "offline.wav": RecordingFault.CUT_OFF,
        "packed.wav": RecordingFault.NO_FILE,
        "printer.wav": RecordingFault.TOO_BIG,
        "used.wav": RecordingFault.NO_WAV,
    }
    assert recordings.laid == ()
    for cue in Cue:
        assert recordings.file_of(cue) == cue_file(cue)


@pytest.mark.posix("Windows has no such files")
def test_a_pipe_in_a_recordings_place_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "sounds").mkdir()
    os.mkfifo(tmp_path / "sounds" / "new.wav")
    recordings = Recordings(tmp_path)
    assert recordings.file_of(Cue.NEW) == cue_file(Cue.NEW)
    assert recordings.bad == (BadRecording("new.wav", RecordingFault.NO_FILE),)


def test_a_recording_laid_or_spoilt_at_work_is_seen_before_the_next_sound(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    assert recordings.file_of(Cue.NEW) == cue_file(Cue.NEW)
    theirs = laid(tmp_path, "new.wav")
    assert recordings.file_of(Cue.NEW) == theirs
    theirs.write_bytes(b"spoilt")
    assert recordings.file_of(Cue.NEW) == cue_file(Cue.NEW)


@given(data=st.binary(max_size=300), keeps=st.integers(0, 44))
def test_whatever_lies_there_is_played_or_named_and_raises_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, keeps: int
) -> None:
    home = tmp_path_factory.mktemp("home")
    theirs = laid(home, "new.wav", 0.05)
    theirs.write_bytes(theirs.read_bytes()[:keeps] + data)
    recordings = Recordings(home)
    is_played = recordings.file_of(Cue.NEW) == theirs
    assert is_played is (not recordings.bad)
