"""A drop folder that looks when it is told to, by a clock that is set."""

from pathlib import Path

from posdesk.engine.listening.folder import Folder
from posdesk.engine.listening.intake import Intake
from posdesk.journal import Journal
from posdesk.settings.settings import Settings
from tests.engine.receipt_making import TokenSecrets
from tests.journal.making import SetClock
from tests.platforms.wdk.making import body, example

STEP_S = 5.0  # between two looks less time passes than a sleeping machine would lose


class Drop:
    """A home's drop folder beside its journal."""

    def __init__(self, home: Path, journal: Journal, clock: SetClock) -> None:
        self.home, self.journal, self.clock = home, journal, clock
        self.intake = Intake(Settings(), journal, TokenSecrets(), clock)
        self.start()

    def start(self) -> None:
        """As after a restart: nothing is remembered."""
        self.folder = Folder(self.home, self.intake)
        self.folder.look()

    @property
    def path(self) -> Path:
        return self.home / "receipts-in"

    def put(self, name: str, content: bytes = b"") -> Path:
        path = self.path / name
        path.write_bytes(content or body(example(serial_num=name)))
        return path

    def wait(self, seconds: float = 2.0) -> None:
        """One look now, one after these seconds, and so many between that nothing seems to have slept."""
        self.folder.look()
        while seconds > 0:
            self.clock.walk(min(seconds, STEP_S))
            self.folder.look()
            seconds -= STEP_S

    def names(self, under: str = "") -> list[str]:
        """The files in the folder or one beneath it."""
        return sorted(each.name for each in (self.path / under).iterdir() if each.is_file())

    def reason(self, name: str) -> str:
        return (self.path / "rejected" / f"{name}.reason.txt").read_text(encoding="utf-8-sig")
