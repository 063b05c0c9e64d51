"""`posdesk audit`: proves that the trail is what posdesk wrote, and finds what was done with an order."""

import sys
from functools import partial
from pathlib import Path

from posdesk import sealing
from posdesk.app import beside
from posdesk.doctor import report
from posdesk.doctor.audit_words import doubt_words, proof_words, remarks, when
from posdesk.doctor.report import Text
from posdesk.errors import SettingsError
from posdesk.journal import Journal, end_mark
from posdesk.journal.audit import audit, seals, trail
from posdesk.journal.audit.audit import AuditLine, AuditLines
from posdesk.journal.audit.trail import TrailCheck

DONE, FAILED = 0, 1
_LOOKS = 3


def verify(home: Path, language: str) -> int:
    """Walk the whole trail and check it against every seal. Raises SettingsError, DiskError."""
    chosen = report.language_of(language, "auto")
    with beside(home) as journal:
        secret, why = _key(journal, home)
        verdict = _verdict(journal, home, secret)
    if not verdict.is_whole:
        sys.stderr.write(f"{doubt_words(verdict).of(chosen)}\n")
        return FAILED
    whole = Text(f"操作记录完整：{verdict.lines} 行", f"the audit trail is whole: {verdict.lines} lines")
    for said in (whole, proof_words(verdict, why), *remarks(verdict)):
        sys.stdout.write(f"{said.of(chosen)}\n")
    return DONE


def _key(journal: Journal, home: Path) -> tuple[str | None, str]:
    """The key of the seals, and why there is none; the keyring is not asked where nothing was ever sealed."""
    name = journal.read(end_mark.id_of)
    return sealing.asked(seals.secret_name(name)) if seals.of(seals.read(home), name) else (None, "")


def _verdict(journal: Journal, home: Path, secret: str | None) -> TrailCheck:
    """What is found; once more where somebody began to write just then."""
    walk = audit.Walk()
    walk.go_on(journal.read)
    for _ in range(_LOOKS):
        entries = seals.read(home)
        verdict = journal.read(partial(trail.verify, entries=entries, secret=secret, walk=walk))
        if verdict.is_whole or seals.read(home) == entries:
            break
    return verdict


def find(home: Path, order: str, language: str) -> int:
    """Print the lines of an order; 1 where there are none. Raises SettingsError, DiskError."""
    chosen = report.language_of(language, "auto")
    if not order.strip():
        raise SettingsError("Which order? Give its number: posdesk audit find ORDER.")
    with beside(home) as journal:
        found = journal.read(partial(audit.find, text=order))
    if not found.lines:
        said = Text(f"操作记录里没有 {order}", f"the audit trail has no line of {order}")
        sys.stderr.write(f"{said.of(chosen)}\n")
        return FAILED
    sys.stdout.write(_table(found).of(chosen))
    return DONE


def _table(found: AuditLines) -> Text:
    rows = "".join(f"{_row(line)}\n" for line in found.lines)
    more_zh, more_en = "", ""
    if found.has_more:
        more_zh, more_en = "还有更多：posdesk export audit\n", "there are more: posdesk export audit\n"
    return Text(
        f"行\t时间\t人员\t柜台\t内容\t订单\tGUID\t结果\n{rows}{more_zh}",
        f"line\twhen\twho\tcounter\twhat\torder\tGUID\tanswer\n{rows}{more_en}",
    )


def _row(line: AuditLine) -> str:
    at = when(line.at, "%Y-%m-%d %H:%M:%S")
    answer = " ".join(f"{name}={value}" for name, value in line.detail.items() if value is not None)
    order = f"{line.partner} {line.tbillno}"
    return "\t".join((str(line.number), at, line.actor, line.counter, line.what, order, line.seq, answer))
