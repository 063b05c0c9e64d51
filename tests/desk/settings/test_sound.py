"""The sound's topic: a class is muted by key or touch and kept; cancel and deadline never are."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge.book_files import BookFiles
from posdesk.desk.bridge.books import Entered
from posdesk.desk.bridge.threads import Post
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.desk.words.language import Languages
from posdesk.devices.recordings import BadRecording, RecordingFault
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.orders.ringing import Cue
from posdesk.domain.orders.sound_classes import NEVER_MUTED, SoundClass
from posdesk.errors import SettingsError
from posdesk.settings import settings
from posdesk.settings.settings import Settings
from posdesk.settings.sound import Sound
from tests.support.deskhouse import SeededSecrets
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter


@pytest.fixture
def page(qtbot: QtBot, languages: Languages, light: Theme) -> Iterator[SettingsPage]:
    """The sound's topic in a window, in English."""
    counter = FakeCounter()
    window = MainWindow(counter, ThemeSource("light"))
    qtbot.addWidget(window)
    made = SettingsPage(counter, FakeBooks(settings=Settings()), light)
    window.add_page(made)
    made.show_platform("sound")
    window.show()
    QTest.qWaitForWindowExposed(window)
    yield made
    window.hide()


def press(
    page: SettingsPage, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key, as the window gets it."""
    QTest.keyClick(page.window().windowHandle(), key, held)


ALT = Qt.KeyboardModifier.AltModifier


def test_the_arrows_choose_a_class_and_alt_letters_mute_play_and_check(page: SettingsPage) -> None:
    pane = page.sound
    wanted: list[object] = []
    pane.save_wanted.connect(wanted.append)
    pane.try_wanted.connect(wanted.append)
    pane.check_wanted.connect(lambda: wanted.append("check"))
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_V, ALT)
    press(page, Qt.Key.Key_T, ALT)
    press(page, Qt.Key.Key_Y, ALT)
    assert wanted == [{"muted": ["preorder"]}, Cue.PREORDER, "check"]
    keys = [button.face.key for button in (pane.change, pane.hear, pane.check)]
    assert keys == ["Alt+V", "Alt+T", "Alt+Y"]


def test_cancel_and_deadline_can_not_be_muted_and_say_so(page: SettingsPage) -> None:
    pane, wanted = page.sound, list[object]()
    pane.save_wanted.connect(wanted.append)
    for place, each in enumerate(SoundClass):
        pane.list.touched.emit(place)
        assert pane.change.face.applies is (each not in NEVER_MUTED)
        press(page, Qt.Key.Key_V, ALT)
    assert len(wanted) == len(SoundClass) - len(NEVER_MUTED)
    assert [row.state for row in pane.rows if row.kind in NEVER_MUTED] == ["never muted"] * 2


def test_it_tells_the_output_what_is_not_known_and_each_recording_that_is_not_played(
    page: SettingsPage,
) -> None:
    pane = page.sound
    pane.show_state(SoundState(SoundTrouble.NONE, "paplay", device="Till", volume=40))
    assert "Output: Till, volume 40 %, not muted." in pane.said
    assert "Nobody has counted the notes yet" in pane.said
    pane.show_state(SoundState(SoundTrouble.NONE, "aplay", heard=True))
    assert "The system tells nothing of the output" in pane.said
    assert "it is heard" in pane.said
    pane.show_recordings(("new.wav",), (BadRecording("used.wav", RecordingFault.NO_WAV),))
    assert "Own recordings: new.wav." in pane.said
    assert "used.wav is not played, ours is: it is not a plain 16 bit WAV." in pane.said


def test_what_is_learnt_and_muted_is_kept_in_the_file_and_a_muted_cancel_is_refused(
    qtbot: QtBot, tmp_path: Path
) -> None:
    engine, told = NoEngine(), list[object]()
    files = BookFiles(tmp_path, SeededSecrets(()), Post(), Settings(), engine)
    for platform, values in (
        ("scanner", {"suffix": "<Enter>"}),
        ("sound", {"muted": ["new", "back"]}),
        ("sound", {"muted": ["cancel"]}),
    ):
        wanted = len(told) + 1
        files.save(
            Entered(platform, values, {}),
            now=datetime(2026, 11, 21, tzinfo=UTC),
            done=told.append,
            refused=lambda why, key: told.append((why, key)),
        )
        qtbot.waitUntil(partial(_is_so_long, told, wanted))
    files.close()
    kept = settings.load(tmp_path)
    assert (kept.scanner.suffix, kept.sound.muted) == ("<Enter>", (SoundClass.NEW, SoundClass.BACK))
    assert engine.taken[-1] == kept
    assert 'sound.muted: [] -> ["new", "back"]' in str(told[1])
    assert "never muted" in str(told[2])


class NoEngine:
    """None runs: what is kept counts from its start on."""

    def __init__(self) -> None:
        self.taken: list[Settings] = []

    def take(self, settings: Settings, keep: Callable[[], None]) -> None:
        """Kept, and that is all."""
        keep()
        self.taken.append(settings)


def _is_so_long(told: list[object], wanted: int) -> bool:
    return len(told) == wanted


@pytest.mark.parametrize("muted", ["cancel", "deadline", "loud"])
def test_a_file_that_mutes_what_is_never_muted_is_refused_by_name(muted: str) -> None:
    with pytest.raises(SettingsError, match=r"sound\.muted"):
        settings.parse(f'[sound]\nmuted = ["new", "{muted}"]', "posdesk.toml")


def test_nothing_is_muted_by_itself() -> None:
    assert Sound().muted == ()
