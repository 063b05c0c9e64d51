"""Which boot of this PC this is: what a process wrote is in the machine's memory until the next one.

A process that died takes nothing of that with it, so a file is as the process left it, on the disk or not
yet. After a power cut it is what had come to the disk. Who can't say which of both it was takes the graver.
"""

import contextlib
import re
import sys
import time
from pathlib import Path

from posdesk.host.disk import real_path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # of the host, in a container too
_MOUNTS = Path("/proc/self/mountinfo")
_DEVICES = Path("/sys/dev/block")
_OF_THIS_PC = frozenset({"overlay", "btrfs", "zfs", "tmpfs"})  # on disks, though they name none

if sys.platform == "win32":
    import ctypes

    _TIME_OF_DAY, _SEQUENCE, _FIXED = 3, 0x7FFE02C4, 3  # SystemTimeOfDayInformation; BootId, as all see it

    class _TimeOfDay(ctypes.Structure):
        """SYSTEM_TIMEOFDAY_INFORMATION; the bias is by how much the clock was set since the boot."""

        _fields_ = (
            ("boot", ctypes.c_int64),
            ("now", ctypes.c_int64),
            ("zone", ctypes.c_int64),
            ("zone_id", ctypes.c_uint32),
            ("reserved", ctypes.c_uint32),
            ("boot_bias", ctypes.c_uint64),
            ("sleep_bias", ctypes.c_uint64),
        )

    def this_boot() -> str:
        """When Windows was booted, by the clock of then, and the count of its boots; empty: nobody can say.

        A PC whose clock begins anew at each boot may say the same time twice: therefore the count.
        """
        found, length = _TimeOfDay(), ctypes.c_uint32()
        query = ctypes.WinDLL("ntdll").NtQuerySystemInformation
        if query(_TIME_OF_DAY, ctypes.byref(found), ctypes.sizeof(found), ctypes.byref(length)):
            return ""
        count = ctypes.c_uint32.from_address(_SEQUENCE).value
        return f"windows {found.boot - found.boot_bias} {count}" if found.boot else ""

    def is_on_fixed_disk(path: Path) -> bool:
        """Whether a file lies on a disk that can't be taken out, or be another PC's, meanwhile."""
        return int(ctypes.WinDLL("kernel32").GetDriveTypeW(f"{real_path(path).anchor}")) == _FIXED

else:

    def this_boot() -> str:
        """The kernel's own name of this boot, another one each time; empty where nobody can say."""
        with contextlib.suppress(OSError, ValueError):
            return _BOOT_ID.read_text(encoding="ascii").strip()
        return ""

    def is_on_fixed_disk(path: Path) -> bool:
        """Whether a file lies on a disk that can't be taken out, or be another PC's, meanwhile."""
        try:
            device, kind = _mount_of(real_path(path))
            block = (_DEVICES / device).resolve(strict=True)
        except FileNotFoundError:
            return kind in _OF_THIS_PC
        except (OSError, ValueError, LookupError):
            return False
        return not any(part.startswith("usb") for part in block.parts) and not _is_removable(block)

    def _mount_of(path: Path) -> tuple[str, str]:
        """The device (major:minor) and the file system on which a path lies.

        Raises OSError, ValueError, LookupError.
        """
        above = {str(each) for each in (path, *path.parents)}
        lines = (line.split() for line in _MOUNTS.read_text(encoding="utf-8").splitlines())
        mounts = [(_unescaped(words[4]), words[2], words[words.index("-") + 1]) for words in lines]
        _, device, kind = max((each for each in mounts if each[0] in above), key=lambda each: len(each[0]))
        return device, kind

    def _unescaped(place: str) -> str:
        """Blanks in a name are written as their octal numbers."""
        return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)

    def _is_removable(block: Path) -> bool:
        """A partition stands in its disk's folder, which says so."""
        said = (each / "removable" for each in (block, block.parent))
        return any(each.is_file() and each.read_text(encoding="ascii").strip() != "0" for each in said)


def uptime_s() -> float:
    """Seconds on a clock that only goes forward within a boot, whatever the wall clock does."""
    return time.monotonic()
