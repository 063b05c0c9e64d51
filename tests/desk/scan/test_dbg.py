import random
from tests.support import bursts
from tests.desk.scan import test_bursts_in_windows as t


def test_dbg(qtbot, bench, router):
    bench.line.setFocus()
    for seed in range(8):
        rng = random.Random(seed)
        codes = [bursts.random_code(rng) for _ in range(100)]
        seen = bursts._scan(router, qtbot, codes, rng, bursts.ENDS)
        print(
            "round",
            seed,
            "torn",
            seen.torn,
            "swallowed",
            seen.heard.swallowed,
            "typed",
            seen.typed,
            "failed",
            seen.heard.failed,
        )
        if seen.heard.scanned != codes:
            for i, (a, b) in enumerate(zip(codes, seen.heard.scanned)):
                if a != b:
                    print(i, codes[i - 2 : i + 3], seen.heard.scanned[i - 2 : i + 3])
                    break
