"""The alarm over a fake counter: what it plays, when it is cut off, and what shows where it isn't heard."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.alarm import GATHER_MS, Alarm, SoundNews
from posdesk.devices.sound import Sound
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.ringing import Cue, RingClass
from posdesk.domain.status import EngineStatus
from posdesk.settings.settings import Partner, Settings
from tests.support.fake_counter import FakeCounter
from tests.support.sample_views import after_gap, changed_27, healthy, new_8, new_27, stop_25, with_intent
from tests.support.silent_sound import SilentSound

RINGS = (Cue.NEW, Cue.NEW_LOUD, Cue.DEADLINE)
PARTNER = Partner(name="meituan", url="http://127.0.0.1:1", appid="1", accept_within_s=300)


class Bench:
    """An alarm with its surroundings."""

    def __init__(self) -> None:
        self.counter = FakeCounter(settings=Settings(partner=(PARTNER,)))
        self.sound, self.news = SilentSound(), SoundNews()
        self.alarm = Alarm(self.counter, self.sound, self.news)
        self.flashes: list[bool] = []
        self.alarm.flash.connect(self.flashes.append)

    def after(self, seconds: float) -> list[Cue]:
        """What sounds when so much time has gone by and the alarm looks."""
        before = len(self.sound.played)
        self.counter.time.advance(seconds)
        self.alarm.look()
        return self.sound.played[before:]


@pytest.fixture
def bench(qapp: QApplication) -> Bench:
    """A silent counter on which 27 has 290 s left once it is put there."""
    made = Bench()
    made.counter.accept_within(new_27().order.key, 290)
    made.alarm.start()
    return made


VIEW = new_27()


@pytest.fixture
def ringing(bench: Bench, qtbot: QtBot) -> Bench:
    """One new order has rung once."""
    bench.counter.accept_within(VIEW.order.key, 290)
    bench.counter.put(VIEW)
    qtbot.waitUntil(lambda: bench.sound.played == [Cue.NEW])
    return bench


def test_a_new_order_rings_as_soon_as_it_is_there(ringing: Bench) -> None:
    assert ringing.alarm.ringing is RingClass.NEW


def test_it_rings_again_every_six_seconds_and_faster_towards_the_deadline(ringing: Bench) -> None:
    assert ringing.after(5.9) == []
    assert ringing.after(0.2) == [Cue.NEW]
    assert ringing.after(150) == [Cue.NEW_LOUD]
    assert ringing.after(4) == [Cue.NEW_LOUD]
    assert ringing.after(90) == [Cue.DEADLINE]
    assert ringing.after(2) == [Cue.DEADLINE]


def test_the_alarm_stops_when_the_order_is_accepted_and_not_at_the_next_tick(
    ringing: Bench, qtbot: QtBot
) -> None:
    ringing.counter.put(with_intent(VIEW, Kind.ACCEPT, Outcome.QUEUED))
    qtbot.waitUntil(lambda: ringing.sound.stopped == [RINGS])
    assert ringing.alarm.ringing is None
    assert ringing.after(60) == []


def test_a_repeat_and_a_changed_repeat_never_ring(ringing: Bench) -> None:
    ringing.counter.put(VIEW)
    assert ringing.after(0.1) == []
    changed = replace(changed_27().order, key=VIEW.order.key)
    ringing.counter.put(OrderView(changed))
    assert ringing.after(0.1) == []


def test_the_cancel_alarm_takes_over_and_goes_on_until_acknowledged(ringing: Bench, qtbot: QtBot) -> None:
    stop = stop_25()
    ringing.counter.put(stop)
    qtbot.waitUntil(lambda: ringing.sound.played[-1] is Cue.CANCEL)
    assert ringing.sound.stopped == [RINGS]
    ringing.alarm.snooze()
    assert ringing.after(3.1) == [Cue.CANCEL]
    ringing.counter.set_views(VIEW)
    qtbot.waitUntil(lambda: ringing.alarm.ringing is not RingClass.CANCEL)
    assert ringing.sound.stopped[-1] == (Cue.CANCEL,)


def test_snooze_silences_at_once_for_sixty_seconds(ringing: Bench) -> None:
    ringing.alarm.snooze()
    assert ringing.sound.stopped == [RINGS]
    assert ringing.after(59) == []
    assert ringing.after(2) == [Cue.NEW]


def test_a_new_order_ends_the_snooze(ringing: Bench, qtbot: QtBot) -> None:
    ringing.alarm.snooze()
    ringing.counter.put(new_8())
    qtbot.waitUntil(lambda: ringing.sound.played == [Cue.NEW, Cue.NEW])


def test_snooze_is_told_and_so_is_its_end(ringing: Bench) -> None:
    told: list[bool] = []
    ringing.alarm.snoozed_changed.connect(told.append)
    ringing.alarm.snooze()
    ringing.after(61)
    assert told == [True, False]


def test_snooze_with_nothing_ringing_does_not_silence_the_next_order(bench: Bench, qtbot: QtBot) -> None:
    bench.alarm.snooze()
    bench.counter.put(VIEW)
    qtbot.waitUntil(lambda: bench.sound.played == [Cue.NEW])


def test_it_rings_while_every_window_is_minimised(bench: Bench, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    bench.counter.put(VIEW)
    qtbot.waitUntil(lambda: bench.sound.played == [Cue.NEW])


# Where it isn't heard


def test_an_alarm_that_is_heard_does_not_flash(ringing: Bench) -> None:
    assert ringing.flashes == []


def test_an_alarm_that_may_not_be_heard_flashes_until_it_ends(bench: Bench, qtbot: QtBot) -> None:
    bench.sound.state = SoundState(SoundTrouble.NO_PLAYER)
    bench.counter.put(VIEW)
    qtbot.waitUntil(lambda: bench.flashes == [True])
    bench.counter.put(with_intent(VIEW, Kind.ACCEPT, Outcome.QUEUED))
    qtbot.waitUntil(lambda: bench.flashes == [True, False])


def test_a_sound_that_fails_in_the_middle_begins_to_flash(ringing: Bench) -> None:
    ringing.sound.state = SoundState(SoundTrouble.PLAYER_FAILED, "aplay")
    ringing.news.told.emit(ringing.sound.state)
    assert ringing.flashes == [True]


def test_the_doors_own_thread_is_heard_in_the_gui(qtbot: QtBot) -> None:
    news, counter = SoundNews(), FakeCounter()
    sound = Sound(changed=news.told.emit, players=tuple)
    alarm = Alarm(counter, sound, news)
    with qtbot.waitSignal(alarm.sound_changed) as heard:
        sound.play(Cue.NEW)
    sound.close()
    assert heard.args == [SoundState(SoundTrouble.NO_PLAYER)]


# Offline and back


def test_going_offline_and_coming_back_sound_once_each(bench: Bench) -> None:
    for status in (EngineStatus(), healthy(), healthy(), after_gap(), after_gap(), healthy()):
        bench.counter.set_status(status)
    assert bench.sound.played == [Cue.BACK, Cue.OFFLINE, Cue.BACK]


def test_a_stopped_alarm_stays_silent(ringing: Bench) -> None:
    ringing.alarm.stop()
    assert ringing.sound.stopped[-1] == ()
    ringing.counter.put(new_8())
    ringing.counter.set_status(healthy())
    assert ringing.sound.played == [Cue.NEW]


def test_a_press_silences_at_once_however_long_the_disk_takes(ringing: Bench) -> None:
    key = VIEW.order.key
    ringing.counter.signals.wished.emit(key, Kind.ACCEPT)
    assert ringing.alarm.ringing is None
    assert ringing.after(60) == []
    ringing.counter.signals.unwished.emit(key)
    assert ringing.alarm.ringing is RingClass.NEW


def test_taking_a_payment_does_not_silence_an_order_that_nobody_answered(ringing: Bench) -> None:
    ringing.counter.signals.wished.emit(VIEW.order.key, Kind.PAY)
    assert ringing.alarm.ringing is RingClass.NEW


def test_an_accept_that_was_undone_rings_again(ringing: Bench, qtbot: QtBot) -> None:
    ringing.counter.signals.wished.emit(VIEW.order.key, Kind.ACCEPT)
    ringing.counter.put(with_intent(VIEW, Kind.ACCEPT, Outcome.QUEUED))
    qtbot.waitUntil(lambda: ringing.alarm.ringing is None)
    ringing.alarm.look()
    ringing.counter.put(with_intent(VIEW, Kind.ACCEPT, Outcome.WITHDRAWN))
    qtbot.waitUntil(lambda: ringing.alarm.ringing is RingClass.NEW)


def test_a_burst_is_gathered_for_a_moment_nobody_hears() -> None:
    assert GATHER_MS <= 100
