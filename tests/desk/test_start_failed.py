"""`posdesk run` that can't start: a window says why and what to do, in both languages; never a traceback."""

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posdesk import app
from posdesk.desk.start_failed import StartFailed
from posdesk.desk.words.language import Languages
from posdesk.desk.words.start import start_words
from posdesk.domain.clock import SystemClock
from posdesk.errors import (
    DiskError,
    DiskFault,
    HomeInUse,
    Ours,
    PosdeskError,
    SettingsError,
    SettingsFault,
)
from posdesk.journal import lock, schema, start_up
from posdesk.journal.lock import HomeLock
from posdesk.settings import settings
from posdesk.settings.faults import WORDS
from tests.engine.making import HeldSecrets

pytestmark = pytest.mark.window
ENGLISH = '[desk]\nlanguage = "en"\n'
CHINESE = '[desk]\nlanguage = "zh_CN"\n'


def closed_by(close: Callable[[StartFailed], None], qapp: QApplication) -> list[str]:
    """Fills with what the window said before it was closed."""
    said: list[str] = []

    def look() -> None:
        for window in qapp.topLevelWidgets():
            if isinstance(window, StartFailed) and window.isVisible():
                said.append(window.text)
                close(window)
                timer.stop()

    timer = QTimer(qapp, interval=20)
    timer.timeout.connect(look)
    timer.start()
    return said


def told(home: Path, qapp: QApplication, chosen: settings.Settings | None = None) -> tuple[str, PosdeskError]:
    """What the window said before it was closed, and what came after."""
    said = closed_by(lambda window: window.close_button.click(), qapp)
    with pytest.raises(PosdeskError) as raised:
        app.run_desk(home, chosen=chosen, secrets=HeldSecrets())
    assert len(said) == 1
    return said[0], raised.value


def file(home: Path, text: str) -> Path:
    """A settings file with this in it."""
    path = home / settings.FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


@contextlib.contextmanager
def held_for_long(home: Path) -> Iterator[None]:
    """By one that would have its window by now if it got one."""
    with HomeLock(home):
        os.utime(home / lock.FILE_NAME, (1, 1))
        yield


def test_a_home_that_is_in_use_says_by_whom(tmp_path: Path, qapp: QApplication) -> None:
    file(tmp_path, ENGLISH)
    with held_for_long(tmp_path):
        said, error = told(tmp_path, qapp)
    assert isinstance(error, HomeInUse)
    assert "posdesk is open on this PC already." in said
    assert f"Process {error.holder}" in said


