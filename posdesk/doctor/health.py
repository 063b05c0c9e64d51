"""A line a part: how it is, its last proof, what to do and where; Health and `posdesk doctor` both say it.

What the looks find (`command.findings_of`) is put together by parts here. A part that is well is one line; of
one that is not, each fault is a line of its own, so that none hides behind another.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from posdesk.doctor.health_parts import books_line, outgoing_proof, partner_lines, printer_lines
from posdesk.doctor.health_words import Line, Place, padded, proof_time
from posdesk.doctor.relay import relay_lines
from posdesk.doctor.report import STATES, TITLES, Finding, State, Text
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.books.posting import OVOPARK, WDK
from posdesk.domain.clock import from_text
from posdesk.journal.backup import backups

_Proof = Callable[[Snapshot], datetime | None]


class Said(StrEnum):
    """Findings that the lines of partners and printers say, one by one."""

    RECEIVED = "received"
    REFUSED = "refused"
    SIGNATURES = "signatures"
    PRINTERS = "printers"


@dataclass(frozen=True, slots=True)
class _Part:
    """One part: which findings are its own, where a fault of it is mended, when it last proved itself."""

    name: str
    title: Text
    findings: tuple[str, ...]
    proof: _Proof
    place: Place = Place.NOWHERE


def _now(snapshot: Snapshot) -> datetime | None:
    return snapshot.now


def _backed_up(snapshot: Snapshot) -> datetime | None:
    every = backups(snapshot.home)
    return every[-1].made_at if every else snapshot.now


def _measured(snapshot: Snapshot) -> datetime | None:
    """When a clock of a platform was last compared with ours."""
    skews = snapshot.facts.skews.values() if snapshot.facts else ()
    return max((skew.at for skew in skews), default=None)


def _heard(snapshot: Snapshot) -> datetime | None:
    heard = snapshot.facts.proofs.heard if snapshot.facts else None
    return heard.at if heard else None


def _scanned(snapshot: Snapshot) -> datetime | None:
    return snapshot.facts.last_scan if snapshot.facts else None


def _sealed(snapshot: Snapshot) -> datetime | None:
    trail = snapshot.facts.trail if snapshot.facts else None
    return from_text(trail.sealed_at) if trail and trail.sealed_at else None


_DOOR = _Part(
    "door",
    Text("收单端口", "Order port"),
    ("process", "outside", "listener", "reach", "firewall", "gaps", "transport"),
    _now,
    Place.DOOR,
)
_OUTGOING = _Part("outgoing", Text("发给平台", "To the platforms"), ("waiting", "halted"), outgoing_proof)
_PARTS = (
    _Part(
        "till", Text("收银机小票", "Receipts in"), ("receipts", "not_taken", "till_clocks"), _now, Place.TILL
    ),
    _Part("secrets", Text("密钥", "Secrets"), ("keyring", "secrets"), _now, Place.PLATFORMS),
    _Part("people", Text("人员和 PIN", "People and PINs"), ("rights",), _now, Place.PEOPLE),
    _Part("clock", Text("时钟", "Clock"), ("clock",), _measured),
    _Part("sound", Text("声音", "Sound"), ("sound",), _heard, Place.SOUND),
    _Part("scanner", Text("扫码枪", "Scanner"), ("scanner",), _scanned, Place.SCANNER),
)
_KEPT = (
    _Part("disk", Text("磁盘和备份", "Disk and backups"), ("disk", "backup", "home", "access"), _backed_up),
    _Part("journal", Text("数据文件", "Journal"), ("journal", "mark", "losses"), _now),
    _Part("settings", Text("设置文件", "Settings file"), ("settings",), _now, Place.STORE),
    _Part("audit", Text("操作记录", "Audit trail"), ("audit", "seal"), _sealed),
    _Part("wiping", Text("个人信息", "Personal data"), ("wiping",), _now),
    _Part(
        "program", Text("程序", "Program"), ("build", "account", "resources", "versions"), _now, Place.START
    ),
)
_SHOWN_WELL = {"door": 2, "disk": 2, "audit": 2, "outgoing": 1}
"""How many of a part's findings are said where all of it is well; of the others the first."""
_ELSEWHERE = {
    **dict.fromkeys(("waiting", "halted", "not_taken", "till_clocks"), Place.SYNC),
    **dict.fromkeys(("outside", "reach", "transport"), Place.PLATFORMS),
    "access": Place.TILL,
}
"""Findings that are mended in another place than their part's others."""
_OF_SECRETS = {
    "partner": Place.PLATFORMS,
    OVOPARK: Place.OVOPARK,
    WDK: Place.WDK,
    "staff": Place.PEOPLE,
}
"""Where a secret is entered, by the first part of its name."""


