"""Which PC this is: a mark that stays as long as its system does, and tells nobody anything else."""

import hashlib
import sys
import uuid
from pathlib import Path

_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_id(home: Path) -> str:
    """The same for as long as this system and this home stay where they are: 32 hex digits.

    The system's own mark never leaves the PC: it is hashed, together with the home's place, so that two
    homes on one PC are two.
    """
    own = _of_system() or f"{uuid.getnode():x}"
    return hashlib.sha256(f"posdesk\n{own}\n{home.absolute()}".encode()).hexdigest()[:32]


def _of_system() -> str:
    if sys.platform == "win32":
        return _of_windows()
    for file in _FILES:
        try:
            if found := file.read_text(encoding="ascii").strip():
                return found
        except (OSError, ValueError):
            continue
    return ""


def _of_windows() -> str:
    if sys.platform != "win32":
        return ""
    import winreg  # noqa: PLC0415 - only Windows has it

    place = r"SOFTWARE\Microsoft\Cryptography"
    try:
        with winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE, place, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        ) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""
