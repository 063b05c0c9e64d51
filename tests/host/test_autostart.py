"""Row 76: start at sign-in is a choice, written where the system and its own switches look for it."""

import configparser
import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from posdesk.host import autostart

posix = pytest.mark.posix("autostart folders are a Linux desktop's")
windows = pytest.mark.windows("the Run key is Windows'")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An account of its own, and no launcher but the tests'."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(autostart.LAUNCHER, raising=False)
    return tmp_path


@pytest.fixture(autouse=True)
def _left_off() -> object:
    yield None
    if sys.platform == "win32":
        autostart.turn_off()


def test_it_is_off_until_somebody_turns_it_on_and_off_again_leaves_nothing() -> None:
    assert not autostart.is_on()
    autostart.turn_off()
    autostart.turn_on()
    assert autostart.is_on()
    autostart.turn_on()
    assert autostart.is_on()
    autostart.turn_off()
    assert not autostart.is_on()


def _entry() -> "configparser.SectionProxy":
    parser = configparser.RawConfigParser(strict=True, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(autostart.entry_path(), encoding="utf-8")
    return parser["Desktop Entry"]


def _words(line: str) -> list[str]:
    """As GLib's desktops read Exec: the string's escapes, then the shell's quotes, then %%."""
    glib = ctypes.CDLL("libglib-2.0.so.0")
    count, words = ctypes.c_int(), ctypes.POINTER(ctypes.c_char_p)()
    said = line.replace("\\\\", "\\").encode()
    assert glib.g_shell_parse_argv(said, ctypes.byref(count), ctypes.byref(words), None)
    return [(words[n] or b"").decode().replace("%%", "%") for n in range(count.value)]


@posix
def test_the_entry_starts_the_launcher_and_names_another_home_whatever_it_is_called(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        autostart.LAUNCHER, json.dumps(["/usr/bin/python3", "/my programs/launcher.py", "1.2"])
    )
    autostart.turn_on()
    assert _words(_entry()["Exec"]) == ["/usr/bin/python3", "/my programs/launcher.py"]
    home = place / '店 $1 "100%" `x` \\ & more'
    autostart.turn_on(home)
    assert _words(_entry()["Exec"])[2:] == ["--home", str(home)]


@posix
def test_without_a_launcher_it_starts_the_checkout() -> None:
    autostart.turn_on()
    words = _words(_entry()["Exec"])
    assert words == [sys.executable, "-m", "posdesk"]
    answered = subprocess.run([*words, "doctor", "--help"], capture_output=True, text=True, check=True)
    assert "posdesk doctor" in answered.stdout


@posix
@pytest.mark.parametrize("switch", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_the_desktops_own_switch_turned_off_is_off(switch: str) -> None:
    autostart.turn_on()
    path = autostart.entry_path()
    path.write_text(path.read_text(encoding="utf-8").replace("X-GNOME-Autostart-enabled=true", switch))
    assert not autostart.is_on()
    autostart.turn_on()
    assert autostart.is_on()


@posix
def test_a_folder_that_can_not_be_written_is_said_and_nothing_is_half_done(place: Path) -> None:
    (place / "config").write_text("a file")
    with pytest.raises(autostart.AutostartError, match="autostart"):
        autostart.turn_on()
    os.truncate(place / "config", 0)
    with pytest.raises(autostart.AutostartError, match=r"posdesk\.desktop"):
        autostart.is_on()


@windows
def test_the_run_key_holds_the_launchers_line_and_the_task_managers_switch_counts(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        import winreg

        python, launcher = (
            r"C:\Users\店\posdesk\launcher\pythonw.exe",
            r"C:\Users\店\posdesk\launcher\launcher.py",
        )
        monkeypatch.setenv(autostart.LAUNCHER, json.dumps([python, launcher, "1.2"]))
        line = f'"{python}" "{launcher}"'
        autostart.turn_on(place / "a b")
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, autostart.RUN_KEY) as key:
            assert winreg.QueryValueEx(key, autostart.RUN_VALUE)[0] == f'{line} --home "{place / "a b"}"'
        autostart.turn_on()
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, autostart.RUN_KEY) as key:
            assert winreg.QueryValueEx(key, autostart.RUN_VALUE)[0] == line, (
                "as set-up's own choice writes it"
            )
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, autostart.APPROVED_KEY) as key:
            winreg.SetValueEx(key, autostart.RUN_VALUE, 0, winreg.REG_BINARY, bytes([3, *[0] * 11]))
        assert not autostart.is_on()
        autostart.turn_on()
        assert autostart.is_on()
