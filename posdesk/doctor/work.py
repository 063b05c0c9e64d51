"""What came in and what waits to go out, as the journal says."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from posdesk.doctor.finding import Finding, Said, broken, look, ok
from posdesk.doctor.patient import Facts, Patient
from posdesk.domain.clock import in_china
from posdesk.domain.journal_health import JOURNAL, MISSING, NOTHING, RESTORED, Loss
from posdesk.journal.rescue.checkup import Waiting
from posdesk.platforms.clock_offset import TOLERATED_S

LONG = timedelta(minutes=10)
SHOWN = 5
_LOST = {
    NOTHING: Said("无（全部已救回）", "nothing, all of it was saved"),
    JOURNAL: Said("全部", "all of it"),
    RESTORED: Said("恢复的备份之后收到的内容", "what came in after the backup that was put back"),
    MISSING: Said("原来的数据文件（现在是另一个）", "the journal that was here, another one is in its place"),
}


def _told(patient: Patient) -> Facts | None:
    return patient.facts if patient.facts is not None and patient.facts.is_readable else None


def _at(moment: datetime) -> str:
    return f"{in_china(moment):%Y-%m-%d %H:%M}"


def _ago(age: timedelta) -> tuple[str, str]:
    minutes = int(age.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} 分钟", f"{minutes} min"
    return f"{minutes // 60} 小时", f"{minutes // 60} h"


def received(patient: Patient) -> Finding | None:
    """The last proven receive of each partner."""
    facts = _told(patient)
    names = [partner.name for partner in patient.settings.partner]
    if facts is None or patient.settings_error:
        return None
    if not names:
        found = Said("没有设置平台", "no order platform is set")
        return look("received", found, Said("在“设置”页添加。", "Add one in Settings."))
    said = {name: _at(facts.received[name]) if name in facts.received else "–" for name in names}
    text = ", ".join(f"{name} {at}" for name, at in said.items())
    if "–" not in said.values():
        return ok("received", text, text, **said)
    todo = Said("让没有来过单的平台发一张测试单。", "Have the one that never called send a test order.")
    return look("received", Said(text, text), todo, **said)


def gaps(patient: Patient) -> Finding | None:
    """Gaps nobody has compared with the platforms' own pages."""
    facts = _told(patient)
    if facts is None:
        return None
    if not facts.gaps:
        return ok("gaps", "没有未核对的", "none unchecked", count=0)
    shown = ", ".join(f"{_at(gap.start)}–{_at(gap.end or patient.now)}" for gap in facts.gaps[-SHOWN:])
    count = len(facts.gaps)
    found = Said(f"{count} 段未核对：{shown}", f"{count} not checked: {shown}")
    todo = Said("到各平台后台核对这些时段的订单。", "Compare with the platforms' own pages, then confirm it.")
    return look("gaps", found, todo, count=count)


def _lost(loss: Loss) -> Said:
    if loss.filled:
        rows = f"{loss.filled} {loss.rows}"
        return Said(f"按备份补回的 {rows}", f"put back as the last backup had it: {rows}")
    rows = f"{loss.what} {'?' if loss.rows is None else loss.rows}"
    return _LOST.get(loss.what, Said(rows, rows))


def losses(patient: Patient) -> Finding | None:
    """What the journal has lost and nobody has read; nothing where there is none."""
    facts = _told(patient)
    if facts is None or not facts.losses:
        return None
    lost = [_lost(loss) for loss in facts.losses]
    found = Said(
        f"数据文件丢失的内容：{'、'.join(each.zh for each in lost)}",
        f"lost from the journal: {', '.join(each.en for each in lost)}",
    )
    return look("losses", found, Said("在窗口里查看并确认。", "Read them in the window and confirm."))


