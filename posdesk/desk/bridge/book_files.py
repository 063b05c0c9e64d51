"""What the manager's pages leave on disk and in the keyring: written in a thread of its own."""

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.books import Entered
from posdesk.desk.bridge.threads import Post, Worker
from posdesk.desk.words.start import fault_words, keyring_words
from posdesk.errors import CredentialsError, PosdeskError, SettingsError, SettingsFault
from posdesk.export import Table, write_table
from posdesk.settings import toml_file
from posdesk.settings.credentials import Credentials
from posdesk.settings.entered import entered_section, with_partners, with_people, with_printers
from posdesk.settings.settings import PARTNER, PEOPLE, PRINTERS, SECRETS, Settings

log = logging.getLogger(__name__)


class BookFiles:
    """One thing after the other; each says in the GUI thread what became of it."""

    def __init__(self, home: Path, secrets: Credentials, post: Post, chosen: Settings) -> None:
        """`home` holds posdesk.toml, `chosen` what it says."""
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
        done: Callable[[Settings], object],
        refused: Callable[[str, str], object],
    ) -> None:
        """Keep a section's changed keys and secrets; `done` is told the settings as they are then."""

        def work() -> None:
            try:
                kept = self._chosen = self._keep(*entered)
            except PosdeskError as error:
                self._post.hand_in(partial(_tell_refused, refused, error))
                return
            self._post.hand_in(lambda: done(kept))

        self._thread.ask(work)

    def _keep(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> Settings:
        """Nothing is written before the section is known to be right. Raises PosdeskError."""
        if platform == PRINTERS:
            return self._keep_printers(values)
        if platform in {SECRETS, PEOPLE}:
            return self._keep_with_secrets(platform, values, secrets)
        if platform == PARTNER:
            return self._keep_partners(_tables(values[PARTNER]))
        known = getattr(self._chosen, platform)
        merged = {**(known.model_dump() if known is not None else {}), **values}
        section = entered_section(
            platform, {key: value for key, value in merged.items() if value is not None}
        )
        with self._put_back_where_it_fails(secrets):
            for name, secret in secrets.items():
                self._secrets.set(name, secret)
            if values:
                toml_file.write_section(self._home, platform, values)
        return self._chosen.model_copy(update={platform: section}) if values else self._chosen

    def _keep_printers(self, values: Mapping[str, object]) -> Settings:
        tables = {name: _tables(values[name]) for name in ("printer", "slip")}
        chosen = with_printers(self._chosen, tables["printer"], tables["slip"])
        toml_file.write_tables(self._home, tables)
        return chosen

    def _keep_with_secrets(
        self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]
    ) -> Settings:
        """Secrets alone, or people with their PINs: what is no section of its own."""
        rows = _tables(values["rows"]) if platform == PEOPLE else []
        chosen = with_people(self._chosen, rows) if platform == PEOPLE else self._chosen
        with self._put_back_where_it_fails(secrets):
            for name, secret in secrets.items():
                self._secrets.set(name, secret)
            if platform == PEOPLE:
                toml_file.write_tables(self._home, {PEOPLE: rows})
        return chosen

    def _keep_partners(self, rows: list[dict[str, object]]) -> Settings:
        chosen = with_partners(self._chosen, rows)
        toml_file.write_tables(self._home, {PARTNER: rows})
        return chosen

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


def _tables(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


def _tell_refused(refused: Callable[[str, str], object], error: PosdeskError) -> None:
    """Why, and at which setting or secret."""
    if isinstance(error, SettingsError) and error.fault is SettingsFault.IN_USE:
        refused(_in_use(Path(error.file)), "")
    elif isinstance(error, SettingsError) and error.key and (why := fault_words(error)):
        refused(f"{error.key}: {why}", error.key)
    elif isinstance(error, CredentialsError) and (why := keyring_words(error)):
        refused(why, error.key)
    else:
        refused(str(error), error.key if isinstance(error, SettingsError | CredentialsError) else "")


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
