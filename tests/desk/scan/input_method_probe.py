"""A field with a real Chinese input method, scanned into: prints what came of it as JSON.

With two numbers, from and to, it scans and types those of `tests.support.many_scans` that are its share.

Run under a D-Bus session of its own, with HOME and XDG_RUNTIME_DIR pointing at an empty folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

os.environ["QT_IM_MODULE"] = "ibus"

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from posdesk.desk.scan.router import ScanRouter
from tests.desk.scan.bench_window import BenchWindow
from tests.support.bursts import Heard
from tests.support.keys import RealKeys
from tests.support.many_scans import Bench, plan_of, share_of, typed_line
from tests.support.stamps import key_stamps

PATIENCE_S = 40
ROUNDS_AT_MOST = 15
PINYIN = ("nihao ", "zhongguo ", "xiexie ", "dingdan ", "A12 ", "shangpin2")
STEADY_LOOKS = 30
LEARNT_AFTER = 8  # choices of the second word: the input method then puts it first, and the second is another
SCANS, BETWEEN = ("ni3a", "AB12", "nihao888"), "XY99ab"


class Composing(QObject):
    """Notes what the input method shows and commits."""

    def __init__(self) -> None:
        super().__init__()
        self.preedits: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.InputMethod and event.preeditString():  # type: ignore[attr-defined]
            self.preedits.append(event.preeditString())  # type: ignore[attr-defined]
        return False


def wait_until(fact: Callable[[], bool], what: str) -> None:
    """Run the event loop until a fact holds; exit in words if it never does."""
    deadline = time.monotonic() + PATIENCE_S
    while not fact():
        if time.monotonic() > deadline:
            sys.exit(f"never came: {what}")
        QTest.qWait(20)


def main() -> None:
    """Scan and type with the input method on; print the results."""
    options = ["--xim", "--replace", "--panel=disable", "--config=/usr/libexec/ibus-memconf"]
    with subprocess.Popen(["ibus-daemon", *options]) as daemon:
        try:
            wait_until(_choose_pinyin, "the engine libpinyin")
            result = _many(*map(int, sys.argv[1:])) if sys.argv[1:] else _probe()
            sys.stdout.write(json.dumps(result) + "\n")
        finally:
            daemon.terminate()


def _choose_pinyin() -> bool:
    subprocess.run(["ibus", "engine", "libpinyin"], check=False, capture_output=True)
    done = subprocess.run(["ibus", "engine"], check=False, capture_output=True, encoding="utf-8")
    return "libpinyin" in done.stdout


def _probe() -> dict[str, object]:
    _app, line, composing = QApplication([]), QLineEdit(), Composing()
    line.installEventFilter(composing)
    line.show()
    line.activateWindow()
    wait_until(line.hasFocus, "the focus")
    with RealKeys() as keys:
        wait_until(lambda: _composes(keys, composing), "the first preedit text")
        for _ in range(ROUNDS_AT_MOST):
            _clear(keys, line)
            result, torn = _round(keys, line)
            if not torn:
                return result
        sys.exit(f"the X server tore scans {ROUNDS_AT_MOST} times, the last time {torn}")


def _clear(keys: RealKeys, line: QLineEdit) -> None:
    """Nothing is composed and nothing written, whatever a torn scan left."""
    keys.press("Escape", after_ms=100)
    keys.settle()
    QTest.qWait(300)
    line.clear()


def _round(keys: RealKeys, line: QLineEdit) -> tuple[dict[str, object], list[str]]:
    """Scan and type once; what came of it, and the scans whose keys the X server itself held apart."""
    router = ScanRouter()
    router.attach()
    heard = Heard.of(router)
    with key_stamps() as stamps:
        for code in SCANS:
            keys.type_burst(code, 12, after_ms=350)
        wait_until(lambda: len(heard.scanned) + len(heard.swallowed) >= len(SCANS), "three scans")
        before = line.text()
        keys.type_slowly("ni", 100)
        keys.type_burst(BETWEEN, 12, after_ms=350)
        keys.type_slowly("hao ", 100)
        wait_until(lambda: line.text() != before, "the typed word")
    router.detach()
    torn = stamps.torn([*SCANS, BETWEEN], router.profile.max_gap_ms)
    result: dict[str, object] = {
        "scanned": heard.scanned,
        "swallowed": heard.swallowed,
        "before": before,
        "typed": line.text(),
    }
    return result, torn


def _composes(keys: RealKeys, composing: Composing) -> bool:
    if not composing.preedits:
        keys.press("n", after_ms=200)
        QTest.qWait(300)
    return bool(composing.preedits)


def _many(first: int, end: int) -> dict[str, object]:
    """Scan and type at random in a window, the input method being on; how much was read and said."""
    _app, window, composing = QApplication([]), BenchWindow(), Composing()
    window.line.installEventFilter(composing)
    window.show()
    window.activateWindow()
    window.line.setFocus()
    wait_until(window.line.hasFocus, "the focus")
    scans, lines = share_of(range(first, end), "pinyin")
    with RealKeys() as keys:
        wait_until(lambda: _composes(keys, composing), "the first preedit text")
        router = ScanRouter()
        bench = Bench(
            router=router,
            line=window.line,
            elsewhere=window.button,
            shortcuts=window.shortcuts,
            keys=keys,
            clear=lambda: _clear(keys, window.line),
            until=lambda fact: wait_until(fact, "a key"),
        )
        written = {pinyin: _all_written(bench, window, pinyin) for pinyin in PINYIN}
        router.attach()
        bench.scan([plan_of(number) for number in scans])
        for number in lines:
            pinyin, gaps_ms, _ = typed_line(number, PINYIN)
            bench.type(pinyin, gaps_ms, one_of=written[pinyin])
        router.detach()
    return {**bench.told(), "lines": len(lines), "written": written}


def _all_written(bench: Bench, window: BenchWindow, pinyin: str) -> list[str]:
    """All that it makes of it, now and once it has learnt what was chosen."""
    times = LEARNT_AFTER if pinyin[-1].isdigit() else 1
    return sorted({_written(bench, window, pinyin) for _ in range(times)})


def _written(bench: Bench, window: BenchWindow, pinyin: str) -> str:
    """What the input method makes of it where nobody listens for scans."""
    bench.clear()
    bench.keys.type_slowly(pinyin, 100)
    bench.wait()
    seen = [window.line.text()]

    def is_settled() -> bool:
        """It commits some time after its last key, and not all at once."""
        seen.append(window.line.text())
        return bool(seen[-1]) and len(seen) > STEADY_LOOKS and len({*seen[-STEADY_LOOKS:]}) == 1

    bench.until(is_settled)
    return window.line.text()


if __name__ == "__main__":
    main()
