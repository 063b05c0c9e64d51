"""What can be proven of the audit trail: the chain, the triggers that keep it, and every seal of its end."""

import sqlite3
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from posdesk.domain.journal_health import TrailFault
from posdesk.journal import end_mark, schema
from posdesk.journal.audit import audit, seals, turns, walks
from posdesk.journal.audit.audit import Check, Walk
from posdesk.journal.audit.seals import Entry, Note, Seal
from posdesk.journal.audit.turns import SetBack, Turns
from posdesk.journal.rescue import shape
from posdesk.records import dataclass, replace

RECENT = 2_000  # so many lines a start walks through where no walk before it is proven


@dataclass(frozen=True, slots=True)
class TrailCheck:
    """How a look at the trail ended; times are journal text.

    `doubt` is about line `line`, in `words` what was found. Up to `sealed` it is proven, as of `sealed_at`;
    `since` is when the first line was written that is not, empty where all are. `set_backs` are those behind
    which seals of lines lie that the journal holds no more; `unproven` are spans that were sealed only later.
    `begun`: it was sealed at least once. Lines up to `walked` were walked before, from the first on last at
    `walked_at`; 0 where all were walked now.
    """

    lines: int
    doubt: TrailFault = TrailFault.NONE
    line: int = 0
    words: str = ""
    sealed: int = 0
    sealed_at: str = ""
    since: str = ""
    begun: bool = False
    set_backs: tuple[SetBack, ...] = ()
    unproven: tuple[tuple[int, int], ...] = ()
    walked: int = 0
    walked_at: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing speaks against it."""
        return self.doubt is TrailFault.NONE


class _Fate(Enum):
    """What became of a seal."""

    PROVES = auto()  # genuine, and its line stands there
    FITS = auto()  # its line stands there, but its key is not at hand
    BEHIND = auto()  # the journal was set back to a line before it
    WRONG = auto()


def verify(
    db: sqlite3.Connection, entries: Sequence[Entry], secret: str | None, walk: Walk | None = None
) -> TrailCheck:
    """Look at everything: each line, each seal. `secret` is the key, None where it can't be had.

    `walk` is one from the first line on that came so far already, so that this moment is short. `entries`
    were read before the journal is asked its first question: what is sealed later may name lines that this
    look can't see.
    """
    verdict = judged(db, entries, secret) if audit.has_end(db) else TrailCheck(0)
    return _said_of(verdict, (walk or Walk()).to_end(db))


def news(
    db: sqlite3.Connection, entries: Sequence[Entry], secret: str | None, walk: Walk | None = None
) -> TrailCheck:
    """As `verify`, but of the chain only what is new since the last walk that this key proves.

    `walk` is one that began there, or at the first line where no walk is proven.
    """
    walked = walks.of_whole_trail(db, secret) if audit.has_end(db) else None
    if walked is None:
        return verify(db, entries, secret, walk)
    known = replace(judged(db, entries, secret), walked=walked.line, walked_at=walked.at)
    return _said_of(known, (walk or Walk(walked.line, walked.hash)).to_end(db))


def look(db: sqlite3.Connection, entries: Sequence[Entry], secret: str | None) -> TrailCheck:
    """As `news`; where no walk is proven, only the last lines: what a start looks at by itself.

    None before the line that tells of lines that a damage took: the loss of these is told as what it is.
    """
    if not audit.has_end(db):
        return _said_of(TrailCheck(0), audit.verify(db))
    verdict, mended = judged(db, entries, secret), turns.of(db).mended
    walked = walks.last(db, secret)
    if walked is not None and walked.line >= mended:
        known = replace(verdict, walked=walked.line, walked_at=walked.at)
        return _said_of(known, Walk(walked.line, walked.hash).to_end(db))
    return _said_of(verdict, audit.verify(db, after=max(mended, verdict.lines - RECENT, 0)))


def _said_of(verdict: TrailCheck, check: Check) -> TrailCheck:
    """The gravest finding: a fault of the chain itself comes first."""
    if check.broken_at is None:
        return replace(verdict, lines=check.lines)
    return replace(
        verdict, lines=check.lines, doubt=TrailFault.CHAIN, line=check.broken_at, words=check.wrong
    )


def judged(db: sqlite3.Connection, entries: Sequence[Entry], secret: str | None) -> TrailCheck:
    """What these seals and notes say of a journal."""
    mark = end_mark.of(db)
    ours = seals.of(entries, mark.journal)
    trail = _Trail(db, turns.of(db), secret, ours)
    fates = {seal: trail.fate_of(seal) for seal in ours if isinstance(seal, Seal)}
    proving = [seal for seal, fate in fates.items() if fate is _Fate.PROVES]
    last = max(proving, key=lambda seal: seal.line, default=None)
    verdict = TrailCheck(
        mark.line,
        sealed=last.line if last else 0,
        sealed_at=last.at if last else "",
        since=trail.at((last.line if last else 0) + 1),
        begun=bool(fates or trail.turns.keys),
        set_backs=trail.set_backs_before([seal for seal, fate in fates.items() if fate is _Fate.BEHIND]),
        unproven=trail.turns.unproven,
    )
    doubt, line, words = next(_doubts(db, trail, ours, fates), (TrailFault.NONE, 0, ""))
    return replace(verdict, doubt=doubt, line=line, words=words)


def _doubts(
    db: sqlite3.Connection, trail: "_Trail", ours: Sequence[Entry], fates: dict[Seal, _Fate]
) -> Iterator[tuple[TrailFault, int, str]]:
    """What speaks against it, the gravest first."""
    if fault := shape.guard_fault_of(db, schema.version_of(db)):
        yield TrailFault.GUARD, 0, fault
    wrong = [seal for seal, fate in fates.items() if fate is _Fate.WRONG]
    if wrong:
        first = min(wrong, key=lambda seal: seal.line)
        yield TrailFault.SEAL, first.line, first.at
    if not fates and _was_sealed(trail.turns, ours):
        yield TrailFault.GONE, 0, ""
    for line, at in _appended(trail, ours, fates):
        yield TrailFault.APPENDED, line, at


def _was_sealed(found: Turns, notes: Sequence[Entry]) -> bool:
    """Whether a key had begun before the first note: one that began behind it may not have come to a seal."""
    first = notes[0].line if notes else None
    return any(first is None or number <= first for number, _ in found.keys)


def _appended(trail: "_Trail", ours: Sequence[Entry], fates: dict[Seal, _Fate]) -> Iterator[tuple[int, str]]:
    """Lines behind the seal of a clean end that no note of a beginning explains."""
    end = end_mark.of(trail.db).line
    nexts: tuple[Entry | None, ...] = (*ours[1:], None)
    for entry, then in zip(ours, nexts, strict=False):
        if not (isinstance(entry, Seal) and entry.is_end) or fates[entry] is _Fate.BEHIND:
            continue
        reached = end if then is None else then.line if isinstance(then, Note) else entry.line
        if entry.line < reached <= end:
            yield entry.line + 1, entry.at


class _Trail:
    """What is asked of a journal for each of its seals."""

    def __init__(
        self, db: sqlite3.Connection, found: Turns, secret: str | None, entries: Sequence[Entry]
    ) -> None:
        self.db, self.turns, self._secret = db, found, secret
        self._places = {entry: place for place, entry in reversed(list(enumerate(entries)))}
        sealed = [(entry.branch, place) for entry, place in self._places.items() if isinstance(entry, Seal)]
        self._firsts = dict(sorted(sealed, key=lambda each: -each[1]))  # a branch's first seal
        self._key = seals.name_of(secret) if secret else ""

    def fate_of(self, seal: Seal) -> _Fate:
        """What became of it."""
        is_ours = self._secret is not None and seal.key == self._key
        if is_ours and not seals.is_genuine(seal, self._secret or ""):
            return _Fate.WRONG
        if self._cut(seal) is not None:
            return _Fate.BEHIND
        row = self.db.execute("SELECT hash FROM audit WHERE number = ?", (seal.line,)).fetchone()
        holds = seal.hash == (row[0] if row else audit.START if not seal.line else None)
        if not holds or seal.key != self.turns.key_at(seal.line):
            return _Fate.WRONG
        return _Fate.PROVES if is_ours else _Fate.FITS

    def _cut(self, seal: Seal) -> SetBack | None:
        """The set-back that came after it, to a line before its own.

        One whose branch was sealed before came before it, too.
        """
        began = self.turns.branch_at(seal.branch)
        later = (each for each in self.turns.set_backs if each.number > began and each.last < seal.line)
        place = self._places[seal]
        return next((each for each in later if self._firsts.get(each.branch, place) >= place), None)

    def set_backs_before(self, behind: Sequence[Seal]) -> tuple[SetBack, ...]:
        """Which set-backs these seals lie behind, oldest first."""
        found = {cut for seal in behind if (cut := self._cut(seal)) is not None}
        return tuple(sorted(found, key=lambda each: each.number))

    def at(self, line: int) -> str:
        """When it was written, empty where there is none."""
        row = self.db.execute("SELECT at FROM audit WHERE number = ?", (line,)).fetchone()
        return str(row[0]) if row else ""
