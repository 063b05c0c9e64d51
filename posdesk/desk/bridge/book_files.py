"""What the manager's pages leave on disk and in the keyring: written in a thread of its own."""

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.books import Entered
from posdesk.desk.bridge.threads import Post, Worker
from posdesk.desk.words.start import fault_words, keyring_words
from posdesk.errors import (
    CredentialsError,
    DoorUnproven,
    PortTaken,
    PosdeskError,
    SettingsError,
    SettingsFault,
)
from posdesk.export import Table, write_table
from posdesk.settings import changing, settings
from posdesk.settings.credentials import Credentials
from posdesk.settings.people import check_people
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)


class Saved(NamedTuple):
    """The settings as they are now, what of them is another, and which keys count from the next start."""

    settings: Settings
    changed: str
    later: tuple[str, ...]


class Taker(Protocol):
    """The part of the engine that is asked here."""

    def take(self, settings: Settings, keep: Callable[[], None]) -> "Future[None] | None":
        """Go by these settings once `keep` has kept them."""
        ...


class BookFiles:
    """One thing after the other; each says in the GUI thread what became of it."""

    def __init__(self, home: Path, secrets: Credentials, post: Post, chosen: Settings, engine: Taker) -> None:
        """`home` holds posdesk.toml, `chosen` what it says."""
        self._engine = engine
        self._home, self._secrets, self._post = home, secrets, post
        self._chosen = chosen  # from here on the thread's own: two saves may wait, and both count
        self._thread = Worker("books-files")

    def write(
        self,
        table: Table,
        form: str,
        target: Path,
        *,
        done: Callable[[Path], object],
        failed: Callable[[str], object],
    ) -> None:
        """Write a table as `csv` or `xlsx`, whole or not at all."""

        def work() -> None:
            try:
                write_table(target, form, table)
            except PosdeskError as error:
                log.warning("books: %s", error)
                self._post.hand_in(lambda: failed(_not_written(target)))
                return
            self._post.hand_in(lambda: done(target))

        self._thread.ask(work)

    def save(
        self,
        entered: Entered,
        *,
        now: datetime,
        done: Callable[[Saved], object],
        refused: Callable[[str, str], object],
        read_anew: Callable[[Settings], object] = lambda _: None,
    ) -> None:
        """Keep what somebody entered and have the engine go by it; `done` is told the settings of then.

        `read_anew` is told those of the file, where somebody else has changed it meanwhile.
        """

        def work() -> None:
            try:
                saved = self._keep(entered, now)
            except PosdeskError as error:
                log.warning("settings: not saved: %s", error)
                if isinstance(error, SettingsError) and error.fault is SettingsFault.CHANGED:
                    self._go_by_the_file(read_anew)
                self._post.hand_in(partial(_tell_refused, refused, error))
                return
            self._post.hand_in(lambda: done(saved))

        self._thread.ask(work)

    def _go_by_the_file(self, read_anew: Callable[[Settings], object]) -> None:
        """The file stays the truth; where it can't be gone by, all stays as it is."""
        try:
            now = settings.load(self._home)
            taken = self._engine.take(now, lambda: None)
            if taken is not None:
                _wait_for(taken)
        except PosdeskError as error:
            log.warning("settings: the file can't be gone by: %s", error)
            return
        self._chosen = now
        self._post.hand_in(lambda: read_anew(now))

    def _keep(self, entered: Entered, now: datetime) -> "Saved":
        """Nothing is written before the engine can go by it. Raises PosdeskError."""
        before, secrets = self._chosen, entered.secrets
        change = changing.plan(self._home, before, entered.platform, entered.values, now)
        check_people(before, change.settings, self._secrets, secrets)

        def keep() -> None:
            with self._put_back_where_it_fails(secrets):
                for name, secret in secrets.items():
                    self._put_back(name, secret or None)
                change.write()

        taken = self._engine.take(change.settings, keep)
        if taken is not None:
            _wait_for(taken)
        self._chosen = change.settings
        return Saved(
            change.settings, changing.differences(before, change.settings), _later(before, change.settings)
        )

    @contextlib.contextmanager
    def _put_back_where_it_fails(self, secrets: Iterable[str]) -> Iterator[None]:
        """A new secret beside the old settings would be half of what was wanted."""
        before = {name: self._secrets.get(name) for name in secrets}
        try:
            yield
        except PosdeskError:
            for name, secret in before.items():
                with contextlib.suppress(PosdeskError):
                    self._put_back(name, secret)
            raise

    def _put_back(self, name: str, secret: str | None) -> None:
        if secret == self._secrets.get(name):
            return
        if secret is None:
            self._secrets.delete(name)
        else:
            self._secrets.set(name, secret)

    def close(self) -> None:
        """Finish what is being written and end the thread."""
        self._thread.close()


def _wait_for(taken: "Future[None]") -> None:
    """Raises what kept the engine from it; where it ends just now, that nobody knows."""
    try:
        taken.result()
    except CancelledError as error:
        raise SettingsError("posdesk is ending: look at the settings again after its next start.") from error


def _later(before: Settings, now: Settings) -> tuple[str, ...]:
    from posdesk.engine.new_settings import counts_later  # noqa: PLC0415 - not before the first paint

    return counts_later(before, now)


def _tell_refused(refused: Callable[[str, str], object], error: PosdeskError) -> None:
    """Why, and at which setting or secret."""
    if isinstance(error, SettingsError) and error.fault is SettingsFault.IN_USE:
        refused(_in_use(Path(error.file)), "")
    elif isinstance(error, PortTaken | DoorUnproven):
        refused(_no_door(), "listener.port")
    elif isinstance(error, SettingsError) and error.key and (why := fault_words(error)):
        refused(f"{error.key}: {why}", error.key)
    elif isinstance(error, CredentialsError) and (why := keyring_words(error)):
        refused(why, error.key)
    else:
        refused(str(error), error.key if isinstance(error, SettingsError | CredentialsError) else "")


def _no_door() -> str:
    return QCoreApplication.translate(
        "books",
        "Not saved: no call gets in at that address and port. Another program may have it, or this PC has it"
        " not. The old one stays open.",
    )


def _in_use(file: Path) -> str:
    words = QCoreApplication.translate(
        "books",
        "Not saved: {file} can't be changed, another program may have it open."
        " Close it there, then save again.",
    )
    return words.format(file=file.name)


def _not_written(target: Path) -> str:
    words = QCoreApplication.translate(
        "books", "{file} could not be written. Choose another place, or close the file where it is open."
    )
    return words.format(file=target.name)
