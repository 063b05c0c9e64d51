"""Another account on this PC: what it may do with our files."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65534
needs_modes = pytest.mark.posix("Windows has no modes: its profile folders are private")


def needs_another_account(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test in which another account acts on this PC."""
    by_root = pytest.mark.skipif(
        os.name == "posix" and os.geteuid() != 0, reason="only root can act as another account"
    )
    return needs_modes(by_root(test))  # type: ignore[no-any-return]


@contextmanager
def open_ground() -> Iterator[Path]:
    """A folder that every account can reach; pytest's own are closed to all but ours."""
    ground = Path(tempfile.mkdtemp(prefix="posdesk-test-"))
    ground.chmod(0o755)
    try:
        yield ground
    finally:
        shutil.rmtree(ground)


def as_nobody(*words: object) -> bool:
    """Whether that program does what it is told when another account runs it."""
    command = [str(word) for word in words]
    done = subprocess.run(
        command,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        check=False,
        capture_output=True,
        timeout=30,
    )
    return done.returncode == 0


def modes_under(folder: Path) -> dict[str, int]:
    """What other accounts may do with each file and folder, links left out; only what they may at all."""
    found = (each for each in (folder, *folder.rglob("*")) if not each.is_symlink())
    bits = {each.name: each.stat().st_mode & 0o077 for each in found}
    return {name: open_to for name, open_to in bits.items() if open_to}
