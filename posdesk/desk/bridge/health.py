"""What the Health topic asks: a look at every part, and the diagnostic file, in a thread of their own."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject

from posdesk.desk.bridge.calls import CallBack
from posdesk.desk.bridge.threads import Post, Worker
from posdesk.domain.clock import Clock
from posdesk.errors import PosdeskError
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings

if TYPE_CHECKING:  # its own needs are loaded with the first look, in that thread
    from posdesk.doctor.command import Looked
    from posdesk.doctor.health_words import Line

log = logging.getLogger(__name__)


class Health(NamedTuple):
    """What one look found, when (aware); `quick`: what grows with the years was not looked through."""

    lines: "tuple[Line, ...]"
    at: datetime
    quick: bool


class HealthBridge(QObject):
    """Lives in the GUI thread; one look after the other is made in another. No platform is called."""

    def __init__(self, home: Path, chosen: Settings, secrets: Credentials, clock: Clock) -> None:
        """Nothing is looked at before `look`; `chosen` count where the home has no posdesk.toml."""
        super().__init__()
        self._chosen = chosen
        self._home, self._secrets, self._clock = home, secrets, clock
        self._post, self._thread = Post(), Worker("health")

    def look(self, told: Callable[[Health], object], *, quick: bool) -> None:
        """Look at every part as `posdesk doctor` does; `told` is a bound method."""
        back = CallBack(told)

        def work() -> None:
            looked = self._looked(quick=quick)
            found = Health(looked.lines, looked.snapshot.now, quick)
            self._post.hand_in(lambda: back(found))

        self._thread.ask(work)

    def make_file(
        self, folder: Path, *, done: Callable[[Path], object], failed: Callable[[str], object]
    ) -> None:
        """Look at all of it and write the diagnostic file into this folder; `failed` is told why."""
        backs = CallBack(done), CallBack(failed)

        def work() -> None:
            target = folder / f"posdesk-diagnostic-{self._clock.now():%Y%m%d-%H%M%S}.zip"
            try:
                self._looked(quick=False).write_zip(target)
            except PosdeskError as error:
                log.warning("health: %s", error)
                self._post.hand_in(lambda: backs[1](_not_written(folder)))
                return
            self._post.hand_in(lambda: backs[0](target))

        self._thread.ask(work)

    def close(self) -> None:
        """End the thread once what it does now is done; nothing is told any more."""
        self._post.close()
        self._thread.close()

    def _looked(self, *, quick: bool) -> "Looked":
        from posdesk.doctor.command import look  # noqa: PLC0415 - 200 ms, so only when first needed

        return look(self._home, self._clock, given=self._chosen, secrets=self._secrets, quick=quick)


def _not_written(folder: Path) -> str:
    words = QCoreApplication.translate(
        "health",
        "The diagnostic file can't be written into {folder}. Make room there and let this account write.",
    )
    return words.format(folder=folder)
