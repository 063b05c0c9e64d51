"""What a person can do with a shift: one function each. Each is written down before anything else happens."""

import tomllib
from collections.abc import Container, Mapping
from concurrent.futures import Future
from functools import lru_cache, partial
from pathlib import Path

from posdesk.devices.printing.layouts import layouts
from posdesk.domain.books.posting import Book
from posdesk.domain.printing.slip import Slip, SlipKind
from posdesk.domain.printing.z_slip import ZRow, ZSection, ZSlip
from posdesk.domain.shift.checklist import LineKind
from posdesk.domain.shift.shift import MoveKind, Rules, Shift
from posdesk.domain.shift.z import Z, ZFigures
from posdesk.domain.shift.z_text import z_text
from posdesk.engine.sending.hours import policy_of
from posdesk.host.resources import resource
from posdesk.journal import Journal
from posdesk.journal.orders import z_prints
from posdesk.journal.shifts import shifts, zs
from posdesk.settings.settings import Settings


def rules_of(settings: Settings) -> Rules:
    """What the settings say about a shift."""
    planned = [line for line in settings.print_plan.lines if line.slip is SlipKind.Z]
    spoken = "en" if settings.desk.language == "en" else "zh_CN"
    return Rules(
        tenders={tender.code: tender.name for tender in settings.tender},
        cash=frozenset(tender.code for tender in settings.tender if tender.cash),
        pay_types={code: kind == "cash" for code, kind in settings.receipts.pay_types.items()},
        policy=policy_of(settings),
        day_starts=settings.store.days,
        served=frozenset(book for book in Book if book.platform in settings.books),
        layout=planned[0].layout if planned else spoken,
    )


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resource("shift/z.toml").read_text(encoding="utf-8"))


def compose(layout: str, z: ZFigures) -> str:
    """The text of a Z in a language."""
    return z_text(z, _words()[layout])


def printed(layout: str, z: ZFigures, words: str, digest: str) -> Slip:
    """The slip of a Z in a language: the same lines as its text, laid out."""
    said = _words()[layout]
    sums = {said["net"], said["expected"]}
    ends = {said["over"], said["short"], said["right"]}
    head, *sections = (
        tuple(_row(line, sums, ends) for line in block.splitlines()) for block in words.split("\n\n")
    )
    slip = ZSlip(
        store=z.store,
        counter=said["counter"].format(counter=z.counter),
        number=f"{z.number:04}",
        head=head[2:],
        sections=tuple(map(ZSection, sections)),
        digest=digest[:16],
    )
    return layouts(layout).z_slip(slip)


def _row(line: str, sums: Container[str], ends: Container[str]) -> ZRow:
    label, _, value = line.partition("\t")
    return ZRow(label, value, is_strong=label in sums, is_large=label in ends)


class ShiftActions:
    """Called from the GUI thread; each returns at once with a future that is done after the commit.

    Each future raises NotAllowed or DiskError.
    """

    def __init__(self, journal: Journal) -> None:
        """The number of the last Z is kept in the journal's folder."""
        self._journal = journal

    @property
    def _home(self) -> Path:
        return self._journal.path.parent

    def open(self, float_fen: int, actor: str) -> "Future[Shift]":
        """Open a shift with so much in the drawer."""
        return self._journal.write(partial(shifts.open_shift, float_fen=float_fen, actor=actor))

    def pay_in(self, amount_fen: int, reason: str, actor: str) -> "Future[None]":
        """Cash into the drawer."""
        return self._journal.write(
            partial(shifts.move, what=MoveKind.PAY_IN, amount_fen=amount_fen, reason=reason, actor=actor)
        )

    def pay_out(self, amount_fen: int, reason: str, actor: str) -> "Future[None]":
        """Cash out of the drawer."""
        return self._journal.write(
            partial(shifts.move, what=MoveKind.PAY_OUT, amount_fen=amount_fen, reason=reason, actor=actor)
        )

    def leave_note(self, words: str, actor: str) -> "Future[None]":
        """Something for the next shift to read."""
        return self._journal.write(partial(shifts.leave_note, words=words, actor=actor))

    def count(
        self, counted_fen: int, pieces: Mapping[int, int], reason: str, rules: Rules, actor: str
    ) -> "Future[None]":
        """Record the cash as it was counted."""
        counted = shifts.Counted(counted_fen, pieces, reason)
        return self._journal.write(partial(shifts.count, counted=counted, rules=rules, actor=actor))

    def hand_over(self, line: LineKind, name: str, words: str, rules: Rules, actor: str) -> "Future[None]":
        """Somebody takes over what a line of the checklist holds."""
        to = shifts.Heir(name, words)
        return self._journal.write(partial(shifts.hand_over, line=line, to=to, rules=rules, actor=actor))

    def close(self, store: str, rules: Rules, actor: str) -> "Future[Z]":
        """Close the shift: the Z is numbered, written down and queued for its printers."""
        paper = zs.Paper(self._home, store, partial(compose, rules.layout), partial(printed, rules.layout))
        future = self._journal.write(partial(zs.close, paper=paper, rules=rules, actor=actor))
        future.add_done_callback(self._settle)
        return future

    def _settle(self, done: "Future[Z]") -> None:
        """In the writer's thread, once the COMMIT has returned."""
        if done.exception() is None:
            zs.settle(self._home, done.result())

    def z_again(self, number: int, actor: str) -> "Future[int]":
        """Print a Z once more on each of its printers, marked as such; how many."""
        return self._journal.write(partial(z_prints.print_z_again, number=number, actor=actor))