def test_a_journal_of_a_newer_posdesk_says_so(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(tmp_path, CHINESE)
    start_up.make_ready(tmp_path, SystemClock())
    monkeypatch.setattr(schema, "VERSION", schema.OPENS_FROM[-1] - 1)  # the newest that can't open it
    said, error = told(tmp_path, qapp)
    assert isinstance(error, DiskError)
    assert "更新版本" in said
    assert "请重新安装那个新版本" in said


WRONG = [
    ("[store]\nundo_s = = 2\n", "Line 4, column 10", "第 4 行，第 10 列"),
    ("[store\n", "Line 3", "第 3 行"),
    (
        "[store]\nname = “店”\n",
        "Line 4, column 8\nA quote that TOML does not know",
        "第 4 行，第 8 列\n这里有一个",
    ),
    ("[store]\nname\u00a0= 1\n", "Line 4, column 5\nA blank that TOML does not know", "普通空格"),
    ('[receipts]\nfolder = "C:\\users"\n', "Line 4, column 13\nIn double quotes a backslash", "写成两个"),
    ("[store]\ncode\u200b = 1\n", "An invisible mark stands there (U+200B)", "看不见的字符（U+200B）"),
    ("a = " + "[" * 20_000, "nested deeper than 16 levels", "嵌套超过 16 层"),
    ('[ovopork]\nakey = "x"\n', "There is no such key.", "没有这个项。"),
    ('[store]\nuid = "one"\n', "A whole number belongs there", "这里要填整数"),
    ('[[partner]]\nname = "a"\n', "[[partner]] number 1: url", "第 1 个 [[partner]]：url"),
    ("[store]\nundo_s = 99\n", "It must be 30 or less.", "不能大于 30。"),
    ('[wdk]\nsign_method = "md4"\n', "md5, hmac, hmac-sha256", "这里只能填其中之一"),
    ('[listener]\nhost = "0.0.0.0"\n', "At 0.0.0.0 the network", "监听 0.0.0.0 时，网络上的人能读到每个请求"),
    ('[listener]\ntls_cert = "no.pem"\ntls_key = "no.pem"\n', "no.pem", "证书"),
]


@pytest.mark.parametrize(("mistake", "en", "zh"), WRONG)
def test_a_settings_file_with_a_mistake_says_file_place_and_what_to_do(
    tmp_path: Path, qapp: QApplication, mistake: str, en: str, zh: str
) -> None:
    for language, words in ((ENGLISH, en), (CHINESE, zh)):
        path = file(tmp_path, language + mistake)
        said, error = told(tmp_path, qapp)
        assert isinstance(error, SettingsError)
        assert str(path) in said
        assert words in said


def test_a_file_that_is_no_text_is_said_in_the_language_it_still_names(
    tmp_path: Path, qapp: QApplication
) -> None:
    (tmp_path / settings.FILE_NAME).write_bytes(CHINESE.encode() + '[store]\nname = "店"'.encode("gb18030"))
    said, _ = told(tmp_path, qapp)
    assert "文件不是 UTF-8 文本" in said


def test_what_nobody_thought_of_is_a_sentence_too(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_up, "make_ready", lambda *_, **__: json.loads("no JSON"))
    said, error = told(tmp_path, qapp, settings.Settings(desk=settings.Desk(language="en")))
    assert isinstance(error, Ours)
    assert "posdesk can't start." in said
    assert "JSONDecodeError" in said


def test_a_scanners_enter_does_not_close_it_and_esc_does(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import Qt

    def close(window: StartFailed) -> None:
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Tab):
            QTest.keyClick(window, key)
        assert window.isVisible()
        QTest.keyClick(window, Qt.Key.Key_Escape)

    said = closed_by(close, qapp)
    with held_for_long(tmp_path), pytest.raises(HomeInUse):
        app.run_desk(tmp_path, chosen=settings.Settings(), secrets=HeldSecrets())
    assert len(said) == 1


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    "error",
    [
        *(SettingsError("text", fault, file="f", place="a.b", detail="d") for fault in SettingsFault),
        *(DiskError("text", fault) for fault in DiskFault),
        HomeInUse("text", "17"),
        Ours("text"),
    ],
    ids=lambda error: f"{type(error).__name__} {getattr(error, 'fault', '')}",
)
def test_each_reason_is_a_sentence_with_a_way_on_in_each_language(
    qapp: QApplication, error: PosdeskError, language: str
) -> None:
    languages = Languages(qapp, "zh_CN" if language == "zh_CN" else "en")
    said = start_words(error, Path("/home")).said
    languages.choose("en")
    assert said.what
    assert said.todo
    assert str(said).isascii() == (language == "en")
    assert "{" not in str(said)


@pytest.mark.parametrize("fault", [each for each in SettingsFault if each in WORDS])
def test_the_window_says_what_the_commands_say(qapp: QApplication, fault: SettingsFault) -> None:
    error = SettingsError("text", fault, file="f", place="2, 3", detail="d")
    assert WORDS[fault].format(detail="d") in start_words(error, Path("/home")).about


def test_a_journal_that_another_program_holds_while_it_is_brought_up_to_date_is_said(
    tmp_path: Path, qapp: QApplication
) -> None:
    error = DiskError(str(sqlite3.OperationalError("database is locked")), DiskFault.LOCKED)
    assert "another program holds" in start_words(error, tmp_path).said.what
