"""How long one commit of one row takes, as durable as the journal's: `one_commit FILE COUNT`, in ms."""

import statistics
import sys
import time
from pathlib import Path

from tests.bench.programs import word
from tests.bench.programs.bare import opened


def main(file: Path, count: int) -> None:
    """The median of so many."""
    db, took = opened(file), []
    for number in range(count):
        start = time.perf_counter()
        db.execute("INSERT INTO calls (text) VALUES (?)", (f"row {number}",))
        took.append(time.perf_counter() - start)
    word.found({"p50": statistics.median(took) * 1000})


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
