"""What came in, what was turned away and what waits to go out, as the journal says."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from posdesk.doctor.report import Finding, Text, broken, look, ok
from posdesk.doctor.snapshot import Facts, Snapshot
from posdesk.domain.clock import in_china
from posdesk.domain.journal_health import JOURNAL, MISSING, NOTHING, RESTORED, Loss
from posdesk.domain.orders.refused import WrongSigns
from posdesk.journal.rescue.checkup import OpenWork
from posdesk.platforms.clock_offset import TOLERATED_S

LONG = timedelta(minutes=10)
SHOWN = 5
_ADD_ONE = Text("在“设置”的“平台和密钥”里添加。", "Add one: Settings, Platforms and secrets.")
_LOST = {
    NOTHING: Text("无（全部已救回）", "nothing, all of it was saved"),
    JOURNAL: Text("全部", "all of it"),
    RESTORED: Text("恢复的备份之后收到的内容", "what came in after the backup that was put back"),
    MISSING: Text("原来的数据文件（现在是另一个）", "the journal that was here, another one is in its place"),
}


def _told(snapshot: Snapshot) -> Facts | None:
    return snapshot.facts if snapshot.facts is not None and snapshot.facts.is_readable else None


def _at(moment: datetime) -> str:
    return f"{in_china(moment):%Y-%m-%d %H:%M}"


def _ago(age: timedelta) -> tuple[str, str]:
    minutes = int(age.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} 分钟", f"{minutes} min"
    return f"{minutes // 60} 小时", f"{minutes // 60} h"


def signatures(snapshot: Snapshot) -> Finding | None:
    """Partners whose recipe leaves the body out; nothing where all cover it."""
    names = [partner.name for partner in snapshot.settings.partner if partner.is_half_signed]
    if not names:
        return None
    shown = ", ".join(names)
    found = Text(
        f"{shown} 的签名不包含请求体，等于未签名；只接收本机的请求",
        f"the signature of {shown} leaves the body out and counts as none: only this PC's calls are taken",
    )
    if snapshot.settings.listener.insecure_beyond_loopback:
        found = Text(
            f"{shown} 的签名不包含请求体，等于未签名", f"the signature of {shown} leaves the body out"
        )
    todo = Text(
        "如平台支持，在“设置”的“平台和密钥”里换一种含请求体的签名。",
        "Choose one that signs the body, if the platform does: Settings, Platforms and secrets.",
    )
    return look("signatures", found, todo, partners=names)


def refused(snapshot: Snapshot) -> Finding | None:
    """Calls refused for what stands in them and not seen to, and how many were wrongly signed."""
    facts = _told(snapshot)
    if facts is None:
        return None
    told = facts.turned_away
    counts, wrong = told.refused_by_partner, {each.partner: each.count for each in told.wrong_signs}
    parts = [_refused_text(name, count) for name, count in counts.items()]
    parts += [_wrong_text(each) for each in told.wrong_signs]
    if not parts:
        return ok("refused", "没有", "none", open=counts, wrongly_signed=wrong)
    found = Text("；".join(each.zh for each in parts), "; ".join(each.en for each in parts))
    if not counts and all(each.since is None for each in told.wrong_signs):
        return ok("refused", found.zh, found.en, open=counts, wrongly_signed=wrong)
    todo = Text(
        "按“同步”页的说明告诉平台；签名不对时核对 appkey。",
        "Tell the platform what the Sync page says; where signs are wrong, compare the appkey.",
    )
    return look("refused", found, todo, open=counts, wrongly_signed=wrong)


def _refused_text(name: str, count: int) -> Text:
    return Text(f"{name} {count} 个请求因内容未接收", f"{name}: {count} refused for their content")


def _wrong_text(wrong: WrongSigns) -> Text:
    first, last = (f"{in_china(each):%Y-%m-%d %H:%M}" for each in (wrong.first_at, wrong.last_at))
    return Text(
        f"{wrong.partner} 签名不对 {wrong.count} 次，{first} 至 {last}",
        f"{wrong.partner}: {wrong.count} wrongly signed, {first} to {last}",
    )


def received(snapshot: Snapshot) -> Finding | None:
    """The last proven receive of each partner."""
    facts = _told(snapshot)
    names = [partner.name for partner in snapshot.settings.partner]
    if facts is None or snapshot.settings_error:
        return None
    if not names:
        found = Text("没有设置平台", "no order platform is set")
        return look("received", found, _ADD_ONE)
    said = {name: _at(facts.received[name]) if name in facts.received else "–" for name in names}
    text = ", ".join(f"{name} {at}" for name, at in said.items())
    if "–" not in said.values():
        return ok("received", text, text, **said)
    todo = Text("让没有来过单的平台发一张测试单。", "Have the one that never called send a test order.")
    return look("received", Text(text, text), todo, **said)


def gaps(snapshot: Snapshot) -> Finding | None:
    """Gaps nobody has compared with the platforms' own pages."""
    facts = _told(snapshot)
    if facts is None:
        return None
    if not facts.gaps:
        return ok("gaps", "没有未核对的", "none unchecked", count=0)
    shown = ", ".join(f"{_at(gap.start)}–{_at(gap.end or snapshot.now)}" for gap in facts.gaps[-SHOWN:])
    count = len(facts.gaps)
    found = Text(f"{count} 段未核对：{shown}", f"{count} not checked: {shown}")
    todo = Text("到各平台后台核对这些时段的订单。", "Compare with the platforms' own pages, then confirm it.")
    return look("gaps", found, todo, count=count)


