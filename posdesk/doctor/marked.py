"""journal.mark: whether the journal is still the one that was here, and the mark keeps up with it."""

import contextlib
from datetime import timedelta

from posdesk.doctor.finding import Finding, Said, broken, look, ok
from posdesk.doctor.patient import Patient
from posdesk.domain.clock import in_china
from posdesk.errors import DiskError
from posdesk.journal.end_mark import MarkFit
from posdesk.journal.lock import holder_of
from posdesk.journal.rescue.checkup import Marked

LATE = timedelta(minutes=1)  # it is written each ten seconds
_SET_BACK = Said(
    "启动 posdesk：当时未完成的操作由人确认。并与各平台后台核对。",
    "Start posdesk: what was open then waits for a person. Compare with the platforms' own pages.",
)
_OTHER = Said(
    "若不是有意更换，请关闭 posdesk，放回原来的文件。",
    "If nobody meant that, close posdesk and put the right journal back.",
)
_UNWRITTEN = Said(
    "清理磁盘，关闭占用 journal.mark 的程序。", "Free space on the disk, and end what holds journal.mark."
)


def mark(patient: Patient) -> Finding | None:
    """What the mark says; nothing where the journal can't be asked."""
    found = patient.facts.mark if patient.facts else None
    if found is None:
        return None
    line = found.line
    if found.fit is MarkFit.SET_BACK:
        zh = f"数据文件缺少第 {line} 行：有较旧的文件被直接复制到它的位置"
        en = f"the journal lacks line {line}: an older one was copied over it"
        return broken("mark", Said(zh, en), _SET_BACK, line=line)
    if found.fit is MarkFit.OTHER:
        zh, en = (
            "原来的数据文件不见了，现在是另一个",
            "the journal that was here is missing: this is another one",
        )
        return look("mark", Said(zh, en), _OTHER)
    return _kept_up(patient, found)


def _kept_up(patient: Patient, found: Marked) -> Finding:
    runs = _runs(patient)
    if found.line is None and (runs or found.is_there):
        return look("mark", Said("没有可读取的标记", "there is none that can be read"), _UNWRITTEN)
    if found.line is None:
        return ok("mark", "还没有，下次启动时写入", "none yet, the next start writes it")
    since = found.behind_since
    if runs and since is not None and patient.age(since) > LATE:
        at = f"{in_china(since):%Y-%m-%d %H:%M}"
        return look("mark", Said(f"{at} 起没有更新", f"not written since {at}"), _UNWRITTEN, line=found.line)
    return ok("mark", f"第 {found.line} 行", f"line {found.line} of the audit trail", line=found.line)


def _runs(patient: Patient) -> bool:
    with contextlib.suppress(DiskError):
        return holder_of(patient.home) is not None
    return False
