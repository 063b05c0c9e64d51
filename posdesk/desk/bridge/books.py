"""What the manager's pages may ask and do: the books' bridge has this shape, tests bring their own.

Every call returns at once; call-backs and signals come in the GUI thread.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from posdesk.desk.bridge.calls import Caller, Go, Why
from posdesk.desk.bridge.questions import Given
from posdesk.domain.books.folder_trial import FolderTrial
from posdesk.domain.books.ledger import Waiting
from posdesk.domain.books.probe import Probe
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.export import Table
from posdesk.settings.settings import SignatureRecipe

T = TypeVar("T")
Done = Callable[[Path], object]
Words = Callable[[str], object]
"""Told in words why something could not be written."""
Unkept = Callable[[str, str], object]
"""Told in words why something could not be kept, and what: a setting's dotted key, a secret's name or ""."""


class Entered(NamedTuple):
    """What somebody entered in one section: `values` to test are the whole of it, saved or not.

    `values` to save are the changed keys, None for one that goes; of a list of tables (settings/changing.py)
    its whole rows. `secrets` are those typed, by keyring name; an empty one is taken away.
    """

    platform: str
    values: Mapping[str, object]
    secrets: Mapping[str, str]


class Exported(NamedTuple, Generic[T]):
    """A table that leaves the desk: its `name` in the record, what is asked of a day, how it is laid out."""

    name: str
    question: Callable[[Given, date], T]
    table_of: Callable[[T], Table]


class BooksSignals(QObject):
    """What changes, for all pages."""

    changed = Signal()  # receipts or postings changed: what is on screen is to be asked for again
    waiting_changed = Signal(object)  # domain.ledger.Waiting
    settings_changed = Signal()  # `settings` are others now
    secrets_changed = Signal()  # the keyring was read, or there is another secret


class Books(Caller, Protocol):
    """What a manager's page may ask and do; its acts are functions of `engine.actions`."""

    signals: BooksSignals
    later: tuple[str, ...]
    """The settings' dotted keys that count from the next start only, of what was saved last."""

    def waiting(self) -> Waiting:
        """What waits, as last read."""
        ...

    def today(self) -> date:
        """The business day of now."""
        ...

    def export(
        self, what: Exported[T], day: date, form: str, target: Path, *, written: Done, failed: Words
    ) -> None:
        """Read a day anew and write its table as `csv` or `xlsx`; `failed` is told why, in words."""
        ...

    def has_secret(self, name: str) -> bool:
        """Whether a secret of that keyring name is there, as last read; never the secret itself."""
        ...

    def mark_of(self, platform: str) -> str:
        """A short mark of a section and its secrets as they are now: another one where any of it changed."""
        ...

    def try_folder(self, told: Callable[[FolderTrial | None], object]) -> None:
        """Try the till's folder out; `told` is how that ended, None where no engine runs."""
        ...

    def test(self, entered: Entered, *, told: Callable[[Probe], object], refused: Why) -> None:
        """A signed, harmless call with the whole section as it is on screen; `told` is how it ended.

        For secrets that were not typed the keyring's are used.
        """
        ...

    def refused_calls(
        self,
        partner: str,
        also: tuple[SignatureRecipe, ...],
        *,
        told: Callable[[tuple[TriedCall, ...]], object],
        refused: Why,
    ) -> None:
        """The last calls under a partner's appid whose signature did not fit, newest first.

        Each with the forms, `also` among them, that give its sign with the partner's key as it was last read.
        """
        ...

    def save(self, entered: Entered, *, saved: Go, failed: Unkept, refused: Why) -> None:
        """Keep settings in posdesk.toml and secrets in the keyring; `failed` is told why and at which key.

        `refused` is told the reason where no right PIN was given.
        """
        ...

    def keep(self, entered: Entered, actor: str, *, saved: Go, failed: Unkept) -> None:
        """As `save`, in the name of `actor`, who gave the right for it before."""
        ...
