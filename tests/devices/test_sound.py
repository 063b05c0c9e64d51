"""The sound door, on real player scripts: who plays, what proves it, what cuts off what."""

import os
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from posdesk.devices.players import find_players
from posdesk.devices.recordings import cue_file
from posdesk.devices.sound import Sound
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.orders.ringing import RESULTS, Cue
from tests.support.processes import wait_for

pytestmark = pytest.mark.posix("the scripts are for sh")


class Room:
    """A PATH of its own with player scripts, and what they wrote down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "played.txt"
        self.told: list[SoundState] = []
        self.new_state = threading.Event()

    def player(self, name: str, then: str = "exit 0") -> None:
        """A player that writes down its name, its process and its file, and then does so."""
        script = self.folder / name
        script.write_text(f'#!/bin/sh\nfor last; do :; done\necho "{name} $$ $last" >> {self.log}\n{then}\n')
        script.chmod(0o755)

    def heard(self) -> list[tuple[str, str]]:
        """Each play so far: the player and the cue's name."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [(words[0], Path(words[2]).stem) for words in (line.split(" ", 2) for line in lines)]

    def pids(self) -> list[int]:
        """The players' processes, in order."""
        return [int(line.split()[1]) for line in self.log.read_text().splitlines()]

    def listen(self, state: SoundState) -> None:
        """What the door calls."""
        self.told.append(state)
        self.new_state.set()


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A machine on which no player is installed yet; sh and sleep stay reachable."""
    for tool in ("sleep", "cat", "mkfifo"):
        (tmp_path / tool).symlink_to(f"/bin/{tool}" if Path(f"/bin/{tool}").exists() else f"/usr/bin/{tool}")
    monkeypatch.setenv("PATH", str(tmp_path))
    return Room(tmp_path)


@pytest.fixture
def sound(room: Room) -> Iterator[Sound]:
    """A door that gives a hanging player half a second."""
    door = Sound(room.listen, patience_s=0.5)
    yield door
    door.close()


def told(room: Room) -> SoundState:
    """Waits for the door to say something and returns it."""
    assert room.new_state.wait(10), "the door said nothing"
    room.new_state.clear()
    return room.told[-1]


def alive(pid: int) -> bool:
    """Whether a process, or a zombie of it, is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_sound_is_not_proven_before_anything_was_played(sound: Sound) -> None:
    assert not sound.state.proven
    assert sound.state.trouble is SoundTrouble.NOT_TRIED


def test_a_player_that_ran_to_its_end_is_not_muted_at_most(room: Room, sound: Sound) -> None:
    room.player("aplay")
    sound.play(Cue.NEW)
    assert told(room) == SoundState(SoundTrouble.NONE, "aplay")
    assert not sound.state.proven
    assert room.heard() == [("aplay", "new")]


def test_without_any_player_the_sound_is_not_proven(room: Room, sound: Sound) -> None:
    sound.play(Cue.NEW)
    assert told(room).trouble is SoundTrouble.NO_PLAYER


def test_a_player_that_fails_leaves_its_sound_to_the_next_one(room: Room, sound: Sound) -> None:
    room.player("pw-play", "exit 1")
    room.player("paplay")
    sound.play(Cue.CANCEL)
    assert told(room).player == "paplay"
    assert room.heard() == [("pw-play", "cancel"), ("paplay", "cancel")]


def test_the_player_that_worked_is_asked_first_the_next_time(room: Room, sound: Sound) -> None:
    room.player("pw-play", "exit 1")
    room.player("paplay")
    sound.play(Cue.CANCEL)
    told(room)
    sound.play(Cue.NEW)
    wait_for(lambda: len(room.heard()) == 3, "the second sound")
    assert room.heard()[2] == ("paplay", "new")


def test_a_player_that_fails_is_no_proof_and_its_exit_code_is_told(room: Room, sound: Sound) -> None:
    room.player("aplay", "exit 3")
    sound.play(Cue.NEW)
    assert told(room) == SoundState(SoundTrouble.PLAYER_FAILED, "aplay", "exit code 3")


def test_a_player_that_hangs_is_killed_and_told(room: Room, sound: Sound) -> None:
    room.player("aplay", "sleep 60")
    sound.play(Cue.NEW)
    assert told(room).trouble is SoundTrouble.PLAYER_HUNG
    assert not alive(room.pids()[0])


def test_a_file_that_is_not_a_program_is_a_failed_player(room: Room, sound: Sound) -> None:
    broken = room.folder / "aplay"
    broken.write_bytes(b"\x00\x01no program")
    broken.chmod(0o755)
    sound.play(Cue.NEW)
    assert told(room).trouble is SoundTrouble.PLAYER_FAILED


def test_a_device_that_comes_back_plays_again(room: Room, sound: Sound) -> None:
    sound.play(Cue.NEW)
    assert told(room).trouble is SoundTrouble.NO_PLAYER
    room.player("paplay")
    sound.play(Cue.NEW)
    assert told(room).plays


