"""Starting at sign-in, for this user of the PC: is it on, turn it on, turn it off.

On Linux a desktop entry in the user's autostart folder, on Windows a value of the user's Run key: what the
installer's own choice writes. Both systems let a person switch such an entry off without removing it: that is
read as off. Nothing runs before somebody signs in.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from posdesk.errors import Yours
from posdesk.host import disk

LAUNCHER: Final = "POSDESK_LAUNCHER"
"""The variable in which the launcher says how it is started: JSON, a Python, the launcher, the version."""
_COMMAND: Final = Path("/usr/bin/posdesk")
"""What the Debian package has for its launcher."""
_PACKAGE: Final = Path("/opt/posdesk")
ENTRY: Final = "posdesk.desktop"
RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
RUN_VALUE: Final = "posdesk"
APPROVED_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_OFF_BIT: Final = 1  # of the first byte there: the task manager's "disabled"
_QUOTED: Final = str.maketrans({each: f"\\{each}" for each in '"`$\\'})
_ENTRY: Final = """\
[Desktop Entry]
Type=Application
Name=posdesk
Name[zh_CN]=posdesk 订单工作台
Exec={line}
Icon=posdesk
Terminal=false
X-GNOME-Autostart-enabled=true
"""


class AutostartError(Yours):
    """The system doesn't let it be read or changed; the text says where and why."""


def start_line(home: Path | None = None) -> str:
    """The command line that starts the desk, by the launcher where one started this; `home` if not the usual.

    Written as the system's own entries write it.
    """
    words = _launcher() or [_without_console(), "-m", "posdesk"]
    words += [] if home is None else ["--home", str(home)]
    if sys.platform == "win32":
        return " ".join(f'"{each}"' if each.endswith((".exe", ".py")) else _quoted(each) for each in words)
    return " ".join(_exec_word(each) for each in words)


def _launcher() -> list[str]:
    """The words that start the launcher; none where no launcher started this."""
    try:
        told = json.loads(os.environ.get(LAUNCHER, ""))
        python, launcher = map(str, told[:2])
    except (ValueError, TypeError):
        return []
    if Path(launcher).is_relative_to(_PACKAGE) and _COMMAND.exists():
        return [str(_COMMAND)]
    return [python, launcher]


def _quoted(word: str) -> str:
    return subprocess.list2cmdline([word])


def _without_console() -> str:
    quiet = Path(sys.executable).with_name("pythonw.exe")
    return str(quiet) if quiet.exists() else sys.executable


def _exec_word(word: str) -> str:
    """As the desktop entry specification quotes it: first for Exec, then as any string of the file."""
    quoted = f'"{word.translate(_QUOTED)}"' if set(word) & set(" \t\n\"'\\><~|&;$*?#()`") else word
    return quoted.replace("\\", "\\\\").replace("%", "%%")


def is_on() -> bool:
    """Whether posdesk starts when this user signs in. Raises AutostartError."""
    if sys.platform == "win32":
        return _is_on_windows()
    return _is_on_linux()


def turn_on(home: Path | None = None) -> None:
    """Start at sign-in from now on, by today's launcher; `home` if not the usual. Raises AutostartError."""
    line = start_line(home)
    if sys.platform == "win32":
        _turn_on_windows(line)
    else:
        _turn_on_linux(line)


def turn_off() -> None:
    """No longer; nothing happens where it is off. Raises AutostartError."""
    if sys.platform == "win32":
        _turn_off_windows()
    else:
        _turn_off_linux()


def entry_path() -> Path:
    """Where a Linux keeps it."""
    named = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(named) if Path(named).is_absolute() else Path.home() / ".config"
    return folder / "autostart" / ENTRY


def _failed(where: object, error: OSError) -> AutostartError:
    return AutostartError(f"Start at sign-in can't be read or changed in {where}: {disk.why(error)}.")


def _is_on_linux() -> bool:
    path = entry_path()
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _failed(path, error) from error
    said = {line.replace(" ", "").lower() for line in lines}
    return not said & {"hidden=true", "x-gnome-autostart-enabled=false"}


def _turn_on_linux(line: str) -> None:
    path = entry_path()
    unready = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unready.write_text(_ENTRY.format(line=line), encoding="utf-8")
        disk.replace(unready, path)
    except OSError as error:
        raise _failed(path, error) from error


def _turn_off_linux() -> None:
    path = entry_path()
    try:
        disk.remove(path)
    except OSError as error:
        raise _failed(path, error) from error


if sys.platform == "win32":
    import winreg

    def _value(key: str) -> object:
        """What stands there of posdesk; None for nothing. Raises AutostartError."""
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return winreg.QueryValueEx(opened, RUN_VALUE)[0]
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _failed(key, error) from error

    def _remove(key: str) -> None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                winreg.DeleteValue(opened, RUN_VALUE)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _failed(key, error) from error

    def _is_on_windows() -> bool:
        approved = _value(APPROVED_KEY)
        is_barred = isinstance(approved, bytes) and bool(approved) and bool(approved[0] & _OFF_BIT)
        return _value(RUN_KEY) is not None and not is_barred

    def _turn_on_windows(line: str) -> None:
        _remove(APPROVED_KEY)
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as opened:
                winreg.SetValueEx(opened, RUN_VALUE, 0, winreg.REG_SZ, line)
        except OSError as error:
            raise _failed(RUN_KEY, error) from error

    def _turn_off_windows() -> None:
        _remove(RUN_KEY)
        _remove(APPROVED_KEY)
