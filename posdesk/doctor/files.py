"""Settings, home, disk, journal with its mark, audit trail and backups, as they lie in the home."""

import contextlib
import shutil
import tempfile
from datetime import timedelta

from posdesk.doctor.audit_words import doubt_words, proof_words, remarks, when
from posdesk.doctor.report import NOTHING, Finding, Text, broken, look, ok
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain import disk_pace
from posdesk.domain.clock import in_china
from posdesk.errors import DiskError
from posdesk.journal import boot_mark, schema
from posdesk.journal.audit.trail import TrailCheck
from posdesk.journal.backup import backups
from posdesk.journal.end_mark import MarkFit
from posdesk.journal.lock import holder_of, is_folder_locked
from posdesk.journal.rescue.checkup import Marked
from posdesk.settings import settings

LITTLE_BYTES = 1024**3
TOO_LITTLE_BYTES = 100 * 1024**2
BACKUP_DUE = timedelta(hours=36)  # one a day, and a night's sleep
_UNLOCKABLE = (
    Text("该目录所在的磁盘不能锁定目录", "the home's file system can't lock folders"),
    Text(
        "posdesk 运行时绝不要删除 posdesk.lock；最好把数据目录放在本机磁盘上。",
        "Never delete posdesk.lock while posdesk runs; better put the home on a disk of this PC.",
    ),
)
_START = Text("启动一次 posdesk。", "Start posdesk once.")


def settings_file(snapshot: Snapshot) -> Finding:
    """posdesk.toml."""
    path = snapshot.home / settings.FILE_NAME
    if snapshot.settings_error:
        mend = Text("按上面的提示修改这个文件。", "Mend that place of the file.")
        wrong = snapshot.settings_error
        return broken("settings", Text(str(wrong), str(wrong)), mend, key=wrong.key, place=wrong.place)
    if snapshot.is_given:
        return ok("settings", "练习用的设置，不存文件", "made up for the demo, kept in no file")
    if not path.exists():
        found = Text(f"没有 {path}，使用默认设置", f"there is no {path}: the defaults are used")
        return look(
            "settings",
            found,
            Text(
                "填好“设置”的“门店”和“平台和密钥”。",
                "Fill in Settings, Store, and then Platforms and secrets.",
            ),
        )
    partners = len(snapshot.settings.partner)
    return ok("settings", f"{path}，{partners} 个平台", f"{path}, {partners} order platforms", path=str(path))


def home_folder(snapshot: Snapshot) -> Finding:
    """Whether the home can be written to."""
    home = snapshot.home
    if not home.is_dir():
        return look("home", Text(f"{home} 还不存在", f"{home} is not there yet"), _START)
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"posdesk")
            file.flush()
    except OSError as error:
        why = error.strerror or str(error)
        todo = Text("检查该目录的权限和磁盘。", "Check the folder's permissions and the disk.")
        return broken("home", Text(f"{home} 不可写：{why}", f"{home} can't be written: {why}"), todo)
    if not is_folder_locked(home):
        return look("home", *_UNLOCKABLE, path=str(home))
    return ok("home", f"{home} 可写", f"{home} can be written", path=str(home))


def disk(snapshot: Snapshot) -> Finding:
    """The room left where the home is."""
    place = next(folder for folder in (snapshot.home, *snapshot.home.parents) if folder.exists())
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        why = error.strerror or str(error)
        return look(
            "disk",
            Text(f"无法得知：{why}", f"not to be told: {why}"),
            Text("检查磁盘。", "Check the disk."),
        )
    room = f"{free / 1024**3:.0f} GiB" if free >= 10 * LITTLE_BYTES else f"{free // 1024**2} MiB"
    found = Text(f"剩余 {room}", f"{room} free")
    if free >= LITTLE_BYTES:
        return _at_this_pace(snapshot, found, free)
    todo = Text("清理磁盘：没有空间就不能接单。", "Free space: without any no order can be taken.")
    return (broken if free < TOO_LITTLE_BYTES else look)("disk", found, todo, free_bytes=free)


