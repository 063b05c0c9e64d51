"""The audible check on a real PulseAudio, with an ear that counts; and its band with real keys."""

import random
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.alarm import Alarm, SoundNews
from posdesk.desk.frame.sound_band import ANSWER_KEYS
from posdesk.desk.frame.sound_check import SoundCheck, Step, by_chance
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.theme import ThemeSource
from posdesk.desk.widgets.alt_keys import SoundKey
from posdesk.devices.output_watch import OutputWatch
from posdesk.devices.sound import Sound
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.hearing import Hearing
from posdesk.domain.orders.ringing import CHECKS, Cue
from posdesk.domain.orders.sound_classes import SoundClass, muted_cues
from tests.support.fake_counter import FakeCounter
from tests.support.pulse import Pulse, ear, pulse
from tests.support.sample_views import new_27
from tests.support.silent_sound import SilentSound

PATIENCE_MS = 20_000


class Room:
    """A counter whose sound comes out of a PulseAudio of its own."""

    def __init__(self, qtbot: QtBot, server: Pulse) -> None:
        self._qtbot, self.server = qtbot, server
        self.counter, self.news = FakeCounter(), SoundNews()
        self.sound = Sound(self.news.told.emit, self.news.ended.emit)
        self.check = SoundCheck(self.counter, self.sound, self.news)
        self.alarm = Alarm(self.counter, self.sound, self.news)
        self.flashes: list[bool] = []
        self.alarm.flash.connect(self.flashes.append)
        self.watch = OutputWatch(self.sound.look)

    @property
    def hearing(self) -> Hearing:
        """What auto-accept would ask."""
        return self.counter.status_now.hearing

    def until(self, fact: Callable[[], bool]) -> None:
        """Waits for it in the GUI thread."""
        self._qtbot.waitUntil(fact, timeout=PATIENCE_MS)

    def reaches(self, step: Step) -> None:
        """Waits for the check to come to that."""
        self.until(lambda: self.check.step is step)


