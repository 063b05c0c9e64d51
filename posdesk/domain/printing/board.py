"""What a person sees of the prints: which need a word, which wait, which were handed over, how many ended."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from posdesk.domain.orders.source import Source
from posdesk.domain.printing.outcome import Trouble
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class PaperView:
    """A print with what its order is called; of a Z the source is None. `is_wiped`: it prints masked only."""

    job: PrintJob
    number: str
    source: Source | None = None
    is_wiped: bool = False


@dataclass(frozen=True, slots=True)
class PrintBoard:
    """What one look brings. `doubtful` alone asks a person; `not_sent` were tried or came too late.

    `queued` are waiting prints by printer, whether they were tried or not; `ended` counts the day's, `again`
    those of them that somebody wanted once more; `last` is the newest that ended on each printer.
    """

    doubtful: tuple[PaperView, ...] = ()
    not_sent: tuple[PaperView, ...] = ()
    handed_over: tuple[PaperView, ...] = ()
    queued: Mapping[str, int] = field(default_factory=dict)
    ended: Mapping[PrintState, int] = field(default_factory=dict)
    again: int = 0
    last: Mapping[str, PaperView] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """A printer of the settings: what was wrong with it at the last try, and since when (aware)."""

    name: str
    trouble: Trouble | None = None
    since: datetime | None = None