def _at_this_pace(snapshot: Snapshot, found: Text, free: int) -> Finding:
    """Enough for now; whether it will be full within a month is told."""
    days = snapshot.facts.disk_days if snapshot.facts else ()
    left = disk_pace.days_left(days, free, snapshot.now)
    if left is None or left > disk_pace.SOON_DAYS:
        return ok("disk", found.zh, found.en, free_bytes=free, days_left=left)
    told = Text(
        f"{found.zh}；照最近几天的速度，约 {left} 天后写满",
        f"{found.en}; at the pace of the last days it is full in some {left} days",
    )
    todo = Text(
        "清理磁盘，或换更大的磁盘；看看是什么在变大。",
        "Free space or get a larger disk; look what it is that grows.",
    )
    return look("disk", told, todo, free_bytes=free, days_left=left)


def journal(snapshot: Snapshot) -> Finding:
    """Whether the journal opens, is of today's schema, and is whole."""
    if snapshot.journal_error:
        todo = Text("若被其他程序占用就关闭它，否则恢复备份。", "Close what holds it, else restore a backup.")
        return broken("journal", Text(snapshot.journal_error, snapshot.journal_error), todo)
    facts = snapshot.facts
    if facts is None:
        return look("journal", Text("还没有数据文件", "there is no journal yet"), _START)
    if facts.version != schema.VERSION and not facts.is_readable and not facts.damage:
        return _other_version(facts.version)
    if facts.damage:
        said = "; ".join(facts.damage)
        todo = Text("停止 posdesk，恢复备份。", "End posdesk and restore a backup.")
        return broken("journal", Text(f"已损坏：{said}", f"damaged: {said}"), todo, version=facts.version)
    size = snapshot.journal.stat().st_size // 1024
    if snapshot.quick:
        zh, en = f"能打开，版本 {facts.version}，{size} KiB", f"opens, version {facts.version}, {size} KiB"
        told = _after_power_cut(snapshot)
        return ok("journal", zh + told.zh, en + told.en, version=facts.version, size_kib=size)
    zh, en = f"版本 {facts.version}，完好，{size} KiB", f"version {facts.version}, whole, {size} KiB"
    return ok("journal", zh, en, version=facts.version, size_kib=size)


def _after_power_cut(snapshot: Snapshot) -> Text:
    """What is known of its pages since the power was cut; nothing where a start saw them all."""
    mark = boot_mark.read(snapshot.home)
    if mark is None or (mark.is_whole and not mark.checked_at):
        return NOTHING
    if not mark.is_whole:
        return Text(
            "；断电之后，数据页正在后台逐一检查",
            "; since the power cut its pages are being looked through while it works",
        )
    at = when(mark.checked_at)
    return Text(
        f"；断电之后，数据页已于 {at} 全部检查，完好",
        f"; after the power cut all its pages were looked through by {at}: they are in order",
    )


def _other_version(found: int) -> Finding:
    said = Text(
        f"版本 {found}，本程序为 {schema.VERSION}", f"version {found}, this posdesk has {schema.VERSION}"
    )
    if found > schema.VERSION:
        todo = Text("重新安装写它的新版本。", "Install the newer posdesk that wrote it.")
        return broken("journal", said, todo, version=found)
    return look("journal", said, _START, version=found)


def audit_trail(snapshot: Snapshot) -> Finding | None:
    """Whether the chain is whole, and just what was sealed."""
    check = snapshot.facts.trail if snapshot.facts else None
    if check is None:
        return None
    if check.is_whole:
        told = _walked(check)
        zh, en = f"完整，{check.lines} 行{told.zh}", f"whole, {check.lines} lines{told.en}"
        return ok("audit", zh, en, lines=check.lines, walked=check.walked, walked_at=check.walked_at)
    found = doubt_words(check)
    todo = Text("保留文件并查明谁动过它。", "Keep the file and find out who was at it.")
    return broken("audit", found, todo, broken_at=check.line, doubt=check.doubt)


