"""Personal data that was kept long enough: is it gone from the rows, from the bytes and from the files?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from posdesk.doctor.report import Finding, Text, look, ok
from posdesk.doctor.snapshot import WIPING_LATE, Snapshot
from posdesk.domain.clock import ClockDoubt
from posdesk.domain.privacy import without_phones
from posdesk.engine.listening.folder_place import places_of
from posdesk.engine.old_files import handed_in
from posdesk.errors import DiskError
from posdesk.journal.rescue import checkup
from posdesk.journal.wiping import old_copies, wiping_proof
from posdesk.journal.wiping.wiping_proof import Bytes, OverdueOrders

SHOWN = 5
_TODO = Text("让 posdesk 运行一天；原因见日志。", "Let posdesk run for a day. The log says what hinders it.")
_CLOCK = Text(
    "校准电脑时钟；某个平台的时间与它一致后会自动继续。",
    "Set the PC's clock. It goes on once a platform's time agrees with it.",
)
_DOUBTS = {
    ClockDoubt.FAR: Text("电脑时钟与平台相差超过一天", "the clock is more than a day from a platform's"),
    ClockDoubt.BACK: Text("电脑时钟曾被往回拨", "the clock went back"),
    ClockDoubt.AHEAD: Text(
        "电脑时钟比上次运行晚了 90 天以上", "the clock is over 90 days past the last time posdesk ran"
    ),
}


@dataclass(frozen=True, slots=True)
class _Proof:
    """What was looked through: orders, bytes, files. `left` are numbers that stand in no row."""

    kept: OverdueOrders
    found: Bytes
    left: int
    files: Sequence[str]


def personal_data(snapshot: Snapshot) -> Finding | None:
    """What should be wiped and is not; nothing where the journal or the settings can't be asked."""
    kept = snapshot.facts.kept if snapshot.facts else None
    if kept is None or snapshot.settings_error:
        return None
    try:
        found = wiping_proof.looked_through(snapshot.journal)
        proof = _Proof(kept, found, _left(snapshot, found), tuple(_old_files(snapshot)))
    except (DiskError, OSError) as error:
        why = str(error)
        return look("wiping", Text(f"无法查看：{why}", f"it can't be looked through: {why}"), _TODO)
    return _said(proof)


def _left(snapshot: Snapshot, found: Bytes) -> int:
    """Numbers in the file that no row holds, and that are there still: somebody may work in it meanwhile."""
    left = checkup.look(snapshot.journal, lambda db: wiping_proof.in_no_row(db, found.now))
    return len(left & wiping_proof.looked_through(snapshot.journal).now) if left else 0


def _old_files(snapshot: Snapshot) -> Iterator[str]:
    keep = timedelta(days=snapshot.settings.store.keep_personal_days) + WIPING_LATE
    unread = {loss.kept for loss in snapshot.facts.losses} if snapshot.facts else set()
    for each in old_copies.due(snapshot.home, snapshot.now, keep, unread):
        yield each.path.name
    for place in places_of(snapshot.settings, snapshot.home):
        for each in handed_in(place, snapshot.now):
            if old_copies.is_old(each, snapshot.now, keep):
                yield without_phones(each.path.name)


def _said(proof: _Proof) -> Finding:
    facts: dict[str, Any] = {
        "due": proof.kept.due,
        "waiting": proof.kept.waiting,
        "doubt": proof.kept.doubt.value,
        "numbers": len(proof.found.now),
        "in_no_row": proof.left,
        "in_older_pages": len(proof.found.before),
        "old_files": len(proof.files),
    }
    wrong = tuple(_wrong(proof))
    if not wrong:
        return ok("wiping", *_well(proof), **facts)
    found = Text("；".join(each.zh for each in wrong), "; ".join(each.en for each in wrong))
    return look("wiping", found, _CLOCK if proof.kept.doubt else _TODO, **facts)


def _wrong(proof: _Proof) -> Iterator[Text]:
    if proof.kept.doubt:
        why = _DOUBTS[proof.kept.doubt]
        yield Text(f"暂不清除：{why.zh}", f"nothing is wiped: {why.en}")
    if count := proof.kept.due:
        yield Text(f"到期未清除的订单 {count} 个", f"orders due and not wiped: {count}")
    if count := proof.left:
        yield Text(
            f"数据文件里有 {count} 个手机号不属于任何记录",
            f"mobile numbers in the journal's bytes that stand in no row: {count}",
        )
    if proof.files:
        names = ", ".join((*proof.files[:SHOWN], *("…",) * (len(proof.files) > SHOWN)))
        yield Text(f"过期文件：{names}", f"files past their age: {names}")


def _well(proof: _Proof) -> tuple[str, str]:
    """What the look through the bytes proves, in words."""
    waiting, count, older = proof.kept.waiting, len(proof.found.now), len(proof.found.before)
    zh = f"到期订单都已清除；数据文件字节中的 {count} 个手机号都在保留的记录里；没有过期文件"
    en = (
        f"no order is due, each of the {count} mobile numbers in the journal's bytes stands in a row that is"
        " kept, no file is past its age"
    )
    if waiting:
        zh, en = f"{zh}；{waiting} 个订单未了结而保留", f"{en}; {waiting} orders are kept, not all ended"
    if older:
        zh, en = (
            f"{zh}；页的旧副本里还有 {older} 个，下次清除时消失",
            f"{en}; {older} more in older copies of pages, until the next wiping",
        )
    return zh, en
