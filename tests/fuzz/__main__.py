"""The long mode: `python -m tests.fuzz --inputs 1000000 --seed 1`; one call again: `--only NUMBER`."""

import argparse
import asyncio
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.fuzz.calls import call_of
from tests.fuzz.run import HOME_LASTS, Run, Tally


def _part(seed: int, start: int, stop: int) -> tuple[Tally, int]:
    """What came of these calls, and the most memory that this process ever had, in KiB."""
    tally = asyncio.run(Run(seed).go(range(start, stop)))
    return tally, _memory_kib()


def _memory_kib() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _run(inputs: int, seed: int, jobs: int) -> int:
    began, answers, calls, slowest, memory = time.monotonic(), Counter[str](), 0, (0.0, -1), [0]
    parts = [(start, min(start + HOME_LASTS, inputs)) for start in range(0, inputs, HOME_LASTS)]
    with ProcessPoolExecutor(jobs) as pool:
        for tally, kib in pool.map(_part, [seed] * len(parts), *zip(*parts, strict=True)):
            answers.update(tally.answers)
            calls += tally.calls
            slowest = max(slowest, (tally.slowest_s, tally.slowest))
            memory.append(kib)
            sys.stdout.write(
                f"{calls} calls, {calls / (time.monotonic() - began):.0f}/s, {kib // 1024} MiB\n"
            )
            sys.stdout.flush()
    sys.stdout.write(f"{calls} calls of seed {seed}, laws broken: 0\n")
    sys.stdout.write("".join(f"  {count:9d} {name}\n" for name, count in answers.most_common()))
    sys.stdout.write(
        f"slowest {slowest[0] * 1000:.0f} ms, call {slowest[1]}; at most {max(memory) // 1024} MiB\n"
    )
    return 0


def main() -> int:
    """The command. BrokenLawError is raised with the number of the call that broke a law."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", type=int)
    chosen = parser.parse_args()
    if chosen.only is None:
        return _run(chosen.inputs, chosen.seed, chosen.jobs)
    sys.stdout.write(f"{call_of(chosen.seed, chosen.only)}\n")
    tally = asyncio.run(Run(chosen.seed).go(range(chosen.only, chosen.only + 1)))
    sys.stdout.write(f"{tally}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