@pytest.fixture
def room(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with pulse() as server:
        for name, value in server.env.items():
            monkeypatch.setenv(name, value)
        made = Room(qtbot, server)
        yield made
        made.watch.close()
        made.alarm.stop()
        made.sound.close()


@pytest.mark.posix("PulseAudio is Linux's")
def test_the_alarm_is_heard_by_a_right_answer_alone_and_on_that_output_alone(room: Room) -> None:
    """No card, a first loudspeaker, muted, softer, another one, and none again."""
    check, server = room.check, room.server
    check.ask_heard()
    room.reaches(Step.SILENT)
    assert check.state.trouble is SoundTrouble.NO_DEVICE
    assert not room.hearing.is_heard

    till = server.plug_in("till", "Till")
    with ear(server, "till") as listening:
        check.play_again()
        room.reaches(Step.ASKING)
        count = listening.hear()
        assert count in CHECKS
        check.answer(next(wrong for wrong in CHECKS if wrong != count))
        room.reaches(Step.ASKING)
        assert (check.state.plays, room.hearing.is_heard) == (True, False)
        check.answer(listening.hear())
    assert check.step is Step.CLOSED
    assert (room.hearing.heard_at, room.hearing.device) == (room.counter.time.now(), "Till")
    assert room.counter.calls("sound_heard") == [("Till",)]

    room.counter.put(new_27())
    room.alarm.start()
    assert room.alarm.ringing is not None
    assert room.flashes == []
    server.ctl("set-sink-mute", "till", "1")
    room.until(lambda: room.flashes == [True])
    assert (room.hearing.is_heard, room.hearing.trouble) == (False, SoundTrouble.MUTED)
    server.ctl("set-sink-mute", "till", "0")
    room.until(lambda: room.flashes == [True, False])
    assert room.hearing.is_heard
    server.ctl("set-sink-volume", "till", "40%")
    room.until(lambda: not room.hearing.is_heard)
    room.reaches(Step.CHANGED)
    server.ctl("set-sink-volume", "till", "100%")
    room.until(lambda: room.hearing.is_heard)

    headset = server.plug_in("headset", "Headset")
    room.until(lambda: room.hearing.device == "Headset")
    assert not room.hearing.is_heard
    server.unplug(headset)
    room.until(lambda: room.hearing.is_heard)
    server.unplug(till)
    room.until(lambda: room.hearing.trouble == SoundTrouble.NO_DEVICE)
    assert not room.hearing.is_heard
    assert room.flashes[-1] is True


# The question, over a door that says what a test tells it to say


class Bench:
    """A check whose notes are counted off a list."""

    def __init__(self, *counts: int) -> None:
        self.counter, self.sound = FakeCounter(), SilentSound(SoundState(SoundTrouble.NONE, "aplay"))
        self.check = SoundCheck(self.counter, self.sound, self.sound.news, iter(counts).__next__)

    def step(self) -> Step:
        """Where the check stands."""
        return self.check.step


def test_each_opening_of_a_shift_asks_anew(qapp: object) -> None:
    bench = Bench(3, 2)
    bench.check.ask_heard()
    bench.sound.end(whole=True)
    bench.check.answer(3)
    assert bench.counter.status_now.hearing.is_heard
    bench.check.ask_heard()
    assert bench.sound.played == [Cue.CHECK_3, Cue.CHECK_2]
    assert not bench.counter.status_now.hearing.is_heard


def test_an_answer_before_the_notes_have_ended_counts_for_nothing(qapp: object) -> None:
    bench = Bench(3)
    bench.check.ask_heard()
    bench.check.answer(3)
    assert (bench.step(), bench.counter.status_now.hearing.is_heard) == (Step.PLAYING, False)


def test_notes_that_an_alarm_cut_off_play_again_by_themselves_and_then_wait(qtbot: QtBot) -> None:
    bench = Bench(3, 2, 4, 2)
    bench.check.ask_heard()
    played = bench.sound.played
    for plays in (2, 3):
        bench.sound.end(whole=False)
        qtbot.waitUntil(partial(_has, played, plays))
    bench.sound.end(whole=False)
    assert bench.step() is Step.CUT
    bench.check.play_again()
    bench.sound.end(whole=True)
    assert bench.step() is Step.ASKING


def _has(played: list[Cue], count: int) -> bool:
    return len(played) == count


def test_giving_up_is_noted_and_leaves_the_flash_to_show_what_rings(qapp: object) -> None:
    bench = Bench(3)
    bench.check.ask_heard()
    bench.sound.end(whole=True)
    bench.check.give_up()
    assert bench.step() is Step.CLOSED
    assert bench.counter.calls("sound_not_heard") == [("",)]
    assert not bench.counter.status_now.hearing.is_heard


def test_chance_gives_two_to_four_notes() -> None:
    random.seed(1)
    assert {by_chance() for _ in range(200)} == {2, 3, 4}


# On screen


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[tuple[MainWindow, Bench]]:
    bench = Bench(2, 3, 4, 2)
    made = MainWindow(bench.counter, ThemeSource("light"))
    qtbot.addWidget(made)
    made.shell.sound_band.follow(bench.check)
    made.resize(1024, 700)
    made.show()
    QTest.qWaitForWindowExposed(made)
    yield made, bench
    made.hide()


def press(
    window: MainWindow, key: SoundKey, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.AltModifier
) -> None:
    """A key of the keyboard, as the window gets it."""
    QTest.keyClick(window.windowHandle(), Qt.Key(ord(key[-1])), modifier)


def test_the_band_asks_and_its_keys_act_while_they_are_shown_and_then_only(
    window: tuple[MainWindow, Bench], qtbot: QtBot
) -> None:
    made, bench = window
    band, check = made.shell.sound_band, bench.check
    assert band.isHidden()
    press(made, SoundKey.AGAIN)
    assert bench.sound.played == []
    check.ask_heard()
    assert (band.isHidden(), band.again.isHidden()) == (False, True)
    press(made, ANSWER_KEYS[2])  # the notes still play
    assert bench.step() is Step.PLAYING
    bench.sound.end(whole=True)
    assert "How many notes" in band.said.what
    assert {n: button.face.key for n, button in band.answers.items()} == ANSWER_KEYS
    press(made, ANSWER_KEYS[2], Qt.KeyboardModifier.ControlModifier)  # a scanner's
    press(made, ANSWER_KEYS[2], Qt.KeyboardModifier.NoModifier)
    assert bench.step() is Step.ASKING
    press(made, SoundKey.AGAIN)
    assert bench.sound.played == [Cue.CHECK_2, Cue.CHECK_3]
    bench.sound.end(whole=True)
    press(made, ANSWER_KEYS[4])
    assert bench.step() is Step.WRONG
    qtbot.waitUntil(lambda: len(bench.sound.played) == 3)
    bench.sound.end(whole=True)
    press(made, ANSWER_KEYS[4])
    assert band.isHidden()
    assert bench.counter.status_now.hearing.is_heard
    bench.sound.become(SoundState(SoundTrouble.NO_DEVICE, "paplay"))
    assert "no sound output" in band.said.what
    press(made, SoundKey.LEAVE)
    assert band.isHidden()


def test_a_muted_new_order_flashes_and_the_deadline_still_sounds(qapp: object) -> None:
    counter, sound, view = FakeCounter(), SilentSound(), new_27()
    sound.mute(muted_cues(frozenset(SoundClass)))
    assert {Cue.CANCEL, Cue.DEADLINE, Cue.CHECK_2}.isdisjoint(sound.muted)
    alarm = Alarm(counter, sound, sound.news)
    flashes: list[bool] = []
    alarm.flash.connect(flashes.append)
    counter.accept_within(view.order.key, 290)
    counter.put(view)
    alarm.start()
    assert flashes == [True]
    counter.time.advance(280)
    alarm.look()
    assert (sound.played[-1], flashes) == (Cue.DEADLINE, [True, False])