def test_stopping_kills_the_player_and_its_children_and_proves_nothing(room: Room, tmp_path: Path) -> None:
    room.player("aplay", f"sleep 600 & echo $! > {tmp_path}/child; wait")
    door = Sound(room.listen)
    door.play(Cue.NEW)
    wait_for((tmp_path / "child").exists, "the player's child")
    wait_for(lambda: (tmp_path / "child").read_text().strip() != "", "its number")
    door.stop(Cue.NEW)
    wait_for(lambda: not alive(room.pids()[0]), "the player's end")
    child = int((tmp_path / "child").read_text())
    wait_for(lambda: not running(child), "its child's end")
    door.close()
    assert room.told == []


def running(pid: int) -> bool:
    """Whether a process still does something: an orphan's zombie is its new parent's."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_stopping_other_sounds_leaves_this_one_alone(room: Room, sound: Sound) -> None:
    gate = room.folder / "gate"
    room.player("aplay", f"mkfifo {gate}; cat {gate} > /dev/null")
    sound.play(Cue.DONE)
    wait_for(gate.exists, "the player")
    sound.stop(Cue.NEW, Cue.CANCEL)
    gate.write_text("go")
    assert told(room).plays


def test_the_cancel_alarm_cuts_off_a_result_and_a_new_order_waits_for_it(room: Room) -> None:
    hold = f"while [ ! -e {room.folder}/go ]; do sleep 0.01; done"
    room.player("aplay", f"case $last in */done.wav) sleep 600;; */cancel.wav) {hold};; esac")
    door = Sound(room.listen)
    door.play(Cue.DONE)
    wait_for(lambda: room.heard() == [("aplay", "done")], "the result")
    door.play(Cue.CANCEL)
    wait_for(lambda: len(room.heard()) == 2, "the cancel alarm")
    door.play(Cue.NEW)
    (room.folder / "go").touch()
    wait_for(lambda: len(room.heard()) == 3, "the new order")
    door.close()
    assert [cue for _, cue in room.heard()] == ["done", "cancel", "new"]


def test_what_waits_is_forgotten_when_it_is_stopped(room: Room) -> None:
    room.player("aplay", f"while [ ! -e {room.folder}/go ]; do sleep 0.01; done")
    door = Sound(room.listen)
    door.play(Cue.CANCEL)
    wait_for(lambda: len(room.heard()) == 1, "the cancel alarm")
    door.play(Cue.NEW)
    door.stop(Cue.NEW)
    (room.folder / "go").touch()
    told(room)
    door.close()
    assert [cue for _, cue in room.heard()] == ["cancel"]


def test_playing_never_holds_up_the_caller(room: Room) -> None:
    room.player("aplay", "sleep 600")
    door = Sound(room.listen)
    for _ in range(50):
        door.play(Cue.NEW)
    wait_for(lambda: len(room.heard()) >= 1, "the first sound")
    door.close()
    assert all(not alive(pid) for pid in room.pids())


def test_closing_leaves_no_player_and_no_thread(room: Room) -> None:
    room.player("aplay", "sleep 600")
    door = Sound(room.listen)
    door.play(Cue.NEW)
    wait_for(lambda: len(room.heard()) == 1, "the sound")
    door.close()
    assert not alive(room.pids()[0])
    assert "sound" not in {thread.name for thread in threading.enumerate()}


def test_players_are_taken_in_the_stated_order(room: Room) -> None:
    for name in ("aplay", "paplay", "pw-play"):
        room.player(name)
    assert [player.name for player in find_players()] == ["pw-play", "paplay", "aplay"]


@pytest.mark.parametrize("cue", list(Cue))
def test_every_sound_is_there_short_and_loud_enough(cue: Cue) -> None:
    with wave.open(str(cue_file(cue)), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert 22_050 <= file.getframerate() <= 44_100
        assert 0.3 <= file.getnframes() / file.getframerate() <= 2.0
        frames = file.readframes(file.getnframes())
    loudest = max(
        abs(int.from_bytes(frames[n : n + 2], "little", signed=True)) for n in range(0, len(frames), 2)
    )
    assert loudest > 32_767 * 0.4


def test_the_four_results_differ_in_their_sound() -> None:
    assert len({cue_file(cue).read_bytes() for cue in RESULTS}) == len(RESULTS)


@pytest.mark.parametrize(
    ("player", "tool", "said"),
    [
        ("paplay", "pactl", "Default Sink: auto_null"),
        ("pw-play", "wpctl", '    * node.name = "auto_null"'),
    ],
)
def test_a_sound_server_without_a_card_proves_nothing_however_well_it_plays(
    room: Room, sound: Sound, player: str, tool: str, said: str
) -> None:
    room.player(player)
    room.player(tool, f"echo '{said}'")
    sound.play(Cue.NEW)
    assert told(room) == SoundState(SoundTrouble.NO_DEVICE, player)
    room.player(tool, "echo 'Default Sink: alsa_output.pci'")
    sound.play(Cue.NEW)
    state = told(room)
    assert (state.trouble, state.player) == (SoundTrouble.NONE, player)


def test_a_sound_server_that_can_not_be_asked_is_believed(room: Room, sound: Sound) -> None:
    room.player("paplay")
    room.player("pactl", "exit 1")
    sound.play(Cue.NEW)
    assert told(room) == SoundState(SoundTrouble.NONE, "paplay")


def test_no_sound_waits_for_a_sound_server_that_does_not_answer(room: Room, sound: Sound) -> None:
    """Its tool answers once both sounds have been played; until then the last answer holds."""
    answer = room.folder / "answer"
    room.player("paplay")
    room.player("pactl", f"while ! cat {answer}; do sleep 0.05; done")
    sound.play(Cue.NEW)
    wait_for(lambda: ("paplay", "new") in room.heard(), "the first sound")
    sound.play(Cue.CANCEL)
    wait_for(lambda: ("paplay", "cancel") in room.heard(), "the second one")
    answer.write_text("Default Sink: auto_null\n")
    wait_for(lambda: sound.state == SoundState(SoundTrouble.NO_DEVICE, "paplay"), "what was said at last")


def test_a_card_that_comes_back_is_heard_at_once(room: Room, sound: Sound) -> None:
    room.player("paplay")
    room.player("pactl", "echo 'Default Sink: auto_null'")
    sound.play(Cue.NEW)
    assert told(room) == SoundState(SoundTrouble.NO_DEVICE, "paplay")
    sound.play(Cue.CANCEL)
    wait_for(lambda: ("paplay", "cancel") in room.heard(), "a sound though nobody was to hear it")


def sink(name: str, *, mute: str = "no", volume: int = 80, port: str = "") -> str:
    """What `pactl` says of a machine with this output, asked by either question."""
    ports = f"\tActive Port: {port}\n" if port else ""
    return (
        f"echo 'Default Sink: {name}'\nprintf 'Sink #0\\n\tName: other\\n\tMute: yes\\nSink #1\\n"
        f"\tName: {name}\\n\tDescription: The {name}\\n\tMute: {mute}\\n"
        f"\tVolume: front-left: 1 / {volume}%% / 0 dB\\n{ports}'"
    )


def test_an_output_tells_its_name_and_volume_and_one_that_is_muted_or_at_0_is_said(
    room: Room, sound: Sound
) -> None:
    room.player("paplay")
    room.player("pactl", sink("till"))
    sound.play(Cue.NEW)
    assert told(room) == SoundState(SoundTrouble.NONE, "paplay", device="The till", volume=80)
    for bad in (sink("till", mute="yes"), sink("till", volume=0)):
        room.player("pactl", bad)
        sound.look()
        assert told(room).trouble is SoundTrouble.MUTED
        room.player("pactl", sink("till"))
        sound.look()
        assert told(room).plays


def test_what_a_person_heard_counts_for_that_output_as_loud_as_it_was(room: Room, sound: Sound) -> None:
    room.player("paplay")
    room.player("pactl", sink("till", port="speaker"))
    sound.play(Cue.CHECK_3)
    told(room)
    sound.heard(right=True)
    assert told(room).proven
    for other in (sink("headset"), sink("till", port="headphones"), sink("till", volume=79, port="speaker")):
        room.player("pactl", other)
        sound.look()
        assert not told(room).proven
        room.player("pactl", sink("till", volume=90, port="speaker"))
        sound.look()
        assert told(room).proven
    sound.heard(right=False)
    assert not told(room).proven


def test_a_muted_sound_is_not_played_and_the_others_are(room: Room, sound: Sound) -> None:
    room.player("aplay")
    sound.mute(frozenset({Cue.NEW, Cue.NEW_LOUD}))
    sound.play(Cue.NEW)
    sound.play(Cue.CANCEL)
    wait_for(lambda: bool(room.heard()), "the cancel alarm")
    told(room)
    assert room.heard() == [("aplay", "cancel")]


def test_everything_cuts_off_the_notes_that_a_person_counts(room: Room) -> None:
    room.player("aplay", "case $last in */check_*.wav) sleep 600;; esac")
    ends: list[tuple[Cue, bool]] = []
    door = Sound(room.listen, lambda cue, whole: ends.append((cue, whole)))
    door.play(Cue.CHECK_2)
    wait_for(lambda: room.heard() == [("aplay", "check_2")], "the notes")
    door.play(Cue.BACK)
    wait_for(lambda: len(ends) == 2, "the end of both")
    door.close()
    assert ends == [(Cue.CHECK_2, False), (Cue.BACK, True)]


def test_a_recording_that_no_player_takes_is_played_as_ours(room: Room, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs" / "new.wav"
    room.player("aplay", f"case $last in {theirs}) exit 1;; esac")
    door = Sound(room.listen, file_of=lambda _cue: theirs)
    door.play(Cue.NEW)
    state = told(room)
    door.close()
    assert state.plays
    assert len(room.heard()) == 2
