"""A disk whose syncs take 5 ms longer, for whatever program is started with this environment (Linux)."""

from pathlib import Path

from tests.support import preload

SYNC_MS = 5


def slow_disk(folder: Path) -> dict[str, str]:
    """The environment; the library is built in `folder` where it isn't there. Raises CalledProcessError."""
    library = preload.built(Path(__file__).with_name("slow_sync.c"), folder)
    return {preload.PRELOAD: str(library), "BENCH_SYNC_MS": str(SYNC_MS)}
