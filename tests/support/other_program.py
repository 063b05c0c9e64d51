"""Another program at the counter, as a till's is: a window with a field, in a process of its own.

It is told on stdin what to do, a word a line, and answers each on stdout: what was typed into it, whether it
has the keyboard, how often it lost it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Told:
    """What the other program says of itself."""

    text: str
    is_active: bool
    lost: int  # how often the keyboard went elsewhere


class OtherProgram:
    """The test's end of it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def told(self) -> Told:
        """How it is now. Raises ValueError where it has ended."""
        return self._say("tell")

    def come_to_front(self) -> Told:
        """Take the keyboard, as a program does that is touched."""
        return self._say("front")

    def fill_screen(self) -> Told:
        """Cover all of the screen, as many tills do."""
        return self._say("fill")

    def _say(self, word: str) -> Told:
        out, back = self._process.stdin, self._process.stdout
        assert out is not None
        assert back is not None
        out.write(f"{word}\n")
        out.flush()
        return Told(**json.loads(back.readline()))


@contextmanager
def other_program() -> Iterator[OtherProgram]:
    """One that runs until the end of the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.other_program"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        encoding="utf-8",
    ) as process:
        try:
            yield OtherProgram(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=20)


def main() -> None:
    """The other program itself: a window at the left upper corner, 500 × 300."""
    import threading

    from PySide6.QtCore import QEvent, QObject, QPoint, Signal
    from PySide6.QtWidgets import QApplication, QLineEdit

    class Words(QObject):
        came = Signal(str)

    class Field(QLineEdit):
        lost = 0

        def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
                self.lost += 1
            super().changeEvent(event)

    app = QApplication([])
    field, words = Field(), Words()
    field.setWindowTitle("another till")
    field.setFixedSize(500, 300)
    field.move(QPoint(0, 0))

    def answer(word: str) -> None:
        if word == "front":
            field.raise_()
            field.activateWindow()
        if word == "fill":
            field.setMaximumSize(16_777_215, 16_777_215)
            field.showFullScreen()
        told = {"text": field.text(), "is_active": field.isActiveWindow(), "lost": field.lost}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()

    def read(lines: IO[str]) -> None:
        for line in lines:
            words.came.emit(line.strip())
        words.came.emit("end")

    words.came.connect(lambda word: app.quit() if word == "end" else answer(word))
    field.show()
    field.activateWindow()
    threading.Thread(target=read, args=(sys.stdin,), daemon=True).start()
    app.exec()


if __name__ == "__main__":
    main()
