"""What the manager's pages may ask and do: the books' bridge has this shape, tests bring their own.

Every call returns at once. What comes of it arrives by `BooksSignals`, always in the GUI thread.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from posdesk.domain.clock import Clock
from posdesk.domain.intent import Seq
from posdesk.domain.ledger import Misdated, Waiting
from posdesk.domain.posting import HourFigures
from posdesk.settings import Settings


class BooksSignals(QObject):
    """What the pages listen to."""

    changed = Signal()  # receipts or postings changed: what is on screen is to be asked for again
    waiting_changed = Signal(object)  # domain.ledger.Waiting
    day_read = Signal(object)  # domain.ledger.DayView
    receipts_read = Signal(
        object, str, object
    )  # datetime: the hour; source, "" for all; tuple[ReceiptRow, ...]
    story_read = Signal(object)  # domain.ledger.HourStory
    sheet_read = Signal(object)  # domain.ledger.Sheet
    not_allowed = Signal(str)  # the reason word of errors.NotAllowed
    not_saved = Signal(str)  # an act could not be written down; reason word
    exported = Signal(object)  # Path: the file that was written
    export_failed = Signal(str)  # why, in words for people
    tested = Signal(object)  # domain.probe.Probe
    settings_saved = Signal()
    settings_refused = Signal(str)  # names key and reason


class Books(Protocol):
    """What a manager's page may ask and do. Acts are written down with the name of who is signed in."""

    signals: BooksSignals
    settings: Settings
    clock: Clock

    def waiting(self) -> Waiting:
        """What waits, as last read."""
        ...

    def today(self) -> date:
        """The business day of now."""
        ...

    def read_day(self, day: date) -> None:
        """Ask for a business day; `day_read` follows."""
        ...

    def read_receipts(self, hour: datetime, source: str = "") -> None:
        """Ask for an hour's receipts, of one source or all; `receipts_read` follows."""
        ...

    def read_story(self, hour: datetime) -> None:
        """Ask what was sent and answered for an hour; `story_read` follows."""
        ...

    def read_sheet(self, day: date) -> None:
        """Ask for the daily sheet of a business day; `sheet_read` follows."""
        ...

    def report_hour(self, hour: datetime, *, cover: bool, reason: str) -> None:
        """A manager's decision: report this hour's present totals, `cover` replacing what is there."""
        ...

    def leave_hour(self, hour: datetime, seen: HourFigures) -> None:
        """A manager's decision: what the platform holds is right, though the hour adds up to `seen`."""
        ...

    def ask_again(self, seq: Seq) -> None:
        """Send a waiting or unknown posting now, under its own GUID."""
        ...

    def retry(self, seq: Seq, *, all_alike: bool = False) -> None:
        """Send again after a refusal, as a new posting; `all_alike`: every one of that platform and code."""
        ...

    def withdraw(self, seq: Seq) -> None:
        """A receipt shall not go to WDK: only one that never left, or was refused."""
        ...

    def settle(self, seq: Seq, *, done: bool) -> None:
        """A person says how an unknown posting ended."""
        ...

    def acknowledge_trouble(self, number: int) -> None:
        """Somebody has seen what was not taken."""
        ...

    def acknowledge_remark(self, number: int) -> None:
        """Somebody has read a remark."""
        ...

    def acknowledge_misdated(self, seen: Misdated) -> None:
        """Somebody has seen that a till's receipts are dated wrongly."""
        ...

    def acknowledge_refused(self, number: int) -> None:
        """Somebody has seen to a platform's call that was refused."""
        ...

    def acknowledge_beyond(self, partner: str) -> None:
        """Somebody knows that more of a platform's calls were refused than are listed."""
        ...

    def export_hours(self, day: date, form: str, target: Path) -> None:
        """Write the day's hours as `csv` or `xlsx`; `exported` or `export_failed` follows."""
        ...

    def export_sheet(self, day: date, form: str, target: Path) -> None:
        """Write the daily sheet as `csv` or `xlsx`; `exported` or `export_failed` follows."""
        ...

    def note_export(self, what: str, day: date, form: str) -> None:
        """Log that somebody wrote the `hours` or the `sheet` of a day as `pdf`, or printed it (`paper`)."""
        ...

    def has_secret(self, name: str) -> bool:
        """Whether a secret of that keyring name is there, as last read; never the secret itself."""
        ...

    def test(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """A signed, harmless call with these settings of `ovopark` or `wdk`; `tested` follows.

        `values` are the whole section as on screen, saved or not: what `Ovopark` and `Wdk` are made of.
        `secrets` are those just typed, by keyring name; for the others the keyring's are used.
        """
        ...

    def save(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """Keep settings in posdesk.toml and secrets in the keyring; a signal follows.

        `values` are what `settings_file.write_section` is given: the changed keys, None for one that goes.
        """
        ...