def _walked(check: TrailCheck) -> Text:
    """Which lines were walked before, and since when; nothing where all were now."""
    if not check.walked:
        return NOTHING
    at = when(check.walked_at)
    return Text(
        f"；第 {check.walked} 行之后的刚刚查过，之前的已查过，从头查起是在 {at}",
        f"; those behind line {check.walked} were walked now, the others before: from the first on at {at}",
    )


def seal(snapshot: Snapshot) -> Finding | None:
    """Up to which line the trail is proven, and since when it is not."""
    check = snapshot.facts.trail if snapshot.facts else None
    if check is None or not check.is_whole:
        return None
    proven = proof_words(check, snapshot.no_seal_key)
    told = (proven, *remarks(check))
    return ok(
        "seal", "；".join(each.zh for each in told), "; ".join(each.en for each in told), sealed=check.sealed
    )


def backup(snapshot: Snapshot) -> Finding | None:
    """The newest backup; nothing where none was ever made."""
    every = backups(snapshot.home)
    if not every:
        return None
    name, at = every[-1].path.name, every[-1].made_at
    when = f"{in_china(at):%Y-%m-%d %H:%M}"
    found = Text(f"最近一次 {when}（{name}）", f"the last one is of {when} ({name})")
    if snapshot.now - at <= BACKUP_DUE:
        return ok("backup", found.zh, found.en, at=at.isoformat(), name=name)
    todo = Text("让 posdesk 运行：每天自动备份一次。", "Let posdesk run: it makes one a day.")
    return look("backup", found, todo, at=at.isoformat(), name=name)


LATE = timedelta(minutes=1)  # it is written each ten seconds
_SET_BACK = Text(
    "启动 posdesk：当时未完成的操作由人确认。并与各平台后台核对。",
    "Start posdesk: what was open then waits for a person. Compare with the platforms' own pages.",
)
_OTHER = Text(
    "若不是有意更换，请关闭 posdesk，放回原来的文件。",
    "If nobody meant that, close posdesk and put the right journal back.",
)
_UNWRITTEN = Text(
    "清理磁盘，关闭占用 journal.mark 的程序。", "Free space on the disk, and end what holds journal.mark."
)


def mark(snapshot: Snapshot) -> Finding | None:
    """What the mark says; nothing where the journal can't be asked."""
    found = snapshot.facts.mark if snapshot.facts else None
    if found is None:
        return None
    line = found.line
    if found.fit is MarkFit.SET_BACK:
        zh = f"数据文件缺少第 {line} 行：有较旧的文件被直接复制到它的位置"
        en = f"the journal lacks line {line}: an older one was copied over it"
        return broken("mark", Text(zh, en), _SET_BACK, line=line)
    if found.fit is MarkFit.OTHER:
        zh, en = (
            "原来的数据文件不见了，现在是另一个",
            "the journal that was here is missing: this is another one",
        )
        return look("mark", Text(zh, en), _OTHER)
    return _kept_up(snapshot, found)


def _kept_up(snapshot: Snapshot, found: Marked) -> Finding:
    runs = _runs(snapshot)
    if found.line is None and (runs or found.is_there):
        return look("mark", Text("没有可读取的标记", "there is none that can be read"), _UNWRITTEN)
    if found.line is None:
        return ok("mark", "还没有，下次启动时写入", "none yet, the next start writes it")
    since = found.behind_since
    if runs and since is not None and snapshot.age(since) > LATE:
        at = f"{in_china(since):%Y-%m-%d %H:%M}"
        return look("mark", Text(f"{at} 起没有更新", f"not written since {at}"), _UNWRITTEN, line=found.line)
    return ok("mark", f"第 {found.line} 行", f"line {found.line} of the audit trail", line=found.line)


def _runs(snapshot: Snapshot) -> bool:
    with contextlib.suppress(DiskError):
        return holder_of(snapshot.home) is not None
    return False