def lines_of(snapshot: Snapshot, findings: Sequence[Finding]) -> tuple[Line, ...]:
    """Every part, in the order in which it is read; whatever no part knows stands at the end."""
    by_name = {finding.part: finding for finding in findings}
    lines = [*_of_part(snapshot, _DOOR, by_name), *partner_lines(snapshot)]
    lines += relay_lines(snapshot)
    lines += _of_part(snapshot, _OUTGOING, by_name)
    lines += [line for name in (OVOPARK, WDK) if (line := books_line(snapshot, name)) is not None]
    for part in _PARTS:
        lines += _of_part(snapshot, part, by_name)
    lines += printer_lines(snapshot, by_name.get(Said.PRINTERS))
    for part in _KEPT:
        lines += _of_part(snapshot, part, by_name)
    known = {name for part in (_DOOR, _OUTGOING, *_PARTS, *_KEPT) for name in part.findings} | {*Said}
    for name in by_name.keys() - known:
        lines += _of_part(snapshot, _Part(name, _title(name), (name,), _now), by_name)
    return tuple(lines)


def _of_part(snapshot: Snapshot, part: _Part, by_name: Mapping[str, Finding]) -> Iterator[Line]:
    own = [by_name[name] for name in part.findings if name in by_name]
    ill = [each for each in own if each.state is not State.OK]
    for each in ill:
        place = _place(part, each)
        title = part.title if len(part.findings) == 1 else _title(each.part)
        yield Line(each.part, title, each.state, each.found, each.todo, None, place)
    if own and not ill:
        said = own[: _SHOWN_WELL.get(part.name, 1)]
        found = Text("；".join(each.found.zh for each in said), "; ".join(each.found.en for each in said))
        yield Line(part.name, part.title, State.OK, found, proved=part.proof(snapshot))


def _place(part: _Part, finding: Finding) -> Place:
    missing = finding.facts.get("missing")
    if finding.part == "secrets" and isinstance(missing, list) and missing:
        return _OF_SECRETS[str(missing[0]).partition("/")[0]]
    return _ELSEWHERE.get(finding.part, part.place)


def _title(name: str) -> Text:
    title = TITLES[name]
    return Text(title.zh, title.en[:1].upper() + title.en[1:])


def to_look_at(lines: Sequence[Line]) -> int:
    """How many lines a person should look at."""
    return sum(line.state is not State.OK for line in lines)


def as_text(lines: Sequence[Line], now: datetime, language: str) -> str:
    """The lines as the command prints them: state, part, last proof, what was found and what to do."""
    return "".join(f"{_text_line(line, now, language)}\n" for line in lines)


def _text_line(line: Line, now: datetime, language: str) -> str:
    head = padded(STATES[line.state].of(language), 7) + padded(line.title.of(language), 20)
    said = f"{head}{padded(proof_time(line.proved, now) or '–', 17)}{line.found.of(language)}"
    todo = line.todo.of(language)
    return " ".join((f"{said} → {todo}" if todo else said).split("\n"))


def as_facts(lines: Sequence[Line]) -> list[dict[str, object]]:
    """The lines for machines."""
    return [
        {
            "line": line.name,
            "state": line.state.value,
            "zh": line.found.zh,
            "en": line.found.en,
            "todo_zh": line.todo.zh,
            "todo_en": line.todo.en,
            "proved": line.proved.isoformat() if line.proved else None,
            "place": line.place.value,
        }
        for line in lines
    ]
