"""A slower disk, for whatever program is started with this environment (Linux)."""

from pathlib import Path

from tests.support import preload

SYNC_MS = 5
TURNING_SYNC_MS, TURNING_SEEK_MS = 8, 3  # about a turn at 7,200 a minute; a near track


def slow_disk(folder: Path) -> dict[str, str]:
    """Its syncs take 5 ms longer; the library is built in `folder`. Raises CalledProcessError."""
    return {preload.PRELOAD: _library(folder), "BENCH_SYNC_MS": str(SYNC_MS)}


def turning_disk(folder: Path) -> dict[str, str]:
    """As a disk that turns: a sync 8 ms, and 3 for each place it writes that is not behind the one before."""
    waits = {"BENCH_SYNC_MS": str(TURNING_SYNC_MS), "BENCH_SEEK_MS": str(TURNING_SEEK_MS)}
    return {preload.PRELOAD: _library(folder), **waits}


def _library(folder: Path) -> str:
    return str(preload.built(Path(__file__).with_name("slow_sync.c"), folder))
