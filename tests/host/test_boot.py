"""Which boot this is, by the real system: the same for all processes of it, and a fixed disk known as one."""

import subprocess
import sys
from pathlib import Path

import pytest

from posdesk.host import boot
from tests.support.paths import ROOT

_SAYS = "from posdesk.host import boot; print(boot.this_boot(), end='')"


def test_every_process_of_a_boot_says_the_same_of_it(tmp_path: Path) -> None:
    assert boot.this_boot()
    done = subprocess.run([sys.executable, "-c", _SAYS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == boot.this_boot()
    assert boot.uptime_s() > 0


def test_the_disk_of_this_pc_is_a_fixed_one(tmp_path: Path) -> None:
    assert boot.is_on_fixed_disk(tmp_path / "not there yet")


@pytest.mark.posix("where the system says which disk has what")
@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("9 1 0:77 / / rw - overlay overlay rw", True),
        ("9 1 0:77 / / rw - nfs4 nas:/shop rw", False),
        ("9 1 0:77 / / rw - fuse.sshfs far: rw", False),
        ("9 1 8:17 / / rw shared:1 - ext4 /dev/sdb1 rw", False),  # a stick
        ("9 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw", True),
        ("9 1 8:33 / / rw shared:1 - vfat /dev/sdc1 rw", False),  # a card
        ("nonsense", False),
    ],
)
def test_what_can_be_taken_out_or_lies_elsewhere_is_no_fixed_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, fixed: bool
) -> None:
    devices = tmp_path / "dev"
    for name, place, removable in (
        ("8:1", "pci/ata1/sda/sda1", "0"),
        ("8:17", "pci/usb2/sdb/sdb1", "0"),
        ("8:33", "pci/mmc/sdc/sdc1", "1"),
    ):
        folder = tmp_path / place
        folder.mkdir(parents=True)
        (folder.parent / "removable").write_text(f"{removable}\n")
        devices.mkdir(exist_ok=True)
        (devices / name).symlink_to(folder)
    home = tmp_path / "a stick"
    home.mkdir()
    root = "1 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n" if "- " in line else ""
    mounted = line.replace(" / / ", f" / {str(home).replace(' ', chr(92) + '040')} ")
    (tmp_path / "mounts").write_text(f"{root}{mounted}\n")
    monkeypatch.setattr(boot, "_MOUNTS", tmp_path / "mounts")
    monkeypatch.setattr(boot, "_DEVICES", devices)
    assert boot.is_on_fixed_disk(home) is fixed
