"""What the manager's pages may ask and do: the books' bridge has this shape, tests bring their own.

Every call returns at once; call-backs and signals come in the GUI thread.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from posdesk.desk.calls import Caller, Why
from posdesk.domain.ledger import Waiting
from posdesk.domain.probe import Probe


class BooksSignals(QObject):
    """What changes, for all pages."""

    changed = Signal()  # receipts or postings changed: what is on screen is to be asked for again
    waiting_changed = Signal(object)  # domain.ledger.Waiting
    settings_changed = Signal()  # `settings` are others now


class Books(Caller, Protocol):
    """What a manager's page may ask and do; its acts are functions of `engine.book_actions`."""

    signals: BooksSignals

    def waiting(self) -> Waiting:
        """What waits, as last read."""
        ...

    def today(self) -> date:
        """The business day of now."""
        ...

    def export(
        self,
        what: str,
        day: date,
        form: str,
        target: Path,
        *,
        written: Callable[[Path], object],
        failed: Callable[[str], object],
    ) -> None:
        """Write the `hours` or the `sheet` of a day as `csv` or `xlsx`; `failed` is told why, in words."""
        ...

    def has_secret(self, name: str) -> bool:
        """Whether a secret of that keyring name is there, as last read; never the secret itself."""
        ...

    def test(
        self,
        platform: str,
        values: Mapping[str, object],
        secrets: Mapping[str, str],
        *,
        told: Callable[[Probe], object],
        refused: Why,
    ) -> None:
        """A signed, harmless call with these settings of `ovopark` or `wdk`; `told` is how it ended.

        `values` are the whole section as on screen, saved or not: what `Ovopark` and `Wdk` are made of.
        `secrets` are those just typed, by keyring name; for the others the keyring's are used.
        """
        ...

    def save(
        self,
        platform: str,
        values: Mapping[str, object],
        secrets: Mapping[str, str],
        *,
        saved: Callable[[], object],
        failed: Callable[[str], object],
        refused: Why,
    ) -> None:
        """Keep settings in posdesk.toml and secrets in the keyring; `failed` names key and reason.

        `values` are what `settings_file.write_section` is given: the changed keys, None for one that goes.
        `refused` is told the reason word where who is signed in may not.
        """
        ...