def waiting(patient: Patient) -> Finding | None:
    """Intents and postings that are open, with their ages."""
    facts = _told(patient)
    if facts is None:
        return None
    if not facts.waiting:
        return ok("waiting", "没有", "nothing", count=0)
    zh = "；".join(_line(patient, each)[0] for each in facts.waiting)
    en = "; ".join(_line(patient, each)[1] for each in facts.waiting)
    ages = {each.name: int(patient.age(each.oldest).total_seconds()) for each in facts.waiting}
    late = [each for each in facts.waiting if each.person or patient.age(each.oldest) > LONG]
    counted = sum(each.count for each in facts.waiting)
    if not late:
        return ok("waiting", zh, en, count=counted, ages_s=ages)
    todo = Said("打开“同步”页处理。", "Open the Sync page and see to them.")
    return look("waiting", Said(zh, en), todo, count=counted, ages_s=ages)


def _line(patient: Patient, each: Waiting) -> tuple[str, str]:
    zh_age, en_age = _ago(patient.age(each.oldest))
    zh, en = f"{each.name} {each.count} 项，最早 {zh_age}前", f"{each.name} {each.count}, oldest {en_age} ago"
    if each.unknown:
        zh, en = f"{zh}，结果未知 {each.unknown}", f"{en}, unknown {each.unknown}"
    if each.person:
        zh, en = f"{zh}，待人处理 {each.person}", f"{en}, for a person {each.person}"
    return zh, en


def halted(patient: Patient) -> Finding | None:
    """Platforms of which nothing goes out until a person has acted."""
    facts = _told(patient)
    if facts is None:
        return None
    if not facts.halted:
        return ok("halted", "没有", "none")
    names = ", ".join(sorted(facts.halted))
    todo = Said("在“同步”页看原因，改正后重发。", "See the cause on the Sync page, mend it, send again.")
    return broken("halted", Said(names, names), todo, names=sorted(facts.halted))


def till_clocks(patient: Patient) -> Finding | None:
    """Tills whose receipts are dated ahead, or long before they came; nothing where there are none."""
    facts = _told(patient)
    if facts is None or not facts.misdated:
        return None
    tills = facts.misdated[:SHOWN]
    en = "; ".join(f"till {each.key.pos_no} wrote {_at(each.traded_at)} on {_at(each.at)}" for each in tills)
    zh = "；".join(f"收银机 {each.key.pos_no} 在 {_at(each.at)} 写了 {_at(each.traded_at)}" for each in tills)
    todo = Said(
        "校准它的时钟；在“同步”页看是哪些小票。",
        "Set its clock; the Sync page says which receipts these are.",
    )
    count = sum(each.count for each in facts.misdated)
    return look("till_clocks", Said(zh, en), todo, receipts=count, tills=len(facts.misdated))


def clock(patient: Patient, measured: Mapping[str, float] | None = None) -> Finding:
    """By how much the PC's clock is wrong: as just measured, or as last noted by the desk."""
    noted = patient.facts.skews if patient.facts else {}
    skews = {name: skew.seconds for name, skew in noted.items()} | dict(measured or {})
    now = f"{in_china(patient.now):%Y-%m-%d %H:%M:%S}"
    if not skews:
        zh, en = f"{now}（北京时间），未与平台比对", f"{now} in China, not compared with any platform"
        return ok("clock", zh, en)
    text = ", ".join(f"{name} {_signed(patient, name, s, measured)}" for name, s in sorted(skews.items()))
    found = Said(f"{now}（北京时间），比平台快：{text}", f"{now} in China, ahead of the platforms by: {text}")
    if max(abs(seconds) for seconds in skews.values()) <= TOLERATED_S:
        return ok("clock", found.zh, found.en, skews_s=skews)
    todo = Said("校准电脑时钟，打开自动对时。", "Set the PC's clock and switch its time service on.")
    return look("clock", found, todo, skews_s=skews)


def _signed(patient: Patient, name: str, seconds: float, measured: Mapping[str, float] | None) -> str:
    """The seconds, and when they were measured if that was not just now."""
    noted = patient.facts.skews.get(name) if patient.facts else None
    if noted is None or name in (measured or {}):
        return f"{seconds:+.0f} s"
    return f"{seconds:+.0f} s ({_at(noted.at)})"
