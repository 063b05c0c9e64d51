"""What a command costs before it does anything."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from tests.bench.measuring import Bench, Figure, Side, Values

IMPORTS = ("-c", "import httpx, pydantic")


@contextmanager
def _help(bench: Bench) -> Iterator[Sequence[Side]]:
    yield (
        Side("posdesk --help", partial(_seconds, "-m", "posdesk", "--help")),
        Side("import httpx, pydantic", partial(_seconds, *IMPORTS)),
    )


def _seconds(*arguments: str) -> Values:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return {"time": time.perf_counter() - start}


HELP = Figure("command.help", "`posdesk --help` ÷ `import httpx, pydantic`", {"time": "s"}, _help)