def _lost(loss: Loss) -> Text:
    if loss.filled:
        rows = f"{loss.filled} {loss.rows}"
        return Text(f"按备份补回的 {rows}", f"put back as the last backup had it: {rows}")
    rows = f"{loss.what} {'?' if loss.rows is None else loss.rows}"
    return _LOST.get(loss.what, Text(rows, rows))


def losses(snapshot: Snapshot) -> Finding | None:
    """What the journal has lost and nobody has read; nothing where there is none."""
    facts = _told(snapshot)
    if facts is None or not facts.losses:
        return None
    lost = [_lost(loss) for loss in facts.losses]
    found = Text(
        f"数据文件丢失的内容：{'、'.join(each.zh for each in lost)}",
        f"lost from the journal: {', '.join(each.en for each in lost)}",
    )
    return look("losses", found, Text("在窗口里查看并确认。", "Read them in the window and confirm."))


def waiting(snapshot: Snapshot) -> Finding | None:
    """Intents and postings that are open, with their ages."""
    facts = _told(snapshot)
    if facts is None:
        return None
    if not facts.waiting:
        return ok("waiting", "没有", "nothing", count=0)
    zh = "；".join(_line(snapshot, each)[0] for each in facts.waiting)
    en = "; ".join(_line(snapshot, each)[1] for each in facts.waiting)
    ages = {each.name: int(snapshot.age(each.oldest).total_seconds()) for each in facts.waiting}
    late = [each for each in facts.waiting if each.person or snapshot.age(each.oldest) > LONG]
    counted = sum(each.count for each in facts.waiting)
    if not late:
        return ok("waiting", zh, en, count=counted, ages_s=ages)
    todo = Text("打开“同步”页处理。", "Open the Sync page and see to them.")
    return look("waiting", Text(zh, en), todo, count=counted, ages_s=ages)


def _line(snapshot: Snapshot, each: OpenWork) -> tuple[str, str]:
    zh_age, en_age = _ago(snapshot.age(each.oldest))
    zh, en = f"{each.name} {each.count} 项，最早 {zh_age}前", f"{each.name} {each.count}, oldest {en_age} ago"
    if each.unknown:
        zh, en = f"{zh}，结果未知 {each.unknown}", f"{en}, unknown {each.unknown}"
    if each.person:
        zh, en = f"{zh}，待人处理 {each.person}", f"{en}, for a person {each.person}"
    return zh, en


def halted(snapshot: Snapshot) -> Finding | None:
    """Platforms of which nothing goes out until a person has acted."""
    facts = _told(snapshot)
    if facts is None:
        return None
    if not facts.halted:
        return ok("halted", "没有", "none")
    names = ", ".join(sorted(facts.halted))
    todo = Text("在“同步”页看原因，改正后重发。", "See the cause on the Sync page, mend it, send again.")
    return broken("halted", Text(names, names), todo, names=sorted(facts.halted))


def till_clocks(snapshot: Snapshot) -> Finding | None:
    """Tills whose receipts are dated ahead, or long before they came; nothing where there are none."""
    facts = _told(snapshot)
    if facts is None or not facts.misdated:
        return None
    tills = facts.misdated[:SHOWN]
    en = "; ".join(f"till {each.key.pos_no} wrote {_at(each.traded_at)} on {_at(each.at)}" for each in tills)
    zh = "；".join(f"收银机 {each.key.pos_no} 在 {_at(each.at)} 写了 {_at(each.traded_at)}" for each in tills)
    todo = Text(
        "校准它的时钟；在“同步”页看是哪些小票。",
        "Set its clock; the Sync page says which receipts these are.",
    )
    count = sum(each.count for each in facts.misdated)
    return look("till_clocks", Text(zh, en), todo, receipts=count, tills=len(facts.misdated))


def clock(snapshot: Snapshot, measured: Mapping[str, float] | None = None) -> Finding:
    """By how much the PC's clock is wrong: as just measured, or as last noted by the desk."""
    noted = snapshot.facts.skews if snapshot.facts else {}
    skews = {name: skew.seconds for name, skew in noted.items()} | dict(measured or {})
    now = f"{in_china(snapshot.now):%Y-%m-%d %H:%M:%S}"
    if not skews:
        zh, en = f"{now}（北京时间），未与平台比对", f"{now} in China, not compared with any platform"
        return ok("clock", zh, en)
    text = ", ".join(f"{name} {_signed(snapshot, name, s, measured)}" for name, s in sorted(skews.items()))
    found = Text(f"{now}（北京时间），比平台快：{text}", f"{now} in China, ahead of the platforms by: {text}")
    if max(abs(seconds) for seconds in skews.values()) <= TOLERATED_S:
        return ok("clock", found.zh, found.en, skews_s=skews)
    todo = Text("校准电脑时钟，打开自动对时。", "Set the PC's clock and switch its time service on.")
    return look("clock", found, todo, skews_s=skews)


def _signed(snapshot: Snapshot, name: str, seconds: float, measured: Mapping[str, float] | None) -> str:
    """The seconds, and when they were measured if that was not just now."""
    noted = snapshot.facts.skews.get(name) if snapshot.facts else None
    if noted is None or name in (measured or {}):
        return f"{seconds:+.0f} s"
    return f"{seconds:+.0f} s ({_at(noted.at)})"
